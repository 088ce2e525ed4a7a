"""Demands: each single thing that a rule asks for, in words and with a key by which two editions can be compared."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.rulebook import figures
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.mistakes import Shape
from domain.rulebook.periods import Period, spoken
from domain.rules import (
    AllOf,
    AnyOf,
    Chosen,
    Counted,
    Dated,
    Judged,
    No,
    NoneOf,
    NotKnown,
    OnlyWhere,
    Rated,
    Reduced,
    Share,
    Yes,
)
from domain.texts import Text

if TYPE_CHECKING:
    from domain.standards import Standard

# What is asked about (the word of the rule and its facts), and the value that is asked for.
Demand = tuple[str, Text]


def demands(criterion: Criterion, standard: "Standard") -> dict[str, Text]:
    """By what is asked about, what is asked; “share recognised units” → “Đơn vị được công nhận / …: 70 %”."""
    found: dict[str, Text] = {}
    if criterion.scored is not None:
        said = criterion.scored.model_dump_json(exclude_none=True)
        found["scored"] = _of("chấm điểm: {said}, tối đa {points}", "scored: {said}, at most {points}", said=said,
                              points=str(criterion.points))  # fmt: skip
    elif criterion.met_when is not None:
        found |= dict(_asked(criterion.met_when, criterion, standard, ""))
    if criterion.applies_when is not None:
        found |= dict(_asked(criterion.applies_when, criterion, standard, "where "))
    return found


def _asked(rule: Shape, criterion: Criterion, standard: "Standard", under: str) -> Iterator[Demand]:
    def label(ref: str) -> Text:
        fact = standard.attributes.get(ref[5:]) if ref.startswith("unit.") else criterion.facts.get(ref)
        return fact.label if fact is not None else Text(vi=ref, en=ref)

    def one(key: str, vi: str, en: str, **values: object) -> Demand:
        said = _of(vi, en, **values)
        where = under.strip().endswith("where")
        return under + key, _of("nơi có: {said}", "only where: {said}", said=said) if where else said

    match rule:
        case AllOf(all=parts):
            for part in parts:
                yield from _asked(part, criterion, standard, under)
        case AnyOf(any=parts):
            for part in parts:
                yield from _asked(part, criterion, standard, under + "any ")
        case OnlyWhere():
            yield from _asked(rule.only_where, criterion, standard, under + "where ")
            yield from _asked(rule.then, criterion, standard, under)
        case Dated(dated=name):
            period = {"registration": standard.registration, "window": standard.window}.get(rule.within)
            if isinstance(period, Period):
                yield one(f"dated {name}", "{label}: {inside} ({first}–{last})", "{label}: {inside} ({first}–{last})",
                          label=label(name), inside=period.inside, first=spoken(period.start), last=spoken(period.until))  # fmt: skip
            else:
                yield one(
                    f"dated {name}",
                    "{label}: có, bất kỳ ngày nào",
                    "{label}: exists, at any date",
                    label=label(name),
                )
        case Share(share=(part, whole)):
            more = _of("trên ", "more than ") if rule.strict else _of("từ ", "at least ")
            yield one(f"share {part} {whole}", "{part} trên {whole}: {more}{share}", "{part} of {whole}: {more}{share}",
                      part=label(part), whole=label(whole), more=more, share=figures.threshold(*rule.asked))  # fmt: skip
        case NoneOf(none=names):
            for name in names:
                yield one(f"none {name}", "{label}: không có", "{label}: none", label=label(name))
        case Reduced():
            equal = _of("đạt", "met") if rule.if_equal == "met" else _of("chưa đạt", "not met")
            zero = _of("đạt", "met") if rule.if_both_zero == "met" else _of("chưa đạt", "not met")
            for now, before in rule.reduced:
                yield one(f"reduced {now} {before}", "{label}: giảm so với năm trước (bằng nhau: {equal}; đều bằng 0: {zero})",
                          "{label}: less than the year before (equal: {equal}; both 0: {zero})", label=label(now),
                          equal=equal, zero=zero)  # fmt: skip
        case Rated(rated=name):
            scale = criterion.facts[name].rating or ""
            step = next(one.text for one in standard.words.scales[scale] if one.code == rule.at_least)
            yield one(f"rated {name}", "{label}: từ “{step}” trở lên", "{label}: “{step}” or better",
                      label=label(name), step=step)  # fmt: skip
        case Counted(counted=name):
            limit, vi, en = (rule.at_least, "ít nhất", "at least")
            if limit is None:
                limit, vi, en = (rule.at_most, "nhiều nhất", "at most")
            yield one(f"counted {name} {en}", f"{{label}}: {vi} {{limit}}", f"{{label}}: {en} {{limit}}",
                      label=label(name), limit=figures.number(limit or 0))  # fmt: skip
        case Judged(judged=name):
            yield one(
                f"judged {name}", "{label}: được đánh giá là có", "{label}: judged to hold", label=label(name)
            )
        case Yes(yes=name):
            yield one(f"yes {name}", "{label}: có", "{label}: yes", label=label(name))
        case No(no=name):
            yield one(f"no {name}", "{label}: không", "{label}: no", label=label(name))
        case Chosen(chosen=name):
            yield one(f"chosen {name}", "{label}: {among}", "{label}: {among}", label=label(name),
                      among=", ".join(rule.among))  # fmt: skip
        case NotKnown():
            yield one("not_known", "chưa rõ: {said}", "not known: {said}", said=rule.not_known)


def _of(vi: str, en: str, **values: object) -> Text:
    return Text(vi=vi, en=en).filled(**values) if values else Text(vi=vi, en=en)
