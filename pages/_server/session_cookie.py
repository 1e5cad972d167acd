"""The cookie that holds the token of a session: set at sign-in, deleted at sign-out."""

from starlette.requests import Request
from starlette.responses import Response

from govsvc.security.sessions import LONGEST
from pages._server import current_actor, html_pages


def set_token(answer: Response, request: Request, token: str, is_kept: bool = True) -> None:
    """`is_kept`: the browser sends it again when it was closed in between."""
    seconds = int(LONGEST.total_seconds()) if is_kept else None
    html_pages.set_cookie(answer, request, current_actor.COOKIE, token, seconds)


def delete_token(answer: Response, request: Request) -> None:
    answer.delete_cookie(
        current_actor.COOKIE,
        path=request.scope.get("root_path") or "/",
        httponly=True,
        samesite="strict",
    )
