"""Which partial sheet of items a header is meant to be: by what a title, the sheet or the file
calls it, or by its columns.

An item list has most of the yes/no columns that an item needs, whatever it is called; a partial
sheet has not.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from govsvc.domain import indicators
from govsvc.domain.indicators import EXPORT, ITEMS, KINDS, PARTIAL_KINDS, PARTIALS, Flag, Partial
from govsvc.sheets.cells import values, vocabulary

#: a sheet that only its title calls partial has at least this many known columns
_LEAST_COLUMNS = 2
#: so many of the yes/no columns that an item list needs it may have beside its own; the platform
#: exports its own idea of how an item is handled
_MOST_OTHERS, _MOST_OTHERS_OF_EXPORT = 1, 2
_STANDARD_NAMES = frozenset(name for kind, name in KINDS.items() if kind not in PARTIAL_KINDS)


def names_items(found: Collection[str]) -> bool:
    """Whether the columns name an item."""
    return "name" in found or any(code in found for code in vocabulary.CODES)


def meant(
    as_items: Mapping[str, int],
    match: Callable[[str], Mapping[str, int]],
    titles: Sequence[str],
    sheet: str,
    file: str,
) -> str | None:
    """The kind of partial sheet, None where it is none.

    `as_items`: the columns if it were an item list; `match`: if it were of a kind.
    """
    answered = {
        flag.key
        for flag in _required()
        if flag.key in as_items
        or "online_depth" in as_items
        and flag.header in vocabulary.DEPTH_ANSWERS
    }
    called = kind_called(titles, sheet, file)
    if called:
        others = {flag.key for flag in _required()} - indicators.partial_of(called).owns.keys()
        is_item_list = len(others & answered) > (
            _MOST_OTHERS_OF_EXPORT if called == EXPORT else _MOST_OTHERS
        )
        return called if not is_item_list and len(match(called)) >= _LEAST_COLUMNS else None
    if answered:
        return None
    fitting = {
        kind: len(found)
        for kind in PARTIAL_KINDS
        if all(group & (found := match(kind)).keys() for group in vocabulary.TELLING[kind])
    }
    return max(fitting, key=fitting.__getitem__, default=None)


def kind_called(titles: Sequence[str], sheet: str, file: str) -> str | None:
    """The kind that the titles, else the sheet's name, else the file's name call it."""
    for lines in (titles, (sheet,), (file,)):
        if lines is not titles and values.packed(sheet) in _STANDARD_NAMES:
            return None
        # what is inspected or exempt may be called after the ledger that it is in
        for partial in reversed(PARTIALS):
            if any(re.search(partial.named, values.packed(line)) for line in lines):
                return partial.kind
    return None


def flags_said(partial: Partial, words: str) -> tuple[str, ...]:
    """The flags that a text speaks of."""
    words = values.packed(words)
    return tuple(
        flag for flag, known in partial.owns.items() if any(word in words for word in known)
    )


def _required() -> list[Flag]:
    return [flag for flag in indicators.flags_of(ITEMS) if flag.is_required]
