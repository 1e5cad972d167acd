"""The link that the start prints: it signs the first administrator in on this machine, once, until
he has chosen a password.
"""

import html
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security.roles import THIS_MACHINE
from govsvc.security.start_token import LIFETIME, StartToken
from govsvc.system import clock
from pages._server import current_actor, html_pages, session_cookie
from pages._server.form_submission import form, submitted_fields
from pages._server.settings import database_address

_TITLE = "政务服务指标看板"
#: what proxies add to a request: it comes from elsewhere then
_OF_PROXIES = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")
#: how a browser marks the address that its user typed, or that another program gave it
_TYPED = {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
_ELSEWHERE = "这个链接只能在看板所在的电脑上打开。"
_USED = (
    f"这个链接已经用过，或者过了{LIFETIME.seconds // 60}分钟。"
    "请用账号登录；还没有自己的密码的，重新启动看板，会显示新的链接。"
)
_token = StartToken()


def printed(database: DatabaseAddress, address: str) -> None:
    """Prints the link while the first administrator has no password of his own.

    `address`: of the app on this machine.
    """
    try:
        awaits = current_actor.sessions(database).awaits_password()
    except GovsvcError:
        return  # `accounts_at_start` has said so
    if awaits:
        print(
            "\n  在这台电脑上打开下面的链接，不用密码就以管理员进入（只能用一次，"
            f"{LIFETIME.seconds // 60}分钟内有效）：\n"
            f"  {address}/start?token={_token.issue(clock.now())}",
            flush=True,
        )


async def start(request: Request) -> Response:
    """GET: signs in whoever opened the link himself; others are shown a button. POST: the button.

    So no program that only looks at links uses it up, and no page elsewhere.
    """
    if request.method == "POST":
        fields = await submitted_fields(request, "start")
        token = "" if fields is None else fields.get("start", "")
        return await run_in_threadpool(_enter, request, token)
    token = request.query_params.get("token", "")
    if _is_typed(request):
        return await run_in_threadpool(_enter, request, token)
    return await run_in_threadpool(_button, request, token)


def _button(request: Request, token: str) -> Response:
    if fault := _fault(request, token):
        return _refusal(request, fault)
    field = f'<input type="hidden" name="start" value="{html.escape(token)}">'
    body = f"<h1>{_TITLE}</h1>{form(request, 'start', field, '以管理员进入')}"
    return html_pages.page(request, _TITLE, body)


def _enter(request: Request, token: str) -> Response:
    """The session's cookie, which goes when the browser is closed, and the first page at an address
    without the token.
    """
    if fault := _fault(request, token):
        return _refusal(request, fault)
    now = clock.now()
    if not _token.accept(token, now):
        return _refusal(request, _USED)
    try:
        session = current_actor.sessions(database_address()).begin_without_password(now)
    except GovsvcError:  # he has chosen a password since
        return _refusal(request, _USED)
    answer = RedirectResponse("./", 303, {"Cache-Control": "no-store"})
    session_cookie.set_token(answer, request, session, is_kept=False)
    return answer


def _fault(request: Request, token: str) -> str:
    if not _is_of_this_machine(request):
        return _ELSEWHERE
    return "" if _token.is_good(token, clock.now()) else _USED


def _refusal(request: Request, fault: str) -> Response:
    body = f'<h1>{_TITLE}</h1>{html_pages.alert(fault)}<a class="button" href="signin">登录</a>'
    return html_pages.page(request, _TITLE, body, 403)


def _is_typed(request: Request) -> bool:
    headers = request.headers
    return (
        request.method == "GET"
        and all(headers.get(name) == value for name, value in _TYPED.items())
        and "sec-purpose" not in headers
        and "purpose" not in headers
    )


def _is_of_this_machine(request: Request) -> bool:
    """Whether it comes from this machine, by a name that it has for itself, through no proxy."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    return (
        current_actor.source(request) == THIS_MACHINE
        and not any(name in request.headers for name in _OF_PROXIES)
        and (host == "localhost" or current_actor.is_loopback(host))
    )


ROUTES = [Route("/start", start, methods=["GET", "POST"])]
