"""Writing: a letter in the words of its reader: subject and text from the templates in `letters/`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.dates import format_date
from jinja2 import FileSystemLoader, StrictUndefined, Template, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.decisions import FIELDS
from domain.events import EVENTS
from domain.notices import Item, Letter
from domain.people import ROLE_NAMES, Role
from domain.rulebook import figures
from domain.settings import settings
from domain.texts import Text

FOLDER = Path(__file__).parent / "letters"
AUDIENCES = ("applicant", "inspector", "standing-office", "approver", "council-member")
LANGUAGES = ("vi", "en")

# Events of which nobody is told, each with its reason; every other event has a folder of letters.
SILENT: dict[str, str] = {}

VERDICTS = {
    "met": Text(vi="đạt tất cả các tiêu chí", en="every criterion is met"),
    "not_met": Text(vi="chưa đạt", en="not met"),
    "undecided": Text(vi="chưa đủ căn cứ để kết luận", en="undecided, because facts are missing"),
    "not_eligible": Text(vi="không thuộc đối tượng xét công nhận", en="not eligible"),
}

# What a decision is called, with its number and symbol and the day on which it was signed.
_DECISION = Text(vi="Quyết định số {symbol} ngày {day}", en="Decision {symbol} of {day}")

OUTCOMES = {
    "for": Text(vi="Hội đồng tán thành", en="the council found for it"),
    "against": Text(vi="Hội đồng không tán thành", en="the council found against it"),
    "none": Text(vi="phiên họp không đủ điều kiện kết luận", en="the session could find nothing"),
}


class Written(NamedTuple):
    """What is sent: one line of subject, and the text."""

    subject: str
    body: str


@dataclass(frozen=True)
class Group:
    """The things of one kind: what happened, to how many, what to do now, the first of them, and how many more."""

    title: str
    many: int
    next: str
    entries: list[dict[str, Any]]
    more: int


@lru_cache
def plan() -> dict[str, tuple[str, ...]]:
    """Who is told of which event: the folder `letters/`, read once. Events come in the order in which they happen."""
    return {
        event: audiences
        for event in EVENTS
        if (audiences := tuple(a for a in AUDIENCES if (FOLDER / event / f"{a}.vi.txt").exists()))
    }


def write(letter: Letter) -> Written:
    """Subject and text for one person, in their language: of the one thing they are told, or a list of many."""
    language = letter.language if letter.language in LANGUAGES else LANGUAGES[0]
    public_url = settings().public_url
    if sum(letter.counts.values()) == 1:
        (item,) = letter.items
        text = _template(f"{item.letter}.{language}.txt").render(_words(item, language))
        where = f"/ho-so/{item.reference}"
    else:
        groups, where = list(_groups(letter, language)), "/"
        total = sum(group.many for group in groups)
        text = _template(f"several.{language}.txt").render(total=total, groups=groups)
    subject, _, body = text.partition("\n")
    framed = _template(f"frame.{language}.txt").render(
        name=_line(letter.name), body=body.strip(), id=letter.id, link=public_url and public_url + where
    )
    return Written(_line(subject), framed)


def _groups(letter: Letter, language: str) -> Iterator[Group]:
    """The kinds of things in a letter, in the order in which they happen to an application."""
    order = {f"{event}/{audience}": n for n, (event, audience) in enumerate(_every())}
    kinds = sorted(letter.counts, key=lambda kind: order.get(kind, len(order)))
    events = [kind.partition("/")[0] for kind in kinds]
    for kind, event in zip(kinds, events, strict=True):
        title = EVENTS[event].title.in_(language)
        if events.count(event) > 1:  # told twice, as holder of two offices: say which
            title += f" ({ROLE_NAMES[Role(kind.partition('/')[2])].in_(language)})"
        entries = [_entry(item, language) for item in letter.items if item.letter == kind]
        many = letter.counts[kind]
        yield Group(title, many, _next(kind, language), entries, many - len(entries))


def _entry(item: Item, language: str) -> dict[str, Any]:
    """A line of a list tells what the single letter would tell, and nothing else."""
    told = _tells(item.letter, language)
    words = _words(item, language)
    return {word: value if word in told else "" for word, value in words.items()}


@lru_cache
def _tells(kind: str, language: str) -> set[str]:
    loader = _environment().loader
    assert loader is not None
    source = loader.get_source(_environment(), f"{kind}.{language}.txt")[0]
    return meta.find_undeclared_variables(_environment().parse(source))


def _every() -> Iterator[tuple[str, str]]:
    return ((event, audience) for event, audiences in plan().items() for audience in audiences)


@lru_cache
def _next(kind: str, language: str) -> str:
    """What the reader does now, for any number of applications: the block `next` of the single letter."""
    template = _template(f"{kind}.{language}.txt")
    return " ".join("".join(template.blocks["next"](template.new_context())).split())


def _words(item: Item, language: str) -> dict[str, Any]:
    """Everything that a template may say of an event. What an event does not have is empty."""
    told = item.payload
    due_on = told.get("due_on") or item.due_on
    verdict = told.get("verdict", "")
    return dict(
        reference=item.reference,
        unit=_line(item.unit),
        season=item.season,
        due_on=_day(date.fromisoformat(due_on), language) if due_on else "",
        reason=(told.get(f"reason_{language}") or told.get("reason", "")).strip(),
        asked=told.get(f"asked_{language}", ""),
        number=told.get("number", ""),
        decision=_decision(item, language),
        until=_day(date.fromisoformat(told["until"]), language) if told.get("until") else "",
        field=FIELDS[told["field"]].in_(language).lower() if told.get("field") in FIELDS else "",
        was=_line(told.get("was", "")),
        became=_line(told.get("became", "")),
        verdict=VERDICTS[verdict].in_(language) if verdict in VERDICTS else verdict,
        held_on=_day(date.fromisoformat(told["held_on"]), language) if "held_on" in told else "",
        held_at=figures.hour(told["held_at"]).in_(language) if told.get("held_at") else "",
        venue=_line(told.get("venue", "")),
        found=OUTCOMES[told["outcome"]].in_(language) if told.get("outcome") in OUTCOMES else "",
        in_favour=told.get("in_favour", ""),
        against=told.get("against", ""),
        abstained=told.get("abstained", ""),
    )


def _decision(item: Item, language: str) -> str:
    if not item.symbol:
        return ""
    day = _day(date.fromisoformat(item.signed_on), language)
    return _DECISION.in_(language).format(symbol=_line(item.symbol), day=day)


def _line(text: str) -> str:
    """On one line, so that no name can add a header to a mail."""
    return " ".join(text.split())


@lru_cache(maxsize=1000)
def _day(day: date, language: str) -> str:
    return f"{day:%d/%m/%Y}" if language == "vi" else format_date(day, "d MMMM y", locale="en")


@lru_cache
def _environment() -> ImmutableSandboxedEnvironment:
    """Templates are compiled once; a word that a template misspells is an error, never a gap in a letter."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dots"] = lambda number: f"{number:,}".replace(",", ".")
    environment.filters["commas"] = lambda number: f"{number:,}"
    return environment


def _template(path: str) -> Template:
    return _environment().get_template(path)
