"""The embedded database: monthly rows, counts and bulletins of one county, in one DuckDB file.

What one import brings for one kind and month is a `Batch`. Every write is one transaction or
nothing, makes the next data version and is on record. Nothing is removed: a row, a value or a state
is in force from one data version until before another, so that a write can be undone and a closed
month read as it was.
"""

from govsvc.domain.month_states import CLOSED, COLLECTING, IN_REVIEW
from govsvc.store.replacing import replaces, takes_over
from govsvc.store.store import Store, open_store
from govsvc.store.values import (
    CLOSE,
    IMPORT,
    JUDGE,
    NOTHING_CHANGED,
    OPEN,
    RECTIFY,
    REPORT,
    REPORTED,
    RETURNED,
    REVIEW,
    SETTING,
    TARGET,
    UNDO,
    UNDOABLE,
    Act,
    Batch,
    BatchFile,
    CommitEffect,
    Edition,
    JudgedRow,
    MonthState,
    Operation,
    Original,
    RuleVersion,
    SeenRow,
    Snapshot,
    Submission,
    Undoing,
)

__all__ = [
    "CLOSE",
    "CLOSED",
    "COLLECTING",
    "IMPORT",
    "IN_REVIEW",
    "JUDGE",
    "NOTHING_CHANGED",
    "OPEN",
    "REPORT",
    "REPORTED",
    "RECTIFY",
    "RETURNED",
    "REVIEW",
    "SETTING",
    "TARGET",
    "UNDO",
    "UNDOABLE",
    "Act",
    "Batch",
    "BatchFile",
    "Edition",
    "CommitEffect",
    "JudgedRow",
    "MonthState",
    "Operation",
    "Original",
    "RuleVersion",
    "SeenRow",
    "Snapshot",
    "Store",
    "Submission",
    "Undoing",
    "open_store",
    "replaces",
    "takes_over",
]
