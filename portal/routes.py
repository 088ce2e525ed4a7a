"""Routes: every group of pages, in the order in which an address is looked up."""

from fastapi import APIRouter

from portal import home
from portal.accounts import signing_in


def routers() -> list[APIRouter]:
    return [home.router, signing_in.router]
