"""The whole database, and the list of who did what: for administrators alone."""

from urllib.parse import quote

from target import Target, Untried, attack

from govsvc.system import clock

GROUP = "备份"
LOOKING = ("viewer", "uploader", "reviewer")
#: ways to write the address of a backup
SPELLINGS = (
    "/backup/{}",
    "//backup/{}",
    "/backup//{}",
    "/./backup/{}",
    "/%62ackup/{}",
    "/backup/%2e/{}",
    "/static/../backup/{}",
    "/signin/../backup/{}",
    "/backup/{}?role=administrator",
    "/healthz/../backup/{}",
    "/media/../backup/{}",
    "/BACKUP/{}",
    "/backup/{}/",
    "/backup/{}%00",
)
CLIMBS = (
    "..%2fcounty.duckdb",
    "../county.duckdb",
    "..%2fcounty.access.sqlite",
    "%2e%2e%2fcounty.audit.sqlite",
    "..%5ccounty.duckdb",
    "county.duckdb.key",
    "%2fetc%2fpasswd",
    "",
    ".",
    "..",
)


def _backup_name(target: Target) -> str:
    """The name of a backup of the app that runs."""
    if not target.database:
        raise Untried
    from govsvc.admin import app_client, backup

    app_client.call(target.database, ["backup"])
    return backup.last_checked(target.database).path.name


@attack(
    GROUP,
    f"下载备份：没有登录、查阅、填报、审核；{len(SPELLINGS)}种写法",
    "403，内容不给；管理员得到，并记入操作日志",
)
def downloading(target: Target) -> str:
    name = _backup_name(target)
    failures = [
        failure
        for role in ("", *LOOKING)
        for way in SPELLINGS
        for method in ("GET", "HEAD", "POST")
        if (failure := _leak(target, role, way, method, name))
    ]
    from govsvc.security import audit_kinds
    from govsvc.security.audit_log import AuditLog

    log = AuditLog(target.database)
    count_before = log.count(kind=audit_kinds.DOWNLOADED)
    answer = target.signed("administrator").ask(SPELLINGS[0].format(name))
    if answer.status != 200 or b"DUCK" not in answer.body[:64]:
        failures.append(f"管理员也得不到：{answer.status}，没有试成")
    entry, count = log.entries(most=1)[0], log.count(kind=audit_kinds.DOWNLOADED)
    if count != count_before + 1 or (entry.actor, entry.subject) != ("administrator", name):
        failures.append("没有记入操作日志")
    return "；".join(failures)


def _leak(target: Target, role: str, way: str, method: str, name: str) -> str:
    """What a role ("": nobody) gets of the backup, "" where it gets nothing."""
    browser = target.signed(role) if role else target.browser()
    is_plain_read = way == SPELLINGS[0] and method == "GET"
    answer = browser.ask(
        way.format(quote(name)),
        method,
        b"" if method == "POST" else None,
        {"Range": "bytes=0-99"} if is_plain_read else {},
    )
    is_leak = (
        b"DUCK" in answer.body
        or "attachment" in answer.header("content-disposition")
        or answer.status in (206, 500)
    )
    return f"{role or '没有登录'} {method} {way}：{answer.status}" if is_leak else ""


@attack(GROUP, f"管理员借备份的地址取别的文件：{len(CLIMBS)}种写法", "没有这份备份")
def climbing(target: Target) -> str:
    _backup_name(target)
    browser = target.signed("administrator")
    answers = {climb: browser.ask(f"/backup/{climb}") for climb in CLIMBS}
    marks = (b"DUCK", b"SQLite format 3", b"root:x:0:", b'"word"')
    return "；".join(
        f"{climb}：{answer.status}"
        for climb, answer in answers.items()
        if any(mark in answer.body for mark in marks) or answer.status >= 500
    )


@attack(GROUP, "关闭查看后，没有登录的人下载备份、打开操作日志", "只有登录表单")
def shut(target: Target) -> str:
    name = _backup_name(target)
    from govsvc.security import system_actor
    from govsvc.security.accounts import Accounts

    accounts = Accounts(target.database)
    accounts.settings.set_open(False, system_actor(), clock.now())
    try:
        answers = {
            path: target.browser().ask(path)
            for path in (f"/backup/{name}", "/audit", "/audit?by=admin", "/keeping")
        }
        return "；".join(
            f"{path}：{answer.status}"
            for path, answer in answers.items()
            if answer.status != 303 or "/signin" not in answer.header("location")
        )
    finally:
        accounts.settings.set_open(True, system_actor(), clock.now())
