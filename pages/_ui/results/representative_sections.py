"""首席事务代表 on 授权与代表: the three shares, who has none, each department's."""

from datetime import date

import streamlit as st

from govsvc.board import Board, representatives
from govsvc.board.representatives import Delegates
from govsvc.domain.rates import percent_text
from govsvc.exports.export import Sheet
from pages._ui import downloads, frame, ui

_TABLE = "首席事务代表名册"
_MOST_NAMED = 12


def show(board: Board, month: date, found: Delegates) -> None:
    """The shares, the departments without, what expires, the list; Excel and CSV."""
    ui.section(
        "首席事务代表",
        "以有事项进驻大厅的部门为总数；授权书的有效、到期、过期均"
        f"{representatives.as_of_text(month)}",
    )
    if not found.rows:
        st.markdown(
            ":gray[还没有名册：导入“首席事务代表名册”（一个部门一行），或在下面逐个部门登记。]"
        )
        return
    _shares(found)
    notes = [
        f":orange[没有选派的{len(found.without)}个部门：{ui.text(_named(found.without))}]"
        if found.without
        else "",
        *(
            f":orange[{one.name}：{len(one.unknown)}个部门没有写明，未计入"
            f"（{ui.text(_named(one.unknown))}）]"
            for one in found.shares
            if one.unknown
        ),
    ]
    if warning := representatives.warning(board, month):
        notes.append(f":orange[{ui.text(warning)}]")
    if any(notes):
        st.markdown("  \n".join(filter(None, notes)))
    _table(board, month, found)


def _shares(found: Delegates) -> None:
    with st.container(horizontal=True, gap="large", key="representative_shares"):
        for one in found.shares:
            met, counted = one.counts
            st.metric(
                f"{one.name}（{met}/{counted}）",
                percent_text(one.published),
                help=one.rule,
                width="content",
            )


def _named(units: tuple[str, ...]) -> str:
    return "、".join(units[:_MOST_NAMED]) + ("等" if len(units) > _MOST_NAMED else "")


def _table(board: Board, month: date, found: Delegates) -> None:
    table = representatives.frame_of(found, board.representatives.warning_days)
    names = [str(name) for name in table.columns]
    ui.table(
        "representatives",
        names,
        [[ui.text(cell) for cell in row] for row in table.itertuples(index=False, name=None)],
        leading=["A岗", "提醒"],
    )
    facts = [*frame.facts(), ("提醒", representatives.as_of_text(month))]
    sheet = Sheet(f"{board.home_name()}{_TABLE}", names, table.values.tolist(), facts)
    downloads.table(
        "名册",
        lambda suffix: frame.file_name(_TABLE, suffix=suffix),
        lambda: sheet,
        key="representatives",
    )


def of_unit(board: Board, month: date, unit: str) -> None:
    """On the unit's page: who it has in the hall, and what is to be put right."""
    row = board.representatives.in_force(month).get(unit)
    if row is None or not row.name:
        return
    day, days = representatives.last_day(month), board.representatives.warning_days
    deputy = f"，B岗{row.deputy}" if row.deputy else ""
    document = f"，授权书{row.document}" if row.document else ""
    term = representatives.term_text(row)
    said = ui.text(f"首席事务代表：{row.name}{deputy}{document}，有效期{term}")
    if state := representatives.state_text(row, day, days):
        said += f"　:orange[{ui.text(f'{representatives.as_of_text(month)}，{state}')}]"
    st.markdown(said)


def warning(board: Board, month: date) -> bool:
    """On 总览: which 授权书 have expired or soon will; gives whether there are any."""
    said = representatives.warning(board, month)
    if said:
        frame.link("authorisation.py", f":orange[◆] {ui.text(said)}")
    return bool(said)
