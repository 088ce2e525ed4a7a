"""Files through the API: what a program attaches is what a person would have, once for each key, and gone when it is removed.

Broken and seen to fail: a key that means another file taken for the same; the body's own limit forgotten; a file of the
other side removed; files of an application told to whoever may not read it; what was sent not looked into.
"""

import base64
from io import BytesIO

import pytest
from PIL import Image

from domain.people import Deed
from portal.api import inputs

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def photo(colour: str = "red") -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "JPEG")
    return made.getvalue()


def file(content: bytes, criterion: str = "KDC-1c", name: str = "sổ hộ.pdf", **more):
    return {"criterion": criterion, "name": name, "content": base64.b64encode(content).decode(), **more}


@pytest.fixture
def reference(api):
    return api.as_("truong-thon").post("/applications", {"unit": "V1", "season": 2026}).json()["reference"]


def test_a_file_is_attached_listed_and_removed(api, reference):
    village = api.as_("truong-thon")
    where = f"/applications/{reference}/submit-dossier/files"
    assert village.get(f"/applications/{reference}/files").json() == {"items": []}
    one = village.post(where, file(PDF)).json()
    assert (one["source"], one["criterion"], one["media"]) == ("applicant", "KDC-1c", "application/pdf")
    two = village.post(where, file(photo(), name="ảnh.jpg", taken_at="2026-03-01T08:00:00+07:00")).json()
    assert two["original_sha256"] != two["sha256"]
    assert two["taken_at"].startswith("2026-03-01T01:00:00")
    told = village.get(f"/applications/{reference}/files").json()["items"]
    assert sorted(each["id"] for each in told) == sorted([one["id"], two["id"]])
    gone = village.send("DELETE", f"{where}/{one['id']}", headers={"Idempotency-Key": "gone"})
    assert gone.json()["removed_at"]
    assert (
        village.send("DELETE", f"{where}/{one['id']}", headers={"Idempotency-Key": "gone"}).json()
        == gone.json()
    )
    assert [each["id"] for each in village.get(f"/applications/{reference}/files").json()["items"]] == [
        two["id"]
    ]


def test_the_same_key_is_the_same_file_and_no_other(api, reference):
    village = api.as_("truong-thon")
    where = f"/applications/{reference}/submit-dossier/files"
    once = village.post(where, file(photo()), key="one").json()
    assert village.post(where, file(photo()), key="one").json() == once
    for other in (file(photo("blue")), file(PDF), file(photo(), criterion="KDC-2")):
        assert village.post(where, other, key="one").status_code == 422
    assert [each["id"] for each in village.get(f"/applications/{reference}/files").json()["items"]] == [
        once["id"]
    ]


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (file(b"MZ\x90\x00"), 422, "sổ hộ.pdf"),
        ({**file(PDF), "content": "%PDF-1.4 not base64"}, 422, "base64"),
        (file(PDF, criterion="KDC-9"), 404, "KDC-9"),
        (file(PDF + bytes(16_000_000)), 413, str(inputs.LARGEST_WITH_FILE)),
    ],
)
def test_what_is_no_file_of_a_criterion_is_refused_with_a_sentence(api, reference, body, status, says):
    village = api.as_("truong-thon")
    answer = village.post(f"/applications/{reference}/submit-dossier/files", body)
    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert village.get(f"/applications/{reference}/files").json() == {"items": []}
    assert not [one for one in (api.site.home / "evidence").rglob("*") if one.is_file()]


def test_each_side_has_its_own_files_and_only_who_may_read_sees_them(api, reference):
    village = api.as_("truong-thon")
    api.world.answer()
    seen = village.get(f"/applications/{reference}").json()
    inspector = api.as_(seen["inspector"]["login"])
    own = inspector.post(f"/applications/{reference}/inspect/files", file(PDF)).json()
    assert own["source"] == "inspector"
    assert village.post(f"/applications/{reference}/inspect/files", file(PDF)).status_code == 403
    theirs = village.post(f"/applications/{reference}/submit-dossier/files", file(photo())).json()
    for program, side, id in (
        (village, "submit-dossier", own["id"]),
        (inspector, "inspect", theirs["id"]),
        (inspector, "inspect", "nothing"),
    ):
        answer = program.send(
            "DELETE", f"/applications/{reference}/{side}/files/{id}", headers={"Idempotency-Key": "no"}
        )
        assert answer.status_code == 404
    told = village.get(f"/applications/{reference}/files").json()["items"]
    assert {each["source"] for each in told} == {"applicant", "inspector"}
    elsewhere = api.as_("truong-thon", Deed.READ, path="/20/06325/V2/")
    assert elsewhere.get(f"/applications/{reference}/files").status_code == 403
