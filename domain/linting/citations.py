"""Citations: whether everything that binds somebody says where it comes from."""

import re
from collections.abc import Iterator

from domain.linting.findings import Finding, Subject, of_criterion, of_standard
from domain.linting.texts import comparable, own
from domain.rulebook.periods import Deadline, Period

# A place in a text, not only its number: an article, a clause, a point, a row of its table.
_PLACE = re.compile(
    r"(?:\b(?:điều|khoản|điểm|mục|chương|phụ lục|phần|tiêu chí|chỉ tiêu|dòng"
    r"|article|art|clause|point|section|annex|part|criterion|indicator|row)\b\.?|§)\s*(?:\d|[IVX]+\b|\w\b)",
    re.I,
)


def every_rule_is_cited(subject: Subject) -> Iterator[Finding]:
    """A citation of blanks cites nothing."""
    for criterion in own(subject.standard):
        # The loader puts the standard's own citation before the criterion's.
        if not criterion.cites.rpartition(", ")[2].strip():
            yield of_criterion(
                criterion, ("cites",), "“cites” không dẫn điều khoản nào.", "“cites” names no provision."
            )
    for number, exclusion in enumerate(subject.standard.exclusions):
        if not exclusion.cites.strip():
            yield of_standard(
                ("not_eligible_when", number, "cites"),
                "Trường hợp loại trừ không dẫn điều khoản nào.",
                "This exclusion names no provision.",
            )


def citations_name_a_place(subject: Subject) -> Iterator[Finding]:
    """Whoever wants to look it up needs an article, a clause or a point."""
    for criterion in own(subject.standard):
        # Whose text could not be read, nobody can say where it stands.
        if comparable(criterion) and not _PLACE.search(criterion.cites):
            yield of_criterion(
                criterion,
                ("cites",),
                f"“{criterion.cites}” không nói điều, khoản hay điểm nào.",
                f"“{criterion.cites}” names no article, clause or point.",
            )


def dates_are_cited(subject: Subject) -> Iterator[Finding]:
    """A deadline binds people too."""
    standard = subject.standard
    for place, one in (
        ("registration", standard.registration),
        ("window", standard.window),
        ("deadline", standard.closing),
    ):
        if isinstance(one, Period | Deadline) and not one.cites.strip():
            yield of_standard(
                (place,),
                f"“{place}” không có “cites”: ngày này lấy từ điều khoản nào?",
                f"“{place}” has no “cites”: which provision sets this date?",
            )
