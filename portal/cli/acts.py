"""Acts: everything a person can do to an application, one command each; the engine and Prefect need not run."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from domain import acts
from domain.decisions import FIELDS
from domain.errors import BadInput, Refused
from domain.lifecycle import STATE_NAMES, State
from domain.people import Deed
from domain.settings import settings
from domain.store import transaction
from portal.cli import opening
from portal.cli.current import FIRST_YEAR, LAST_YEAR
from portal.cli.opening import AsOption
from portal.cli.printing import REFUSED, Format, FormatOption, emit, err, out, say

Reference = Annotated[
    str,
    typer.Argument(metavar="REFERENCE", help="số hồ sơ / reference, e.g. 2026-000123", show_default=False),
]
Reason = Annotated[str, typer.Option(help="lý do, sẽ được ghi vào hồ sơ / the reason, which is recorded")]
Seen = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="số sự kiện cuối đã xem; hồ sơ đổi từ đó thì từ chối / refuse if more happened since event N",
    ),
]
Key = Annotated[
    str | None,
    typer.Option(help="khóa: gửi lại cùng khóa là cùng một việc / the same key again is the same act"),
]
FactsFile = Annotated[
    Path,
    typer.Option(
        "--facts",
        metavar="FILE.json",
        show_default=False,
        help="dữ kiện theo mã tiêu chí, - là đầu vào chuẩn / facts by criterion, - reads stdin",
    ),
]

Answer = dict[str, Any] | Refused


def register(
    unit: Annotated[
        str, typer.Argument(metavar="UNIT", help="mã đơn vị / code of the unit", show_default=False)
    ],
    login: AsOption,
    season: Annotated[
        int | None,
        typer.Option(
            min=FIRST_YEAR,
            max=LAST_YEAR,
            help="năm, mặc định năm nay / year; this year by default",
            show_default=False,
        ),
    ] = None,
    standard: Annotated[
        str | None, typer.Option(help="bộ tiêu chí, khi có nhiều bộ / standard, where several apply")
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.json",
            help="nộp luôn hồ sơ với dữ kiện này / hand in the dossier with these facts too",
        ),
    ] = None,
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Đăng ký một đơn vị trong đợt; cùng với hồ sơ nếu có --facts, cả hai hoặc không việc nào.

    Register a unit in a season; with --facts its dossier too, both or neither.

    Ví dụ / Example: `antoan register MAU-06325-12 --season 2026 --as kdc.06325-12`
    """
    request = {"unit": unit, "season": season or opening.this_year(), "standard": standard}
    document = _facts(facts) if facts else None
    database, catalogue = opening.database(), opening.criteria()
    with transaction(database, opening.now()) as store:
        by = opening.person(store.session, login)
        answer = acts.perform(store, catalogue, acts.order(Deed.REGISTER, by, request, key))
        if document is not None:
            dossier = {"reference": answer["reference"], "facts": document}
            order = acts.order(Deed.SUBMIT_DOSSIER, by, dossier, f"{key}/facts" if key else None)
            answer = acts.perform(store, catalogue, order)
    _tell([answer], how)


def submit(
    reference: Reference, login: AsOption, facts: FactsFile, key: Key = None, how: FormatOption = Format.TABLE
) -> None:
    """Nộp, hoặc nộp lại, hồ sơ: những gì đơn vị tự khai.

    Hand in, or hand in anew, what the applicant says of themselves.

    Ví dụ / Example: `antoan submit 2026-000123 --facts dossier.json --as kdc.06325-12`,
    where the file holds `{"KDC-1c": {"registered": 249, "residing": 250}}`
    """
    do(Deed.SUBMIT_DOSSIER, login, {"reference": reference, "facts": _facts(facts)}, key, how)


def assign(
    reference: Reference,
    inspector: Annotated[
        str,
        typer.Argument(
            metavar="INSPECTOR", help="tài khoản người kiểm tra / their login", show_default=False
        ),
    ],
    login: AsOption,
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Phân công, hoặc đổi, người kiểm tra.

    Give an application to an inspector, or to another one.

    Ví dụ / Example: `antoan assign 2026-000123 kiemtra2.06325 --as thuongtruc.06325`
    """
    do(Deed.ASSIGN, login, {"reference": reference, "inspector": inspector}, key, how)


def inspect(
    reference: Reference, login: AsOption, facts: FactsFile, key: Key = None, how: FormatOption = Format.TABLE
) -> None:
    """Nộp kết quả kiểm tra: những gì người kiểm tra thấy.

    Record what the inspector found.

    Ví dụ / Example: `antoan inspect 2026-000123 --facts findings.json --as kiemtra1.06325`
    """
    do(Deed.INSPECT, login, {"reference": reference, "facts": _facts(facts)}, key, how)


def recuse(
    reference: Reference,
    login: AsOption,
    reason: Reason = "",
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Người kiểm tra từ chối vì xung đột lợi ích; hệ thống đề xuất người khác.

    An inspector steps back from a conflict of interest; somebody else is proposed.

    Ví dụ / Example: `antoan recuse 2026-000123 --as kiemtra1.06325 --reason "Người thân trong ban quản lý thôn"`
    """
    do(Deed.RECUSE, login, {"reference": reference, "reason": reason}, key, how)


def approve(
    references: Annotated[
        list[str],
        typer.Argument(metavar="REFERENCE…", help="một hay nhiều số hồ sơ / one or more", show_default=False),
    ],
    login: AsOption,
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Phê duyệt công nhận một hay nhiều hồ sơ bằng một quyết định; mỗi hồ sơ một câu trả lời, mã 1 khi có hồ sơ bị từ chối.

    Approve one or more applications by one decision; each gets its own answer, exit code 1 when one was refused.

    Ví dụ / Example: `antoan approve 2026-000123 2026-000124 --as chutich.06325`
    """
    if seen is not None and len(references) > 1:
        raise typer.BadParameter(
            say("--seen chỉ dùng với một hồ sơ.", "--seen goes with one reference."), param_hint="--seen"
        )
    together = (key or uuid.uuid4().hex) if len(references) > 1 else ""
    wanted = [
        {"reference": reference, "reason": reason, "seen": seen, "decision": together}
        for reference in references
    ]
    keys = [key if len(references) == 1 or key is None else f"{key}/{one}" for one in references]
    answers = _perform(Deed.APPROVE, login, wanted, keys)
    _tell(answers, how, references)


def decline(
    reference: Reference,
    login: AsOption,
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Quyết định không công nhận; phải ghi lý do.

    Decide that a unit is not recognised; a reason is required.

    Ví dụ / Example: `antoan decline 2026-000123 --as chutich.06325 --reason "Chưa đạt KDC-1c"`
    """
    do(Deed.DECLINE, login, {"reference": reference, "reason": reason, "seen": seen}, key, how)


def return_(
    reference: Reference,
    login: AsOption,
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Trả lại để kiểm tra bổ sung; phải ghi lý do.

    Send an application back to its inspector; a reason is required.

    Ví dụ / Example: `antoan return 2026-000123 --as chutich.06325 --reason "Thiếu xác nhận của công an xã"`
    """
    do(Deed.RETURN, login, {"reference": reference, "reason": reason, "seen": seen}, key, how)


def withdraw(
    reference: Reference,
    login: AsOption,
    reason: Reason = "",
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Rút hồ sơ, bất kỳ lúc nào trước khi có quyết định.

    Take an application back, at any time before the decision.

    Ví dụ / Example: `antoan withdraw 2026-000123 --as kdc.06325-12`
    """
    do(Deed.WITHDRAW, login, {"reference": reference, "reason": reason}, key, how)


def uphold(
    reference: Reference,
    login: AsOption,
    reason: Reason = "",
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Giữ nguyên một công nhận đang được xem xét lại; phải ghi lý do.

    Keep a recognition that had been put in question; a reason is required.

    Ví dụ / Example: `antoan uphold 2026-000123 --as chutich.20 --reason "Đã xác minh lại"`
    """
    do(Deed.UPHOLD, login, {"reference": reference, "reason": reason}, key, how)


def revoke(
    reference: Reference,
    login: AsOption,
    reason: Reason = "",
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Thu hồi công nhận; phải ghi lý do.

    Take a recognition back; a reason is required.

    Ví dụ / Example: `antoan revoke 2026-000123 --as chutich.06325 --reason "Phát hiện vụ việc nghiêm trọng"`
    """
    do(Deed.REVOKE, login, {"reference": reference, "reason": reason}, key, how)


def reinstate(
    reference: Reference,
    login: AsOption,
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Khôi phục một công nhận đã bị thu hồi; phải ghi lý do.

    Give a recognition back that was revoked; a reason is required.

    Ví dụ / Example: `antoan reinstate 2026-000123 --as chutich.06325 --reason "Kết luận xác minh: không có vi phạm"`
    """
    do(Deed.REINSTATE, login, {"reference": reference, "reason": reason, "seen": seen}, key, how)


def correct(
    reference: Reference,
    login: AsOption,
    field: Annotated[str, typer.Option(help=f"một trong / one of: {', '.join(FIELDS)}", show_default=False)],
    became: Annotated[str, typer.Option(help="nội dung đúng / what is right", show_default=False)],
    was: Annotated[str, typer.Option(help="nội dung đã ghi / what was written")] = "",
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Đính chính điều mà quyết định hoặc giấy công nhận ghi sai; phải ghi lý do.

    Put right what a decision or certificate says wrongly; a reason is required.

    Ví dụ / Example: `antoan correct 2026-000123 --as chutich.06325 --field name --was "Thôn Nà Lâu" --became "Thôn Nà Lầu" --reason "Sai dấu"`
    """
    request = {"reference": reference, "field": field, "was": was, "became": became, "reason": reason}
    do(Deed.CORRECT, login, request | {"seen": seen}, key, how)


def do(deed: Deed, login: str, request: dict[str, Any], key: str | None, how: Format) -> None:
    answer = _perform(deed, login, [request], [key])[0]
    if isinstance(answer, Refused):
        raise answer
    _tell([answer], how)


def _perform(
    deed: Deed, login: str, requests: Sequence[dict[str, Any]], keys: Sequence[str | None]
) -> list[Answer]:
    """One transaction for all of them; each answer is the act's own, or its refusal."""
    database, catalogue = opening.database(), opening.criteria()
    with transaction(database, opening.now()) as store:
        by = opening.person(store.session, login)
        orders = [acts.order(deed, by, request, key) for request, key in zip(requests, keys, strict=True)]
        return acts.perform_many(store, catalogue, orders, opening.procedures())


def _tell(answers: Sequence[Answer], how: Format, references: Sequence[str] = ()) -> None:
    """Print what became of each act: one act as one object, `references` as a list in their order."""
    data = [
        {"reference": references[place], "refused": answer.text.model_dump()}
        if isinstance(answer, Refused)
        else answer
        for place, answer in enumerate(answers)
    ]

    def lines() -> None:
        for place, answer in enumerate(answers):
            if isinstance(answer, Refused):
                sentence = f"{references[place]}: {answer.in_(settings().language)}"
                err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
            else:
                state = STATE_NAMES[State(answer["state"])].in_(settings().language)
                out.print(f"{answer['reference']}: {state}", markup=False, highlight=False, soft_wrap=True)

    emit(data if references else data[0], how, lines)
    if any(isinstance(answer, Refused) for answer in answers):
        raise typer.Exit(REFUSED)


def _facts(file: Path) -> dict[str, Any]:
    """The facts of a file, criterion to fact to value. Raises BadInput when it is not a JSON object."""
    try:
        text = typer.get_binary_stream("stdin").read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}", param_hint="--facts") from error
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as mistake:
        raise BadInput(
            "Tệp {file} không phải là JSON: dòng {line}, cột {column}: {what}.",
            "File {file} is not JSON: line {line}, column {column}: {what}.",
            file=file,
            line=mistake.lineno,
            column=mistake.colno,
            what=mistake.msg,
        ) from None
    if not isinstance(found, dict):
        raise BadInput(
            "Tệp {file} phải chứa một đối tượng JSON, ví dụ {shape}.",
            "File {file} must hold a JSON object, such as {shape}.",
            file=file,
            shape='{"KDC-1c": {"registered": 249, "residing": 250}}',
        )
    return found
