"""对账: the city's bulletin beside the own count, the rows that could explain a difference, and the
letter to the city.
"""

import streamlit as st

from govsvc import reconciling
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text
from govsvc.exports import export
from pages._ui import clipboard, data, downloads, frame, pickers, ui
from pages._ui.reason_rows import ground_rows

board, month = frame.require_month()
compared = reconciling.compare(board, month)
frame.title(reconciling.title(month, compared))
if not compared:
    months = sorted(
        {
            found
            for indicator in indicators.INDICATORS
            for found in board.values.bulletin_months(indicator, month)
        },
        reverse=True,
    )
    if months:
        st.markdown(f"最近一期通报为{month_text(months[0])}。")
        frame.link("reconcile.py", f"看{month_text(months[0])}的对账", m=frame.month_key(months[0]))
    else:
        st.markdown(
            "导入市级通报（全市指标）后，这里逐项比较通报与本县测算，列出可能的原因，并生成核对函。"
        )
    frame.link("upload.py", "去导入通报")
    st.stop()

books, cutoff, now = st.container(), None, data.now()
if any(found.differs and not found.bulletin.cutoff for found in compared):
    typed = st.text_input(
        "数据截止日（通报没有写明，填写后可列出截止日后变动的行）",
        key=f"cutoff_{frame.month_key(month)}",
        bind="query-params",
        placeholder=f"如 {month.month}月25日，回车",
        max_chars=12,
        width=420,
    )
    try:
        cutoff = reconciling.typed_cutoff(typed, month, now.date())
    except GovsvcError as error:
        st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:")
compared = reconciling.compare(board, month, cutoff)
differences = data.differences(month, board.as_of, cutoff)
with books:
    ui.section(
        "两本账", f"通报照原样，{reconciling.cutoffs_text(compared)}；本县测算由上报表格逐行认定"
    )
    sheet = reconciling.books_sheet(board.home_name(), compared, differences, frame.facts())
    ui.table(
        "books",
        sheet.columns,
        [
            [*row[:4], f":orange[{row[4]}]" if found.differs else row[4], row[5]]
            for row, found in zip(sheet.rows, compared)
        ],
        numbers=sheet.columns[1:4],
    )
    downloads.table(
        "两本账",
        lambda suffix: frame.file_name("通报与本县测算", suffix=suffix),
        lambda: sheet,
        key="books",
    )
    for found in compared:
        if notes := "".join(reconciling.notes(found)):
            st.markdown(f":gray[{found.indicator.short}：{ui.text(notes)}]")
if not differences:
    st.stop()

left, right = st.columns([1.55, 1], gap="large")
with left:
    names = {found.comparison.indicator.short: found for found in differences}
    picker, wanted = f"reconcile_{frame.month_key(month)}", st.query_params.get("ind")
    # not bound: which indicators differ is another in each month
    name = st.segmented_control(
        "指标",
        list(names),
        default=wanted if wanted in names else next(iter(names)),
        required=True,
        key=picker,
        label_visibility="collapsed",
        on_change=lambda: pickers.choose("ind", st.session_state[picker]),
    )
    chosen = names[name]
    indicator = chosen.comparison.indicator
    st.markdown(
        f"**{name}{reconciling.difference_text(chosen.comparison)}**　:gray["
        f"{ui.text(reconciling.at_cutoff_text(chosen))}]"
    )
    for ground in sorted(chosen.grounds, key=lambda ground: not ground.rows):
        if ground.rows or ground.note:
            ground_rows(ground, indicators.unit_word(indicator.kind), indicator.unit)
    silent = [ground.name for ground in chosen.grounds if not ground.rows and not ground.note]
    if silent:
        st.markdown(f":gray[没有{'、'.join(silent)}的行能说明这项差异。]")
with right:
    file = export.file_name(board.home_name(), "通报核对清单", month, suffix=".xlsx")
    ui.section("核对函", "复制后按本单位公文格式排版")
    clipboard.text_to_copy(
        reconciling.letter(board.home_name(), month, compared, differences, now.date(), file),
        "复制核对函",
        key="letter",
    )
    if any(found.row_count for found in differences):
        st.markdown(":gray[附件：]")
        downloads.table(
            "核对清单",
            lambda suffix: export.file_name(
                board.home_name(), "通报核对清单", month, suffix=suffix
            ),
            lambda: reconciling.sheet(
                board.home_name(),
                month,
                differences,
                edition=board.workflow.edition_text(month),
                printed_at=f"{now:%Y-%m-%d %H:%M}",
            ),
            key="reconciling",
        )
