"""The briefing of a month for the meeting (投屏模式): one finding a slide, in the order in which a
meeting asks.
"""

from collections.abc import Sequence
from datetime import date

from govsvc.board.board import Board
from govsvc.board.briefing import (
    chains,
    feedback,
    power,
    ratings,
    rectification,
    standings,
    tasks,
    units,
)
from govsvc.board.briefing.model import Slide
from govsvc.workflow.rectification import Ledger

#: slides of a briefing
_MOST = 10
#: what gives way where there are more: 总体 and 下步清单 have the second indicator, 部门、乡镇 the
#: stations, 上次会议 what is overdue, too; then calls and 好差评 share a slide, and below 下步清单
#: it is said where chains of 一件事 break
_GIVE_WAY = (standings.WORST[1], "stations", "ledger")


def slides(
    board: Board,
    month: date,
    *,
    show_effective: bool,
    show_leaders: bool,
    fetch_days: Sequence[str] = (),
    ledger: Ledger | None = None,
) -> list[Slide]:
    """The slides of the month, ten at most; one that would be empty is left out, 总体 is always
    there. They begin with what became of what the last meeting decided.

    `show_effective`: with 核减后 and 疑似. `show_leaders`: with the sums by 分管县领导.
    `fetch_days`: the 取数日 to come, in words. `ledger`: the 整改台账 of the day of the meeting;
    it is left out where a month is shown after which there are others.
    """
    ledger = _of_today(board, month, ledger)
    cards = board.cards.standings(month)
    scores = board.scores.latest(month)
    found = [
        rectification.last_meeting(ledger) if ledger else None,
        standings.overall(board, month, cards),
        *(
            standings.losing(board, month, loss, place, scores)
            for place, loss in enumerate(standings.losses(cards, scores)[: len(standings.WORST)])
        ),
        standings.ranks(board, month, cards),
        units.by_units(board, month, show_leaders=show_leaders),
        units.new_problems(board, month, show_effective=show_effective),
        units.station_names(board, month),
        units.deducted(board, month, cards, show_effective=show_effective),
        power.power(board, month, show_effective=show_effective),
        rectification.standing(ledger) if ledger else None,
        feedback.calls(board, month, ledger),
        ratings.ratings(board, month, ledger),
        chains.things(board, month, ledger),
        tasks.speakers(board, month),
        tasks.next_steps(board, month, cards, fetch_days),
    ]
    kept = [slide for slide in found if slide]
    for key in _GIVE_WAY:
        if len(kept) > _MOST:
            kept = [slide for slide in kept if slide.key != key]
    if len(kept) > _MOST:
        kept = _without_ratings(kept, board, month)
    # 部门、乡镇 have what is new, too
    if len(kept) > _MOST:
        kept = [one for one in kept if one.key != units.NEW_PROBLEMS]
    if len(kept) > _MOST:
        kept = [slide for slide in kept if slide.key != chains.KEY]
    is_shown = any(slide.key == chains.KEY for slide in kept)
    return kept if is_shown else [chains.said_below(board, month, slide) for slide in kept]


def _of_today(board: Board, month: date, ledger: Ledger | None) -> Ledger | None:
    """The 整改台账, but for a month that others follow."""
    return None if month < max(board.months(), default=month) else ledger


def _without_ratings(found: Sequence[Slide], board: Board, month: date) -> list[Slide]:
    """Calls and 好差评 on one slide, where there are both."""
    keys = {slide.key for slide in found}
    if not {feedback.KEY, ratings.KEY} <= keys:
        return list(found)
    return [
        ratings.joined(slide, board, month) if slide.key == feedback.KEY else slide
        for slide in found
        if slide.key != ratings.KEY
    ]


__all__ = ["Slide", "slides"]
