"""The cookie of a session: forged, cut, replayed, of somebody who may no longer."""

from target import Target, Untried, attack

from govsvc.system import clock

GROUP = "登录的 cookie"
NAME = "govsvc_session"


@attack(GROUP, "脚本读得到、别站带得走、明文也发", "HttpOnly、SameSite=Strict，TLS 后面有 Secure")
def flags(target: Target) -> str:
    failures = []
    for proto, wanted in (
        ("http", ("httponly", "samesite=strict", "path=/")),
        ("https", ("httponly", "samesite=strict", "path=/", "secure")),
    ):
        browser = target.browser()
        answer = browser.sign_in(*target.account("viewer"), headers={"X-Forwarded-Proto": proto})
        sent = [
            value.lower().replace("; ", ";").split(";")
            for key, value in answer.headers
            if key == "set-cookie" and value.startswith(NAME)
        ]
        if (
            not sent
            or not all(word in sent[0] for word in wanted)
            or any(word.startswith("domain") for word in sent[0])
        ):
            failures.append(f"{proto}：{sent}")
    return "；".join(failures)


@attack(GROUP, "伪造：乱写、截断、加长、改字、SQL、账号名、口令文件里的值", "如同没有登录")
def forged(target: Target) -> str:
    browser = target.signed("uploader")
    real = browser.jar[NAME]
    tries = {
        "乱写": "x" * 43,
        "空": "",
        "截断": real[:-1],
        "加长": real + "A",
        "改字": real[:-1] + ("A" if real[-1] != "A" else "B"),
        "大小写": real.swapcase(),
        "SQL": "' OR 1=1 --",
        "账号名": target.account("uploader")[0].encode().hex(),
        "很长": "x" * 30000,
        "引号": f'"{real}x"',
        "逗号": f"{real},x",
        "百分号": real.replace(real[0], f"%{ord(real[0]):02x}", 1),
        "空字符": real + "%00",
        "通配": "%",
        "JSON": '{"role":"administrator"}',
    }
    if target.database:
        import sqlite3

        from govsvc.security.accounts_database import AccountsDatabase

        with sqlite3.connect(AccountsDatabase(target.database).path) as file:
            tries["库里的值"] = file.execute("SELECT digest FROM session").fetchone()[0]
    if not target.may_upload(browser):
        return "真的也不行：没有试成"
    failures = []
    for way, value in tries.items():
        browser.jar[NAME] = value
        if target.is_signed_in(browser) or target.may_upload(browser):
            failures.append(way)
    return "；".join(failures)


@attack(GROUP, "退出以后重放，同一账号在别处的也试", "都已作废")
def replayed(target: Target) -> str:
    first, second = target.signed("viewer", anew=True), target.signed("viewer", anew=True)
    old_cookies = dict(first.jar)
    if not target.is_signed_in(first) or not target.is_signed_in(second):
        return "登录不了：没有试成"
    first.form("/account", "signout", {})
    target.forget("viewer")
    first.jar = old_cookies
    return "；".join(
        way for way, browser in (("本处", first), ("别处", second)) if target.is_signed_in(browser)
    )


@attack(GROUP, "登录以前就塞好一个值（会话固定）", "登录后换成新的，旧的没有用")
def fixed(target: Target) -> str:
    browser = target.browser()
    browser.jar[NAME] = "chosen-by-the-attacker-0123456789-0123456789"
    before = browser.jar[NAME]
    browser.sign_in(*target.account("viewer"))
    after = browser.jar[NAME]
    browser.jar[NAME] = before
    return "值没有换" if after == before else "旧的值有用了" if target.is_signed_in(browser) else ""


@attack(GROUP, "停用的、改了角色的、12小时和30分钟以前的", "都已作废")
def ended(target: Target) -> str:
    if not target.database:
        raise Untried
    import sqlite3

    from govsvc.security import VIEWER, system_actor
    from govsvc.security.accounts import Accounts
    from govsvc.security.accounts_database import AccountsDatabase
    from govsvc.security.roles import UPLOADER

    accounts, failures = Accounts(target.database), []
    name, _ = target.account("leaver")
    for way, change in (
        ("停用", lambda: accounts.change(name, system_actor(), clock.now(), is_disabled=True)),
        ("改角色", lambda: accounts.change(name, system_actor(), clock.now(), role=VIEWER)),
    ):
        browser = target.signed("leaver", anew=True)
        change()
        failures += [way] if target.is_signed_in(browser) or target.may_upload(browser) else []
        accounts.change(name, system_actor(), clock.now(), is_disabled=False, role=UPLOADER)
        failures += [way + "又改回来"] if target.is_signed_in(browser) else []
    for way, column, seconds in (("12小时", "begun", 12 * 3600), ("30分钟", "seen", 1800)):
        browser = target.signed("leaver", anew=True)
        with sqlite3.connect(AccountsDatabase(target.database).path) as file:
            file.execute(
                f"UPDATE session SET {column} = {column} - ? WHERE account = ?", (seconds, name)
            )
        failures += [way] if target.is_signed_in(browser) or target.may_upload(browser) else []
    return "；".join(failures)
