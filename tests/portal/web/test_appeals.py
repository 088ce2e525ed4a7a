"""Appeals on pages: the applicant sees the last day and appeals; somebody else than who decided sees it and decides.

Broken and seen to fail: the form after the last day; whoever declined given the form to decide; what was typed lost with a
mistake, and because the application had changed; the appeal sent twice as two; the form for anybody; the decision on it told to
the public.
"""

from datetime import UTC, datetime

import pytest

from tests.portal.web.test_decisions import last_decision
from tests.portal.web.test_recognition import decide, form, state

PROCEDURE = """
title: {vi: Quy chế thử của tỉnh, en: Trial rules of the province}
place: /20/
from: 2020-01-01
cites: Quy chế thử
appeal: {within_days: 10, answered_within: 20}
"""
# Thursday 1 October 2026; the tenth day is Sunday the 11th, so Monday the 12th counts.
NOW, LAST, AFTER = (datetime(2026, 10, day, 2, tzinfo=UTC) for day in (1, 12, 13))
WHY = "Số hộ trong biên bản là của thôn khác"


@pytest.fixture
def declined(portal, world):
    folder = world.home / "procedures"
    folder.mkdir()
    (folder / "tinh.yaml").write_text(PROCEDURE)
    world.write(
        "insert into account (id, login, name, language, addresses, active, sample)"
        " values (90, 'pho-chu-tich', 'Phó Chủ tịch xã', 'vi', '{}', 1, 0)"
    )
    world.write(
        "insert into role (account, role, path, starts) values (90, 'approver', '/20/06325/', '0001-01-01')"
    )
    portal.moment[:] = [NOW]
    reference = world.scored("V1")
    assert decide(portal.as_("chu-tich"), reference, "decline", "Chưa rõ số hộ").status_code == 303
    return reference


def appeal(portal, reference, reason=WHY, client=None):
    client = client or portal.as_("truong-thon")
    hidden = form(client.get(f"/ho-so/{reference}/khieu-nai").text)
    return client.post(f"/ho-so/{reference}/khieu-nai", data=hidden | {"reason": reason})


def settle(portal, reference, outcome="allowed", reason="Nhầm thôn", login="pho-chu-tich"):
    client = portal.as_(login)
    hidden = form(client.get(f"/khieu-nai/{reference}").text)
    return client.post(f"/khieu-nai/{reference}", data=hidden | {"outcome": outcome, "reason": reason})


def test_the_applicant_sees_the_last_day_and_why_and_appeals(portal, declined, world):
    portal.moment[:] = [LAST]
    client = portal.as_("truong-thon")
    page = client.get(f"/ho-so/{declined}").text
    assert "Khiếu nại được nhận đến hết thứ Hai, 12/10/2026" in page
    assert "có thể khiếu nại đến hết ngày 12/10/2026; ngoài ra không còn việc nào" in page
    assert "Không còn việc nào trong đợt này" not in page
    assert "Ngày 11/10/2026 là ngày nghỉ" in page
    assert f'href="/ho-so/{declined}/khieu-nai"' in page
    assert "Chưa rõ số hộ" in client.get(f"/ho-so/{declined}/khieu-nai").text
    done = appeal(portal, declined)
    assert done.headers["location"] == f"/ho-so/{declined}?done=appealed"
    after = portal.as_("truong-thon").get(done.headers["location"]).text
    assert "Khiếu nại đã được gửi" in after
    assert "đang được giải quyết" in after
    assert "Khiếu nại đang được giải quyết; đơn vị sẽ được báo kết quả" in after
    assert "Không còn việc nào trong đợt này" not in after
    assert f'href="/ho-so/{declined}/khieu-nai"' not in after
    assert state(world, declined) == "not-recognised"


def test_after_the_last_day_the_page_says_so_and_nothing_is_taken(portal, declined, world):
    sent = form(portal.as_("truong-thon").get(f"/ho-so/{declined}/khieu-nai").text)
    portal.moment[:] = [AFTER]
    client = portal.as_("truong-thon")
    page = client.get(f"/ho-so/{declined}").text
    assert "Đã hết thời hạn khiếu nại" in page
    assert "Không còn việc nào trong đợt này" in page
    assert f'href="/ho-so/{declined}/khieu-nai"' not in page
    refused = client.post(f"/ho-so/{declined}/khieu-nai", data=sent | {"reason": WHY})
    assert refused.status_code == 409
    assert WHY in refused.text, "what was typed stays"
    assert world.rows("select count(*) from appeal") == [(0,)]


def test_an_appeal_without_a_reason_is_asked_again(portal, declined, world):
    refused = appeal(portal, declined, "  ")
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert world.rows("select count(*) from appeal") == [(0,)]


def test_a_double_click_is_one_appeal(portal, declined, world):
    client = portal.as_("truong-thon")
    hidden = form(client.get(f"/ho-so/{declined}/khieu-nai").text) | {"reason": WHY}
    assert {client.post(f"/ho-so/{declined}/khieu-nai", data=hidden).status_code for _ in range(2)} == {303}
    assert world.rows("select count(*) from appeal") == [(1,)]


def test_nobody_else_appeals(portal, declined, world):
    world.write("update role set path = '/20/06325/V2/' where role = 'applicant'")
    client = portal.as_("truong-thon")
    assert client.get(f"/ho-so/{declined}/khieu-nai").status_code == 403
    assert client.post(f"/ho-so/{declined}/khieu-nai", data={"reason": WHY}).status_code == 403
    assert portal.as_("chu-tich").get(f"/ho-so/{declined}/khieu-nai").status_code == 403


def test_whoever_decided_sees_the_appeal_and_why_it_is_not_theirs(portal, declined, world):
    appeal(portal, declined)
    client = portal.as_("chu-tich")
    said = "Người đã ra quyết định không được giải quyết khiếu nại về chính quyết định đó."
    assert said in client.get("/khieu-nai").text
    page = client.get(f"/khieu-nai/{declined}").text
    assert said in page
    assert 'name="outcome"' not in page
    sent = {"outcome": "dismissed", "reason": "Đã rõ", "key": "k"}
    assert client.post(f"/khieu-nai/{declined}", data=sent).status_code == 403
    assert world.rows("select state from appeal") == [("open",)]


def test_somebody_else_decides_and_it_is_decided_anew(portal, declined, world):
    appeal(portal, declined)
    queue = portal.as_("pho-chu-tich").get("/khieu-nai").text
    assert f'href="/khieu-nai/{declined}"' in queue
    assert "hạn 21/10/2026" in queue
    assert WHY in portal.as_("pho-chu-tich").get(f"/khieu-nai/{declined}").text
    done = settle(portal, declined)
    assert done.headers["location"] == f"/khieu-nai/{declined}?done=decided"
    decided = portal.as_("pho-chu-tich").get(done.headers["location"]).text
    assert "Khiếu nại đã được giải quyết" in decided
    assert "<strong>Đã chấp nhận khiếu nại</strong>" in decided, "what was done, not what can be chosen"
    world.answer()
    assert state(world, declined) == "scored"
    told = portal.as_("truong-thon").get(f"/ho-so/{declined}").text
    assert "được chấp nhận" in told
    assert "Nhầm thôn" in told
    decision = f"/quyet-dinh/{last_decision(world, declined)}"
    assert "Thôn Một" in portal.as_("chu-tich").get(decision).text
    assert portal.anonymous().get(decision).status_code == 404, "it tells of the refusal before it"
    assert decide(portal.as_("chu-tich"), declined).status_code == 303


def test_an_outcome_and_a_reason_are_asked_for_and_what_was_typed_stays(portal, declined, world):
    appeal(portal, declined)
    refused = settle(portal, declined, "", "")
    assert refused.status_code == 422
    assert 'href="#outcome"' in refused.text
    assert 'href="#reason"' in refused.text
    kept = settle(portal, declined, "", "Nhầm thôn rồi")
    assert "Nhầm thôn rồi" in kept.text
    late = portal.as_("pho-chu-tich").post(
        f"/khieu-nai/{declined}",
        data={"outcome": "allowed", "reason": "Viết rất dài", "seen": "1", "key": "k"},
    )
    assert late.status_code == 409
    assert "Viết rất dài" in late.text
    assert world.rows("select state from appeal") == [("open",)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_are_accessible_on_a_phone(live, portal, declined, accessible, language):
    page = live.page("truong-thon", f"/ho-so/{declined}/khieu-nai?lang={language}")
    accessible(page)
    page.locator("main form button").click()
    accessible(page)
    page.locator("#reason").fill(WHY)
    page.locator("main form button").click()
    page.wait_for_url("**done=appealed")
    accessible(page)
    other = live.page("pho-chu-tich", f"/khieu-nai?lang={language}")
    accessible(other)
    other.locator("main a.govuk-link").first.click()
    other.locator("main form button").click()
    accessible(other)
    other.locator("input[name=outcome]").first.check()
    other.locator("#reason").fill("Nhầm thôn")
    other.locator("main form button").click()
    other.wait_for_url("**done=decided")
    accessible(other)


def test_an_appeal_works_without_javascript(live, portal, declined, world):
    page = live.page("truong-thon", f"/ho-so/{declined}", java_script_enabled=False)
    page.get_by_role("button", name="Khiếu nại").or_(
        page.get_by_role("link", name="Khiếu nại", exact=True)
    ).first.click()
    page.get_by_label("Lý do khiếu nại").fill(WHY)
    page.get_by_role("button", name="Gửi khiếu nại").click()
    page.wait_for_url("**done=appealed")
    assert world.rows("select state from appeal") == [("open",)]
