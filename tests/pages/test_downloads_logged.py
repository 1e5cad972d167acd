"""Every download is told to the 操作日志 when it is really asked for, with who, from where, and
what was filtered; never by a rerun.
"""

import asyncio
import inspect
from dataclasses import replace
from datetime import datetime

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from support import mentions, show

from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.security import ADMINISTRATOR, UPLOADER, VIEWER, audit_kinds
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import NOBODY, VISITOR
from pages._server.frontend.streamlit_words import WORDS
from pages._ui import data
from pages._ui.frame import PAGES


def log() -> AuditLog:
    return AuditLog(data.database_address())


def named(given: dict, word: str) -> str:
    return next(name for name in given if word in name)


def overlaid(given: dict, word: str) -> str:
    """Downloads it; gives what the log says of it."""
    name, before = named(given, word), log().count()
    assert given[name]()
    entry = log().entries()[0]
    assert log().count() == before + 1 and (
        entry.kind,
        entry.actor,
        entry.source,
        entry.subject,
    ) == (
        audit_kinds.DOWNLOADED,
        "王五",
        "10.0.0.9",
        name,
    )
    return entry.after


def test_a_filtered_list_and_its_package(full, given):
    show("problems.py", list="站点名称未规范", q="村", m="2026-09")
    for suffix in (".xlsx", ".csv", "分发包"):
        said = overlaid(given, suffix)
        assert (
            "村" in said
            and "筛选：全部" not in said
            and ("数据版本1" in said or "已定稿" in said or "采集中" in said)
        ), said
        assert mentions(log().entries()[0].subject, "2026年9月", "站点名称未规范", "含“村”")


@pytest.mark.parametrize(
    "page, query, word, says",
    [
        ("league.py", {}, "晾晒", "数据月份"),
        ("units.py", {}, "单位名录", "行"),
        ("trends.py", {}, "逐月数据", "行"),
        ("trends.py", {}, "变化原因", "达标净增：+0.0635"),
        ("ranking.py", {}, "全市排名", "行"),
        ("ranking.py", {}, "进位测算", "2行；测算依据：以2026年10月市通报的3,148 / 3,150项测算"),
        ("ranking.py", {}, "保位预警", "本县不变"),
        ("gaps.py", {}, "目标差距", "行"),
        ("problems.py", {"view": "按单位看"}, "各部门问题清单计数", "15行"),
        (
            "problems.py",
            {
                "row": (
                    "国有土地使用权划拨审批（首次申请）（自然资源局）"
                    "11999923MB0001337U4700100001267"
                )
            },
            "来历",
            "部门：自然资源局",
        ),
        ("collecting.py", {}, "部门报送情况", "15行"),
        ("collecting.py", {}, "操作记录", "1行"),
        ("reconcile.py", {}, "通报与本县测算", "5行"),
        ("targets.py", {}, "目标值", "15行；数据版本："),
    ],
)
def test_other_tables(full, given, page, query, word, says):
    show(page, **query)
    assert says in overlaid(given, word)


def test_templates(full, given):
    app = show("upload.py")
    app.session_state["templates"] = True
    app.run()
    assert overlaid(given, "月报") == "空白模板"


def test_one_units_workbook(full, given):
    from govsvc.store import open_store

    unit = open_store(data.database_address()).settings.roster().units[0].name
    show("league.py", of=unit)
    assert "张清单" in overlaid(given, f"{unit}_问题清单")


def test_looking_and_rerunning_tell_nothing_and_make_nothing(one, given, monkeypatch):
    made = []
    monkeypatch.setattr("govsvc.exports.export.to_xlsx", lambda sheet: made.append(sheet) or b"x")
    for page, _ in PAGES:
        show(page).run()
    assert not made and not log().count() and len(given) > 8


def test_who_has_signed_out_since_is_told_as_a_visitor_and_gets_nothing_where_looking_is_closed(
    full, given, monkeypatch
):
    who = [VISITOR]
    monkeypatch.setattr(data, "asker", lambda: lambda: who[0])
    show("units.py")
    make = given[named(given, "单位名录")]
    assert make() and (log().count(), log().visitor_downloads()) == (0, 1)
    who[0] = NOBODY
    with pytest.raises(NotAllowed):
        make()
    assert log().visitor_downloads() == 1


def test_who_has_not_signed_in_gets_no_file_beyond_the_bound_and_others_do(
    full, given, monkeypatch
):
    show("units.py")
    name = named(given, "单位名录")
    own_asker, monday = data.asker, datetime(2026, 11, 2, 9, 0)
    monkeypatch.setattr(data, "now", lambda: monday)
    monkeypatch.setattr(data, "asker", lambda: lambda: replace(VISITOR, source="10.0.0.7"))
    show("units.py")
    as_visitor = given[name]
    assert all(as_visitor() for _ in range(20))
    with pytest.raises(GovsvcError) as refused:
        as_visitor()
    assert mentions(refused.value.title + refused.value.step, "20个", "一分钟", "登录")
    monkeypatch.setattr(data, "asker", own_asker)
    show("units.py")
    assert all(given[name]() for _ in range(25))
    assert (log().count(actor="王五"), log().count(), log().visitor_downloads()) == (25, 25, 20)


def test_nothing_is_given_that_cannot_be_told(full, given):
    show("units.py")
    log().path.write_bytes(b"no database" * 100)
    with pytest.raises(GovsvcError, match="操作日志已损坏"):
        given[named(given, "单位名录")]()


def test_who_asks_is_found_out_without_a_visit(one, monkeypatch):
    """A file is made in a thread that has no session of Streamlit's."""
    monkeypatch.undo()
    assert "st.context" not in inspect.getsource(data.asker).partition("return")[2]


def test_what_the_browser_shows_of_a_refusal_is_chinese_and_says_what_to_do():
    """Streamlit gives it the same words, whatever the reason is."""

    class Refusing:
        def execute_deferred(self, _):
            raise GovsvcError("", "")

    handler = DeferredFileHandler(Refusing)
    answer = asyncio.run(handler.handle(BackendOperationRequest(request_id="1"), ""))
    assert mentions(WORDS[answer.error_msg], "没有下载成", "一分钟", "20个", "登录")


def test_originals_are_given_to_who_may_import_them_and_named_to_others(one, given, acting):
    acting(ADMINISTRATOR)
    app = show("collecting.py")
    picker = next(found for found in app.selectbox if found.label.startswith("下载原件"))
    picker.set_value(picker.options[0]).run()
    assert "第1稿" in overlaid(given, "01_clean_month.xlsx")
    make = given["01_clean_month.xlsx"]
    for role, units, said in (
        (VIEWER, (), "下载原件（1个）需要“填报”权限"),
        (UPLOADER, ("公安局",), "下载其他单位的原件（1个）需要“填报”（不限部门）权限"),
    ):
        acting(role, *units)
        app = show("collecting.py")
        assert not [found for found in app.selectbox if found.label.startswith("下载原件")] and any(
            said in found.proto.body for found in app.get("html")
        ), role
        with pytest.raises(NotAllowed):
            make()
