"""Appealing: appeals, their outcome and the answers to objections, one command each."""

from enum import StrEnum
from typing import Annotated

import typer

from domain.people import Deed
from portal.cli.acts import Key, Reason, Reference, Seen, do
from portal.cli.opening import AsOption
from portal.cli.printing import Format, FormatOption


class AppealOutcome(StrEnum):
    ALLOWED = "allowed"
    DISMISSED = "dismissed"


class ObjectionOutcome(StrEnum):
    DISMISSED = "dismissed"
    UPHELD = "upheld"


def appeal(
    reference: Reference,
    login: AsOption,
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Khiếu nại việc không công nhận hoặc thu hồi công nhận; phải ghi lý do.

    Appeal against a refusal to recognise or a revocation; a reason is required.

    Ví dụ / Example: `antoan appeal 2026-000123 --as kdc.06325-12 --reason "Số hộ ghi chưa đúng"`
    """
    do(Deed.APPEAL, login, {"reference": reference, "reason": reason, "seen": seen}, key, how)


def decide_appeal(
    reference: Reference,
    login: AsOption,
    outcome: Annotated[
        AppealOutcome,
        typer.Option(
            help="chấp nhận (allowed) hay bác (dismissed) / allow or dismiss it", show_default=False
        ),
    ],
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Giải quyết khiếu nại đang chờ, bởi người khác với người đã quyết định; phải ghi lý do.

    Decide the appeal that waits, by somebody else than who took the decision; a reason is required.

    Ví dụ / Example: `antoan decide-appeal 2026-000123 --as chutich.20 --outcome allowed --reason "Nhầm thôn"`
    """
    request = {"reference": reference, "outcome": outcome.value, "reason": reason, "seen": seen}
    do(Deed.DECIDE_APPEAL, login, request, key, how)


def answer_objection(
    reference: Reference,
    objection: Annotated[
        str,
        typer.Argument(
            metavar="OBJECTION",
            help="mã ý kiến trong lịch sử hồ sơ / its id in the application's history",
            show_default=False,
        ),
    ],
    login: AsOption,
    outcome: Annotated[
        ObjectionOutcome,
        typer.Option(help="không đúng (dismissed) hay đúng (upheld) / right or not", show_default=False),
    ],
    reason: Reason = "",
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Trả lời một ý kiến phản ánh; nội dung chỉ đọc được trên cổng. Lý do thì người phản ánh sẽ đọc.

    Answer an objection; what it says is read in the portal only. Whoever objected will read the reason.

    Ví dụ / Example: `antoan answer-objection 2026-000123 3f9c0a1b2c3d4e5f60718293 --as thuongtruc.06325 --outcome dismissed --reason "Đã xác minh"`
    """
    request = {"reference": reference, "objection": objection, "outcome": outcome.value, "reason": reason}
    do(Deed.ANSWER_OBJECTION, login, request, key, how)
