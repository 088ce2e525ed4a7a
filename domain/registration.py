"""Registration: a unit enters a season, hands in its own account, withdraws; and what follows: is it eligible, who inspects."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain import inspection, people, used_editions
from domain.calendar import today
from domain.cases import Case, reference
from domain.catalogue import Catalogue
from domain.chain import GENESIS
from domain.database import Sql, listed
from domain.errors import BadInput, NotFound, OutOfOrder, Refused
from domain.events import ApplicationRefused, ApplicationRegistered, ApplicationWithdrawn, DossierSubmitted
from domain.lifecycle import State, allowed
from domain.outbox import Piece, Treat
from domain.people import Deed, Person
from domain.rulebook import reasons
from domain.scorecard import judge
from domain.standards import Standard
from domain.store import Store

# Communes, wards and special zones apply under one standard (Thông tư 124/2021/TT-BCA, Điều 5); every other kind is its own.
APPLIES_AS = {"commune": "commune", "ward": "commune", "special-zone": "commune"}

# The counter that every application's number comes from.
NUMBERS = "application"

_UNITS = Sql(
    "select id, code, name, kind, path, attributes from unit where code in {texts:codes}"
    " and valid_from <= :on and (valid_until is null or valid_until >= :on)"
)
_TAKEN = Sql(
    "select id, unit_code, standard, state from application where season = :season and unit_code in {texts:codes}"
)


class Registration(BaseModel):
    """What a unit registers with. `standard` only where several apply to its kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str = Field(min_length=1)
    season: int = Field(ge=1, le=9999)
    standard: str | None = None


def register(store: Store, catalogue: Catalogue, request: Registration, by: Person) -> Case:
    """Register one unit. Raises Refused: season not open, no such unit, no standard, registered already, not allowed."""
    answer = register_many(store, catalogue, [(request, by)])[0]
    if isinstance(answer, Refused):
        raise answer
    return answer


def register_many(
    store: Store, catalogue: Catalogue, requests: Sequence[tuple[Registration, Person]]
) -> list[Case | Refused]:
    """Register many units in a constant number of statements; each gets its case, or its own refusal."""
    codes = {request.unit for request, _ in requests}
    day = today(store.moment).isoformat()
    units = {row[1]: row for row in store.session.rows(_UNITS, codes=listed(codes), on=day)}
    seasons = {season: _taken(store, season, codes) for season in {request.season for request, _ in requests}}
    answers: list[Case | Refused] = []
    asked: set[Standard] = set()
    for request, by in requests:
        try:
            taken = seasons[request.season]
            if isinstance(taken, Refused):
                raise taken
            unit = units.get(request.unit)
            if unit is None:
                raise NotFound(
                    "Không có đơn vị nào mang mã {code} vào ngày {day}.",
                    "No unit has the code {code} on {day}.",
                    code=request.unit,
                    day=day,
                )
            answers.append(_register(store, catalogue, request, unit, taken, by, asked))
        except Refused as refusal:
            answers.append(refusal)
    return answers


def _taken(
    store: Store, season: int, codes: Iterable[str]
) -> "dict[tuple[str, str], tuple[int, str]] | Refused":
    """Why nobody can register in this season; or what is registered already: (unit, standard) to id and state."""
    found = store.season(season)
    if found is None:
        return NotFound(
            "Đợt {season} chưa được mở. Mở bằng: antoan season open {season}",
            "Season {season} is not open. Open it with: antoan season open {season}",
            season=season,
        )
    if found.closed_at is not None:
        return BadInput("Đợt {season} đã khóa sổ.", "Season {season} is closed.", season=season)
    rows = store.session.rows(_TAKEN, season=season, codes=listed(codes))
    return {(code, standard): (id, state) for id, code, standard, state in rows}


def _register(
    store: Store,
    catalogue: Catalogue,
    request: Registration,
    unit: tuple[Any, ...],
    taken: dict[tuple[str, str], tuple[int, str]],
    by: Person,
    asked: set[Standard],
) -> Case:
    unit_id, code, name, kind, path, attributes = unit
    people.require(by, Deed.REGISTER, path)
    kind = APPLIES_AS.get(kind, kind)
    standard = catalogue.get(request.standard) if request.standard else None
    standard = standard or catalogue.for_kind(kind, request.season, path)
    standard.bench(request.season)  # raises BadInput when this edition does not judge that season
    if standard.kind != kind:
        raise BadInput(
            "Tiêu chuẩn {standard} không dành cho loại “{kind}” của {name}.",
            "Standard {standard} is not for units of kind “{kind}” such as {name}.",
            standard=standard.path,
            kind=kind,
            name=name,
        )
    if request.standard:
        _registers_here(catalogue, standard, kind, request.season, path)
    known, state = taken.get((code, standard.path), (0, ""))
    if state == State.WITHDRAWN:
        taken[code, standard.path] = (known, State.REGISTERED)
        return _again(store, store.cases([known])[known], by)
    if known:
        raise BadInput(
            "{name} đã đăng ký trong đợt {season}, hồ sơ số {reference}.",
            "{name} has registered in season {season} already, application {reference}.",
            name=name,
            season=request.season,
            reference=reference(request.season, known),
        )
    if standard not in asked:
        used_editions.require_unchanged(store.session, standard)
        asked.add(standard)
    case = Case(
        id=store.next_number(NUMBERS),
        season=request.season,
        unit=unit_id,
        unit_code=code,
        path=path,
        kind=kind,
        standard=standard.path,
        sha256=standard.sha256,
        state=None,
        number=0,
        head=GENESIS,
        registered_by=by.id,
        inspector=None,
        inspected_by=None,
        due_on=None,
        verdict=None,
        scorecard=None,
        registered_at=store.now,
        name=name,
        attributes=attributes,
    )
    store.add(case)
    store.record(
        case,
        ApplicationRegistered(
            season=request.season, unit=code, standard=standard.path, sha256=standard.sha256
        ),
        by.id,
    )
    taken[code, standard.path] = (case.id, State.REGISTERED)
    return case


def _again(store: Store, case: Case, by: Person) -> Case:
    """Whoever withdrew registers once more: the same application goes on, from the beginning."""
    case.registered_by = by.id
    case.inspector = case.inspected_by = case.due_on = case.verdict = case.scorecard = None
    happening = ApplicationRegistered(
        season=case.season, unit=case.unit_code, standard=case.standard, sha256=case.sha256
    )
    store.record(case, happening, by.id)
    return case


def _registers_here(catalogue: Catalogue, standard: Standard, kind: str, season: int, path: str) -> None:
    """A standard that somebody names must be one that registers, and that of the unit's own place."""
    if not standard.opens_registration:
        raise BadInput(
            "Không đợt nào nhận đăng ký theo {standard}; bộ này chỉ để xét thử (process: none).",
            "No season registers under {standard}; it is only judged by (process: none).",
            standard=standard.path,
        )
    here = catalogue.for_kind(kind, season, path)
    if here is not standard and (here.place or standard.place):
        raise BadInput(
            "Nơi này đăng ký theo {here}, không theo {standard}.",
            "Units of this place register under {here}, not under {standard}.",
            here=here.path,
            standard=standard.path,
        )


def submit_dossier(store: Store, standard: Standard, case: Case, facts: dict[str, Any], by: Person) -> None:
    """Hand in, or hand in anew, what the applicant says of themselves. Raises Refused with every mistake in it."""
    people.require(by, Deed.SUBMIT_DOSSIER, case.path, case)
    _still_open(store, case.season)
    inspection.check(standard, facts)
    store.record(
        case, DossierSubmitted(facts_sha256=store.keep_facts(case, "applicant", facts, by.id)), by.id
    )


def _still_open(store: Store, season: int) -> None:
    """Nothing is handed in once the season is closed, whenever the person began to write."""
    found = store.season(season)
    if found is not None and found.closed_at is not None:
        raise OutOfOrder(
            "Đợt {season} đã khóa sổ nên không nhận hồ sơ nữa. Những gì đã ghi vẫn được giữ.",
            "Season {season} is closed and takes no more dossiers. What was written is kept.",
            season=season,
        )


def withdraw(store: Store, case: Case, by: Person, reason: str = "") -> None:
    """Take the application back, at any time before the decision."""
    people.require(by, Deed.WITHDRAW, case.path, case)
    store.record(case, ApplicationWithdrawn(reason=reason), by.id)


def answer(store: Store, catalogue: Catalogue, cases: Sequence[Case]) -> Treat:
    """What follows a registration: whoever is not eligible is told so; everybody else gets an inspector."""
    waiting = [case for case in cases if case.state is State.REGISTERED]
    choose = inspection.chooser(store, waiting)

    def treat(case: Case, piece: Piece) -> None:
        if case.state is not State.REGISTERED or not allowed(case.state, ApplicationRefused):
            return  # an event that comes too late asks for nothing
        standard = catalogue.pinned(case.standard, case.sha256)
        if (
            standard.exclusions
            and judge(standard, case.season, case.unit_facts, {}).verdict == "not_eligible"
        ):
            whys = reasons.exclusions(standard, case.season, case.unit_facts)
            vi, en = (" ".join(why.in_(language) for why in whys) for language in ("vi", "en"))
            store.record(case, ApplicationRefused(reason_vi=vi, reason_en=en), None)
        else:
            inspection.assign(store, standard, case, choose(case))

    return treat
