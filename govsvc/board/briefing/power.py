"""The slide of 授权与代表: whose windows may not decide, whom departments have sent."""

from datetime import date

from govsvc.board import authorisation, representatives
from govsvc.board.authorisation import Power
from govsvc.board.board import Board
from govsvc.board.briefing.model import (
    ATTEND,
    OWN,
    PLAIN,
    Bars,
    Cell,
    Fact,
    Note,
    Slide,
    Table,
    counted_bars,
)
from govsvc.board.representatives import Delegates
from govsvc.domain.rates import percent_text

KEY = "power"
_MOST_BARS, _MOST_ROWS = 6, 6


def power(board: Board, month: date, *, show_effective: bool) -> Slide | None:
    """授权与代表; None where the month has no authorisation."""
    found = authorisation.power(board, month)
    if found is None:
        return None
    sent = representatives.delegates(board, month)
    parts = [
        _unauthorised(found, _partly(board, month, found)),
        _wanting(board, month, sent) if sent and sent.rows else None,
    ]
    return Slide(
        KEY,
        _title(found, sent),
        _facts(found, sent, show_effective=show_effective),
        tuple(part for part in parts if part),
        "authorisation.py",
    )


def _title(found: Power, sent: Delegates | None) -> str:
    """已进驻未授权68项，住房和城乡建设局最多（40项）；1个部门没有首席事务代表."""
    named = next(one for one in found.listed if one.without)
    units = sorted(
        ((one.listed.get(named, 0), one.unit) for one in found.units), key=lambda one: -one[0]
    )
    count = found.listed[named]
    most = [unit for lacking, unit in units if lacking == units[0][0]] if units else []
    worst = f"，{most[0]}最多（{units[0][0]}项）" if count and len(most) == 1 else ""
    parts = [f"{named.name}{count}项{worst}" if count else "已进驻事项都已授权"]
    if sent and sent.rows and sent.without:
        whose = f"（{sent.without[0]}）" if len(sent.without) == 1 else ""
        parts.append(f"{len(sent.without)}个部门没有首席事务代表{whose}")
    return "；".join(parts)


def _facts(found: Power, sent: Delegates | None, *, show_effective: bool) -> tuple[Fact, ...]:
    standing = found.standing
    value = standing.headline
    assert value is not None
    counts = f"，{value.counts[0]:,}/{value.counts[1]:,}项" if value.counts else ""
    facts = [Fact(percent_text(value.published), f"授权到位率{counts}", OWN)]
    if show_effective and standing.twin:
        facts.append(Fact(percent_text(standing.twin.published), "核实后"))
    for share in sent.shares if sent and sent.rows else ():
        met, counted = share.counts
        tone = ATTEND if share.lacking else PLAIN
        facts.append(Fact(percent_text(share.published), f"{share.name}，{met}/{counted}", tone))
    return tuple(facts)


def _partly(board: Board, month: date, found: Power) -> str:
    """部分授权41项，不计为到位（默认口径）: what else the rate lacks, or has beside the rest."""
    partly = next(one for one in found.listed if one.flag in found.standing.indicator.also_met)
    count = found.listed[partly]
    return f"{partly.name}{count}项，{authorisation.part_text(board, month)}" if count else ""


def _unauthorised(found: Power, note: str) -> Bars | Note:
    """The departments with items in the hall that they have not authorised; `note` below them."""
    named = next(one for one in found.listed if one.without)
    rows = [(one.unit, count, f"{count}") for one in found.units if (count := one.listed[named])]
    if not rows:
        return Note(named.name, f"没有{named.name}的事项。{note}")
    rows.sort(key=lambda row: -row[1])
    return counted_bars(f"{named.name}（项）", rows, "个部门", _MOST_BARS, note)


def _wanting(board: Board, month: date, sent: Delegates) -> Table | Note:
    """The departments whose representative, paper or B岗 is wanting, at the month's end."""
    days = board.representatives.warning_days
    told = [
        (unit, state)
        for unit in sent.units
        if (state := representatives.state_text(sent.rows.get(unit), sent.day, days))
    ]
    if not told:
        return Note("首席事务代表", "各部门的代表、授权书和B岗都已到位。")
    shown = told if len(told) <= _MOST_ROWS else told[: _MOST_ROWS - 1]
    rest = f"另有{len(told) - len(shown)}个部门" if len(told) > len(shown) else ""
    return Table(
        ("部门", "首席事务代表"),
        tuple((Cell(unit), Cell(state, ATTEND)) for unit, state in shown),
        note="；".join(filter(None, (rest, representatives.as_of_text(month)))),
    )
