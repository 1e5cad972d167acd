"""Signing in and out, changing one's password: plain HTML forms, no script, that only this site can send."""

import html
import secrets
from datetime import datetime
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from govsvc.access.accounts import Account
from govsvc.access.forms import Forms
from govsvc.access.passwords import SHORTEST
from govsvc.access.sessions import LONGEST, Sessions
from govsvc.errors import GovsvcError
from pages._serving import visitor
from pages._serving.place import database_path

#: binds a form to the browser that it was shown in
_FORM_COOKIE = "govsvc_form"
#: bytes of a form; more is not read
_LONGEST_BODY = 8192
_STATUS = {"wrong_password": 401, "too_soon": 429, "too_many": 503}
_forms = Forms()

_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><style>
:root {{color-scheme: light dark; --ink: #14202E; --ground: #F2F5F8; --sheet: #FFFFFF; --line: #CCD4DD; --primary: #1D4E89; --attend: #9C4200;
  --muted: #5A6675;}}
@media (prefers-color-scheme: dark) {{:root {{--ink: #EEF2F7; --ground: #0F151D; --sheet: #1A232E; --line: #35424F; --primary: #2F74BC; --attend: #F8B374;
  --muted: #9AA7B5;}}}}
body {{margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif;}}
main {{max-width: 22rem; margin: 12vh auto 2rem; padding: 1.5rem 2rem 2rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 4px;}}
@media (max-width: 640px) {{main {{margin: 1rem; max-width: none;}}}}
h1 {{font-size: 1.25rem; margin: 0 0 .25rem;}} h2 {{font-size: 1rem; margin: 1.75rem 0 0;}} p {{margin: .25rem 0;}}
.muted {{color: var(--muted); font-size: .9375rem;}}
.said {{color: var(--attend); border-left: 3px solid var(--attend); padding-left: .75rem; margin: .75rem 0;}}
label {{display: block; margin: .875rem 0 .25rem;}}
input {{box-sizing: border-box; width: 100%; padding: .5rem .625rem; font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line);
  border-radius: 4px;}}
button, .button {{box-sizing: border-box; display: block; width: 100%; margin-top: 1.25rem; padding: .5rem; font: inherit; font-weight: 600; text-align: center;
  color: #FFFFFF; background: var(--primary); border: 0; border-radius: 4px; cursor: pointer; text-decoration: none;}}
button.plain {{color: inherit; background: transparent; border: 1px solid var(--line);}}
a {{color: var(--primary);}} :focus-visible {{outline: 2px solid var(--primary); outline-offset: 2px;}}
</style></head><body><main>{body}</main></body></html>"""


def _sessions() -> Sessions:
    return visitor.sessions(database_path())


def _source(request: Request) -> str:
    return visitor.address(request.client.host if request.client else None, request.headers)


def _token(request: Request) -> str:
    return request.cookies.get(visitor.COOKIE, "")


def _account(request: Request) -> Account | None:
    return _sessions().account(_token(request), datetime.now())


# -- pages ---------------------------------------------------------------------------------------------------------


def _page(request: Request, title: str, body: str, status: int = 200) -> Response:
    answer = HTMLResponse(_PAGE.format(title=html.escape(title), body=body), status, {"Cache-Control": "no-store"})
    if not request.cookies.get(_FORM_COOKIE):
        _set(answer, request, _FORM_COOKIE, _visitor(request))
    return answer


def _visitor(request: Request) -> str:
    """What this browser alone has; made at its first form."""
    if not hasattr(request.state, "visitor"):
        request.state.visitor = request.cookies.get(_FORM_COOKIE) or secrets.token_urlsafe(24)
    return request.state.visitor


def _set(answer: Response, request: Request, name: str, value: str, age: int | None = None) -> None:
    is_https = request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"
    answer.set_cookie(name, value, max_age=age, path=request.scope.get("root_path") or "/", httponly=True, samesite="strict", secure=is_https)


def _form(request: Request, action: str, fields: str, button: str, style: str = "") -> str:
    word = _forms.word(action, _visitor(request), datetime.now())
    return (f'<form method="post" action="{action}"><input type="hidden" name="word" value="{html.escape(word)}">{fields}'
            f'<button{style}>{button}</button></form>')


def _field(name: str, words: str, kind: str = "password", complete: str = "off", value: str = "", focus: bool = False) -> str:
    return (f'<label for="{name}">{words}</label><input id="{name}" name="{name}" type="{kind}" autocomplete="{complete}" maxlength="200" required'
            f' value="{html.escape(value)}"{" autofocus" if focus else ""}>')


def _said(words: str) -> str:
    return f'<p class="said" role="alert">{html.escape(words)}</p>' if words else ""


def _sign_in_page(request: Request, said: str = "", status: int = 200, name: str = "", to: str = "") -> Response:
    is_open = _sessions().accounts.is_open
    fields = (f'<input type="hidden" name="next" value="{html.escape(to)}">' + _field("name", "账号", "text", "username", name, focus=not name)
              + _field("password", "密码", complete="current-password", focus=bool(name)))
    back = f'<p class="muted" style="margin-top:1rem"><a href="{html.escape(to or "./")}">不登录，只查看</a></p>' if is_open else ""
    body = (f"<h1>登录</h1><p class=\"muted\">政务服务指标看板</p>{_said(said)}{_form(request, 'signin', fields, '登录')}"
            f'<p class="muted" style="margin-top:1rem">忘记密码的，请管理员重置。</p>{back}')
    return _page(request, "登录 · 政务服务指标看板", body, status)


def _account_page(request: Request, account: Account, said: str = "", status: int = 200, done: str = "") -> Response:
    first = "这是别人给的密码，请换成自己的密码再使用。" if account.must_change else ""
    fields = (_field("old", "原密码", complete="current-password") + _field("new", f"新密码（{SHORTEST}个字符以上）", complete="new-password")
              + _field("again", "再输一遍新密码", complete="new-password"))
    limit = f"，限{html.escape('、'.join(account.units))}" if account.actor("").is_limited else ""
    body = (f'<h1>{html.escape(account.name)}</h1><p class="muted">{account.role.name}：{account.role.says}{limit}</p>'
            + (f"<p>{done}</p>" if done else "") + _said(said or first)
            + ("" if account.must_change else '<a class="button" href="./">回到看板</a>')
            + f"<h2>修改密码</h2>{_form(request, 'account', fields, '修改密码')}"
            + f"<h2>退出</h2><p class=\"muted\">这个账号在所有电脑上的登录一并退出。</p>{_form(request, 'signout', '', '退出登录', ' class=plain')}")
    return _page(request, "账号 · 政务服务指标看板", body, status)


# -- routes --------------------------------------------------------------------------------------------------------


def _local(to: str) -> str:
    """A path of this site to go on to, "./" for anything else."""
    parts = urlsplit(to)
    is_path = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc and to.isprintable() and "\\" not in to
    return "." + to if is_path else "./"


async def _sent(request: Request, action: str) -> dict[str, str] | None:
    """The fields of a form that this site showed to this browser; None for any other. Nothing else is read of a request from elsewhere."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none") or (origin and urlsplit(origin).netloc != request.headers.get("host")):
        return None
    if not origin and urlsplit(request.headers.get("referer", "")).netloc != request.headers.get("host"):
        return None
    size = request.headers.get("content-length", "")
    if not size.isdecimal() or int(size) > _LONGEST_BODY or not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return None
    fields = {name: value for name, value in (await request.form(max_fields=8)).items() if isinstance(value, str)}
    is_good = _forms.is_good(fields.get("word", ""), action, request.cookies.get(_FORM_COOKIE, ""), datetime.now())
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
        return RedirectResponse("account" if account.must_change else _local(to), 303)
    return _sign_in_page(request, to=to if _local(to) != "./" else "")


def _signed_in(request: Request, fields: dict[str, str] | None) -> Response:
    if fields is None:
        return _sign_in_page(request, _STALE, 403)
    name, to = fields.get("name", ""), fields.get("next", "")
    try:
        token, account = _sessions().sign_in(name[:200], fields.get("password", ""), _source(request), datetime.now())
    except GovsvcError as error:
        return _sign_in_page(request, f"{error.title}{error.step}", _STATUS.get(error.code, 500), name[:200], to)
    answer = RedirectResponse("account" if account.must_change else _local(to), 303)
    _set(answer, request, visitor.COOKIE, token, int(LONGEST.total_seconds()))
    return answer


async def account(request: Request) -> Response:
    """GET: who one is. POST: the password is changed, and all other sessions of the account end."""
    fields = await _sent(request, "account") if request.method == "POST" else {}
    return await run_in_threadpool(_changed if request.method == "POST" else _account_shown, request, fields)


def _account_shown(request: Request, _: object) -> Response:
    found = _account(request)
    return _account_page(request, found) if found else RedirectResponse("signin", 303)


def _changed(request: Request, fields: dict[str, str] | None) -> Response:
    found = _account(request)
    if not found:
        return RedirectResponse("signin", 303)
    if fields is None:
        return _account_page(request, found, _STALE, 403)
    if fields.get("new") != fields.get("again"):
        return _account_page(request, found, "两遍新密码不一样。请再输一次。", 400)
    try:
        token = _sessions().change_password(_token(request), fields.get("old", ""), fields.get("new", ""), _source(request), datetime.now())
    except GovsvcError as error:
        return _account_page(request, found, f"{error.title}{error.step}", _STATUS.get(error.code, 400))
    answer = RedirectResponse("./", 303)
    _set(answer, request, visitor.COOKIE, token, int(LONGEST.total_seconds()))
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
    answer = RedirectResponse("signin", 303)
    answer.delete_cookie(visitor.COOKIE, path=request.scope.get("root_path") or "/", httponly=True, samesite="strict")
    return answer


ROUTES = [Route("/signin", signin, methods=["GET", "POST"]), Route("/account", account, methods=["GET", "POST"]),
          Route("/signout", signout, methods=["POST"])]
