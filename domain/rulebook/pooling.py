"""Pooling: the reading under which a share holds for each kind of unit by itself, and not only for all of them together.

Điều 5 khoản 4 of Thông tư 124/2021/TT-BCA writes “70% or more” over four kinds and does not say per kind. Pooled is how the
files read it; a file may say `pool: per-kind`. The pooled share stays in the rule: where no unit is there at all, there is
no share of anything, which is unknown and not met.
"""

from typing import Any

from domain.rulebook.criteria_files import Criterion
from domain.rulebook.facts import COUNTED, UNDER, Fact, Under
from domain.rules import AllOf, Counted, OnlyWhere, Share, walk


def per_kind(criterion: Criterion) -> Criterion:
    """The criterion with each of its shares asked of every kind by itself, wherever there is a unit of that kind."""
    supplied = {
        name
        for name, fact in criterion.facts.items()
        if fact.supplied_by == "units-under" and fact.under is None
    }
    facts: dict[str, Fact] = dict(criterion.facts)
    rules: list[Any] = [criterion.rule]
    for share in (one for one in walk(criterion.rule) if isinstance(one, Share)):
        names = [*share.share, *([share.pending] if share.pending else [])]
        if not supplied.issuperset(names):
            continue
        for kind in UNDER:
            for name in names:
                facts.setdefault(_of(name, kind), _fact(criterion.facts[name], name, kind))
            part, whole = (_of(name, kind) for name in share.share)
            pending = _of(share.pending, kind) if share.pending else None
            own = share.model_copy(update={"share": (part, whole), "pending": pending})
            rules.append(OnlyWhere.model_construct(only_where=Counted(counted=whole, at_least=1), then=own))
    return criterion.changed(facts=facts, met_when=AllOf.model_construct(all=tuple(rules)), applies_when=None)


def _of(name: str, kind: str) -> str:
    return f"{name}_{kind.replace('-', '_')}"


def _fact(fact: Fact, name: str, kind: str) -> Fact:
    words = UNDER[kind]
    return fact.model_copy(
        update={
            "vi": f"{fact.vi} ({words.vi})",
            "en": f"{fact.en} ({words.en})",
            "under": Under.model_validate({"for": [kind], "count": name if name in COUNTED else "units"}),
        }
    )
