"""Which partial sheet of items a header is meant to be: by a title or name, or by its columns.

An item list has most of the yes/no columns that an item needs, whatever it is called; a partial
sheet has not.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from govsvc.domain import indicators
from govsvc.domain.indicators import (
    CASE_COUNTS,
    CASES,
    EXPORT,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    PARTIALS,
    TOTAL_ACCEPTED,
    Flag,
    PartialSheet,
)
from govsvc.domain.indicators.case_counts import TOTAL_DECIDED
from govsvc.sheets.cells import cell_text, vocabulary

#: a sheet that only its title calls partial has at least this many known columns
_LEAST_COLUMNS = 2
#: so many of the yes/no columns that an item list needs it may have beside its own; the platform
#: exports its own idea of how an item is handled
_MOST_OTHERS, _MOST_OTHERS_OF_EXPORT = 1, 2
_ACCEPTED_AND_DECIDED = frozenset({TOTAL_ACCEPTED, TOTAL_DECIDED})
_LEDGER = re.compile(
    r"(?:整改|销号|督办|交办|议定)(?:事项|问题|任务|工作|落实|销号)*(?:台账|清单|情况|一览|汇总|表)"
)
_STANDARD_NAMES = frozenset(name for kind, name in KINDS.items() if kind not in PARTIAL_KINDS)


def names_items(fields: Collection[str]) -> bool:
    """Whether columns of these fields name an item."""
    return "name" in fields or any(code in fields for code in vocabulary.CODES)


def counts_by_unit(fields: Collection[str]) -> bool:
    """Whether columns of these fields count the cases of departments, and name no item."""
    counts = [one for one in CASE_COUNTS if one.key in fields]
    return "unit" in fields and len(counts) >= _LEAST_COLUMNS and not names_items(fields)


def is_cases(fields: Collection[str]) -> bool:
    """Whether columns of these fields are enough for a 办件量统计."""
    return names_items(fields) or counts_by_unit(fields)


def meant(
    as_items: Mapping[str, int],
    match: Callable[[str], Mapping[str, int]],
    titles: Sequence[str],
    sheet: str,
    file: str,
) -> str | None:
    """The kind of partial sheet, None where it is none.

    `as_items`: field → column if it were an item list; `match`: the same if it were of a kind.
    """
    required = _required_flags()
    answered = {
        flag.key
        for flag in required
        if flag.key in as_items
        or ("online_depth" in as_items and flag.header in vocabulary.DEPTH_ANSWERS)
    }
    named = kind_named(titles, sheet, file)
    if named:
        others = {flag.key for flag in required} - partial_owns(named)
        most = _MOST_OTHERS_OF_EXPORT if named == EXPORT else _MOST_OTHERS
        is_item_list = len(others & answered) > most
        if named == EXPORT:
            # what the platform exports is published by being there: an item list says so itself
            is_item_list = is_item_list and bool(partial_owns(named) & answered)
        return named if not is_item_list and len(match(named)) >= _LEAST_COLUMNS else None
    if answered:
        # 网上受理 asks an item list whether, and counts cases beside 受理 and 办结
        counts = match(CASES).keys() >= _ACCEPTED_AND_DECIDED
        return CASES if counts and len(answered) == 1 else None
    return _kind_by_columns(match)


def partial_owns(kind: str) -> set[str]:
    """The flags that a kind of partial sheet owns."""
    return set(indicators.partial_of(kind).owns)


def _kind_by_columns(match: Callable[[str], Mapping[str, int]]) -> str | None:
    """The kind that has one column of each of its telling groups; the one with the most columns."""
    columns = {kind: match(kind) for kind in PARTIAL_KINDS}
    fitting = [
        kind
        for kind in PARTIAL_KINDS
        if all(group & columns[kind].keys() for group in vocabulary.TELLING[kind])
    ]
    return max(fitting, key=lambda kind: len(columns[kind]), default=None)


def kind_named(titles: Sequence[str], sheet: str, file: str) -> str | None:
    """The kind that the titles, else the sheet's name, else the file's name call it."""
    for lines in (titles, (sheet,), (file,)):
        if lines is not titles and cell_text.packed(sheet) in _STANDARD_NAMES:
            return None
        # what is inspected or exempt may be called after the ledger that it is in
        for partial in reversed(PARTIALS):
            if any(re.search(partial.named, cell_text.packed(line)) for line in lines):
                return partial.kind
    return None


def is_ledger_named(titles: Sequence[str], sheet: str, file: str) -> bool:
    """Whether titles or names call it a 整改台账."""
    return any(_LEDGER.search(cell_text.packed(line)) for line in (*titles, sheet, file))


def flags_named(partial: PartialSheet, text: str) -> tuple[str, ...]:
    """The flags of a partial sheet whose words a text holds."""
    text = cell_text.packed(text)
    return tuple(
        flag for flag, words in partial.owns.items() if any(word in text for word in words)
    )


def _required_flags() -> list[Flag]:
    return [flag for flag in indicators.flags_of(ITEMS) if flag.is_required]
