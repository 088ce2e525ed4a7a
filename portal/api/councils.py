"""Councils: sessions that programs call, attend to, vote in and close; and lists of intended recognitions that they publish."""

from collections.abc import Callable
from typing import Any

import orjson

from domain import council, council_calling, publishing, sittings, workdays
from domain.cases import id_of, reference
from domain.council_calling import Calling
from domain.database import Session
from domain.once import once
from domain.people import Deed, outside
from domain.sittings import Sitting
from domain.store import Store
from portal.api import inputs
from portal.api.call import Call


async def sessions(call: Call) -> dict[str, Any]:
    """The sessions to which somebody was invited, or which they call, decide after or watch over; newest first."""

    def read(session: Session) -> list[sittings.Line]:
        mine = {
            one.id: one
            for one in (*sittings.of_places(session, call.person), *sittings.of_member(session, call.person))
            if not outside(call.person, Deed.READ, f"{one.place}-/")
        }
        return sorted(mine.values(), key=lambda one: (one.held_on, one.id), reverse=True)

    return {
        "items": [
            {
                "id": one.id, "place": one.place, "season": one.season, "held_on": one.held_on, "held_at": one.held_at,
                "venue": one.venue, "state": one.state, "applications": one.many,
            }
            for one in await call.site.read(read)
        ]
    }  # fmt: skip


async def session(call: Call) -> dict[str, Any]:
    """One session. Who voted how is told to nobody; what was found, once it is closed."""
    return await _told(call, call.path["session"])


async def convene(call: Call) -> dict[str, Any]:
    """Call a session. The same key again is the same session."""
    given = call.body
    assert isinstance(given, inputs.CouncilCalling)
    wanted = Calling.model_validate(given.model_dump())
    id = await call.site.writer.write(
        lambda store: council_calling.call(store, call.site.procedures, wanted, call.person, call.key)
    )
    return await _told(call, id)


async def attend(call: Call) -> dict[str, Any]:
    given = call.body
    assert isinstance(given, inputs.Attendance)
    came = given.came
    return await _do(call, "attend", lambda store, id: council.attend(store, id, came, call.person))


async def vote(call: Call) -> dict[str, Any]:
    given = call.body
    assert isinstance(given, inputs.Vote)
    said, why, case_id = given.vote, given.opinion, id_of(call.path["reference"])
    return await _do(call, "vote", lambda store, id: council.vote(store, id, case_id, said, why, call.person))


async def close(call: Call) -> dict[str, Any]:
    return await _do(call, "close", lambda store, id: council.close(store, id, call.person))


async def cancel(call: Call) -> dict[str, Any]:
    given = call.body
    assert isinstance(given, inputs.Word)
    why = given.reason
    return await _do(call, "cancel", lambda store, id: council.cancel(store, id, why, call.person))


async def publish(call: Call) -> dict[str, Any]:
    """Publish intended recognitions; each stands or falls by itself."""
    given = call.body
    assert isinstance(given, inputs.Publishing)
    wanted = {one.reference: one.seen for one in given.applications}

    def act(store: Store) -> str:
        made = publishing.publish(store, call.site.procedures, workdays.current(), wanted, call.person)
        refused = {name: why.model_dump() for name, why in made.refused.items()}
        return orjson.dumps({"made": made.made, "refused": refused}).decode()

    found: dict[str, Any] = orjson.loads(await _once(call, "publish", act))
    return found


async def _do(call: Call, what: str, act: Callable[[Store, str], object]) -> dict[str, Any]:
    """Do something in a session, and tell how it stands then."""
    id = call.path["session"]

    def done(store: Store) -> str:
        act(store, id)
        return ""

    await _once(call, what, done)
    return await _told(call, id)


async def _once(call: Call, what: str, act: Callable[[Store], str]) -> str:
    """Do it once, however often it is sent under its key."""
    request = {
        "do": what,
        "path": dict(call.path),
        "body": call.body.model_dump(mode="json") if call.body else None,
    }

    counter = f"api {call.person.id}"
    return await call.site.writer.write(
        lambda store: once(store, call.person, call.key, request, counter, lambda: act(store))
    )


async def _told(call: Call, id: str) -> dict[str, Any]:
    def read(session: Session) -> Sitting:
        found = sittings.sitting(session, id)
        sittings.require_reader(call.person, found)
        return found

    found = await call.site.read(read)
    return {
        "id": found.id, "place": found.place, "season": found.season, "procedure": found.procedure,
        "held_on": found.held_on, "held_at": found.held_at, "venue": found.venue, "state": found.state,
        "members": [{"login": one.login, "seat": one.seat, "attended": one.attended} for one in found.members],
        "items": [
            {
                "reference": reference(one.season, one.application), "number": one.number, "outcome": one.outcome,
                "why": one.why.model_dump() if one.why else None,
                "changed": one.changed.model_dump() if one.changed else None,
                "own_vote": own.vote if (own := one.votes.get(call.person.id)) else None,
            }
            for one in found.items
        ],
    }  # fmt: skip
