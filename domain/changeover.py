"""Changeover: open cases move from one edition of a standard to another; first as a preview, never silently.

Which edition judges a season is a matter of law and not of anybody's choice, so an operator carries it out, as they open a
season; the reason names the instrument, and everybody concerned is told by letter. Decided cases stay with the edition
under which they were decided.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from domain import judged_on, people, scoring
from domain.cases import Case
from domain.catalogue import Catalogue
from domain.database import Database, Session, Sql
from domain.errors import BadInput, Refused
from domain.events import EditionChanged
from domain.lifecycle import OPEN, State
from domain.people import Deed, Person
from domain.scorecard import Scorecard, judge
from domain.standards import Standard
from domain.store import Store, transaction
from domain.texts import Text

# Cases that one transaction moves.
AT_ONCE = 500
_SHORTEST_HASH = 6

_PINNED = Sql(
    "select sha256, count(*) from application where standard = :standard and state in"
    " ('registered', 'under-inspection', 'inspected', 'scored')"
    " and substr(path, 1, length(:place)) = :place group by 1 order by 1"
)
_OPEN = Sql(
    "select id from application where standard = :standard and sha256 = :sha256 and state in"
    " ('registered', 'under-inspection', 'inspected', 'scored')"
    " and substr(path, 1, length(:place)) = :place order by id"
)
_TAKEN = Sql(
    "select 1 from application where season = :season and unit_code = :unit and standard = :standard"
)


class Change(NamedTuple):
    """What happens to one case: its verdict before and after, and because of which criteria. `refused` says why it
    stays where it is."""

    reference: str
    unit: str
    state: str
    before: str | None
    after: str | None
    because: tuple[str, ...]
    refused: Text | None = None


@dataclass
class Changeover:
    """What a changeover does, or would do."""

    before: tuple[str, str]
    after: Standard
    changes: list[Change] = field(default_factory=list)

    @property
    def moved(self) -> list[Change]:
        return [one for one in self.changes if one.refused is None]

    @property
    def verdicts(self) -> Counter[tuple[str | None, str | None]]:
        return Counter((one.before, one.after) for one in self.moved)

    @property
    def losers(self) -> list[Change]:
        return [one for one in self.moved if one.before == "met" and one.after != "met"]

    @property
    def winners(self) -> list[Change]:
        return [one for one in self.moved if one.before not in (None, "met") and one.after == "met"]


def editions(
    catalogue: Catalogue, session: Session, before: str, after: str, place: str
) -> tuple[str, str, Standard]:
    """The path and hash to move from, and the edition to move to. `before` is a path, with “@” and the first digits of
    a hash where cases are pinned to several contents of that path. Raises Refused."""
    path, _, wanted = before.partition("@")
    to = catalogue.get(after)
    if not to.opens_registration:
        raise BadInput(
            "Không đợt nào nhận đăng ký theo {standard}; bộ này chỉ để xét thử (process: none).",
            "No season registers under {standard}; it is only judged by (process: none).",
            standard=to.path,
        )
    held: dict[str, int] = dict(session.rows(_PINNED, standard=path, place=place))
    held = {sha256: many for sha256, many in held.items() if (path, sha256) != (to.path, to.sha256)}
    found = [sha256 for sha256 in held if sha256.startswith(wanted)]
    if len(found) > 1 or (wanted and len(wanted) < _SHORTEST_HASH):
        raise BadInput(
            "Hồ sơ đang mở theo {path} thuộc nhiều bản; hãy chọn một: {editions}.",
            "Open applications under {path} belong to several editions; name one: {editions}.",
            path=path,
            editions=", ".join(f"{path}@{sha256[:12]} ({many})" for sha256, many in held.items()),
        )
    if not found and path not in catalogue.standards and not held:
        catalogue.get(path)  # says what there is
    return path, found[0] if found else "", to


def preview(
    database: Database, catalogue: Catalogue, before: str, after: str, now: datetime, place: str = "/"
) -> Changeover:
    """Who would win and who would lose; nothing is written."""
    with database.reading() as session:
        path, sha256, to = editions(catalogue, session, before, after, place)
        result = Changeover((path, sha256), to)
        ids = [id for (id,) in session.rows(_OPEN, standard=path, sha256=sha256, place=place)]
        for some in _slices(ids):
            store = Store(session, now)
            result.changes += [change for _, change, _ in _judged(store, catalogue, result, some)]
    return result


def apply(
    database: Database,
    catalogue: Catalogue,
    before: str,
    after: str,
    by: Person,
    reason: str,
    now: datetime,
    place: str = "/",
) -> Changeover:
    """Move the cases, each with an event; scored ones are scored again in the same transaction. Doing it again moves
    nothing. Raises NotAllowed, and BadInput without a reason."""
    people.require(by, Deed.CHANGE_EDITION, place)
    if not reason.strip():
        raise BadInput(
            "Cần nêu lý do: văn bản nào đưa bản mới vào áp dụng.",
            "A reason is needed: which instrument puts the new edition into force.",
        )
    with database.reading() as session:
        path, sha256, to = editions(catalogue, session, before, after, place)
        ids = [id for (id,) in session.rows(_OPEN, standard=path, sha256=sha256, place=place)]
    result = Changeover((path, sha256), to)
    for some in _slices(ids):
        with transaction(database, now) as store:
            for case, change, supplied in _judged(store, catalogue, result, some):
                result.changes.append(change)
                if change.refused is None:
                    _move(store, result, case, supplied, by, reason)
    return result


def _slices(ids: list[int]) -> list[list[int]]:
    return [ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE)]


def _move(
    store: Store, over: Changeover, case: Case, supplied: Mapping[str, int], by: Person, reason: str
) -> None:
    to = over.after
    happening = EditionChanged(
        from_standard=case.standard,
        from_sha256=case.sha256,
        standard=to.path,
        sha256=to.sha256,
        reason=reason.strip(),
    )
    store.pin(case, to.path, to.sha256)
    store.record(case, happening, by.id)
    if case.state is State.SCORED:
        # Nobody may decide in between on a verdict of the edition before.
        scoring.score(store, to, case, supplied)


def _judged(
    store: Store, catalogue: Catalogue, over: Changeover, ids: Sequence[int]
) -> Iterator[tuple[Case, Change, Mapping[str, int]]]:
    """Each case with what the new edition makes of it. A case that somebody moved or decided meanwhile is left out."""
    cases = [
        case
        for case in store.cases(ids).values()
        if (case.standard, case.sha256) == over.before and case.state in OPEN
    ]
    store.read_facts(cases)
    cards = store.scorecards(case for case in cases if case.state is State.SCORED)
    supplied = scoring.supplied_under(store, over.after, catalogue, cases)
    for case in cases:
        own = supplied.get(case.id, {})
        yield case, _change(store, catalogue, over, case, own, cards.get(case.id)), own


def _change(
    store: Store,
    catalogue: Catalogue,
    over: Changeover,
    case: Case,
    supplied: Mapping[str, int],
    stored: str | None,
) -> Change:
    to = over.after
    told: dict[str, Any] = dict(
        reference=case.reference, unit=case.name, state=str(case.state), before=case.verdict
    )
    try:
        _fits(store, catalogue, to, case)
        plain = to.in_season(case.season)
        card = judge(
            plain, case.season, case.unit_facts, judged_on.to_judge(plain, store.facts(case), supplied)
        )
    except Refused as refusal:
        return Change(**told, after=case.verdict, because=(), refused=refusal.text)
    if case.state not in (State.INSPECTED, State.SCORED):
        # Nobody has inspected it yet, so there is no verdict to win or lose.
        return Change(**(told | {"before": None}), after=None, because=())
    return Change(**told, after=card.verdict, because=_because(catalogue, over, case, card, stored))


def _fits(store: Store, catalogue: Catalogue, to: Standard, case: Case) -> None:
    """Raises Refused where the new edition is not the one for this unit in this season."""
    to.bench(case.season)
    here = catalogue.for_kind(case.kind, case.season, case.path)
    if here is not to:
        raise BadInput(
            "Nơi này, năm {season}, xét theo {here}, không theo {standard}.",
            "In this place and season {season} applications are judged by {here}, not by {standard}.",
            season=case.season,
            here=here.path,
            standard=to.path,
        )
    if case.standard != to.path and store.session.row(
        _TAKEN, season=case.season, unit=case.unit_code, standard=to.path
    ):
        raise BadInput(
            "{name} đã có một hồ sơ khác theo {standard}.",
            "{name} has another application under {standard} already.",
            name=case.name,
            standard=to.path,
        )


def _because(
    catalogue: Catalogue, over: Changeover, case: Case, card: Scorecard, stored: str | None
) -> tuple[str, ...]:
    """The criteria that make the difference: whose finding is another, or that are new or gone."""
    if card.verdict == case.verdict:
        return ()
    now = {one.code: one.verdict for one in card.findings}
    try:
        old = Scorecard.unpack(stored, catalogue.pinned(*over.before)) if stored else None
    except Refused:
        old = None  # the old file was changed or is gone: only what stands against the case now can be told
    was = {one.code: one.verdict for one in old.findings} if old else {}
    bad = ("not_met", "unknown")
    if card.verdict == "met":
        return tuple(code for code, verdict in was.items() if verdict in bad and now.get(code) != verdict)
    return tuple(code for code, verdict in now.items() if verdict in bad and was.get(code) != verdict)
