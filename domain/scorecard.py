"""Scorecard: recorded facts judged by a standard; stored compactly, explained when somebody looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from domain.errors import BadInput
from domain.rulebook import reasons
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import NotKnownWay
from domain.rulebook.inquiry import Inquiry, inquiry
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, WORDS
from domain.rulebook.verdicts import MALFORMED
from domain.standards import Standard
from domain.texts import Text

_NOTHING: dict[str, Any] = {}


class Finding(NamedTuple):
    """The verdict on one criterion: met, not_met, unknown or not_applicable."""

    code: str
    verdict: str
    decisive: bool


@dataclass(slots=True, frozen=True)
class Scorecard:
    """One application judged once. `verdict` is met, not_met, undecided or not_eligible.

    `letters` holds one letter (`truth.WORDS`) per criterion, in the order of the standard.
    """

    by: Standard
    season: int
    verdict: str
    letters: str
    unit: Mapping[str, Any]
    facts: Mapping[str, Mapping[str, Any]]

    @property
    def standard(self) -> str:
        return self.by.path

    @property
    def sha256(self) -> str:
        return self.by.sha256

    @property
    def findings(self) -> tuple[Finding, ...]:
        """A finding per criterion. It is decisive if changing its verdict alone, to met or to not met, would change
        the overall verdict; one that does not apply never is."""
        return tuple(
            Finding(code, WORDS[letter], self._decisive(number, letter))
            for number, (code, letter) in enumerate(zip(self.by.codes, self.letters, strict=True))
        )

    def _decisive(self, number: int, letter: str) -> bool:
        if letter == NOT_APPLICABLE or self.verdict == "not_eligible":
            return False
        before, after = self.letters[:number], self.letters[number + 1 :]
        return any(
            concluded(self.by, before + other + after) != self.verdict
            for other in (MET, NOT_MET)
            if other != letter
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts, as “KDC-4b.serious_crimes”, that nobody gave and on which an unknown criterion waits."""
        found: dict[str, None] = {}
        for criterion, letter in zip(self.by.criteria, self.letters, strict=True):
            if letter == UNKNOWN:
                found |= dict.fromkeys(reasons.missing(criterion, self._case(criterion)))
        return tuple(found)

    def _recognition(self) -> Text | None:
        """What is to be said of the way of deciding, where it is more than that every criterion must be met."""
        return reasons.not_concluded(way) if isinstance(way := self.by.recognised_when, NotKnownWay) else None

    def _case(self, criterion: Criterion) -> Inquiry:
        return inquiry(criterion, self.by, self.season, self.unit, self.facts.get(criterion.code))

    def pack(self) -> str:
        """The scorecard as compact JSON: enough to explain it later with the same edition of the standard."""
        try:
            return orjson.dumps(
                {
                    "standard": self.by.path,
                    "sha256": self.by.sha256,
                    "season": self.season,
                    "verdict": self.verdict,
                    "letters": self.letters,
                    "unit": self.unit,
                    "facts": self.facts,
                }
            ).decode()
        except TypeError as error:
            # A number beyond 64 bits, or a value that is none of JSON's: the rules had no reason to look at it.
            raise _refusal(self.by, self.unit, self.facts) from error

    @staticmethod
    def unpack(text: str, standard: Standard) -> "Scorecard":
        """The stored scorecard. BadInput when it was scored under another edition than `standard`."""
        stored = orjson.loads(text)
        if stored["sha256"] != standard.sha256:
            raise BadInput(
                "Phiếu điểm này được chấm theo bản {stored} của bộ tiêu chí, không phải bản {given}.",
                "This scorecard was scored under edition {stored} of the standard, not {given}.",
                stored=f"{stored['standard']} {stored['sha256'][:12]}",
                given=f"{standard.path} {standard.sha256[:12]}",
            )
        return Scorecard(
            standard.in_season(stored["season"]),
            stored["season"],
            stored["verdict"],
            stored["letters"],
            stored["unit"],
            stored["facts"],
        )

    def explain(self) -> dict[str, Any]:
        """The verdict with its reasons, as `antoan judge` prints it. The sentences are made here and nowhere stored."""
        return {
            "standard": self.by.path,
            "sha256": self.by.sha256,
            "season": self.season,
            "title": self.by.title.model_dump(),
            "verdict": self.verdict,
            "recognition": told.model_dump() if (told := self._recognition()) else None,
            "eligibility": [
                text.model_dump() for text in reasons.eligibility(self.by, self.season, self.unit)
            ],
            "criteria": [
                {
                    "code": finding.code,
                    "cites": criterion.cites,
                    "ask": criterion.ask.model_dump(),
                    "verdict": finding.verdict,
                    "decisive": finding.decisive,
                    "why": reasons.why(criterion, self._case(criterion)).model_dump(),
                }
                for finding, criterion in zip(self.findings, self.by.criteria, strict=True)
            ],
            "missing": list(self.missing),
        }


def overall(letters: str) -> str:
    """All criteria that apply must be met (Thông tư 124/2021/TT-BCA, Điều 4–7: “đạt các tiêu chí sau”)."""
    if NOT_MET in letters:
        return "not_met"
    # Where nothing applied, nothing was shown.
    return "undecided" if UNKNOWN in letters or MET not in letters else "met"


def concluded(standard: Standard, letters: str) -> str:
    """The verdict that the standard's own way of deciding draws from the letters of its criteria."""
    way = standard.recognised_when
    if isinstance(way, str):
        return overall(letters)
    # What is known to be necessary can fail an application; nothing is known to be sufficient.
    needed = (letters[standard.codes.index(code)] for code in way.also)
    return "not_met" if NOT_MET in needed else "undecided"


def judge(
    standard: Standard, season: int, unit: Mapping[str, Any], facts: Mapping[str, Mapping[str, Any]]
) -> Scorecard:
    """Judge every criterion. One without a finding is unknown, and unknown never counts as met.

    BadInput, with a sentence, when facts or attributes are malformed or the standard does not judge that season.
    """
    bench = standard.bench(season)
    standard = standard.in_season(season)
    try:
        letters = bench.letters(facts, unit)
        barred = bench.barred(_NOTHING, unit)
    except MALFORMED as error:
        raise _refusal(standard, unit, facts) from error
    verdict = "not_eligible" if MET in barred else concluded(standard, letters)
    return Scorecard(standard, season, verdict, letters, unit, facts)


def _refusal(standard: Standard, unit: Any, facts: Any) -> BadInput:
    wrong = standard.check_facts(facts) or standard.check_unit(unit)
    if not wrong:  # pragma: no cover - a test feeds both with the same junk to keep them in step
        return BadInput("Dữ kiện không đúng dạng.", "The facts are malformed.")
    return BadInput(wrong[0].vi, wrong[0].en)
