"""Signing in and out, changing one's password: plain HTML forms, no script, that only this site can
send.
"""

import html
from datetime import datetime
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from govsvc.domain.errors import GovsvcError
from govsvc.security.accounts import Account
from govsvc.security.forms import Forms
from govsvc.security.passwords import SHORTEST
from govsvc.security.sessions import LONGEST, Sessions
from pages._server import current_actor, html_pages, sso
from pages._server.settings import database_path

#: bytes of a form; more is not read
_LONGEST_BODY = 8192
_STATUS = {"wrong_password": 401, "too_soon": 429, "too_many": 503}
_forms = Forms()


def _sessions() -> Sessions:
    return current_actor.sessions(database_path())


def _source(request: Request) -> str:
    return current_actor.address(request.client.host if request.client else None, request.headers)


def _token(request: Request) -> str:
    return request.cookies.get(current_actor.COOKIE, "")


def _account(request: Request) -> Account | None:
    return _sessions().account(_token(request), datetime.now())


# -- pages -------------------------------------------------------------------------------


def _form(request: Request, action: str, fields: str, button: str, style: str = "") -> str:
    word = _forms.word(action, html_pages.visitor_of(request), datetime.now())
    return (
        f'<form method="post" action="{action}"><input type="hidden" name="word" '
        f'value="{html.escape(word)}">{fields}'
        f"<button{style}>{button}</button></form>"
    )


def _field(
    name: str,
    words: str,
    kind: str = "password",
    complete: str = "off",
    value: str = "",
    focus: bool = False,
) -> str:
    return (
        f'<label for="{name}">{words}</label><input id="{name}" name="{name}" type="{kind}" '
        f'autocomplete="{complete}" maxlength="200" required'
        f' value="{html.escape(value)}"{" autofocus" if focus else ""}>'
    )


def _sign_in_page(
    request: Request, said: str = "", status: int = 200, name: str = "", to: str = ""
) -> Response:
    is_open = _sessions().accounts.is_open
    fields = (
        f'<input type="hidden" name="next" value="{html.escape(to)}">'
        + _field("name", "账号", "text", "username", name, focus=not name)
        + _field("password", "密码", complete="current-password", focus=bool(name))
    )
    to = to if html_pages.local(to) != "./" else ""
    back = (
        (
            '<p class="muted" style="margin-top:1rem"><a '
            f'href="{html.escape(to or "./")}">不登录，只查看</a></p>'
        )
        if is_open
        else ""
    )
    body = (
        f'<h1>登录</h1><p class="muted">政务服务指标看板</p>{html_pages.said(said)}'
        f"{_form(request, 'signin', fields, '登录')}{sso.ways(to)}"
        f'<p class="muted" style="margin-top:1rem">忘记密码的，请管理员重置。</p>{back}'
    )
    return html_pages.page(request, "登录 · 政务服务指标看板", body, status)


def _password_fields() -> str:
    return (
        _field("old", "原密码", complete="current-password")
        + _field("new", f"新密码（{SHORTEST}个字符以上）", complete="new-password")
        + _field("again", "再输一遍新密码", complete="new-password")
    )


def _account_page(
    request: Request, account: Account, said: str = "", status: int = 200, done: str = ""
) -> Response:
    if account.is_sso:
        password = (
            '<p class="muted" style="margin-top:1rem">您是从统一身份登录进来的，密码在那里修改。'
            "</p>"
        )
    else:
        password = f"<h2>修改密码</h2>{_form(request, 'account', _password_fields(), '修改密码')}"
    first = "这是别人给的密码，请换成自己的密码再使用。" if account.must_change else ""
    limit = f"，限{html.escape('、'.join(account.units))}" if account.actor("").is_limited else ""
    body = (
        (
            f'<h1>{html.escape(account.name)}</h1><p class="muted">{account.role.name}：'
            f"{account.role.description}{limit}</p>"
        )
        + (f"<p>{done}</p>" if done else "")
        + html_pages.said(said or first)
        + ("" if account.must_change else '<a class="button" href="./">回到看板</a>')
        + password
        + (
            '<h2>退出</h2><p class="muted">这个账号在所有电脑上的登录一并退出。'
            f"</p>{_form(request, 'signout', '', '退出登录', ' class=plain')}"
        )
    )
    return html_pages.page(request, "账号 · 政务服务指标看板", body, status)


# -- routes ------------------------------------------------------------------------------


async def _sent(request: Request, action: str) -> dict[str, str] | None:
    """The fields of a form that this site showed to this browser; None for any other.

    Nothing else is read of a request from elsewhere.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    try:
        came_from = urlsplit(origin or request.headers.get("referer", "")).netloc
    except ValueError:
        return None
    if site not in (None, "same-origin", "none") or came_from != request.headers.get("host"):
        return None
    size = request.headers.get("content-length", "")
    if (
        not size.isdecimal()
        or int(size) > _LONGEST_BODY
        or not request.headers.get("content-type", "").startswith(
            "application/x-www-form-urlencoded"
        )
    ):
        return None
    fields = {
        name: value
        for name, value in (await request.form(max_fields=8)).items()
        if isinstance(value, str)
    }
    is_good = _forms.is_good(
        fields.get("word", ""),
        action,
        request.cookies.get(html_pages.FORM_COOKIE, ""),
        datetime.now(),
    )
    return fields if is_good else None


_STALE = "这张表单已过期，或不是从本站发出的。请再填一次。"


async def signin(request: Request) -> Response:
    """GET: the form. POST: a session's cookie, and on to where one was going."""
    if request.method == "GET":
        return await run_in_threadpool(_shown, request)
    fields = await _sent(request, "signin")
    return await run_in_threadpool(_signed_in, request, fields)


def _shown(request: Request) -> Response:
    to = request.query_params.get("next", "")
    account = _account(request)
    if account:
        return RedirectResponse("account" if account.must_change else html_pages.local(to), 303)
    return _sign_in_page(request, to=to)


def _signed_in(request: Request, fields: dict[str, str] | None) -> Response:
    if fields is None:
        return _sign_in_page(request, _STALE, 403)
    name, to = fields.get("name", ""), fields.get("next", "")
    try:
        token, account = _sessions().sign_in(
            name[:200], fields.get("password", ""), _source(request), datetime.now()
        )
    except GovsvcError as error:
        return _sign_in_page(
            request, f"{error.title}{error.step}", _STATUS.get(error.code, 500), name[:200], to
        )
    answer = RedirectResponse("account" if account.must_change else html_pages.local(to), 303)
    html_pages.set_cookie(
        answer, request, current_actor.COOKIE, token, int(LONGEST.total_seconds())
    )
    return answer


async def account(request: Request) -> Response:
    """GET: who one is. POST: the password is changed, and all other sessions of the account end."""
    fields = await _sent(request, "account") if request.method == "POST" else {}
    return await run_in_threadpool(
        _changed if request.method == "POST" else _account_shown, request, fields
    )


def _account_shown(request: Request, _: object) -> Response:
    found = _account(request)
    return _account_page(request, found) if found else RedirectResponse("signin", 303)


def _changed(request: Request, fields: dict[str, str] | None) -> Response:
    found = _account(request)
    if not found:
        return RedirectResponse("signin", 303)
    if fields is None or found.is_sso:
        return _account_page(request, found, _STALE, 403)
    if fields.get("new") != fields.get("again"):
        return _account_page(request, found, "两遍新密码不一样。请再输一次。", 400)
    try:
        token = _sessions().change_password(
            _token(request),
            fields.get("old", ""),
            fields.get("new", ""),
            _source(request),
            datetime.now(),
        )
    except GovsvcError as error:
        return _account_page(
            request, found, f"{error.title}{error.step}", _STATUS.get(error.code, 400)
        )
    answer = RedirectResponse("./", 303)
    html_pages.set_cookie(
        answer, request, current_actor.COOKIE, token, int(LONGEST.total_seconds())
    )
    return answer


async def signout(request: Request) -> Response:
    """Ends all sessions of the account."""
    fields = await _sent(request, "signout")
    return await run_in_threadpool(_signed_out, request, fields)


def _signed_out(request: Request, fields: dict[str, str] | None) -> Response:
    found = _account(request)
    if fields is None and found:
        return _account_page(request, found, _STALE, 403)
    if fields is not None:
        _sessions().sign_out(_token(request), _source(request), datetime.now())
    answer = (
        sso.left(request, found.name)
        if fields is not None and found and found.is_sso
        else RedirectResponse("signin", 303)
    )
    answer.delete_cookie(
        current_actor.COOKIE,
        path=request.scope.get("root_path") or "/",
        httponly=True,
        samesite="strict",
    )
    return answer


ROUTES = [
    Route("/signin", signin, methods=["GET", "POST"]),
    Route("/account", account, methods=["GET", "POST"]),
    Route("/signout", signout, methods=["POST"]),
]
