"""Wiring: whether every name that a criteria file uses refers to something that exists and fits."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.rulebook.criteria_files import Criterion, Include, Seasons, StandardFile, Vocabulary
from domain.rulebook.dated import ALWAYS
from domain.rulebook.facts import SOURCES, Fact
from domain.rulebook.mistakes import Shape, nearest
from domain.rulebook.rows import Deducted
from domain.rulebook.yamlfile import Place
from domain.rules import (
    AllOf,
    AnyOf,
    Chosen,
    Counted,
    Dated,
    Judged,
    No,
    NoneOf,
    OnlyWhere,
    Rated,
    Reading,
    Reduced,
    Share,
    Yes,
    refs,
    walk,
)
from domain.texts import Text

Found = tuple[Place, Text]


def faults(file: StandardFile, words: Vocabulary) -> Iterator[Found]:
    """Every dangling or misused name in `file`; `words` are its own and its folder's vocabulary together."""
    seen: set[str] = set()
    for number, entry in enumerate(file.criteria):
        place: Place = ("criteria", number)
        if entry.code is None:
            continue
        if entry.code in seen:
            yield (
                (*place, "code"),
                _text(f"Mã “{entry.code}” đã được dùng.", f"“{entry.code}” is already used."),
            )
        seen.add(entry.code)
        if isinstance(entry, Criterion):
            plain = [one for _, one in entry.by_season] or [entry]
            # The same mistake in the criterion of every season is one mistake.
            yield from dict.fromkeys(found for one in plain for found in _criterion(one, place, file, words))
    for name, fact in file.unit.items():
        yield from _fact(fact, ("unit", name), words)
    for number, exclusion in enumerate(file.not_eligible_when):
        yield from _rule(exclusion.when, ("not_eligible_when", number, "when"), {}, file.unit, words)


def faults_of_dates(entries: Iterable[Criterion | Include], seasons: Seasons) -> Iterator[Found]:
    """Criteria that never count in the seasons of their file, and dated values that leave one of these seasons out."""
    last = seasons.until or ALWAYS[1]
    for number, entry in enumerate(entries):
        if not isinstance(entry, Criterion) or not entry.has_dates or entry.future:
            continue
        place = ("criteria", number)
        first, until = max(seasons.first, entry.first or 0), min(last, entry.until or last)
        if first > until:
            yield (
                place,
                _text(
                    f"{entry.code} không được tính trong năm nào của {seasons}.",
                    f"{entry.code} counts in no season of {seasons}.",
                ),
            )
            continue
        for season in (first, until):
            if season not in entry.span:
                yield (
                    place,
                    _text(
                        f"Năm đánh giá {season}, một giá trị của {entry.code} không được nói.",
                        f"In season {season} a value of {entry.code} is not said.",
                    ),
                )


def uses_of_unknown_days(
    entries: Iterable[Criterion | Include], criteria: Iterable[Criterion], unstated: set[str]
) -> Iterator[Found]:
    """Criteria that count or date something within days that the file itself calls not known."""
    places = {entry.code: number for number, entry in enumerate(entries)}
    for criterion in criteria:
        used = {(fact.within or "").removeprefix("previous-") for fact in criterion.facts.values()}
        used |= {one.within for one in walk(criterion.rule) if isinstance(one, Dated)}
        for name in sorted(used & unstated):
            yield (
                ("criteria", places.get(criterion.code.partition(":")[0], 0)),
                _text(
                    f"{criterion.code} dùng kỳ “{name}” mà tệp nói là chưa rõ (not_known); bỏ “within” để chỉ ghi một con"
                    " số, hoặc dùng any-time.",
                    f"{criterion.code} uses the days of “{name}”, which the file calls not known; leave “within” out, so"
                    " that a plain number is recorded, or use any-time.",
                ),
            )


def _criterion(criterion: Criterion, place: Place, file: StandardFile, words: Vocabulary) -> Iterator[Found]:
    for name, fact in criterion.facts.items():
        yield from _fact(fact, (*place, "facts", name), words)
    read: set[str] = set()
    dangling = False
    own = criterion.rule
    if isinstance(own, OnlyWhere) and criterion.applies_when is not None:
        own = own.then
    rules = {"scored" if criterion.scored else "met_when": own, "applies_when": criterion.applies_when}
    for key, rule in rules.items():
        if rule is None:
            continue
        for found in _rule(rule, (*place, key), criterion.facts, file.unit, words):
            dangling = True
            yield found
        read.update(refs(rule))
        read.update(one.pending for one in walk(rule) if isinstance(one, Share) and one.pending)
    if not dangling:
        # A misspelt name would be blamed again for the fact that it misses.
        yield from _unused(criterion, place, read)
        yield from _excuses(criterion, place, words)


def _unused(criterion: Criterion, place: Place, read: set[str]) -> Iterator[Found]:
    for name, fact in criterion.facts.items():
        if name in read and fact.recorded_only:
            yield (
                (*place, "facts", name),
                _text(
                    f"“{name}” được quy tắc dùng nên không thể là recorded_only.",
                    f"“{name}” is used by a rule and so cannot be recorded_only.",
                ),
            )
        elif name not in read and not fact.recorded_only:
            yield (
                (*place, "facts", name),
                _text(
                    f"Không quy tắc nào dùng “{name}”; nếu chỉ để ghi nhận, thêm recorded_only: true.",
                    f"No rule uses “{name}”; if it is only to be recorded, add recorded_only: true.",
                ),
            )


def _excuses(criterion: Criterion, place: Place, words: Vocabulary) -> Iterator[Found]:
    for number, excuse in enumerate(criterion.excused_when):
        if excuse not in words.excuses:
            yield (
                (*place, "excused_when", number),
                _unknown("lý do miễn trừ", "excuse", excuse, words.excuses),
            )
    counts = [name for rule in walk(criterion.rule) if isinstance(rule, NoneOf) for name in rule.none]
    if isinstance(criterion.scored, Deducted):
        counts += criterion.scored.reads
    if criterion.excused_when and not any(
        name in criterion.facts and criterion.facts[name].within for name in counts
    ):
        yield (
            (*place, "excused_when"),
            _text(
                "“excused_when” cần một quy tắc “none” (hoặc “minus”) về vụ việc có “within”, vì chỉ vụ việc có ngày mới được miễn trừ.",
                "“excused_when” needs a “none” rule (or “minus”) over incidents with “within”: only dated entries can be excused.",
            ),
        )


def _fact(fact: Fact, place: Place, words: Vocabulary) -> Iterator[Found]:
    if fact.count is not None and fact.count not in words.nouns:
        yield (*place, "count"), _unknown("danh từ", "noun", fact.count, words.nouns)
    for form in ("rating", "choice"):
        scale = getattr(fact, form)
        if scale is not None and scale not in words.scales:
            yield (*place, form), _unknown("thang", "scale", scale, words.scales)
    if fact.attested_by is not None and fact.attested_by not in words.offices:
        yield (*place, "attested_by"), _unknown("cơ quan", "office", fact.attested_by, words.offices)
    if fact.supplied_by is not None and fact.supplied_by not in SOURCES:
        yield (*place, "supplied_by"), _unknown("nguồn", "source", fact.supplied_by, SOURCES)


def _rule(
    rule: Shape, place: Place, facts: Mapping[str, Fact], attributes: Mapping[str, Fact], words: Vocabulary
) -> Iterator[Found]:
    match rule:
        case AllOf(all=parts) | AnyOf(any=parts):
            key = "all" if isinstance(rule, AllOf) else "any"
            for number, part in enumerate(parts):
                yield from _rule(part, (*place, key, number), facts, attributes, words)
            return
        case OnlyWhere():
            yield from _rule(rule.only_where, (*place, "only_where"), facts, attributes, words)
            yield from _rule(rule.then, (*place, "then"), facts, attributes, words)
            return
    for name, form in _needs(rule):
        known = attributes if name.startswith("unit.") else facts
        fact = known.get(name.removeprefix("unit."))
        if fact is None:
            names = [*facts, *(f"unit.{attribute}" for attribute in attributes)]
            yield place, _unknown("dữ kiện", "fact", name, names)
        elif fact.form != form:
            yield (
                place,
                _text(
                    f"“{name}” là dạng {fact.form}; quy tắc này cần dạng {form}.",
                    f"“{name}” is a {fact.form}; this rule needs a {form}.",
                ),
            )
        elif isinstance(rule, Rated | Chosen):
            steps = {step.code for step in words.scales.get(getattr(fact, form) or "", ())}
            wanted = (rule.at_least,) if isinstance(rule, Rated) else rule.among
            for code in wanted:
                if steps and code not in steps:
                    yield place, _unknown("bậc", "step", code, steps)


def _needs(rule: Shape) -> list[tuple[str, str]]:
    match rule:
        case Dated(dated=name):
            return [(name, "document")]
        case Share(share=(part, whole), pending=pending):
            return [(name, "count") for name in (part, whole, pending) if name]
        case NoneOf(none=names):
            return [(name, "count") for name in names]
        case Reduced(reduced=series):
            return [(name, "count") for pair in series for name in pair]
        case Rated(rated=name):
            return [(name, "rating")]
        case Counted(counted=name):
            return [(name, "count")]
        case Judged(judged=name):
            return [(name, "judgement")]
        case Reading():
            return [(name, "count") for name in rule.reads]
        case Yes(yes=name) | No(no=name):
            return [(name, "answer")]
        case Chosen(chosen=name):
            return [(name, "choice")]
    return []


def _text(vi: str, en: str) -> Text:
    return Text(vi=vi, en=en)


def _unknown(vi: str, en: str, name: str, allowed: Iterable[str]) -> Text:
    hint = nearest(name, allowed)
    return _text(
        f"Không có {vi} nào tên “{name}”; {hint.vi}.", f"There is no {en} called “{name}”; {hint.en}."
    )


def criterion_faults(
    criterion: Criterion, place: Place, attributes: Mapping[str, Fact], words: Vocabulary
) -> Iterator[Found]:
    """What is dangling or misused in one plain criterion that no file of a standard holds."""
    around: dict[str, Any] = {"unit": dict(attributes), "recognised_when": "all"}
    yield from _criterion(criterion, place, StandardFile.model_construct(**around), words)


def rule_faults(
    rule: Shape, place: Place, attributes: Mapping[str, Fact], words: Vocabulary
) -> Iterator[Found]:
    """What is dangling or misused in a rule about attributes of the unit."""
    yield from _rule(rule, place, {}, attributes, words)
