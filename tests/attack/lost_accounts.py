"""Looking without signing in, after the accounts were lost or the data moved to another machine."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from raw_http import Browser, socket_opened
from target import Target, Untried, attack

from govsvc.system import clock

GROUP = "账号文件"
PATHS = ("/", "/trends", "/problems?m=2026-09", "/keeping", "/media/x.png", "/_stcore/host-config")


def _opened(browser: Browser, base: str) -> list[str]:
    """What somebody who has not signed in gets though he should get the form alone."""
    failures = []
    for path in PATHS:
        answer = browser.ask(path)
        is_form = answer.status in (303, 307) and "/signin" in answer.header("location")
        failures += [] if is_form or answer.status == 401 else [f"{path}：{answer.status}"]
    status, _ = socket_opened(browser, base)
    failures += ["WebSocket"] if status == 101 else []
    form = browser.ask("/signin").text
    failures += ["登录页没有说明"] if "账号文件缺失" not in form else []
    failures += ["登录页让人不登录就看"] if "不登录，只查看" in form else []
    return failures


def _without_a_file(path: Path) -> None:
    path.unlink()


def _without_a_byte(path: Path) -> None:
    path.write_bytes(b"")


@contextmanager
def _harmed(path: Path, harm: Callable[[Path], None]) -> Iterator[None]:
    """While this lasts the file is harmed."""
    content = path.read_bytes()
    harm(path)
    try:
        yield
    finally:
        path.write_bytes(content)


@attack(GROUP, "看板运行时账号文件被删除、清空：看，登录，统一身份登录", "只有登录页，说明原因")
def vanished(target: Target) -> str:
    if not target.database:
        raise Untried
    from single_sign_on import coming_back, has_session

    from govsvc.security.accounts_database import AccountsDatabase

    path, failures = AccountsDatabase(target.database).path, []
    viewer = target.signed("viewer")
    if target.browser().ask("/").status != 200:
        return "有账号文件时也不能看：没有试成"
    for harm in (_without_a_file, _without_a_byte):
        person, way_back = coming_back(target, "1001")
        with _harmed(path, harm):
            failures += _opened(target.browser(), target.base)
            failures += ["登录过的还能上传"] if target.may_upload(viewer) else []
            for name, password in (target.account("viewer"), ("admin", "")):
                answer = target.browser().sign_in(name, password)
                if answer.status != 503 or "govsvc_session" in answer.cookies():
                    failures.append(f"{name}登录：{answer.status}")
            failures += ["统一身份登录"] if has_session(person.ask(way_back)) else []
            made = path.exists() and path.stat().st_size
            failures += ["另建了账号文件"] if made else []
    failures += ["放回以后不能看"] if target.browser().ask("/").status != 200 else []
    return "；".join(failures)


@attack(GROUP, "备份在新电脑上只恢复数据，启动，不登录就看", "只有登录页，说明原因；不另建管理员")
def moved(target: Target) -> str:
    if not target.database:
        raise Untried
    from running_app import running

    from govsvc.admin import app_client, backup
    from govsvc.admin.backup import restoring

    app_client.call(target.database, ["backup"])
    made = backup.last_checked(target.database).path
    with tempfile.TemporaryDirectory() as folder:
        database, log = Path(folder) / "county.duckdb", Path(folder) / "app.log"
        restoring.restore(database, made, clock.now())
        with running(database, log) as base:
            failures = _opened(Browser(base), base)
        printed = log.read_text(encoding="utf-8")
    failures += ["启动窗口没有说明"] if "账号文件缺失" not in printed else []
    failures += ["另建了管理员"] if "一次性密码" in printed else []
    return "；".join(failures)
