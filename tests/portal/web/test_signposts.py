"""Signposts: grouping pages by their first word changes nothing of what answers an address.

Broken and seen to fail: a page that takes the address with another method ends the search; of two pages the later one
answers; an address that begins with any word is let in.
"""

import pytest
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from portal.signposts import signposts

PAGES = (
    ("GET", "/"), ("GET", "/ho-so"), ("GET", "/ho-so.{kind}"), ("GET", "/ho-so/moi"), ("GET", "/ho-so/{reference}"),
    ("POST", "/ho-so/{reference}"), ("GET", "/hoi-dong"), ("GET", "/ho"), ("GET", "/.well-known/keys"),
    ("GET", "/sitemap-{number}.xml"),
)  # fmt: skip


def answering(method, path):
    async def page():
        return f"{method} {path}"

    return page


@pytest.fixture
def client():
    first, second = APIRouter(), APIRouter()
    for place, (method, path) in enumerate(PAGES):
        router = first if place % 2 else second
        router.add_api_route(path, answering(method, path), methods=[method])
    app = FastAPI()
    app.router.routes.extend(signposts([first, second]))
    return TestClient(app)


@pytest.mark.parametrize(
    ("method", "address", "answer"),
    [
        ("GET", "/", "GET /"), ("GET", "/ho-so", "GET /ho-so"), ("GET", "/ho-so.csv", "GET /ho-so.{kind}"),
        ("GET", "/ho-so/moi", "GET /ho-so/moi"), ("GET", "/ho-so/HS-1", "GET /ho-so/{reference}"),
        ("POST", "/ho-so/HS-1", "POST /ho-so/{reference}"), ("GET", "/hoi-dong", "GET /hoi-dong"),
        ("GET", "/ho", "GET /ho"), ("GET", "/.well-known/keys", "GET /.well-known/keys"),
        ("GET", "/sitemap-7.xml", "GET /sitemap-{number}.xml"),
    ],
)  # fmt: skip
def test_each_address_leads_to_its_page(client, method, address, answer):
    assert client.request(method, address).json() == answer


@pytest.mark.parametrize("address", ["/hos", "/ho-soi", "/hoi", "/HO-SO", "/x/ho-so", "/ho-so/a/b"])
def test_what_no_page_has_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_page_asked_in_a_way_that_it_does_not_know_says_so(client):
    assert client.delete("/ho-so/HS-1").status_code == 405


def test_an_address_that_begins_with_any_word_is_refused():
    router = APIRouter()
    router.add_api_route("/{anything}", answering("GET", ""))
    with pytest.raises(ValueError, match="a word of its own"):
        signposts([router])
