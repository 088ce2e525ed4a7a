"""Who read a dossier: noted for everybody, written together, shown to the unit and to whoever watches, kept for a time.

Broken and seen to fail: the page of the council, that of the objection, and documents not noted.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from domain import readings
from domain.database import Sql
from tests.portal.web.seated import called, seat
from tests.portal.web.test_objections import open_objection
from tests.portal.web.test_recognition import form


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


def parts(portal, world, login):
    portal.site.readings.write()
    return {part for who, _, part, _ in noted(world) if who == login}


def test_the_pages_of_whoever_works_on_a_dossier_are_reads_too(portal, world):
    reference = world.json("register", "V1", "--season", 2026, "--as", "truong-thon")["reference"]
    world.answer()
    inspector = world.json("show", reference)["inspector"]["login"]
    for page in (f"/kiem-tra/{reference}", f"/kiem-tra/mang-theo/{reference}"):
        assert portal.as_(inspector).get(page).status_code == 200
    assert portal.as_("thuong-truc").get(f"/thuong-truc/{reference}").status_code == 200
    assert parts(portal, world, inspector) == {"inspection"}
    assert parts(portal, world, "thuong-truc") == {"office"}


def test_the_dossier_before_the_council_and_its_documents_are_reads(portal, world):
    reference = seat(world).scored("V1")
    where = called(portal, reference)
    assert portal.as_("hd-cong-an").get(f"{where}/{reference}").status_code == 200
    assert portal.as_("chu-tich").get(f"/ho-so/{reference}/van-ban/bien-ban-kiem-tra.docx").status_code == 200
    assert parts(portal, world, "hd-cong-an") == {"council"}
    assert parts(portal, world, "chu-tich") == {"document"}


def test_an_objection_is_a_read_of_the_unit_for_whoever_may_read_it_only(portal, world, one):
    world.run("approve", one, "--as", "chu-tich")
    world.answer()
    hidden = form(portal.anonymous().get(f"/cong-khai/{one}/phan-anh").text)
    portal.anonymous().post(f"/cong-khai/{one}/phan-anh", data=hidden | {"said": "Có điểm đánh bạc"})
    id = open_objection(portal)
    assert portal.as_("thuong-truc").get(f"/thuong-truc/phan-anh/{id}").status_code == 200
    assert portal.as_("chu-tich").get(f"/thuong-truc/phan-anh/{id}").status_code == 403
    assert parts(portal, world, "thuong-truc") == {"objection"}
    assert parts(portal, world, "chu-tich") == set()


def test_every_part_that_pages_note_has_a_name():
    pages = "\n".join(
        file.read_text() for file in Path(readings.__file__).parent.parent.glob("portal/**/*.py")
    )
    assert set(re.findall(r'readings\.note\([^\n]*"(\w+)"\)', pages)) == set(readings.PARTS)
