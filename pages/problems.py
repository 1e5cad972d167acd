"""问题清单: the named rows behind the numbers, by list and department, filtered, downloaded and
followed over the months.
"""

import streamlit as st

from govsvc.domain import indicators
from govsvc.domain.months import month_text
from govsvc.exports import problem_tables
from pages._ui import frame, moved_links
from pages._ui.problems import problem_counts, problem_filters, problem_rows, suspect_review

board, month = frame.require_month()
selection = problem_filters.choose(board, month, board.lists.in_use(month))
problem_list, kind = selection.problem_list, selection.kind

if not board.rows.has_own(kind, month):
    frame.title(f"{problem_list.name}：{month_text(month)}没有{indicators.KINDS[kind]}数据")
    st.markdown(f"导入{month_text(month)}的{indicators.KINDS[kind]}表后，这里逐行列出。")
    frame.link("upload.py", "去导入数据")
    st.stop()

frame.title(selection.title(board.lists.change(problem_list, month)))
left_out = board.rows.left_out(kind, month)
st.markdown(
    f":gray[{problem_list.rule}。来源：{problem_tables.source(problem_list, selection.rows)}。]"
    + (f"　:orange[另有{left_out}行有误，未计入。]" if left_out else "")
)
moved_links.show(problem_list, board.lists.moved(problem_list, month))
suspect_review.beside(problem_list, board, month)
if selection.is_by_unit:
    problem_counts.show(board, month, selection)
else:
    problem_rows.show(board, month, selection)
