"""Uploads: by whom, how large, to which address."""

from raw_http import Browser, exchange
from target import Target, attack

GROUP = "上传"
UPLOAD_PATH = "/_stcore/upload_file"


def put(
    browser: Browser,
    path: str | bytes,
    body: bytes = b"x",
    headers: dict[str, str | None] | None = None,
    method: str = "PUT",
):
    return browser.ask(
        path,
        method,
        body,
        browser.xsrf() | {"Content-Type": "multipart/form-data; boundary=x"} | (headers or {}),
    )


@attack(GROUP, "没有登录、只能查阅的人上传和删除", "403")
def without_right(target: Target) -> str:
    statuses = {}
    for role, browser in (("没有登录", target.browser()), ("查阅", target.signed("viewer"))):
        for path in (
            f"{UPLOAD_PATH}/a/b",
            f"{UPLOAD_PATH}//a/b",
            f"/x/..{UPLOAD_PATH}/a/b",
            f"{UPLOAD_PATH}/../upload_file/a/b",
            "/_stcore/upload%5ffile/a/b",
        ):
            for method in ("PUT", "DELETE", "POST"):
                statuses[f"{role} {method} {path}"] = put(browser, path, method=method).status
    return "；".join(
        f"{way}：{status}" for way, status in statuses.items() if status not in (403, 400, 404, 405)
    )


@attack(GROUP, "有权限，但没有令牌、令牌是别人的、从别站来", "403")
def without_word(target: Target) -> str:
    browser, other = target.signed("uploader"), target.browser()
    tries = {
        "没有令牌": {"X-Xsrftoken": None},
        "空的": {"X-Xsrftoken": ""},
        "乱写": {"X-Xsrftoken": "x"},
        "别人的": other.xsrf(),
        "Origin 是别站": {"Origin": "http://evil.test"},
        "Origin 是另一端口": {"Origin": "http://127.0.0.1:9"},
        "Origin 是 null": {"Origin": "null"},
    }
    statuses = {
        way: put(browser, f"{UPLOAD_PATH}/a/b", headers=headers).status
        for way, headers in tries.items()
    }
    return "；".join(f"{way}：{status}" for way, status in statuses.items() if status != 403) + (
        "" if target.may_upload(browser) else "对的也不行：没有试成"
    )


@attack(GROUP, "过大（1吉、负数、谎报长度、不报长度）", "不读内容就拒绝，程序还在")
def too_large(target: Target) -> str:
    browser = target.signed("uploader")
    statuses = {}
    for way, size in (
        ("1吉", str(2**30)),
        ("60兆", str(60 * 2**20)),
        ("负数", "-1"),
        ("不是数", "abc"),
        ("很长的数", "9" * 400),
        ("不报", None),
        ("加号", "+5"),
        ("全角", "５"),
    ):
        headers = browser.xsrf() | {
            "Content-Type": "multipart/form-data; boundary=x",
            "Content-Length": size,
        }
        lines = [
            f"PUT {UPLOAD_PATH}/a/b HTTP/1.1",
            f"Host: {browser.host}",
            "Connection: close",
            "Cookie: " + "; ".join(f"{k}={v}" for k, v in browser.jar.items()),
            *(["Transfer-Encoding: chunked"] if size is None else []),
            *(f"{k}: {v}" for k, v in headers.items() if v is not None),
        ]
        answer = exchange(
            browser.host,
            "\r\n".join(lines).encode() + b"\r\n\r\n" + (b"0\r\n\r\n" if size is None else b""),
            4,
        )
        statuses[way] = answer.status
    alive = target.browser().ask("/_stcore/health").status == 200
    return "；".join(
        f"{way}：{status}"
        for way, status in statuses.items()
        if not 400 <= status < 504 and status != 0
    ) + ("" if alive else "程序不在了")


@attack(GROUP, "别人的会话、../、空字符、怪文件号", "拒绝，什么也没有写到磁盘")
def odd_addresses(target: Target) -> str:
    browser = target.signed("uploader")
    before = _files(target)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="f"; '
        b'filename="../../../evil.xlsx"\r\nContent-Type: '
        b"application/octet-stream\r\n\r\nPK\r\n--x--\r\n"
    )
    statuses = {
        path: put(browser, path, body).status
        for path in (
            f"{UPLOAD_PATH}/no-such-session/1",
            f"{UPLOAD_PATH}/../../evil/1",
            f"{UPLOAD_PATH}/%2e%2e/%2e%2e",
            f"{UPLOAD_PATH}/a/..%2f..%2fevil",
            f"{UPLOAD_PATH}/a/%00",
            f"{UPLOAD_PATH}/%00/b",
            f"{UPLOAD_PATH}/a",
            f"{UPLOAD_PATH}/a/b/c/d",
            f"{UPLOAD_PATH}/{'a' * 3000}/b",
            f"{UPLOAD_PATH}/*/b",
            f"{UPLOAD_PATH}/a/b%0d%0ax",
            f"{UPLOAD_PATH}/'; DROP TABLE x/b",
        )
    }
    statuses |= {
        f"DELETE {path}": put(browser, path, method="DELETE").status
        for path in (f"{UPLOAD_PATH}/no-such-session/1", f"{UPLOAD_PATH}/../../x/1")
    }
    good = [
        f"{path[:40]}：{status}"
        for path, status in statuses.items()
        if not 400 <= status < 500 and not (path.startswith("DELETE") and status == 204)
    ]
    got = [
        f"GET {path}：{answer.status}"
        for path in (f"{UPLOAD_PATH}/a/b",)
        if (answer := browser.ask(path)).status == 200 and b"<html" not in answer.body
    ]
    return "；".join(good + got + [f"多了文件 {name}" for name in _files(target) - before])


def _files(target: Target) -> set[str]:
    folder = target.database.parent if target.database else None
    return {file.name for file in folder.rglob("*") if "evil" in file.name} if folder else set()
