"""Chain: each application's events, each hashed over the one before; and seals over all heads at intervals.

One chain for everything would make every writer wait for every other. Instead each application has its own, and a
checkpoint seals the heads of all chains that grew: a tail that is deleted later is missing where a seal says it was.
What was added since the last checkpoint is guarded by the application's own row only.
"""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from domain.cases import reference
from domain.database import Session, Sql
from domain.texts import Text

GENESIS = "0" * 64


def link(
    head: str, application: int, number: int, name: str, at: str, account: int | None, payload: str
) -> str:
    """The hash of an event: SHA-256 over the hash before it and its own columns, one to a line, the payload last."""
    text = f"{head}\n{application}\n{number}\n{name}\n{at}\n{'' if account is None else account}\n{payload}"
    return hashlib.sha256(text.encode()).hexdigest()


_EVENTS = Sql(
    "select application, number, name, at, account, payload, hash from event order by application, number"
)
_HEADS = Sql("select id, season, number, head from application order by id")
_LAST = Sql("select id, hash from checkpoint order by id desc limit 1")
_HEAD = Sql("select id, at, hash from checkpoint where at <= :by order by id desc limit 1")
_CHECKPOINT_OF = Sql("select id, at from checkpoint where hash = :hash")
# A walk of the whole record, for a question that is asked once a year.
_EVENT_OF = Sql(
    "select a.season, a.id, e.number, e.at from event e join application a on a.id = e.application where e.hash = :hash"
)
_GROWN = Sql(
    "insert into seal (checkpoint, application, number, hash)"
    " select :checkpoint, a.id, a.number, a.head from application a"
    " left join (select application, max(number) as number from seal group by application) s on s.application = a.id"
    " where s.number is null or s.number < a.number"
)
_SEALS = Sql("select application, number, hash from seal where checkpoint = :checkpoint order by application")
_CHECKPOINTS = Sql("select id, at, seals, hash from checkpoint order by id")
_KEEP = Sql("insert into checkpoint (id, at, seals, hash) values (:id, :at, :seals, :hash)")
_FILL = Sql("update checkpoint set seals = :seals, hash = :hash where id = :id")


def _seal(before: str, id: int, at: str, seals: list[tuple[int, int, str]]) -> str:
    digest = hashlib.sha256(f"{before}\n{id}\n{at}\n".encode())
    for application, number, head in seals:
        digest.update(f"{application} {number} {head}\n".encode())
    return digest.hexdigest()


def seal(session: Session, at: str) -> int:
    """Seal the heads of all chains that grew since the last checkpoint; how many. None grown, no checkpoint."""
    last = session.row(_LAST)
    id, before = (last[0] + 1, last[1]) if last else (1, GENESIS)
    session.run(_KEEP, id=id, at=at, seals=0, hash="")
    session.run(_GROWN, checkpoint=id)
    seals = [(a, n, h) for a, n, h in session.rows(_SEALS, checkpoint=id)]
    if not seals:
        session.run(Sql("delete from checkpoint where id = :id"), id=id)
        return 0
    session.run(_FILL, id=id, seals=len(seals), hash=_seal(before, id, at, seals))
    return len(seals)


def head(session: Session, by: str = "9") -> tuple[int, str, str] | None:
    """The last checkpoint at an instant: its number, when it was made, its hash. None before the first."""
    found = session.row(_HEAD, by=by)
    return (found[0], found[1], found[2]) if found else None


class Told(NamedTuple):
    """What a head that was written down somewhere is of: a checkpoint, or an event of an application."""

    where: str
    number: int
    at: str


def find(session: Session, head: str) -> Told | None:
    """Where a head that stands on paper is in the record; None when it is not: what it sealed was cut off or changed."""
    wanted = head.strip().lower()
    if (found := session.row(_CHECKPOINT_OF, hash=wanted)) is not None:
        return Told("checkpoint", found[0], found[1])
    if (found := session.row(_EVENT_OF, hash=wanted)) is not None:
        return Told(reference(found[0], found[1]), found[2], found[3])
    return None


class Broken(NamedTuple):
    """The first link that does not hold: of an application's chain, or of the checkpoints."""

    where: str
    number: int
    text: Text


def verify(session: Session) -> Iterator[Broken]:
    """Walk every chain and every seal; yield the first broken link of each chain, and of the checkpoints."""
    heads = {id: (season, number, head) for id, season, number, head in session.rows(_HEADS)}
    hashes: dict[int, list[str]] = {}
    broken: set[int] = set()
    for application, number, name, at, account, payload, stored in session.stream(_EVENTS):
        if application in broken:
            continue
        chain = hashes.setdefault(application, [])
        where = _where(heads, application)
        if number != len(chain) + 1:
            broken.add(application)
            yield Broken(where, len(chain) + 1, _missing(where, len(chain) + 1))
        elif link(chain[-1] if chain else GENESIS, application, number, name, at, account, payload) != stored:
            broken.add(application)
            yield Broken(where, number, _changed(where, number))
        chain.append(stored)
    for id, (_, number, head) in heads.items():
        chain = hashes.get(id, [])
        if id not in broken and (len(chain) != number or chain[-1] != head):
            broken.add(id)
            yield _wrong_end(_where(heads, id), len(chain), number)
    yield from _verify_seals(session, heads, hashes, broken)


def _wrong_end(where: str, there: int, told: int) -> Broken:
    """What is wrong with a chain whose events hold together, but not with the application's own row."""
    if there < told:
        return Broken(where, there + 1, _missing(where, there + 1))
    if there > told:
        return Broken(where, told + 1, _added(where, told + 1))
    return Broken(where, told, _changed(where, told))


def _verify_seals(
    session: Session, heads: dict[int, tuple[int, int, str]], hashes: dict[int, list[str]], broken: set[int]
) -> Iterator[Broken]:
    before, expected = GENESIS, 1
    for id, at, count, stored in session.rows(_CHECKPOINTS):
        seals = [(a, n, h) for a, n, h in session.rows(_SEALS, checkpoint=id)]
        if id != expected or len(seals) != count or _seal(before, id, at, seals) != stored:
            yield Broken("checkpoint", expected, _changed("checkpoint", expected))
            return
        before, expected = stored, id + 1
        for application, number, head in seals:
            chain = hashes.get(application, [])
            if application not in broken and (len(chain) < number or chain[number - 1] != head):
                broken.add(application)
                where = _where(heads, application)
                if len(chain) < number:
                    yield Broken(where, len(chain) + 1, _missing(where, len(chain) + 1))
                else:
                    yield Broken(where, number, _changed(where, number))


def _where(heads: dict[int, tuple[int, int, str]], application: int) -> str:
    return reference(heads[application][0], application) if application in heads else f"#{application}"


def _missing(where: str, number: int) -> Text:
    return Text(vi="{where}: thiếu sự kiện số {number}.", en="{where}: event {number} is missing.").filled(
        where=where, number=number
    )


def _added(where: str, number: int) -> Text:
    return Text(
        vi="{where}: sự kiện số {number} được thêm vào mà hồ sơ không biết.",
        en="{where}: event {number} was added behind the application's back.",
    ).filled(where=where, number=number)


def _changed(where: str, number: int) -> Text:
    return Text(
        vi="{where}: sự kiện số {number} đã bị sửa sau khi ghi.",
        en="{where}: event {number} was changed after it was recorded.",
    ).filled(where=where, number=number)
