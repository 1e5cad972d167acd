"""单位名录: departments and townships, who they are and what became of them."""

import streamlit as st

from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.domain.months import month_text
from govsvc.exports import export, problem_tables
from govsvc.security import Right
from pages._ui import data, downloads, frame, outcome, permissions, ui
from pages._ui.settings import home_form, roster_forms, roster_table

current = frame.current()
store, board, month = data.store(), current.board, current.month
version, roster = data.board().version, data.reading().settings.roster()
outcome.show()


def roster_downloads() -> None:
    """The roster as it is; while it is empty, the form to fill in."""
    downloads.table(
        "单位名录" if roster.units else "空白单位名录",
        lambda suffix: export.file_name(board.home_name(), "单位名录", suffix=suffix),
        lambda: problem_tables.roster_sheet(roster, home=board.home_name(), version=version),
        key="roster",
    )


frame.title(roster_table.title(roster))
if not roster.units:
    st.markdown(
        "第一次导入事项或站点时，表中的部门和乡镇（街道）自动列入名录；"
        "也可以先下载空白名录，填好后上传。"
    )
    roster_downloads()
    frame.link("upload.py", "去导入数据")
    if data.actor().may(Right.MANAGE):
        ui.section("或先添加常用部门", "以后第一次导入时按这些名称识别")
        roster_forms.first_departments(store, version, roster)
        if not board.is_demonstration:
            home_form.show(store, permissions.act(), version)
    st.stop()

counts = {}
if month:
    counts = {
        "项": data.reading().counts.units(ITEMS, month),
        "个村（社区）": data.reading().counts.units(STATIONS, month),
    }
    st.markdown(
        f":gray[行数为{month_text(month)}的。并入别的单位的，从并入的月份起按并入的单位统计。]"
    )
may_change = data.actor().may(Right.MANAGE)
roster_table.show(store, version, roster, counts, may_change)
left, right = st.columns([1, 1], gap="medium")
with left, ui.not_printed("forms"):
    ui.section("变更单位")
    if permissions.may(Right.MANAGE, "修改名录、变更单位"):
        roster_forms.forms(store, version, roster, month)
        if not board.is_demonstration:
            home_form.show(store, permissions.act(), version)
with right, ui.not_printed("files"):
    ui.section(
        "整表下载、填写、上传" if may_change else "整表下载",
        "列名不要改；留空的不改动" if may_change else "",
    )
    roster_downloads()
    if may_change:
        frame.link("upload.py", "上传填好的单位名录")
