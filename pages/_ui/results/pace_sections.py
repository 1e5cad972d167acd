"""时限与跑动 section by section: the county's values, the departments."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.board import Board, pace
from govsvc.board.pace import Pace
from govsvc.board.three_in_place import PlaceLine
from govsvc.domain.indicators import ProblemList
from govsvc.domain.rates import count_text
from govsvc.exports.export import Sheet
from pages._ui import downloads, frame, ui
from pages._ui.results import place_lines, standing_texts

_TABLE = "各部门时限与跑动"


def how_to_begin() -> None:
    """What to hand in, where the month has nothing."""
    st.markdown(
        "政务服务事项表里有“法定办结时限”“承诺办结时限”“办件类型”“到办事现场次数”"
        "或“是否一窗受理”等列的，这里就列出时限压缩比、即办件占比、平均跑动次数和一窗受理率。"
    )
    frame.link("upload.py", "去导入数据")


def county(found: Sequence[Pace], lists: Sequence[tuple[ProblemList, int]]) -> None:
    """A line an indicator, with what is added up, what is unknown, and the rows behind it."""
    ui.section("全县", "由各事项相加后再算；没有填报或填报有误的不计入，项数写明")
    ui.table(
        "paces",
        ["指标", "数值", "较上月", "分子 ÷ 分母", "未计入", "怎么算"],
        [
            [
                one.indicator.name,
                one.text + (f"（{one.mean}）" if one.mean else ""),
                one.change,
                one.fraction,
                f"{count_text(one.unknown)}项" if one.unknown else "",
                one.rule,
            ]
            for one in found
        ],
        numbers=["数值", "较上月", "分子 ÷ 分母"],
    )
    targets = [
        f"{one.indicator.short}：{standing_texts.target_line(one.standing)}"
        for one in found
        if one.standing.target
    ]
    if targets:
        st.markdown("  \n".join(targets))
    with st.container(horizontal=True, gap="medium", key="pace_lists"):
        for problem_list, count in lists:
            name = problem_list.name
            frame.link("problems.py", f"{name}{count_text(count)}项 ›", list=name)
    frame.link("definitions.py", ":small[1个月、自然日等按几个工作日计，见指标口径 ›]")


def steps(lines: Sequence[PlaceLine]) -> None:
    """一窗受理—集成服务—审核发证—归档, a line a step, with the departments that lack it."""
    ui.section("一窗受理—集成服务—审核发证—归档", "由单位名录填报，只有现状，旁注填报日期")
    place_lines.table("window_steps", lines)
    frame.link("units.py", ":small[在单位名录里填写“综窗受理”“并联推送”“综窗出件”“电子归档” ›]")


def units(board: Board, found: Sequence[Pace], month: date) -> None:
    """Each department's values; Excel and CSV."""
    table = pace.frame_of(board, found, month)
    names = [str(name) for name in table.columns]
    ui.section("各部门", "由部门各事项相加后再算")
    ui.table(
        "pace_units",
        names,
        [[ui.text(cell) for cell in row] for row in table.itertuples(index=False, name=None)],
        numbers=names[1:],
    )
    sheet = Sheet(
        f"{board.home_name()}{_TABLE}",
        names,
        table.values.tolist(),
        frame.facts(),
        numbers=[name for name, one in zip(names[1:], found) if one.indicator.measure == "%"],
    )
    downloads.table(
        _TABLE, lambda suffix: frame.file_name(_TABLE, suffix=suffix), lambda: sheet, key="pace"
    )
