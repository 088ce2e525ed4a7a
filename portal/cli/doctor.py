"""Doctor: looks at everything that an installation needs, and says how to mend what is wrong."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.markup import escape

from domain import outbox, revisions
from domain.cases import instant, moment
from domain.database import Sql
from domain.errors import Refused
from domain.rulebook import figures
from domain.settings import Settings, settings
from domain.texts import Text
from portal import reading
from portal.cli import configured, opening, orchestrator
from portal.cli.finding import Finding, ill, run, well
from portal.cli.locks import engine_lock
from portal.cli.printing import REFUSED, Format, FormatOption, emit, out, say

ENOUGH_DISK = 500_000_000
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
# Clocks of two machines differ a little; a record from further ahead than this is a clock that was wrong.
TOLERATED_SECONDS = 300


def doctor(how: FormatOption = Format.TABLE) -> None:
    """Kiểm tra cơ sở dữ liệu, phiên bản, ổ đĩa, Prefect, động cơ, tiêu chí, lịch, mẫu, khóa ký, đồng hồ, kênh gửi thư; nói cách sửa.

    Check database, migrations, disk, Prefect, engine, criteria, calendar, templates, keys, clock, channels; says how to mend.

    Ví dụ / Example: `antoan doctor --format json`
    """
    findings = list(examine(settings()))
    language = settings().language

    def lines() -> None:
        for finding in findings:
            mark = "[green]✓[/green]" if finding.ok else "[red]✗[/red]"
            text = escape(f"{finding.title.in_(language)}: {finding.seen.in_(language)}")
            out.print(f"{mark} {text}", highlight=False, soft_wrap=True)
            if finding.mend:
                out.print(f"  → {escape(finding.mend.in_(language))}", highlight=False, soft_wrap=True)
        if all(finding.ok for finding in findings):
            out.print(say("Mọi thứ đều ổn.", "All is well."))

    emit([_as_data(finding) for finding in findings], how, lines)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(REFUSED)


def examine(chosen: Settings) -> Iterator[Finding]:
    """Every check in turn; what depends on the database is left out when that cannot be opened."""
    yield folder(chosen)
    yield disk(chosen)
    opened = database(chosen)
    yield opened
    if opened.ok:
        migrated = migrations(chosen)
        yield migrated
        if chosen.database_url.startswith("sqlite"):
            yield integrity(chosen)
        if migrated.ok:
            yield clock(chosen)
            yield work(chosen)
    yield prefect(chosen)
    if chosen.database_url.startswith("sqlite"):
        yield engine(chosen)
    for check in configured.CHECKS:
        yield check(chosen)


def folder(chosen: Settings) -> Finding:
    title = Text(vi="Thư mục ghi được", en="Writable folder")
    home = chosen.home.absolute()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return well("folder", title, str(home))
    except OSError as error:
        mend = Text(
            vi="Cấp quyền ghi cho thư mục, hoặc đặt ANTOAN_HOME là nơi ghi được.",
            en="Make the folder writable, or set ANTOAN_HOME to one that is.",
        )
        return ill("folder", title, f"{home}: {error.strerror}", mend)


def disk(chosen: Settings) -> Finding:
    title = Text(vi="Ổ đĩa còn trống", en="Free disk")
    there = next(
        place for place in (chosen.home.absolute(), *chosen.home.absolute().parents) if place.exists()
    )
    free = shutil.disk_usage(there).free
    whole, tenths = divmod(free // 10**8, 10)
    seen = Text(vi=f"{whole},{tenths} GB", en=f"{whole}.{tenths} GB")
    if free >= ENOUGH_DISK:
        return well("disk", title, seen)
    mend = Text(
        vi="Giải phóng dung lượng: cần ít nhất 0,5 GB.", en="Free some space: at least 0.5 GB is needed."
    )
    return Finding("disk", title, False, seen, mend)


def database(chosen: Settings) -> Finding:
    title = Text(vi="Cơ sở dữ liệu", en="Database")
    try:
        opened = opening.database(migrated=False)
        with opened.reading() as session:
            session.row(Sql("select 1"))
            return well("database", title, opened.engine.url.render_as_string(hide_password=True))
    except Refused as refusal:
        return Finding(
            "database", title, False, Text(vi="không mở được", en="cannot be opened"), refusal.text
        )


def migrations(chosen: Settings) -> Finding:
    title = Text(vi="Phiên bản cơ sở dữ liệu", en="Migrations")
    opened = opening.database(migrated=False)
    has, needs = revisions.current(opened)
    try:
        revisions.require_current(opened)
        return well("migrations", title, needs)
    except Refused as refusal:
        seen = Text(vi=f"đang ở {has or '0'}, cần {needs}", en=f"at {has or '0'}, {needs} is needed")
        return Finding("migrations", title, False, seen, refusal.text)


def integrity(chosen: Settings) -> Finding:
    title = Text(vi="Tệp SQLite nguyên vẹn", en="SQLite integrity")
    mend = Text(
        vi="Dừng động cơ, giữ lại tệp hỏng, khôi phục từ bản sao lưu, rồi chạy: antoan events verify",
        en="Stop the engine, keep the damaged file, restore a backup, then run: antoan events verify",
    )
    try:
        with opening.database(migrated=False).reading() as session:
            found = [str(row[0]) for row in session.rows(Sql("pragma quick_check(5)"))]
    except Refused as refusal:
        return Finding("integrity", title, False, refusal.text, mend)
    return (
        well("integrity", title, Text(vi="nguyên vẹn", en="sound"))
        if found == ["ok"]
        else ill("integrity", title, "; ".join(found), mend)
    )


def clock(chosen: Settings) -> Finding:
    title = Text(vi="Đồng hồ", en="Clock")
    now = opening.now()
    mend = Text(vi="Chỉnh lại đồng hồ máy (NTP).", en="Set this machine's clock (NTP).")
    try:
        seen = _local(now)
    except ZoneInfoNotFoundError:
        missing = Text(vi="thiếu múi giờ Asia/Ho_Chi_Minh", en="time zone Asia/Ho_Chi_Minh is missing")
        return Finding("clock", title, False, missing, run("pip install tzdata"))
    if now < EARLIEST:
        return Finding("clock", title, False, seen, mend)
    with opening.database(migrated=False).reading() as session:
        newest = reading.newest_instant(session)
    if newest is not None and newest > instant(
        datetime.fromtimestamp(now.timestamp() + TOLERATED_SECONDS, UTC)
    ):
        ahead = Text(
            vi="có sự kiện ghi lúc {newest}, sau bây giờ", en="an event was recorded at {newest}, after now"
        )
        return Finding("clock", title, False, ahead.filled(newest=_local(moment(newest))), mend)
    return well(
        "clock", title, Text(vi="{seen}, giờ Việt Nam", en="{seen}, time of Viet Nam").filled(seen=seen)
    )


def _local(at: datetime) -> Text:
    """A moment as people of Viet Nam read it. Raises ZoneInfoNotFoundError."""
    here = at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    return Text(vi="{day} {hour}", en="{day} {hour}").filled(
        day=figures.day(here.date()), hour=f"{here:%H:%M}"
    )


def work(chosen: Settings) -> Finding:
    title = Text(vi="Việc và thư bị treo", en="Parked work and letters")
    with opening.database(migrated=False).reading() as session:
        parked = sum(many for _, state, many in outbox.counts(session) if state == "parked")
        letters = reading.letters_under_way(session)["parked"]
    if parked == letters == 0:
        return well("work", title, "0")
    seen = Text(
        vi=f"{parked} việc, {letters} thư",
        en=f"{parked} {'piece' if parked == 1 else 'pieces'} of work, {letters} {'letter' if letters == 1 else 'letters'}",
    )
    return Finding("work", title, False, seen, run("antoan work"))


def prefect(chosen: Settings) -> Finding:
    title = Text(vi="Máy chủ Prefect", en="Prefect server")
    url = orchestrator.api_url()
    if orchestrator.answers(url):
        return well("prefect", title, url)
    seen = Text(vi=f"{url} không trả lời", en=f"{url} does not answer")
    mend = Text(
        vi="Chạy: antoan up; hoặc đặt PREFECT_API_URL là địa chỉ máy chủ Prefect. Việc đang chờ không mất.",
        en="Run: antoan up; or set PREFECT_API_URL to your Prefect server. Work waits and is not lost.",
    )
    return Finding("prefect", title, False, seen, mend)


def engine(chosen: Settings) -> Finding:
    title = Text(vi="Động cơ", en="Engine")
    lock = engine_lock(chosen.database_url)
    holder = lock.holder() if lock else None
    if holder is not None:
        return Finding("engine", title, True, Text(vi=f"tiến trình {holder}", en=f"process {holder}"))
    mend = Text(vi="Chạy: antoan up, hoặc antoan engine", en="Run: antoan up, or antoan engine")
    return Finding("engine", title, False, Text(vi="không chạy", en="is not running"), mend)


def _as_data(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.name,
        "ok": finding.ok,
        "seen": finding.seen.model_dump(),
        "mend": finding.mend.model_dump() if finding.mend else None,
    }
