"""Council votes: quorum, required seats, recusal and majority, on their boundaries.

Broken and seen to fail: quorum as more than; a majority as at least; a tie for; the recused among those who vote, and
left out of the quorum; abstentions left out of the majority; a required seat asked for among whoever was invited, and
among the recused; opinions counted that no rule allows; an opinion of nothing but blanks.
"""

import pytest

from domain.council_votes import Finding, Member, Vote, find
from domain.procedures import Council

SEATS = {
    "chair": {"vi": "Chủ tịch", "en": "Chair", "required": True},
    "police": {"vi": "Công an", "en": "Police", "required": True},
    "other": {"vi": "Thành viên", "en": "Member"},
}
SIX = ("chair", "police", "other", "other", "other", "other")


def counted(votes, *, came=None, barred=(), on=SIX, **rules):
    """What is found of these votes, seat by seat: “for”, “for+” with an opinion, “-” for none."""
    council = Council.model_validate({"seats": SEATS, **rules})
    said = votes.split()
    came = "y" * len(said) if came is None else came
    members = [
        Member(n, f"m{n}", f"M{n}", seat, there == "y")
        for n, (seat, there) in enumerate(zip(on, came, strict=False))
    ]
    cast = {
        n: Vote(one.rstrip("+"), "vì thế" if one.endswith("+") else "", "")
        for n, one in enumerate(said)
        if one != "-"
    }
    return find(council, members, cast, barred)


def test_more_than_the_part_that_is_asked_for_carries():
    assert counted("for for for for against against") == Finding("for", 4, 2, 0, 0)


def test_a_tie_is_no_majority():
    assert counted("for for for against against against") == Finding("against", 3, 3, 0, 0)


def test_whoever_abstains_or_says_nothing_counts_among_those_who_vote():
    assert counted("for for for abstain abstain -") == Finding("against", 3, 0, 3, 0)
    assert counted("for for for for abstain -") == Finding("for", 4, 0, 2, 0)


@pytest.mark.parametrize(
    ("came", "outcome"), [("yyyyyn", "for"), ("yyyynn", "for"), ("yyynnn", "none"), ("nnnnnn", "none")]
)
def test_the_quorum_is_reached_at_exactly_its_part(came, outcome):
    """Two thirds of six are four; with three nothing is found, however they vote."""
    found = counted("for for for for for for", came=came)
    assert found.outcome == outcome
    assert (found.why is None) == (outcome == "for")


def test_thirds_are_exact():
    on = ("chair", "police", "other")
    assert counted("for for for", came="yyn", on=on).outcome == "for"
    assert counted("for for for", came="yyn", on=on, quorum="67/100").outcome == "none"
    assert counted("for for against", on=on, passes="2/3").outcome == "against"
    assert counted("for for for", on=on, passes="2/3").outcome == "for"


@pytest.mark.parametrize("came", ["nyyyyy", "ynyyyy"])
def test_without_a_required_seat_nothing_is_found(came):
    found = counted("for for for for for for", came=came)
    assert found.outcome == "none"
    assert ("Chủ tịch" if came[0] == "n" else "Công an") in found.why.vi


def test_a_required_seat_whose_member_is_recused_is_empty_for_that_application():
    found = counted("for recused+ for for for for")
    assert (found.outcome, found.recused) == ("none", 1)
    assert "Công an" in found.why.vi
    two = ("chair", "police", "police", "other", "other", "other")
    assert counted("for recused+ for for for for", on=two) == Finding("for", 5, 0, 0, 1)


def test_the_recused_count_for_the_quorum_and_not_for_the_majority():
    """Four of six came, one is recused: two of the three that are left carry it."""
    assert counted("for for against recused+ - -", came="yyyynn") == Finding("for", 2, 1, 0, 1)


def test_whoever_is_barred_is_recused_whatever_they_said():
    assert counted("for for against for for for", barred={3}) == Finding("for", 4, 1, 0, 1)
    absent = counted("for for against for+ for for", barred={3}, came="yyynyy")
    assert absent == Finding("for", 4, 1, 0, 0)


def test_when_everybody_is_recused_nothing_is_found():
    on = ("other",) * 3
    found = counted("recused+ recused+ recused+", on=on, seats={"other": SEATS["other"]})
    assert (found.outcome, found.recused) == ("none", 3)


def test_an_absent_member_counts_with_a_written_opinion_where_that_is_allowed():
    assert counted("for for for for+ - -", came="yyynnn").outcome == "for"
    assert counted("for for for for - -", came="yyynnn").outcome == "none"
    assert counted("for for for for+ - -", came="yyynnn", written_opinions=False).outcome == "none"


def test_a_council_without_named_seats_is_judged_by_its_votes_alone():
    members = [Member(n, f"m{n}", f"M{n}", "member", True) for n in range(3)]
    votes = {n: Vote("for", "", "") for n in range(2)}
    assert find(Council(), members, votes, ()) == Finding("for", 2, 0, 1, 0)
