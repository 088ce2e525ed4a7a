"""Word: the same documents from templates that an office can edit: its own in the home folder, else those shipped here.

A template is a .docx with Jinja tags (docxtpl). It sees the data and nothing else: a sandbox, where every value is escaped and
a name that there is not is a mistake. One that is broken is refused in a sentence; no other is taken in its place.
"""

import hashlib
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from docx import Document
from docx.document import Document as Written
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.errors import Refused, Unready
from portal.documents import qr
from portal.documents.watermark import marked
from portal.papers.archives import steady

SHIPPED = Path(__file__).parent / "templates"
# No template that somebody wrote is larger, even with a coat of arms in it.
LARGEST = 5 * 1024 * 1024


class Template(NamedTuple):
    """A template as it is now. `form` is how what it makes is kept: another template makes another document."""

    name: str
    content: bytes
    own: bool

    @property
    def form(self) -> str:
        return f"docx-{hashlib.sha256(self.content).hexdigest()[:12]}" if self.own else "docx"


def template(home: Path, kind: str) -> Template:
    """The office's own template of a kind of document, or the shipped one where it has none."""
    own = home / "documents" / "templates" / f"{kind}.docx"
    if own.exists():
        if own.stat().st_size > LARGEST:
            raise _broken(own.name, "> 5 MB")
        return Template(own.name, own.read_bytes(), True)
    return Template(f"{kind}.docx", (SHIPPED / f"{kind}.docx").read_bytes(), False)


def filled(form: Template, data: Mapping[str, Any]) -> bytes:
    """The document; the same template and data make the same bytes. Raises Unready for a template that is broken."""
    try:
        document = DocxTemplate(BytesIO(form.content))
        if sum(part.file_size for part in zipfile.ZipFile(BytesIO(form.content)).infolist()) > 10 * LARGEST:
            raise _broken(form.name, "> 50 MB")
        context: dict[str, Any] = {"qr": "", "lines": [], "signer": "", **data}
        if link := data.get("qr_link"):
            context["qr"] = InlineImage(document, BytesIO(qr.png(link)), width=Mm(32))
        document.render(context, _sandbox(), autoescape=True)
        rendered = BytesIO()
        document.save(rendered)
        # Read anew: docxtpl puts other heads in the place of those that it has filled in.
        written: Written = Document(rendered)
    except Refused:
        raise
    except (
        Exception
    ) as error:  # what somebody wrote into a template makes Jinja, lxml and zipfile raise almost anything
        raise _broken(form.name, f"{type(error).__name__}: {error}") from error
    if data["trial"]:
        marked(written, data["trial"])
    properties = written.core_properties
    mark = f"{data['trial']} – " if data["trial"] else ""
    properties.title, properties.author = f"{mark}{data['title']}", data["issuer"]
    properties.last_modified_by = ""
    properties.language, properties.comments = "vi", ""
    saved = BytesIO()
    written.save(saved)
    return steady(saved.getvalue())


def check(form: Template) -> None:
    """Read a template without filling it in. Raises Unready for one that is broken."""
    try:
        DocxTemplate(BytesIO(form.content)).get_undeclared_template_variables(_sandbox())
    except Exception as error:  # as above
        raise _broken(form.name, f"{type(error).__name__}: {error}") from error


def _sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _broken(name: str, why: str) -> Unready:
    return Unready(
        "Mẫu Word {name} của đơn vị bị lỗi nên không lập được văn bản: {why}. Hãy sửa hoặc bỏ tệp mẫu đó.",
        "The office's Word template {name} is broken, so the document is not made: {why}. Mend the template or remove it.",
        name=name,
        why=why[:300],
    )
