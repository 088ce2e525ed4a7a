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
    decision: str = ""


class RecognitionDeclined(Happening):
    title = Text(vi="Không công nhận", en="Recognition declined")
    scorecard_sha256: str
    reason: str = Field(min_length=1)
    decision: str = ""


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
    decision: str = ""


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


class CouncilCalled(Happening):
    """The application is on the agenda of a session; its members see it as it is now."""

    title = Text(vi="Đã đưa ra Hội đồng", en="Put before the council")
    session: str
    held_on: str
    venue: str
    held_at: str = ""


class CouncilReviewed(Happening):
    """What a council found of a dossier as its members saw it. `outcome`: for, against, or none where it could not find."""

    title = Text(vi="Hội đồng đã xem xét", en="Reviewed by the council")
    session: str
    outcome: str
    in_favour: int
    against: int
    abstained: int
    recused: int


class IntentionPublished(Happening):
    title = Text(vi="Đã công khai dự kiến công nhận", en="Intended recognition made public")
    publication: str
    until: str


class ObjectionReceived(Happening):
    """Somebody objects; who, and what they say, is kept apart and never here."""

    title = Text(vi="Có ý kiến phản ánh", en="Objection received")
    objection: str


class ObjectionAnswered(Happening):
    title = Text(vi="Đã trả lời ý kiến phản ánh", en="Objection answered")
    objection: str
    outcome: str


class AppealLodged(Happening):
    title = Text(vi="Đã khiếu nại", en="Appeal lodged")
    appeal: str
    reason: str = Field(min_length=1)


class AppealDismissed(Happening):
    title = Text(vi="Bác khiếu nại", en="Appeal dismissed")
    appeal: str
    reason: str = Field(min_length=1)


class AppealAllowed(Happening):
    """A refusal to recognise is set aside: whoever has the authority decides anew."""

    title = Text(vi="Chấp nhận khiếu nại", en="Appeal allowed")
    appeal: str
    reason: str = Field(min_length=1)
    decision: str = ""


class RecognitionReinstated(Happening):
    title = Text(vi="Khôi phục công nhận", en="Recognition reinstated")
    reason: str = Field(min_length=1)
    decision: str = ""


class RecognitionCorrected(Happening):
    """What a decision or certificate said wrongly: `field` as the documents call it."""

    title = Text(vi="Đính chính công nhận", en="Recognition corrected")
    field: str
    was: str
    became: str
    reason: str = Field(min_length=1)
    decision: str = ""


class RecognitionExpiryNeared(Happening):
    title = Text(vi="Công nhận sắp hết thời hạn", en="Recognition expires soon")
    until: str


class RecognitionExpired(Happening):
    title = Text(vi="Công nhận hết thời hạn", en="Recognition expired")
    until: str


class EditionChanged(Happening):
    """An open application goes on under another edition of its standard."""

    title = Text(vi="Chuyển sang bản tiêu chuẩn khác", en="Moved to another edition of the standard")
    from_standard: str
    from_sha256: str
    standard: str
    sha256: str
    reason: str = Field(min_length=1)
