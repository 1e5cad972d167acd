"""What a cell answers to the question that its column asks.

A cell is read by its parts, not looked up: tick boxes, a plain answer with its remark, or clauses
of words that deny (未), postpone (拟), revert (下架), doubt (疑似) or limit (部分) what is asked.
What no rule understands is asked of a person, never counted and never dropped.
"""

from govsvc.sheets.cells.answers.depths import FULL, NOT_ONLINE, ONLINE, read_depth
from govsvc.sheets.cells.answers.flags import read_flag
from govsvc.sheets.cells.answers.inspections import (
    CONFIRMED,
    NOT_CONFIRMED,
    is_certain,
    read_finding,
)
from govsvc.sheets.cells.answers.marks import is_plain, read_mark
from govsvc.sheets.cells.answers.publication import NOT_PUBLISHED, PUBLISHED, read_publication
from govsvc.sheets.cells.answers.reading import (
    ASK,
    BLANK,
    NO,
    YES,
    Reading,
    fold,
    trimmed,
)
from govsvc.sheets.cells.answers.station_names import (
    NONE,
    NONSTANDARD,
    STANDARD,
    read_station_name,
)
from govsvc.sheets.cells.answers.usage import (
    IN_USE,
    NOT_IN_USE,
    read_section,
    read_title,
    read_usage,
)

__all__ = [
    "ASK",
    "BLANK",
    "CONFIRMED",
    "FULL",
    "IN_USE",
    "NO",
    "NONE",
    "NONSTANDARD",
    "NOT_CONFIRMED",
    "NOT_IN_USE",
    "NOT_ONLINE",
    "NOT_PUBLISHED",
    "ONLINE",
    "PUBLISHED",
    "STANDARD",
    "YES",
    "Reading",
    "fold",
    "is_certain",
    "is_plain",
    "read_depth",
    "read_finding",
    "read_flag",
    "read_mark",
    "read_publication",
    "read_section",
    "read_station_name",
    "read_title",
    "read_usage",
    "trimmed",
]
