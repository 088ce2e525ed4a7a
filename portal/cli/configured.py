"""Configured: what the doctor checks of what an installation chose: its files, keys and channels."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from domain import certificate_tokens, signing_keys, webhook_addresses, workdays
from domain import webhooks as programs
from domain.calendar import today
from domain.errors import Refused
from domain.procedure_checks import remarks
from domain.rulebook import figures
from domain.rulebook.yamlfile import Problem
from domain.settings import Settings
from domain.texts import Text
from portal.cli import opening
from portal.cli.finding import Finding, ill, run, well
from portal.documents import signing as document_signing
from portal.documents import word

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S")


def criteria(chosen: Settings) -> Finding:
    title = Text(vi="Bộ tiêu chí", en="Criteria")
    found = opening.criteria()
    problems = [*found.problems, *opening.changed_editions(found)]
    if not problems:
        # Whose they are is what an installation can be wrong about; the names of all of them are on the page of standards.
        whose = Counter(path.split("/")[0] for path in found.standards)
        told = ", ".join(f"{name}: {many}" for name, many in sorted(whose.items()))
        seen = Text(vi="{many} bộ ({whose})", en="{many} sets ({whose})")
        return well("criteria", title, seen.filled(many=whose.total(), whose=told))
    problem = problems[0]
    many = len(problems)
    seen = Text(
        vi=f"{many} lỗi; đầu tiên: {problem.in_('vi')}", en=f"{many} mistakes; first: {problem.in_('en')}"
    )
    return Finding("criteria", title, False, seen, run("antoan criteria check"))


def signing(chosen: Settings) -> Finding:
    """Whether certificates can be signed; a trial installation makes its key by itself when the first is asked for."""
    title = Text(vi="Khóa ký giấy công nhận", en="Keys that sign certificates")
    trial, now = chosen.env != "production", datetime.now(UTC)
    try:
        keys = signing_keys.held(chosen.home.absolute())
        if trial and not keys:
            return well(
                "signing",
                title,
                Text(
                    vi="chưa có; tự tạo khi lập giấy đầu tiên",
                    en="none yet; one is made with the first certificate",
                ),
            )
        key = certificate_tokens.Signer(keys, chosen.public_address, trial).key(now)
    except Refused as refusal:
        return Finding("signing", title, False, refusal.text, run("antoan keys new"))
    if not trial and not chosen.public_url:
        seen = Text(vi="chưa đặt ANTOAN_PUBLIC_URL", en="ANTOAN_PUBLIC_URL is not set")
        mend = Text(
            vi="Đặt ANTOAN_PUBLIC_URL là địa chỉ mà ai cũng mở được; mã QR trên giấy công nhận chứa địa chỉ ấy.",
            en="Set ANTOAN_PUBLIC_URL to the address that anybody can open; the QR codes of certificates hold it.",
        )
        return Finding("signing", title, False, seen, mend)
    seen = Text(vi="{key}, dùng đến {day}", en="{key}, until {day}")
    return well(
        "signing", title, seen.filled(key=key.public.id.hex(), day=figures.day(key.public.until.date()))
    )


def procedures(chosen: Settings) -> Finding:
    """A procedure that cannot be read keeps its place from recognising anybody."""
    title = Text(vi="Trình tự của địa phương", en="Procedures of places")
    found = remarks(opening.procedures(), opening.criteria())
    if not found:
        return well("procedures", title, ", ".join(str(folder) for folder in chosen.procedure_folders))
    problem, many = found[0], len(found)
    seen = Text(
        vi=f"{many} lỗi; đầu tiên: {problem.in_('vi')}", en=f"{many} mistakes; first: {problem.in_('en')}"
    )
    return Finding("procedures", title, False, seen, run("antoan procedures check"))


def calendars(chosen: Settings) -> Finding:
    """A place that makes its lists public for working days can do so only as far ahead as the calendar knows them."""
    title = Text(vi="Lịch ngày làm việc", en="Calendar of working days")
    found = workdays.load(chosen.calendar_folders)
    mend = Text(
        vi="Sửa tệp lịch, hoặc ghi thêm lịch đã công bố, trong: {folders}",
        en="Mend the calendar files, or add the announced days, in: {folders}",
    ).filled(folders=", ".join(str(folder) for folder in chosen.calendar_folders))
    if found.problems:
        return Finding("calendars", title, False, _first(found.problems), mend)
    last = max((one.until for one in found.files), default=None)
    if last is None:
        return Finding("calendars", title, False, Text(vi="không có tệp nào", en="there is no file"), mend)
    ahead = (last - today(opening.now())).days
    seen = Text(
        vi="biết đến hết ngày {day}, còn {ahead} ngày", en="known up to {day}, {ahead} days ahead"
    ).filled(day=figures.day(last), ahead=max(ahead, 0))
    needed = max(
        (one.publication.working_days for one in opening.procedures().files if one.publication), default=0
    )
    # A working week has five days, and holidays come between.
    if ahead < 2 * needed:
        return Finding("calendars", title, False, seen, mend)
    return Finding("calendars", title, True, seen)


def templates(chosen: Settings) -> Finding:
    """Whether the office's own Word templates can be read."""
    title = Text(vi="Mẫu Word của đơn vị", en="The office's Word templates")
    folder = chosen.home.absolute() / "documents" / "templates"
    own = sorted(folder.glob("*.docx")) if folder.is_dir() else []
    for file in own:
        try:
            word.check(word.template(chosen.home.absolute(), file.stem))
        except Refused as refusal:
            mend = Text(vi="Sửa hoặc bỏ tệp {file}", en="Mend or remove {file}").filled(file=str(file))
            return Finding("templates", title, False, refusal.text, mend)
    if not own:
        return Finding("templates", title, True, Text(vi="dùng mẫu có sẵn", en="the shipped ones are used"))
    return well("templates", title, ", ".join(file.name for file in own))


def documents(chosen: Settings) -> Finding:
    """Whether what signs documents can be used; without any they are handed out unsigned."""
    title = Text(vi="Khóa ký văn bản", en="Key that signs documents")
    try:
        signer = document_signing.signer()
    except Refused as refusal:
        mend = Text(
            vi="Xem lại ANTOAN_SIGN_KEY, ANTOAN_SIGN_CERTIFICATE, ANTOAN_SIGNER.",
            en="Look at ANTOAN_SIGN_KEY, ANTOAN_SIGN_CERTIFICATE, ANTOAN_SIGNER.",
        )
        return Finding("documents", title, False, refusal.text, mend)
    if signer is None:
        unsigned = Text(
            vi="chưa đặt; văn bản lập ra chưa ký số", en="none set; documents are made without a signature"
        )
        return Finding("documents", title, True, unsigned)
    return well("documents", title, chosen.signer or str(chosen.sign_key))


def channels(chosen: Settings) -> Finding:
    """Whether each channel's address can be filled in. The addresses hold secrets, so they are never printed."""
    title = Text(vi="Kênh gửi thư", en="Channels")
    if not chosen.channels:
        seen = Text(
            vi=f"chưa đặt; thư nằm trong {chosen.outbox_folder}",
            en=f"none set; letters land in {chosen.outbox_folder}",
        )
        return Finding("channels", title, True, seen)
    wrong = [
        name
        for name, secret in chosen.channels.items()
        if "{address}" not in secret.get_secret_value() or not _SCHEME.match(secret.get_secret_value())
    ]
    if not wrong:
        return well("channels", title, ", ".join(chosen.channels))
    mend = Text(
        vi="Trong ANTOAN_CHANNELS, mỗi kênh là một địa chỉ Apprise có {address}, ví dụ mailtos://user:pass@host?to={address}",
        en="In ANTOAN_CHANNELS each channel is an Apprise URL with {address}, such as mailtos://user:pass@host?to={address}",
    )
    return ill("channels", title, ", ".join(wrong), mend)


def webhooks(chosen: Settings) -> Finding:
    """Whether each program that is told by webhook can be told: its address, its secret, and what it answered last."""
    title = Text(vi="Webhook", en="Webhooks")
    try:
        with opening.database().reading() as session:
            found = programs.programs(session)
    except Refused as refusal:  # another check tells of the database
        return Finding("webhooks", title, True, refusal.text)
    if not found:
        return Finding("webhooks", title, True, Text(vi="chưa đặt", en="none set"))
    logins = ", ".join(one.login for one in found)
    if not chosen.webhooks:
        return ill("webhooks", title, logins, Text(
            vi="Đặt ANTOAN_WEBHOOKS=true cho động cơ, hoặc bỏ webhook: antoan accounts webhook {login} --remove",
            en="Set ANTOAN_WEBHOOKS=true for the engine, or remove them: antoan accounts webhook {login} --remove",
        ).filled(login=found[0].login))  # fmt: skip
    for one in found:
        again = Text(
            vi="Đặt lại: antoan accounts webhook {login} https://…", en="Set it anew: antoan accounts webhook {login} https://…"
        ).filled(login=one.login)  # fmt: skip
        try:
            webhook_addresses.check(
                one.address, chosen.webhook_networks, production=chosen.env == "production"
            )
            programs.held(chosen.home.absolute(), one.id, opening.now())
        except Refused as refusal:
            seen = Text(vi="{login}: {why}", en="{login}: {why}").filled(login=one.login, why=refusal.text)
            return Finding("webhooks", title, False, seen, again)
    failing = [one for one in found if one.error]
    if not failing:
        return well("webhooks", title, logins)
    worst = max(failing, key=lambda one: (one.parked, one.waiting))
    seen = Text(
        vi="{n} nơi nhận không trả lời; {login}: {waiting} tin chờ gửi lại, {parked} bị treo. {why}",
        en="{n} receivers do not answer; {login}: {waiting} to be sent again, {parked} parked. {why}",
    ).filled(n=len(failing), login=worst.login, waiting=worst.waiting, parked=worst.parked, why=worst.error)
    mend = Text(
        vi="Hỏi người giữ chương trình {login} để mở lại máy nhận; tin chờ tự gửi lại, tin bị treo thì chạy: antoan work retry letters",
        en="Have the keepers of {login} bring their server back; what waits is sent by itself, what is parked by: antoan work retry letters",
    ).filled(login=worst.login)
    return Finding("webhooks", title, False, seen, mend)


def _first(problems: Sequence[Problem]) -> Text:
    return Text(vi="{many} lỗi; đầu tiên: {what}", en="{many} mistakes; first: {what}").filled(
        many=len(problems), what=Text(vi=problems[0].in_("vi"), en=problems[0].in_("en"))
    )


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    criteria, procedures, calendars, signing, documents, templates, channels, webhooks,
)  # fmt: skip
