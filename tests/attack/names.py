"""Names that the app is not served under: a foreign one that leads here (DNS rebinding)."""

from raw_http import Answer, exchange, socket_opened
from target import Target, Untried, attack

GROUP = "名字"
SETTING = "GOVSVC_HOSTS"
#: pages, data, forms, files, what monitors ask, and an address that there is not
PATHS = (
    "/",
    "/trends",
    "/overview",
    "/signin",
    "/account",
    "/healthz",
    "/media/x.png",
    "/static/x.js",
    "/_stcore/health",
    "/_stcore/host-config",
    "/component/x/y",
    "/backup/x",
    "/oauth2callback",
    "/nothing",
)
#: Host headers under which nobody is served; {port}: the app's own
OTHERS = (
    "evil.test",
    "evil.test:{port}",
    "EVIL.test:{port}",
    "evil.test.:{port}",
    "localhost.evil.test:{port}",
    "127.0.0.1.nip.io:{port}",
    "127.0.0.1.:{port}.evil.test",
    "127.0.0.1:{port}@evil.test",
    "evil.test@127.0.0.1:{port}",
    "127.0.0.1:{port}, evil.test",
    "127.1:{port}",
    "2130706433:{port}",
    "[::1].evil.test",
    "",
)
SERVED = (
    "127.0.0.1:{port}",
    "127.0.0.1",
    "[::1]:{port}",
    "[::FFFF:127.0.0.1]:{port}",
    "localhost:{port}",
    "LOCALHOST:{port}",
    "localhost.:{port}",
    "10.20.30.40:{port}",
)


def hosts(target: Target, patterns: tuple[str, ...]) -> list[str]:
    port = target.browser().host.partition(":")[2] or "80"
    return [pattern.format(port=port) for pattern in patterns]


def is_refused(answer: Answer) -> bool:
    return answer.status in (400, 421) and not answer.cookies() and not answer.header("location")


@attack(GROUP, f"别的名字指到这台机器：{len(PATHS)}个地址 × {len(OTHERS)}种 Host", "400或421")
def pages(target: Target) -> str:
    browser = target.signed("viewer") if "viewer" in target.accounts else target.browser()
    failures = []
    for host in hosts(target, OTHERS):
        for path in PATHS:
            for method in ("GET", "HEAD", "POST"):
                answer = browser.ask(path, method, headers={"Host": host, "Origin": None})
                if not is_refused(answer):
                    failures.append(f"{method} {path} {host}：{answer.status}")
    return "；".join(failures)


@attack(GROUP, "用别的名字打开", "说明加到哪个设置")
def told(target: Target) -> str:
    answer = target.browser().ask("/", headers={"Host": "kanban.county.test"})
    is_told = SETTING in answer.text and "kanban.county.test" in answer.text
    return "" if is_told else f"{answer.status} {answer.text[:200]}"


@attack(GROUP, "没有 Host、两个 Host、HTTP/1.0", "400")
def without(target: Target) -> str:
    browser = target.browser()
    own = f"Host: {browser.host}".encode()
    tries = {
        "没有": b"GET / HTTP/1.1",
        "HTTP/1.0": b"GET / HTTP/1.0",
        "两个": b"GET / HTTP/1.1\r\n" + own + b"\r\nHost: evil.test",
        "两个，对的在后": b"GET / HTTP/1.1\r\nHost: evil.test\r\n" + own,
        "折行": b"GET / HTTP/1.1\r\nHost: evil.test\r\n " + own,
    }
    statuses = {
        way: exchange(browser.host, head + b"\r\nConnection: close\r\n\r\n").status
        for way, head in tries.items()
    }
    return "；".join(f"{way}：{status}" for way, status in statuses.items() if status != 400)


@attack(GROUP, "WebSocket 用别的名字，来处与它一致", "打不开")
def sockets(target: Target) -> str:
    browser = target.browser()
    failures = []
    for host in hosts(target, OTHERS[:-1]):
        for origin in (f"http://{host}", target.base, None):
            status, _ = socket_opened(browser, origin, host=host)
            if status not in (400, 421):
                failures.append(f"{host} {origin}：{status}")
    if socket_opened(browser, target.base)[0] != 101:
        failures.append("对的也打不开：没有试成")
    return "；".join(failures)


@attack(GROUP, "别的名字，X-Forwarded-Host 写成对的", "400或421")
def forwarded(target: Target) -> str:
    browser, failures = target.browser(), []
    for name in ("X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-Original-Host"):
        answer = browser.ask("/healthz", headers={"Host": "evil.test", name: browser.host})
        failures += [] if is_refused(answer) else [f"{name}：{answer.status}"]
    answer = browser.ask("/healthz", headers={"Host": "evil.test", "Forwarded": "host=localhost"})
    failures += [] if is_refused(answer) else [f"Forwarded：{answer.status}"]
    return "；".join(failures)


@attack(GROUP, "本机命令的入口：对的口令，别的名字", "400或421")
def commands(target: Target) -> str:
    if not target.database:
        raise Untried
    from govsvc.admin import app_client

    key = {"X-Govsvc-Key": app_client.read_key(target.database).secret, "X-Forwarded-For": None}
    browser, failures = target.browser(), []
    command = b'{"words": [], "files": []}\n'
    for host in hosts(target, OTHERS):
        answer = browser.ask("/_govsvc/ask/check", "POST", command, key | {"Host": host})
        failures += [] if is_refused(answer) else [f"{host}：{answer.status}"]
    if browser.ask("/_govsvc/ask/check", "POST", command, key).status != 200:
        failures.append("对的名字也不行：没有试成")
    return "；".join(failures)


@attack(GROUP, "地址（IPv4、IPv6）和 localhost，带端口、大写、末尾带点", "都打得开")
def served(target: Target) -> str:
    answers = {
        host: target.browser().ask("/_stcore/health", headers={"Host": host}).status
        for host in hosts(target, SERVED)
    }
    return "；".join(f"{host}：{status}" for host, status in answers.items() if status != 200)
