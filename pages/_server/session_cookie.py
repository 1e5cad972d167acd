"""The cookie that holds the token of a session: set at sign-in, deleted at sign-out."""

from starlette.requests import Request
from starlette.responses import Response

from govsvc.security.sessions import LONGEST
from pages._server import current_actor, html_pages


def set_token(answer: Response, request: Request, token: str) -> None:
    seconds = int(LONGEST.total_seconds())
    html_pages.set_cookie(answer, request, current_actor.COOKIE, token, seconds)


def delete_token(answer: Response, request: Request) -> None:
    answer.delete_cookie(
        current_actor.COOKIE,
        path=request.scope.get("root_path") or "/",
        httponly=True,
        samesite="strict",
    )
