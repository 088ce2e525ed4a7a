"""Unit rows: one version of a unit as it is stored, and what its name and kind say."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, model_validator

from domain.names import fold, nfc, sort_key
from domain.texts import Text

CODE = r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}"

# The kinds that this program knows by name. Any further kind is data: the criteria catalogue has a standard for it.
KINDS: dict[str, Text] = {
    "province": Text(vi="tỉnh", en="province"),
    "commune": Text(vi="xã", en="commune"),
    "ward": Text(vi="phường", en="ward"),
    "special-zone": Text(vi="đặc khu", en="special zone"),
    "residential-area": Text(vi="khu dân cư", en="residential area"),
    "agency": Text(vi="cơ quan", en="agency"),
    "enterprise": Text(vi="doanh nghiệp", en="enterprise"),
    "school": Text(vi="cơ sở giáo dục", en="school"),
}
COMMUNES = frozenset({"commune", "ward", "special-zone"})  # one kind of applicant, and one may become another
# How a name begins, longest first. The words for a residential area are those of Thông tư 124/2021/TT-BCA, Điều 2.
_LOCAL_TYPES = re.compile(
    r"(tổ dân phố|khu dân cư|tiểu khu|thành phố|khu phố|đặc khu|phường|tỉnh|buôn|phum|khóm|khối|thôn|làng|xóm|bản|sóc|xã|ấp) ",
    re.IGNORECASE,
)


class UnitRow(BaseModel):
    """One version of a unit, as stored. `folded`, `sort_key` and `local_type` follow from the name when not given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=f"^{CODE}$")
    name: Annotated[str, BeforeValidator(nfc)] = Field(min_length=1)
    kind: str = Field(min_length=1)
    local_type: str
    parent_code: str | None = None
    path: str = Field(pattern=f"^/({CODE}/)+$")
    valid_from: date
    valid_until: date | None = None
    successor_code: str | None = None
    folded: str
    sort_key: str
    attributes: dict[str, JsonValue] = Field(default_factory=dict)
    sample: bool = False

    @model_validator(mode="before")
    @classmethod
    def _follow_from_the_name(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(name := given.get("name"), str):
            return given
        follows = {"folded": fold, "sort_key": sort_key, "local_type": local_type}
        return given | {field: follow(name) for field, follow in follows.items() if field not in given}

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def local_type(name: str) -> str:
    """What the place is called locally: `local_type("Thôn Nà Pàn") == "thôn"`; empty when the name does not begin so."""
    found = _LOCAL_TYPES.match(nfc(name))
    return found[1].lower() if found else ""
