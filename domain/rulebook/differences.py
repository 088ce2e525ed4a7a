"""Differences: what one edition of a standard changes against another, in words, criterion by criterion."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from domain.rulebook import figures
from domain.rulebook.criteria_files import Authority, Criterion
from domain.rulebook.demands import demands
from domain.rulebook.periods import Deadline, Period, Unstated, spoken
from domain.texts import Text

if TYPE_CHECKING:
    from domain.standards import Standard


class Difference(NamedTuple):
    """One change: to which criterion (None: to the whole), of what sort, and what it was and is (None: nothing)."""

    code: str | None
    what: str
    before: Text | None
    after: Text | None

    @property
    def text(self) -> Text:
        """The change as a sentence."""
        if self.before is None and self.after is not None:
            shape = Text(vi="{what}, mới: {after}", en="{what}, new: {after}")
        elif self.after is None and self.before is not None:
            shape = Text(vi="{what}, bỏ: {before}", en="{what}, gone: {before}")
        else:
            shape = Text(vi="{what}: {before} → {after}", en="{what}: {before} → {after}")
        return shape.filled(what=SORTS[self.what], before=self.before, after=self.after)


SORTS = {
    "criterion": Text(vi="tiêu chí", en="criterion"),
    "demand": Text(vi="yêu cầu", en="what is asked"),
    "timing": Text(vi="thời gian", en="timing"),
    "threshold": Text(vi="ngưỡng", en="threshold"),
    "excuse": Text(vi="miễn trừ", en="excuse"),
    "attestation": Text(vi="ai xác nhận", en="who attests"),
    "evidence": Text(vi="căn cứ", en="evidence"),
    "applicability": Text(vi="khi nào áp dụng", en="when it applies"),
    "wording": Text(vi="lời văn", en="wording"),
    "registration": Text(vi="kỳ đăng ký", en="registration"),
    "window": Text(vi="kỳ đánh giá", en="evaluation window"),
    "deadline": Text(vi="thời hạn", en="deadline"),
    "authority": Text(vi="thẩm quyền", en="authority"),
    "exclusion": Text(vi="không thuộc đối tượng", en="not eligible"),
    "seasons": Text(vi="năm đánh giá", en="seasons"),
}
_SORT = {"dated": "timing", "where": "applicability"}
_THRESHOLDS = ("share", "counted", "rated")


class Comparison(NamedTuple):
    """All that changed, and how many criteria did not."""

    differences: tuple[Difference, ...]
    unchanged: int


def compared(old: "Standard", new: "Standard") -> Comparison:
    """What `new` changes against `old`; both as they are in a season (`Standard.in_season`)."""
    found = [*_whole(old, new)]
    unchanged = 0
    for code in dict.fromkeys((*old.by_code, *new.by_code)):
        before, after = old.by_code.get(code), new.by_code.get(code)
        if before is None or after is None:
            found.append(
                Difference(code, "criterion", before.ask if before else None, after.ask if after else None)
            )
            continue
        own = [*_criterion(before, old, after, new)]
        unchanged += not own
        found += own
    return Comparison(tuple(found), unchanged)


def _criterion(before: Criterion, old: "Standard", after: Criterion, new: "Standard") -> Iterator[Difference]:
    code = after.code
    for key, was, now in _pairs(demands(before, old), demands(after, new)):
        word = key.split()[0]
        sort = _SORT.get(word, "threshold" if word in _THRESHOLDS and was and now else "demand")
        yield Difference(code, sort, was, now)
    for _, was, now in _pairs(_excuses(before, old), _excuses(after, new)):
        yield Difference(code, "excuse", was, now)
    for name in sorted(before.facts.keys() & after.facts.keys()):
        if before.facts[name].attested_by != after.facts[name].attested_by:
            yield Difference(code, "attestation", _attests(before, name, old), _attests(after, name, new))
    if before.evidence != after.evidence:
        yield Difference(code, "evidence", before.evidence, after.evidence)
    if before.ask != after.ask:
        yield Difference(code, "wording", before.ask, after.ask)


def _pairs(
    old: Mapping[str, Text], new: Mapping[str, Text]
) -> Iterator[tuple[str, Text | None, Text | None]]:
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def _excuses(criterion: Criterion, standard: "Standard") -> dict[str, Text]:
    return {name: standard.words.excuses[name] for name in criterion.excused_when}


def _attests(criterion: Criterion, name: str, standard: "Standard") -> Text | None:
    fact = criterion.facts[name]
    if fact.attested_by is None:
        return None
    words = {"label": fact.label, "office": standard.words.offices[fact.attested_by]}
    return Text(vi="{label} ({office})", en="{label} ({office})").filled(**words)


def _whole(old: "Standard", new: "Standard") -> Iterator[Difference]:
    if str(old.seasons) != str(new.seasons):
        yield Difference(None, "seasons", _plain(str(old.seasons)), _plain(str(new.seasons)))
    for name in ("registration", "window"):
        was, now = _days(getattr(old, name)), _days(getattr(new, name))
        if was != now:
            yield Difference(None, name, was, now)
    if (was := _due(old.closing)) != (now := _due(new.closing)):
        yield Difference(None, "deadline", was, now)
    exclusions = [{one.says.vi: one.says for one in standard.exclusions} for standard in (old, new)]
    for _, gone, come in _pairs(*exclusions):
        yield Difference(None, "exclusion", gone, come)
    deciding = [{str(_decides(one)): _decides(one) for one in standard.authority} for standard in (old, new)]
    for _, gone, come in _pairs(*deciding):
        yield Difference(None, "authority", gone, come)


def _days(period: Period | Unstated) -> Text:
    if isinstance(period, Unstated):
        return _unknown(period)
    return Text(vi="{first} – {last}", en="{first} – {last}").filled(
        first=spoken(period.start), last=spoken(period.until)
    )


def _due(closing: Deadline | Unstated) -> Text:
    if isinstance(closing, Unstated):
        return _unknown(closing)
    return Text(vi="trước {day}", en="before {day}").filled(day=spoken(closing.before))


def _unknown(one: Unstated) -> Text:
    return Text(vi=f"chưa rõ ({one.not_known.vi})", en=f"not known ({one.not_known.en})")


def _decides(one: Authority) -> Text:
    until = figures.day(one.until) if one.until else _plain("…")
    words = {"who": one.decides, "level": one.level, "first": figures.day(one.start), "last": until}
    return Text(vi="{who} ({level}), {first}–{last}", en="{who} ({level}), {first} – {last}").filled(**words)


def _plain(text: str) -> Text:
    return Text(vi=text, en=text)
