"""单位晾晒: all that one unit or 分管领域 has, to print and to hand on."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from govsvc.assessment.problems import Problem
from govsvc.board import Board, by_unit
from govsvc.board.by_unit import UnitRow
from govsvc.documents import unit_packages
from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.domain.months import month_text
from govsvc.exports import export
from pages._ui import data, downloads, frame, list_view, pickers, print_button, ui
from pages._ui.league import unit_rectification
from pages._ui.league.league_pickers import Comparison
from pages._ui.results import representative_sections


def show(board: Board, month: date, comparison: Comparison, name: str) -> None:
    """The unit's rates, and every list that has rows of it."""
    units = next(row.units for row in comparison.rows if row.name == name)
    rates = {
        indicator: next(
            row
            for row in by_unit.rows(board, comparison.group, indicator, month)
            if row.name == name
        )
        for indicator in by_unit.comparable(board, month)
    }
    lists = _lists(board, month, units)
    is_of_leader = comparison.is_by_leader and name != by_unit.NO_LEADER
    frame.title(_title(f"{name}分管领域" if is_of_leader else name, month, lists))
    with st.container(horizontal=True, gap="small", key="noprint_actions"):
        st.button(
            f"返回全部{comparison.group_name}",
            icon=":material/arrow_back:",
            on_click=lambda: pickers.choose("of", None),
        )
        _download(board, month, name, rates, lists)
        print_button.show()
    if len(units) > 1:
        st.markdown(f":gray[分管{ui.text('、'.join(units))}]")
    else:
        representative_sections.of_unit(board, month, units[0])
    ui.section("各项指标", "本县测算")
    ui.table(
        "unit_rates",
        list(unit_packages.RATE_COLUMNS),
        [unit_packages.rate_cells(*line) for line in rates.items()],
        numbers=unit_packages.RATE_COLUMNS[1:],
        leading=["比率", "未达标"],
    )
    unit_rectification.show(units, lists)
    for problem_list, problems in lists.items():
        measure = indicators.by_key(problem_list.indicator).unit
        ui.section(f"{problem_list.name}{len(problems)}{measure}", problem_list.rule)
        list_view.list_to_read(problem_list, problems)
    st.markdown(
        f":gray[:small[{ui.text(board.home_name())}　{month_text(month)}　"
        f"{ui.text(board.workflow.edition_text(month))}]]"
    )


def _lists(board: Board, month: date, units: Sequence[str]) -> dict[ProblemList, list[Problem]]:
    """The lists that have rows of these units."""
    keys = tuple(problem_list.key for problem_list in indicators.problem_lists())
    return unit_packages.of_units(data.listed(keys, month, board.as_of), units)


def _title(name: str, month: date, lists: Mapping[ProblemList, Sequence[Problem]]) -> str:
    """Name, month, on how many lists it has confirmed items, and how many are suspected."""
    confirmed = sum(not problem_list.suspects for problem_list in lists)
    suspected = sum(
        len(problems) for problem_list, problems in lists.items() if problem_list.suspects
    )
    return (
        f"{name}：{month_text(month)}"
        + (f"{confirmed}张清单上有事项" if confirmed else "没有问题事项")
        + (f"，另有疑似{suspected}项" if suspected else "")
    )


def _download(
    board: Board,
    month: date,
    name: str,
    rates: Mapping[Indicator, UnitRow],
    lists: Mapping[ProblemList, Sequence[Problem]],
) -> None:
    """A workbook with a sheet for each list."""

    def workbook() -> downloads.Made:
        sheets = unit_packages.sheets(
            board, month, name, rates, lists, printed_at=downloads.day_text()
        )
        row_count = sum(map(len, lists.values()))
        return (
            export.to_book(sheets),
            f"{len(lists)}张清单，{row_count}行；{board.workflow.edition_text(month)}",
        )

    downloads.button(
        "下载（Excel，每张清单一页）",
        export.file_name(board.home_name(), name, "问题清单", month, suffix=".xlsx"),
        workbook,
        "unit_book",
        mime=downloads.XLSX,
    )
