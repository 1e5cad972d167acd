"""The link that the start prints for the first administrator: from elsewhere, twice, made up."""

from raw_http import Answer, Browser
from target import Target, Untried, attack

GROUP = "启动链接"
TYPED: dict[str, str | None] = {
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}


def opened(target: Target, headers: dict[str, str | None]) -> tuple[Answer, bool]:
    """The answer of the link, and whether it signed somebody in."""
    if not target.start_link:
        raise Untried
    answer = Browser(target.base).ask(target.start_link, headers=TYPED | headers)
    return answer, "govsvc_session" in answer.cookies()


@attack(GROUP, "在别的电脑上打开，或经代理、换个名字打开", "打不开，链接也没有用掉")
def from_elsewhere(target: Target) -> str:
    ways: dict[str, dict[str, str | None]] = {
        "别的电脑": {"X-Forwarded-For": "10.66.0.1"},
        "自称本机": {"X-Forwarded-For": "127.0.0.1"},
        "代理的另一种写法": {"Forwarded": "for=127.0.0.1"},
        "别站的链接": {"Sec-Fetch-Site": "cross-site"},
        "预先打开": {"Sec-Purpose": "prefetch;prerender"},
    }
    return "；".join(way for way, headers in ways.items() if opened(target, headers)[1])


@attack(GROUP, "用过以后重放", "打不开")
def replayed(target: Target) -> str:
    if not opened(target, {})[1]:
        return "第一次就打不开"
    answer, is_in = opened(target, {})
    return "" if answer.status == 403 and not is_in else f"{answer.status}"


@attack(GROUP, "编造的、空的、过期的令牌", "打不开")
def made_up(target: Target) -> str:
    tokens = ("", "0", "a" * 43, "%00", "%C3%A9", target.start_link.partition("=")[2][:-1])
    answers = {
        token: Browser(target.base).ask(f"/start?token={token}", headers=TYPED) for token in tokens
    }
    return "；".join(
        f"{token}：{answer.status}"
        for token, answer in answers.items()
        if answer.status != 403 or "govsvc_session" in answer.cookies()
    )
