"""逐件回访 on 群众评价: one case a screen in the drawn order, 1—5 for the rating, 0 next."""

from datetime import date

import streamlit as st

from govsvc.domain.feedback import (
    DIMENSION_LEVELS,
    DIMENSIONS,
    LEVELS,
    Draw,
    DrawnCase,
    level_name,
    month_of_week,
    recent_weeks,
    week_text,
)
from govsvc.domain.feedback.calling import WITHOUT_RATING, Answer, CallProgress
from govsvc.importing import screen_calls
from govsvc.security import Right
from pages._ui import data, outcome, permissions, ui
from pages._ui.feedback import drawing_form

_RATING, _OUTCOME, _TEXT, _OWN = "call_rating", "call_outcome", "call_text", "call_own"
_LONGEST_TEXT = 500


def show() -> None:
    """The next case of a recent draw, for those who may enter calls."""
    actor = data.actor()
    if not actor.may(Right.UPLOAD_ALL) or actor.is_limited:
        return
    months = dict.fromkeys(map(month_of_week, recent_weeks(data.now().date())))
    draws = [draw for month in months for draw in data.board().feedback.draws(month)]
    if not draws:
        return
    with st.expander("逐件回访（边打电话边填）", icon=":material/call:", key="calling"):
        _of_draw(draws)


def _of_draw(draws: list[Draw]) -> None:
    week = draws[0].week
    if len(draws) > 1:
        week = st.selectbox(
            "哪一周抽取的",
            [one.week for one in draws],
            format_func=week_text,
            key="call_week",
            width=240,
        )
    draw = next(one for one in draws if one.week == week)
    progress = screen_calls.progress(data.store(), draw.month, week)
    again = f"，其中无人接听待重拨{progress.to_dial_again}件" if progress.to_dial_again else ""
    st.progress(
        progress.done / len(draw.to_call),
        f"{week_text(week)}抽取{len(draw.to_call)}件：已完成{progress.done}件，"
        f"还有{len(progress.open)}件{again}",
    )
    if not progress.open:
        st.markdown("这一周的办件都回访完了。")
        return
    _case(progress, _chosen(progress))


def _chosen(progress: CallProgress) -> DrawnCase:
    """The case that is shown: the next, unless another is picked."""
    cases = {one.place: one for one in progress.draw.to_call}
    following = progress.open[0].place
    key = f"call_place_{progress.draw.week}_{following}_{progress.done}"
    place = st.selectbox(
        "序号（自动到下一件，也可以自己选）",
        list(cases),
        index=list(cases).index(following),
        format_func=lambda number: (
            f"第{number}号" + ("（已完成）" if progress.is_done(number) else "")
        ),
        key=key,
        width=240,
    )
    return cases[place]


def _case(progress: CallProgress, one: DrawnCase) -> None:
    draw = progress.draw
    with st.container(border=True, key="call_case"):
        row = drawing_form.rows_of(draw).get(one.place)
        st.markdown(f"**第{one.place}号　{ui.text(one.unit)}　{ui.text(one.item)}**")
        if row:
            st.markdown(
                f"{ui.text(row.applicant)}　{ui.text(row.contact)}　**{ui.text(row.phone)}**　"
                ":gray[:small[只在本次打开页面期间从上传的明细里显示，不保存]]"
            )
        else:
            st.markdown(
                f":gray[:small[电话请看回访任务里的第{one.place}号；在上面“抽取要回访的办件”里"
                "上传办件明细，这里就显示电话。]]"
            )
        _buttons()
        with st.container(horizontal=True, gap="medium"):
            for dimension in DIMENSIONS:
                st.segmented_control(
                    dimension.name,
                    DIMENSION_LEVELS,
                    format_func=level_name,
                    key=f"call_{dimension.key}",
                )
        st.text_input("意见建议（电话号码会自动遮盖）", key=_TEXT, max_chars=_LONGEST_TEXT)
        st.checkbox("本单位自访（回访人属于被评价的单位）", key=_OWN)
        st.button(
            "保存，下一件",
            type="primary",
            key="save_call",
            shortcut="0",
            on_click=outcome.noted,
            args=(lambda: _save(draw.month, draw.week, one.place),),
        )


def _buttons() -> None:
    """The five levels by keys 1—5, and what a call without a rating came to by 6—9."""
    state = st.session_state
    for title, kind, options, first in (
        ("总体评价", _RATING, [(level.key, level.name) for level in LEVELS], 1),
        ("没有评价的", _OUTCOME, [(came.key, came.name) for came in WITHOUT_RATING], 6),
    ):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(title, width=90)
            for number, (key, name) in enumerate(options, start=first):
                st.button(
                    name,
                    key=f"call_{kind}_{key}",
                    type="primary" if state.get(kind) == key else "secondary",
                    shortcut=f"{number}",
                    on_click=_choose,
                    args=(kind, key),
                )


def _choose(kind: str, key: str) -> None:
    """A rating and an outcome without one exclude each other; a second press takes it back."""
    state = st.session_state
    is_chosen = state.get(kind) == key
    state[_RATING] = state[_OUTCOME] = None
    state[kind] = None if is_chosen else key


def _save(month: date, week: date, place: int) -> str:
    """Stores the call; gives the sentence that says so. Raises GovsvcError."""
    state = st.session_state
    keys = [f"call_{one.key}" for one in DIMENSIONS]
    answer = Answer(
        state.get(_RATING) or "",
        state.get(_OUTCOME) or "",
        {one.key: level for one in DIMENSIONS if (level := state.get(f"call_{one.key}"))},
        state.get(_TEXT) or "",
        bool(state.get(_OWN)),
    )
    progress = screen_calls.record(data.store(), month, week, place, answer, permissions.act())
    for key in (_RATING, _OUTCOME, *keys):
        state[key] = None
    state[_TEXT] = ""
    return f"第{place}号已保存，还有{len(progress.open)}件。"
