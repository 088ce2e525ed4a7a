"""Problems: why a request was not done, as application/problem+json (RFC 9457), in the language that was asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pydantic import BaseModel, Field
from starlette.responses import Response

from domain.errors import BadInput, NotAllowed, NotFound, OutOfOrder, Refused, Unready
from domain.texts import Text

MEDIA = "application/problem+json"

# Code to status and title. The code is the end of the problem's `type`, and keeps its meaning for ever.
KINDS: Mapping[str, tuple[int, Text]] = {
    "not-json": (400, Text(vi="Không phải JSON đúng", en="Not valid JSON")),
    "no-token": (401, Text(vi="Cần mã truy cập", en="An access token is needed")),
    "not-allowed": (403, Text(vi="Không được phép", en="Not allowed")),
    "not-found": (404, Text(vi="Không có", en="Not found")),
    "no-such-method": (405, Text(vi="Địa chỉ này không nhận cách gọi đó", en="Not done with this method")),
    "out-of-order": (409, Text(vi="Chưa đến, hoặc đã qua bước này", en="Not in this state")),
    "too-large": (413, Text(vi="Nội dung quá lớn", en="The content is too large")),
    "not-json-content": (415, Text(vi="Chỉ nhận application/json", en="Only application/json is taken")),
    "bad-input": (422, Text(vi="Dữ liệu chưa đúng", en="The input cannot be taken")),
    "too-many": (429, Text(vi="Gọi quá nhiều", en="Too many requests")),
    "failed": (500, Text(vi="Lỗi của hệ thống", en="A failure of ours")),
    "unready": (503, Text(vi="Hệ thống chưa làm việc được", en="Not ready to work")),
}
_OF_REFUSALS: Mapping[type[Refused], str] = {
    NotAllowed: "not-allowed", NotFound: "not-found", OutOfOrder: "out-of-order", BadInput: "bad-input", Unready: "unready",
}  # fmt: skip
PREFIX = "/api#"


class Said(BaseModel):
    """One sentence in both languages."""

    vi: str
    en: str


class Place(BaseModel):
    """One field that cannot be taken: where it is, and what it should be."""

    at: str
    says: str


class ProblemDetails(BaseModel):
    """Why not (RFC 9457). `refused` is the sentence in both languages, whatever language was asked for."""

    type: str = Field(description="/api#code; the code keeps its meaning for ever")
    title: str
    status: int
    detail: str
    refused: Said
    fields: list[Place] | None = None
    instance: str | None = None


class Problem(Exception):
    """Ends a request with a problem."""

    def __init__(
        self,
        code: str,
        vi: str,
        en: str,
        *,
        fields: Sequence[tuple[str, Text]] = (),
        headers: Mapping[str, str] | None = None,
        instance: str | None = None,
        **values: Any,
    ) -> None:
        self.code = code
        self.text = Text(vi=vi, en=en).filled(**values) if values else Text(vi=vi, en=en)
        self.fields = fields
        self.headers = headers or {}
        self.instance = instance
        super().__init__(self.text.vi)


def of_refusal(refused: Refused) -> Problem:
    code = next((code for kind, code in _OF_REFUSALS.items() if isinstance(refused, kind)), "bad-input")
    return Problem(code, refused.text.vi, refused.text.en)


def answer(problem: Problem, language: str) -> Response:
    status, title = KINDS[problem.code]
    told: dict[str, Any] = {
        "type": PREFIX + problem.code,
        "title": title.in_(language),
        "status": status,
        "detail": problem.text.in_(language),
        "refused": problem.text.model_dump(),
    }
    if problem.fields:
        told["fields"] = [{"at": at, "says": says.in_(language)} for at, says in problem.fields]
    if problem.instance:
        told["instance"] = problem.instance
    headers = {"Content-Language": language, **problem.headers}
    return Response(orjson.dumps(told), status_code=status, headers=headers, media_type=MEDIA)
