"""操作日志 in a browser: downloads and backups are logged, and an administrator reads it."""

from support import import_golden

from govsvc.admin import backup
from govsvc.security import audit_kinds
from govsvc.security.audit_log import AuditLog
from govsvc.store import open_store
from govsvc.system import clock

from .conftest import settled


def test_what_is_downloaded_stands_in_the_log(page, serve, tmp_path):
    database = tmp_path / "county.duckdb"
    store = open_store(database)
    import_golden(store, "01_clean_month.xlsx")
    copy = backup.make(store, why=backup.BY_HAND, when=clock.now())
    store.close()
    address, log = serve(database), AuditLog(database)
    page.goto(f"{address}/problems?list=站点名称未规范")
    settled(page)
    assert not log.count(kind=audit_kinds.DOWNLOADED)
    with page.expect_download() as download:
        page.get_by_role("button", name="（Excel）").first.click()
    list_name = download.value.suggested_filename
    page.goto(f"{address}/keeping")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载数据").click()
    assert download.value.path().read_bytes() == copy.path.read_bytes()
    entries = log.entries(kind=audit_kinds.DOWNLOADED)
    assert [(entry.actor, entry.source, entry.subject) for entry in entries] == [
        ("王五", "本机", copy.path.name),
        ("王五", "本机", list_name),
    ]

    page.goto(f"{address}/audit?what=下载")
    page.get_by_role("heading", name="筛选出2条").wait_for()
    page.get_by_role("button", name="逐条核对").click()
    page.get_by_text("逐条核对过，没有缺少，没有改动").wait_for()
    assert entries[0].hash in page.inner_text("body")
