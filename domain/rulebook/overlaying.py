"""Overlaying: a standard with a place's overlay laid over it, and the proof that nothing in it became looser."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import orjson

from domain.rulebook import wiring
from domain.rulebook.criteria_files import Criterion, Seasons, Vocabulary
from domain.rulebook.dated import ALWAYS, Span
from domain.rulebook.mistakes import nearest
from domain.rulebook.overlays import OverlayFile, Tightening
from domain.rulebook.periods import Deadline
from domain.rulebook.tighter import tighter
from domain.rulebook.wiring import Found
from domain.rules import OnlyWhere, walk
from domain.standards import Standard
from domain.texts import Text


def laid_over(path: str, file: OverlayFile, base: Standard) -> tuple[Standard, list[Found]]:
    """The standard of the place, and whatever forbids it."""
    words, found = _words(file, base)
    attributes = {**base.attributes, **file.unit}
    for name in file.unit.keys() & base.attributes.keys():
        found.append((("unit", name), _again(name, base)))
    seasons, closing = file.seasons or base.seasons, file.deadline or base.closing
    found += _dates(file, seasons, base)
    found += wiring.faults_of_dates(file.criteria, seasons)
    codes = {*base.codes}
    for number, criterion in enumerate(file.criteria):
        if criterion.code in codes:
            text = Text(vi=f"Mã “{criterion.code}” đã được dùng.", en=f"“{criterion.code}” is already used.")
            found.append((("criteria", number, "code"), text))
        codes.add(criterion.code)
        for _, plain in criterion.by_season or ((None, criterion),):
            found += wiring.criterion_faults(plain, ("criteria", number), attributes, words)
    for number, exclusion in enumerate(file.not_eligible_when):
        found += wiring.rule_faults(exclusion.when, ("not_eligible_when", number, "when"), attributes, words)
    criteria = []
    for criterion in base.criteria:
        mine = [(n, one) for n, one in enumerate(file.tighten) if one.code == criterion.code]
        criteria.append(_tightened(criterion, mine, file, attributes_and(words, base), found))
    found += _unknown(file, base)
    added = tuple(
        one.mapped(lambda own: own.model_copy(update={"cites": f"{file.cites}, {own.cites}"}))
        for one in file.criteria
    )
    if not any(_always_applies(one) for one in base.criteria) and added:
        found.append((("criteria",), _NOTHING_CERTAIN))
    content = {
        "base": base.sha256,
        "overlay": file.model_dump(mode="json", by_alias=True, exclude={"process"}),
        "criteria": [one.content for one in added],
    }
    return replace(
        base,
        path=path,
        sha256=hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest(),
        title=file.title,
        cites=file.cites,
        criteria=(*criteria, *added),
        seasons=seasons,
        closing=closing,
        words=words,
        attributes=attributes,
        exclusions=(*base.exclusions, *file.not_eligible_when),
        unverified=(*base.unverified, *file.unverified),
        opens_registration=base.opens_registration and file.process != "none",
        extends=base,
        place=file.place,
        **base.fresh_caches(),
    ), list(dict.fromkeys(found))


_NOTHING_CERTAIN = Text(
    vi="Trong bộ được mở rộng không tiêu chí nào luôn áp dụng, nên không chứng minh được rằng tiêu chí thêm chỉ chặt hơn.",
    en="No criterion of the standard extended applies to everybody, so that nothing added can be proven to be stricter.",
)


def attributes_and(words: Vocabulary, base: Standard) -> Standard:
    """The base with the words of both, for references of what is added to its criteria."""
    return replace(base, words=words, **base.fresh_caches())


def _words(file: OverlayFile, base: Standard) -> tuple[Vocabulary, list[Found]]:
    found: list[Found] = []
    together = {}
    for name in Vocabulary.model_fields:
        theirs, ours = getattr(base.words, name), getattr(file, name)
        # A word explained anew could change what a rule of the base means.
        found += [
            ((name, word), _again(word, base))
            for word in ours
            if word in theirs and ours[word] != theirs[word]
        ]
        together[name] = {**ours, **theirs}
    return Vocabulary(**together), found


def _again(word: str, base: Standard) -> Text:
    return Text(
        vi=f"{base.path} đã nói “{word}” là gì; tệp mở rộng không được nói lại khác đi.",
        en=f"{base.path} says already what “{word}” is; what extends it cannot say otherwise.",
    )


def _dates(file: OverlayFile, seasons: Seasons, base: Standard) -> Iterator[Found]:
    last, theirs = seasons.until or ALWAYS[1], base.seasons.until or ALWAYS[1]
    if seasons.first < base.seasons.first or last > theirs:
        yield (
            ("seasons",),
            Text(
                vi=f"{base.path} chỉ xét {base.seasons}; tệp mở rộng không được xét {seasons}.",
                en=f"{base.path} judges {base.seasons} only; what extends it cannot judge {seasons}.",
            ),
        )
    if file.deadline is not None and (
        not isinstance(base.closing, Deadline) or file.deadline.in_(2023) > base.closing.in_(2023)
    ):
        yield (
            ("deadline",),
            Text(
                vi=f"Hạn của nơi mở rộng không được muộn hơn hạn của {base.path}.",
                en=f"The deadline of a place cannot be later than that of {base.path}.",
            ),
        )


def _unknown(file: OverlayFile, base: Standard) -> Iterator[Found]:
    for number, one in enumerate(file.tighten):
        if one.code not in base.codes:
            hint = nearest(one.code, base.codes)
            yield (
                ("tighten", number, "code"),
                Text(
                    vi=f"“{base.path}” không có tiêu chí “{one.code}”; {hint.vi}.",
                    en=f"“{base.path}” has no criterion “{one.code}”; {hint.en}.",
                ),
            )


def _tightened(
    old: Criterion, mine: list[tuple[int, Tightening]], file: OverlayFile, base: Standard, found: list[Found]
) -> Criterion:
    """The criterion with what is stricter about it, season by season."""
    if not mine:
        return old
    starts = {ALWAYS[0], *(span.first for span, _ in old.by_season)}
    for _, one in mine:
        starts |= {one.first or ALWAYS[0], *([] if one.until is None else [one.until + 1])}
    edges = [*sorted(starts), ALWAYS[1] + 1]
    held = []
    for first, after in pairwise(edges):
        plain = old.in_season(first)
        active = [
            (number, one)
            for number, one in mine
            if (one.first or 0) <= first and (one.until is None or first <= one.until)
        ]
        for number, one in active[1:]:
            text = Text(
                vi=f"Năm đánh giá {first}, {one.code} được siết hai lần.",
                en=f"In season {first}, {one.code} is tightened twice.",
            )
            found.append((("tighten", number), text))
        for number, one in active[:1]:
            plain = _one(plain, number, one, file, base, found)
        held.append((Span(first, after - 1), plain))
    return held[-1][1] if len(held) == 1 else held[-1][1].with_seasons(tuple(held))


def _one(
    old: Criterion, number: int, by: Tightening, file: OverlayFile, base: Standard, found: list[Found]
) -> Criterion:
    place = ("tighten", number)
    for name in by.facts.keys() & old.facts.keys():
        text = Text(
            vi=f"{old.code} đã có dữ kiện “{name}”; chỉ được thêm dữ kiện mới.",
            en=f"{old.code} has the fact “{name}” already; only new ones can be added.",
        )
        found.append(((*place, "facts", name), text))
    facts = {**by.facts, **old.facts}
    for name, office in by.attested_by.items():
        fact = old.facts.get(name)
        if fact is None or fact.attested_by or fact.supplied_by:
            text = Text(
                vi=f"“{name}” không phải là dữ kiện của {old.code} mà người đăng ký tự khai; không thêm xác nhận được.",
                en=f"“{name}” is no fact of {old.code} that the applicant gives; no attestation can be added.",
            )
            found.append(((*place, "attested_by", name), text))
        else:
            facts[name] = fact.model_copy(update={"attested_by": office})
    if old.met_when is None:
        found.append(((*place, "code"), _scored(old)))
        return old
    new = old.changed(
        cites=f"{old.cites}; {file.cites}, {by.cites}",
        facts=facts,
        met_when=by.met_when or old.met_when,
        excused_when=old.excused_when if by.excused_when is None else by.excused_when,
        evidence=by.evidence or old.evidence,
        unverified=(*old.unverified, *by.unverified),
    )
    wrong = list(wiring.criterion_faults(new, place, base.attributes, base.words))
    if not wrong:
        steps = {name: base.words.scales[fact.rating] for name, fact in old.facts.items() if fact.rating}
        if by.met_when is not None and not tighter(new.rule, old.rule, steps):
            wrong.append(((*place, "met_when"), _looser(old)))
        if more := set(new.excused_when) - set(old.excused_when):
            text = Text(
                vi=f"{old.code} không cho miễn trừ “{sorted(more)[0]}”; nơi mở rộng chỉ được bớt.",
                en=f"{old.code} does not admit the excuse “{sorted(more)[0]}”; a place can only take some away.",
            )
            wrong.append(((*place, "excused_when"), text))
    found += wrong
    return new


def _looser(old: Criterion) -> Text:
    return Text(
        vi=f"Quy tắc này không chặt hơn hẳn quy tắc của {old.code}; nơi mở rộng chỉ được siết chặt hoặc thêm.",
        en=f"This rule is not plainly stricter than that of {old.code}; a place can only tighten and add.",
    )


def _scored(old: Criterion) -> Text:
    return Text(
        vi=f"{old.code} được chấm điểm; chưa có cách nói điểm nào là chặt hơn.",
        en=f"{old.code} is scored by points; there is no telling which points would be stricter.",
    )


def _always_applies(criterion: Criterion) -> bool:
    plain = [one for _, one in criterion.by_season] or [criterion]
    dated = criterion.future or (criterion.first, criterion.until) != (None, None)
    return not dated and not any(isinstance(rule, OnlyWhere) for one in plain for rule in walk(one.rule))
