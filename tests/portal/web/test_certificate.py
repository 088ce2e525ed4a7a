"""The certificate: one page, the same bytes whenever it is asked for, for those who may read the application only.

Broken and seen to fail: a certificate that was revoked handed out; another office's certificate; a name read as markup;
the mark of a trial left out; the document made anew with each request.
"""

import pytest

from portal.documents.making import made


@pytest.fixture
def recognised(portal):
    """A certificate was issued: the reference of its application."""
    reference = portal.world.scored()
    portal.world.run("approve", reference, "--as", "chu-tich")
    portal.world.answer()
    return reference


def test_a_recognised_unit_downloads_its_certificate_and_gets_the_same_bytes_again(portal, recognised):
    address = f"/ho-so/{recognised}/giay-cong-nhan.pdf"
    first = portal.as_("truong-thon").get(address)
    assert address in portal.as_("truong-thon").get(f"/ho-so/{recognised}").text
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert portal.as_("chu-tich").get(address).content == first.content
    for file in (portal.site.home / "documents").rglob("*.pdf"):
        file.unlink()
    assert portal.as_("chu-tich").get(address).content == first.content


def test_nobody_else_gets_it(portal, recognised):
    address = f"/ho-so/{recognised}/giay-cong-nhan.pdf"
    assert portal.as_("giam-sat-noi-khac").get(address).status_code == 403
    assert portal.anonymous().get(address).status_code == 303


def test_there_is_none_before_a_decision(portal):
    reference = portal.world.scored()
    answer = portal.as_("truong-thon").get(f"/ho-so/{reference}/giay-cong-nhan.pdf")
    assert answer.status_code == 404
    assert "chưa có giấy công nhận" in answer.text


def test_one_that_was_taken_back_is_not_handed_out(portal, recognised):
    portal.world.run("revoke", recognised, "--as", "chu-tich", "--reason", "Khai không đúng")
    answer = portal.as_("truong-thon").get(f"/ho-so/{recognised}/giay-cong-nhan.pdf")
    assert answer.status_code == 409
    assert "đã bị thu hồi" in answer.text


def test_what_a_trial_prints_says_so_and_names_stay_what_they_are(portal, recognised, monkeypatch):
    portal.world.write("update unit set name = 'Thôn *Một* #lorem(9) [x]' where code = 'V1'")
    data = {}

    def keep(template, said):
        data.update(said)
        return made(template, said)

    monkeypatch.setattr("portal.documents.serving.made", keep)
    portal.as_("truong-thon").get(f"/ho-so/{recognised}/giay-cong-nhan.pdf")
    assert data["trial"] == "THỬ"
    assert data["unit"] == "Thôn *Một* #lorem(9) [x]"
