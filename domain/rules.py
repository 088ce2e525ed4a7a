"""Rules: the closed vocabulary in which a criteria file says when a criterion is met.

A rule is a mapping with exactly one of the keys of `VOCABULARY`. There is no expression language: one description
serves the judge (`verdicts.py`), the explanation (`reasons.py`), the web form, the checklist and the linter.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from domain.rulebook.mistakes import PATTERNS, SENTENCES, Shape, later, mistake
from domain.rulebook.shares import Percent, ratio
from domain.texts import Text

_NAME = r"^[a-z][a-z0-9_]*$"
_REF = r"^(unit\.)?[a-z][a-z0-9_]*$"
PATTERNS[_NAME] = PATTERNS[_REF] = Text(
    vi="tên chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, như serious_crimes",
    en="names are small letters, digits and underscores, such as serious_crimes",
)
Name = Annotated[str, Field(pattern=_NAME)]
# A fact of the criterion itself, or `unit.name`: an attribute of the unit that applies.
Ref = Annotated[str, Field(pattern=_REF)]


def _one_or_more(names: Any) -> Any:
    return [names] if isinstance(names, str) else names


Whole = Annotated[int, Field(ge=0, strict=True)]


class Dated(Shape):
    """A document exists and its date lies inside a period; `any-time` asks for the document alone."""

    dated: Name
    within: Literal["registration", "window", "any-time"]


class Share(Shape):
    """A part of a counted whole reaches a share (`at_least`) or exceeds it (`more_than`), compared exactly.

    `pending` counts the members of the whole of which nothing is decided yet: met as soon as the part alone
    reaches the share, not met as soon as part and pending together cannot, unknown between.
    """

    share: tuple[Name, Name]
    at_least: Percent | None = None
    more_than: Percent | None = later()
    pending: Name | None = None
    said: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_two_numbers(cls, data: Any) -> Any:
        if isinstance(data, dict) and not (isinstance(data.get("share"), list) and len(data["share"]) == 2):
            raise mistake(
                "“share” cần đúng hai số: [phần, tổng], ví dụ [registered, residing].",
                "“share” needs exactly two numbers: [part, whole], for example [registered, residing].",
            )
        return data

    @model_validator(mode="after")
    def _one_limit(self) -> "Share":
        if (self.at_least is None) == (self.more_than is None):
            raise mistake(
                "“share” cần đúng một ngưỡng: at_least hoặc more_than.",
                "“share” needs exactly one limit: at_least or more_than.",
            )
        if self.strict and self.asked[0] == self.asked[1]:
            raise mistake("Không tỷ lệ nào vượt quá 100%.", "No share is more than 100%.")
        return self

    @property
    def asked(self) -> tuple[int, int]:
        """The share that is asked for, as two whole numbers; `strict` says whether reaching it is not enough."""
        return ratio(self.at_least or self.more_than or "")

    @property
    def strict(self) -> bool:
        return self.more_than is not None


class NoneOf(Shape):
    """Nothing of this kind happened: every count is 0. What the criterion's `excused_when` covers is not counted."""

    none: Annotated[
        tuple[Name, ...],
        Field(min_length=1),
        BeforeValidator(_one_or_more, json_schema_input_type=Name | tuple[Name, ...]),
    ]


class Reduced(Shape):
    """Every series [this year, last year] went down. What equality means is said by the file, never assumed."""

    reduced: Annotated[tuple[tuple[Name, Name], ...], Field(min_length=1)]
    if_equal: Literal["met", "not_met"]
    if_both_zero: Literal["met", "not_met"]


class Rated(Shape):
    """A rating or title is at least the named step of its scale."""

    rated: Name
    at_least: str


class Counted(Shape):
    """A number is at least, or at most, a limit."""

    counted: Ref
    at_least: Whole | None = None
    at_most: Whole | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> "Counted":
        if (self.at_least is None) == (self.at_most is None):
            raise mistake(
                "“counted” cần đúng một giới hạn: at_least hoặc at_most.",
                "“counted” needs exactly one limit: at_least or at_most.",
            )
        return self


class Judged(Shape):
    """A person who looked says that it holds, and on what evidence."""

    judged: Name


class Yes(Shape):
    """The answer is yes."""

    yes: Ref


class No(Shape):
    """The answer is no."""

    no: Ref


class Chosen(Shape):
    """The answer is one of the named choices."""

    chosen: Ref
    among: Annotated[tuple[str, ...], Field(min_length=1)]


class AllOf(Shape):
    """Every part that applies is met."""

    all: Annotated[tuple["Rule", ...], Field(min_length=1)]


class AnyOf(Shape):
    """At least one part that applies is met."""

    any: Annotated[tuple["Rule", ...], Field(min_length=1)]


class OnlyWhere(Shape):
    """The rule after `then` applies only where the condition holds; elsewhere it is not applicable, not met."""

    only_where: "Rule"
    then: "Rule"


class NotKnown(Shape):
    """The text of this rule is not known to us: always unknown, whatever is recorded. A partial standard says so
    instead of guessing."""

    not_known: Text


class Reading(Shape):
    """A rule that is no word of the vocabulary but follows from other parts of a criterion: a scored row."""

    @property
    def reads(self) -> tuple[str, ...]:
        raise NotImplementedError


VOCABULARY: dict[str, type[Shape]] = {
    "dated": Dated,
    "share": Share,
    "none": NoneOf,
    "reduced": Reduced,
    "rated": Rated,
    "counted": Counted,
    "judged": Judged,
    "yes": Yes,
    "no": No,
    "chosen": Chosen,
    "all": AllOf,
    "any": AnyOf,
    "only_where": OnlyWhere,
    "not_known": NotKnown,
}
_KEY = {shape: key for key, shape in VOCABULARY.items()}
_LISTED = ", ".join(VOCABULARY)
SENTENCES["rule"] = Text(
    vi=f"Một quy tắc cần đúng một trong các từ: {_LISTED}.",
    en=f"A rule needs exactly one of the words: {_LISTED}.",
)


def _key(data: Any) -> str | None:
    if isinstance(data, dict):
        keys = [key for key in VOCABULARY if key in data]
        return f"⟨{keys[0]}⟩" if len(keys) == 1 else None
    return f"⟨{_KEY[type(data)]}⟩" if type(data) in _KEY else None


Rule = Annotated[
    Annotated[Dated, Tag("⟨dated⟩")]
    | Annotated[Share, Tag("⟨share⟩")]
    | Annotated[NoneOf, Tag("⟨none⟩")]
    | Annotated[Reduced, Tag("⟨reduced⟩")]
    | Annotated[Rated, Tag("⟨rated⟩")]
    | Annotated[Counted, Tag("⟨counted⟩")]
    | Annotated[Judged, Tag("⟨judged⟩")]
    | Annotated[Yes, Tag("⟨yes⟩")]
    | Annotated[No, Tag("⟨no⟩")]
    | Annotated[Chosen, Tag("⟨chosen⟩")]
    | Annotated[AllOf, Tag("⟨all⟩")]
    | Annotated[AnyOf, Tag("⟨any⟩")]
    | Annotated[OnlyWhere, Tag("⟨only_where⟩")]
    | Annotated[NotKnown, Tag("⟨not_known⟩")],
    Discriminator(
        _key,
        custom_error_type="rule",
        custom_error_message="not one rule",
    ),
]

for _combinator in (AllOf, AnyOf, OnlyWhere):
    _combinator.model_rebuild()


def parts(rule: Shape) -> tuple[Shape, ...]:
    """The rules directly inside a combinator; none inside any other."""
    match rule:
        case AllOf():
            return rule.all
        case AnyOf():
            return rule.any
        case OnlyWhere():
            return (rule.only_where, rule.then)
    return ()


def walk(rule: Shape) -> Iterator[Shape]:
    """The rule and every rule inside it."""
    yield rule
    for part in parts(rule):
        yield from walk(part)


def refs(rule: Shape) -> tuple[str, ...]:
    """Every fact and unit attribute that the rule reads, each once, in the order of reading. `pending` may be absent
    and is left out."""
    found: dict[str, None] = {}
    for one in walk(rule):
        match one:
            case Dated(dated=name) | Rated(rated=name) | Judged(judged=name):
                found[name] = None
            case Counted(counted=name) | Yes(yes=name) | No(no=name) | Chosen(chosen=name):
                found[name] = None
            case Share(share=(part, whole)):
                found |= {part: None, whole: None}
            case NoneOf(none=names):
                found |= dict.fromkeys(names)
            case Reduced(reduced=series):
                found |= dict.fromkeys(name for pair in series for name in pair)
            case Reading():
                found |= dict.fromkeys(one.reads)
    return tuple(found)
