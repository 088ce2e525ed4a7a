"""Once: an act on something other than one application, which is done once however often it is sent under its key."""

import hashlib
from collections.abc import Callable

import orjson

from domain.database import Sql, insert
from domain.errors import BadInput
from domain.people import Person
from domain.store import Store
from domain.tables import Act

_DONE = Sql("select request, answer from act where account = :account and key = :key")
_KEEP = insert(Act, "account", "key", "request", "answer", "at")


def once(
    store: Store, by: Person, key: str | None, request: object, counter: str, act: Callable[[], str]
) -> str:
    """What `act` answered the first time; `request` is all that it is asked. Raises Refused.

    `counter` is held from here on: one that two of the same request both need.
    """
    store.must_hold()
    store.flush()  # the same, sent a moment ago in this transaction
    store.hold(counter)
    if not key:
        return act()
    digest = hashlib.sha256(orjson.dumps(request, option=orjson.OPT_SORT_KEYS)).hexdigest()
    if (done := store.session.row(_DONE, account=by.id, key=key)) is not None:
        if done[0] != digest:
            raise BadInput(
                "Khóa “{key}” đã dùng cho một việc khác; mỗi việc cần một khóa riêng.",
                "Key “{key}” was used for another act; every act needs a key of its own.",
                key=key,
            )
        return str(orjson.loads(done[1])["answer"])
    answer = act()
    store.write(_KEEP, (by.id, key, digest, orjson.dumps({"answer": answer}).decode(), store.now))
    return answer
