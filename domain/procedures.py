"""Procedures: how a place gets from a score to a decision, and what may come after it, where the law leaves that open.

The circular says who decides and by when; it does not say whether a council votes, whether a list is made public first,
how one appeals or how long a recognition holds. What it leaves open is one YAML file for a place, dated and cited like a
standard, never code. A section that a place does not write is that of the place above; what nobody writes is not asked
for: no council, no publication, no end of validity. An appeal is always heard, and by somebody else.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import orjson
from pydantic import AfterValidator, Field, ValidationError, model_validator

from domain.catalogue import Stamp, stamps
from domain.rulebook.mistakes import PATTERNS, Shape, mistake, place_of, sentence
from domain.rulebook.periods import YearDay
from domain.rulebook.yamlfile import Fault, Problem, Reading, read, yaml_files
from domain.texts import Text

_FRACTION = re.compile(r"(\d{1,3})/(\d{1,3})")


def _part(said: str) -> str:
    found = _FRACTION.fullmatch(said)
    if found is None or not 0 < int(found[1]) <= int(found[2]):
        raise mistake(
            f"“{said}” không phải là một phần; viết như 2/3.",
            f"“{said}” is not a part of a whole; write 2/3.",
        )
    return said


Part = Annotated[str, AfterValidator(_part)]


def fraction(said: str) -> Fraction:
    """2/3 as an exact number."""
    return Fraction(said)


class Seat(Shape):
    """One seat of a council. Without whoever is `required` a session can find nothing."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    required: bool = False
    cites: str = ""

    @property
    def name(self) -> Text:
        return Text(vi=self.vi, en=self.en)


class Council(Shape):
    """A council that has to find for a unit before it may be recognised.

    `quorum`: at least this part of the members take part. `passes`: more than this part of those who take part and are
    not recused vote for it.
    """

    needed: Literal["none", "session"] = "session"
    seats: dict[str, Seat] = Field(default_factory=dict)
    quorum: Part = "2/3"
    passes: Part = "1/2"
    written_opinions: bool = True
    invited_before: int = Field(default=3, ge=0)
    cites: str = ""

    @model_validator(mode="after")
    def _can_pass(self) -> "Council":
        if fraction(self.passes) >= 1:
            raise mistake(
                "Không ai đồng ý quá toàn bộ số người xét; “passes” phải nhỏ hơn 1.",
                "Nothing is carried by more than everybody; “passes” must be less than 1.",
                at=("passes",),
            )
        return self


class Publication(Shape):
    """How long, in working days, a list of intended recognitions is public, and an objection bars a recognition."""

    working_days: int = Field(ge=0)
    answered_within: int = Field(default=5, ge=1)
    where: Text | None = None
    cites: str = ""


class Appealing(Shape):
    """Within how many days an applicant may appeal (none: no day is set), and who decides it."""

    within_days: int | None = Field(default=None, ge=1)
    decided_by: Literal["another", "above"] = "another"
    answered_within: int | None = Field(default=None, ge=1)
    cites: str = ""


class Validity(Shape):
    """The last day on which a recognition of a season holds; none: until it is taken back."""

    until: YearDay | None = None
    cites: str = ""


class Signing(Shape):
    """How decisions are signed: on whose behalf, by whom, under which symbol, on which bases.

    `body` stands at the head, in `symbol` after the number.
    """

    mode: Literal["", "TM.", "KT.", "TL.", "TUQ."] = ""
    body: str = "ỦY BAN NHÂN DÂN"
    title: str = "CHỦ TỊCH"
    symbol: str = "QĐ-UBND"
    bases: tuple[str, ...] = ()
    proposed_by: str = ""
    recipients: tuple[str, ...] = ()
    cites: str = ""


_PLACE = r"^/(?:[0-9A-Za-z-]+/)*$"
PATTERNS[_PLACE] = Text(
    vi="đường dẫn của một nơi bắt đầu và kết thúc bằng “/”, như /20/06625/",
    en="the path of a place begins and ends with “/”, as in /20/06625/",
)


class ProcedureFile(Shape):
    """One file: where and from when it holds, and the sections that it writes."""

    title: Text
    place: str = Field(pattern=_PLACE)
    kinds: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    start: date = Field(alias="from")
    until: date | None = None
    cites: str = Field(min_length=1)
    council: Council | None = None
    publication: Publication | None = None
    appeal: Appealing | None = None
    validity: Validity | None = None
    signing: Signing | None = None
    unverified: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> "ProcedureFile":
        if self.until is not None and self.until < self.start:
            raise mistake(
                f"“until” ({self.until}) đứng trước “from” ({self.start}).",
                f"“until” ({self.until}) is before “from” ({self.start}).",
                at=("until",),
            )
        return self


class Source(NamedTuple):
    """A file that could be read, with the lines of what it says."""

    path: Path
    reading: Reading
    file: ProcedureFile


_SECTIONS = ("council", "publication", "appeal", "validity", "signing")


@dataclass(frozen=True)
class Procedure:
    """What holds for one kind of unit in one place on one day. `sha256` is of everything in it."""

    council: Council
    publication: Publication
    appeal: Appealing
    validity: Validity
    signing: Signing
    sha256: str
    titles: tuple[Text, ...] = ()

    @property
    def needs_council(self) -> bool:
        return self.council.needed == "session"

    @property
    def needs_publication(self) -> bool:
        return self.publication.working_days > 0


@dataclass
class Procedures:
    """Every procedure file of an installation. What a bad file would ask for nobody knows: `unreadable` says for which
    places, and the gate recognises nobody there until it is mended."""

    files: list[ProcedureFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list, repr=False)
    unreadable: dict[str, Problem] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    _stamps: dict[Path, Stamp] = field(default_factory=dict, repr=False)
    _found: dict[tuple[str, str, str, date], Procedure] = field(default_factory=dict, repr=False)

    def of(self, place: str, kind: str, standard: str, on: date) -> Procedure:
        """What holds at the place that decides (its path), for this kind under this standard, on this day."""
        key = (place, kind, standard, on)
        if key not in self._found:
            self._found[key] = _folded(
                one
                for one in self.files
                if place.startswith(one.place)
                and (not one.kinds or kind in one.kinds)
                and (
                    not one.standards
                    or any(standard.startswith(f"{s}/") or standard == s for s in one.standards)
                )
                and one.start <= on
                and (one.until is None or on <= one.until)
            )
        return self._found[key]

    def fault_for(self, place: str) -> Problem | None:
        """The mistake of a file that would hold at this place."""
        return next((fault for at, fault in self.unreadable.items() if place.startswith(at)), None)

    def refreshed(self) -> "Procedures":
        """The procedures as the files are now; these where none has changed."""
        return self if _stamps(self.folders) == self._stamps else load(self.folders)


def load(folders: Sequence[Path]) -> Procedures:
    """Read every procedure in these folders; those that do not exist hold none."""
    # Taken before the files are read: one that changes meanwhile is read again the next time.
    loaded = Procedures(folders=tuple(folders), _stamps=_stamps(folders))
    for folder in folders:
        for path in yaml_files(folder) if folder.is_dir() else ():
            reading = read(path)
            faults = list(reading.faults)
            if not faults:
                try:
                    file = ProcedureFile.model_validate(reading.data)
                    loaded.files.append(file)
                    loaded.sources.append(Source(path, reading, file))
                except ValidationError as mistakes:
                    faults += [
                        Fault(reading.line(place_of(error)), sentence(error)) for error in mistakes.errors()
                    ]
            found = [Problem(str(path), fault.line, fault.text) for fault in faults]
            loaded.problems += found
            if found:
                loaded.unreadable[_meant(reading.data)] = found[0]
    return loaded


_READ: dict[tuple[Path, ...], Procedures] = {}


def current(folders: Sequence[Path]) -> Procedures:
    """What `load` says, read again only where a file has changed since this process asked last."""
    known = tuple(folders)
    _READ[known] = _READ[known].refreshed() if known in _READ else load(known)
    return _READ[known]


def _meant(data: Any) -> str:
    """The place that a bad file means; everywhere, where it does not say."""
    place = data.get("place") if isinstance(data, dict) else None
    return place if isinstance(place, str) and re.fullmatch(_PLACE, place) else "/"


def _stamps(folders: Sequence[Path]) -> dict[Path, Stamp]:
    return {file: stamp for folder in folders if folder.is_dir() for file, stamp in stamps(folder).items()}


def _folded(fitting: Iterable[ProcedureFile]) -> Procedure:
    """The nearest place says first, and of one place the latest file."""
    ordered = sorted(fitting, key=lambda one: (len(one.place), one.start))
    said = {
        name: [found for one in ordered if (found := getattr(one, name)) is not None] for name in _SECTIONS
    }
    sections = {name: found[-1] if found else _UNSAID[name] for name, found in said.items()}
    text = orjson.dumps(
        {name: section.model_dump(mode="json", by_alias=True) for name, section in sections.items()},
        option=orjson.OPT_SORT_KEYS,
    )
    return Procedure(
        **sections,  # type: ignore[arg-type]
        sha256=hashlib.sha256(text).hexdigest(),
        titles=tuple(one.title for one in ordered),
    )


_UNSAID: dict[str, Shape] = {
    "council": Council(needed="none"),
    "publication": Publication(working_days=0),
    "appeal": Appealing(),
    "validity": Validity(),
    "signing": Signing(),
}
