"""The slide of 一件事: where chains break and whose that is, else what they save."""

from dataclasses import replace
from datetime import date

from govsvc.board.board import Board
from govsvc.board.briefing.model import (
    ATTEND,
    OWN,
    PLAIN,
    Bar,
    Bars,
    Cell,
    Fact,
    Slide,
    Table,
    rows_with_room,
)
from govsvc.board.chain_links import Links
from govsvc.board.chain_period import ChainPeriod
from govsvc.domain.chains.links import Link
from govsvc.domain.rates import percent_text
from govsvc.workflow.rectification import Ledger
from govsvc.workflow.rectification.ledger import NOT_ASSIGNED

#: rows of the table, lines that they take, characters of an item's name on a line
_MOST_ROWS, _MOST_LINES, _LINE = 5, 8, 16
#: this slide, and 下步清单, which says where chains break where this one has no room
KEY, _NEXT = "one_chain", "next"


def said_below(board: Board, month: date, slide: Slide) -> Slide:
    """下步清单 with a line on where chains break, and whose that is; any other slide as it is."""
    links = board.chains.links(month)
    (table, *others) = slide.parts or (None,)
    if slide.key != _NEXT or not links.breaks or not isinstance(table, Table):
        return slide
    units = "、".join(dict.fromkeys(one.unit for one in links.breaks))
    note = "；".join(filter(None, (f"一件事{links.sentence}：{units}", table.note)))
    return replace(slide, parts=(replace(table, note=note), *others))


def things(board: Board, month: date, ledger: Ledger | None) -> Slide | None:
    """一件事 of the month; None where no list is in force or nothing in it is online."""
    period, links = board.chains.period(month), board.chains.links(month)
    if not period.online:
        return None
    shown = _breaks(links, ledger) if links.breaks else _savings(period)
    return Slide(
        KEY,
        _title(period, links),
        _facts(period, links),
        (shown,) if shown else (),
        "one_chain.py",
    )


def _title(period: ChainPeriod, links: Links) -> str:
    """一件事上线22个，链上有断点2个，上线零办件1个."""
    parts = [f"一件事上线{len(period.online)}个"]
    if links.breaks:
        parts.append(f"链上有断点{len(links.chains)}个")
    if period.held:
        count = len(period.without_cases)
        parts.append(f"上线零办件{count}个" if count else "个个有办件")
    return "，".join(parts)


def _facts(period: ChainPeriod, links: Links) -> tuple[Fact, ...]:
    facts = [
        Fact(percent_text(value.published), f"{value.rate.name}，{value.fraction_text}", tone)
        for value, tone in zip(period.values, (OWN, PLAIN, PLAIN))
        if value.published is not None
    ]
    if links.has_items:
        tone = ATTEND if links.breaks else PLAIN
        facts.append(Fact(f"{len(links.chains)}个", "链上有断点", tone))
    return tuple(facts)


def _breaks(links: Links, ledger: Ledger | None) -> Table:
    names = [link.item for link in links.breaks]
    shown = links.breaks[: rows_with_room(names, _LINE, _MOST_ROWS, _MOST_LINES)]
    rest = len(links.breaks) - len(shown)
    waiting = sum(ledger.of_link(one) == NOT_ASSIGNED for one in links.breaks) if ledger else 0
    notes = (f"另有{rest}处，见一件事" if rest else "", f"{waiting}处未交办" if waiting else "")
    return Table(
        ("一件事", "关联事项", "部门", "断点"),
        tuple(map(_row, shown)),
        caption="链上断点",
        note="；".join(filter(None, notes)),
    )


def _row(link: Link) -> tuple[Cell, ...]:
    return tuple(map(Cell, (link.chain.name, link.item, link.unit, link.reason)))


def _savings(period: ChainPeriod) -> Bars | None:
    bars = tuple(
        Bar(
            one.saving.name, f"{percent_text(one.published)}（{one.text}）", 0, float(one.published)
        )
        for one in period.reductions
        if one.published is not None
    )
    return Bars("减幅合计", bars, 0, 100) if bars else None
