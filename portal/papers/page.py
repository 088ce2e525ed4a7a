"""Page: the standard, the checklist and the readiness sheet as one self-contained HTML page that prints well."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.papers.content import Paper

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def page(paper: Paper) -> str:
    return _TEMPLATES.get_template("standard.html").render(paper=paper, say=paper.say)
