"""Response headers, and what answers give away."""

from raw_http import Answer
from target import Target, attack

GROUP = "响应头"
#: path → method; good and bad answers alike
REQUESTS = {
    "/": "GET",
    "/signin": "GET",
    "/account": "GET",
    "/healthz": "GET",
    "/_stcore/health": "GET",
    "/_stcore/metrics": "GET",
    "/_stcore/host-config": "GET",
    "/static/none.js": "GET",
    "/nothing/here": "GET",
    "/media/x.png": "GET",
    "/_stcore/upload_file/a/b": "PUT",
    "/signout": "POST",
    "/_govsvc/ask/backup": "POST",
    "/favicon.png": "GET",
    "/static/../x": "GET",
    "/auth/logout": "GET",
    "/oauth2callback": "GET",
}


def answers(target: Target) -> dict[str, Answer]:
    browser = target.browser()
    return {
        path: browser.ask(path, method, b"" if method != "GET" else None)
        for path, method in REQUESTS.items()
    }


def lacking(target: Target, name: str, *words: str) -> str:
    return "；".join(
        path
        for path, answer in answers(target).items()
        if not all(word in answer.header(name) for word in words)
    )


@attack(GROUP, "内容安全策略（每种回答，出错的也算）", "都有，只许本站，没有 unsafe-eval 和 *")
def csp(target: Target) -> str:
    wanted = (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
    loose = [
        path
        for path, answer in answers(target).items()
        if "unsafe-eval" in answer.header("content-security-policy")
        or "*" in answer.header("content-security-policy")
        or "http" in answer.header("content-security-policy")
        or "'unsafe-inline'"
        in answer.header("content-security-policy").split("script-src")[1].split(";")[0]
    ]
    return lacking(target, "content-security-policy", *wanted) + "；".join(loose)


@attack(GROUP, "猜测文件类型（nosniff）", "每种回答都有")
def nosniff(target: Target) -> str:
    return lacking(target, "x-content-type-options", "nosniff")


@attack(GROUP, "套在别站的框里（X-Frame-Options）", "每种回答都有")
def frames(target: Target) -> str:
    return lacking(target, "x-frame-options", "SAMEORIGIN")


@attack(GROUP, "地址泄给别站（Referrer-Policy）", "每种回答都有")
def referrer(target: Target) -> str:
    return lacking(target, "referrer-policy", "same-origin")


@attack(GROUP, "打探服务器和组件的版本", "回答里没有")
def versions(target: Target) -> str:
    return "；".join(
        f"{path}：{answer.header('server')}{answer.header('x-powered-by')}"
        for path, answer in answers(target).items()
        if answer.header("x-powered-by")
        or any(letter.isdigit() for letter in answer.header("server"))
    )


@attack(GROUP, "登录页和账号页留在缓存里", "no-store")
def stored(target: Target) -> str:
    return "；".join(
        path
        for path in ("/signin",)
        if "no-store" not in target.browser().ask(path).header("cache-control")
    )


@attack(GROUP, "别站读取本站的回答（CORS）", "不许任何别站")
def cors(target: Target) -> str:
    origins = {
        path: target.browser()
        .ask(path, headers={"Origin": "http://evil.test"})
        .header("access-control-allow-origin")
        for path in REQUESTS
    }
    return "；".join(
        f"{path}：{value}"
        for path, value in origins.items()
        if value in ("*", "http://evil.test", "null") and path not in ("/_stcore/host-config",)
    )
