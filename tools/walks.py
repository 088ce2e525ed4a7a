"""Walks: what somebody does to see the pages that no link leads to: forms with a mistake, confirmations, what an act answers,
what is shown once only.

Every walk starts from the sample season as it was left for whoever tries it; those after it see what it did.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pyotp

from domain.cases import id_of
from domain.certificate_tokens import signer, token_of
from domain.settings import settings
from domain.store import Store
from tools.walker import Walker, photo

TYPED = "Ghi để thử (mẫu)"
# The units that the sample season leaves for whoever tries it, and some that it carries to their end.
TO_REGISTER, TO_INSPECT, TO_DECIDE = "MAU-06325-12", "MAU-06325-11", "MAU-06325-08"
RECOGNISED, REFUSED = "MAU-06325-03", "MAU-06325-01"


# --- anybody ---------------------------------------------------------------------------------------------


def anybody(w: Walker) -> None:
    w.as_(None)
    for name, address in (
        ("no-such-page", "/khong-co-trang"),
        ("no-such-unit", "/so-cong-nhan/KHONG-CO"),
        ("nothing-found", "/so-cong-nhan?q=khong+co+don+vi+nao"),
        ("filtered", "/so-cong-nhan?noi=20&loai=residential-area"),
        ("dead-link", "/lien-ket/abc"),
    ):
        w.go(address)
        w.shot(name)
    w.go("/dang-nhap")
    w.page.locator("form[action='/dang-nhap']").locator("[name=login]").fill("kdc.06325-12")
    w.page.locator("[name=password]").fill("khong phai mat khau")
    w.send("/dang-nhap")
    w.shot("sign-in-mistake")


def objector(w: Walker) -> None:
    w.as_(None)
    w.go("/cong-khai")
    w.press(".at-cards a")
    w.press(".at-cards a")
    w.send("/phan-anh")
    w.shot("objection-mistake")
    w.fill(said="Danh sách ghi thôn không có tụ điểm phức tạp; đề nghị xem lại bãi xe đầu thôn (mẫu)")
    w.send("/phan-anh")
    w.shot("objection-received")
    code = w.page.locator(".at-follow").inner_text()
    w.go("/cong-khai/tra-loi")
    w.fill(code="SAI-MA")
    w.send("/tra-loi")
    w.shot("follow-mistake")
    w.fill(code=code)
    w.send("/tra-loi")
    w.shot("follow-open")
    w.as_("thuongtruc.06316")
    w.go("/thuong-truc/phan-anh")
    w.shot("objections-open")
    w.press(".at-cards a")
    w.press("form.at-card button")
    w.shot("objection-answer-mistake")
    w.page.locator("[name=outcome]").first.check()
    w.fill(reason=TYPED)
    w.press("form.at-card button")
    w.shot("objection-answered")
    w.as_(None)
    w.go("/cong-khai/tra-loi")
    w.fill(code=code)
    w.send("/tra-loi")
    w.shot("follow-answered")


def verifier(w: Walker) -> None:
    now = datetime.now(UTC)
    with w.database.transaction() as session:
        signed = token_of(
            Store(session, now), id_of(w.of(RECOGNISED)), signer(settings(), now, settings().home)
        )
    w.as_(None)
    for name, shown in (
        ("certificate", signed),
        ("certificate-altered", signed[:-6] + "AAAAAA"),
        ("no-certificate", "abc"),
    ):
        w.go("/xac-minh")
        w.page.locator("#at-verify-token").fill(shown)
        w.page.locator("#at-verify-form button").click()
        w.page.locator(".at-verdict:visible").first.wait_for()
        w.shot(name)


# --- who registers ---------------------------------------------------------------------------------------


def applicant(w: Walker) -> None:
    w.as_("kdc.06325-12")
    w.go(f"/dang-ky/don-vi/{TO_REGISTER}?dot=2026")
    w.press("#register button")
    w.shot("registered")
    dossier = f"/dang-ky/{w.of(TO_REGISTER)}"
    w.go("/dang-ky")
    w.shot("begun")
    w.go(f"{dossier}/KDC-1a")
    w.shot("criterion")
    w.page.locator('[name$=".date"]').first.fill("ngày 5 tháng 2")
    w.press("[name=do][value=list]")
    w.shot("criterion-mistake")
    w.page.locator('[name$=".date"]').first.fill("5/2/2026")
    w.page.locator('[name$=".number"]').first.fill("03-NQ/CB")
    w.press("[name=do][value=next]")
    w.shot("criterion-next")
    w.go(f"{dossier}/KDC-1c")
    w.shot("criterion-counts")
    files = f"/dinh-kem/{w.of(TO_REGISTER)}/KDC-1a"
    w.go(files)
    w.shot("papers-none")
    w.press("form[enctype] button")
    w.shot("papers-mistake")
    w.page.locator("#files").set_input_files([photo()])
    w.press("form[enctype] button")
    w.shot("papers")
    w.press("form[action$='/go'] button")
    w.shot("papers-removed")
    w.press("form[action$='/go'] button")
    w.go(f"{dossier}/KDC-1a")
    w.shot("criterion-with-papers")
    w.go(dossier)
    w.shot("tasks")
    w.press("form[enctype] button")
    w.shot("form-mistake")
    w.go(f"{dossier}/kiem-lai")
    w.shot("check")
    w.go(f"{dossier}/rut")
    w.shot("withdraw")
    w.go(f"{dossier}/KDC-1b")
    first, w.page = w.page, w.context.new_page()  # type: ignore[union-attr]
    w.go(f"{dossier}/KDC-1b")
    w.page.locator('[name$=".date"]').first.fill("6/2/2026")
    w.press("[name=do][value=list]")
    w.page.close()
    w.page = first
    w.page.locator('[name$=".date"]').first.fill("7/2/2026")
    w.press("[name=do][value=list]")
    w.shot("criterion-two-tabs")
    w.go(f"{dossier}/KDC-1b")
    w.page.locator('[name$=".number"]').first.fill("12/ĐK")
    w.end_sign_in()
    w.press("[name=do][value=list]")
    w.shot("signed-out")
    w.page.locator(f'form:has([value="{w.login}"]) button').first.click()
    w.page.wait_for_url("**/gui-lai/*")
    w.shot("kept")
    w.press("form[action^='/dang-ky'] button")
    w.go(f"{dossier}/kiem-lai")
    w.send("/nop")
    w.shot("handed-in")
    w.go(dossier)
    w.shot("tasks-handed-in")


def appellant(w: Walker) -> None:
    w.as_("kdc.06325-01")
    case = w.of(REFUSED)
    w.go(f"/ho-so/{case}")
    w.shot("refused-application")
    w.go(f"/ho-so/{case}/khieu-nai")
    w.shot("appeal")
    w.send("/khieu-nai")
    w.shot("appeal-mistake")
    w.fill(reason=TYPED)
    w.send("/khieu-nai")
    w.shot("appealed")
    w.as_("chutich.20")
    w.go("/khieu-nai")
    w.shot("appeals")
    w.go(f"/khieu-nai/{case}")
    w.shot("appeal-to-decide")
    w.press("form.at-card button")
    w.shot("appeal-decision-mistake")
    w.page.locator("[name=outcome]").first.check()
    w.fill(reason=TYPED)
    w.press("form.at-card button")
    w.shot("appeal-decided")


# --- who inspects ----------------------------------------------------------------------------------------


def inspector(w: Walker) -> None:
    w.as_("kiemtra1.06325")
    list_ = f"/kiem-tra/{w.of(TO_INSPECT)}"
    w.go(f"{list_}/KDC-1c")
    w.page.locator('#finding [name$=".registered"]').fill("nhiều")
    w.press("[name=do][value=stay]")
    w.shot("finding-mistake")
    w.go(f"{list_}/KDC-1c")
    first, w.page = w.page, w.context.new_page()  # type: ignore[union-attr]
    w.go(f"{list_}/KDC-1c")
    _count(w, "249")
    w.page.close()
    w.page = first
    _count(w, "250")
    w.shot("two-findings")
    w.go(list_)
    w.shot("checklist-with-two-findings")
    w.go(f"{list_}/KDC-1c")
    w.page.locator("[name=side]").first.check()
    w.press("[value=choose]")
    w.shot("finding-chosen")
    w.go(f"{list_}/KDC-4b")
    w.shot("finding-of-incidents")
    w.go(list_)
    w.page.locator("details summary").last.click()
    w.send("/tu-choi")
    w.shot("recusal-mistake")
    w.go("/kiem-tra/ngoai-tuyen")
    w.page.locator("#antoan-view button").first.wait_for()
    w.shot("offline-before")
    w.page.locator("#antoan-view li button").first.click()
    w.page.locator("#antoan-view li a").first.wait_for()
    w.page.wait_for_timeout(500)
    w.shot("offline-taken")
    w.page.locator("#antoan-view li a").first.click()
    w.page.locator("#antoan-view ol a").first.wait_for()
    w.shot("offline-dossier")
    w.page.locator("#antoan-view ol a").first.click()
    w.page.locator("#antoan-view form").first.wait_for()
    w.shot("offline-criterion")
    w.go(list_)
    w.send("/nop")
    w.shot("inspection-submitted")


def _count(w: Walker, registered: str) -> None:
    w.page.locator('#finding [name$=".registered"]').fill(registered)
    w.page.locator('#finding [name$=".residing"]').fill("250")
    w.press("[name=do][value=stay]")


# --- the standing office, the council, who decides -----------------------------------------------------------


def office(w: Walker) -> None:
    w.as_("thuongtruc.06325")
    case = f"/thuong-truc/{w.of(TO_REGISTER)}"
    w.go(case)
    w.shot("case")
    w.send("/bo-sung")
    w.shot("supplement-mistake")
    w.go(f"{case}/giay-to")
    w.shot("papers")
    w.page.locator("[type=radio][value=lacking]").first.check()
    w.press("form#papers > button")
    w.shot("papers-mistake")
    w.page.locator('[name^="note."]').first.fill("Thiếu chữ ký (mẫu)")
    w.press("form#papers > button")
    w.shot("papers-checked")
    w.fill(reason=TYPED)
    w.send("/bo-sung")
    w.shot("supplement-asked")
    w.go(f"/thuong-truc/{w.of(TO_DECIDE)}")
    w.shot("scored")
    w.send("/tra-lai")
    w.shot("return-mistake")
    w.as_("kdc.06325-12")
    w.go(f"/dang-ky/{w.of(TO_REGISTER)}")
    w.shot("supplement-asked")


def council(w: Walker) -> None:
    w.as_("hoidong1.06316")
    w.go("/hoi-dong")
    w.press("#mine ~ ul a")
    w.press(".at-plain a")
    w.press("form.at-card button")
    w.shot("vote-mistake")
    w.page.locator("[name=vote]").first.check()
    w.fill(opinion=TYPED)
    w.press("form.at-card button")
    w.shot("voted")
    w.as_("thuongtruc.06316")
    w.go("/hoi-dong/trieu-tap")
    w.shot("call")
    if w.page.locator("[name=held_on]").count():
        w.fill(held_on="ngày mai")
        w.send("/trieu-tap")
        w.shot("call-mistake")
    w.go("/hoi-dong")
    w.press(".at-plain a")
    w.shot("session")
    where = w.page.url.removeprefix(w.base)
    w.go(f"{where.partition('?')[0]}/ket-thuc")
    w.shot("close")
    w.go("/thuong-truc/cong-khai")
    w.shot("publish")


def approver(w: Walker) -> None:
    w.as_("chutich.06325")
    case = f"/phe-duyet/{w.of(TO_DECIDE)}"
    w.go(case)
    w.press("form.at-card button")
    w.shot("no-decision")
    w.page.locator("[name=decision][value=decline]").check()
    w.press("form.at-card button")
    w.shot("no-reason")
    w.page.locator("[name=decision][value=decline]").check()
    w.fill(reason=TYPED)
    w.press("form.at-card button")
    w.shot("confirm-decline")
    w.go(case)
    w.page.locator("[name=decision][value=approve]").check()
    w.press("form.at-card button")
    w.shot("confirm-approve")
    w.press("main form button")
    w.shot("approved")
    w.go("/phe-duyet/duyet-nhieu")
    for box in w.page.locator("[name=pick]").all():
        box.uncheck()
    w.send("/duyet-nhieu")
    w.shot("batch-mistake")
    for box in w.page.locator("[name=pick]").all():
        box.check()
    w.send("/duyet-nhieu")
    w.shot("batch-confirm")
    w.send("/duyet-nhieu")
    w.shot("batch-result")
    w.go("/phe-duyet")
    w.shot("nothing-left")
    case = f"/phe-duyet/{w.of(RECOGNISED)}"
    w.go(case)
    w.page.locator("[name=decision][value=correct]").check()
    w.press("form.at-card button")
    w.shot("correction-mistake")
    w.page.locator("[name=decision][value=revoke]").check()
    w.fill(reason=TYPED)
    w.press("form.at-card button")
    w.shot("confirm-revoke")


# --- who runs it, and everybody's account ----------------------------------------------------------------------


def operator(w: Walker) -> None:
    w.as_("van-hanh")
    w.go("/van-hanh")
    w.fill(year="sang năm")
    w.send("/van-hanh/dot")
    w.shot("season-mistake")
    w.go("/van-hanh/dot/2026")
    w.shot("season")
    w.go("/tai-khoan/moi")
    w.send("/tai-khoan/moi")
    w.shot("invitation-mistake")
    w.fill(login="kdc.06325-13", name="Trưởng thôn (mẫu)", code="MAU-06325-12")
    w.page.locator("[name=role]").select_option("applicant")
    w.send("/tai-khoan/moi")
    w.shot("invited")
    link = w.page.locator(".at-secret").inner_text()
    w.go("/van-hanh/dot/2026")
    w.send("/khoa-so")
    w.shot("season-closed")
    w.send("/mo-lai")
    w.shot("reopening-mistake")
    w.as_("kdc.06325-12")
    w.go("/dang-ky")
    w.shot("season-closed")
    w.go(f"/dang-ky/{w.of(TO_REGISTER)}")
    w.shot("tasks-season-closed")
    w.as_(None)
    w.go(link.removeprefix(w.base))
    w.shot("first-password")
    w.fill(password="ngắn", again="khác")
    w.press("main form button")
    w.shot("first-password-mistake")


def account(w: Walker) -> None:
    w.as_("kiemtra2.06325", verified=False)
    w.go("/kiem-tra")
    w.shot("second-factor")
    secret = w.page.locator(".at-secret").inner_text()
    w.fill(code="000000")
    w.send("/buoc-hai")
    w.shot("second-factor-mistake")
    secret = w.page.locator(".at-secret").inner_text()
    w.fill(code=pyotp.TOTP(re.sub(r"\s", "", secret)).now())
    w.send("/buoc-hai")
    w.shot("recovery-codes")
    w.go("/tai-khoan")
    w.shot("account-with-factor")
    w.go("/tai-khoan/mat-khau")
    w.send("/mat-khau")
    w.shot("password-mistake")
    w.go("/tai-khoan/ma-truy-cap")
    w.send("/ma-truy-cap")
    w.shot("token-mistake")
    w.fill(name="Phần mềm của xã (mẫu)")
    w.page.locator("[name=scopes]").first.check()
    w.send("/ma-truy-cap")
    w.shot("token-made")
    w.as_("kiemtra2.06325", verified=False)
    w.go("/kiem-tra")
    w.shot("second-step")
    w.fill(code="000000")
    w.send("/buoc-2")
    w.shot("second-step-mistake")
    w.as_("kdc.06325-12")
    w.go("/phe-duyet")
    w.shot("not-allowed")


WALKS: tuple[Callable[[Walker], None], ...] = (
    anybody, objector, verifier, applicant, appellant, inspector, office, council, approver, account, operator,
)  # fmt: skip
