"""操作日志 under AppTest: what an administrator reads, filters and downloads, and that nobody else
does.
"""

import io
import sqlite3
import time
from datetime import date, datetime, timedelta

import pytest
from openpyxl import load_workbook
from support import mentions, show, words

from govsvc.domain.errors import NotAllowed
from govsvc.security import (
    ADMINISTRATOR,
    COMMAND_LINE,
    UPLOADER,
    VIEWER,
    audit_archives,
    audit_kinds,
)
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import REVIEWER
from govsvc.store import open_store
from govsvc.store.values import Act
from pages._ui import data
from pages._ui.admin import audit_view

MONDAY = datetime(2026, 11, 2, 9, 0)


@pytest.fixture
def log(one) -> AuditLog:
    """Five days of two people."""
    found = AuditLog(data.database_address())
    for day in range(5):
        found.add(
            audit_kinds.SIGNED_IN, MONDAY + timedelta(days=day), actor="王五", source="10.0.0.9"
        )
        found.add(
            audit_kinds.TARGET,
            MONDAY + timedelta(days=day, minutes=5),
            actor="李四",
            source="10.0.0.8",
            subject="2026年全年网办率",
            before="99%",
            after=f"99.{day}%",
        )
    return found


def field(app, kind: str, label: str):
    return next(found for found in app.get(kind) if found.label == label)


def numbers(app) -> list[int]:
    return app.dataframe[0].value["序号"].tolist()


def test_the_latest_stand_first_with_before_and_after(log):
    app = show("audit.py")
    assert not app.exception and app.header[0].value == "操作日志：10条"
    table = app.dataframe[0].value
    assert numbers(app) == list(range(10, 0, -1)) and table.iloc[0].tolist() == [
        10,
        "2026-11-06 09:05:00",
        "李四",
        "10.0.0.8",
        "目标值",
        "2026年全年网办率",
        "99%",
        "99.4%",
    ]
    assert log.entries(most=1)[0].hash in words(app) and not app.error


def test_filters_stand_in_the_address_and_hold_together(log):
    app = show("audit.py")
    field(app, "selectbox", "操作人").set_value("李四").run()
    assert (
        numbers(app) == [10, 8, 6, 4, 2]
        and app.query_params["by"] in ("李四", ["李四"])
        and app.header[0].value == "操作日志：10条，筛选出5条"
    )
    field(app, "date_input", "从").set_value(date(2026, 11, 4)).run()
    field(app, "date_input", "到").set_value(date(2026, 11, 5)).run()
    assert numbers(app) == [8, 6]
    field(app, "text_input", "搜索").set_value("99.3").run()
    assert numbers(app) == [8]
    field(app, "selectbox", "类别").set_value("登录").run()
    assert not app.dataframe and "没有符合条件的记录" in words(app)
    app = show("audit.py", by="李四", what="目标值", since="2026-11-03", until="2026-11-03")
    assert numbers(app) == [4]


def test_pages_follow_each_other(log, monkeypatch):
    monkeypatch.setattr(audit_view, "PAGE", 4)
    app = show("audit.py")
    assert numbers(app) == [10, 9, 8, 7]
    assert numbers(show("audit.py", p="3")) == [2, 1]
    app = show("audit.py", p="3")
    field(app, "selectbox", "类别").set_value("登录").run()
    assert numbers(app) == [9, 7, 5, 3]
    assert numbers(show("audit.py", p="2", by="李四")) == [2] and numbers(
        show("audit.py", p="9", by="李四")
    ) == [10, 8, 6, 4]


def test_what_is_filtered_is_downloaded_and_that_is_told(log, given):
    show("audit.py", by="李四")
    name = next(name for name in given if name.endswith(".xlsx"))
    sheet = load_workbook(io.BytesIO(given[name]())).active
    assert (
        [row[0].value for row in sheet.iter_rows(min_row=5)] == [10, 8, 6, 4, 2]
        and "筛选：李四" in sheet["A3"].value
        and sheet["I5"].value == log.entries()[1].hash
    )
    entry = log.entries()[0]
    assert (entry.kind, entry.actor, entry.source, entry.subject) == (
        audit_kinds.DOWNLOADED,
        "王五",
        "10.0.0.9",
        name,
    ) and entry.after.startswith("5行；筛选：李四")
    csv = given[name.replace(".xlsx", ".csv")]().decode("utf-8-sig")
    assert "99.4%" in csv and "登录" not in csv and log.entries()[0].subject.endswith(".csv")


def test_a_download_that_was_on_the_screen_is_not_given_to_who_may_no_longer_have_it(
    log, given, acting
):
    show("audit.py")
    acting(REVIEWER)
    with pytest.raises(NotAllowed):
        given[next(name for name in given if "操作日志" in name)]()
    assert log.count() == 10


@pytest.mark.parametrize("role", [VIEWER, UPLOADER, REVIEWER])
def test_nobody_else_reads_it(log, acting, role, given):
    acting(role)
    app = show("audit.py", by="李四")
    assert any(
        mentions(element.proto.body, "操作日志", "“管理员”权限") for element in app.get("html")
    )
    assert not app.dataframe and not app.date_input and not given and "10.0.0.8" not in str(app)


@pytest.mark.parametrize(
    "harm, at_once, said",
    [
        (
            "UPDATE log_entry SET after = '100%' WHERE number = 4",
            False,
            "第4条（2026-11-03 09:05）被改动过",
        ),
        ("DELETE FROM log_entry WHERE number = 5", False, "缺少第5条至第5条"),
        ("DELETE FROM log_entry WHERE number > 8", True, "应有10条，只有8条"),
        ("", True, "核对文件缺失"),
    ],
)
def test_the_chain_is_looked_at(log, harm, at_once, said):
    app = show("audit.py")
    next(found for found in app.button if found.label == "逐条核对").click().run()
    assert "第1条至第10条逐条核对过" in app.success[0].value and not app.error
    if harm:
        with sqlite3.connect(log.path) as connection:
            connection.execute("DROP TRIGGER log_no_update")
            connection.execute("DROP TRIGGER log_no_delete")
            connection.execute(harm)
    else:
        log.path.with_name("one.audit.head").unlink()
    app = show("audit.py")
    assert bool(app.error) == at_once
    next(found for found in app.button if found.label == "逐条核对").click().run()
    assert (
        said in app.error[0].value.replace("\\", "")
        and "复制一份留证" in app.error[0].value
        and not app.success
    )


def test_entries_of_archives_are_shown_and_it_is_said_where_they_lie(log, monkeypatch):
    monkeypatch.setattr(audit_archives, "FULL", 4)
    log.add(audit_kinds.SIGNED_OUT, MONDAY, actor="王五", source="10.0.0.9")
    log.add_visitor_download(MONDAY, "10.0.0.7", "甲.xlsx")
    app = show("audit.py")
    assert numbers(app) == list(range(11, 0, -1)) and app.header[0].value == "操作日志：11条"
    assert mentions(words(app), "前10条", "1个归档文件", "1次待记入")
    field(app, "date_input", "到").set_value(date(2026, 11, 3)).run()
    assert numbers(app) == [11, 4, 3, 2, 1]
    next(button for button in app.button if button.label == "逐条核对").click().run()
    assert "第1条至第11条逐条核对过" in app.success[0].value and not app.error


def test_a_log_that_was_removed_with_its_head_is_said_at_once(log):
    store = open_store(data.database_address()).acting(COMMAND_LINE, log)
    store.clear(Act("", MONDAY), expected_version=store.version())
    for path in (log.path, log.path.with_name("one.audit.head")):
        path.unlink()
    app = show("audit.py")
    assert mentions(app.error[0].value, "数据记着", "11条", "只有0条", "复制一份留证")


def test_text_of_the_log_is_text(log):
    log.add(
        audit_kinds.IMPORTED,
        MONDAY,
        actor="<b>x</b>",
        source="10.0.0.1",
        subject=":red[**x**]",
        before="=1+1",
        after="<script>",
    )
    app = show("audit.py")
    assert app.dataframe[0].value.iloc[0]["操作人"] == "<b>x</b>" and "<script>" not in words(app)


def test_a_hundred_thousand_entries_are_quick(one, acting):
    log = AuditLog(data.database_address())
    log.add(audit_kinds.SIGNED_IN, MONDAY, actor="王五", source="x")
    with sqlite3.connect(log.path) as connection:
        connection.executemany(
            "INSERT INTO log_entry VALUES (?, ?, ?, '10.0.0.9', 'downloaded', ?, '', '', 'a', 'b')",
            (
                (
                    number,
                    f"2026-11-0{2 + number % 5} 09:00:00.000",
                    f"人{number % 30}",
                    f"清单{number}.xlsx",
                )
                for number in range(2, 100_001)
            ),
        )
    began = time.perf_counter()
    assert (
        log.count(text="清单99") == 1111
        and log.entries(most=100, skip=99_000)[0].number == 1000
        and len(log.people()) == 31
        and log.end()[0] == 100_000
    )
    assert time.perf_counter() - began < 1.5
    acting(ADMINISTRATOR)
    app = show("audit.py", p="900")
    assert app.header[0].value == "操作日志：100,000条" and numbers(app)[0] == 10_100
