"""Forms that another site sends, or somebody else's."""

import json
import re
from urllib.parse import urlencode

from raw_http import Browser, socket_opened
from target import Target, attack

GROUP = "别站的表单"
#: what a browser sends along with a form of another site
ELSEWHERE: dict[str, dict[str, str | None]] = {
    "Origin 是别站": {"Origin": "http://evil.test"},
    "Origin 是 null": {"Origin": "null"},
    "Origin 是本机另一端口": {"Origin": "http://127.0.0.1:9"},
    "没有 Origin，Referer 是别站": {"Origin": None, "Referer": "http://evil.test/signin"},
    "Origin 和 Referer 都没有": {"Origin": None, "Referer": None},
    "Sec-Fetch-Site 是 cross-site": {"Sec-Fetch-Site": "cross-site"},
    "Sec-Fetch-Site 是 same-site": {"Sec-Fetch-Site": "same-site"},
    "内容是 text/plain": {"Content-Type": "text/plain"},
    "内容是 multipart": {"Content-Type": "multipart/form-data; boundary=x"},
}


@attack(GROUP, f"登录表单从别站来（{len(ELSEWHERE)}种），账号密码都对", "403，没有登录")
def sign_in(target: Target) -> str:
    name, password = target.account("viewer")
    failures = []
    for way, headers in ELSEWHERE.items():
        browser = target.browser()
        answer = browser.sign_in(name, password, headers=headers)
        if answer.status != 403 or "govsvc_session" in answer.cookies():
            failures.append(f"{way}：{answer.status}")
    return "；".join(failures)


def tokens_of_others(target: Target, page: str, action: str, mine: Browser) -> dict[str, str]:
    """Tokens that are not good for this form in this browser."""
    name, password = target.account("viewer")
    used = mine.token(page, action)
    if action == "signin":
        other = target.browser().token(page, action)
        fresh = target.browser()
        used = fresh.token(page, action)
        fresh.sign_in(name, password, token=used)
    else:
        other = target.signed("viewer", anew=True).token(page, action)
        used = mine.token("/account", "account" if action == "signout" else "signout")
    good = mine.token(page, action)
    return {
        "没有": "",
        "乱写": "x" * 40,
        "别的浏览器的": other,
        "用过的或别的表单的": used,
        "改了一个字": good[:-1] + ("0" if good[-1] != "0" else "1"),
        "截断": good[:30],
        "改了时间": re.sub(r"^\d+", "9999999999", good),
        "两个点": "..",
    }


@attack(GROUP, "登录表单的令牌：没有、乱写、别人的、用过的", "403，没有登录")
def tokens_of_sign_in(target: Target) -> str:
    name, password = target.account("viewer")
    browser, failures = target.browser(), []
    for way, token in tokens_of_others(target, "/signin", "signin", browser).items():
        answer = browser.sign_in(name, password, token=token)
        if answer.status != 403 or "govsvc_session" in answer.cookies():
            failures.append(f"{way}：{answer.status}")
    return "；".join(failures)


@attack(GROUP, "替别人退出登录、改密码（来处和令牌各种写法）", "403，什么也没有发生")
def of_the_account(target: Target) -> str:
    browser, failures = target.signed("viewer", anew=True), []
    _, password = target.account("viewer")
    new = {"old": password, "new": "别站来的新密码-七十七", "again": "别站来的新密码-七十七"}
    for action, fields in (("signout", {}), ("account", new)):
        tries = [(way, None, headers) for way, headers in ELSEWHERE.items()]
        tries += [
            (f"令牌{way}", token, {})
            for way, token in tokens_of_others(target, "/account", action, browser).items()
        ]
        for way, token, headers in tries:
            answer = browser.form("/account", action, fields, headers, token)
            if answer.status != 403 or not target.is_signed_in(browser):
                failures.append(f"{action} {way}：{answer.status}")
    return "；".join(failures)


@attack(GROUP, "用 GET、PUT、DELETE 代替 POST", "没有登录，没有退出")
def other_methods(target: Target) -> str:
    name, password = target.account("viewer")
    browser, failures = target.browser(), []
    fields = urlencode(
        {"token": browser.token("/signin", "signin"), "name": name, "password": password}
    )
    for method in ("GET", "PUT", "DELETE", "PATCH", "HEAD"):
        answer = browser.ask(f"/signin?{fields}", method)
        failures += (
            [f"{method} signin：{answer.status}"]
            if "govsvc_session" in answer.cookies() or answer.status >= 500
            else []
        )
    signed = target.signed("viewer", anew=True)
    for method in ("GET", "PUT", "DELETE", "PATCH", "HEAD"):
        signed.ask("/signout?" + urlencode({"token": signed.token("/account", "signout")}), method)
        failures += [f"{method} signout"] if not target.is_signed_in(signed) else []
    return "；".join(failures)


@attack(GROUP, "JSON、过大、过多的表单", "403，不出错")
def odd_bodies(target: Target) -> str:
    browser, statuses = target.browser(), {}
    form = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": target.base,
        "Sec-Fetch-Site": "same-origin",
    }
    token = browser.token("/signin", "signin")
    for name, body, headers in (
        ("JSON", json.dumps({"token": token}).encode(), {"Content-Type": "application/json"}),
        ("10兆", b"a=" + b"x" * 10**7, {}),
        ("一千个字段", b"&".join(b"a%d=1" % number for number in range(1000)), {}),
        ("不是 UTF-8", b"name=\xff\xfe&token=\xff", {}),
        ("空字符", b"name=%00&token=%00", {}),
        ("空", b"", {}),
        ("没有长度", b"", {"Content-Length": None, "Transfer-Encoding": "chunked"}),
    ):
        statuses[name] = browser.ask(
            "/signin", "POST", body if name != "没有长度" else b"0\r\n\r\n", form | headers
        ).status
    return "；".join(
        f"{name}：{status}" for name, status in statuses.items() if status not in (403, 400, 413, 0)
    )


@attack(GROUP, "从别站打开 WebSocket（带着登录的 cookie）", "403")
def channel(target: Target) -> str:
    browser = target.signed("uploader")
    opened = {
        origin: socket_opened(browser, origin)[0]
        for origin in (
            "http://evil.test",
            "null",
            "",
            "http://127.0.0.1.evil.test",
            f"{target.base}.evil.test",
            "http://127.0.0.1:9",
            "http://localhost:3000",
            f"http://{browser.host}@evil.test",
            "http://evil.test/" + browser.host,
            "file://",
        )
    }
    own = socket_opened(browser, target.base)[0]
    return "；".join(
        f"{origin}：{status}" for origin, status in opened.items() if status == 101
    ) + ("" if own == 101 else f"；本站也打不开：{own}")
