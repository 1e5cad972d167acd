"""The whole database, and the list of who did what: for administrators alone."""

from datetime import datetime
from urllib.parse import quote

from target import Target, Untried, attack

G = "备份"
LOOKING = ("viewer", "uploader", "reviewer")
#: ways to write the address of a backup
WRITTEN = (
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


def _made(target: Target) -> str:
    """The name of a backup of the app that runs."""
    if not target.database:
        raise Untried
    from govsvc.admin import app_client, backup

    app_client.call(target.database, "backup")
    return backup.last_checked(target.database).path.name


@attack(
    G,
    f"下载备份：没有登录、查阅、填报、审核；{len(WRITTEN)}种写法",
    "403，内容不给；管理员得到，并记入操作日志",
)
def taking(target: Target) -> str:
    name, found = _made(target), []
    for role in ("", *LOOKING):
        for way in WRITTEN:
            for method in ("GET", "HEAD", "POST"):
                browser = target.signed(role) if role else target.browser()
                answer = browser.ask(
                    way.format(quote(name)),
                    method,
                    b"" if method == "POST" else None,
                    {"Range": "bytes=0-99"} if way == WRITTEN[0] and method == "GET" else {},
                )
                if (
                    b"DUCK" in answer.body
                    or "attachment" in answer.header("content-disposition")
                    or answer.status in (206, 500)
                ):
                    found.append(f"{role or '没有登录'} {method} {way}：{answer.status}")
    from govsvc.security import audit_kinds
    from govsvc.security.audit_log import AuditLog

    log = AuditLog(target.database)
    told = log.count(kind=audit_kinds.DOWNLOADED)
    answer = target.signed("administrator").ask(WRITTEN[0].format(name))
    if answer.status != 200 or b"DUCK" not in answer.body[:64]:
        found.append(f"管理员也得不到：{answer.status}，没有试成")
    entry = log.entries(most=1)[0]
    if told != log.count(kind=audit_kinds.DOWNLOADED) - 1 or (entry.actor, entry.subject) != (
        "administrator",
        name,
    ):
        found.append("没有记入操作日志")
    return "；".join(found)


@attack(G, f"管理员借备份的地址取别的文件：{len(CLIMBS)}种写法", "没有这份备份")
def climbing(target: Target) -> str:
    _made(target)
    browser = target.signed("administrator")
    found = {climb: browser.ask(f"/backup/{climb}") for climb in CLIMBS}
    marks = (b"DUCK", b"SQLite format 3", b"root:x:0:", b'"word"')
    return "；".join(
        f"{climb}：{answer.status}"
        for climb, answer in found.items()
        if any(mark in answer.body for mark in marks) or answer.status >= 500
    )


@attack(G, "关闭查看后，没有登录的人下载备份、打开操作日志", "只有登录表单")
def shut(target: Target) -> str:
    name = _made(target)
    from govsvc.security import system_actor
    from govsvc.security.accounts import Accounts

    accounts = Accounts(target.database)
    accounts.settings.set_open(False, system_actor(), datetime.now())
    try:
        found = {
            path: target.browser().ask(path)
            for path in (f"/backup/{name}", "/audit", "/audit?by=admin", "/keeping")
        }
        return "；".join(
            f"{path}：{answer.status}"
            for path, answer in found.items()
            if answer.status != 303 or "/signin" not in answer.header("location")
        )
    finally:
        accounts.settings.set_open(True, system_actor(), datetime.now())
