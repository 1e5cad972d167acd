"""More rights than one has, claimed in the address, a header, a cookie or over the channel.

And what those may not have who may only look.
"""

from urllib.parse import quote

from raw_http import socket_opened
from target import Target, Untried, attack

from govsvc.system import clock

GROUP = "角色"
CLAIMS = ("administrator", "admin", "管理员", "1", "true")
PARAMETERS = ("role", "user", "actor", "account", "admin", "is_admin", "who", "name")
HEADERS = (
    "X-User",
    "X-Forwarded-User",
    "Remote-User",
    "X-Remote-User",
    "X-Auth-Request-User",
    "X-Auth-Request-Email",
    "X-Streamlit-User",
    "X-Role",
    "Authorization",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-HTTP-Method-Override",
)


@attack(GROUP, f"查阅自称管理员：地址参数、{len(HEADERS)}个头、cookie", "还是查阅")
def claims(target: Target) -> str:
    browser, failures = target.signed("viewer"), []
    for claim in CLAIMS:
        query = "&".join(f"{parameter}={quote(claim)}" for parameter in PARAMETERS)
        headers = dict.fromkeys(HEADERS, claim)
        if "查阅" not in browser.ask(f"/account?{query}", headers=headers).text:
            failures.append(f"账号页 {claim}")
        if (
            browser.ask(
                f"/_stcore/upload_file/a/b?{query}", "PUT", b"x", browser.xsrf() | headers
            ).status
            != 403
        ):
            failures.append(f"上传 {claim}")
    browser.jar |= dict.fromkeys(PARAMETERS, "administrator") | {
        "_streamlit_user": '{"is_logged_in":true}',
        "govsvc_role": "administrator",
    }
    return "；".join(failures + (["cookie"] if target.may_upload(browser) else []))


@attack(GROUP, "没有登录的人自称在本机（X-Forwarded-For、Host）", "还是没有登录")
def claims_to_be_here(target: Target) -> str:
    tries = (
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-For": "::1, 127.0.0.1"},
        {"Host": "localhost"},
        {"X-Real-IP": "127.0.0.1"},
        {"X-Forwarded-For": "x" * 5000},
    )
    return "；".join(
        str(headers)[:60] for headers in tries if target.may_upload(target.browser(), headers)
    )


@attack(GROUP, "关闭查看后，没有登录的人取页面、数据、WebSocket", "只有登录表单")
def shut(target: Target) -> str:
    if not target.database:
        raise Untried
    from govsvc.security import system_actor
    from govsvc.security.accounts import Accounts

    accounts = Accounts(target.database)
    accounts.settings.set_open(False, system_actor(), clock.now())
    try:
        failures = []
        for path in (
            "/",
            "/trends",
            "/problems?m=2026-09",
            "/overview",
            "/nothing",
            "/media/x.png",
            "/component/x/y",
            "/_stcore/host-config",
            "/_stcore/upload_file/a/b",
            "//",
            "/./",
            "/signin/../trends",
            "/static/../trends",
            "/static/..%2ftrends",
            "/signin%2f..%2ftrends",
            "/healthz/../trends",
            "/auth/../trends",
            "/index.html",
            "/_stcore/stream",
            "/SIGNIN",
            "/signin;x",
            "/_stcore/health/../stream",
        ):
            for method in ("GET", "POST", "HEAD"):
                answer = target.browser().ask(path, method, b"" if method == "POST" else None)
                is_form = answer.status in (303, 307) and "/signin" in answer.header("location")
                if not is_form and answer.status not in (400, 401, 403, 404, 405):
                    failures.append(f"{method} {path}：{answer.status}")
        for origin in (target.base, None):
            status, _ = socket_opened(target.browser(), origin)
            failures += [f"WebSocket {origin}：{status}"] if status == 101 else []
            failures += (
                [f"WebSocket 假 cookie：{status}"]
                if socket_opened(target.browser(), origin, {"govsvc_session": "x" * 43})[0] == 101
                else []
            )
        if socket_opened(target.signed("viewer"), target.base)[0] != 101:
            failures.append("登录了也打不开：没有试成")
        return "；".join(failures)
    finally:
        accounts.settings.set_open(True, system_actor(), clock.now())


@attack(GROUP, "初次密码没有改就用", "只能改密码")
def first_password(target: Target) -> str:
    browser = target.browser()
    browser.sign_in(*target.account("newcomer"))
    if "govsvc_session" not in browser.jar:
        return "登录不了：没有试成"
    return "可以上传" if target.may_upload(browser) else ""
