"""Log: what happened to accounts: sign-ins, failures, refusals, changes of what somebody signs in with. Append-only."""

from starlette.requests import Request

from domain.cases import instant
from domain.database import Session, insert
from domain.portal_tables import SecurityEvent
from domain.store import Store
from domain.texts import Text
from portal.site import site

# What is written of; a kind is never given another meaning.
KINDS: dict[str, Text] = {
    "signed-in": Text(vi="Đăng nhập", en="Signed in"),
    "sign-in-failed": Text(vi="Đăng nhập sai", en="Sign-in failed"),
    "second-step-done": Text(vi="Qua bước xác nhận thứ hai", en="Second step passed"),
    "second-step-failed": Text(vi="Sai bước xác nhận thứ hai", en="Second step failed"),
    "recovery-code-used": Text(vi="Dùng mã dự phòng", en="Recovery code used"),
    "too-many-tries": Text(vi="Thử quá nhiều lần", en="Too many tries"),
    "signed-out": Text(vi="Đăng xuất", en="Signed out"),
    "sign-ins-ended": Text(vi="Kết thúc phiên đăng nhập khác", en="Other sign-ins ended"),
    "refused": Text(vi="Bị từ chối vì không có quyền", en="Refused: not allowed"),
    "from-another-site": Text(vi="Yêu cầu đến từ trang khác", en="Request from another site"),
    "password-changed": Text(vi="Đổi mật khẩu", en="Password changed"),
    "totp-set": Text(vi="Đặt ứng dụng xác thực", en="Authenticator app set"),
    "passkey-added": Text(vi="Thêm khóa truy cập", en="Passkey added"),
    "passkey-removed": Text(vi="Bỏ khóa truy cập", en="Passkey removed"),
    "recovery-codes-made": Text(vi="Tạo mã dự phòng", en="Recovery codes made"),
    "factors-removed": Text(vi="Xóa xác nhận thứ hai", en="Second factors removed"),
    "link-made": Text(vi="Tạo liên kết một lần", en="One-time link made"),
    "link-used": Text(vi="Dùng liên kết một lần", en="One-time link used"),
    "link-failed": Text(vi="Liên kết sai hoặc hết hạn", en="Link wrong or expired"),
    "token-made": Text(vi="Tạo mã truy cập", en="Access token made"),
    "token-ended": Text(vi="Hủy mã truy cập", en="Access token ended"),
    "webhook-set": Text(vi="Đặt webhook và khóa bí mật mới", en="Webhook set, with a new secret"),
    "webhook-ended": Text(vi="Bỏ webhook", en="Webhook removed"),
    "account-made": Text(vi="Lập tài khoản", en="Account made"),
    "account-deactivated": Text(vi="Khóa tài khoản", en="Account deactivated"),
    "role-given": Text(vi="Giao nhiệm vụ", en="Duty given"),
    "role-ended": Text(vi="Kết thúc nhiệm vụ", en="Duty ended"),
    "handed-over": Text(vi="Bàn giao nhiệm vụ", en="Duty handed over"),
    "identity-linked": Text(vi="Liên kết với nhà cung cấp danh tính", en="Identity provider linked"),
    "identity-unlinked": Text(vi="Bỏ liên kết với nhà cung cấp danh tính", en="Identity provider unlinked"),
}

_NOTE = insert(SecurityEvent, "at", "kind", "account", "login", "address", "detail")


def note(
    store: Store, kind: str, account: int | None = None, login: str = "", address: str = "", detail: str = ""
) -> None:
    """Write one line, in the transaction of what it tells of."""
    write(store.session, store.now, kind, account, login, address, detail)


def write(
    session: Session, at: str, kind: str, account: int | None, login: str, address: str, detail: str
) -> None:
    assert kind in KINDS, kind
    session.many(_NOTE, [(at, kind, account, _kept(login, 100), address, _kept(detail, 500))])


async def told(
    request: Request, kind: str, account: int | None = None, login: str = "", detail: str = ""
) -> None:
    """Write one line of its own, of whoever asks."""
    here = site(request)
    where = address(request)
    visitor = getattr(request.state, "visitor", None)
    if account is None and visitor is not None:
        account, login = visitor.person.id, login or visitor.person.login
    at = instant(here.now)
    await here.writer.write(lambda store: write(store.session, at, kind, account, login, where, detail))


def address(request: Request) -> str:
    """Where somebody asks from; behind a proxy of ours, what that one says (ANTOAN_PORTAL_PROXY)."""
    return request.client.host if request.client else ""


def _kept(text: str, most: int) -> str:
    """What both databases can hold, and no flood."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:most]
