"""Single sign-on: what a provider has not said."""

import base64
import json
from urllib.parse import quote, urlencode, urlsplit

from raw_http import Answer, Browser, exchange
from redirects import EVIL, is_elsewhere
from target import Target, Untried, attack

GROUP = "统一身份登录"


def at_provider(target: Target, to: str = "") -> tuple[Browser, str]:
    """A browser on its way, and the address at the provider."""
    if not target.provider:
        raise Untried
    browser = target.browser()
    browser.ask("/signin")
    answer = browser.ask(
        browser.ask(f"/signin/single?provider=default&next={quote(to)}").header("location")
    )
    return browser, answer.header("location")


def coming_back(target: Target, subject: str, to: str = "") -> tuple[Browser, str]:
    """A browser whom the provider has named, and the path by which he comes back."""
    browser, address = at_provider(target, to)
    parts = urlsplit(address)
    body = urlencode({"sub": subject}).encode()
    head = (
        f"POST {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: "
        "close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    back = urlsplit(exchange(parts.netloc, head + body).header("location"))
    return browser, f"{back.path}?{back.query}"


def has_session(answer: Answer) -> bool:
    return bool(answer.cookies().get("govsvc_session"))


@attack(GROUP, "从身份平台回来：state 没有、乱写、是别的浏览器的、用过的", "没有登录")
def state(target: Target) -> str:
    answers = {}
    browser, path = coming_back(target, "1001")
    answers["别的浏览器"] = target.browser().ask(path)
    answers["没有 state"] = browser.ask(path.split("&state=")[0])
    answers["乱写 state"] = browser.ask(path.split("&state=")[0] + "&state=x")
    browser, path = coming_back(target, "1001")
    before = dict(browser.jar)
    if not has_session(browser.ask(path)):
        return "对的也不行：没有试成"
    answers["再来一次"] = browser.ask(path)
    answers["带着原来的 cookie 再来一次"] = browser.ask(path, cookies=before)
    browser, path = coming_back(target, "1001")
    answers["乱写 code"] = browser.ask("/oauth2callback?code=x&state=" + path.split("&state=")[1])
    answers["说是出错"] = browser.ask(
        "/oauth2callback?error=%3Cscript%3E&error_description=%3Cscript%3E"
    )
    answers["什么也没有"] = browser.ask("/oauth2callback")
    return "；".join(
        f"{way}：{answer.status}"
        for way, answer in answers.items()
        if has_session(answer) or answer.status >= 500 or "<script>" in answer.text
    )


@attack(
    GROUP,
    "Streamlit 自己的 cookie（_streamlit_user）：伪造的，和用泄露的密钥签了名的",
    "不认，也从不发出",
)
def streamlit_cookie(target: Target) -> str:
    person = {
        "is_logged_in": True,
        "email": "zhang@county.test",
        "email_verified": True,
        "sub": "1001",
        "iss": target.provider,
        "origin": target.base,
        "provider": "default",
    }
    tries = {
        "没有签名": json.dumps(person, separators=(",", ":")),
        "空的签名": base64.urlsafe_b64encode(json.dumps(json.dumps(person)).encode()).decode()
        + ".x.y",
    }
    if target.cookie_secret:
        from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

        for secret in (target.cookie_secret, "", "xxx"):
            tries[f"密钥“{secret[:8]}”"] = create_signed_value(
                secret, "_streamlit_user", json.dumps(person)
            ).decode()
    failures = []
    for way, value in tries.items():
        browser = target.browser()
        browser.jar["_streamlit_user"] = value
        failures += [way] if target.is_signed_in(browser) or target.may_upload(browser) else []
    if target.provider:
        browser, path = coming_back(target, "1001")
        browser.ask(path)
        failures += [f"发出了{name}" for name in browser.jar if name.startswith("_streamlit_user")]
    return "；".join(failures)


@attack(GROUP, "没有核实的邮箱、同名的人", "没有他的角色")
def unverified(target: Target) -> str:
    failures = []
    for subject in ("1004", "1005", "1003"):
        browser, path = coming_back(target, subject)
        browser.ask(path)
        failures += [subject] if target.may_upload(browser) else []
    browser, path = coming_back(target, "1001")
    browser.ask(path)
    return "；".join(failures) + ("" if target.may_upload(browser) else "有角色的也不行：没有试成")


@attack(GROUP, "退出以后重放", "已作废")
def replayed(target: Target) -> str:
    browser, path = coming_back(target, "1001")
    browser.ask(path)
    old_cookies = dict(browser.jar)
    if not target.is_signed_in(browser):
        return "登录不了：没有试成"
    browser.form("/account", "signout", {})
    browser.jar = old_cookies
    return "还有用" if target.is_signed_in(browser) or target.may_upload(browser) else ""


@attack(GROUP, f"登录后去别站（next=，{len(EVIL[::3])}种写法；自己改 cookie）", "留在本站")
def elsewhere(target: Target) -> str:
    failures = []
    for number, to in enumerate(EVIL[::3]):
        browser, path = (
            coming_back(target, "1001", to) if number % 2 == 0 else coming_back(target, "1001")
        )
        browser.jar["govsvc_next"] = quote(to)
        answer = browser.ask(path)
        leads = [
            part.split('"')[0]
            for part in answer.text.split("url=")[1:] + answer.text.split('href="')[1:]
        ]
        if not has_session(answer) or any(
            is_elsewhere(target.base, "/oauth2callback", lead) for lead in leads
        ):
            failures.append(f"{to!r}：{leads}")
    return "；".join(failures)


@attack(GROUP, "从别站开始、自编平台、别站让人退出", "不去，也不退出")
def begun_elsewhere(target: Target) -> str:
    if not target.provider:
        raise Untried
    failures = []
    for site in ("cross-site", "same-site"):
        if "/auth/" in target.browser().ask(
            "/signin/single?provider=default", headers={"Sec-Fetch-Site": site}
        ).header("location"):
            failures.append(site)
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    body = base64.urlsafe_b64encode(b'{"provider":"default","exp":9999999999}').decode().rstrip("=")
    for path in (
        "/signin/single?provider=evil",
        "/signin/single?provider=http://evil.test",
        "/signin/single",
        "/auth/login",
        "/auth/login?provider=default",
        f"/auth/login?provider={none}.{body}.",
        f"/auth/login?provider={none}.{body}.x",
    ):
        answer = target.browser().ask(path)
        if (
            target.provider in answer.header("location")
            or "evil.test" in answer.header("location")
            or answer.status >= 500
        ):
            failures.append(f"{path}：{answer.status}")
    browser, path = coming_back(target, "1001")
    browser.ask(path)
    browser.ask("/auth/logout")
    return "；".join(failures) + ("" if target.is_signed_in(browser) else "被人退出了")
