"""群众评价 › 好差评: the 差评台账 with its clock, and the form of its deadlines."""

import streamlit as st

from govsvc.board import bad_rating_period
from govsvc.board.bad_rating_period import BadRatingPeriod
from govsvc.domain.deadlines import day_text
from govsvc.domain.feedback import BAD_DAYS, BAD_DAYS_IN, DAYS, MOST_DAYS
from govsvc.domain.rates import percent_text
from govsvc.exports import export
from govsvc.exports.export import Sheet
from govsvc.exports.feedback_table import MEASURE_COLUMNS, measure_row
from govsvc.security import Right
from pages._ui import data, downloads, outcome, permissions, setting_choice, ui


def show(period: BadRatingPeriod) -> None:
    """What became of each 差评, the rates, what the ledger lacks; nothing where there is none."""
    settings = period.settings
    if not period.is_held:
        st.markdown(
            ":gray[:small[导入差评台账（办件编号、收到日期、是否属实、整改结果、办结日期、"
            "是否回访、回访结果）后，这里有整改率、按期整改率和"
            f"时限（{settings.bad_days_text}）。]]"
        )
        return
    ui.section(
        "差评台账", f"截至{day_text(period.clock.day)}；时限{settings.bad_days_text}；逾期的在前"
    )
    if period.left_out:
        st.markdown(f":orange[有{period.left_out}行没有读懂，未计入；请重新导入台账并回答问题。]")
    ui.table(
        "bad_handled",
        bad_rating_period.COLUMNS,
        [[ui.text(cell) for cell in row] for row in period.rows()],
        leading=["单位", "整改"],
        in_one_line=["首次联系", "回访", "收到日期", "来源"],
    )
    ui.table(
        "bad_measures",
        MEASURE_COLUMNS,
        [
            [
                value.measure.name,
                percent_text(value.published),
                *map(ui.text, measure_row(value)[2:]),
            ]
            for value in period.values
        ],
        numbers=["数值", "分子/分母"],
    )
    notes = [period.sentence]
    if period.missing:
        notes.append(f"评价明细里有{len(period.missing)}条差评台账没有登记，按未整改计。")
    if period.unpaired:
        notes.append(f"台账有{period.unpaired}行没有办件编号，无法与评价明细对应，只按台账计。")
    st.markdown(f":gray[:small[{ui.text(''.join(notes))}]]")
    _download(period)


def _download(period: BadRatingPeriod) -> None:
    home = data.board().home_name()

    def made() -> downloads.Made:
        facts = [("期间", period.name), ("时限", period.settings.bad_days_text)]
        rows, measures = period.rows(), list(map(measure_row, period.values))
        book = [
            Sheet(f"{home}差评台账", bad_rating_period.COLUMNS, rows, facts, tab="差评台账"),
            Sheet(f"{home}差评整改", MEASURE_COLUMNS, measures, facts, tab="指标"),
        ]
        return export.to_book(book), f"{period.name}，{len(rows)}条差评"

    downloads.button(
        "下载差评台账（Excel）",
        export.file_name(home, "差评台账", period.months[-1], "", suffix=".xlsx"),
        made,
        "bad_ratings_book",
        mime=downloads.XLSX,
    )


def settings(period: BadRatingPeriod) -> None:
    """The form of the deadlines, for administrators."""
    if not data.actor().may(Right.MANAGE):
        return
    with st.expander("差评整改时限", icon=":material/timer:"):
        setting_choice.show(BAD_DAYS_IN, period.settings.choice(BAD_DAYS_IN))
        for key in DAYS:
            _days(key, period.settings.days_of(key))


def _days(key: str, known: int) -> None:
    name = "差评整改时限（天数）" if key == BAD_DAYS else DAYS[key][0]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        days = st.number_input(name, 1, MOST_DAYS, known, key=f"{key}_{known}", width=280)
        st.button(
            f"保存{DAYS[key][0]}",
            key=f"save_{key}",
            disabled=days == known,
            on_click=outcome.noted,
            args=(lambda: _set_days(key, int(days)),),
        )


def _set_days(key: str, days: int) -> str:
    store, act = data.store(), permissions.act()
    store.feedback_writes.set_days(key, days, act, expected_version=store.version())
    return f"{DAYS[key][0]}已保存：{days}。"
