"""Events: what can happen to an application; each has a wire name that it keeps for ever."""

import re
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from domain.texts import Text

EVENTS: dict[str, type["Happening"]] = {}


class Happening(BaseModel):
    """Something that happened, in the past tense. Its fields are the payload that is stored and hashed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    title: ClassVar[Text]

    def __init_subclass__(cls) -> None:
        """Give the class its wire name: `InspectionSubmitted` is `inspection-submitted`."""
        super().__init_subclass__()
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        EVENTS[cls.name] = cls


class ApplicationRegistered(Happening):
    title = Text(vi="Đã đăng ký", en="Registered")
    season: int
    unit: str
    standard: str
    sha256: str


class ApplicationRefused(Happening):
    title = Text(vi="Không thuộc đối tượng xét công nhận", en="Found not eligible")
    reason_vi: str
    reason_en: str


class InspectorAssigned(Happening):
    title = Text(vi="Đã phân công người kiểm tra", en="Inspector assigned")
    inspector: int
    due_on: str


class InspectorRecused(Happening):
    title = Text(vi="Người kiểm tra từ chối vì xung đột lợi ích", en="Inspector recused")
    inspector: int
    reason: str


class DossierSubmitted(Happening):
    title = Text(vi="Đã nộp hồ sơ", en="Dossier submitted")
    facts_sha256: str


class SupplementAsked(Happening):
    """`parts` are the papers asked for, as “D9-HS.report”; `asked_…` is what they are called."""

    title = Text(vi="Đã yêu cầu bổ sung hồ sơ", en="A supplement was asked for")
    parts: tuple[str, ...] = Field(min_length=1)
    asked_vi: str
    asked_en: str
    reason: str = Field(min_length=1)


class InspectionSubmitted(Happening):
    title = Text(vi="Đã nộp kết quả kiểm tra", en="Inspection submitted")
    facts_sha256: str


class ApplicationScored(Happening):
    title = Text(vi="Đã chấm theo tiêu chuẩn", en="Scored")
    verdict: str
    scorecard_sha256: str


class RecognitionApproved(Happening):
    title = Text(vi="Đã phê duyệt công nhận", en="Recognition approved")
    scorecard_sha256: str
    reason: str = ""


class RecognitionDeclined(Happening):
    title = Text(vi="Không công nhận", en="Recognition declined")
    scorecard_sha256: str
    reason: str = Field(min_length=1)


class ApplicationReturned(Happening):
    title = Text(vi="Đã trả lại để kiểm tra bổ sung", en="Returned for further inspection")
    reason: str = Field(min_length=1)


class ApplicationWithdrawn(Happening):
    title = Text(vi="Đã rút hồ sơ", en="Withdrawn")
    reason: str = ""


class CertificateIssued(Happening):
    title = Text(vi="Đã cấp giấy công nhận", en="Certificate issued")
    number: str


class RecognitionQuestioned(Happening):
    title = Text(vi="Kết quả công nhận cần xem xét lại", en="Recognition put in question")
    verdict: str
    scorecard_sha256: str


class RecognitionUpheld(Happening):
    title = Text(vi="Giữ nguyên công nhận", en="Recognition upheld")
    reason: str = Field(min_length=1)


class RecognitionRevoked(Happening):
    title = Text(vi="Thu hồi công nhận", en="Recognition revoked")
    reason: str = Field(min_length=1)


class InspectionDeadlineNeared(Happening):
    title = Text(vi="Sắp hết hạn kiểm tra", en="Inspection due soon")
    due_on: str


class InspectionDeadlineMissed(Happening):
    title = Text(vi="Đã quá hạn kiểm tra", en="Inspection overdue")
    due_on: str


class DecisionDeadlineNeared(Happening):
    title = Text(vi="Sắp hết hạn quyết định", en="Decision due soon")
    due_on: str


class DecisionDeadlineMissed(Happening):
    title = Text(vi="Đã quá hạn quyết định", en="Decision overdue")
    due_on: str


class EditionChanged(Happening):
    """An open application goes on under another edition of its standard."""

    title = Text(vi="Chuyển sang bản tiêu chuẩn khác", en="Moved to another edition of the standard")
    from_standard: str
    from_sha256: str
    standard: str
    sha256: str
    reason: str = Field(min_length=1)
