"""问题清单: the named rows behind the numbers, by list and department, filtered, downloaded and
followed over the months.
"""

import streamlit as st

from govsvc import charts
from govsvc.assessment.problems import NEW, Problem
from govsvc.board import row_history
from govsvc.documents import unit_packages
from govsvc.domain import indicators
from govsvc.domain.months import month_text
from govsvc.exports import export, problem_tables
from pages._ui import data, frame, pickers, presentation, suspect_review, ui
from pages._ui import downloads as downloading

board, month = frame.require_month()
names = {found.name: found for found in indicators.LISTS if presentation.shows(found)}
ROWS, BY_UNIT = "逐行清单", "按单位看"
solved_by = problem_tables.who_solves(board.roster())


def drop_unknown(key: str, known: list[str]) -> None:
    """A link may name a unit that is not on this list."""
    if key in st.session_state:
        st.session_state[key] = [name for name in st.session_state[key] or [] if name in known]


with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="noprint_filters"):
    name = st.selectbox(
        "清单", list(names), key="list", bind="query-params", placeholder="选择清单", width=240
    )
    problem_list = names[name]
    kind = indicators.kind_of_list(problem_list)
    unit_word, measure = indicators.unit_word(kind), indicators.by_key(problem_list.indicator).unit
    rows, gone = data.problem_rows(problem_list.key, month, board.as_of)
    known = sorted({problem.row.unit for problem in (*rows, *gone)})
    drop_unknown("unit", known)
    units = st.multiselect(
        unit_word,
        known,
        key="unit",
        bind="query-params",
        placeholder=f"全部{unit_word}",
        select_all=False,
        width=260,
    )
    state = st.selectbox(
        "变化",
        problem_tables.STATES,
        key="state",
        bind="query-params",
        placeholder="选择变化",
        width=150,
    )
    who = st.selectbox(
        "谁能解决",
        [problem_tables.ALL, *dict.fromkeys(problem_tables.SOLVED_BY.values())],
        key="who",
        bind="query-params",
        placeholder="选择",
        width=150,
    )
    search = (
        ""
        if presentation.is_on()
        else st.text_input(
            "搜索", key="q", bind="query-params", placeholder="名称或编码，回车", width=180
        )
    )
    can_disagree = any(problem_tables.name_and_flag_disagree(problem.row) for problem in rows)
    disagreeing = can_disagree and st.toggle(
        f"只看{problem_tables.NAME_AND_FLAG}", key="disagree", bind="query-params"
    )
    view = (
        st.query_params.get("view", ROWS)
        if presentation.is_on()
        else st.segmented_control(
            "看法", [ROWS, BY_UNIT], default=ROWS, required=True, key="view", bind="query-params"
        )
    )

if not board.rows.has_own(kind, month):
    frame.title(f"{problem_list.name}：{month_text(month)}没有{indicators.KINDS[kind]}数据")
    st.markdown(f"导入{month_text(month)}的{indicators.KINDS[kind]}表后，这里逐行列出。")
    frame.link("upload.py", "去导入数据")
    st.stop()

chosen = {"units": units, "search": search, "who": who, "disagreeing": disagreeing}
shown = problem_tables.narrow(
    gone if state in problem_tables.OF_GONE else rows, state=state, solved_by=solved_by, **chosen
)
left = (
    []
    if state in problem_tables.OF_GONE
    else problem_tables.narrow(gone, solved_by=solved_by, **chosen)
)
new, net = sum(problem.state == NEW for problem in rows), board.lists.change(problem_list, month)
moved = (
    ""
    if net is None
    else (
        "，较上月"
        f"{'持平' if not net else f'净增{net}{measure}' if net > 0 else f'净减{-net}{measure}'}（"
        f"新增{new}、减少{len(gone)}）"
    )
)
frame.title(f"{problem_list.name}{len(rows)}{measure}{moved}")
st.markdown(
    f":gray[{problem_list.rule}。来源：{problem_tables.source(problem_list, rows)}。]"
    + (f"　:orange[另有{n}行有误，未计入。]" if (n := board.rows.left_out(kind, month)) else "")
)
suspect_review.beside(problem_list, board, month)
filters = problem_tables.filter_text(unit_word, state=state, **chosen)


def sheet(found: list[Problem], said: str) -> export.Sheet:
    return problem_tables.sheet(
        problem_list,
        month,
        found,
        home=board.home_name(),
        edition=board.workflow.edition_text(month),
        filters=said,
        printed_at=f"{data.now():%Y-%m-%d %H:%M}",
    )


def downloads(label: str, found: list[Problem], key: str) -> None:
    downloading.table(
        label,
        lambda suffix: export.file_name(
            board.home_name(), problem_list.name, key, month, suffix=suffix
        ),
        lambda: sheet(found, filters),
        key=f"rows_{key}",
    )


def package() -> downloading.Made:
    content = unit_packages.package(
        problem_list,
        month,
        shown,
        lambda unit, found: sheet(found, "；".join(filter(None, (filters, unit)))),
    )
    return content, f"每个{unit_word}一份，共{len(shown)}行；" + "；".join(
        filter(None, (filters, board.workflow.edition_text(month)))
    )


def show_rows(unit: str, to: str) -> None:
    """All rows of that unit on that list."""
    st.session_state.update(
        list=to,
        unit=[unit],
        view=ROWS,
        state=problem_tables.ALL,
        who=problem_tables.ALL,
        q="",
        disagree=False,
    )


def picked_heat() -> None:
    for row, column in st.session_state["heat"]["selection"]["cells"]:
        show_rows(everyone[row], column)


def picked_bar() -> None:
    for point in st.session_state["bars"]["selection"]["points"]:
        if point["y"] in known:
            show_rows(point["y"], problem_list.name)


def picked_row() -> None:
    place = ui.picked_place("rows")
    if place is not None:
        pickers.choose("row", labels[place])


def label_of(problem: Problem) -> str:
    return f"{problem.row.name}（{problem.row.unit}）{problem_tables.code_of(problem.row)}"


def detail(problem: Problem) -> None:
    """One row over the months."""
    with st.container(border=True):
        ui.section(
            ui.text(problem.row.name),
            (
                f"{ui.text(problem.row.unit)}　"
                f"{solved_by.get(problem.row.unit, problem_tables.NOT_SAID)}　"
                f"{problem_tables.change_text(problem_list, problem)}"
            ),
        )
        found = row_history.months(board, problem_list, problem, month)
        name = f"{problem.row.name}来历"
        ui.sheet_table(
            "row_history",
            export.Sheet(
                f"{board.home_name()}{name}",
                list(row_history.COLUMNS),
                [line.cells() for line in found],
                [("清单", problem_list.name), (unit_word, problem.row.unit), *frame.facts()],
            ),
            "来历",
            file=name,
        )
        if problem.row.grounds:
            st.markdown(f":gray[依据：{ui.text(problem.row.grounds)}]")


if view == BY_UNIT:
    counts = {
        found: by_unit
        for found, by_unit in board.lists.by_unit(kind, month).items()
        if presentation.shows(found)
    }
    everyone = sorted({unit for by_unit in counts.values() for unit in by_unit})
    ui.section(
        f"各{unit_word}在各清单上的{measure}数", "点一个数看它的逐行清单；也可在上面选清单和单位"
    )
    if everyone:
        ui.heat_table(counts, everyone, unit_word, "heat", picked_heat)
        table = problem_tables.counts_sheet(
            counts, everyone, unit_word, home=board.home_name(), facts=frame.facts()
        )
        downloading.table(
            "计数表",
            lambda suffix: frame.file_name(f"各{unit_word}问题清单计数", suffix=suffix),
            lambda: table,
            key="counts",
        )
    split = board.lists.split(problem_list, month)
    if not split.empty:
        ui.section(
            f"{problem_list.name}：按{unit_word}",
            "斜纹为需上级协调；灰字为累计占比；点一条看它的逐行清单",
        )
        split = split.assign(
            solved_by=[solved_by.get(unit, problem_tables.NOT_SAID) for unit in split["unit"]]
        )
        ui.chart(
            charts.unit_bars(split, unit_word=unit_word, **ui.look()), "bars", on_select=picked_bar
        )
    st.stop()

if filters:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"筛选出**{len(shown)}**{measure}（{ui.text(filters)}）", width="content")
        frame.link("problems.py", "清除筛选", list=problem_list.name)
if shown:
    labels = [label_of(problem) for problem in shown]
    ui.list_table(problem_list, shown, "rows", picked_row)
    row = (
        None
        if presentation.is_on()
        else pickers.one("看一行的来历", labels, "row", placeholder="选择，或点表中一行", width=480)
    )
    if row:
        detail(shown[labels.index(row)])
    if state not in problem_tables.OF_GONE:
        suspect_review.form(problem_list, shown, labels, board, month)
    downloads(f"这{len(shown)}{measure}", shown, state if state in problem_tables.OF_GONE else "")
    downloading.button(
        f"分发包（每个{unit_word}一份Excel）",
        export.file_name(board.home_name(), problem_list.name, "分发包", month, suffix=".zip"),
        package,
        "package",
        mime=downloading.ZIP,
        icon=":material/folder_zip:",
    )
else:
    st.markdown(
        "没有符合条件的记录。"
        if rows or gone
        else f":blue[✓ {month_text(month)}没有{problem_list.name}的记录。]"
    )
if not presentation.is_on():
    suspect_review.dismissed(problem_list, board, month)
if left and state == problem_tables.ALL and not presentation.is_on():
    ui.section(f"较上月减少{len(left)}{measure}", problem_tables.why_gone(problem_list))
    ui.list_table(problem_list, left, "gone", "ignore")
    downloads(f"减少的{len(left)}{measure}", left, "较上月减少")
if (
    problem_list.mark == indicators.DISAGREES
    and not presentation.is_on()
    and (loose := data.unmatched(month, board.as_of))
):
    ui.section(f"清单中有{len(loose)}行对不上事项", "没有采用；请核对编码，或部门和名称")
    ui.sheet_table(
        "unmatched",
        problem_tables.unmatched_sheet(loose, home=board.home_name(), facts=frame.facts()),
        "对不上的行",
        file="对不上事项的行",
    )
