"""Recorded: whether recorded facts and unit attributes fit a standard, in sentences that say what is allowed."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.rulebook.answers import plain, wrong
from domain.rulebook.criteria_files import Criterion, Vocabulary
from domain.rulebook.facts import Fact, example
from domain.rulebook.mistakes import nearest
from domain.rulebook.rows import GivenScore
from domain.rules import Counted, NoneOf, Reduced, Share, walk
from domain.texts import Text

# What a unit row may say of itself besides the attributes that the standard declares.
_IDENTITY = ("code", "kind", "name")


def wrong_facts(facts: Any, criteria: Mapping[str, Criterion], words: Vocabulary) -> Iterator[Text]:
    """A sentence per mistake. Absent facts are unknown, which is no mistake."""
    if not isinstance(facts, dict):
        yield Text(
            vi="Dữ kiện phải có dạng {“mã tiêu chí”: {“tên”: giá trị}}.",
            en="Facts must look like {“criterion code”: {“name”: value}}.",
        )
        return
    for code, own in facts.items():
        criterion = criteria.get(code)
        if criterion is None:
            hint = nearest(str(code), criteria)
            yield Text(
                vi=f"Không có tiêu chí nào mang mã “{code}”; {hint.vi}.",
                en=f"There is no criterion “{code}”; {hint.en}.",
            )
        else:
            yield from _wrong_answers(criterion, own, words)


def _wrong_answers(criterion: Criterion, own: Any, words: Vocabulary) -> Iterator[Text]:
    code = criterion.code
    if not isinstance(own, dict):
        listed = ", ".join(criterion.facts)
        yield Text(
            vi=f"{code}: phải có dạng {{“tên”: giá trị}} với các tên {listed}.",
            en=f"{code}: must look like {{“name”: value}} with the names {listed}.",
        )
        return
    known = criterion.facts
    for name, value in own.items():
        fact = known.get(name)
        if fact is not None and plain(fact, value):
            continue  # a hundred thousand sheets are mostly this
        if fact is None:
            hint = nearest(str(name), criterion.facts)
            yield Text(
                vi=f"{code}: không có dữ kiện nào tên “{name}”; {hint.vi}.",
                en=f"{code}: there is no fact called “{name}”; {hint.en}.",
            )
        elif (text := wrong(fact, value, words.scales, words.excuses)) is not None:
            yield Text(vi=f"{code}.{name} {text.vi}.", en=f"{code}.{name} {text.en}.")
    if criterion.scored is not None and isinstance(criterion.scored, GivenScore):
        yield from _beyond_the_maximum(criterion, criterion.scored.given, own)
    for share in criterion.shares:
        yield from _larger_than_whole(code, share, own)


def _beyond_the_maximum(criterion: Criterion, name: str, own: Mapping[str, Any]) -> Iterator[Text]:
    score, most = own.get(name), criterion.points or 0
    if type(score) is int and score > most:
        yield Text(
            vi=f"{criterion.code}.{name} phải từ 0 đến {most} điểm, không phải {score}.",
            en=f"{criterion.code}.{name} must be from 0 to {most} points, not {score}.",
        )


def _larger_than_whole(code: str, rule: Share, own: Mapping[str, Any]) -> Iterator[Text]:
    part_name, whole_name = rule.share
    part, whole = own.get(part_name), own.get(whole_name)
    pending = own.get(rule.pending) if rule.pending else None
    pending = 0 if pending is None else pending
    if type(part) is int and type(whole) is int and type(pending) is int and part + pending > whole:
        named = f"{part_name} + {rule.pending}" if pending else part_name
        yield Text(
            vi=f"{code}: phần lớn hơn tổng: {named} = {part + pending}, {whole_name} = {whole}.",
            en=f"{code}: the part is larger than the whole: {named} = {part + pending}, {whole_name} = {whole}.",
        )


def wrong_unit(unit: Any, kind: str, attributes: Mapping[str, Fact], words: Vocabulary) -> Iterator[Text]:
    """A sentence per mistake in the attributes of a unit."""
    if not isinstance(unit, dict):
        yield Text(vi="“unit” phải có dạng {“tên”: giá trị}.", en="“unit” must look like {“name”: value}.")
        return
    for name, value in unit.items():
        fact = attributes.get(name)
        if fact is not None:
            if (text := wrong(fact, value, words.scales, {})) is not None:
                yield Text(vi=f"unit.{name} {text.vi}.", en=f"unit.{name} {text.en}.")
        elif name not in _IDENTITY:
            hint = nearest(str(name), [*attributes, *_IDENTITY])
            yield Text(
                vi=f"Đơn vị không có thuộc tính “{name}”; {hint.vi}.",
                en=f"A unit has no attribute “{name}”; {hint.en}.",
            )
        elif name == "kind" and value != kind:
            yield Text(
                vi=f"Bộ tiêu chí này dành cho “{kind}”, không dành cho “{value}”.",
                en=f"This standard is for “{kind}”, not for “{value}”.",
            )


def example_answers(criterion: Criterion, season: int, words: Vocabulary) -> dict[str, Any]:
    """Answers of the right forms that fit together: nothing happened, nothing is pending, all is there."""
    nothing: set[str | None] = {share.pending for share in criterion.shares}
    for rule in walk(criterion.rule):
        match rule:
            case NoneOf(none=names):
                nothing |= set(names)
            case Reduced(reduced=series):
                nothing |= {name for pair in series for name in pair}
    answers = {
        name: 0 if name in nothing else example(fact, season, words.scales)
        for name, fact in criterion.facts.items()
    }
    for rule in walk(criterion.rule):
        # An ordinary number is far from some limits: a dozen patrols, at most one complaint.
        if isinstance(rule, Counted) and rule.counted in answers:
            own = answers[rule.counted]
            answers[rule.counted] = (
                max(own, rule.at_least or 0) if rule.at_most is None else min(own, rule.at_most)
            )
    if isinstance(criterion.scored, GivenScore):
        answers[criterion.scored.given] = criterion.points
    elif criterion.scored is not None:
        answers |= dict.fromkeys(criterion.scored.reads, 0)
    return answers
