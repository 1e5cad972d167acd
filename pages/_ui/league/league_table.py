"""单位晾晒: all departments, townships or 分管领域 in one table."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from govsvc.board import Board, by_unit
from govsvc.board.by_unit import UnitRow
from govsvc.domain import rates
from govsvc.domain.months import month_text
from govsvc.exports import export
from pages._ui import downloads, frame, pickers, ui
from pages._ui.league.league_pickers import Comparison

_BEFORE = ["名次", "单位", "比率", "达标 / 总数"]
#: numbers, that sort as such
_NUMBERS = ["未达标", "本月新增", "连续未解决", "最长未解决时长（月）"]
_AFTER = ["名次变化", "提示"]
#: behind these the others, on the screen: a phone shows no more
_LEADING = ("名次", "单位", "分管县领导", "未达标", "比率")
#: what only those have that are ranked
_OF_RANKS = ("名次", *_AFTER)
_LEADER, _UNITS = "分管县领导", "分管单位"
#: the columns without figures
_TEXTS = ("单位", "提示", _LEADER, _UNITS)


def show(board: Board, month: date, comparison: Comparison) -> None:
    """The finding as the title, the table, its files."""
    group, subject, rows = comparison.group_name, comparison.subject, comparison.rows
    of = f"{comparison.heading}，{subject}" if comparison.is_by_leader else f"{group}{subject}"
    frame.title(ui.text(by_unit.finding(rows, comparison.group, of)))
    if not any(row.counted for row in rows):
        st.markdown(
            f"{month_text(month)}没有可以按{group}列出的逐行数据。"
            "导入政务服务事项或基层站点后，这里显示。"
        )
        frame.link("upload.py", "去导入数据")
        return
    note = "" if comparison.indicator else "；各指标项数相加，一项按每个指标各算一次"
    order = "以分管县领导姓名列示，不作排名" if comparison.is_by_leader else "按比率精确值排名"
    ui.section(
        f"{month_text(month)}{comparison.heading}", f"{order}{note}", "点击一行查看其全部事项"
    )
    beside = by_unit.rates_beside(board, comparison.group, comparison.indicator, month)
    columns = [*_BEFORE, *(one.short for one in beside), *_NUMBERS, *_AFTER]
    cells = [
        _cells(row, [rates.percent_text(by_name[row.name]) for by_name in beside.values()])
        for row in rows
    ]

    def pick_clicked() -> None:
        row = ui.selected_row("league_table")
        if row is not None:
            pickers.choose("of", rows[row].name)

    table = pd.DataFrame(cells, columns=columns)
    # two numbers in one cell are two columns in the file
    met, counted = _BEFORE[3].split(" / ")
    in_file = table.astype(object).drop(columns=_BEFORE[3])
    in_file.insert(3, met, [row.met if row.counted else None for row in rows])
    in_file.insert(4, counted, [row.counted or None for row in rows])
    table, in_file = _named(table, rows, comparison), _named(in_file, rows, comparison)
    _table(table, f"{comparison.heading}表，{len(cells)}行", pick_clicked)
    sheet = export.Sheet(
        f"{board.home_name()}{comparison.heading}（{month_text(month)}，{subject}）",
        in_file.columns.tolist(),
        [list(line) for line in in_file.itertuples(index=False, name=None)],
        [
            ("数据月份", month_text(month)),
            ("指标", subject),
            ("来源", "本县测算"),
            ("版本", board.workflow.edition_text(month)),
        ],
        numbers=[name for name in in_file.columns.tolist() if name not in _TEXTS],
    )
    downloads.table(
        "汇总表" if comparison.is_by_leader else "晾晒表",
        lambda suffix: export.file_name(
            board.home_name(), comparison.heading, subject, month, suffix=suffix
        ),
        lambda: sheet,
        key="league",
    )


def _named(table: pd.DataFrame, rows: Sequence[UnitRow], comparison: Comparison) -> pd.DataFrame:
    """Of 分管领域 with whose and which units they are, and without what ranks them."""
    if not comparison.is_by_leader:
        return table
    table = table.drop(columns=list(_OF_RANKS)).rename(columns={"单位": _LEADER})
    return table.assign(**{_UNITS: ["、".join(row.units) for row in rows]})


def _cells(row: UnitRow, beside: Sequence[str]) -> list[str | int | None]:
    """One line, in the order of the columns; without numbers where the unit has no rows."""
    return [
        rates.rank_text(row.rank),
        row.name,
        rates.percent_text(row.rate),
        f"{rates.count_text(row.met)} / {rates.count_text(row.counted)}" if row.counted else "—",
        *beside,
        *((row.missing, row.new, row.lasting) if row.counted else [None] * 3),
        row.longest or None,
        by_unit.moved(row.place_change),
        f"▼ 连续{by_unit.MONTHS_LAST}个月末位" if row.is_always_last else "",
    ]


def _table(table: pd.DataFrame, alt: str, on_select: Callable[[], None]) -> None:
    """The units below each other; a click on a row picks it."""
    row_height = 36
    right_aligned = {
        name: st.column_config.TextColumn(alignment="right")
        for name in table
        if name not in (*_TEXTS, *_NUMBERS)
    }
    ui.grid(
        table.astype(dict.fromkeys(_NUMBERS, "Int64")),
        printed=table,
        leading=_LEADING,
        height=3 + row_height * (1 + len(table)),
        row_height=row_height,
        alt=alt,
        column_order=[first for first in _LEADING if first in table]
        + [name for name in table.columns.tolist() if name not in _LEADING],
        key="league_table",
        on_select=on_select,
        selection_mode=("single-row", "single-cell"),
        column_config={
            **right_aligned,
            "名次": st.column_config.TextColumn(alignment="right", width=70),
            "提示": st.column_config.TextColumn(width=160),
        },
    )
