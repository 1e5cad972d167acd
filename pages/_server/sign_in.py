"""Routes to sign in and out and to change one's password: plain HTML forms, no script."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from govsvc.domain.errors import GovsvcError
from govsvc.security.access_in_data import LOST
from govsvc.security.account import Account
from govsvc.security.roles import THIS_MACHINE
from govsvc.security.sessions import Sessions
from govsvc.store import manifest, open_store
from govsvc.system import clock
from pages._server import current_actor, html_pages, session_cookie, sso
from pages._server.form_submission import submitted_fields
from pages._server.settings import database_address
from pages._server.sign_in_pages import account_page, sign_in_page

#: code of an error → the status of the answer
_STATUS = {"wrong_password": 401, "too_soon": 429, "too_many": 503, LOST: 503}
_LINK_HINT = "第一次使用的，打开启动窗口里显示的链接，不用密码；链接过期的，重新启动看板。"
_STALE = "这张表单已过期，或不是从本站发出的。请再填一次。"
#: of a form; None where this site did not show it to this browser
Fields = dict[str, str] | None


def _sessions() -> Sessions:
    return current_actor.sessions(database_address())


def _account(request: Request) -> Account | None:
    return _sessions().account(current_actor.token(request), clock.now())


def _is_without_password(request: Request) -> bool:
    """Whether this is the session that the link of the start began."""
    return _sessions().is_without_password(
        current_actor.token(request), current_actor.source(request)
    )


async def signin(request: Request) -> Response:
    """GET: the form. POST: a session's cookie, and on to where one was going."""
    if request.method == "GET":
        return await run_in_threadpool(_show_sign_in, request)
    fields = await submitted_fields(request, "signin")
    return await run_in_threadpool(_sign_in, request, fields)


def _show_sign_in(request: Request) -> Response:
    next_path = request.query_params.get("next", "")
    account = _account(request)
    if account:
        return _go_on(request, account, next_path)
    settings = _sessions().accounts.settings
    fault = settings.fault()
    notice = f"{fault.title}{fault.step}" if fault else _hint_of_link(request)
    return sign_in_page(request, settings.is_open, notice, next_path=next_path)


def _hint_of_link(request: Request) -> str:
    """On this machine, while the start prints a link: that there is one."""
    is_here = current_actor.source(request) == THIS_MACHINE
    return _LINK_HINT if is_here and _sessions().awaits_password() else ""


def _sign_in(request: Request, fields: Fields) -> Response:
    is_open = _sessions().accounts.settings.is_open
    if fields is None:
        return sign_in_page(request, is_open, _STALE, 403)
    name, next_path = fields.get("name", "")[:200], fields.get("next", "")
    try:
        token, account = _sessions().sign_in(
            name, fields.get("password", ""), current_actor.source(request), clock.now()
        )
    except GovsvcError as error:
        fault, status = f"{error.title}{error.step}", _STATUS.get(error.code, 500)
        return sign_in_page(request, is_open, fault, status, name, next_path)
    answer = _go_on(request, account, next_path)
    session_cookie.set_token(answer, request, token)
    return answer


def _go_on(request: Request, account: Account, next_path: str) -> Response:
    is_first = account.must_change and not _is_without_password(request)
    path = "account" if is_first else html_pages.local_path(next_path)
    return RedirectResponse(path, 303)


async def account(request: Request) -> Response:
    """GET: who one is. POST: the password is changed, and all other sessions of the account end."""
    if request.method == "POST":
        fields = await submitted_fields(request, "account")
        return await run_in_threadpool(_change_password, request, fields)
    return await run_in_threadpool(_show_account, request)


def _show_account(request: Request) -> Response:
    owner = _account(request)
    if not owner:
        return RedirectResponse("signin", 303)
    return account_page(request, owner, is_without_password=_is_without_password(request))


def _change_password(request: Request, fields: Fields) -> Response:
    owner = _account(request)
    if not owner:
        return RedirectResponse("signin", 303)
    is_without = _is_without_password(request)
    if fields is None or owner.is_sso:
        return account_page(request, owner, _STALE, 403, is_without)
    if fields.get("new") != fields.get("again"):
        return account_page(request, owner, "两次输入的新密码不一致，请重新输入。", 400, is_without)
    try:
        token = _sessions().change_password(
            current_actor.token(request),
            fields.get("old", ""),
            fields.get("new", ""),
            current_actor.source(request),
            clock.now(),
            *_known_names(),
        )
    except GovsvcError as error:
        fault, status = f"{error.title}{error.step}", _STATUS.get(error.code, 400)
        return account_page(request, owner, fault, status, is_without)
    answer = RedirectResponse("./", 303)
    session_cookie.set_token(answer, request, token)
    return answer


def _known_names() -> tuple[str, list[str]]:
    """(the home county's name, the names of the units of the roster), which everybody knows; empty
    where there are none, or they cannot be read.
    """
    database = database_address()
    try:
        if not manifest.is_database_there(database):
            return "", []
        settings = open_store(database).settings
        units = settings.roster().units
        names = [name for unit in units for name in (unit.name, *unit.short_names, *unit.aliases)]
        return settings.home() or "", names
    except GovsvcError:
        return "", []


async def signout(request: Request) -> Response:
    """Ends all sessions of the account."""
    fields = await submitted_fields(request, "signout")
    return await run_in_threadpool(_sign_out, request, fields)


def _sign_out(request: Request, fields: Fields) -> Response:
    owner = _account(request)
    answer: Response = RedirectResponse("signin", 303)
    if fields is None and owner:
        return account_page(request, owner, _STALE, 403)
    if fields is not None:
        try:
            _sessions().sign_out(
                current_actor.token(request), current_actor.source(request), clock.now()
            )
        except GovsvcError as error:  # this browser forgets the session all the same
            fault = f"这台电脑上已退出，其他电脑上的还没有：{error.title}{error.step}"
            answer = sign_in_page(request, _sessions().accounts.settings.is_open, fault, 503)
        else:
            if owner and owner.is_sso:
                answer = sso.signed_out_page(request, owner.name)
    session_cookie.delete_token(answer, request)
    return answer


ROUTES = [
    Route("/signin", signin, methods=["GET", "POST"]),
    Route("/account", account, methods=["GET", "POST"]),
    Route("/signout", signout, methods=["POST"]),
]
