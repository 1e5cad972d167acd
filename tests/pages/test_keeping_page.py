"""备份与检查: a backup by the button, the list, a check that finds; and what is said where the
database is not as it was left.
"""

from datetime import datetime

import duckdb
import pytest
from support import mentions, show, words

from govsvc.admin import backup
from govsvc.admin.backup import troubles
from govsvc.admin.backup.troubles import Trouble
from govsvc.admin.nightly_turn import turn_of
from govsvc.security.roles import REVIEWER, UPLOADER, VIEWER
from govsvc.store import manifest, open_store
from pages._ui import data


def press(app, label: str):
    return next(button for button in app.button if button.label == label).click().run()


def test_a_backup_is_made_and_listed(one, acting):
    app = show("keeping.py")
    assert app.header[0].value == "还没有备份" and not app.exception
    app = press(app, "现在备份")
    assert "已备份" in app.success[0].value
    made = backup.last_checked(data.database_address())
    assert (
        made.why == backup.BY_HAND
        and "手动" in app.table[0].value.to_string()
        and "已检查" in app.table[0].value.to_string()
    )
    assert not app.exception and not app.get(
        "download_button"
    )  # a backup does not go through the memory of the page
    assert app.table[0].value["下载"].tolist() == [f"[下载数据](backup/{made.path.name})"]
    acting(REVIEWER)
    assert "下载" not in show("keeping.py").table[0].value and made.path.name not in str(
        show("keeping.py")
    )
    acting()
    app.run()
    assert app.header[0].value.startswith("最近一次备份：")


def test_where_another_server_makes_the_nightly_backups_it_is_said(one, acting, monkeypatch):
    monkeypatch.setattr(turn_of(data.database_address()), "is_mine", False)
    app = show("keeping.py")
    assert "这一台" in app.header[0].value and not app.exception
    said = words(app)
    assert mentions(said, "另一台看板服务器", "在这一台上另存一份") and "等今晚" not in said


@pytest.mark.parametrize("is_made", [False, True])
def test_what_went_wrong_with_the_last_backup_is_on_the_overview_of_who_may_mend_it(
    one, acting, is_made
):
    sentences = "磁盘空间不足，数据未保存。请清理数据所在的磁盘。"
    troubles.note(
        data.database_address(),
        Trouble(datetime(2026, 11, 6, 2, 0), "每晚自动", sentences, is_made=is_made),
    )
    app = show()
    assert not app.exception
    assert mentions(app.error[0].value, "2026-11-06 02:00", "每晚自动", sentences)
    assert ("未完成" in app.error[0].value) is not is_made
    for role in (VIEWER, UPLOADER, REVIEWER):
        acting(role)
        assert not show().error, role.name
    acting()
    troubles.note(data.database_address(), None)
    assert not show().error


def test_the_check_says_that_all_is_well_or_what_is_not(one):
    app = press(show("keeping.py"), "检查全部数据")
    assert "没有发现问题" in app.success[0].value
    path = data.database_address()
    open_store(path).close()
    manifest.beside(path).unlink()
    other = duckdb.connect(str(path))
    other.execute(
        "UPDATE snapshot SET numerator = numerator - 1 WHERE source = 'own' AND indicator = "
        "'online_rate'"
    )
    other.close()
    app = press(show("keeping.py"), "检查全部数据")
    assert "发现1处问题" in app.error[0].value and "逐行计数" in app.error[0].value


def test_a_database_that_lost_a_commit_is_not_shown_as_if_nothing_had_happened(one):
    path = data.database_address()
    open_store(path).close()
    note = manifest.beside(path)
    note.write_bytes(note.read_bytes().replace(b'"version": 1,', b'"version": 2,'))
    app = show()
    assert (
        "应为第2版，现为第1版" in app.error[0].value
        and "--as-it-is" in app.error[0].value
        and not app.metric
    )
    note.unlink()


def test_a_database_that_is_gone_is_not_replaced_by_the_demonstration(one):
    path = data.database_address()
    open_store(path).close()
    path.unlink()
    app = show()
    assert "缺失" in app.error[0].value and not path.exists() and "演示" not in words(app)
    manifest.beside(path).unlink()
