"""Scorecard: recorded facts judged by a standard; stored compactly, explained when somebody looks."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from domain.errors import BadInput
from domain.rulebook import reasons
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import ALL, Points
from domain.rulebook.inquiry import Inquiry, inquiry
from domain.rulebook.points import Earned, Sheet, earned
from domain.rulebook.points import verdict as verdict_of_points
from domain.rulebook.totals import row_points, totals
from domain.rulebook.truth import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, WORDS, overall
from domain.rulebook.verdicts import MALFORMED
from domain.standards import Standard

__all__ = ["Finding", "Scorecard", "concluded", "judge", "overall"]

_NOTHING: dict[str, Any] = {}


class Finding(NamedTuple):
    """The verdict on one criterion: met, not_met, unknown or not_applicable."""

    code: str
    verdict: str
    decisive: bool


class Scorecard(NamedTuple):
    """One application judged once. `verdict` is met, not_met, undecided or not_eligible.

    `letters` holds one letter (`truth.WORDS`) per criterion, in the order of the standard.
    """

    by: Standard
    season: int
    verdict: str
    letters: str
    unit: Mapping[str, Any]
    facts: Mapping[str, Mapping[str, Any]]
    # What each criterion earned, in the same order, where the standard is a score sheet; empty elsewhere.
    points: Earned = ()

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
        sheet = self.by.sheet(self.season) if self.points else None
        for other in (MET, NOT_MET):
            points = self.points
            if points and points[number] is not None:
                all_or_none = self.by.criteria[number].points or 0 if other == MET else 0
                points = (*points[:number], (all_or_none, all_or_none), *points[number + 1 :])
            if concluded(self.by, before + other + after, sheet, points) != self.verdict:
                return True
        return False

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts, as “KDC-4b.serious_crimes”, that nobody gave and on which an unknown criterion waits."""
        found: dict[str, None] = {}
        for criterion, letter in zip(self.by.criteria, self.letters, strict=True):
            if letter == UNKNOWN:
                found |= dict.fromkeys(reasons.missing(criterion, self._case(criterion)))
        return tuple(found)

    def _case(self, criterion: Criterion) -> Inquiry:
        return inquiry(criterion, self.by, self.season, self.unit, self.facts.get(criterion.code))

    def pack(self) -> str:
        """The scorecard as compact JSON: enough to explain it later with the same edition of the standard."""
        try:
            stored = {
                "standard": self.by.path,
                "sha256": self.by.sha256,
                "season": self.season,
                "verdict": self.verdict,
                "letters": self.letters,
                "unit": self.unit,
                "facts": self.facts,
            }
            if self.points:
                # One number where the points are known, two where they are a span.
                stored["points"] = [span[0] if span and span[0] == span[1] else span for span in self.points]
            return orjson.dumps(stored).decode()
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
        points = tuple(
            (span, span) if type(span) is int else tuple(span) if span else None
            for span in stored.get("points", ())
        )
        return Scorecard(
            standard.in_season(stored["season"]),
            stored["season"],
            stored["verdict"],
            stored["letters"],
            stored["unit"],
            stored["facts"],
            points,
        )

    def explain(self) -> dict[str, Any]:
        """The verdict with its reasons, as `antoan judge` prints it. The sentences are made here and nowhere stored."""
        told = reasons.recognition(self.by, self.season, self.letters, self.points)
        points = self.points or (None,) * len(self.letters)
        return {
            "standard": self.by.path,
            "sha256": self.by.sha256,
            "season": self.season,
            "title": self.by.title.model_dump(),
            "verdict": self.verdict,
            "recognition": told and told.model_dump(),
            "points": totals(self.by, self.season, self.points),
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
                    "points": row_points(criterion, span),
                    "why": reasons.why(criterion, self._case(criterion)).model_dump(),
                }
                for finding, criterion, span in zip(self.findings, self.by.criteria, points, strict=True)
            ],
            "missing": list(self.missing),
        }


def concluded(standard: Standard, letters: str, sheet: Sheet | None = None, points: Earned = ()) -> str:
    """The verdict that the standard's own way of deciding draws from the letters of its criteria, and from their points
    where it is a score sheet."""
    way = standard.recognised_when
    if isinstance(way, str):
        return overall(letters)
    if isinstance(way, Points):
        assert sheet is not None  # whoever judges by points has counted them
        return verdict_of_points(sheet, letters, points)
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
        verdict, letters = bench.outcome(facts, unit)
        barred = bench.barred(_NOTHING, unit) if bench.exclusions else ""
    except MALFORMED as error:
        raise _refusal(standard, unit, facts) from error
    points: Earned = ()
    if standard.recognised_when != ALL:
        sheet = standard.sheet(season)
        points = earned(sheet, letters, unit, facts) if sheet else ()
        verdict = concluded(standard, letters, sheet, points)
    if MET in barred:
        verdict = "not_eligible"
    return Scorecard(standard, season, verdict, letters, unit, facts, points)


def _refusal(standard: Standard, unit: Any, facts: Any) -> BadInput:
    wrong = standard.check_facts(facts) or standard.check_unit(unit)
    if not wrong:  # pragma: no cover - a test feeds both with the same junk to keep them in step
        return BadInput("Dữ kiện không đúng dạng.", "The facts are malformed.")
    return BadInput(wrong[0].vi, wrong[0].en)
