"""一件事 section by section: rates, 断点, 上线零办件, what is saved, the list."""

from datetime import date

import streamlit as st

from govsvc.board import Board
from govsvc.board.chain_links import Links
from govsvc.board.chain_period import ChainPeriod
from govsvc.documents import template
from govsvc.domain.months import month_text
from govsvc.domain.rates import count_text, percent_text
from govsvc.exports import chain_table, export
from govsvc.exports.export import Sheet
from govsvc.security import Right
from pages._ui import data, downloads, frame, period_picker, ui

_LIST = "一件事清单"


def choose() -> tuple[Board, date, ChainPeriod]:
    """Draws the pickers; gives the board that the month is read of, the month and the period."""
    months = data.board().chains.months()
    board, month, is_cumulative = period_picker.show(months, "chain", "一件事月份", "办件期间")
    return board, month, board.chains.period(month, is_cumulative=is_cumulative)


def title(period: ChainPeriod, links: Links) -> None:
    """The finding: how many break, how many are online, how many of them without a case."""
    broken = f"{links.sentence}；" if links.breaks else ""
    frame.title(broken + period.sentence)


def how_to_begin() -> None:
    """What to hand in, where there is no list."""
    st.markdown(
        "导入一件事清单（一件事名称、牵头部门、联办部门、关联事项、状态、是否应落地，"
        "改革前后的环节、"
        "材料、时限、跑动）后，这里先列链上断点和上线零办件，再列落地率、有办件率和减幅；"
        "也可以在下面逐个录入。"
    )
    frame.link("upload.py", "去导入一件事清单 ›")


def form_to_fill_in(board: Board, period: ChainPeriod) -> None:
    """The list in force as a workbook to fill in and import, for those who may; without one the
    bare columns.
    """
    if not data.actor().may(Right.UPLOAD_ALL):
        return
    month = period.months[-1]

    def made() -> downloads.Made:
        store = data.store()
        names = template.known_names(store)
        return template.chains.workbook(names, store, month), f"{len(period.chains)}个一件事"

    downloads.button(
        "下载填报表（已填入现有清单）" if period.chains else "下载空白填报表",
        template.chains.file_name(board.home_name(), month),
        made,
        "chain_form_xlsx",
        mime=downloads.XLSX,
        right=Right.UPLOAD_ALL,
    )


def rates(period: ChainPeriod) -> None:
    """The three shares and the cases; what is not counted."""
    with st.container(horizontal=True, gap="large", key="chain_rates"):
        for value in period.values:
            st.metric(
                value.rate.name + (f"（{value.fraction_text}）" if value.denominator else ""),
                percent_text(value.published),
                help=value.rate.definition,
                width="content",
            )
        st.metric(f"{period.name}办件量", f"{count_text(period.case_count)}件", width="content")
    listed = f"清单为{month_text(period.listed_in)}的" if period.listed_in else ""
    bodies = f"涉及{period.bodies.units}个部门、{period.bodies.items}个事项"
    lines = [f":gray[{'；'.join(filter(None, (listed, bodies)))}]"]
    lines += [f":orange[{ui.text(gap)}]" for gap in period.gaps]
    st.markdown("  \n".join(lines))


def breaks(links: Links) -> None:
    """Where chains break, with what became of it; Excel and CSV."""
    if not links.has_items:
        if links.matched:
            st.markdown(":orange[本月没有政务服务事项清单，不能核对链上断点。]")
        return
    ui.section("链上断点", "关联事项未网办、未进驻、未授权、已停用或不在清单里了；列明事项和部门")
    if not links.breaks:
        st.markdown("没有断点：能对上的关联事项都可网办、已进驻，需授权的已授权。")
    else:
        ledger = data.ledger()
        columns = (*chain_table.LINK_COLUMNS, "整改")
        rows = [[*chain_table.link_row(one), ledger.of_link(one)] for one in links.breaks]
        _table("chain_breaks", columns, rows, leading=["断点", "关联事项"])
        _download("链上断点", columns, rows)
    if links.outside:
        st.markdown(
            f":gray[:small[另有{links.outside}个关联事项由银行、公司等办理，"
            "不在事项清单里，不核对。]]"
        )


def without_cases(period: ChainPeriod) -> None:
    """上线零办件, and those of which nobody says."""
    if not period.held or not period.online:
        return
    ui.section("上线零办件", f"{period.name}一件也没有办过")
    if period.without_cases:
        _table(
            "chain_idle",
            ("一件事", "牵头部门", "上线时间"),
            [[one.name, one.unit or "—", one.online_on or "—"] for one in period.without_cases],
        )
    else:
        st.markdown("没有：报了办件量的都有办件。")
    if period.unreported:
        names = "、".join(one.name for one in period.unreported)
        st.markdown(f":orange[已上线、没有报办件量的：{ui.text(names)}]")


def savings(period: ChainPeriod) -> None:
    """减环节、减材料、减时限、减跑动 of all things together."""
    if not any(one.things for one in period.reductions):
        return
    ui.section("减环节、减材料、减时限、减跑动", f"合计：{period.way_text}；未上线的不计")
    _table(
        "chain_savings",
        chain_table.REDUCTION_COLUMNS,
        [chain_table.reduction_row(one) for one in period.reductions],
        numbers=chain_table.REDUCTION_COLUMNS[1:],
        leading=["合计减少"],
    )


def unmatched(links: Links) -> None:
    """Member items that nobody has found: to be named or given a code."""
    if not links.unmatched:
        return
    ui.section(
        "关联事项未匹配",
        "名称与事项清单对不上；请在清单里写明事项编码或改成清单上的名称，断点才能核对",
    )
    rows = [chain_table.link_row(one) for one in links.unmatched]
    _table("chain_unmatched", chain_table.LINK_COLUMNS, rows, leading=["断点", "关联事项"])
    _download("关联事项未匹配", chain_table.LINK_COLUMNS, rows)


def listed(period: ChainPeriod) -> None:
    """All things; Excel and CSV with all that the list says of each."""
    ui.section(_LIST, f"{len(period.chains)}个；办件为{period.name}的")
    _table(
        "chain_list",
        chain_table.COLUMNS,
        chain_table.rows_of(period.chains, period.cases, period.rules),
        numbers=("事项", "办件"),
        leading=["状态", "办件"],
    )
    full = chain_table.rows_of(period.chains, period.cases, period.rules, is_full=True)
    _download(_LIST, chain_table.FULL_COLUMNS, full)


def _table(
    key: str,
    columns: tuple[str, ...],
    rows: list[list[str]],
    numbers: tuple[str, ...] = (),
    leading: list[str] | None = None,
) -> None:
    cells = [[ui.text(cell) for cell in row] for row in rows]
    ui.table(key, columns, cells, numbers=numbers, leading=leading or [])


def _download(name: str, columns: tuple[str, ...], rows: list[list[str]]) -> None:
    current = frame.current()
    home = current.board.home_name()
    sheet = Sheet(f"{home}{name}", columns, rows, frame.facts(), numbers=["办件"])
    downloads.table(
        name,
        lambda suffix: export.file_name(
            home, name, current.month, frame.version_text(), suffix=suffix
        ),
        lambda: sheet,
        key=f"chains_{name}",
    )
