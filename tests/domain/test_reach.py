"""Reach: what may be done to one unit and which units a list shows are one rule: `may` and its SQL, on both databases.

Broken and seen to fail: the end of a range moved; the depth of a decision left out of the SQL, and of `may`; its pattern one
step short; an applicant's own unit left out of either; the place itself shown; a role that may not do the deed.
"""

from domain import people
from domain.database import Sql
from domain.people import Deed, Person, Role

PLACES = (
    "/",
    "/20/",
    "/20/05977/",
    "/20/05977/S001/",
    "/20/05977/S002/",
    "/20/06625/",
    "/04/",
    "/20/0597/",
    "/2/",
)


def test_a_list_shows_exactly_the_units_that_may_be_acted_on(world):
    """Role × deed × place, and two roles at once; over every unit of the small province."""
    with world.database.reading() as session:
        units = {path for (path,) in session.rows(Sql("select path from unit"))}
        assert len(units) >= 8
        held = [frozenset({(role, at)}) for role in Role for at in PLACES]
        held += [
            frozenset({(Role.INSPECTOR, "/20/06625/"), (Role.APPLICANT, "/20/05977/S001/")}),
            frozenset({(Role.APPROVER, "/20/"), (Role.APPROVER, "/20/05977/")}),
            frozenset(),
        ]
        shown_ever = 0
        for roles in held:
            person = Person(1, "binh", "Bình", roles=roles)
            for deed in Deed:
                condition, values = people.within(person, deed, "u.path")
                shown = {
                    path
                    for (path,) in session.rows(Sql(f"select u.path from unit u where {condition}"), **values)
                }
                allowed = {path for path in units if people.may(person, deed, path) is None}
                assert shown == allowed, (sorted(roles), deed)
                shown_ever += len(shown)
    assert shown_ever > 100
