"""Council votes: what a council finds of one application, by who takes part, who must be there, and the votes."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from domain.procedures import Council, Seat, fraction
from domain.texts import Text

FOR, AGAINST, ABSTAIN, RECUSED = "for", "against", "abstain", "recused"

# Where a procedure names no seats, everybody sits on this one.
_ONLY = {"member": Seat(vi="Thành viên", en="Member")}


class Member(NamedTuple):
    """Who was invited, to which seat, and whether they came; None: not yet known."""

    account: int
    login: str
    name: str
    seat: str
    attended: bool | None


class Vote(NamedTuple):
    """What a member said; `opinion` is what they wrote of it, and the reason of whoever recused themselves."""

    vote: str
    opinion: str
    at: str


class Finding(NamedTuple):
    """What was found: for, against, or none with the reason why nothing could be.

    Those who take part and cast no vote are among the abstained.
    """

    outcome: str
    in_favour: int
    against: int
    abstained: int
    recused: int
    why: Text | None = None


def seats(rules: Council) -> Mapping[str, Seat]:
    """The composition of a council."""
    return rules.seats or _ONLY


def taking_part(rules: Council, members: Sequence[Member], votes: Mapping[int, Vote]) -> frozenset[int]:
    """Who came, and, where that is allowed, who gave their opinion in writing."""
    came = {one.account for one in members if one.attended}
    wrote = {
        one.account
        for one in members
        if rules.written_opinions
        and (said := votes.get(one.account)) is not None
        and said.vote != RECUSED
        and said.opinion.strip()
    }
    return frozenset(came | wrote)


def find(
    rules: Council, members: Sequence[Member], votes: Mapping[int, Vote], barred: Collection[int]
) -> Finding:
    """Count one application. Whoever is `barred` by a part of theirs in it is recused, whatever they said."""
    part = taking_part(rules, members, {id: vote for id, vote in votes.items() if id not in barred})
    recused = {id for id in part if id in barred or (id in votes and votes[id].vote == RECUSED)}
    voters = part - recused
    said = [votes[id].vote for id in voters if id in votes]
    in_favour, against = said.count(FOR), said.count(AGAINST)
    counts = (in_favour, against, len(voters) - in_favour - against, len(recused))
    if (why := _quorum(rules, len(part), len(members)) or _seats(rules, members, voters)) is not None:
        return Finding("none", *counts, why)
    outcome = "for" if in_favour > fraction(rules.passes) * len(voters) else "against"
    return Finding(outcome, *counts)


def absent_seats(rules: Council, members: Sequence[Member], there: Collection[int]) -> list[Text]:
    """The required seats on which none of these people sits."""
    taken = {one.seat for one in members if one.account in there}
    return [seat.name for key, seat in seats(rules).items() if seat.required and key not in taken]


def _quorum(rules: Council, part: int, members: int) -> Text | None:
    if members and part >= fraction(rules.quorum) * members:
        return None
    return Text(
        vi="Chỉ {part} trên {members} thành viên tham gia; cần ít nhất {quorum}.",
        en="Only {part} of {members} members took part; at least {quorum} must.",
    ).filled(part=part, members=members, quorum=rules.quorum)


def _seats(rules: Council, members: Sequence[Member], voters: Collection[int]) -> Text | None:
    absent = absent_seats(rules, members, voters)
    if absent:
        return Text(
            vi="Không có thành viên bắt buộc nào xét hồ sơ này: {seats}.",
            en="Nobody of a required seat took part in this one: {seats}.",
        ).filled(seats=Text(vi="; ".join(one.vi for one in absent), en="; ".join(one.en for one in absent)))
    if not voters:
        return Text(
            vi="Mọi thành viên tham gia đều không được xét hồ sơ này.",
            en="Everybody who took part is recused from this one.",
        )
    return None
