"""People: accounts, the roles they hold in places, and the one function that says who may do what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import orjson

from domain.cases import Case, place_of
from domain.database import Row, Session, Sql, listed
from domain.errors import NotAllowed, NotFound
from domain.texts import Text


class Role(StrEnum):
    APPLICANT = "applicant"
    INSPECTOR = "inspector"
    STANDING_OFFICE = "standing-office"
    APPROVER = "approver"
    COUNCIL_MEMBER = "council-member"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class Deed(StrEnum):
    """What somebody may want to do; the name of the act in every layer."""

    REGISTER = "register"
    SUBMIT_DOSSIER = "submit-dossier"
    WITHDRAW = "withdraw"
    ASK_SUPPLEMENT = "ask-supplement"
    ASSIGN = "assign"
    INSPECT = "inspect"
    RECUSE = "recuse"
    APPROVE = "approve"
    DECLINE = "decline"
    RETURN = "return"
    UPHOLD = "uphold"
    REVOKE = "revoke"
    CALL_COUNCIL = "call-council"
    VOTE = "vote"
    PUBLISH = "publish"
    ANSWER_OBJECTION = "answer-objection"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide-appeal"
    CORRECT = "correct"
    REINSTATE = "reinstate"
    READ = "read"
    IMPORT_UNITS = "import-units"
    OPEN_SEASON = "open-season"
    CLOSE_SEASON = "close-season"
    RETRY_WORK = "retry-work"
    CHANGE_EDITION = "change-edition"


ROLE_NAMES = {
    Role.APPLICANT: Text(vi="người đăng ký", en="applicant"),
    Role.INSPECTOR: Text(vi="người kiểm tra", en="inspector"),
    Role.STANDING_OFFICE: Text(vi="thường trực Ban Chỉ đạo", en="standing office"),
    Role.APPROVER: Text(vi="người có thẩm quyền công nhận", en="approver"),
    Role.COUNCIL_MEMBER: Text(vi="thành viên Hội đồng", en="council member"),
    Role.AUDITOR: Text(vi="người giám sát", en="auditor"),
    Role.OPERATOR: Text(vi="người vận hành", en="operator"),
}

DEED_NAMES = {
    Deed.REGISTER: Text(vi="đăng ký", en="register"),
    Deed.SUBMIT_DOSSIER: Text(vi="nộp hồ sơ", en="submit a dossier"),
    Deed.WITHDRAW: Text(vi="rút hồ sơ", en="withdraw an application"),
    Deed.ASK_SUPPLEMENT: Text(vi="yêu cầu bổ sung hồ sơ", en="ask for a supplement"),
    Deed.ASSIGN: Text(vi="phân công kiểm tra", en="assign an inspector"),
    Deed.INSPECT: Text(vi="ghi kết quả kiểm tra", en="record an inspection"),
    Deed.RECUSE: Text(vi="từ chối kiểm tra", en="decline an inspection"),
    Deed.APPROVE: Text(vi="phê duyệt công nhận", en="approve a recognition"),
    Deed.DECLINE: Text(vi="không công nhận", en="decline a recognition"),
    Deed.RETURN: Text(vi="trả lại hồ sơ", en="return an application"),
    Deed.UPHOLD: Text(vi="giữ nguyên công nhận", en="uphold a recognition"),
    Deed.REVOKE: Text(vi="thu hồi công nhận", en="revoke a recognition"),
    Deed.CALL_COUNCIL: Text(vi="triệu tập Hội đồng", en="call the council"),
    Deed.VOTE: Text(vi="biểu quyết tại Hội đồng", en="vote in the council"),
    Deed.PUBLISH: Text(vi="công khai dự kiến công nhận", en="publish intended recognitions"),
    Deed.ANSWER_OBJECTION: Text(vi="trả lời ý kiến phản ánh", en="answer an objection"),
    Deed.APPEAL: Text(vi="khiếu nại", en="appeal"),
    Deed.DECIDE_APPEAL: Text(vi="giải quyết khiếu nại", en="decide an appeal"),
    Deed.CORRECT: Text(vi="đính chính công nhận", en="correct a recognition"),
    Deed.REINSTATE: Text(vi="khôi phục công nhận", en="reinstate a recognition"),
    Deed.READ: Text(vi="xem hồ sơ", en="read an application"),
    Deed.IMPORT_UNITS: Text(vi="nhập danh sách đơn vị", en="import units"),
    Deed.OPEN_SEASON: Text(vi="mở đợt", en="open a season"),
    Deed.CLOSE_SEASON: Text(vi="khóa sổ đợt", en="close a season"),
    Deed.RETRY_WORK: Text(vi="cho chạy lại việc bị treo", en="retry parked work"),
    Deed.CHANGE_EDITION: Text(
        vi="chuyển hồ sơ sang bản tiêu chuẩn khác", en="move applications to another edition"
    ),
}

MAY: dict[Deed, frozenset[Role]] = {
    Deed.REGISTER: frozenset({Role.APPLICANT, Role.STANDING_OFFICE}),
    Deed.SUBMIT_DOSSIER: frozenset({Role.APPLICANT, Role.STANDING_OFFICE}),
    Deed.WITHDRAW: frozenset({Role.APPLICANT}),
    Deed.ASK_SUPPLEMENT: frozenset({Role.STANDING_OFFICE}),
    Deed.ASSIGN: frozenset({Role.STANDING_OFFICE}),
    Deed.INSPECT: frozenset({Role.INSPECTOR}),
    Deed.RECUSE: frozenset({Role.INSPECTOR}),
    Deed.APPROVE: frozenset({Role.APPROVER}),
    Deed.DECLINE: frozenset({Role.APPROVER}),
    Deed.RETURN: frozenset({Role.APPROVER, Role.STANDING_OFFICE}),
    Deed.UPHOLD: frozenset({Role.APPROVER}),
    Deed.REVOKE: frozenset({Role.APPROVER}),
    Deed.CALL_COUNCIL: frozenset({Role.STANDING_OFFICE}),
    Deed.VOTE: frozenset({Role.COUNCIL_MEMBER}),
    Deed.PUBLISH: frozenset({Role.STANDING_OFFICE}),
    Deed.ANSWER_OBJECTION: frozenset({Role.STANDING_OFFICE}),
    Deed.APPEAL: frozenset({Role.APPLICANT}),
    # By somebody else than who decided: of the same place or one above.
    Deed.DECIDE_APPEAL: frozenset({Role.APPROVER}),
    Deed.CORRECT: frozenset({Role.APPROVER}),
    Deed.REINSTATE: frozenset({Role.APPROVER}),
    Deed.READ: frozenset(set(Role) - {Role.OPERATOR}),
    Deed.IMPORT_UNITS: frozenset({Role.OPERATOR}),
    Deed.OPEN_SEASON: frozenset({Role.OPERATOR}),
    Deed.CLOSE_SEASON: frozenset({Role.OPERATOR}),
    Deed.RETRY_WORK: frozenset({Role.OPERATOR}),
    # Which edition judges a season is the law's to say; whoever runs the installation carries it out.
    Deed.CHANGE_EDITION: frozenset({Role.OPERATOR}),
}

# The decision belongs to one place (Điều 10): a province's chair does not decide for a commune's.
_DECIDES = frozenset({Deed.APPROVE, Deed.DECLINE, Deed.UPHOLD, Deed.REVOKE, Deed.CORRECT, Deed.REINSTATE})
# What nobody does about an application that they registered or inspected.
_IMPARTIAL = _DECIDES | {Deed.RETURN, Deed.ANSWER_OBJECTION, Deed.DECIDE_APPEAL}
# And so does the council that it asks first.
_OF_ONE_PLACE = _DECIDES | {Deed.CALL_COUNCIL, Deed.VOTE}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a program that acts for somebody may do at most: these deeds, to units at or below this path."""

    deeds: frozenset[Deed]
    path: str = "/"


@dataclass(frozen=True, slots=True)
class Person:
    """An account and the (role, path) pairs that it holds today. With `bounds` less of it: never more."""

    id: int
    login: str
    name: str
    language: str = "vi"
    addresses: dict[str, str] = field(default_factory=dict, hash=False, compare=False)
    roles: frozenset[tuple[Role, str]] = frozenset()
    bounds: Bounds | None = None

    def holds(self, role: Role, path: str) -> bool:
        """Whether they hold the role for exactly this place or one above it."""
        return any(held is role and path.startswith(place) for held, place in self.roles)


def may(person: Person, deed: Deed, path: str, case: Case | None = None) -> Text | None:
    """Why this person may not do this to the unit at `path`; None when they may.

    `path` is the unit's own; whoever decides on it holds their role at the place above (Điều 10). Nobody decides
    on what they registered or inspected, and nobody inspects what they registered.
    """
    if beyond := outside(person, deed, path):
        return beyond
    place = place_of(path)
    allowed = MAY[deed]
    for role, at in person.roles:
        if role in allowed and _reaches(role, at, deed, path, place):
            break
    else:
        return Text(
            vi="{person} không được {deed} ở đây: việc này thuộc {roles} của nơi đó.",
            en="{person} may not {deed} here: that belongs to the {roles} of the place.",
        ).filled(person=person.name, deed=DEED_NAMES[deed], roles=_roles(allowed))
    return _conflict(person, deed, case) if case is not None else None


def outside(person: Person, deed: Deed, path: str) -> Text | None:
    """Why the access token that somebody acts by does not reach this far; None when it does, or they act by none."""
    bounds = person.bounds
    if bounds is None:
        return None
    if deed not in bounds.deeds:
        return Text(
            vi="Mã truy cập này không được dùng để {deed}.", en="This access token may not be used to {deed}."
        ).filled(deed=DEED_NAMES[deed])
    if not path.startswith(bounds.path):
        return Text(
            vi="Mã truy cập này chỉ dùng được trong phạm vi {path}.",
            en="This access token may only be used within {path}.",
        ).filled(path=bounds.path)
    return None


def require(person: Person, deed: Deed, path: str, case: Case | None = None) -> None:
    """Raise NotAllowed with the reason when `may` gives one."""
    reason = may(person, deed, path, case)
    if reason is not None:
        raise NotAllowed(reason.vi, reason.en)


def _reaches(role: Role, at: str, deed: Deed, path: str, place: str) -> bool:
    if role is Role.APPLICANT:
        return path.startswith(at)
    if deed in _OF_ONE_PLACE:
        return place == at
    return place.startswith(at)


def within(person: Person, deed: Deed, column: str = "a.path") -> tuple[str, dict[str, str]]:
    """What `may` says of places, as a condition in SQL on a unit's path, with its values: for lists and counts.

    Conflicts of one case (who inspected it) are not in it: those are asked for when somebody acts.
    """
    conditions: list[str] = []
    values: dict[str, str] = {}
    if person.bounds is not None and deed not in person.bounds.deeds:
        return "(1 = 0)", values
    for role, at in sorted(person.roles):
        if role not in MAY[deed]:
            continue
        name = f"place_{len(values)}"
        # A path ends with “/”, and “0” is the sign after it: everything below `at`, in the order of the index.
        values |= {name: at, f"{name}_end": f"{at[:-1]}0"}
        below = f"({column}{{bytes}} >= :{name} and {column}{{bytes}} < :{name}_end"
        if role is Role.APPLICANT:
            conditions.append(f"{below})")
            continue
        below += f" and {column} <> :{name}"
        if deed in _OF_ONE_PLACE:
            values[f"{name}_deep"] = _escaped(at) + "%/%/"
            below += f" and {column} not like :{name}_deep escape '!'"
        conditions.append(f"{below})")
    if not conditions:
        return "(1 = 0)", values
    condition = f"({' or '.join(conditions)})"
    if person.bounds is not None:
        values |= {"bounds": person.bounds.path, "bounds_end": f"{person.bounds.path[:-1]}0"}
        condition = f"({condition} and {column}{{bytes}} >= :bounds and {column}{{bytes}} < :bounds_end)"
    return condition, values


def _escaped(path: str) -> str:
    return path.replace("!", "!!").replace("%", "!%").replace("_", "!_")


REGISTERED_IT = Text(
    vi="Người đăng ký hồ sơ không được phê duyệt chính hồ sơ đó.",
    en="Whoever registered an application may not decide on it.",
)
INSPECTED_IT = Text(
    vi="Người kiểm tra hồ sơ không được phê duyệt chính hồ sơ đó.",
    en="Whoever inspected an application may not decide on it.",
)


def _conflict(person: Person, deed: Deed, case: Case) -> Text | None:
    if deed in _IMPARTIAL and person.id == case.inspected_by:
        return INSPECTED_IT
    if deed in _IMPARTIAL and person.id == case.registered_by:
        return REGISTERED_IT
    if deed is Deed.INSPECT and person.id == case.registered_by:
        return Text(
            vi="Người đăng ký hồ sơ không được kiểm tra chính hồ sơ đó.",
            en="Whoever registered an application may not inspect it.",
        )
    if deed in {Deed.INSPECT, Deed.RECUSE} and case.inspector is not None and person.id != case.inspector:
        return Text(
            vi="Hồ sơ này đã phân công cho người kiểm tra khác.",
            en="This application is assigned to another inspector.",
        )
    return None


def _roles(roles: frozenset[Role]) -> Text:
    names = [ROLE_NAMES[role] for role in Role if role in roles]
    return Text(vi=" hoặc ".join(n.vi for n in names), en=" or ".join(n.en for n in names))


_PEOPLE = (
    "select c.id, c.login, c.name, c.language, c.addresses, r.role, r.path from account c left join role r"
    " on r.account = c.id and r.starts <= :today and (r.ends is null or r.ends >= :today) where c.active = 1 and "
)
_BY_LOGIN = Sql(_PEOPLE + "c.login in {texts:logins}")
_BY_ID = Sql(_PEOPLE + "c.id in {numbers:ids}")


def load(session: Session, logins: Iterable[str], today: str) -> dict[str, Person]:
    """The people with these logins and the roles they hold today, in one statement."""
    found = session.rows(_BY_LOGIN, logins=listed(logins), today=today)
    return {person.login: person for person in _people(found)}


def by_id(session: Session, ids: Iterable[int], today: str) -> dict[int, Person]:
    found = session.rows(_BY_ID, ids=listed(ids), today=today)
    return {person.id: person for person in _people(found)}


def person(session: Session, login: str, today: str) -> Person:
    """The person with this login. Raises NotFound."""
    found = load(session, [login], today).get(login)
    if found is None:
        raise NotFound(
            "Không có tài khoản “{login}”, hoặc tài khoản đã khóa.",
            "There is no active account “{login}”.",
            login=login,
        )
    return found


def _people(rows: Iterable[Row]) -> Iterator[Person]:
    """Everybody of these rows, of which each holds one of their roles."""
    held: dict[Row, set[tuple[Role, str]]] = {}
    for *account, role, path in rows:
        roles = held.setdefault(tuple(account), set())
        if role is not None:
            roles.add((Role(role), path))
    for (id, login, name, language, addresses), roles in held.items():
        yield Person(id, login, name, language, orjson.loads(addresses), frozenset(roles))
