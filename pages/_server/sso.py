"""Single sign-on by Streamlit's own way (`st.login`, OpenID Connect): it talks with the provider,
and what it finds becomes one of our sessions at once.

Streamlit's cookie of the person is never given out and never read: it would be good for thirty
days, and nobody could revoke it.
"""

import html
import json
import logging
from collections.abc import Mapping
from datetime import datetime
from http.cookies import SimpleCookie
from urllib.parse import quote, unquote, urlsplit

import httpx
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.auth_util import (
    build_logout_url,
    get_cookie_with_chunks,
    get_secrets_auth_section,
    get_validated_redirect_uri,
    validate_auth_credentials,
)
from streamlit.errors import StreamlitAuthError, StreamlitSecretNotFoundError
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from govsvc.domain.errors import GovsvcError
from govsvc.security import sso as access
from govsvc.security.sessions import LONGEST
from pages._server import current_actor, html_pages
from pages._server.settings import database_path

_LOG = logging.getLogger("govsvc")
#: where one was going; sent along the way back from the provider, so not a strict one
_NEXT_COOKIE, _NEXT_SECONDS = "govsvc_next", 600
#: a word that signs what Streamlit keeps during sign-in; a shorter one may be guessed
_SHORTEST_SECRET = 32
_SECTION_KEYS = {"client_id", "client_secret", "server_metadata_url"}
_TITLE = "统一身份登录 · 政务服务指标看板"
_streamlit = {route.path.rpartition("/")[2]: route.endpoint for route in create_auth_routes("")}


def providers() -> list[str]:
    """The providers of `[auth]` in secrets.toml, the one without a name as "default"; none where
    there is no such section.

    Raises GovsvcError where it is not complete.
    """
    try:
        section = get_secrets_auth_section()
    except StreamlitSecretNotFoundError as error:
        raise _misconfigured() from error
    if not section:
        return []
    named = [
        key
        for key, value in section.items()
        if isinstance(value, Mapping) and key != "client_kwargs"
    ]
    names = (["default"] if _SECTION_KEYS & set(section) else []) + named
    if (
        not names
        or len(str(section.get("cookie_secret", ""))) < _SHORTEST_SECRET
        or get_validated_redirect_uri() is None
    ):
        raise _misconfigured()
    for name in names:
        try:
            validate_auth_credentials(name)
        except StreamlitAuthError as error:
            raise _misconfigured() from error
    return names


def _misconfigured() -> GovsvcError:
    return GovsvcError(
        "统一身份登录没有设置好。",
        "请管理员检查 .streamlit/secrets.toml 的 [auth]：redirect_uri 以 /oauth2callback "
        "结尾，cookie_secret 不少于"
        f"{_SHORTEST_SECRET}个字符，client_id、client_secret、server_metadata_url 都要有。",
        "single_config",
    )


def ways(to: str) -> str:
    """HTML beneath the form to sign in: a link to each provider, which leads on to `to`."""
    try:
        names = providers()
    except GovsvcError as error:
        return (
            f'<p class="muted" style="margin-top:1rem">{html.escape(error.title + error.step)}</p>'
        )
    words = {
        name: "统一身份登录" if len(names) == 1 else f"统一身份登录（{name}）" for name in names
    }
    return "".join(
        (
            f'<a class="button plain" href="signin/single?provider={quote(name)}&amp;'
            f'next={quote(to)}">{html.escape(words[name])}</a>'
        )
        for name in names
    )


async def begin(request: Request) -> Response:
    """To the provider; nobody is sent there by another site."""
    name, to = request.query_params.get("provider", ""), request.query_params.get("next", "")
    if request.headers.get("sec-fetch-site") not in (None, "same-origin", "none"):
        return RedirectResponse("../signin", 303)
    try:
        if name not in await run_in_threadpool(providers):
            return RedirectResponse("../signin", 303)
    except GovsvcError as error:
        return _sorry(request, error, 503)
    answer = RedirectResponse(generate_login_redirect_url(name), 303)
    html_pages.set_cookie(
        answer,
        request,
        _NEXT_COOKIE,
        quote(to) if html_pages.local(to) != "./" else "",
        _NEXT_SECONDS,
        "lax",
    )
    return answer


async def login(request: Request) -> Response:
    """Streamlit's own route to the provider, with a sentence where that does not answer."""
    try:
        answer = await _streamlit["login"](request)
    except Exception as error:
        _LOG.error("统一身份登录出错", exc_info=error)
        answer = None
    if answer is None or answer.status_code >= 400:
        return _sorry(
            request,
            GovsvcError(
                "统一身份平台没有响应。",
                "请稍后再试，或用本地账号登录；一直这样的，请管理员查看运行日志。",
                "single_down",
            ),
            502,
        )
    return answer


async def callback(request: Request) -> Response:
    """Back from the provider: Streamlit asks it who it was; he gets a session of ours and is led
    on.
    """
    if not {"code", "error"} & set(request.query_params):  # from signing out there
        return RedirectResponse("signin", 303)
    try:
        answer = await _streamlit["oauth2callback"](request)
    except Exception as error:
        _LOG.error("统一身份登录出错", exc_info=error)
        answer = PlainTextResponse("", 500)
    return await run_in_threadpool(_came_back, request, _claims(answer))


def _claims(answer: Response) -> dict[str, object]:
    """What Streamlit would have kept of the person in a cookie; empty where nobody was named."""
    cookies = SimpleCookie()
    for value in answer.headers.getlist("set-cookie"):
        cookies.load(value)
    secret = get_cookie_secret()

    def signed(name: str) -> bytes | None:
        return (
            decode_signed_value(secret, name, cookies[name].value)
            if name in cookies and cookies[name].value
            else None
        )

    found = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    return json.loads(found) if found else {}


def _came_back(request: Request, claims: dict[str, object]) -> Response:
    sessions = current_actor.sessions(database_path())
    source = current_actor.address(request.client.host if request.client else None, request.headers)
    try:
        person = access.person_of(
            claims, sessions.sso.groups_claim(), str(claims.get("provider", ""))
        )
        if person is None:
            raise GovsvcError(
                "统一身份登录没有成功。",
                "请再试一次；一直这样的，请管理员查看运行日志。",
                "single_failed",
            )
        token, _ = sessions.begin_sso(person, source, datetime.now())
    except GovsvcError as error:
        return _sorry(
            request, error, {"single_barred": 403, "single_failed": 401}.get(error.code, 503)
        )
    to = html_pages.local(unquote(request.cookies.get(_NEXT_COOKIE, "")))
    # not a redirect: a strict cookie is not sent along a way that began at another site
    answer = html_pages.page(
        request,
        _TITLE,
        f'<h1>登录成功</h1><p><a href="{html.escape(to)}">打开看板</a></p>',
        head=f'<meta http-equiv="refresh" content="0;url={html.escape(to)}">',
    )
    html_pages.set_cookie(
        answer, request, current_actor.COOKIE, token, int(LONGEST.total_seconds())
    )
    return _without_next(answer, request)


def left(request: Request, name: str) -> Response:
    """After signing out here: the way to sign out at the provider too, which else lets the next one
    at this computer in without asking.
    """
    provider = current_actor.sessions(database_path()).sso.provider(name)
    try:
        url = _leave_url(provider) if provider in providers() else None
    except GovsvcError:
        url = None
    more = (
        (
            '<p>统一身份平台还记得您。公用的电脑上请一并退出：</p><a class="button" '
            f'href="{html.escape(url)}">退出统一身份平台</a>'
        )
        if url
        else "<p>统一身份平台可能还记得您。公用的电脑上请在那里也退出，并关闭浏览器。</p>"
    )
    return html_pages.page(
        request,
        _TITLE,
        (
            f'<h1>已退出看板</h1>{more}<p class="muted" style="margin-top:1rem"><a '
            'href="signin">重新登录</a></p>'
        ),
    )


def _leave_url(provider: str) -> str | None:
    """The provider's own address for signing out; None where it names none."""
    section = get_secrets_auth_section()
    found = section if provider == "default" else section[provider]
    try:
        ends = (
            httpx.get(found["server_metadata_url"], timeout=3)
            .raise_for_status()
            .json()
            .get("end_session_endpoint")
        )
    except (httpx.HTTPError, ValueError) as error:
        _LOG.warning("统一身份平台没有响应：%s", error)
        return None
    is_address = isinstance(ends, str) and urlsplit(ends).scheme in ("http", "https")
    return (
        build_logout_url(ends, found["client_id"], get_validated_redirect_uri())
        if is_address
        else None
    )


async def closed(_: Request) -> Response:
    """Streamlit's own sign-out, which any site could send one to, has nothing to end here."""
    return PlainTextResponse("Not Found", 404)


def _sorry(request: Request, error: GovsvcError, status: int) -> Response:
    root = request.scope.get("root_path", "")
    body = (
        f'<h1>没有登录</h1>{html_pages.said(error.title + error.step)}<a class="button" '
        f'href="{html.escape(root)}/signin">返回登录</a>'
    )
    return _without_next(html_pages.page(request, _TITLE, body, status), request)


def _without_next(answer: Response, request: Request) -> Response:
    answer.delete_cookie(
        _NEXT_COOKIE, path=request.scope.get("root_path") or "/", httponly=True, samesite="lax"
    )
    return answer


ROUTES = [
    Route("/signin/single", begin),
    Route("/auth/login", login),
    Route("/oauth2callback", callback),
    Route("/auth/logout", closed),
]
