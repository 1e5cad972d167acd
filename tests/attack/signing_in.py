"""Signing in without knowing the password. Last of all: the address has to wait afterwards."""

import re
import statistics

from raw_http import Answer
from target import Target, Untried, attack

GROUP = "登录"
DEFAULTS = (
    "admin",
    "123456",
    "admin123",
    "password",
    "admin@123",
    "12345678",
    "888888",
    "000000",
    "root",
    "",
)


def constant_text(answer: Answer) -> str:
    """The text of the page without the values that differ each time anyway."""
    return re.sub(r'value="[^"]*"', "", answer.text)


@attack(GROUP, f"常见的默认密码（admin 和 {len(DEFAULTS)}个密码）", "没有一个进得去")
def defaults(target: Target) -> str:
    failures = []
    for password in DEFAULTS:
        answer = target.browser().sign_in("admin", password)
        if answer.status not in (401, 429) or "govsvc_session" in answer.cookies():
            failures.append(f"{password}：{answer.status}")
    return "；".join(failures)


@attack(GROUP, "账号或密码里写 SQL、空字符、很长、别的字形", "401，不出错")
def odd(target: Target) -> str:
    tries = (
        ("' OR '1'='1", "x"),
        ("admin' --", "x"),
        ("admin", "' OR '1'='1"),
        ("admin\x00", "x"),
        ("admin", "\x00"),
        ("admin", "x" * 4000),
        ("%", "%"),
        ("", "x"),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "x"),
    )
    answers = {repr(pair)[:40]: target.browser().sign_in(*pair) for pair in tries}
    return "；".join(
        f"{way}：{answer.status}"
        for way, answer in answers.items()
        if answer.status not in (401, 403, 429) or "govsvc_session" in answer.cookies()
    )


@attack(GROUP, "从回答看出账号有没有：没有这个账号、密码错、已停用", "一字不差")
def by_words(target: Target) -> str:
    names = {
        "有": target.account("guessed")[0],
        "没有": "没有这个人",
        **({"停用": target.account("disabled")[0]} if "disabled" in target.accounts else {}),
    }
    answers = {
        way: target.browser().sign_in(name, "不对的密码-不对的") for way, name in names.items()
    }
    return (
        ""
        if len(
            {
                (answer.status, constant_text(answer), len(answer.headers))
                for answer in answers.values()
            }
        )
        == 1
        else "；".join(f"{way}：{answer.status}" for way, answer in answers.items())
    )


@attack(GROUP, "从快慢看出账号有没有", "相差不到一倍")
def by_time(target: Target) -> str:
    seconds_taken: dict[str, list[float]] = {"有": [], "没有": []}
    for turn in range(2):  # no more: the account has to wait from the third on
        for way, name in (("有", target.account("timed")[0]), ("没有", f"没有的人{turn}")):
            browser = target.browser()
            token = browser.token("/signin", "signin")
            seconds_taken[way].append(
                browser.sign_in(name, "不对的密码-不对的", token=token).seconds
            )
    fastest = {way: min(times) for way, times in seconds_taken.items()}
    middle = statistics.mean(fastest.values())
    return (
        ""
        if max(fastest.values()) < 2 * min(fastest.values()) and middle > 0.02
        else "；".join(f"{way} {seconds * 1000:.0f}毫秒" for way, seconds in fastest.items())
    )


@attack(GROUP, "一个账号猜下去（每次换地址），等待中用对的密码", "第4次起要等，对的也要等")
def one_account(target: Target) -> str:
    name, password = target.account("guessed2")
    statuses = [
        target.browser().sign_in(name, f"不对的密码-不对的{number}").status for number in range(6)
    ]
    right = target.browser().sign_in(name, password)
    return (
        ""
        if statuses.count(401) <= 3
        and set(statuses[4:]) == {429}
        and right.status == 429
        and "后再试" in right.text
        else f"{statuses}，对的：{right.status}"
    )


@attack(GROUP, "没有的账号猜下去", "同样要等")
def no_account(target: Target) -> str:
    statuses = [
        target.browser().sign_in("没有这个人的账号", f"不对的密码-不对的{number}").status
        for number in range(6)
    ]
    return "" if statuses.count(401) <= 3 and set(statuses[4:]) == {429} else str(statuses)


@attack(GROUP, "一个地址换着账号猜（自称从别处来也算）", "第11次起要等")
def one_address(target: Target) -> str:
    browser = target.browser()
    if not browser.source and target.is_of_this_machine:
        raise Untried  # whoever has this machine's address may be anybody behind a proxy
    statuses = [
        browser.sign_in(
            f"猜的账号{number}",
            "不对的密码-不对的",
            headers={"X-Forwarded-For": f"1.2.3.{number}, {browser.source}"}
            if browser.source
            else {},
        ).status
        for number in range(14)
    ]
    return "" if statuses.count(401) <= 10 and set(statuses[11:]) == {429} else str(statuses)
