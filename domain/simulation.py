"""Simulation: a season's cases judged again under a draft, beside the edition that they were judged under; nothing is written."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import orjson

from domain import simulation_above
from domain.cases import code_of, place_of
from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.errors import BadInput, NotFound
from domain.judged_on import counted_until, units_under
from domain.rulebook.criteria_files import Criterion, Seasons
from domain.simulation_above import Above, Outcome, would_be
from domain.simulation_judging import Fact, Flip, Judge, lacking
from domain.simulation_twice import Both, Twice
from domain.standards import Standard
from domain.texts import Text
from domain.uncollected import uncollected

_EDITIONS = Sql(
    "select distinct standard, sha256 from application where season = :season and kind = :kind"
    " and substr(path, 1, length(:place)) = :place and state <> 'withdrawn'"
)
# What was judged once, or was refused as not eligible; what was taken back is nobody's case any more. The plus keeps SQLite
# from going by the season's index, after which it would have to sort everything that is read here.
_JUDGED = Sql(
    "select a.id, a.unit_code, a.path, u.name, u.attributes, a.kind, a.state, f.document, g.document from application a"
    " join unit u on u.id = a.unit"
    " left join facts f on f.application = a.id and f.source = 'applicant'"
    " left join facts g on g.application = a.id and g.source = 'inspector'"
    " where +a.season = :season and a.standard = :standard and substr(a.path, 1, length(:place)) = :place"
    " and a.state <> 'withdrawn'"
    " and (a.verdict is not null or a.state = 'not-eligible') order by a.id"
)
_STANDING = Sql(
    "select count(case when verdict is not null or state = 'not-eligible' then 1 end), count(*) from application"
    " where season = :season and standard = :standard and state <> 'withdrawn'"
    " and substr(path, 1, length(:place)) = :place"
)
_UNITS = Sql("select unit_code, path from application where season = :season and standard = :standard")
_NAMES = Sql("select code, name from unit where code in {texts:codes} order by valid_from")

VERDICTS = ("met", "not_met", "undecided", "not_eligible")
# How often whoever waits hears of progress.
_BEAT = 2_000

Progress = Callable[[int, int], None]


@dataclass
class Simulation:
    """What a draft would change. Counts are of cases; places are paths (“/20/06625/”), facts (“KDC-4b”, “fires”)."""

    draft: Standard
    against: Standard
    season: int
    rules_of: int
    cases: int = 0
    not_judged: int = 0
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    clauses: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    needed: Counter[Fact] = field(default_factory=Counter)
    look_again: int = 0
    not_carried_over: Counter[Fact] = field(default_factory=Counter)
    flips: list[Flip] = field(default_factory=list)
    # What that would mean for whoever counts these units or asks for a title of theirs.
    above: list[Above] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def before(self) -> Counter[str]:
        return _margin(self.verdicts, 0)

    @property
    def after(self) -> Counter[str]:
        return _margin(self.verdicts, 1)

    @property
    def flipped(self) -> Counter[tuple[str, str]]:
        """The changes of verdict, the most frequent first."""
        return Counter({pair: many for pair, many in self.verdicts.most_common() if pair[0] != pair[1]})

    @cached_property
    def provinces(self) -> dict[str, Counter[tuple[str, str]]]:
        """The same counts by province: the first part of the path."""
        found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for path, counts in self.places.items():
            found["/".join(path.split("/")[:2]) + "/"].update(counts)
        return dict(sorted(found.items()))

    def add(self, found: Iterable[Both]) -> None:
        """Count the cases of which two editions make this."""
        for both in found:
            self.verdicts[both.pair] += both.many
            if both.flips:
                self.clauses.update(dict.fromkeys(both.clauses, both.many))
                if len(both.clauses) == 1:
                    self.alone[both.clauses[0]] += both.many

    def name(self, path: str) -> str:
        """The name of the place that a path leads to."""
        code = code_of(path)
        return self.names.get(code, code)

    def criterion(self, code: str) -> Criterion | None:
        """The criterion of the draft; of the edition in force where the draft has none of that code."""
        return self.draft.by_code.get(code) or self.against.by_code.get(code)


def _margin(verdicts: Counter[tuple[str, str]], side: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for pair, many in verdicts.items():
        found[pair[side]] += many
    return found


def in_force(
    session: Session, catalogue: Catalogue, draft: Standard, season: int, path: str | None = None
) -> Standard:
    """The edition that the season's cases were judged under, of the draft's kind and place: the one at `path`, the draft's
    own, the one that is no place's own. Raises NotFound when there are no such cases; Unready when the file was changed
    since; BadInput when there are several."""
    rows = session.rows(_EDITIONS, season=season, kind=draft.kind, place=draft.place)
    used = {standard for standard, _ in rows}
    if path is not None:
        used &= {path}
    elif len(used) > 1:
        national = {one for one in used if one in catalogue.standards and not catalogue.standards[one].place}
        used = used & {draft.path} or national
    if not used:
        raise NotFound(
            "Đợt {season} không có hồ sơ nào loại “{kind}” để chấm thử{under}.",
            "Season {season} has no application of kind “{kind}” to try this on{under}.",
            season=season,
            kind=draft.kind,
            under=Text(vi=f" theo {path}", en=f" under {path}") if path else "",
        )
    if len(used) > 1:
        raise BadInput(
            "Đợt {season} có hồ sơ theo nhiều bộ tiêu chí: {paths}. Hãy chọn một bằng --against.",
            "Season {season} has applications under several standards: {paths}. Choose one with --against.",
            season=season,
            paths=", ".join(sorted(used)),
        )
    (chosen,) = used
    for standard, sha256 in rows:
        if standard == chosen:
            found = catalogue.pinned(standard, sha256)
    return found


def as_if_in_force(draft: Standard, season: int, rules_of: int | None = None) -> tuple[Standard, int]:
    """The draft as it would judge `season`, and the year whose rules and values that takes: `rules_of`, else the season
    itself, else the first year that the draft is for. Days, such as windows, stay those of `season`."""
    year = rules_of if rules_of is not None else season if season in draft.seasons else draft.seasons.first
    if year not in draft.seasons:
        draft.bench(year)  # refuses, in its own words
    only = replace(
        draft.in_season(year), seasons=Seasons(**{"from": season, "until": season}),
        _benches={}, _sheets={}, _seasonal={},
    )  # fmt: skip
    # Its criteria and values are those of the year already.
    only._seasonal[season] = only
    return only, year


def simulate(
    session: Session,
    catalogue: Catalogue,
    draft: Standard,
    against: Standard,
    season: int,
    *,
    rules_of: int | None = None,
    one_by_one: bool = False,
    progress: Progress = lambda done, of: None,
) -> Simulation:
    """Judge every judged case of the season under the draft. `one_by_one` keeps each case that flips.

    A draft judges the facts that were recorded, as far as it knows them: an answer that it has no question for is left
    out, and one that has another form there counts as not given. Places above are judged again as if every decided case
    whose verdict flips had been decided by its new one. What others include from the edition's file stays as it is there.
    """
    ready, year = as_if_in_force(draft, season, rules_of)
    result = Simulation(ready, against.in_season(season), season, year)
    judged, standing = session.row(_STANDING, season=season, standard=against.path, place=draft.place) or (
        0,
        0,
    )
    result.cases, result.not_judged = judged, standing - judged
    known = [_supplied(session, catalogue, one, season, against.path) for one in (result.against, ready)]
    twice = Twice(
        Judge(result.against, season, known[0]), Judge(ready, season, known[1], result.not_carried_over)
    )
    changed: list[Outcome] = []
    units: dict[tuple[str, str], dict[str, Any]] = {}
    rows = session.stream(_JUDGED, season=season, standard=against.path, place=draft.place)
    with uncollected():
        for number, (id, code, path, name, attributes, kind, state, applicant, inspector) in enumerate(rows):
            if number % _BEAT == 0:
                progress(number, result.cases)
            if (unit := units.get((kind, attributes))) is None:
                unit = units[kind, attributes] = {"kind": kind, **_document(attributes)}
            sources = {"applicant": _document(applicant), "inspector": _document(inspector)}
            both, facts = twice(code, unit, sources)
            result.places[place_of(path)][both.pair] += 1
            if both.flips:
                if (wanted := would_be(state, both.after)) != state:
                    changed.append(Outcome(code, name, path, kind, against.path, against.line, state, wanted))
                if one_by_one:
                    result.flips.append(Flip(id, code, name, path, *both.pair, both.clauses))
            if both.asked and (missing := lacking(both.asked, facts)):
                result.needed.update(missing)
                result.look_again += 1
    result.add(twice.found)
    progress(result.cases, result.cases)
    result.above = simulation_above.follow(
        session, catalogue, season, changed, {} if twice.excludes_alike else {against.path: ready}
    )
    places = {part for path in result.places for part in path.strip("/").split("/") if part}
    result.names = dict(session.rows(_NAMES, codes=listed(sorted(places))))
    return result


def _document(text: str | None) -> dict[str, Any]:
    return {} if text is None or text == "{}" else orjson.loads(text)


def _supplied(
    session: Session, catalogue: Catalogue, standard: Standard, season: int, registered_under: str
) -> Mapping[str, Mapping[str, int]]:
    """By unit, what the process itself knows, where the standard asks for it."""
    if "units-under" not in standard.supplied.values():
        return {}
    places: dict[str, str] = dict(session.rows(_UNITS, season=season, standard=registered_under))
    return units_under(session, catalogue, season, list(places), counted_until(standard, season), places)
