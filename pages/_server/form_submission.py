"""Forms that this site shows to a browser, and their fields when they come back from it."""

import html
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request

from govsvc.security.form_tokens import FormTokens, own_key
from govsvc.security.shared_key import shared_key
from govsvc.system import clock
from pages._server import html_pages
from pages._server.settings import database_address

#: bytes of a form; more is not read
_LONGEST_BODY = 8192
_CONTENT_TYPE = "application/x-www-form-urlencoded"


def _key() -> bytes:
    """Of data on a server all app servers have it: a form may come back to another one."""
    database = database_address()
    return own_key() if isinstance(database, Path) else shared_key(database, "form_key")


_tokens = FormTokens(_key)


def form(request: Request, action: str, fields: str, button: str, style: str = "") -> str:
    """HTML of a form with its token. `fields`: HTML; `style`: of the button, as an attribute."""
    token = _tokens.token(action, html_pages.browser_secret(request), clock.now())
    return (
        f'<form method="post" action="{action}"><input type="hidden" name="token" '
        f'value="{html.escape(token)}">{fields}'
        f"<button{style}>{button}</button></form>"
    )


def field(
    name: str,
    label: str,
    kind: str = "password",
    autocomplete: str = "off",
    value: str = "",
    has_focus: bool = False,
) -> str:
    """HTML of one field with its label."""
    return (
        f'<label for="{name}">{label}</label><input id="{name}" name="{name}" type="{kind}" '
        f'autocomplete="{autocomplete}" maxlength="200" required'
        f' value="{html.escape(value)}"{" autofocus" if has_focus else ""}>'
    )


async def submitted_fields(request: Request, action: str) -> dict[str, str] | None:
    """The fields of a form that this site showed to this browser; None for any other request.

    Nothing is read of the body of a request from elsewhere, or of one that is too long.
    """
    if not _is_from_this_site(request) or not _is_short_form(request):
        return None
    fields = {
        name: value
        for name, value in (await request.form(max_fields=8)).items()
        if isinstance(value, str)
    }
    browser = request.cookies.get(html_pages.FORM_COOKIE, "")
    token = fields.get("token", "")
    return fields if _tokens.accept(token, action, browser, clock.now()) else None


def _is_from_this_site(request: Request) -> bool:
    headers = request.headers
    try:
        sender = urlsplit(headers.get("origin") or headers.get("referer", "")).netloc
    except ValueError:
        return False
    is_same_site = headers.get("sec-fetch-site") in (None, "same-origin", "none")
    return is_same_site and sender == headers.get("host")


def _is_short_form(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _LONGEST_BODY:
        return False
    return request.headers.get("content-type", "").startswith(_CONTENT_TYPE)
