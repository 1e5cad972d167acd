"""Errors on purpose: what answers say of the inside."""

from raw_http import exchange, socket_opened
from target import Target, attack

GROUP = "出错时"
TELLS = (
    b"Traceback",
    b'File "/',
    b"site-packages",
    b"/usr/lib/python",
    b"Exception:",
    b"sqlite3.",
    b"duckdb.",
    b"pages/_server",
)


@attack(GROUP, "坏的 cookie、头、路径、方法、协议", "回答里没有程序内部的东西，没有500")
def requests(target: Target) -> str:
    browser, answers = target.browser(), {}
    for name, value in (
        ("govsvc_session", "\udcff\udcfe"),
        ("govsvc_session", "x" * 7000),
        ("govsvc_form", "\udcff"),
        ("govsvc_form", '"><script>'),
        ("_streamlit_xsrf", "2|x|y|z"),
        ("_streamlit_user", "x.y.z"),
        ("_streamlit_session", "e30=.x.y"),
        ("govsvc_next", "%ff%00//evil.test"),
        ("x", "=;=;="),
    ):
        for path in ("/", "/signin", "/account", "/healthz"):
            answers[f"cookie {name} {path}"] = browser.ask(path, cookies={name: value})
    for number, head in enumerate(
        (
            b"FOO / HTTP/1.1",
            b"GET / HTTP/9.9",
            b"GET  / HTTP/1.1",
            b"GET /signin?next=%ff%fe%00 HTTP/1.1",
            b"GET /?m=%ff&x=%00 HTTP/1.1",
            b"POST /_govsvc/ask/backup HTTP/1.1\r\nContent-Length: 5",
            b"POST /signin HTTP/1.1\r\nContent-Length: -5",
            b"GET /oauth2callback?code=x&state=y HTTP/1.1",
            b"GET /auth/login?provider=x.y.z HTTP/1.1",
            b"GET /signin/single?provider=%00 HTTP/1.1",
        )
    ):
        answers[f"请求{number}"] = exchange(
            browser.host,
            head
            + b"\r\nHost: "
            + browser.host.encode()
            + b"\r\nConnection: close\r\nCookie: a=\xff\xfe\r\n\r\n",
            4,
        )
    return "；".join(
        f"{name}：{answer.status}"
        for name, answer in answers.items()
        if any(tell in answer.body for tell in TELLS) or answer.status in (500, 502)
    )


@attack(GROUP, "WebSocket 里送乱码、文字、很大的内容", "断开，没有程序内部的东西，程序还在")
def channel(target: Target) -> str:
    browser = target.browser()
    browser.ask("/")
    failures = []
    for name, sent, opcode in (
        ("乱码", b"\xff\xfe\x00garbage", 2),
        ("文字", b"hello", 1),
        ("空", b"", 2),
        ("很多", b"\x0a\xff" * 30000, 2),
    ):
        _, came = socket_opened(browser, target.base, send=sent, opcode=opcode)
        if any(tell in came for tell in TELLS):
            failures.append(name)
    return "；".join(failures) + (
        "" if target.browser().ask("/_stcore/health").status == 200 else "程序不在了"
    )
