"""Being led elsewhere."""

import re
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

from target import Target, attack

GROUP = "跳转"
EVIL = (
    "http://evil.test/",
    "//evil.test/",
    "///evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "https:evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "javascript:alert(1)",
    "data:text/html,x",
    "%2f%2fevil.test",
    "/%2f/evil.test",
    "//evil.test\\@127.0.0.1",
    "evil.test",
    ".evil.test",
    "@evil.test",
    "/..//evil.test",
    "/.//evil.test",
    "/\u2044/evil.test",
    "／／evil.test",
    "/ok\r\nLocation: http://evil.test",
)


def is_elsewhere(base: str, page: str, to: str) -> bool:
    """As a browser reads it: tabs and line ends left out, a backslash is a slash."""
    read = to.replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/")
    return urlsplit(urljoin(base + page, read)).netloc != urlsplit(base).netloc or urlsplit(
        urljoin(base + page, read)
    ).scheme not in ("http", "https")


@attack(GROUP, f"登录后去别站（next=，{len(EVIL)}种写法）", "留在本站")
def after_signing_in(target: Target) -> str:
    browser, failures = target.signed("viewer"), []
    for to in EVIL:
        answer = browser.ask(f"/signin?next={quote(to)}")
        if answer.status != 303 or is_elsewhere(target.base, "/signin", answer.header("location")):
            failures.append(f"{to!r}：{answer.header('location')}")
    return "；".join(failures)


@attack(GROUP, "登录表单里的 next 和“不登录”的链接", "不写出别站的地址")
def in_the_form(target: Target) -> str:
    browser, failures = target.browser(), []
    for to in EVIL:
        page = browser.ask(f"/signin?next={quote(to)}").text
        leads = [unescape(link) for link in re.findall(r'(?:href|action)="([^"]*)"', page)]
        failures += [
            f"{to!r}：{link}" for link in leads if is_elsewhere(target.base, "/signin", link)
        ]
    return "；".join(failures)


@attack(GROUP, "Host 头写成别的地址，X-Forwarded-Host 写成别站", "跳转和链接都不带它们")
def host(target: Target) -> str:
    failures = []
    for path in (
        "/",
        "/overview",
        "/overview/",
        "/signin",
        "/signin/",
        "/account",
        "/healthz/",
        "/static",
        "/nothing/",
        "/trends/",
    ):
        answer = target.browser().ask(
            path, headers={"Host": "203.0.113.9", "X-Forwarded-Host": "evil.test"}
        )
        written = answer.header("location") + answer.text
        if "evil.test" in written or "203.0.113.9" in written:
            failures.append(f"{path}：{answer.header('location')}")
    return "；".join(failures)


@attack(GROUP, "地址里的 // 和换行进入跳转", "留在本站")
def of_addresses(target: Target) -> str:
    failures = []
    for path in (
        "//evil.test/",
        "//evil.test/..",
        "/%2f%2fevil.test/",
        "/\\evil.test/",
        "/%5cevil.test/",
        "/evil.test%2f..",
        "/overview?x=%0d%0aSet-Cookie:%20a=b",
        "//evil.test/%2e%2e",
        "/%0d%0aLocation:%20http://evil.test",
    ):
        answer = target.browser().ask(path)
        if (
            answer.header("location")
            and is_elsewhere(target.base, path, answer.header("location"))
            or "a" in answer.cookies()
        ):
            failures.append(f"{path}：{answer.header('location')}")
    return "；".join(failures)
