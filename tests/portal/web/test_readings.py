"""Who read a dossier: noted for everybody, written together, shown to the unit and to whoever watches, kept for a time.

Not broken on purpose yet.
"""

from datetime import date

import pytest

from domain import readings
from domain.database import Sql


@pytest.fixture
def one(world):
    return world.scored("V1")


def noted(world):
    with world.database.reading() as session:
        return session.rows(
            Sql(
                "select c.login, r.application, r.part, r.times from reading r join account c on c.id = r.account order by 1, 3"
            )
        )


def test_readings_are_gathered_and_written_together(portal, world, one):
    chair = portal.as_("chu-tich")
    for _ in range(3):
        assert chair.get(f"/ho-so/{one}").status_code == 200
    chair.get(f"/phe-duyet/{one}")
    portal.as_("truong-thon").get(f"/ho-so/{one}")
    assert noted(world) == []
    portal.site.readings.write()
    chair.get(f"/ho-so/{one}")
    portal.site.readings.write()
    assert noted(world) == [
        ("chu-tich", 1, "decision", 1),
        ("chu-tich", 1, "dossier", 4),
        ("truong-thon", 1, "dossier", 1),
    ]


def test_what_was_not_shown_was_not_read(portal, world, one):
    other = world.scored("V2")
    with world.database.transaction() as session:
        session.run(Sql("update role set path = '/99/' where role = 'approver'"))
    assert portal.as_("chu-tich").get(f"/ho-so/{other}").status_code == 403
    portal.site.readings.write()
    assert noted(world) == []


def test_the_unit_sees_who_read_its_dossier_and_whoever_decides_does_not(portal, world, one):
    portal.as_("chu-tich").get(f"/ho-so/{one}")
    portal.site.readings.write()
    assert "Ai đã xem hồ sơ này" not in portal.as_("chu-tich").get(f"/ho-so/{one}").text
    shown = portal.as_("truong-thon").get(f"/ho-so/{one}").text
    log = shown[shown.index("Ai đã xem hồ sơ này") :]
    assert "Chủ tịch xã" in log


def test_readings_are_kept_as_long_as_the_installation_says(portal, world, one):
    portal.as_("chu-tich").get(f"/ho-so/{one}")
    portal.site.readings.write()
    with world.database.transaction() as session:
        session.run(Sql("update reading set day = '2026-01-02'"))
    assert readings.forget(world.database, date(2026, 1, 12), 10) == 0
    assert readings.forget(world.database, date(2026, 1, 13), 10) == 1
    assert noted(world) == []
