"""An account of one county at the app of another: there it is nobody."""

from urllib.parse import urlsplit

import channel
import media
from raw_http import Browser, json_of
from target import Target, Untried, attack
from units import NEIGHBOURS

from govsvc.domain.database_address import ServerAddress, place

GROUP = "别的县"
#: pages that name departments
PAGES = ("league", "units", "problems")


def _neighbour(target: Target) -> Target:
    if target.neighbour is None:
        raise Untried
    return target.neighbour


def _carried(browser: Browser, to: Target) -> Browser:
    """A browser at the other county's app that sends the cookies it was given by its own."""
    carried = to.browser()
    carried.jar = {name: value for name, value in browser.jar.items() if "xsrf" not in name}
    return carried


@attack(GROUP, "本县的账号和密码在别的县登录", "401，没有登录")
def signing_in(target: Target) -> str:
    other, failures = _neighbour(target), []
    for role in ("viewer", "administrator"):
        answer = other.browser().sign_in(*target.account(role))
        if answer.status != 401 or "govsvc_session" in answer.cookies():
            failures.append(f"{role}：{answer.status}")
    answer = target.browser().sign_in(*other.account("administrator"))
    failures += [f"反过来：{answer.status}"] if answer.status != 401 else []
    return "；".join(failures)


@attack(GROUP, "本县登录的 cookie 拿到别的县：看账号、上传、备份、操作日志", "如同没有登录")
def with_a_session(target: Target) -> str:
    other, failures = _neighbour(target), []
    for role in ("uploader", "administrator"):
        browser = _carried(target.signed(role), other)
        if other.is_signed_in(browser):
            failures.append(f"{role}：登录着")
        if other.may_upload(browser):
            failures.append(f"{role}：可以上传")
        if browser.ask("/backup/x").status != 403:
            failures.append(f"{role}：备份")
        with channel.opened(browser, "audit") as visit:
            if "邻县" in str(visit.elements) or "neighbour" in str(visit.elements):
                failures.append(f"{role}：操作日志")
    return "；".join(failures)


@attack(GROUP, "在本县的地址里写别的县：参数、路径、Host 和代理的头", "还是本县的")
def by_address(target: Target) -> str:
    other = _neighbour(target)
    database = other.database
    name = database.schema if isinstance(database, ServerAddress) else place(database).stem
    where = str(database)
    browser, failures = target.signed("administrator"), []
    query = "&".join(f"{key}={name}" for key in ("schema", "county", "home", "db", "tenant"))
    for page in PAGES:
        with channel.opened(browser, page, f"{query}&database={where}") as visit:
            if NEIGHBOURS in str(visit.elements) or not visit.elements:
                failures.append(f"{page}：参数")
    with channel.opened(other.signed("administrator"), "units") as visit:
        if NEIGHBOURS not in str(visit.elements):
            failures.append("别的县自己也没有：没有试成")
    headers = {
        "X-Forwarded-Host": urlsplit(other.base).netloc,
        "X-Schema": name,
        "X-Tenant": name,
        "X-Original-URL": f"/{name}/",
    }
    for path in (f"/{name}/", f"/{name}/units", f"/../{name}/units", f"/units?schema={name}"):
        answer = browser.ask(path, headers=headers)
        if NEIGHBOURS in answer.text or answer.status >= 500:
            failures.append(f"{path}：{answer.status}")
    with_them, without = (
        json_of(browser.ask("/healthz", headers=more))["data_version"] for more in (headers, {})
    )
    failures += ["/healthz 不同了"] if with_them != without else []
    return "；".join(failures)


@attack(GROUP, "经本县的通道要别的县的会话、下载、上传地址，再传文件", "没有，400")
def by_message(target: Target) -> str:
    other, failures = _neighbour(target), []
    browser, theirs = target.signed("administrator"), other.signed("administrator")
    with channel.opened(theirs, "upload") as foreign, channel.opened(browser, "upload") as own:
        urls = own.addresses("a.csv", foreign.session)
        for who, there in (("本县", browser), ("别的县", _carried(browser, other))):
            sent = {"Content-Type": "multipart/form-data; boundary=x"}
            path = f"/_stcore/upload_file/{foreign.session}/{urls.file_id}"
            answer = there.ask(path, "PUT", b"--x--", there.xsrf() | sent)
            if answer.status not in (400, 403):
                failures.append(f"上传到{who}：{answer.status}")
    with media.opened(theirs) as page:
        address = page.address()
        if theirs.ask(address).status != 200:
            return "别的县自己也取不到：没有试成"
        for there in (browser, _carried(browser, other)):
            status = there.ask(address).status
            failures += [f"下载：{status}"] if status != 404 else []
    return "；".join(failures)
