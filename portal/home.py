"""Home: the first page, for whoever has not signed in; whoever has goes on to their work."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from portal import menu
from portal.guard import anyone
from portal.pages import onward, page

router = APIRouter()


@router.get("/")
def first(request: Request, _: Annotated[Any, Depends(anyone)]) -> Response:
    visitor = request.state.visitor
    return onward(request, menu.home(visitor.person)) if visitor else page(request, "home.html")
