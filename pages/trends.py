"""指标趋势: the months of one indicator against its target and the other counties."""

import streamlit as st

from govsvc import charts
from govsvc.board import sentences, tables
from govsvc.board.standing import twin_shown
from pages._ui import frame, pickers, presentation, ui

#: how far back the chart goes: the same month of last year is the first of 13
SPANS = {"近13个月": 13, "近3年": 37, "全部": None}
#: months of the table in the room
MOST_IN_ROOM = 5

board, month = frame.require_month()
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    indicator = pickers.indicator(key="ind")
    others = [county for county in board.values.counties() if county != board.home]
    named = (
        st.multiselect(
            "对比的县（市、区）",
            others,
            default=board.rankings.rivals(indicator, month),
            key=f"vs_{indicator.key}",
            bind="query-params",
            placeholder="对比的县（市、区），最多3个",
            max_selections=3,
            select_all=False,
            label_visibility="collapsed",
        )
        if others and presentation.shows_part(1)
        else []
    )
    # on the projector there is no room for it: the link says it
    span = (
        st.query_params.get("span", "")
        if presentation.is_on()
        else st.segmented_control(
            "时间范围",
            list(SPANS),
            default=next(iter(SPANS)),
            required=True,
            key="span",
            bind="query-params",
            label_visibility="collapsed",
        )
    )
    most = SPANS.get(span, SPANS[next(iter(SPANS))])
standing = board.cards.standing(indicator, month)
frame.title(sentences.trend(standing))


def lines() -> None:
    """The chart."""
    data = board.values.trend(
        indicator, month, most=most, show_effective=presentation.shows_effective()
    )
    if data["published"].notna().any():
        target = standing.target.value if standing.target else None
        targets = {
            at: float(aim)
            for at, aim in board.cards.targets_by_month(indicator, set(data["month"])).items()
        }
        ui.chart(
            charts.trend(
                data,
                indicator,
                board.home_name(),
                named,
                target=None if target is None else float(target),
                **ui.look(),
                breaks=board.rules.breaks(indicator, month),
                targets=targets,
            ),
            "trend",
            f"{indicator.short}走势",
        )
    else:
        st.info(
            f"{indicator.short}还没有数据。导入政务服务事项、基层站点或全市指标后，这里显示走势。",
            icon=":material/info:",
        )


def numbers() -> None:
    """The months as a table, and why the last one moved."""
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        ui.section("逐月数据", "分子、分母与公布值")
        twin = twin_shown(indicator, show_effective=presentation.shows_effective())
        rows = tables.months(
            board, indicator, month, most=MOST_IN_ROOM if presentation.is_on() else most
        )
        sheet = tables.months_sheet(indicator, rows, twin, board.home_name(), frame.facts())
        ui.sheet_table(
            "months",
            sheet,
            "逐月数据",
            file=f"{indicator.short}逐月数据",
            numbers=sheet.columns[2:],
        )
    with right:
        ui.section("为什么变化", "本县测算，较上月，单位：个百分点")
        movement = board.values.why_moved(indicator, month)
        if movement is None:
            st.markdown(":gray[上月或本月没有本县测算，或两个月口径不同，不能分解。]")
        else:
            ui.sheet_table(
                "why",
                tables.movement_sheet(indicator, movement, board.home_name(), frame.facts()),
                "变化原因",
                file=f"{indicator.short}变化原因",
                numbers=["影响"],
            )


if presentation.shows_part(1):
    lines()
if presentation.shows_part(2):
    numbers()
