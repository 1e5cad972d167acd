"""The three ways in which a workbook comes back marked, each tried where the one before it fails.

`KEEP` changes the workbook itself, `REBUILD` writes its values into a new one at the same places,
`LIST` gives the list of issues alone. Each runs in the worker process.
"""

import warnings
from collections.abc import Sequence

from govsvc.domain.errors import Issue

KEEP, REBUILD, LIST = "keep", "rebuild", "list"


def mark(way: str, file: str, content: bytes, issues: Sequence[Issue]) -> tuple[bytes, list[str]]:
    """The marked workbook, and notes in Chinese on what could not be kept.

    Raises FileRefused with the reason where this way cannot; anything else where the workbook
    breaks openpyxl.
    """
    # openpyxl takes longer to load than an ordinary file to read. The worker that only reads, and
    # the parent, import this module and must not pay for it.
    from govsvc.sheets.marking import in_place, issue_sheet, rebuilt

    steps = {KEEP: in_place.mark, REBUILD: rebuilt.mark, LIST: issue_sheet.list_alone}
    # nobody reads what openpyxl prints; `in_place` makes notes of it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return steps[way](file, content, issues)
