"""Begun: answers that an applicant has begun and not handed in; saved criterion by criterion, never over what was not seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from domain import people
from domain.cases import Case, reference
from domain.database import Session, Sql, insert
from domain.errors import OutOfOrder
from domain.events import DossierSubmitted
from domain.lifecycle import STATE_NAMES, allowed
from domain.people import Deed, Person
from domain.portal_tables import Draft
from domain.store import Store

_SOURCE = "applicant"
_DRAFT = Sql(
    "select d.version, d.document, d.saved_at, c.name from draft d join account c on c.id = d.account"
    " where d.application = :id and d.source = 'applicant'"
)
_SUBMITTED = Sql("select document from facts where application = :id and source = 'applicant'")
_KEEP = insert(
    Draft, "application", "source", "version", "document", "account", "saved_at",
    replace=("version", "document", "account", "saved_at"),
)  # fmt: skip
_YEAR_BEFORE = Sql(
    "select a.id, a.season, f.document from application a join facts f on f.application = a.id and f.source = 'applicant'"
    " where a.unit_code = :code and a.season < :season order by a.season desc, a.id desc limit 1"
)


@dataclass(frozen=True)
class Begun:
    """What stands now. `raw` is what was typed and could not be read, by field; `changed` says at which version each
    criterion was last saved. `version` 0: nothing was saved, and what was handed in stands."""

    version: int = 0
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    saved_at: str | None = None
    saved_by: str | None = None
    submitted: Mapping[str, Mapping[str, Any]] | None = None

    @property
    def unsent(self) -> bool:
        """Whether something differs from what was handed in."""
        return bool(self.raw) or dict(self.facts) != dict(self.submitted or {})

    def raw_of(self, code: str) -> dict[str, str]:
        return {name: value for name, value in self.raw.items() if _of(name, code)}


class Overtaken(OutOfOrder):
    """The criterion was saved in another window meanwhile; `stands` is what stands there now."""

    def __init__(self, stands: Begun) -> None:
        super().__init__(
            "Tiêu chí này vừa được lưu ở một cửa sổ hoặc thiết bị khác. Hãy xem cả hai bản và chọn.",
            "This criterion was saved in another window or on another device meanwhile. Look at both and choose.",
        )
        self.stands = stands


def begun(session: Session, application: int) -> Begun:
    """What stands for an application: the draft, or else what was handed in."""
    found = session.row(_SUBMITTED, id=application)
    submitted = orjson.loads(found[0]) if found else None
    row = session.row(_DRAFT, id=application)
    if row is None:
        return Begun(facts=submitted or {}, submitted=submitted)
    version, document, saved_at, name = row
    return Begun(version, **orjson.loads(document), saved_at=saved_at, saved_by=name, submitted=submitted)


def before(session: Session, case: Case) -> tuple[str, dict[str, dict[str, Any]]] | None:
    """What the unit handed in the last time it applied in an earlier season: reference and facts."""
    row = session.row(_YEAR_BEFORE, code=case.unit_code, season=case.season)
    return (reference(row[1], row[0]), orjson.loads(row[2])) if row else None


def save(
    store: Store,
    case: Case,
    code: str,
    facts: Mapping[str, Any],
    raw: Mapping[str, str],
    seen: int,
    by: Person,
) -> Begun:
    """Keep the answers to one criterion; what stands afterwards. `seen` is the version that its page showed.

    Saving the same twice saves once. Raises Overtaken when the criterion was saved meanwhile and says something else.
    """
    people.require(by, Deed.SUBMIT_DOSSIER, case.path, case)
    _may_change(case)
    stands = begun(store.session, case.id)
    if dict(stands.facts.get(code, {})) == dict(facts) and stands.raw_of(code) == dict(raw):
        return stands
    if stands.changed.get(code, 0) > seen:
        raise Overtaken(stands)
    return _keep(store, case, stands, {code: facts}, raw, by)


def save_many(
    store: Store, case: Case, facts: Mapping[str, Mapping[str, Any]], seen: int, by: Person
) -> Begun:
    """Keep the answers to many criteria at once, from a form that was filled in elsewhere; the others stay as they are.

    Raises Overtaken when anything was saved after version `seen`.
    """
    people.require(by, Deed.SUBMIT_DOSSIER, case.path, case)
    _may_change(case)
    stands = begun(store.session, case.id)
    new = {code: own for code, own in facts.items() if dict(stands.facts.get(code, {})) != dict(own)}
    if not new:
        return stands
    if stands.version > seen:
        raise Overtaken(stands)
    return _keep(store, case, stands, new, {}, by)


def _keep(
    store: Store,
    case: Case,
    stands: Begun,
    new: Mapping[str, Mapping[str, Any]],
    raw: Mapping[str, str],
    by: Person,
) -> Begun:
    version = stands.version + 1
    facts = {code: own for code, own in {**stands.facts, **new}.items() if own}
    kept = {name: value for name, value in stands.raw.items() if not any(_of(name, code) for code in new)}
    changed = {**stands.changed, **dict.fromkeys(new, version)}
    document = {"facts": facts, "raw": {**kept, **raw}, "changed": changed}
    text = orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()
    store.session.many(_KEEP, [(case.id, _SOURCE, version, text, by.id, store.now)])
    return Begun(version, **document, saved_at=store.now, saved_by=by.name, submitted=stands.submitted)  # type: ignore[arg-type]


def _may_change(case: Case) -> None:
    if not allowed(case.state, DossierSubmitted):
        assert case.state is not None
        raise OutOfOrder(
            "Hồ sơ {reference} đang ở trạng thái “{state}” nên không sửa câu trả lời được nữa.",
            "Application {reference} is {state}, so its answers can no longer be changed.",
            reference=case.reference,
            state=STATE_NAMES[case.state],
        )


def _of(name: str, code: str) -> bool:
    """Whether a field belongs to a criterion: “KDC-1c.registered” to “KDC-1c”."""
    return name.startswith(f"{code}.")
