"""Stories: what goes otherwise than well in a sample unit, as changes to its sheets and as a line for people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.texts import Text
from portal.sample.sheets import Sheet, chance

SEASON = 2026
Y = SEASON

Change = Callable[[Sheet], None]


def put(criterion: str, **facts: Any) -> Change:
    """Answer some facts of a criterion otherwise."""

    def change(sheet: Sheet) -> None:
        sheet[criterion] = {**sheet.get(criterion, {}), **facts}

    return change


def leave_out(criterion: str, *names: str) -> Change:
    """Say nothing of some facts: nobody attested them."""

    def change(sheet: Sheet) -> None:
        sheet[criterion] = {name: v for name, v in sheet[criterion].items() if name not in names}

    return change


def one_less(criterion: str, name: str) -> Change:
    def change(sheet: Sheet) -> None:
        sheet[criterion] = {**sheet[criterion], name: sheet[criterion][name] - 1}

    return change


@dataclass(frozen=True, slots=True)
class Story:
    """What a unit's own account and its inspector's findings say otherwise, and whether a second visit mends it.

    `criteria` are those that it makes not met, or unknown: the reason that the decision must give.
    """

    title: Text
    criteria: tuple[str, ...] = ()
    applicant: tuple[Change, ...] = ()
    inspector: tuple[Change, ...] = ()
    mended: bool = False


def _t(vi: str, en: str) -> Text:
    return Text(vi=vi, en=en)


def _on(day: str, **more: str) -> list[dict[str, str]]:
    return [{"on": day, **more}]


GOOD = Story(_t("Đạt mọi tiêu chí", "Meets every criterion"))

_OFFICE = "Công an xã (mẫu)"

STORIES: dict[str, Story] = {
    "good": GOOD,
    # --- the residential area, Điều 4 ---
    "one-household-short": Story(
        _t("249 trên 250 hộ đăng ký; bản khai ghi đủ 250", "249 of 250 households; its own account says 250"),
        ("KDC-1c",),
        applicant=(put("KDC-1c", registered=250, residing=250),),
        inspector=(put("KDC-1c", registered=249, residing=250),),
    ),
    "last-day-of-the-window": Story(
        _t("Vụ tranh chấp ngày 31/10: tính cho năm nay", "A dispute on 31 October: it counts this year"),
        ("KDC-3e",),
        inspector=(put("KDC-3e", incidents=_on(f"{Y}-10-31", reference=f"BB 12/{Y}")),),
    ),
    "day-after-the-window": Story(
        _t("Vụ tranh chấp ngày 01/11: tính cho năm sau", "A dispute on 1 November: it counts next year"),
        inspector=(put("KDC-3e", incidents=_on(f"{Y}-11-01", reference=f"BB 13/{Y}")),),
    ),
    "crime-excused": Story(
        _t(
            "Một vụ phạm tội nghiêm trọng được phát hiện kịp thời, giảm hậu quả, báo cáo ngay",
            "A serious crime, detected in time, mitigated and reported at once",
        ),
        inspector=(
            put(
                "KDC-4b",
                serious_crimes=_on(
                    f"{Y}-05-12",
                    excused_as="detected_mitigated_reported",
                    reason="Phát hiện trong đêm, thu hồi toàn bộ tài sản, báo cáo ngay Công an xã",
                    accepted_by=_OFFICE,
                    reference=f"BC 45/{Y}",
                ),
            ),
        ),
    ),
    "fire-excused": Story(
        _t("Cháy do sét: bất khả kháng", "A fire caused by lightning: force majeure"),
        inspector=(
            put(
                "KDC-4d",
                serious_incidents=_on(
                    f"{Y}-06-03",
                    excused_as="force_majeure",
                    reason="Sét đánh trong cơn dông, có biên bản khám nghiệm",
                    accepted_by=_OFFICE,
                    reference=f"BB 30/{Y}",
                ),
            ),
        ),
    ),
    "fire-not-excused": Story(
        _t(
            "Cháy lớn được báo ngay: với cháy, báo ngay không phải là lý do miễn trừ",
            "A serious fire reported at once: for fires that is no excuse",
        ),
        ("KDC-4d",),
        inspector=(
            put(
                "KDC-4d",
                serious_incidents=_on(
                    f"{Y}-02-20",
                    excused_as="detected_mitigated_reported",
                    reason="Báo cháy ngay, dập tắt trong một giờ",
                    accepted_by=_OFFICE,
                ),
            ),
        ),
    ),
    "crime-without-a-reason": Story(
        _t("Đề nghị miễn trừ nhưng không ghi lý do", "An excuse is claimed and no reason given"),
        ("KDC-4b",),
        inspector=(put("KDC-4b", serious_crimes=_on(f"{Y}-07-07", excused_as="force_majeure")),),
    ),
    "attestation-missing": Story(
        _t("Công an xã chưa xác nhận, kiểm tra lại vẫn chưa có", "No attestation, nor at the second visit"),
        ("KDC-4b",),
        inspector=(leave_out("KDC-4b", "serious_crimes"),),
    ),
    "attestation-late": Story(
        _t("Xác nhận có ở lần kiểm tra thứ hai", "The attestation is there at the second visit"),
        ("KDC-4b",),
        inspector=(leave_out("KDC-4b", "serious_crimes"),),
        mended=True,
    ),
    "registered-late": Story(
        _t("Bản đăng ký ký ngày 02/04, sau Quý I", "Registration form signed on 2 April, after Quarter I"),
        ("KDC-1b",),
        applicant=(put("KDC-1b", registration={"date": f"{Y}-04-02", "number": "07-ĐK/KDC"}),),
    ),
    "household-short": Story(
        _t("Còn một hộ chưa đăng ký", "One household has not registered"),
        ("KDC-1c",),
        applicant=(one_less("KDC-1c", "registered"),),
    ),
    "violations-up": Story(
        _t("Vi phạm pháp luật tăng so với năm trước", "More violations than the year before"),
        ("KDC-4a",),
        inspector=(put("KDC-4a", violations=5, violations_last_year=3),),
    ),
    "crimes-equal": Story(
        _t("Tội phạm bằng năm trước, không giảm", "As many crimes as the year before"),
        ("KDC-4a",),
        inspector=(put("KDC-4a", crimes=2, crimes_last_year=2),),
    ),
    "new-person-with-evil": Story(
        _t("Phát sinh một người mới mắc tệ nạn xã hội", "One new person with a social evil"),
        ("KDC-4c",),
        inspector=(put("KDC-4c", new_persons_with_evils=1),),
    ),
    "team-below": Story(
        _t("Lực lượng cơ sở không hoàn thành nhiệm vụ", "The grassroots force did not complete its task"),
        ("KDC-5",),
        inspector=(put("KDC-5", team_rating="not_completed"),),
    ),
    "member-disciplined": Story(
        _t("Một người của lực lượng cơ sở bị kỷ luật", "One member of the grassroots force was disciplined"),
        ("KDC-5",),
        inspector=(put("KDC-5", disciplined=_on(f"{Y}-08-19")),),
    ),
    # --- the commune, Điều 5 ---
    "commune-day-after": Story(
        _t("Vụ ngày 01/11: cấp xã tính cho năm nay", "The incident of 1 November: the commune counts it this year"),
        ("XA-2:KDC-3e",),
        inspector=(put("XA-2:KDC-3e", incidents=_on(f"{Y}-11-01", reference=f"BB 13/{Y}")),),
    ),
    "no-model": Story(
        _t("Chưa có mô hình hoạt động hiệu quả", "No movement model works effectively"),
        ("XA-1",),
        inspector=(put("XA-1", models=0),),
    ),
    "plan-late": Story(
        _t("Kế hoạch ban hành ngày 06/04, sau Quý I", "The plan is dated 6 April, after Quarter I"),
        ("XA-1",),
        applicant=(put("XA-1", plan={"date": f"{Y}-04-06", "number": "21/KH-UBND"}),),
    ),
    # --- the dossier and the meeting, Điều 9 ---
    "meeting-without-the-police": Story(
        _t("Họp đánh giá không mời Công an", "The police were not asked to the assessment meeting"),
        ("D9-HOP-KDC",),
        applicant=(put("D9-HOP-KDC", police=False),),
    ),
    "no-registration": Story(
        _t("Không có bản đăng ký phấn đấu", "There is no registration form"),
        ("KDC-1b",),
        applicant=(put("KDC-1b", registration=False),),
    ),
    # --- agency and enterprise, Điều 6; school, Điều 7 ---
    "staff-not-briefed": Story(
        _t("Còn một người chưa được phổ biến nội quy", "One member of staff was not briefed"),
        ("CQ-1d",),
        applicant=(one_less("CQ-1d", "briefed"),),
    ),
    "no-party-organisation": Story(
        _t("Không có tổ chức Đảng: không áp dụng, không phải đạt", "No Party organisation: not applicable, not met"),
        applicant=(
            put("CQ-1a", party_organisation=False),
            leave_out("CQ-1a", "resolution"),
            put("D9-HOP-DV", has_party=False),
            leave_out("D9-HOP-DV", "party"),
        ),
    ),
    "staff-fined": Story(
        _t("Một người bị xử phạt về an ninh, trật tự", "One member of staff was fined"),
        ("CQ-3h",),
        inspector=(put("CQ-3h", fined=1),),
    ),
    "school-violence": Story(
        _t("Xảy ra bạo lực học đường", "School violence happened"),
        ("GD-4",),
        inspector=(put("GD-4", violence=_on(f"{Y}-03-25")),),
    ),
    "learners-not-briefed": Story(
        _t("Còn một người chưa được phổ biến nội quy", "One learner was not briefed"),
        ("GD-1",),
        applicant=(one_less("GD-1", "briefed"),),
    ),
}  # fmt: skip

# What befalls units that no case speaks of: of a hundred of a kind, so many live each story; the others do well.
_USUAL: dict[str, tuple[tuple[int, str], ...]] = {
    "residential-area": (
        (2, "household-short"), (2, "violations-up"), (1, "crimes-equal"), (1, "registered-late"),
        (1, "new-person-with-evil"), (1, "team-below"), (1, "member-disciplined"), (1, "attestation-late"),
    ),
    "commune": ((3, "no-model"), (2, "plan-late")),
    "agency": ((5, "staff-not-briefed"), (8, "no-party-organisation")),
    "enterprise": ((6, "staff-not-briefed"), (4, "staff-fined"), (20, "no-party-organisation")),
    "school": ((4, "school-violence"), (4, "learners-not-briefed")),
}  # fmt: skip


def _hundred(kind: str) -> list[str]:
    lived = [name for many, name in _USUAL.get(kind, ()) for _ in range(many)]
    return lived + ["good"] * (100 - len(lived))


_BY_CHANCE = {kind: _hundred(kind) for kind in _USUAL}


def usual(code: str, kind: str) -> str:
    """The story of a unit of which no case speaks."""
    return _BY_CHANCE[kind][chance(code, "story") % 100] if kind in _BY_CHANCE else "good"
