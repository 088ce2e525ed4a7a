"""Decisions and minutes as documents: number, bases, articles, annexes, who signs, the head of the chain at the foot; seats and no
names in the minutes; for those who may read all that they say.

Broken and seen to fail: the head of one and of many left out of the foot; a neighbour's refusal handed to another unit, a list
of recognitions kept from a unit on it and given to whoever may read none of them; a member's name in the list of members and
beside an opinion; minutes of a session that is still sitting, that was called off, and for whoever asks.
"""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from domain import council
from portal.documents import of_council
from tests.portal.pdfs import text
from tests.portal.web.seated import MEMBERS, NAMES, attended, called, seat
from tests.portal.web.test_decisions import batch, last_decision
from tests.portal.web.test_documents import marked, spoken


@pytest.fixture
def seated(world):
    return seat(world)


@pytest.fixture
def two(world):
    return world.scored("V1"), world.scored("V2")


def heads(world, *names):
    quoted = ", ".join(f"'{name}'" for name in names)
    return [
        head
        for (head,) in world.rows(
            "select e.hash from event e join application a on a.id = e.application join unit u on u.id = a.unit"
            f" where e.name in ({quoted}) order by u.sort_key, a.unit_code"
        )
    ]


def head_of_second(world):
    """Somebody who may read of the second village and of no other."""
    world.write(
        "insert into account (id, login, name, language, addresses, active, sample) values (90, 'thon-hai', 'Thôn Hai', 'vi', '{}', 1, 0)"
    )
    world.write(
        "insert into role (account, role, path, starts) values (90, 'applicant', '/20/06325/V2/', '0001-01-01')"
    )


def flat(text):
    """Without the spaces and breaks of a page."""
    return "".join(text.split())


def test_a_decision_on_a_list_has_it_annexed_and_the_heads_at_its_foot(portal, world, two):
    batch(portal.as_("chu-tich"), *two)
    address = f"/quyet-dinh/{last_decision(world, two[0])}/van-ban"
    answer = portal.as_("chu-tich").get(f"{address}.pdf")
    assert "filename*=UTF-8''quyet-dinh-1-Q%C4%90-UBND.pdf" in answer.headers["content-disposition"]
    assert marked(answer.content)
    said = text(answer.content)
    for part in (
        "Số: 1/QĐ-UBND", "ỦY BAN NHÂN DÂN", "XÃ BẮC SƠN", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BẮC SƠN", "QUYẾT ĐỊNH:",
        "Căn cứ Thông tư số 124/2021/TT-BCA", "Điều 1. Công nhận 2 đơn vị đạt tiêu chuẩn", "Điều 3.", "Nơi nhận:", "PHỤ LỤC",
        "Danh sách đơn vị được công nhận", "Thôn Một", "Thôn Hai", *two,
    ):  # fmt: skip
        assert part in said, part
    both = heads(world, "recognition-approved")
    assert hashlib.sha256("".join(f"{head}\n" for head in both).encode()).hexdigest() in flat(said)
    assert all(head[:16] in said for head in both)
    typed = spoken(portal.as_("chu-tich").get(f"{address}.docx").content)
    assert "Công nhận 2 đơn vị" in typed
    assert all(head[:16] in typed for head in both)
    assert f'href="{address}.pdf"' in portal.as_("chu-tich").get(f"/ho-so/{two[0]}").text
    assert portal.as_("truong-thon").get(f"{address}.pdf").content == answer.content
    # Who is recognised is public: whoever may read one of them may have the whole, whoever may read none has the page.
    head_of_second(world)
    assert portal.as_("thon-hai").get(f"{address}.pdf").content == answer.content
    assert portal.as_("giam-sat-noi-khac").get(f"{address}.pdf").status_code == 403


def test_a_decision_on_one_unit_names_it_and_gives_the_reason(portal, world, two):
    world.run("decline", two[0], "--as", "chu-tich", "--reason", "Chưa có danh sách hộ")
    world.run("approve", two[1], "--as", "chu-tich")
    world.answer()
    world.run("revoke", two[1], "--as", "chu-tich", "--reason", "Khai không đúng")
    declined, revoked = (last_decision(world, reference) for reference in two)
    said = text(portal.as_("chu-tich").get(f"/quyet-dinh/{declined}/van-ban.pdf").content)
    assert "Về việc không công nhận đạt tiêu chuẩn" in said
    assert f"Không công nhận Thôn Một (mã đơn vị V1; hồ sơ số {two[0]})" in said
    assert "Lý do: Chưa có danh sách hộ." in said
    assert "PHỤ LỤC" not in said
    (head,) = heads(world, "recognition-declined")
    assert f"Đầuchuỗisựkiện:{head}" in flat(said)
    said = text(portal.as_("chu-tich").get(f"/quyet-dinh/{revoked}/van-ban.pdf").content)
    assert "Thu hồi việc công nhận năm 2026" in said
    assert "Giấy công nhận đã cấp không còn giá trị" in said


def test_a_neighbour_does_not_get_a_decision_that_says_why_another_unit_was_refused(portal, world, two):
    head_of_second(world)
    world.run("decline", two[0], "--as", "chu-tich", "--reason", "Chưa có danh sách hộ")
    address = f"/quyet-dinh/{last_decision(world, two[0])}/van-ban"
    for form in ("pdf", "docx"):
        assert portal.as_("thon-hai").get(f"{address}.{form}").status_code == 403
        assert portal.as_("giam-sat-noi-khac").get(f"{address}.{form}").status_code == 403
        assert portal.anonymous().get(f"{address}.{form}").status_code == 303
        assert portal.as_("truong-thon").get(f"{address}.{form}").status_code == 200
    assert portal.as_("chu-tich").get("/quyet-dinh/nothing/van-ban.pdf").status_code == 404


def test_the_certificate_names_who_signed_its_decision(portal, world, two):
    world.run("approve", two[0], "--as", "chu-tich")
    world.answer()
    said = text(portal.as_("truong-thon").get(f"/ho-so/{two[0]}/giay-cong-nhan.pdf").content)
    assert "Bắc Sơn, ngày" in said
    assert "Xã Bắc Sơn, ngày" not in said
    assert "CHỦ TỊCH" in said
    assert "Chủ tịch xã" in said  # the account's own name in this world


def test_the_minutes_of_a_session_tell_of_seats_and_votes_and_of_nobody_by_name(portal, seated):
    reference = seated.scored("V1")
    where = called(portal, reference)
    attended(portal, where)
    for login, vote in zip(MEMBERS, ("for", "for", "against"), strict=True):
        opinion = "Cần xem lại danh sách" if vote == "against" else ""
        answer = portal.as_(login).post(f"{where}/{reference}", data={"vote": vote, "opinion": opinion})
        assert answer.status_code == 303, answer.text
    office = portal.as_("thuong-truc")
    assert office.get(f"{where}/bien-ban.pdf").status_code == 409
    assert "bien-ban.pdf" not in office.get(where).text
    for _ in range(2):
        office.post(f"{where}/ket-thuc")
    assert f'href="{where}/bien-ban.pdf"' in office.get(where).text
    pdf = office.get(f"{where}/bien-ban.pdf").content
    (head,) = seated.rows("select i.head from council_item i")[0]
    for said in (text(pdf), spoken(office.get(f"{where}/bien-ban.docx").content)):
        for part in (
            "Công an xã",
            "Nhà văn hóa xã",
            reference,
            head[:16],
            "Cần xem lại danh sách",
            "Có mặt 3 trên 3",
            "Tán thành",
        ):
            assert part in said, part
        assert not any(name in said for name in NAMES.values())
    assert portal.as_("hd-cong-an").get(f"{where}/bien-ban.pdf").content == pdf
    assert portal.as_("truong-thon").get(f"{where}/bien-ban.pdf").status_code == 403
    portal.moment[:] = [datetime.now(UTC) + timedelta(days=30)]
    assert portal.as_("thuong-truc").get(f"{where}/bien-ban.pdf").content == pdf
    # The office that closed it kept its papers; who presided is written by hand.
    with seated.database.reading() as session:
        told = council.minutes(session, where.rpartition("/")[2])
        secretary, chair = of_council.said(session, told)["signers"]
    assert (secretary["office"], secretary["name"]) == ("Thư ký", told["closed_by"])
    assert (chair["office"], chair["name"]) == ("Chủ trì", "")


def test_a_session_that_was_called_off_has_no_minutes(portal, seated):
    where = called(portal, seated.scored("V1"))
    office = portal.as_("thuong-truc")
    assert office.post(f"{where}/huy", data={"reason": "Bão"}).status_code == 303
    for form in ("pdf", "docx"):
        assert office.get(f"{where}/bien-ban.{form}").status_code == 409
