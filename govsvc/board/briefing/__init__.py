"""The briefing of a month for the meeting (投屏模式): one finding a slide, in the order in which a
meeting asks.
"""

from collections.abc import Sequence
from datetime import date

from govsvc.board.board import Board
from govsvc.board.briefing import standings, tasks, units
from govsvc.board.briefing.model import Slide


def slides(
    board: Board,
    month: date,
    *,
    show_effective: bool,
    show_leaders: bool,
    fetch_days: Sequence[str] = (),
) -> list[Slide]:
    """The slides of the month; one that would be empty is left out, the first is always there.

    `show_effective`: with 核减后 and 疑似. `show_leaders`: with the sums by 分管县领导.
    `fetch_days`: the 取数日 to come, in words.
    """
    cards = board.cards.standings(month)
    scores = board.scores.latest(month)
    found = [
        standings.overall(board, month, cards),
        *(
            standings.losing(board, month, loss, place, scores)
            for place, loss in enumerate(standings.losses(cards, scores)[: len(standings.WORST)])
        ),
        standings.ranks(board, month, cards),
        units.by_units(board, month, show_leaders=show_leaders),
        units.new_problems(board, month),
        units.station_names(board, month),
        units.deducted(board, month, cards, show_effective=show_effective),
        tasks.speakers(board, month),
        tasks.next_steps(board, month, cards, fetch_days),
    ]
    return [slide for slide in found if slide]


__all__ = ["Slide", "slides"]
