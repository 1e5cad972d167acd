"""What a cell answers to the question that its column asks.

A cell is read by its parts, not looked up: tick boxes, a plain answer with its remark, or clauses
of words that deny (未), postpone (拟), revert (下架), doubt (疑似) or limit (部分) what is asked.
What no rule understands is asked of a person, never counted and never dropped.
"""

from govsvc.sheets.cells.answers.depths import read_depth
from govsvc.sheets.cells.answers.flags import read_flag
from govsvc.sheets.cells.answers.inspections import read_finding
from govsvc.sheets.cells.answers.publication import read_publication
from govsvc.sheets.cells.answers.reading import ASK, BLANK, NO, YES, Reading
from govsvc.sheets.cells.answers.station_names import read_station_name

__all__ = [
    "ASK",
    "BLANK",
    "NO",
    "YES",
    "Reading",
    "read_depth",
    "read_finding",
    "read_flag",
    "read_publication",
    "read_station_name",
]
