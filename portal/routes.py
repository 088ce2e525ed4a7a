"""Routes: every group of pages, in the order in which an address is looked up."""

from fastapi import APIRouter

from portal import criterion, home, inspection
from portal.accounts import signing_in


def routers() -> list[APIRouter]:
    return [home.router, inspection.router, criterion.router, signing_in.router]
