"""Inputs: what a request may hold, strictly: no unknown name, no text where a number is asked, no flood."""

import base64
import binascii
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import orjson
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError
from pydantic import Strict as Strictness
from starlette.requests import Request

from domain.lifecycle import State
from domain.texts import Text
from portal.api.problems import Problem
from portal.uploads import LARGEST_FILE

# A dossier of the longest standard has some twenty kilobytes.
LARGEST = 1_000_000
# A file as base64, and what stands around it.
LARGEST_WITH_FILE = LARGEST_FILE * 4 // 3 + 10_000
MOST = 200


def _whole(text: str) -> str:
    """NUL fits in no text of a database."""
    if "\x00" in text:
        raise ValueError("NUL")
    return text


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_whole)]
Year = Annotated[int, Field(ge=1, le=9999)]
Facts = dict[str, dict[str, JsonValue]]


class Strict(BaseModel):
    """What a body may hold: JSON's own types, and no name that is not here."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Registration(Strict):
    unit: Line = Field(description="code of the unit")
    season: Year
    standard: Line | None = Field(None, description="path of the standard, only where several apply")


class Dossier(Strict):
    facts: Facts = Field(description="criterion to fact to value, as GET /standards/{standard} asks for them")


class AsSeen(Strict):
    seen: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        None, description="the last event that was seen: refused when more happened since"
    )


class Assignment(AsSeen):
    inspector: Line = Field(description="login of the inspector")


class Word(AsSeen):
    reason: Annotated[str, Field(max_length=5000), AfterValidator(_whole)] = ""


class Correction(Word):
    field: Line = Field(description="name, place, title, day or other")
    was: Annotated[str, Field(max_length=500), AfterValidator(_whole)] = ""
    became: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_whole)]


class Answer(Word):
    objection: Line = Field(description="id of the objection, as its event tells it")
    outcome: Literal["dismissed", "upheld"]


class AppealOutcome(Word):
    outcome: Literal["dismissed", "allowed"]


class Supplement(Word):
    parts: list[Line] = Field(
        min_length=1, max_length=100, description="papers of the dossier, as “D9-HS.report”"
    )


class CouncilCalling(Strict):
    place: Line = Field(description="path of the place whose council it is, as “/20/06325/”")
    season: Year
    held_on: Annotated[str, Field(pattern=_DAY), AfterValidator(_day)] = Field(description="YYYY-MM-DD")
    held_at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = Field(
        None, description="HH:MM"
    )
    venue: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_whole)]
    members: dict[Line, Line] = Field(description="login to seat, as the procedure names them")
    agenda: list[Line] = Field(min_length=1, max_length=500, description="references of applications")


class Attendance(Strict):
    came: dict[Line, bool] = Field(description="login to whether they came")


class Vote(Strict):
    vote: Literal["for", "against", "abstain", "recused"]
    opinion: Annotated[str, Field(max_length=5000), AfterValidator(_whole)] = ""


class Intended(AsSeen):
    reference: Line


class Publishing(Strict):
    applications: list[Intended] = Field(min_length=1, max_length=500)


class File(Strict):
    criterion: Line = Field(description="code of the criterion that it proves")
    name: Line = Field(description="what the file is called")
    content: Annotated[str, Field(min_length=1, max_length=LARGEST_WITH_FILE)] = Field(
        description="the bytes of a JPEG or PNG photo or a PDF document, as base64"
    )
    taken_at: Annotated[AwareDatetime, Strictness(strict=False)] | None = Field(
        None, description="when a device says that the photo was taken"
    )


class Judging(Strict):
    standard: Line
    season: Year
    unit: dict[str, JsonValue] = Field(default_factory=dict, description="what the unit's own row says of it")
    facts: Facts
    proof: bool = False


class Asked(BaseModel):
    """What an address may hold after its question mark."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Asked):
    limit: int = Field(50, ge=1, le=MOST)
    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="`next` of the page before"
    )


class Applications(Paged):
    season: Year | None = None
    state: State | None = None
    kind: Line | None = None
    under: Line | None = Field(None, description="code of a unit: it and everything below it")
    changed_since: AwareDatetime | None = None


class Units(Paged):
    kind: Line | None = None
    under: Line | None = Field(None, description="code of a unit: everything below it")
    search: Line | None = Field(None, description="part of the name; marks and capitals do not matter")


class OfSeason(Asked):
    season: Year | None = Field(None, description="this year's, or the nearest that is judged, by default")


# What pydantic found, in words; `{…}` are pydantic's own limits.
_SAYS: Mapping[str, Text] = {
    "missing": Text(vi="bắt buộc phải có", en="is required"),
    "extra_forbidden": Text(vi="không có mục này", en="is not known"),
    "string_type": Text(vi="phải là chữ", en="must be text"),
    "int_type": Text(vi="phải là số nguyên", en="must be a whole number"),
    "int_parsing": Text(vi="phải là số nguyên", en="must be a whole number"),
    "int_parsing_size": Text(vi="quá lớn", en="is too large"),
    "int_from_float": Text(vi="phải là số nguyên", en="must be a whole number"),
    "bool_type": Text(vi="phải là true hoặc false", en="must be true or false"),
    "dict_type": Text(vi="phải là một đối tượng JSON", en="must be a JSON object"),
    "model_type": Text(vi="phải là một đối tượng JSON", en="must be a JSON object"),
    "list_type": Text(vi="phải là một danh sách", en="must be a list"),
    "too_short": Text(vi="không được để trống", en="must not be empty"),
    "string_too_short": Text(vi="không được để trống", en="must not be empty"),
    "string_too_long": Text(vi="tối đa {max_length} ký tự", en="has {max_length} characters at most"),
    "greater_than_equal": Text(vi="nhỏ nhất là {ge}", en="is {ge} or more"),
    "less_than_equal": Text(vi="lớn nhất là {le}", en="is {le} at most"),
    "literal_error": Text(vi="phải là một trong: {expected}", en="must be one of: {expected}"),
    "enum": Text(vi="phải là một trong: {expected}", en="must be one of: {expected}"),
    "value_error": Text(vi="có ký tự không lưu được", en="holds a character that cannot be kept"),
}
_OTHER = Text(vi="chưa đúng dạng", en="is not of the right form")


def query(request: Request, model: type[Asked]) -> Asked:
    """What stands after the question mark. Raises Problem."""
    pairs = request.query_params.multi_items()
    given = dict(pairs)
    if len(given) != len(pairs):
        raise Problem(
            "bad-input", "Mỗi tham số chỉ được cho một lần.", "Each parameter may be given once only."
        )
    try:
        return model.model_validate(given)
    except ValidationError as mistakes:
        raise _blame(mistakes) from None


async def body(request: Request, model: type[Strict], largest: int = LARGEST) -> Strict:
    """The body as the model has it. Raises Problem."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise Problem(
            "not-json-content",
            "Hãy gửi nội dung dạng application/json.",
            "Send the content as application/json.",
            headers={"Accept-Post": "application/json"},
        )
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > largest:
            raise Problem(
                "too-large",
                "Nội dung quá {most} byte.",
                "The content has more than {most} bytes.",
                most=largest,
            )
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Problem(
            "not-json",
            "Không phải JSON đúng: {why}.",
            "Not valid JSON: {why}.",
            why=str(error),
        ) from None
    try:
        return model.model_validate(found)
    except ValidationError as mistakes:
        raise _blame(mistakes) from None


def _blame(mistakes: ValidationError) -> Problem:
    fields = []
    for one in mistakes.errors(include_url=False, include_input=False):
        says = _SAYS.get(one["type"], _OTHER)
        at = ".".join(map(str, one["loc"])) or "JSON"
        fields.append((at[:200], says.filled(**one.get("ctx", {})) if one.get("ctx") else says))
    vi, en = ("; ".join(f"{at} {says.in_(language)}" for at, says in fields) for language in ("vi", "en"))
    return Problem("bad-input", "{what}.", "{what}.", fields=fields, what=Text(vi=vi, en=en))


def cursor(last: int | str) -> str:
    """Where the next page begins, as one word that tells nothing."""
    return base64.urlsafe_b64encode(orjson.dumps(last)).decode().rstrip("=")


def after(given: str | None, kind: type[Any], start: Any) -> Any:
    """The last item of the page before. Raises Problem for a word that we did not make."""
    if given is None:
        return start
    try:
        found = orjson.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
    except (binascii.Error, ValueError):
        found = None
    if (
        type(found) is not kind
        or (kind is int and not 0 <= found < 2**63)
        or (kind is str and "\x00" in found)
    ):
        at = ("cursor", Text(vi="không phải là của trang trước", en="is not of a page before"))
        raise Problem(
            "bad-input",
            "cursor không phải là của trang trước.",
            "cursor is not of a page before.",
            fields=[at],
        )
    return found
