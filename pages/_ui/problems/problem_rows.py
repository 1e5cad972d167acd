"""问题清单 逐行: the rows of the list, one of them over the months, the files, and the rows that
left the list.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.assessment.problems import Problem
from govsvc.board import Board, row_history
from govsvc.documents import unit_packages
from govsvc.domain import indicators
from govsvc.domain.months import month_text
from govsvc.exports import export, problem_tables
from pages._ui import data, downloads, frame, list_view, pickers, sheet_view, ui
from pages._ui.problems import problem_filters, suspect_review
from pages._ui.problems.problem_filters import Selection
from pages._ui.rectification import assign_form

#: pixels: so that the table below it stays on the screen
_HISTORY_HEIGHT = 300


def show(board: Board, month: date, selection: Selection) -> None:
    """The rows by themselves, and below them what belongs to the list."""
    problem_list, measure = selection.problem_list, selection.measure
    rows = selection.shown()
    if selection.filter_text:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"筛选出**{len(rows)}**{measure}（{ui.text(selection.filter_text)}）",
                width="content",
            )
            st.button("清除筛选", key="no_filters", type="tertiary", on_click=problem_filters.clear)
    if rows:
        _list(board, month, selection, rows)
    elif selection.rows or selection.removed:
        st.markdown("没有符合条件的记录。")
    else:
        st.markdown(f":blue[✓ {month_text(month)}没有{problem_list.name}的记录。]")
    suspect_review.assigning(problem_list, board, month)
    suspect_review.dismissed(problem_list, board, month)
    removed = selection.shown_removed()
    if removed:
        ui.section(f"较上月减少{len(removed)}{measure}", problem_tables.why_gone(problem_list))
        list_view.list_table(problem_list, removed, "gone", "ignore")
        _downloads(board, month, selection, f"减少的{len(removed)}{measure}", removed, "较上月减少")
    if problem_list.mark == indicators.DISAGREES:
        _unmatched(board, month)


def _list(board: Board, month: date, selection: Selection, rows: Sequence[Problem]) -> None:
    """The table, the row that is picked from it, the review of suspected rows, the files."""
    problem_list = selection.problem_list
    labels = [
        f"{problem.row.name}（{problem.row.unit}）{problem_tables.code_of(problem.row)}"
        for problem in rows
    ]

    ticks = assign_form.may_tick(problem_list) and not selection.is_of_removed

    def pick_clicked() -> None:
        clicked = st.session_state["rows"]["selection"]
        if ticks:
            assign_form.tick(clicked["rows"], labels)
        row = next((row for row, _ in clicked["cells"]), None) if ticks else ui.selected_row("rows")
        if row is not None:
            pickers.choose("row", labels[row])

    # above the table, where it is seen when a row is clicked
    label = pickers.one(
        "查看事项历史", labels, "row", placeholder="选择，或点击表中一行", width=480
    )
    if label:
        _row_history(board, month, selection, rows[labels.index(label)])
    ledger = data.ledger()
    shows_state = ledger.standings and not (selection.is_of_removed or problem_list.signs)
    states = (
        [ledger.of_row(problem_list.key, problem.row) for problem in rows] if shows_state else []
    )
    list_view.list_table(problem_list, rows, "rows", pick_clicked, states, has_ticks=ticks)
    if not selection.is_of_removed:
        suspect_review.form(problem_list, rows, labels, board, month)
        assign_form.show(problem_list, rows, labels)
    _downloads(
        board,
        month,
        selection,
        f"这{len(rows)}{selection.measure}",
        rows,
        selection.state if selection.is_of_removed else "",
    )
    _package_button(board, month, selection, rows)


def _row_history(board: Board, month: date, selection: Selection, problem: Problem) -> None:
    """One row over the months."""
    row, problem_list = problem.row, selection.problem_list
    with st.container(border=True, height=_HISTORY_HEIGHT, key="row_history_box"):
        ui.section(
            ui.text(row.name),
            f"{ui.text(row.unit)}　"
            f"{selection.solved_by.get(row.unit, problem_tables.NOT_SAID)}　"
            f"{problem_tables.change_text(problem_list, problem)}",
        )
        name = f"{row.name}来历"
        sheet_view.show(
            "row_history",
            export.Sheet(
                f"{board.home_name()}{name}",
                list(row_history.COLUMNS),
                [line.cells() for line in row_history.months(board, problem_list, problem, month)],
                [("清单", problem_list.name), (selection.unit_word, row.unit), *frame.facts()],
            ),
            "来历",
            file=name,
        )
        if row.grounds:
            st.markdown(f":gray[依据：{ui.text(row.grounds)}]")


def _sheet(
    board: Board,
    month: date,
    problem_list: indicators.ProblemList,
    rows: Sequence[Problem],
    filters: str,
    parts: Sequence[str],
) -> export.Sheet:
    return problem_tables.sheet(
        problem_list,
        month,
        rows,
        home=board.home_name(),
        edition=board.workflow.edition_text(month),
        filters=filters,
        part="，".join(parts),
        printed_at=downloads.day_text(),
    )


def _downloads(
    board: Board,
    month: date,
    selection: Selection,
    label: str,
    rows: Sequence[Problem],
    part: str,
) -> None:
    """The two buttons of these rows. `part`: what the names of the files call them."""
    problem_list = selection.problem_list
    parts = [*([part] if part not in ("", selection.state) else []), *selection.part_names]
    downloads.table(
        label,
        lambda suffix: export.file_name(
            board.home_name(), problem_list.name, *parts, month, suffix=suffix
        ),
        lambda: _sheet(board, month, problem_list, rows, selection.filter_text, parts),
        key=f"rows_{part}",
    )


def _package_button(
    board: Board, month: date, selection: Selection, rows: Sequence[Problem]
) -> None:
    """A workbook for each unit, in one archive."""
    problem_list, unit_word, filters = (
        selection.problem_list,
        selection.unit_word,
        selection.filter_text,
    )

    def package() -> downloads.Made:
        content = unit_packages.package(
            problem_list,
            month,
            rows,
            lambda unit, of_unit: _sheet(
                board,
                month,
                problem_list,
                of_unit,
                "；".join(filter(None, (filters, unit))),
                [unit],
            ),
        )
        return content, f"每个{unit_word}一份，共{len(rows)}行；" + "；".join(
            filter(None, (filters, board.workflow.edition_text(month)))
        )

    downloads.button(
        f"分发包（每个{unit_word}一份Excel）",
        export.file_name(
            board.home_name(),
            problem_list.name,
            *selection.part_names,
            "分发包",
            month,
            suffix=".zip",
        ),
        package,
        "package",
        mime=downloads.ZIP,
        icon=":material/folder_zip:",
    )


def _unmatched(board: Board, month: date) -> None:
    """Rows of partial sheets that match no item and were not used."""
    entries = data.unmatched(month, board.as_of)
    if entries:
        ui.section(f"清单中有{len(entries)}行没有对应的事项", "没有采用；请核对编码，或部门和名称")
        sheet_view.show(
            "unmatched",
            problem_tables.unmatched_sheet(entries, home=board.home_name(), facts=frame.facts()),
            "对不上的行",
            file="没有对应事项的行",
        )
