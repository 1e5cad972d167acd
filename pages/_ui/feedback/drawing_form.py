"""抽样 on 群众评价: a week's cases drawn from an uploaded list, the callers' workbook, reserves.

Names and numbers stay in the memory of this visit: in the upload, and in the file it downloads.
"""

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import (
    CaseRow,
    Draw,
    DrawSettings,
    month_of_week,
    recent_weeks,
    week_text,
)
from govsvc.domain.rates import count_text
from govsvc.domain.roster import DEPARTMENT
from govsvc.exports import export
from govsvc.exports.call_task_book import facts, task_book
from govsvc.importing import drawing
from govsvc.importing.drawing import DrawPlan
from govsvc.security import Right
from pages._ui import data, downloads, outcome, permissions, ui

_SEEDS, _ROWS, _UNITS = "draw_seeds", "draw_rows", "draw_units"
_MOST_MEGABYTES = 50
_NEW = ""


def show() -> None:
    """The form of a week, whatever month is shown, and its draw, for those who may draw."""
    actor = data.actor()
    if not actor.may(Right.UPLOAD_ALL) or actor.is_limited:
        return
    with st.expander("抽取要回访的办件（从办件明细）", icon=":material/casino:", key="drawing"):
        settings = DrawSettings.of(data.reading().settings.all())
        st.markdown(
            f":gray[:small[{ui.text(settings.text)}。抽样按随机种子进行，种子和名单一起保存，"
            "任何人用同一份明细和种子都能抽出同样的办件。电话只写进下载的回访任务，系统不保存。]]"
        )
        week = _week()
        month = month_of_week(week)
        files = st.file_uploader(
            "这一周办结的办件明细（要有办件编号、承办单位、办结日期、申请人类型）",
            accept_multiple_files=True,
            max_upload_size=_MOST_MEGABYTES,
            key="draw_files",
        )
        contents = [(file.name, file.getvalue()) for file in files or ()]
        draws = data.board().feedback.draws(month)
        stored = next((one for one in draws if one.week == week), None)
        if contents:
            _draw(month, week, contents, settings, stored)
        if stored:
            _stored(stored, contents)


def _week() -> date:
    """The week that is picked: by default the last that is over."""
    weeks = recent_weeks(data.now().date())
    return st.selectbox(
        "哪一周办结的", weeks, index=1, format_func=week_text, key="draw_week", width=240
    )


def _draw(
    month: date,
    week: date,
    files: Sequence[tuple[str, bytes]],
    settings: DrawSettings,
    stored: Draw | None,
) -> None:
    """What would be drawn, what is asked, and the button that keeps it."""
    state = st.session_state
    digest = hashlib.sha256(b"".join(content for _, content in files)).hexdigest()
    seed = state.setdefault(_SEEDS, {}).setdefault((digest, week), drawing.new_seed())
    try:
        planned = drawing.plan(
            data.store(),
            files,
            month=month,
            week=week,
            settings=settings,
            seed=seed,
            answers=state.get(_UNITS, {}),
        )
    except GovsvcError as error:
        ui.show_error(error)
        return
    draw = planned.draw
    if stored and {one.case for one in stored.cases} <= {one.case for one in draw.cases}:
        return  # it is the one that is kept
    left_out = "、".join(f"{reason}{count_text(count)}件" for reason, count in planned.why.items())
    st.markdown(
        f"涉企办件{count_text(draw.population)}件，将抽取**{len(draw.to_call)}件**，"
        f"备用{len(draw.reserve)}件，种子{draw.seed}。"
        + (f"　:gray[不在抽取范围：{ui.text(left_out)}]" if left_out else "")
    )
    for note in planned.notes:
        st.markdown(f":orange[{ui.text(note)}]")
    if planned.unknown:
        _ask_units(planned)
        return
    again = f"本周已抽过{stored.time}次，再抽会记为第{stored.time + 1}次。" if stored else ""
    st.button(
        "保存抽样",
        type="primary",
        key="save_draw",
        help=again or None,
        on_click=outcome.noted,
        args=(lambda: _save(planned),),
    )
    if again:
        st.markdown(f":orange[{again}]")


def _ask_units(planned: DrawPlan) -> None:
    """Which unit each name is that the roster lacks."""
    st.markdown("单位名录里没有这些名称，请说明各是哪个单位：")
    names = [_NEW, *data.reading().settings.roster().names(DEPARTMENT)]
    for text in planned.unknown:
        st.selectbox(
            ui.text(text),
            names,
            index=None,
            format_func=lambda name: name or "是新的部门",
            placeholder="与哪个单位相同，或是新单位",
            key=f"draw_unit/{text}",
            width=320,
        )
    st.button("按以上说明", key="answer_draw_units", on_click=_answer, args=(planned.unknown,))


def _answer(names: Sequence[str]) -> None:
    state = st.session_state
    given = {text: state.get(f"draw_unit/{text}") for text in names}
    known = {text: name for text, name in given.items() if name is not None}
    state[_UNITS] = {**state.get(_UNITS, {}), **known}


def _save(planned: DrawPlan) -> str:
    """Keeps the draw; gives the sentence that says so. Raises GovsvcError."""
    draw = drawing.commit(data.store(), planned, permissions.act())
    st.session_state[_ROWS] = (draw.week, dict(planned.rows))
    return (
        f"{week_text(draw.week)}抽取{len(draw.to_call)}件已保存，种子{draw.seed}。"
        "请下载回访任务，或在“逐件回访”里边打边填。"
    )


def rows_of(draw: Draw) -> Mapping[int, CaseRow]:
    """Place → the case with its name and number, as this visit has uploaded it; none where not."""
    week, rows = st.session_state.get(_ROWS) or (None, {})
    return rows if week == draw.week else {}


def _stored(draw: Draw, files: Sequence[tuple[str, bytes]]) -> None:
    """The draw that is kept: its facts, the workbook where the list is here, reserves."""
    if files and not rows_of(draw):
        with contextlib.suppress(GovsvcError):
            st.session_state[_ROWS] = (
                draw.week,
                drawing.of_draw(data.store(), draw, files),
            )
    known = dict(facts(draw))
    st.markdown(
        f"**{week_text(draw.week)}已抽取{len(draw.to_call)}件**　:gray[:small[涉企办件"
        f"{known['涉企办件']}；{ui.text(draw.settings)}；种子{ui.text(draw.seed)}；"
        f"{known['抽样次数']}；{ui.text(draw.who)} {draw.at}]]"
    )
    rows, home = rows_of(draw), data.board().home_name()
    if rows:
        downloads.button(
            "下载回访任务（Excel，含电话）",
            export.file_name(home, "回访任务", draw.month, week_text(draw.week), suffix=".xlsx"),
            lambda: (task_book(draw, rows, home), f"{len(draw.to_call)}件"),
            "task_book",
            mime=downloads.XLSX,
            right=Right.UPLOAD_ALL,
        )
    else:
        st.markdown(":gray[:small[要再下载回访任务，请重新上传抽样时用的办件明细。]]")
    _exchange(draw)


def _exchange(draw: Draw) -> None:
    for one in draw.replaced:
        st.markdown(f":gray[:small[第{one.place}号已替换：{ui.text(one.reason)}]]")
    if not draw.reserve:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        place = st.selectbox(
            f"用备用办件替换（还有{len(draw.reserve)}件备用）",
            [one.place for one in draw.to_call],
            index=None,
            format_func=lambda number: f"第{number}号",
            placeholder="选择序号",
            key="exchange_place",
            width=220,
        )
        reason = st.text_input("替换原因", key="exchange_reason", max_chars=100, width=260)
        st.button(
            "替换",
            key="exchange",
            disabled=place is None,
            on_click=outcome.noted,
            args=(lambda: _exchanged(draw, int(place or 0), reason),),
        )


def _exchanged(draw: Draw, place: int, reason: str) -> str:
    drawing.exchange(data.store(), draw.month, draw.week, place, reason, permissions.act())
    st.session_state["exchange_reason"] = ""
    return f"第{place}号已用备用办件替换。"
