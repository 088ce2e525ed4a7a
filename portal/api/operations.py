"""Operations: everything that the API can do, as one table; routes, OpenAPI and the page for readers are made from it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from domain import acts
from domain.people import DEED_NAMES, Deed
from domain.texts import Text
from portal.api import councils, files, inputs, outputs, reads
from portal.api.call import Call
from portal.api.inputs import Asked, Strict

_FOUND = ("not-found",)
_REFUSED = ("not-found", "out-of-order")


@dataclass(frozen=True)
class Operation:
    """One thing to ask for. `deed` is the scope that a token needs; `refusals` are problems beyond the common ones."""

    name: str
    method: str
    path: str
    title: Text
    deed: Deed
    do: Callable[[Call], Awaitable[Any]]
    answer: type[BaseModel]
    query: type[Asked] = Asked
    body: type[Strict] | None = None
    refusals: tuple[str, ...] = ()
    largest: int = inputs.LARGEST

    @property
    def is_act(self) -> bool:
        """Changes something, so that each sending needs its key."""
        return self.deed is not Deed.READ


def _act(deed: Deed, body: type[Strict], path: str = "") -> Operation:
    async def do(call: Call) -> dict[str, Any]:
        assert call.body is not None
        order = acts.order(deed, call.person, {**call.path, **dict(call.body)}, call.key)
        return await call.site.writer.perform(order)

    return Operation(
        deed, "POST", path or f"/applications/{{reference}}/{deed}", _capital(DEED_NAMES[deed]), deed, do,
        outputs.Done, body=body, refusals=_REFUSED,
    )  # fmt: skip


def _attach(deed: Deed, source: str, vi: str, en: str) -> tuple[Operation, Operation]:
    path = f"/applications/{{reference}}/{deed}/files"
    return (
        Operation(
            f"attach-to-{deed}", "POST", path, Text(vi=f"Đính kèm tệp {vi}", en=f"Attach a file to {en}"), deed,
            files.attaching(source), outputs.File, body=inputs.File, refusals=_REFUSED, largest=inputs.LARGEST_WITH_FILE,
        ),
        Operation(
            f"remove-from-{deed}", "DELETE", f"{path}/{{file}}", Text(vi=f"Gỡ tệp {vi}", en=f"Remove a file from {en}"),
            deed, files.removing(source), outputs.File, refusals=_REFUSED,
        ),
    )  # fmt: skip


def _capital(text: Text) -> Text:
    return Text(vi=text.vi[0].upper() + text.vi[1:], en=text.en[0].upper() + text.en[1:])


def _read(name: str, path: str, vi: str, en: str, do: Any, answer: type[BaseModel], **more: Any) -> Operation:
    return Operation(name, "GET", path, Text(vi=vi, en=en), Deed.READ, do, answer, **more)


def _council(
    name: str, path: str, vi: str, en: str, deed: Deed, do: Any, body: type[Strict] | None = None
) -> Operation:
    return Operation(
        name, "POST", f"/council-sessions{path}", Text(vi=vi, en=en), deed, do, outputs.CouncilSession, body=body,
        refusals=_REFUSED,
    )  # fmt: skip


OPERATIONS: tuple[Operation, ...] = (
    _act(Deed.REGISTER, inputs.Registration, "/applications"),
    _act(Deed.SUBMIT_DOSSIER, inputs.Dossier),
    _act(Deed.WITHDRAW, inputs.Word),
    _act(Deed.ASK_SUPPLEMENT, inputs.Supplement),
    _act(Deed.ASSIGN, inputs.Assignment),
    _act(Deed.INSPECT, inputs.Dossier),
    *(_act(deed, inputs.Word) for deed in (
        Deed.RECUSE, Deed.APPROVE, Deed.DECLINE, Deed.RETURN, Deed.UPHOLD, Deed.REVOKE, Deed.REINSTATE, Deed.APPEAL,
    )),
    _act(Deed.CORRECT, inputs.Correction),
    _act(Deed.ANSWER_OBJECTION, inputs.Answer),
    _act(Deed.DECIDE_APPEAL, inputs.AppealOutcome),
    *_attach(Deed.SUBMIT_DOSSIER, "applicant", "của hồ sơ", "the dossier"),
    *_attach(Deed.INSPECT, "inspector", "của phiếu kiểm tra", "the inspection"),
    _council("call-council", "", "Triệu tập Hội đồng", "Call a council", Deed.CALL_COUNCIL, councils.convene,
             inputs.CouncilCalling),
    _council("attend-council", "/{session}/attendance", "Ghi người dự họp", "Write down who came", Deed.CALL_COUNCIL,
             councils.attend, inputs.Attendance),
    _council("vote", "/{session}/applications/{reference}/vote", "Biểu quyết", "Vote", Deed.VOTE, councils.vote, inputs.Vote),
    _council("close-council", "/{session}/close", "Kết thúc phiên họp", "Close a session", Deed.CALL_COUNCIL, councils.close),
    _council("cancel-council", "/{session}/cancel", "Hủy phiên họp", "Call a session off", Deed.CALL_COUNCIL,
             councils.cancel, inputs.Word),
    _read("councils", "/council-sessions", "Các phiên họp Hội đồng", "List council sessions", councils.sessions,
          outputs.CouncilSessions),
    _read("council", "/council-sessions/{session}", "Một phiên họp Hội đồng", "One council session", councils.session,
          outputs.CouncilSession, refusals=_FOUND),
    Operation("publish", "POST", "/publications", Text(vi="Công khai dự kiến công nhận", en="Publish intended recognitions"),
              Deed.PUBLISH, councils.publish, outputs.Published, body=inputs.Publishing, refusals=_REFUSED),
    _read("files", "/applications/{reference}/files", "Các tệp đính kèm", "List attached files", files.files,
          outputs.Files, refusals=_FOUND),
    _read("applications", "/applications", "Danh sách hồ sơ", "List applications", reads.applications,
          outputs.Applications, query=inputs.Applications),
    _read("application", "/applications/{reference}", "Một hồ sơ", "One application", reads.application,
          outputs.Application, refusals=_FOUND),
    _read("proof", "/applications/{reference}/proof", "Chứng minh kết quả đến từng dữ kiện",
          "The proof of a verdict, down to each fact", reads.proof, outputs.Proof, refusals=_FOUND),
    _read("units", "/units", "Danh sách đơn vị", "List units", reads.units, outputs.Units, query=inputs.Units),
    _read("seasons", "/seasons", "Các đợt", "List seasons", reads.seasons, outputs.Seasons),
    _read("report", "/seasons/{season}/report", "Một đợt bằng con số", "A season in figures", reads.report,
          outputs.Report, refusals=_FOUND),
    _read("standards", "/standards", "Các bộ tiêu chí", "List standards", reads.standards, outputs.Standards),
    _read("standard", "/standards/{standard}", "Một bộ tiêu chí yêu cầu những gì", "What a standard asks",
          reads.standard, outputs.Standard, query=inputs.OfSeason, refusals=_FOUND),
    Operation("judge", "POST", "/judge", Text(vi="Xét thử dữ kiện, không ghi gì", en="Judge facts; nothing is written"),
              Deed.READ, reads.judge, outputs.Verdict, body=inputs.Judging, refusals=_FOUND),
)  # fmt: skip
