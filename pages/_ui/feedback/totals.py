"""汇总录入 on 群众评价: weeks that have totals alone, where totals and rows differ, the form."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.board.feedback_period import SATISFIED, FeedbackPeriod
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import (
    DIMENSION_LEVELS,
    DIMENSIONS,
    LEVELS,
    MOST_COUNT,
    NOT_DIALLED,
    OUTCOMES,
    TOTAL_COUNTS,
    CallTotals,
    by_key,
    completed,
    month_of_week,
    recent_weeks,
    total_count,
    value_of,
    week_text,
    weeks_of_month,
)
from govsvc.domain.months import month_text
from govsvc.domain.rates import UNKNOWN, count_text, percent_text
from govsvc.importing import entered_totals
from govsvc.security import Right
from govsvc.store import CLOSED
from pages._ui import data, outcome, permissions, ui

_WHOLE_MONTH = "整月"
_GROUPS: tuple[tuple[str, Sequence[str]], ...] = (
    ("拨打", ("population", "drawn", "dialled", "reached")),
    ("回访结果", [one.key for one in OUTCOMES if one.key != NOT_DIALLED]),
    ("总体评价", [one.key for one in LEVELS]),
)


def show(period: FeedbackPeriod) -> None:
    """The totals that count, and what rows say otherwise."""
    if period.differences:
        said = "；".join(
            f"{_when(one.week, period)}{one.name}：汇总{count_text(one.said)}，"
            f"台账{count_text(one.counted)}"
            for one in period.differences
        )
        st.markdown(f":orange[汇总与台账不一致，按台账逐件计数：{ui.text(said)}。]")
    if not period.counted_totals:
        return
    ui.section("汇总录入", "只有汇总数，背后没有逐件记录")
    ui.table(
        "calls_totals",
        ["周次", "单位", "抽取", "拨打", "有效", "满意率", "表上的满意率", "意见建议", "来源"],
        [_row(one, period) for one in period.counted_totals],
        numbers=["抽取", "拨打", "有效", "满意率", "意见建议"],
    )


def _when(week: date | None, period: FeedbackPeriod) -> str:
    return week_text(week) if week else period.name


def _row(one: CallTotals, period: FeedbackPeriod) -> list[str]:
    value = value_of(by_key(SATISFIED), completed(one.counts), period.settings)
    counts = [one.counts.get(key) for key in ("drawn", "dialled", "valid")]
    texts = one.counts.get("texts")
    return [
        week_text(one.week) if one.week else f"{month_text(one.month)}{_WHOLE_MONTH}",
        ui.text(one.unit or "全县"),
        *(UNKNOWN if count is None else count_text(count) for count in counts),
        f"{percent_text(value.published)}（{value.fraction_text}）",
        ui.text(one.printed or UNKNOWN),
        UNKNOWN if texts is None else count_text(texts),
        ui.text(one.file if one.file == one.sheet else f"{one.file} {one.sheet} 第{one.row}行"),
    ]


def form(period: FeedbackPeriod) -> None:
    """The form of a week's totals, for those who may enter them."""
    if not data.actor().may(Right.UPLOAD_ALL) or data.actor().is_limited:
        return
    month = period.months[-1]
    with st.expander(
        "汇总录入（这一周只有汇总数、没有逐件台账时）", icon=":material/functions:", key="totals"
    ):
        st.markdown(
            ":gray[:small[填知道的数，不知道的留空；有效回访数必填，没有的填0。"
            "保存后这一周再导入台账的，以台账为准。]]"
        )
        with st.form("call_totals", border=False):
            st.selectbox(
                "哪一周",
                list(_choices(month)),
                index=None,
                placeholder="选择一周，或整月",
                key=_key("week", month),
                width=280,
            )
            for title, keys in _GROUPS:
                _numbers(title, keys, month)
            for one in DIMENSIONS:
                of_levels = [f"{one.key}.{level}" for level in DIMENSION_LEVELS]
                _numbers(one.name, of_levels, month, one.name)
            _numbers("意见建议", ("texts",), month)
            state = data.store().months.states().get(month)
            if state and state.state == CLOSED:
                st.text_input("更正原因（这个月已定稿）", key=_key("reason", month), max_chars=100)
            st.form_submit_button(
                "保存汇总", type="primary", on_click=outcome.noted, args=(lambda: _save(month),)
            )


def _choices(month: date) -> dict[str, tuple[date, date | None]]:
    """What may be picked → (month, week): weeks of the month that is shown and of late, months."""
    today = data.now().date()
    weeks = sorted({*weeks_of_month(month), *recent_weeks(today)}, reverse=True)
    months = sorted({month, *map(month_of_week, weeks)}, reverse=True)
    return {f"{week.year}年{week_text(week)}": (month_of_week(week), week) for week in weeks} | {
        f"{month_text(one)}{_WHOLE_MONTH}": (one, None) for one in months
    }


def _numbers(title: str, keys: Sequence[str], month: date, taken: str = "") -> None:
    """Fields of counts side by side. `taken`: what the title says already of each name."""
    place = f"counts_{keys[0]}_{month}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=place):
        st.markdown(f"**{title}**", width=90)
        for key in keys:
            st.number_input(
                total_count(key).name.removeprefix(taken),
                0,
                MOST_COUNT,
                None,
                key=_key(key, month),
                width=120,
            )


def _key(key: str, month: date) -> str:
    return f"totals_{key}_{month}"


def _save(month: date) -> str:
    """Stores what the form holds; gives the sentence that says so. Raises GovsvcError."""
    state, store = st.session_state, data.store()
    chosen = state.get(_key("week", month))
    if chosen is None:
        raise GovsvcError("汇总没有保存：没有选是哪一周。", "请选一周，或选整月。", "no_week")
    of_month, week = _choices(month)[chosen]
    counts = {
        one.key: int(number)
        for one in TOTAL_COUNTS
        if (number := state.get(_key(one.key, month))) is not None
    }
    entered_totals.enter(
        store,
        CallTotals(of_month, week, counts=counts),
        permissions.act(),
        expected_version=store.version(),
        correction=state.get(_key("reason", month)) or "",
    )
    for one in TOTAL_COUNTS:
        state.pop(_key(one.key, month), None)
    return f"{chosen}的汇总已保存。"
