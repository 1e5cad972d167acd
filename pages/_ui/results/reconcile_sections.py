"""对账: both values of each indicator, the reasons of a difference, the letter to the city."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc import reconciling
from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text
from govsvc.exports import export
from govsvc.reconciling import Comparison, Difference
from pages._ui import clipboard, data, downloads, frame, pickers, ui
from pages._ui.rectification import assign_form
from pages._ui.results.reason_rows import reason_rows


def no_bulletin(board: Board, month: date) -> None:
    """Where the month has no bulletin: the way to the latest one, and to the import."""
    months = [
        bulletin_month
        for indicator in indicators.INDICATORS
        for bulletin_month in board.values.bulletin_months(indicator, month)
    ]
    if months:
        latest = max(months)
        st.markdown(f"最近一期通报为{month_text(latest)}。")
        frame.link("reconcile.py", f"看{month_text(latest)}的对账", m=frame.month_key(latest))
    else:
        st.markdown(
            "导入市级通报（全市指标）后，这里逐项比较通报与本县测算，列出可能的原因，并生成核对函。"
        )
    frame.link("upload.py", "去导入通报")


def cutoff_box(month: date, comparisons: Sequence[Comparison]) -> date | None:
    """The bulletin's 数据截止日, asked where a value differs and the bulletin does not say it."""
    if not any(comparison.differs and not comparison.bulletin.cutoff for comparison in comparisons):
        return None
    text = st.text_input(
        "数据截止日（通报没有写明，填写后可列出截止日后变动的行）",
        key=f"cutoff_{frame.month_key(month)}",
        bind="query-params",
        placeholder=f"如 {month.month}月25日，回车",
        max_chars=12,
        width=420,
    )
    try:
        return reconciling.typed_cutoff(text, month, data.now().date())
    except GovsvcError as error:
        ui.show_error(error)
        return None


def both_values(
    board: Board, comparisons: Sequence[Comparison], differences: Sequence[Difference]
) -> None:
    """两本账: the bulletin's value and the own count of each indicator."""
    ui.section(
        "两本账",
        f"通报照原样，{reconciling.cutoffs_text(comparisons)}；本县测算由上报表格逐行认定",
    )
    sheet = reconciling.books_sheet(board.home_name(), comparisons, differences, frame.facts())
    ui.table(
        "books",
        sheet.columns,
        [
            [*row[:4], f":orange[{row[4]}]" if comparison.differs else row[4], row[5]]
            for row, comparison in zip(sheet.rows, comparisons)
        ],
        numbers=sheet.numbers,
        leading=sheet.columns[3:5],
    )
    downloads.table(
        "两本账",
        lambda suffix: frame.file_name("通报与本县测算", suffix=suffix),
        lambda: sheet,
        key="books",
    )
    for comparison in comparisons:
        if notes := "".join(reconciling.notes(comparison)):
            st.markdown(f":gray[{comparison.indicator.short}：{ui.text(notes)}]")


def reasons(board: Board, month: date, differences: Sequence[Difference]) -> None:
    """The rows that could explain the difference of one indicator, and their 交办."""
    by_name = {difference.comparison.indicator.short: difference for difference in differences}
    picker, wanted = f"reconcile_{frame.month_key(month)}", st.query_params.get("ind")
    # not bound to the address by Streamlit: which indicators differ is another in each month
    name = st.segmented_control(
        "指标",
        list(by_name),
        default=wanted if wanted in by_name else next(iter(by_name)),
        required=True,
        key=picker,
        label_visibility="collapsed",
        on_change=lambda: pickers.choose("ind", st.session_state[picker]),
    )
    difference = by_name[name]
    indicator = difference.comparison.indicator
    st.markdown(
        f"**{name}{reconciling.difference_text(difference.comparison)}**　"
        f":gray[{ui.text(reconciling.at_cutoff_text(difference))}]"
    )
    for reason in sorted(difference.grounds, key=lambda reason: not reason.rows):
        if reason.rows or reason.note:
            reason_rows(reason, indicators.unit_word(indicator.kind), indicator.unit)
    without_rows = [
        reason.name for reason in difference.grounds if not reason.rows and not reason.note
    ]
    if without_rows:
        st.markdown(f":gray[没有{'、'.join(without_rows)}的行能说明这项差异。]")
    _assigning(board, month, difference)


def _assigning(board: Board, month: date, difference: Difference) -> None:
    """交办 of those of the rows that are on a problem list."""
    indicator = difference.comparison.indicator
    for problem_list, rows in reconciling.on_lists(
        difference, lambda one: data.problem_rows(one.key, month, board.as_of)[0]
    ):
        assign_form.show(
            problem_list,
            rows,
            key=f"reconcile_{problem_list.key}",
            source="通报对账",
            title=f"交办整改：以上在“{problem_list.name}”清单上的{len(rows)}{indicator.unit}",
        )


def letter(
    board: Board,
    month: date,
    comparisons: Sequence[Comparison],
    differences: Sequence[Difference],
) -> None:
    """核对函 to copy, and its annex to download."""
    home, now = board.home_name(), data.now()
    annex = export.file_name(home, "通报核对清单", month, suffix=".xlsx")
    ui.section("核对函", hint="复制后按本单位公文格式排版")
    clipboard.text_to_copy(
        reconciling.letter(home, month, comparisons, differences, now.date(), annex),
        "复制核对函",
        key="letter",
    )
    if any(difference.row_count for difference in differences):
        st.markdown(":gray[附件：]")
        downloads.table(
            "核对清单",
            lambda suffix: export.file_name(home, "通报核对清单", month, suffix=suffix),
            lambda: reconciling.sheet(
                home,
                month,
                differences,
                edition=board.workflow.edition_text(month),
                printed_at=downloads.day_text(),
            ),
            key="reconciling",
        )
