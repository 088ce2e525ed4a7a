"""`antoan accounts webhook`: an operator says where a program is told; its secret is shown once and stands nowhere else.

Broken and seen to fail: a file written over; the secret kept after the address is gone; webhooks that are off; an address
and its removal at once; the act not noted; no overlap of secrets; the secret's file open to others.
"""

import stat

import pytest

from domain import webhooks
from domain.settings import settings
from portal.cli import opening

URL = "https://tinh.example.vn/antoan"


@pytest.fixture(autouse=True)
def on(monkeypatch: pytest.MonkeyPatch, world):
    monkeypatch.setenv("ANTOAN_WEBHOOKS", "true")
    settings.cache_clear()
    yield
    settings.cache_clear()


def secrets_of(world, home):
    [(account,)] = world.rows("select id from account where login = 'thuong-truc'")
    return webhooks.held(home, account, opening.now())


def test_a_webhook_is_set_once_more_and_removed(world, home, tmp_path):
    first = world.json("accounts", "webhook", "thuong-truc", URL)
    [(addresses,)] = world.rows("select addresses from account where login = 'thuong-truc'")
    assert f'"webhook":"{URL}"' in addresses
    assert "email" in addresses
    assert secrets_of(world, home) == [first["secret"]]
    file = tmp_path / "khoa.txt"
    second = world.run("accounts", "webhook", "thuong-truc", URL, "--secret-file", str(file))
    secret = file.read_text().strip()
    assert secret not in second
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secrets_of(world, home) == [secret, first["secret"]]
    world.run("accounts", "webhook", "thuong-truc", "--remove")
    assert "webhook" not in world.rows("select addresses from account where login = 'thuong-truc'")[0][0]
    assert not list((home / "keys" / "webhooks").iterdir())
    noted = world.rows("select kind, detail from security_event where kind like 'webhook%' order by id")
    assert [kind for kind, _ in noted] == ["webhook-set", "webhook-set", "webhook-ended"]
    kept = str(world.rows("select * from security_event")) + addresses
    assert secret not in kept
    assert first["secret"] not in kept


def test_what_cannot_be_a_webhook_is_refused(world, home, refused, tmp_path, monkeypatch):
    refused("accounts", "webhook", "thuong-truc")
    refused("accounts", "webhook", "thuong-truc", URL, "--remove")
    refused("accounts", "webhook", "nobody", URL)
    refused("accounts", "webhook", "thuong-truc", "http://tinh.example.vn/")
    refused("accounts", "webhook", "thuong-truc", "https://10.1.2.3/")
    there = tmp_path / "there"
    there.write_text("x")
    refused("accounts", "webhook", "thuong-truc", URL, "--secret-file", str(there))
    assert not (home / "keys" / "webhooks").exists()


def test_where_webhooks_are_off_the_command_says_how_they_are_turned_on(refused, monkeypatch):
    monkeypatch.setenv("ANTOAN_WEBHOOKS", "false")
    settings.cache_clear()
    assert "ANTOAN_WEBHOOKS" in refused("accounts", "webhook", "thuong-truc", URL)
