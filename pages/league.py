"""单位晾晒: departments, townships and leaders in one table; a unit's own page with all its items,
to print and to hand on.
"""

import streamlit as st

from govsvc.board import by_unit
from govsvc.documents import unit_packages
from govsvc.domain import indicators, rates
from govsvc.domain.months import month_text
from govsvc.exports import export
from pages._ui import data, downloads, frame, pickers, presentation, ui

board, month = frame.require_month()
COLUMNS = [
    "名次",
    "单位",
    "达标 / 总数",
    "比率",
    "未达标",
    "本月新增",
    "连续未解决",
    "最长",
    "名次变化",
    "提示",
]
groups = {name: key for key, name in by_unit.GROUPS.items()}
ALL = "全部指标"
subjects = {ALL: None} | {found.short: found for found in by_unit.comparable()}
with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="noprint_pickers"):
    group_name = st.segmented_control(
        "比什么",
        list(groups),
        default=next(iter(groups)),
        required=True,
        key="group",
        bind="query-params",
    )
    subject = st.selectbox(
        "指标",
        list(subjects),
        key="subject",
        bind="query-params",
        placeholder="选择指标",
        width=200,
    )
    group, indicator = groups[group_name], subjects[subject]
    table = by_unit.rows(board, group, indicator, month)
    names = [row.name for row in table]
    picked = pickers.one(
        f"看哪个{group_name}", names, "of", placeholder="选择，或点表中一行", width=280
    )


def pick_row() -> None:
    place = ui.picked_place("league_table")
    if place is not None:
        pickers.choose("of", names[place])


def leave() -> None:
    pickers.choose("of", None)


def whole() -> None:
    """The table of all units."""
    frame.title(ui.text(by_unit.finding(table, group, f"{group_name}{subject}")))
    if not any(row.counted for row in table):
        st.markdown(
            f"{month_text(month)}没有可以按{group_name}列出的逐行数据。"
            "导入政务服务事项或基层站点后，这里显示。"
        )
        frame.link("upload.py", "去导入数据")
        return
    added = "；各指标项数相加，一项按每个指标各算一次" if indicator is None else ""
    ui.section(
        f"{month_text(month)}{group_name}晾晒", f"按比率精确值排名；点一行看它的全部事项{added}"
    )
    cells = [
        [
            rates.rank_text(row.rank),
            row.name,
            f"{rates.count_text(row.met)} / {rates.count_text(row.counted)}"
            if row.counted
            else "—",
            rates.percent_text(row.rate),
            *([str(n) for n in (row.missing, row.new, row.lasting)] if row.counted else ["—"] * 3),
            f"{row.longest}个月" if row.longest else "—",
            by_unit.moved(row.place_change),
            f"▼ 连续{by_unit.MONTHS_LAST}个月末位" if row.is_always_last else "",
        ]
        for row in table
    ]
    ui.league_table("league_table", COLUMNS, cells, f"{group_name}晾晒表，{len(cells)}行", pick_row)
    sheet = export.Sheet(
        f"{board.home_name()}{group_name}晾晒（{month_text(month)}）",
        COLUMNS,
        cells,
        [
            ("数据月份", month_text(month)),
            ("指标", subject),
            ("来源", "本县测算"),
            ("版本", board.workflow.edition_text(month)),
        ],
    )
    downloads.table(
        "晾晒表",
        lambda suffix: export.file_name(
            board.home_name(), f"{group_name}晾晒", subject, month, suffix=suffix
        ),
        lambda: sheet,
        key="league",
    )


def of_one(name: str) -> None:
    """All that one unit has: its rates and every list with its rows."""
    shown = [found for found in indicators.problem_lists() if presentation.shows(found)]
    every = data.listed(tuple(found.key for found in shown), month, board.as_of)
    units = next(row.units for row in table if row.name == name)
    of_indicators = {
        found: next(row for row in by_unit.rows(board, group, found, month) if row.name == name)
        for found in by_unit.comparable()
    }
    mine = unit_packages.of_units(every, units)
    confirmed = sum(not problem_list.suspects for problem_list in mine)
    suspected = sum(len(rows) for problem_list, rows in mine.items() if problem_list.suspects)
    frame.title(
        (
            f"{name}：{month_text(month)}{confirmed}张清单上有事项"
            if confirmed
            else f"{name}：{month_text(month)}没有问题事项"
        )
        + (f"，另有疑似{suspected}项" if suspected else "")
    )
    with st.container(horizontal=True, gap="small", key="noprint_actions"):
        st.button(f"返回全部{group_name}", icon=":material/arrow_back:", on_click=leave)
        downloads.button(
            "下载（Excel，每张清单一页）",
            export.file_name(board.home_name(), name, "问题清单", month, suffix=".xlsx"),
            lambda: (
                export.to_book(
                    unit_packages.sheets(
                        board,
                        month,
                        name,
                        of_indicators,
                        mine,
                        printed_at=f"{data.now():%Y-%m-%d %H:%M}",
                    )
                ),
                f"{len(mine)}张清单，{sum(map(len, mine.values()))}行；{board.workflow.edition_text(month)}",
            ),
            "unit_book",
            mime=downloads.XLSX,
        )
        ui.print_button()
    if len(units) > 1:
        st.markdown(f":gray[分管{ui.text('、'.join(units))}]")
    ui.section("各项指标", "本县测算")
    ui.table(
        "unit_rates",
        list(unit_packages.RATE_COLUMNS),
        [unit_packages.rate_cells(*line) for line in of_indicators.items()],
        numbers=unit_packages.RATE_COLUMNS[1:],
    )
    for problem_list, rows in mine.items():
        ui.section(
            f"{problem_list.name}{len(rows)}{indicators.by_key(problem_list.indicator).unit}",
            problem_list.rule,
        )
        ui.list_to_read(problem_list, rows)
    st.markdown(
        f":gray[:small[{ui.text(board.home_name())}　{month_text(month)}　"
        f"{ui.text(board.workflow.edition_text(month))}]]"
    )


if picked in names:
    of_one(picked)
else:
    whole()
