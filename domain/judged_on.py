"""Judged on: what a case is judged on: the facts that count, and what the process itself knows of other applications."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import orjson

from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.errors import Refused
from domain.lifecycle import HELD, OPEN, State
from domain.rulebook.facts import COUNTED
from domain.scorecard import judge
from domain.standards import Standard

Document = Mapping[str, Mapping[str, Any]]

# Every unit that a place decides on, and where its application of the season stands (Điều 5 khoản 4); with what is known
# of those that have not registered, because whom Điều 1 excludes cannot be missed for it. A unit with several versions
# counts once; one that is not eligible does not count, and a withdrawn one has not registered.
_UNDER = Sql(
    "select u.parent_code, u.kind, a.state, case when a.state is null then u.attributes end, count(distinct u.code) from unit u"
    " left join application a on a.unit_code = u.code and a.season = :season"
    " where u.parent_code in {texts:codes} and u.valid_from <= :until and (u.valid_until is null or u.valid_until >= :until)"
    " and u.kind in ('residential-area', 'agency', 'enterprise', 'school') group by 1, 2, 3, 4"
)


def counted(standard: Standard, sources: Mapping[str, Document]) -> dict[str, dict[str, Any]]:
    """The facts that count: the inspector's where there is one; the applicant's else, but never what needs an attestation."""
    return {code: dict(own) for code, own in _counted(standard, sources).items()}


def _counted(standard: Standard, sources: Mapping[str, Document]) -> dict[str, Mapping[str, Any]]:
    """The same, whose answers may be the documents' own: to be read."""
    applicant, inspector = sources.get("applicant", {}), sources.get("inspector", {})
    # In one order whoever counts: the same facts must make the same scorecard, to the byte.
    result: dict[str, Mapping[str, Any]] = dict(inspector)
    attested = standard.attested_of
    for code, own in applicant.items():
        if (others := attested.get(code)) is not None:
            own = {name: value for name, value in own.items() if name not in others}
        theirs = inspector.get(code)
        result[code] = {**own, **theirs} if theirs else own
    return result


def to_judge(
    standard: Standard, sources: Mapping[str, Document], supplied: Mapping[str, int]
) -> dict[str, Mapping[str, Any]]:
    """What a case is judged on: the facts that count, and what the process itself knows. To be read, never changed."""
    facts = _counted(standard, sources)
    for (code, name), fact in standard.supplying.items():
        value: int | bool | None
        if fact.title is not None:
            value = supplied.get(f"{TITLE}{fact.title}")
        elif fact.under is None:
            value = supplied.get(name)
        else:
            kinds = supplied.kinds if isinstance(supplied, Totals) else {}
            own = [kinds[kind][fact.under.count] for kind in fact.under.kinds if kind in kinds]
            value = sum(own) if isinstance(supplied, Totals) else None
        if value is not None:
            facts[code] = {**facts.get(code, {}), name: value}
    return facts


# Before the name of a standard: whether the unit holds its title.
TITLE = "title "


class Totals(dict[str, int]):
    """What is counted of the units under a place: of all kinds together, and in `kinds` of each by itself."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(COUNTED, 0))
        self.kinds: dict[str, dict[str, int]] = {}

    def add(self, kind: str, **counts: int) -> None:
        own = self.kinds.setdefault(kind, dict.fromkeys(COUNTED, 0))
        for name, many in counts.items():
            self[name] += many
            own[name] += many


def units_under(
    session: Session,
    catalogue: Catalogue,
    season: int,
    codes: Sequence[str],
    until: str,
    places: Mapping[str, str] = MappingProxyType({}),
    instead: Mapping[str, Standard] = MappingProxyType({}),
) -> dict[str, Totals]:
    """Per place, whose path is in `places`: `units` under it, how many `registered`, are `recognised`, and are still `undecided`.
    `instead` has, by path, other standards to say who may not apply."""
    totals = {code: Totals() for code in codes}
    rows = session.rows(_UNDER, season=season, codes=listed(codes), until=until)
    for parent, kind, state, attributes, many in rows:
        total = totals[parent]
        place = places.get(parent, "")
        if state is None and _excluded(catalogue, kind, season, attributes, place, instead):
            continue
        total.add(kind, **{name: many * one for name, one in counting(state).items()})
    return totals


def counting(state: str | None) -> dict[str, int]:
    """What a unit whose application stands so adds to the counts of its place; nothing where it is not eligible."""
    if state == State.NOT_ELIGIBLE:
        return {}
    if state is None or state == State.WITHDRAWN:
        return {"units": 1}
    undecided = state in OPEN or state == State.IN_QUESTION
    return {"units": 1, "registered": 1, "recognised": int(state in HELD), "undecided": int(undecided)}


def counted_until(standard: Standard, season: int) -> str:
    """The day whose units are counted: where the law's days are not known, the end of the year."""
    window = standard.evaluation_window(season)
    return window[1].isoformat() if window else f"{season}-12-31"


def _excluded(
    catalogue: Catalogue, kind: str, season: int, attributes: str, place: str, instead: Mapping[str, Standard]
) -> bool:
    """Whether a unit that has not registered may not apply at all, as far as its own row tells."""
    try:
        standard = catalogue.for_kind(kind, season, place)
        if (other := instead.get(standard.path)) is not None and place.startswith(other.place):
            standard = other
        unit = {"kind": kind, **orjson.loads(attributes)}
        return bool(standard.exclusions) and judge(standard, season, unit, {}).verdict == "not_eligible"
    except Refused:
        return False  # no standard for its kind, or a row that says something impossible: nothing excludes it


_HELD = Sql(
    "select unit_code, standard, state from application where season = :season and unit_code in {texts:codes}"
)


def titles_held(
    session: Session,
    catalogue: Catalogue,
    season: int,
    codes: Sequence[str],
    lines: Sequence[str],
    instead: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> dict[str, dict[str, bool]]:
    """Per unit, which of these titles it holds in a season; left out while that is still to be decided. `instead` has other
    states for some, by unit and standard."""
    found: dict[str, dict[str, bool]] = {code: {f"{TITLE}{line}": False for line in lines} for code in codes}
    for code, path, state in session.rows(_HELD, season=season, codes=listed(set(codes))):
        standard = catalogue.standards.get(path)
        # A file that is gone still belongs to the standard that its folder was an edition of, as far as that is known.
        line = standard.line if standard is not None else path.rpartition("/")[0]
        if line not in lines:
            continue
        state = instead.get((code, path), state)
        if state in HELD:
            found[code][f"{TITLE}{line}"] = True
        elif state in OPEN or state == State.IN_QUESTION:
            found[code].pop(f"{TITLE}{line}", None)
    return found
