"""Pages outside Streamlit: plain HTML without script, under the same policy as everything else."""

import html
import secrets
from typing import Literal
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

#: binds a form to the browser that it was shown in
FORM_COOKIE = "govsvc_form"

_STYLE = """
:root {color-scheme: light dark;
  --ink: #14202E; --ground: #F2F5F8; --sheet: #FFFFFF; --line: #CCD4DD;
  --primary: #1D4E89; --attend: #9C4200; --muted: #5A6675;}
@media (prefers-color-scheme: dark) {:root {
  --ink: #EEF2F7; --ground: #0F151D; --sheet: #1A232E; --line: #35424F;
  --primary: #2F74BC; --attend: #F8B374; --muted: #9AA7B5;}}
body {margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif;}
main {max-width: 22rem; margin: 12vh auto 2rem; padding: 1.5rem 2rem 2rem;
  background: var(--sheet); border: 1px solid var(--line); border-radius: 4px;}
@media (max-width: 640px) {main {margin: 1rem; max-width: none;}}
h1 {font-size: 1.25rem; margin: 0 0 .25rem;}
h2 {font-size: 1rem; margin: 1.75rem 0 0;}
p {margin: .25rem 0;}
.muted {color: var(--muted); font-size: .9375rem;}
.alert {color: var(--attend); border-left: 3px solid var(--attend);
  padding-left: .75rem; margin: .75rem 0;}
label {display: block; margin: .875rem 0 .25rem;}
input {box-sizing: border-box; width: 100%; padding: .5rem .625rem; font: inherit;
  color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: 4px;}
button, .button {box-sizing: border-box; display: block; width: 100%; margin-top: 1.25rem;
  padding: .5rem; font: inherit; font-weight: 600; text-align: center; color: #FFFFFF;
  background: var(--primary); border: 0; border-radius: 4px; cursor: pointer;
  text-decoration: none;}
button.plain, .button.plain {color: inherit; background: transparent;
  border: 1px solid var(--line);}
a {color: var(--primary);}
:focus-visible {outline: 2px solid var(--primary); outline-offset: 2px;}
"""


def page(request: Request, title: str, body: str, status: int = 200, head: str = "") -> Response:
    """A page to this browser. `body` and `head` are HTML."""
    answer = notice(title, body, status, head)
    if not request.cookies.get(FORM_COOKIE):
        set_cookie(answer, request, FORM_COOKIE, browser_secret(request))
    return answer


async def fault_page(_: Request, error: Exception) -> Response:
    """The answer of every route where something went wrong that can be put in a sentence."""
    body = f"<h1>政务服务指标看板</h1>{alert(str(error))}"
    return notice("政务服务指标看板", body, 503)


def notice(title: str, body: str, status: int, head: str = "") -> Response:
    """A page that no cache keeps, without a cookie. `body` and `head` are HTML."""
    text = (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title>{head}<style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )
    return HTMLResponse(text, status, {"Cache-Control": "no-store"})


def browser_secret(request: Request) -> str:
    """A secret that this browser alone has, in a cookie that is made with its first form."""
    if not hasattr(request.state, "browser_secret"):
        cookie = request.cookies.get(FORM_COOKIE)
        request.state.browser_secret = cookie or secrets.token_urlsafe(24)
    return str(request.state.browser_secret)


def set_cookie(
    answer: Response,
    request: Request,
    name: str,
    value: str,
    age: int | None = None,
    site: Literal["strict", "lax"] = "strict",
) -> None:
    """Sets a cookie that no script reads; it lasts `age` seconds, or, where that is None, until the
    browser closes.

    `site`: "lax" is also sent along a link from another site.
    """
    is_https = request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"
    answer.set_cookie(
        name,
        value,
        max_age=age,
        path=request.scope.get("root_path") or "/",
        httponly=True,
        samesite=site,
        secure=is_https,
    )


def alert(text: str) -> str:
    """HTML of a sentence that says what went wrong; "" for no text."""
    return f'<p class="alert" role="alert">{html.escape(text)}</p>' if text else ""


def muted(content: str) -> str:
    """HTML of a small paragraph with space above; `content` is HTML."""
    return f'<p class="muted" style="margin-top:1rem">{content}</p>'


def local_path(address: str) -> str:
    """The address to go on to, where it is a path of this site; "./" for anything else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "./"
    is_path = (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and not parts.scheme
        and not parts.netloc
        and address.isprintable()
        and "\\" not in address
    )
    return "." + address if is_path else "./"
