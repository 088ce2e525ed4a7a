"""Publishing: the standing office makes a list of intended recognitions public, for the working days that the place asks for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain import gate, people, publication, recognition
from domain.calendar import today
from domain.cases import Case, code_of, id_of
from domain.database import insert
from domain.decision_tables import Publication, PublicationItem
from domain.errors import BadInput, NotAllowed, OutOfOrder, Refused, Unready
from domain.events import IntentionPublished
from domain.lifecycle import after
from domain.people import Deed, Person
from domain.procedures import Procedure, Procedures
from domain.store import Store
from domain.texts import Text
from domain.workdays import Calendar

# The most that one list holds: a page that somebody reads.
MOST = 2_000

_NEW = insert(
    Publication, "id", "place", "season", "serial", "procedure", "published_by", "published_at", "until_on"
)
_ITEM = insert(PublicationItem, "publication", "application", "number", "head")


class Outcome(NamedTuple):
    """What became of it: the lists that were made, and why each of the others is on none."""

    made: tuple[str, ...]
    refused: Mapping[str, Text]


class _Fitting(NamedTuple):
    case: Case
    rules: Procedure
    until: date


def publish(
    store: Store, procedures: Procedures, calendar: Calendar, wanted: Mapping[str, int | None], by: Person
) -> Outcome:
    """Publish these applications: reference to the number of the last event that the office saw.

    Each stands or falls by itself; one that is public already, unchanged, is left where it is. Lists are made by place,
    season and last day. Raises Refused where the calendar does not reach, or nothing at all is asked for.
    """
    if not 0 < len(wanted) <= MOST:
        raise BadInput(
            "Hãy chọn từ 1 đến {most} hồ sơ để công khai.",
            "Choose 1 to {most} applications to publish.",
            most=MOST,
        )
    if calendar.problems:
        raise Unready(
            "Lịch làm việc có lỗi, phải sửa trước khi công khai: {why}",
            "The calendar of working days has a mistake that must be mended first: {why}",
            why=Text(vi=calendar.problems[0].in_("vi"), en=calendar.problems[0].in_("en")),
        )
    on = today(store.moment)
    cases = {name: store.case(name) for name in _known(store, wanted)}
    latest = publication.standing(store.session, [case.id for case in cases.values()])
    lacking = gate.why_not_many(store.session, procedures, cases.values(), on, gate.before(publication.unmet))
    refused: dict[str, Text] = {}
    groups: dict[tuple[str, int, str, str], list[_Fitting]] = {}
    for name, seen in wanted.items():
        try:
            if name not in cases:
                raise _unknown(name)
            case = cases[name]
            rules = procedures.of(case.place, case.kind, case.standard, on)
            recognition.require_seen(store, case, seen)
            _require(case, rules, lacking.get(case.id), by)
        except Refused as refusal:
            refused[name] = refusal.text
            continue
        if case.id in latest and latest[case.id].holds:
            continue
        until = calendar.after(on, rules.publication.working_days)
        group = (case.place, case.season, until.isoformat(), rules.sha256)
        groups.setdefault(group, []).append(_Fitting(case, rules, until))
    return Outcome(tuple(_write(store, *group, fitting, by) for group, fitting in groups.items()), refused)


def _known(store: Store, wanted: Mapping[str, int | None]) -> list[str]:
    """Those that exist, read and held in one statement."""
    ids: dict[str, int] = {}
    for name in wanted:
        try:
            ids[name] = id_of(name)
        except Refused:
            continue
    found = store.cases(ids.values())
    return [name for name, id in ids.items() if id in found and found[id].reference == name]


def _unknown(name: str) -> Refused:
    return BadInput("Không có hồ sơ số {name}.", "There is no application {name}.", name=name)


def _require(case: Case, rules: Procedure, lacking: Text | None, by: Person) -> None:
    """Raise Refused when this application cannot be made public now."""
    why = people.may(by, Deed.PUBLISH, case.path, case)
    if why is not None:
        raise NotAllowed(why.vi, why.en)
    if not rules.needs_publication:
        raise OutOfOrder(
            "Nơi này không quy định công khai trước khi công nhận.",
            "This place does not ask for a publication before it recognises.",
        )
    after(case.state, IntentionPublished, case.reference)
    if case.verdict != "met":
        raise OutOfOrder(
            "Không công khai dự kiến công nhận {name}: chỉ khi đạt mọi tiêu chí.",
            "The recognition of {name} is not intended: that takes every criterion to be met.",
            name=case.name,
        )
    if lacking is not None:
        raise OutOfOrder(lacking.vi, lacking.en)


def _write(
    store: Store, place: str, season: int, until: str, procedure: str, fitting: Sequence[_Fitting], by: Person
) -> str:
    serial = store.next_number(f"publication {season} {place}")
    id = f"{season}-{code_of(place)}-{serial}"
    store.write(_NEW, (id, place, season, serial, procedure, by.id, store.now, until))
    for case, _, _ in fitting:
        store.record(case, IntentionPublished(publication=id, until=until), by.id)
        store.write(_ITEM, (id, case.id, case.number, case.head))
    return id
