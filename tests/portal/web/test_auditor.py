"""The auditor reads everything in their area and changes nothing.

Walks every route of the portal that changes something, so that a new one cannot be forgotten.
"""

import re

import pytest
from fastapi.routing import APIRoute

from portal.routes import routers

# What changes only somebody's own account: signing in and out, their second factor, their devices.
OWN = (
    "/dang-nhap",
    "/dang-xuat",
    "/tai-khoan",
    "/loi-moi",
    "/khoi-phuc",
    "/moi",
    "/quen-mat-khau",
    "/lien-ket",
)
EVERYTHING = (
    "select id, state, number, head, inspector from application order by id",
    "select application, source, document from facts order by application, source",
    "select count(*) from event",
    "select count(*) from act",
    "select count(*) from evidence",
    "select count(*) from finding",
    "select count(*) from draft",
    "select year from season",
    "select flow, application, number, state from work",
)


@pytest.fixture
def auditor(portal):
    portal.world.write("update role set path = '/20/' where role = 'auditor'")
    return portal.as_("giam-sat-noi-khac")


def changing() -> list[str]:
    """Every address that takes something that changes things, the API's and the account's own aside."""
    routes = [route for router in routers() for route in router.routes if isinstance(route, APIRoute)]
    return sorted(
        {
            route.path
            for route in routes
            if route.methods - {"GET", "HEAD", "OPTIONS"} and not route.path.startswith((*OWN, "/api/"))
        }
    )


def test_an_auditor_begins_with_the_figures_and_not_with_a_council_that_they_only_watch(auditor):
    assert auditor.get("/").headers["location"] == "/tong-quan"


def test_an_auditor_reads_an_application_of_their_area_and_no_other(portal, auditor, world):
    reference = world.scored("V1")
    assert auditor.get(f"/ho-so/{reference}").status_code == 200
    assert reference in auditor.get("/ho-so").text
    world.write("update role set path = '/01/' where role = 'auditor'")
    assert portal.as_("giam-sat-noi-khac").get(f"/ho-so/{reference}").status_code == 403


def test_whatever_an_auditor_sends_is_refused_and_changes_nothing(portal, auditor, world):
    reference = world.scored("V1")
    before = [world.rows(sql) for sql in EVERYTHING]
    addresses = changing()
    assert len(addresses) >= 10, addresses
    filled = {
        "decision": "approve", "confirmed": "1", "seen": "4", "reason": "Thử", "why": "Thử", "inspector": "kiem-tra",
        "parts": "D9-HS.report", "pick": f"{reference}.4", "year": "2027", "what": "work", "key": "k",
    }  # fmt: skip
    for address in addresses:
        for named in (reference, "V2"):
            path = re.sub(r"\{(reference|quoted)[^}]*\}", reference, address)
            path = re.sub(r"\{code[^}]*\}", named if "don-vi" in path else "KDC-1c", path)
            path = re.sub(r"\{criterion[^}]*\}", "KDC-1c", path)
            path = re.sub(r"\{[^}]*\}", "1", path)
            answer = auditor.post(path, data=filled)
            # A file that is none, or is not there, is refused before anybody asks whose it is; what stands under /cong-khai
            # is everybody's, an auditor's too; and of what waits under /gui-lai nobody sees but their own.
            own = ("/dinh-kem", "/cong-khai", "/gui-lai")
            refusals = (403, 404, 409, 422) if path.startswith(own) else (403,)
            assert answer.status_code in refusals, (path, answer.status_code)
    assert [world.rows(sql) for sql in EVERYTHING] == before
