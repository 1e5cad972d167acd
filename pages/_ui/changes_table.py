"""Changes row by row, as the preview of an import or an undo shows them."""

import pandas as pd

from govsvc.exports.export import Sheet
from pages._ui import ui

#: rows that are shown; all are in the download where there is one
MOST_ROWS = 200


def show(sheet: Sheet, most_height: int) -> None:
    """The first rows of the sheet; `most_height` in pixels."""
    ui.grid(
        pd.DataFrame(
            [list(row) for row in sheet.rows[:MOST_ROWS]],
            columns=list(sheet.columns),
            dtype=object,
        ),
        leading=["名称", "字段", "原值", "新值"],
        is_boxed=True,
        height=min(most_height, 38 + 35 * min(len(sheet.rows), MOST_ROWS)),
        alt=f"{len(sheet.rows)}处变化",
    )
