"""Certificate tokens and their status, on SQLite and on PostgreSQL: one for each certificate that stands, and no other.

Broken and seen to fail: a token for one that was revoked; made anew when asked again; what a stolen key signed kept; a list
that is no newer than a certificate; a revocation without its decision.
"""

from datetime import timedelta

import pytest

from domain import certificate_status, certificate_tokens, envelopes, signing_keys
from domain.calendar import today
from domain.cases import id_of
from domain.certificate_tokens import Signer
from domain.errors import OutOfOrder
from domain.lifecycle import State
from domain.people import Deed
from domain.store import transaction


@pytest.fixture
def office(world, tmp_path):
    """Signs with the keys in a folder of its own."""

    def make(*references, one=False):
        signing_keys.ready(tmp_path, world.now, trial=True)
        by = Signer(signing_keys.held(tmp_path), "https://antoan.example.vn", True)
        with transaction(world.database, world.now) as store:
            if one:
                return certificate_tokens.token_of(store, id_of(references[0]), by)
            found = certificate_tokens.tokens_for(store, map(id_of, references), by)
        return [found.get(id_of(reference)) for reference in references]

    return make


def test_each_gets_its_own_and_those_that_are_not_final_none(world, office):
    states = (State.RECOGNISED, State.SCORED, State.REVOKED, State.NOT_RECOGNISED)
    references = [world.bring_to(state, unit) for state, unit in zip(states, ("S001", "S002", "S003", "S004"), strict=True)]  # fmt: skip
    world.settle()
    first, *others = made = office(*references)
    assert others == [None, None, None]
    assert office(*references) == made
    assert office(references[0], one=True) == first
    for reference in references[1:]:
        with pytest.raises(OutOfOrder):
            office(reference, one=True)
    assert world.value("select count(*) from certificate_token") == 1


def test_what_was_decided_and_not_yet_certified_has_none(world, office):
    reference = world.bring_to(State.RECOGNISED)
    assert office(reference) == [None]
    world.settle()
    assert office(reference) != [None]


def test_what_a_stolen_key_signed_is_signed_again(world, office, tmp_path):
    reference = world.bring_to(State.RECOGNISED)
    world.settle()
    (first,) = office(reference)
    (key,) = signing_keys.held(tmp_path)
    signing_keys.retire(tmp_path, key.public.id.hex(), world.now - timedelta(seconds=5), stolen=True)
    (second,) = office(reference)
    assert envelopes.read(envelopes.untext(second)).key_id != key.public.id
    assert first != second
    assert office(reference) == [second]
    assert world.value("select count(*) from certificate_token") == 1


def test_the_status_says_what_was_revoked_when_and_by_which_decision(world, office):
    reference = world.bring_to(State.RECOGNISED)
    world.settle()

    def seen():
        with world.database.reading() as session:
            return certificate_status.seen(session, today(world.now))

    before = seen()
    assert before.status.revoked == {}
    assert seen() == before
    office(reference)
    assert seen().status == before.status
    assert seen().fingerprint != before.fingerprint, (
        "a list has to be no older than a certificate that it is asked about"
    )
    world.act(Deed.REVOKE, "ward-chair", reference=reference, reason="có vụ việc")
    symbol = world.value("select symbol from decision where kind = 'revocation'")
    assert seen().status.revoked == {id_of(reference): (today(world.now), symbol)}
    world.act(Deed.REINSTATE, "ward-chair", reference=reference, reason="kết luận khác")
    assert seen().status.revoked == {}
