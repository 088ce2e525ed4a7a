"""Criteria met: what a recognition in force was found to meet, as far as everybody may know: codes, never figures or reasons.

A unit that is recognised because it meets everything meets every criterion that applies to it: which these are is told,
and of the others that they were not examined or do not apply, not why. An excuse that was accepted is not told apart.
Where points decide, a criterion that is not met, or a single row's points, would tell of incidents: there only those are
told without which nobody is recognised.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import orjson

from domain.catalogue import Catalogue
from domain.database import Session, Sql, listed
from domain.errors import Refused
from domain.events import RecognitionApproved
from domain.register import Line, Standing
from domain.rulebook.criteria_files import Criterion
from domain.rulebook.deciding import ALL
from domain.rulebook.truth import MET, NOT_APPLICABLE
from domain.standards import Standard

_APPROVED = Sql(
    "select application, payload from event where application in {numbers:ids} and name = :name order by application, number"
)
_CARDS = Sql(
    "select application, sha256, document from scorecard where application in {numbers:ids} and sha256 in {texts:digests}"
)


class Found(NamedTuple):
    """The criteria that were found met when the unit was recognised, and those not examined or not applicable.

    `summed`: points decided, and of single criteria no more is told."""

    met: tuple[Criterion, ...]
    apart: tuple[Criterion, ...]
    summed: bool


def found(session: Session, catalogue: Catalogue, lines: Sequence[Line], today: date) -> dict[int, Found]:
    """By application, of the recognitions in force. Left out where the scorecard that was decided on, or the edition that
    it was judged by, is not at hand."""
    lines = [line for line in lines if line.standing(today) is Standing.IN_FORCE]
    if not lines:
        return {}
    ids = listed(line.id for line in lines)
    rows = session.rows(_APPROVED, ids=ids, name=RecognitionApproved.name)
    # The last one, where an appeal or another round led to several.
    decided_on = {id: str(orjson.loads(payload)["scorecard_sha256"]) for id, payload in rows}
    digests = listed(sorted(set(decided_on.values())))
    rows = session.rows(_CARDS, ids=ids, digests=digests)
    cards = {id: document for id, digest, document in rows if digest == decided_on[id]}
    told = {}
    for line in lines:
        try:
            standard = catalogue.pinned(line.standard, line.sha256).in_season(line.season)
        except Refused:
            continue
        if line.id in cards and (one := of_card(cards[line.id], standard)) is not None:
            told[line.id] = one
    return told


def of_card(document: str, standard: Standard) -> Found | None:
    """What may be told of a stored scorecard; None where it is no such finding under this edition."""
    card = orjson.loads(document)
    if card["sha256"] != standard.sha256 or card["verdict"] != "met":
        return None
    way = standard.recognised_when
    if way != ALL:
        also = () if isinstance(way, str) else way.also
        return Found(tuple(one for one in standard.criteria if one.code in also), (), summed=True)
    letters = card["letters"]
    if len(letters) != len(standard.criteria) or not set(letters) <= {MET, NOT_APPLICABLE}:
        return None
    pairs = list(zip(standard.criteria, letters, strict=True))
    return Found(
        tuple(one for one, letter in pairs if letter == MET),
        tuple(one for one, letter in pairs if letter == NOT_APPLICABLE),
        summed=False,
    )
