"""问题清单: the named rows behind the numbers, filtered and downloaded."""

from datetime import datetime

import streamlit as st

from govsvc import export, indicators, lists
from govsvc.months import month_text
from govsvc.problems import NEW
from pages._shared import data, frame, room, ui

board, month = frame.require_month()
names = {found.name: found for found in indicators.LISTS if room.shows(found)}
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    name = st.selectbox("清单", list(names), key="list", bind="query-params", placeholder="选择清单", width=200)
    problem_list = names[name]
    kind = indicators.kind_of_list(problem_list)
    unit_word, measure = indicators.unit_word(kind), indicators.by_key(problem_list.indicator).unit
    rows, gone = data.problem_rows(problem_list.key, month, board.as_of)
    units = st.multiselect(unit_word, sorted({problem.row.unit for problem in rows}), key="unit", bind="query-params",
                           placeholder=f"全部{unit_word}", select_all=False, width=320)
    state = st.segmented_control("变化", [lists.ALL, lists.ONLY_NEW, lists.ONLY_LASTING], default=lists.ALL, required=True, key="state", bind="query-params")
    search = st.text_input("搜索", key="q", bind="query-params", placeholder="名称或编码，回车", width=220)

shown = lists.narrow(rows, units=units, state=state, search=search)
if not board.has_own(kind, month):
    frame.title(f"{problem_list.name}：{month_text(month)}没有{indicators.KINDS[kind]}数据")
    st.markdown(f"导入{month_text(month)}的{indicators.KINDS[kind]}表后，这里逐行列出。")
    frame.link("upload.py", "去导入数据")
    st.stop()

new, net = sum(problem.state == NEW for problem in rows), board.list_change(problem_list, month)
moved = "" if net is None else f"，较上月{'持平' if not net else f'净增{net}{measure}' if net > 0 else f'净减{-net}{measure}'}（新增{new}、减少{len(gone)}）"
frame.title(f"{problem_list.name}{len(rows)}{measure}{moved}")
st.markdown(f":gray[{problem_list.rule}。来源：{lists.source(problem_list, rows)}。]"
            + (f"　:orange[另有{n}行有误，未计入。]" if (n := board.left_out(kind, month)) else ""))
filters = lists.filter_text(unit_word, units=units, state=state, search=search)


def downloads(label: str, found: list, key: str) -> None:
    def sheet() -> export.Sheet:
        return lists.sheet(problem_list, month, found, home=board.home_name(), edition=board.edition(month), filters=filters,
                           printed_at=f"{datetime.now():%Y-%m-%d %H:%M}")

    ui.downloads(label, lambda suffix: export.file_name(board.home_name(), problem_list.name, key, month, suffix=suffix),
                 lambda: export.to_xlsx(sheet()), lambda: export.to_csv(sheet()), key=f"rows_{key}")


if filters:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"筛选出**{len(shown)}**{measure}（{ui.text(filters)}）", width="content")
        frame.link("problems.py", "清除筛选", list=problem_list.name)
if shown:
    ui.list_table(problem_list, shown)
    downloads(f"这{len(shown)}{measure}", shown, "")
else:
    st.markdown("没有符合条件的记录。" if rows else f":blue[✓ {month_text(month)}没有{problem_list.name}的记录。]")
left = lists.narrow(gone, units=units, search=search)
if left:
    ui.section(f"较上月减少{len(left)}{measure}", "本月解决的已达到要求；核减的已停用、下放或豁免；其余是本月没有报来，不算解决")
    ui.list_table(problem_list, left)
    downloads(f"减少的{len(left)}{measure}", left, "较上月减少")
if problem_list.mark == indicators.DISAGREES and (loose := data.unmatched(month, board.as_of)):
    ui.section(f"清单中有{len(loose)}行对不上事项", "没有采用；请核对编码，或部门和名称")
    ui.table("unmatched", list(lists.UNMATCHED_COLUMNS), [[ui.text(cell) if cell else "—" for cell in lists.unmatched_cells(*found)] for found in loose])
