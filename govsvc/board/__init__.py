"""What the pages and the command line say about a month: stored counts put together with rates,
ranks, targets and lists.

A `Board` is a still picture of one data version; it reads the small tables once and rows when
asked.
"""

from govsvc.board import decisions, insights, sentences, tables, what_if
from govsvc.board.basis import basis
from govsvc.board.board import Board
from govsvc.board.parts.lists import Moved
from govsvc.board.rankings import Overtake, Ranking, RankingRow
from govsvc.board.standing import Standing, Value
from govsvc.board.value_history import ValueHistory

__all__ = [
    "Board",
    "Moved",
    "Overtake",
    "Ranking",
    "RankingRow",
    "Standing",
    "Value",
    "ValueHistory",
    "basis",
    "decisions",
    "insights",
    "sentences",
    "tables",
    "what_if",
]
