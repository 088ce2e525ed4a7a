"""Seated: a commune whose procedure asks for a council, its members, and a session that its office calls on the pages."""

import re
from datetime import UTC, datetime, timedelta

PROCEDURE = """\
title: {vi: Quy chế Hội đồng xét công nhận xã Bắc Sơn, en: Rules of the council of Bắc Sơn}
place: /20/06325/
from: 2026-01-01
cites: Quy chế thử
council:
  seats:
    chair: {vi: Chủ tịch Hội đồng, en: Chair, required: true}
    police: {vi: Công an xã, en: Commune police, required: true}
    member: {vi: Thành viên, en: Member}
  quorum: 2/3
  passes: 1/2
  invited_before: 3
  cites: Quy chế thử, điều 2
"""
MEMBERS = {"hd-chu-tich": "chair", "hd-cong-an": "police", "hd-mat-tran": "member"}
NAMES = {
    "hd-chu-tich": "Nguyễn Văn Chủ",
    "hd-cong-an": "Trần Thị Công",
    "hd-mat-tran": "Lê Văn Mặt",
    "hd-khac": "Phạm Văn Khác",
}


def seat(world):
    """The commune's procedure asks for a council; four people may sit on it."""
    folder = world.home / "procedures"
    folder.mkdir()
    (folder / "bac-son.yaml").write_text(PROCEDURE, encoding="utf-8")
    for number, (login, name) in enumerate(NAMES.items(), start=101):
        world.write(
            "insert into account (id, login, name, language, addresses, active, sample) values (:id, :login, :name, 'vi', '{}', 1, 0)",
            id=number, login=login, name=name,
        )  # fmt: skip
        world.write(
            "insert into role (account, role, path, starts) values (:id, 'council-member', '/20/06325/', '0001-01-01')",
            id=number,
        )
    return world


def hidden(html):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))


def called(portal, *references, **changed):
    """The office calls a session for the day after the next two; its address."""
    office = portal.as_("thuong-truc")
    form = office.get("/hoi-dong/trieu-tap")
    assert form.status_code == 200
    sent = hidden(form.text) | {
        "held_on": (portal.site.today + timedelta(days=3)).isoformat(),
        "venue": "Nhà văn hóa xã",
        "pick": list(references),
        **{f"seat-{login}": seat for login, seat in MEMBERS.items()},
    }
    answer = office.post("/hoi-dong/trieu-tap", data=sent | changed)
    assert answer.status_code == 303, re.findall(r"error-summary__list.*?</ul>", answer.text, re.S)
    return answer.headers["location"].partition("?")[0]


def on_the_day(portal):
    portal.moment[:] = [datetime.now(UTC) + timedelta(days=3)]


def attended(portal, where, came=tuple(MEMBERS)):
    on_the_day(portal)
    answer = portal.as_("thuong-truc").post(
        f"{where}/du-hop", data={"invited": list(MEMBERS), "came": list(came)}
    )
    assert answer.status_code == 303
