"""Accounts: who is let in, with which duty, where and for how long; and the one-time links with which they come in.

Offices own duties, persons hold them for a period: the queue of a duty is asked for by place and day, so that it goes
over to whoever holds the duty next. What was in the hands of one inspector is assigned anew by recorded events.
"""

import hashlib
import re
import secrets
from collections.abc import Iterator
from datetime import date, timedelta

from domain import inspection, people
from domain.calendar import today
from domain.cases import instant, reference
from domain.catalogue import Catalogue
from domain.database import Session, Sql, insert
from domain.errors import BadInput, NotAllowed, NotFound, Refused
from domain.people import ROLE_NAMES, Deed, Person, Role
from domain.portal_tables import Link
from domain.store import Store
from domain.tables import Account
from domain.tables import Role as RoleRow

# Whoever keeps the papers lets in those who register and inspect in their place. Who decides, and who watches, is let in
# by whoever runs the installation: an office that could make its own approver would decide for them.
GIVES: dict[Role, frozenset[Role]] = {
    Role.OPERATOR: frozenset(Role),
    Role.STANDING_OFFICE: frozenset({Role.APPLICANT, Role.INSPECTOR}),
}
LASTS = {"invitation": timedelta(days=7), "recovery": timedelta(hours=24)}

_LOGIN = re.compile(r"[a-z0-9][a-z0-9.-]{2,49}")
_TAKEN = Sql("select id from account where login = :login")
_OF_LOGIN = Sql("select id, login, name, active, sample from account where login = :login")
_PLACE = Sql("select 1 from unit where path = :path limit 1")
_ROLES = Sql(
    "select id, role, path, starts, ends from role where account = :account and (ends is null or ends >= :today) order by id"
)
_ROLE = Sql("select id, account, role, path, starts, ends from role where id = :id")
_NEW_LINK = insert(Link, "hash", "account", "purpose", "made_by", "made_at", "expires_at")
_VOID = Sql("update link set used_at = :now where account = :account and used_at is null")
_LOOK = Sql(
    "select c.id, c.login, c.name, l.purpose from link l join account c on c.id = l.account and c.active = 1"
    " where l.hash = :hash and l.used_at is null and l.expires_at > :now"
)
_USE = Sql("update link set used_at = :now where hash = :hash and used_at is null and expires_at > :now")
_DEACTIVATE = Sql("update account set active = 0 where id = :account")
_SIGNED_OUT = Sql("update sign_in set ended_at = :now where account = :account and ended_at is null")
_END_ROLE = Sql("update role set ends = :ends where id = :id")
_OPEN = Sql(
    "select id, season, standard, sha256 from application where inspector = :account and state = 'under-inspection'"
    " and path >= :path and path < :end order by id"
)


class WrongLogin(BadInput):
    """A login that no account may have, or another one has."""


class WrongName(BadInput):
    """A name that no account may have."""


def may_give(by: Person, role: Role, path: str) -> bool:
    """Whether somebody may let others in with this role in this place: their own, or one below it."""
    return any(role in GIVES.get(held, ()) and path.startswith(at) for held, at in by.roles)


def mistaken(login: str, name: str) -> Iterator[Refused]:
    """Everything that no account may be called, so that a form can say it all at once."""
    if not login:
        yield WrongLogin("Hãy ghi tên đăng nhập.", "Give a login.")
    elif not _LOGIN.fullmatch(login):
        yield WrongLogin(
            "Tên đăng nhập “{login}” chưa được: chỉ dùng chữ thường không dấu, chữ số, dấu chấm và gạch nối, từ 3 đến 50 ký tự.",
            "Login “{login}” will not do: small letters without marks, digits, dots and hyphens, 3 to 50 of them.",
            login=login[:60],
        )
    if not name.strip() or len(name) > 200 or not name.isprintable():
        yield WrongName(
            "Tên tài khoản là chức danh hoặc tên cơ quan, từ 1 đến 200 ký tự.",
            "The name is that of an office or a function, 1 to 200 characters.",
        )


def make(
    store: Store, login: str, name: str, role: Role, path: str, by: Person | None, *, language: str = "vi"
) -> int:
    """A new account with one duty from today; its id. `by` is None at the machine itself. Raises Refused."""
    for refusal in mistaken(login, name):
        raise refusal
    require_giving(store.session, by, role, path)
    if store.session.row(_TAKEN, login=login) is not None:
        raise WrongLogin(
            "Tên đăng nhập “{login}” đã có người dùng.", "Login “{login}” is taken already.", login=login
        )
    row = dict(login=login, name=name.strip(), language=language, addresses="{}", active=1, sample=0)
    store.session.many(insert(Account), [row])
    account = int(str((store.session.row(_TAKEN, login=login) or (0,))[0]))
    give(store, account, role, path, today(store.moment), by)
    return account


def give(store: Store, account: int, role: Role, path: str, starts: date, by: Person | None) -> None:
    """A duty in a place from a day on."""
    require_giving(store.session, by, role, path)
    row = dict(account=account, role=role.value, path=path, starts=starts.isoformat(), ends=None)
    store.session.many(insert(RoleRow), [row])


def link(store: Store, login: str, purpose: str, by: Person | None) -> str:
    """The token of a link that lets this account in once; those before are void. Raises Refused."""
    account = _helped(store, login, by)
    token, until = secrets.token_urlsafe(32), instant(store.moment + LASTS[purpose])
    store.session.run(_VOID, account=account, now=store.now)
    store.session.many(
        _NEW_LINK, [(_hashed(token), account, purpose, by.id if by else None, store.now, until)]
    )
    return token


def look(session: Session, token: str, now: str) -> tuple[int, str, str, str] | None:
    """Whom a link lets in: id, login, name and purpose; None when it is wrong, used or too old."""
    row = session.row(_LOOK, hash=_hashed(token), now=now)
    return (int(row[0]), str(row[1]), str(row[2]), str(row[3])) if row else None


def use(store: Store, token: str) -> int:
    """Use a link up; the account that it lets in. Raises NotFound."""
    found = look(store.session, token, store.now)
    if found is None or store.session.run(_USE, hash=_hashed(token), now=store.now) != 1:
        raise NO_LINK
    return found[0]


NO_LINK = NotFound(
    "Liên kết này sai, đã dùng hoặc đã hết hạn. Hãy hỏi người gửi để nhận liên kết mới.",
    "This link is wrong, was used or is too old. Ask whoever sent it for a new one.",
)


def deactivate(store: Store, login: str, by: Person | None) -> int:
    """Nobody comes in with this account any more; what it did stays written. Its id."""
    account = _helped(store, login, by)
    store.session.run(_DEACTIVATE, account=account)
    store.session.run(_SIGNED_OUT, account=account, now=store.now)
    store.session.run(_VOID, account=account, now=store.now)
    return account


def hand_over(
    store: Store, catalogue: Catalogue, role: int, to: str, by: Person | None
) -> tuple[int, list[str]]:
    """Today one account lays a duty down and another takes it up; who had it, and the inspections that went over."""
    now = today(store.moment)
    before, held, path, starts, _ = held_role(store.session, role, now)
    require_giving(store.session, by, held, path)
    after = receiver(store, to, before, by)
    give(store, after, held, path, now, by)
    yesterday = (now - timedelta(days=1)).isoformat()
    # One that began today ends before it began: it was never held.
    store.session.run(_END_ROLE, id=role, ends=yesterday if starts < now.isoformat() else "0001-01-01")
    moved = move_inspections(store, catalogue, before, after, path, by) if held is Role.INSPECTOR else []
    return before, moved


def move_inspections(
    store: Store, catalogue: Catalogue, before: int, after: int, path: str, by: Person | None
) -> list[str]:
    """What one inspector has open in a place goes over to another; of what the other registered, to whoever is proposed."""
    moved: list[str] = []
    open_ones = store.session.rows(_OPEN, account=before, path=path, end=f"{path[:-1]}0")
    cases = store.cases(int(id) for id, *_ in open_ones)
    for id, season, standard, sha256 in open_ones:
        case = cases[id]
        chosen = after if after != case.registered_by else inspection.chooser(store, [case])(case)
        if chosen == before:  # where nobody else may, whoever has it keeps it
            continue
        office = by if by is not None and people.may(by, Deed.ASSIGN, case.path) is None else None
        inspection.assign(store, catalogue.pinned(standard, sha256), case, chosen, office)
        moved.append(reference(season, id))
    return moved


def held_role(session: Session, role: int, day: date) -> tuple[int, Role, str, str, str | None]:
    """A duty that is held or will be: whose, which, where, from and until when. Raises NotFound."""
    row = session.row(_ROLE, id=role)
    if row is None or (row[5] is not None and row[5] < day.isoformat()):
        raise NotFound("Không có nhiệm vụ này, hoặc đã kết thúc.", "There is no such duty, or it has ended.")
    _, account, name, path, starts, ends = row
    return int(account), Role(name), str(path), str(starts), ends


def receiver(store: Store, to: str, before: int, by: Person | None) -> int:
    """The account that takes a duty up. Raises Refused."""
    after = _helped(store, to, by, new=True)
    if after == before:
        raise BadInput("Người nhận chính là người đang giữ.", "The account has this duty already.")
    return after


def roles(session: Session, account: int, day: date) -> list[tuple[int, Role, str]]:
    """The duties that an account holds or will hold: number, role and place."""
    rows = session.rows(_ROLES, account=account, today=day.isoformat())
    return [(int(id), Role(role), str(path)) for id, role, path, _, _ in rows]


def require_giving(session: Session, by: Person | None, role: Role, path: str) -> None:
    """Raise Refused unless a duty in a place is this person's to hand out, and there is such a place."""
    if path != "/" and session.row(_PLACE, path=path) is None:
        raise BadInput("Không có đơn vị {path}.", "There is no unit {path}.", path=path)
    if by is not None and not may_give(by, role, path):
        raise NotAllowed(
            "{person} không được giao nhiệm vụ {role} ở đây.",
            "{person} may not hand out the duty of {role} here.",
            person=by.name,
            role=ROLE_NAMES[role],
        )


def _helped(store: Store, login: str, by: Person | None, *, new: bool = False) -> int:
    """The account with this login, when `by` may see to it: only if every duty it has is theirs to give, as whoever
    opens an account has its duties. `new`: an account without duties yet may be anybody's."""
    row = store.session.row(_OF_LOGIN, login=login)
    missing = NotFound(
        "Không có tài khoản “{login}” đang hoạt động trong phạm vi của bạn.",
        "There is no active account “{login}” within your place.",
        login=login[:60],
    )
    if row is None or not row[3]:
        raise missing
    if by is not None:
        held = roles(store.session, int(row[0]), today(store.moment))
        if not new and not all(may_give(by, role, path) for _, role, path in held):
            raise missing
        if not new and not held and not any(role is Role.OPERATOR for role, _ in by.roles):
            raise missing
    return int(row[0])


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
