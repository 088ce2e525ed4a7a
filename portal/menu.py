"""Menu: which pages each role starts from."""

from typing import NamedTuple

from domain.people import Person, Role
from domain.texts import Text


class Item(NamedTuple):
    """One line of the menu; `roles` empty: for anyone."""

    address: str
    title: Text
    roles: frozenset[Role] = frozenset()


def _for(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


ITEMS = (
    Item("/dang-ky", Text(vi="Hồ sơ của tôi", en="My applications"), _for(Role.APPLICANT)),
    Item("/kiem-tra", Text(vi="Kiểm tra", en="Inspections"), _for(Role.INSPECTOR)),
    Item("/thuong-truc", Text(vi="Thường trực", en="Standing office"), _for(Role.STANDING_OFFICE)),
    Item(
        "/hoi-dong",
        Text(vi="Hội đồng", en="Council"),
        _for(Role.COUNCIL_MEMBER, Role.STANDING_OFFICE, Role.AUDITOR),
    ),
    Item("/phe-duyet", Text(vi="Phê duyệt", en="Decisions"), _for(Role.APPROVER)),
    Item("/khieu-nai", Text(vi="Khiếu nại", en="Appeals"), _for(Role.APPROVER)),
    Item(
        "/ho-so",
        Text(vi="Tra cứu hồ sơ", en="Applications"),
        _for(Role.INSPECTOR, Role.STANDING_OFFICE, Role.APPROVER, Role.AUDITOR),
    ),
    Item(
        "/quyet-dinh",
        Text(vi="Sổ quyết định", en="Book of decisions"),
        _for(Role.STANDING_OFFICE, Role.APPROVER, Role.AUDITOR),
    ),
    Item(
        "/tong-quan",
        Text(vi="Tổng quan", en="Overview"),
        _for(Role.STANDING_OFFICE, Role.APPROVER, Role.AUDITOR),
    ),
    Item("/van-hanh", Text(vi="Vận hành", en="Operation"), _for(Role.OPERATOR)),
    Item("/so-cong-nhan", Text(vi="Sổ công nhận", en="Register")),
    Item("/cong-khai", Text(vi="Công khai", en="Public notice")),
    Item("/tieu-chuan", Text(vi="Tiêu chuẩn", en="Standards")),
    Item("/so-lieu", Text(vi="Số liệu", en="Figures")),
)


def of(person: Person | None, path: str) -> list[tuple[Item, bool]]:
    """The items that somebody may use, and whether each is the one they are in."""
    held = {role for role, _ in person.roles} if person else set()
    shown = [item for item in ITEMS if not item.roles or item.roles & held]
    return [(item, path == item.address or path.startswith(f"{item.address}/")) for item in shown]


def home(person: Person) -> str:
    """Where somebody's work begins; who only watches over begins with the figures, not with what they cannot do."""
    held = {role for role, _ in person.roles}
    if held == {Role.AUDITOR}:
        return "/tong-quan"
    return next((item.address for item in ITEMS if item.roles & held), "/tieu-chuan")
