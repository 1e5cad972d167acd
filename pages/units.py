"""单位名录: departments and townships, who they are and what became of them."""

import streamlit as st

from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.domain.months import month_text
from govsvc.domain.roster import DEPARTMENT, TOWNSHIP
from govsvc.exports import export, problem_tables
from govsvc.security import Right
from pages._ui import data, frame, permissions, roster_forms, ui
from pages._ui import downloads as downloading

current = frame.current()
store, known, board, month = data.store(), data.reading(), current.board, current.month
version, roster = data.board().version, known.settings.roster()
done = st.session_state.pop("roster_done", None)
if done:
    st.success(ui.text(done), icon=":material/check_circle:")


def downloads() -> None:
    downloading.table(
        "单位名录" if roster.units else "空白单位名录",
        lambda suffix: export.file_name(board.home_name(), "单位名录", suffix=suffix),
        lambda: problem_tables.roster_sheet(roster, home=board.home_name(), version=version),
        key="roster",
    )


if not roster.units:
    frame.title("单位名录：还没有单位")
    st.markdown(
        "第一次导入事项或站点时，表中的部门和乡镇（街道）自动列入名录；也可以先下载空白名录，填好后上传。"
    )
    downloads()
    frame.link("upload.py", "去导入数据")
    st.stop()

missing = len(
    [
        unit
        for unit in roster.units
        if unit.kind == DEPARTMENT and not unit.management and not unit.merged_into
    ]
)
frame.title(
    f"单位名录：{len(roster.names(DEPARTMENT))}个部门、{len(roster.names(TOWNSHIP))}个乡镇（街道）"
    + (f"，{missing}个部门没填管理体制" if missing else "")
)
counts = (
    {"项": known.counts.units(ITEMS, month), "个村（社区）": known.counts.units(STATIONS, month)}
    if month
    else {}
)
if month:
    st.markdown(
        f":gray[行数为{month_text(month)}的。并入别的单位的，从并入的月份起按并入的单位统计。]"
    )
may_change = data.actor().may(Right.MANAGE)
roster_forms.table(store, version, roster, counts, may_change)
left, right = st.columns([1, 1], gap="medium")
with left:
    ui.section("变更单位")
    if permissions.may(Right.MANAGE, "修改名录、变更单位"):
        roster_forms.forms(store, version, roster, month)
with right:
    ui.section(
        "整表下载、填写、上传" if may_change else "整表下载",
        "列名不要改；留空的不改动" if may_change else "",
    )
    downloads()
    if may_change:
        frame.link("upload.py", "上传填好的单位名录")
