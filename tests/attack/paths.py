"""Files and routes that are nobody's business."""

from raw_http import exchange
from target import Target, Untried, attack

GROUP = "路径"
#: what stands in files that must not come out
MARKS = (
    b"import streamlit",
    b"cookie_secret",
    b"client_secret",
    b"[theme]",
    b"root:x:0:",
    b"SQLite format 3",
    b"streamlit==",
    b"def main(",
    b"DUCK",
)
FILES = (
    "app.py",
    ".streamlit/secrets.toml",
    ".streamlit/config.toml",
    "data/govsvc.duckdb",
    "data/govsvc.access.sqlite",
    "data/govsvc.audit.sqlite",
    "data/govsvc.duckdb.key",
    "data/govsvc.log",
    "requirements.txt",
    ".git/config",
    "govsvc/__main__.py",
)
CLIMBS = (
    "/{}",
    "/static/../{}",
    "/static/../../{}",
    "/static/%2e%2e/{}",
    "/static/%2e%2e%2f%2e%2e%2f{}",
    "/static/..%2f..%2f{}",
    "/static/..%5c..%5c{}",
    "/static//{}",
    "/static/%252e%252e/{}",
    "/media/../{}",
    "/media/%2e%2e/%2e%2e/{}",
    "/media/..%00/{}",
    "/component/x/../../{}",
    "/component/../{}",
    "/app/static/../{}",
    "/_stcore/bidi-components/x/../../{}",
    "/%2e%2e/%2e%2e/{}",
    "/..;/{}",
    "/static/....//....//{}",
    "//{}",
    "/static/{}%00.js",
    "/./{}",
    "/static\\..\\{}",
)
SYSTEM = (
    "/static/../../../../../../../../etc/passwd",
    "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/static//etc/passwd",
    "/static/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/media//etc/passwd",
    "/component/x//etc/passwd",
    "/static/%c0%ae%c0%ae/etc/passwd",
    "/static/C:%5cWindows%5cwin.ini",
    "//evil.test/share",
    "/static/%5c%5cevil.test%5cshare",
)


@attack(
    GROUP, f"数据、密钥、口令、源程序文件：{len(FILES)}个 × {len(CLIMBS)}种写法", "没有一个读得到"
)
def files(target: Target) -> str:
    browser = target.browser()
    named = (
        [
            target.database.parent.name + "/" + file.name
            for file in target.database.parent.glob("*")
            if file.is_file()
        ]
        if target.database
        else []
    )
    failures = []
    for climb in CLIMBS:
        for file in (*FILES, *named):
            answer = browser.ask(climb.format(file))
            if (
                any(mark in answer.body for mark in MARKS)
                or answer.status >= 500
                or answer.status == 0
            ):
                failures.append(f"{climb.format(file)}：{answer.status}")
    return "；".join(failures)


@attack(GROUP, "系统文件、网络共享（../、编码、反斜杠）", "没有一个读得到")
def system(target: Target) -> str:
    browser = target.browser()
    answers = {path: browser.ask(path) for path in SYSTEM}
    return "；".join(
        f"{path}：{answer.status}"
        for path, answer in answers.items()
        if any(mark in answer.body for mark in (*MARKS, b"[fonts]")) or answer.status >= 500
    )


@attack(GROUP, "空字符、换行、半个字的地址", "拒绝，不出错")
def odd(target: Target) -> str:
    browser = target.browser()
    answers = {
        path: exchange(
            browser.host,
            b"GET "
            + path
            + b" HTTP/1.1\r\nHost: "
            + browser.host.encode()
            + b"\r\nConnection: close\r\n\r\n",
        )
        for path in (
            b"/\x00",
            b"/static/\x00",
            b"/static/%00",
            b"/media/%00",
            b"/%0d%0aSet-Cookie:x=1",
            b"/static/\xff\xfe",
            b"/%ff%fe",
            b"/" + b"a" * 70000,
            b"*",
            b"http://evil.test/",
        )
    }
    return "；".join(
        f"{path[:30]!r}：{answer.status}"
        for path, answer in answers.items()
        if answer.status >= 500 or "x" in answer.cookies()
    )


@attack(GROUP, "运行指标 /_stcore/metrics 和代理接口", "关闭，各种写法都一样")
def closed(target: Target) -> str:
    browser, failures = target.browser(), []
    for path in (
        "/_stcore/metrics",
        "//_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/metrics?x=1",
        "/%5fstcore/metrics",
        "/_stcore/./metrics",
        "/_stcore//metrics",
        "/x/../_stcore/metrics",
        "/_stcore/%6detrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
    ):
        for method in ("GET", "HEAD", "POST", "OPTIONS"):
            answer = browser.ask(
                path,
                method,
                b"" if method == "POST" else None,
                {"Accept": "application/openmetrics-text"},
            )
            if b"# TYPE" in answer.body or b'"openapi"' in answer.body or answer.status >= 500:
                failures.append(f"{method} {path}：{answer.status}")
    return "；".join(failures)


@attack(GROUP, "本机命令的入口：没有口令、错的口令", "404，如同没有")
def without_secret(target: Target) -> str:
    statuses = {}
    for number, headers in enumerate(
        (
            {},
            {"X-Govsvc-Key": ""},
            {"X-Govsvc-Key": "x" * 43},
            {"X-Govsvc-Key": "null"},
            {"X-Forwarded-For": "127.0.0.1"},
            {"X-Forwarded-For": "127.0.0.1", "X-Govsvc-Key": "x"},
            {"Forwarded": "for=127.0.0.1"},
            {"X-Real-IP": "127.0.0.1"},
        )
    ):
        for command in ("backup", "check", "import", "restore", "user", "..", "%2e%2e"):
            for method in ("POST", "GET"):
                answer = target.browser().ask(
                    f"/_govsvc/ask/{command}", method, b"{}" if method == "POST" else None, headers
                )
                # any unknown address gives the page
                is_page = method == "GET" and answer.status == 200 and b"<html" in answer.body
                if answer.status not in (404, 405, 400) and not is_page:
                    statuses[f"{method} {command} {number}"] = answer.status
    return "；".join(f"{name}：{status}" for name, status in statuses.items())


@attack(GROUP, "本机命令的入口：对的口令，但从代理那边来、从网页里来", "404")
def through_proxy_or_page(target: Target) -> str:
    if not target.database:
        raise Untried
    from govsvc.admin import app_client

    secret = app_client.read_key(target.database).secret
    browser, body = target.browser(), b'{"words": [], "files": []}'
    browser.source = ""
    if browser.ask("/_govsvc/ask/check", "POST", body, {"X-Govsvc-Key": secret}).status != 200:
        return "对的口令从本机来也不行：没有试成"
    answers = {
        name: browser.ask("/_govsvc/ask/check", "POST", body, {"X-Govsvc-Key": secret, name: value})
        for name, value in (
            ("X-Forwarded-For", "10.0.0.9"),
            ("x-forwarded-for", ""),
            ("Forwarded", "for=10.0.0.9"),
            ("Origin", target.base),
            ("Sec-Fetch-Site", "same-origin"),
        )
    }
    return "；".join(
        f"{name}：{answer.status}" for name, answer in answers.items() if answer.status != 404
    )
