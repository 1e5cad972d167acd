"""授权与代表 section by section: both rates, the lists, the departments."""

from collections.abc import Sequence

import streamlit as st

from govsvc.board import Board, authorisation
from govsvc.board.authorisation import Power
from govsvc.board.three_in_place import PlaceLine
from govsvc.domain.rates import percent_text
from govsvc.exports.export import Sheet
from pages._ui import downloads, frame, ui
from pages._ui.results import place_lines, standing_texts

_TABLE = "各部门授权情况"


def how_to_begin() -> None:
    """What to hand in, where the month has nothing."""
    st.markdown(
        "在政务服务事项表里加一列“授权情况”（全权授权、部分授权、未授权、不适用），"
        "或导入授权事项清单，这里就列出授权到位率和各部门没有授权的事项。"
    )
    frame.link("upload.py", "去导入数据")


def rates(power: Power, board: Board) -> None:
    """What departments fill in beside what was found; the target; what is not counted."""
    standing = power.standing
    with st.container(horizontal=True, gap="large", key="authorisation_rates"):
        st.metric(
            f"{standing.indicator.short}（填报）",
            percent_text(standing.headline.published if standing.headline else None),
            **standing_texts.delta(standing.change_pp),
            help=f"{standing.indicator.numerator} ÷ {standing.indicator.denominator}",
            width="content",
        )
        if standing.twin and standing.twin_indicator:
            st.metric(
                standing.twin_indicator.short,
                percent_text(standing.twin.published),
                help="减去督查或核实认定授权不到位的；认定的日期和人在清单里",
                width="content",
            )
    notes = [
        standing_texts.target_line(standing),
        f":gray[不适用（决定权在上级或须集体决定）{power.exempt}项，不计入]"
        if power.exempt
        else "",
        f":orange[另有{power.unknown}项没有填报授权情况，未计入]" if power.unknown else "",
        f":gray[部分授权{authorisation.part_text(board, standing.month)}]",
    ]
    st.markdown("  \n".join(filter(None, notes)))


def lists(power: Power) -> None:
    """Each list with its number of rows, leading to them, where they are assigned, too."""
    ui.section("清单", "疑似的未经认定，不计入任何数值", "点击查看逐行事项，可下载、交办整改")
    with st.container(key="counts"):
        grid = st.grid(4, min_column_width=136, gap="xsmall")
        for problem_list, count in power.listed.items():
            with grid.cell(), st.container(gap=None, key=f"tile_{problem_list.key}"):
                frame.link(
                    "problems.py", f"**{count}**  \n{problem_list.name}", list=problem_list.name
                )


def three_in_place(lines: Sequence[PlaceLine]) -> None:
    """三集中三到位, a line each, with who lacks it."""
    ui.section("三集中三到位", "①②⑥由单位名录填报，只有现状，旁注填报日期；其余为本月数据")
    place_lines.table("three_in_place", lines)
    frame.link("units.py", ":small[在单位名录里填写“设行政审批股”“成建制进驻”“纳入电子监察” ›]")


def units(power: Power) -> None:
    """The departments, with most missing first; Excel and CSV."""
    table = authorisation.frame_of(power)
    ui.section("各部门", "未到位多的在前；填报的是部门自己填的，核实后减去认定授权不到位的")
    names = [str(name) for name in table.columns]
    figures = names[1:]
    ui.table(
        "authorisation_units",
        names,
        [
            [ui.text(f"{cell:,}" if isinstance(cell, int) else cell) for cell in row]
            for row in table.itertuples(index=False, name=None)
        ],
        numbers=figures,
        leading=figures[2:4],
    )
    *rows, total = table.values.tolist()
    sheet = Sheet(
        f"{frame.current().board.home_name()}{_TABLE}",
        names,
        rows,
        frame.facts(),
        total=total,
        numbers=figures,
    )
    downloads.table(
        _TABLE,
        lambda suffix: frame.file_name(_TABLE, suffix=suffix),
        lambda: sheet,
        key="authorisation",
    )
