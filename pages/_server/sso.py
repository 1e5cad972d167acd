"""Single sign-on: routes to an identity provider and back (OpenID Connect).

Streamlit's own routes (`st.login`) talk with the provider; whom they find gets a session of ours at
once. Streamlit's cookie of the person is never given out and never read: it would be good for
thirty days, and nobody could revoke it.
"""

import html
import json
import logging
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
)
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from govsvc.domain.errors import GovsvcError
from govsvc.security.sso_person import person_of
from govsvc.system import clock
from pages._server import current_actor, html_pages, session_cookie
from pages._server.settings import database_address
from pages._server.sso_providers import providers

_LOG = logging.getLogger("govsvc")
#: holds where one was going; sent along the way back from the provider, so not a strict one
_NEXT_COOKIE, _NEXT_SECONDS = "govsvc_next", 600
#: code of an error → the status of the answer
_STATUS = {"single_barred": 403, "single_failed": 401}
_TITLE = "统一身份登录 · 政务服务指标看板"
#: Streamlit's own endpoints by the last part of their path
_streamlit = {route.path.rpartition("/")[2]: route.endpoint for route in create_auth_routes("")}


async def begin(request: Request) -> Response:
    """Leads to the provider; no other site can send one there."""
    name = request.query_params.get("provider", "")
    next_path = request.query_params.get("next", "")
    if request.headers.get("sec-fetch-site") not in (None, "same-origin", "none"):
        return RedirectResponse("../signin", 303)
    try:
        if name not in await run_in_threadpool(providers):
            return RedirectResponse("../signin", 303)
    except GovsvcError as error:
        return _failure_page(request, error, 503)
    answer = RedirectResponse(generate_login_redirect_url(name), 303)
    cookie = quote(next_path) if html_pages.local_path(next_path) != "./" else ""
    html_pages.set_cookie(answer, request, _NEXT_COOKIE, cookie, _NEXT_SECONDS, "lax")
    return answer


async def login(request: Request) -> Response:
    """Streamlit's own route to the provider, with a sentence where the provider does not answer."""
    try:
        answer = await _streamlit["login"](request)
    except Exception as error:
        _LOG.error("统一身份登录出错", exc_info=error)
        answer = None
    if answer is None or answer.status_code >= 400:
        return _failure_page(
            request,
            GovsvcError(
                "统一身份平台没有响应。",
                "请稍后再试，或用本地账号登录；多次如此的，请管理员查看运行日志。",
                "single_down",
            ),
            502,
        )
    return answer


async def callback(request: Request) -> Response:
    """The way back from the provider: Streamlit asks it who it was; he gets a session of ours."""
    if not {"code", "error"} & set(request.query_params):  # one comes from signing out there
        return RedirectResponse("signin", 303)
    try:
        answer = await _streamlit["oauth2callback"](request)
    except Exception as error:
        _LOG.error("统一身份登录出错", exc_info=error)
        answer = PlainTextResponse("", 500)
    return await run_in_threadpool(_signed_in, request, _claims(answer))


def _claims(answer: Response) -> dict[str, object]:
    """What Streamlit would have put into its cookie of the person; empty where nobody was named."""
    cookies = SimpleCookie()
    for value in answer.headers.getlist("set-cookie"):
        cookies.load(value)
    secret = get_cookie_secret()

    def verified(name: str) -> bytes | None:
        value = cookies[name].value if name in cookies else ""
        return decode_signed_value(secret, name, value) if value else None

    content = get_cookie_with_chunks(verified, USER_COOKIE_NAME)
    return json.loads(content) if content else {}


def _signed_in(request: Request, claims: dict[str, object]) -> Response:
    sessions = current_actor.sessions(database_address())
    try:
        person = person_of(claims, sessions.sso.groups_claim(), str(claims.get("provider", "")))
        if person is None:
            raise GovsvcError(
                "统一身份登录没有成功。",
                "请再试一次；多次如此的，请管理员查看运行日志。",
                "single_failed",
            )
        token, _ = sessions.begin_sso(person, current_actor.source(request), clock.now())
    except GovsvcError as error:
        return _failure_page(request, error, _STATUS.get(error.code, 503))
    address = html.escape(html_pages.local_path(unquote(request.cookies.get(_NEXT_COOKIE, ""))))
    # not a redirect: a strict cookie is not sent along a way that began at another site
    answer = html_pages.page(
        request,
        _TITLE,
        f'<h1>登录成功</h1><p><a href="{address}">打开看板</a></p>',
        head=f'<meta http-equiv="refresh" content="0;url={address}">',
    )
    session_cookie.set_token(answer, request, token)
    return _without_next(answer, request)


def signed_out_page(request: Request, name: str) -> Response:
    """After signing out here: how to sign out at the provider too.

    The provider would else let the next person at this computer in without asking.
    """
    provider = current_actor.sessions(database_address()).sso.provider(name)
    try:
        url = _provider_sign_out_url(provider) if provider in providers() else None
    except GovsvcError:
        url = None
    advice = (
        '<p>统一身份平台仍保持登录。在公用电脑上请一并退出：</p><a class="button" '
        f'href="{html.escape(url)}">退出统一身份平台</a>'
        if url
        else "<p>统一身份平台可能仍保持登录。在公用电脑上请一并退出，并关闭浏览器。</p>"
    )
    again = html_pages.muted('<a href="signin">重新登录</a>')
    return html_pages.page(request, _TITLE, f"<h1>已退出看板</h1>{advice}{again}")


def _provider_sign_out_url(provider: str) -> str | None:
    """The provider's own address to sign out at; None where it names none."""
    section = get_secrets_auth_section()
    settings = section if provider == "default" else section[provider]
    return_to = get_validated_redirect_uri()
    try:
        metadata = httpx.get(settings["server_metadata_url"], timeout=3).raise_for_status().json()
        endpoint = metadata.get("end_session_endpoint")
    except (httpx.HTTPError, ValueError) as error:
        _LOG.warning("统一身份平台没有响应：%s", error)
        return None
    is_address = isinstance(endpoint, str) and urlsplit(endpoint).scheme in ("http", "https")
    if not is_address or return_to is None:
        return None
    return build_logout_url(endpoint, settings["client_id"], return_to)


async def closed(_: Request) -> Response:
    """Streamlit's own sign-out is closed: any site could send one there, and it ends nothing."""
    return PlainTextResponse("Not Found", 404)


def _failure_page(request: Request, error: GovsvcError, status: int) -> Response:
    root = request.scope.get("root_path", "")
    body = (
        f'<h1>没有登录</h1>{html_pages.alert(error.title + error.step)}<a class="button" '
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
