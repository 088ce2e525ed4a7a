"""Signposts: a page is looked up by the first word of its address, so that no request is held against every page there is."""

import re
from collections.abc import Iterable

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

_CHOSEN = "antoan.page"
_LETTERS = re.compile("[a-z]+")


class Signpost(BaseRoute):
    """The pages whose address begins with the same word, in the order in which they are looked up."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.pages: list[Route] = []

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or _word(scope["path"]) != self.word:
            return Match.NONE, {}
        partial: tuple[Match, Scope] = (Match.NONE, {})
        for page in self.pages:
            match, found = page.matches(scope)
            if match is Match.FULL:
                return match, {**found, _CHOSEN: page}
            if match is Match.PARTIAL and partial[0] is Match.NONE:
                # The address is right and the method is not: another page may take it, else this one says so.
                partial = match, {**found, _CHOSEN: page}
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope[_CHOSEN].handle(scope, receive, send)


def signposts(routers: Iterable[APIRouter]) -> list[Signpost]:
    """One for each first word. Raises ValueError for an address that begins with any word."""
    found: dict[str, Signpost] = {}
    for router in routers:
        for page in router.routes:
            assert isinstance(page, Route)
            word = _word(page.path)
            if page.path.startswith("/{"):
                raise ValueError(f"{page.path}: a page's address begins with a word of its own")
            found.setdefault(word, Signpost(word)).pages.append(page)
    return list(found.values())


def _word(path: str) -> str:
    """The letters that an address begins with: “ho” of /ho-so, of /ho-so/HS-1 and of /ho-so.csv."""
    found = _LETTERS.match(path, 1)
    return found[0] if found else ""
