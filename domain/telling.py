"""Telling: a proof in words, made when somebody looks: each rule, each fact with who recorded it, and what is still needed."""

from collections.abc import Mapping
from typing import Any

from domain.proof import Tree, to_pass
from domain.rulebook import figures, reasons
from domain.rulebook.deciding import NotKnownWay, Points
from domain.rulebook.facts import SOURCES
from domain.rulebook.inquiry import Inquiry, inquiry, joined, of
from domain.rulebook.mistakes import Shape
from domain.rulebook.proving import Node
from domain.rulebook.sentences import reason
from domain.rulebook.sentences_of_changes import answer, change
from domain.rules import NotKnown, parts, walk
from domain.scorecard import Scorecard
from domain.standards import Standard
from domain.texts import Text

_SOURCES = {
    "applicant": Text(vi="đơn vị kê khai", en="said by the applicant"),
    "inspector": Text(vi="người kiểm tra ghi", en="recorded by the inspector"),
    "units": Text(vi="theo danh sách đơn vị", en="from the list of units"),
    **SOURCES,
}
_NOTHING_PASSES = Text(
    vi="Không dữ kiện nào làm hồ sơ này đạt được theo bộ tiêu chí này.",
    en="No facts at all would make this application pass under this standard.",
)
_NOT_KNOWN = Text(
    vi="Chưa dữ kiện nào đủ để kết luận là đạt, vì bộ tiêu chí này còn điều chưa biết rõ.",
    en="No facts suffice to conclude that it is met, because parts of this standard are not known.",
)
_NEXT_SEASON = Text(
    vi="Năm nay không còn cách nào để đạt: điều đã xảy ra hoặc đã quá hạn thì không thay đổi được. Phấn đấu năm sau.",
    en="Nothing this season can make it pass: what has happened, or is overdue, cannot change. Strive for the next.",
)


def told(card: Scorecard, tree: Tree) -> Tree:
    """The same tree with `says` in both languages wherever somebody would ask why. The tree itself gets them."""
    standard, season, unit = card.by, card.season, card.unit
    bare = inquiry(None, standard, season, unit)
    if (sheet := reasons.recognition(standard, season, card.letters, card.points)) is not None:
        tree["says"] = sheet.model_dump()
    for exclusion, node in zip(standard.exclusions, tree["exclusions"], strict=True):
        node["says"] = exclusion.says.model_dump()
        _tell(exclusion.when, node, bare)
    for criterion, one in zip(standard.criteria, tree["criteria"], strict=True):
        case = inquiry(criterion, standard, season, unit, card.facts.get(criterion.code))
        one["ask"] = criterion.ask.model_dump()
        one["says"] = reasons.why(criterion, case).model_dump()
        _tell(criterion.rule, one["proof"], case)
    if tree["to_pass"] is not None:
        _tell_changes(card, tree["to_pass"])
    return tree


def needed(card: Scorecard, on: str | None = None) -> dict[str, Any] | None:
    """What would make it pass on that day, in words; None where nothing is needed or nothing helps."""
    if (found := to_pass(card, on)) is not None:
        _tell_changes(card, found)
    return found


def _tell_changes(card: Scorecard, found: dict[str, Any]) -> None:
    standard = card.by
    for one in (*(found["smallest"] or ()), *(found["this_season"] or ())):
        code = one["criterion"]
        criterion = standard.by_code[code] if code else None
        case = inquiry(criterion, standard, card.season, card.unit, card.facts.get(code))
        rule, hard = criterion.rule if criterion else None, one["cannot_be_changed_this_season"]
        one["says"] = change(rule, one["fact"], one["from"], one["to"], hard, case).model_dump()
    found["says"] = _summary(found, standard).model_dump()


def _summary(needed: Mapping[str, Any], standard: Standard) -> Text:
    """What it takes in one sentence, or plainly that this season it cannot be."""
    if needed["smallest"] is None:
        return _NOTHING_PASSES if _known(standard) else _NOT_KNOWN
    if needed["this_season"] is None:
        return _NEXT_SEASON
    return joined(Text(**one["says"]) for one in needed["this_season"])


def _known(standard: Standard) -> bool:
    """Whether the standard says how it decides, and when each of its criteria is met."""
    way = standard.recognised_when
    if isinstance(way, NotKnownWay) or (isinstance(way, Points) and isinstance(way.points, NotKnown)):
        return False
    return not any(isinstance(rule, NotKnown) for one in standard.criteria for rule in walk(one.rule))


def _tell(rule: Shape, node: Node, case: Inquiry) -> None:
    for part, inner in zip(parts(rule), node.get("parts", ()), strict=False):
        _tell(part, inner, case)
    for leaf in node.get("facts", ()):
        leaf["says"] = _fact(leaf, case).model_dump()
    if "parts" not in node:
        node.setdefault("says", reason(rule, case).model_dump())


def _fact(leaf: Node, case: Inquiry) -> Text:
    ref = leaf["fact"]
    said = of(
        "{label}: {answer}",
        "{label}: {answer}",
        label=case.label(ref),
        answer=answer(ref, leaf["value"], case),
    )
    if (recorded := leaf.get("recorded")) is not None:
        said = of("{said} ({who})", "{said} ({who})", said=said, who=_who(recorded))
    counted = recorded["source"] if recorded else None
    for source, value in leaf.get("said", {}).items():
        if source != counted:
            said = of(
                "{said}; không tính: {source} {answer}",
                "{said}; not counted: {source}: {answer}",
                said=said,
                source=_SOURCES[source],
                answer=answer(ref, value, case),
            )
    return said


def _who(recorded: Mapping[str, Any]) -> Text:
    who = _SOURCES[recorded["source"]]
    if recorded.get("by"):
        who = of("{who}: {name}, {day}", "{who}: {name}, {day}", who=who, name=recorded["by"]["name"],
                 day=figures.day(recorded["at"][:10]))  # fmt: skip
    return who
