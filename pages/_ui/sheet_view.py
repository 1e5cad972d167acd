"""A table of the library (`export.Sheet`) to read, and below it to download as it is."""

from collections.abc import Sequence

from govsvc.exports import export
from pages._ui import downloads, frame, ui


def show(
    key: str,
    sheet: export.Sheet,
    label: str,
    *,
    file: str = "",
    leading: Sequence[str] = (),
    handed_on: export.Sheet | None = None,
) -> None:
    """The table with its download buttons.

    `file`: what the file says it is, by default `label`. `leading`: as of `ui.table`; the file has
    its columns in their own order. `handed_on`: what the file holds where it is more than is shown.
    """
    rows = [
        [
            cell if cell is None or name in sheet.numbers else ui.text(cell)
            for name, cell in zip(sheet.columns, row)
        ]
        for row in sheet.rows
    ]
    if sheet.total:
        rows.append([f"**{cell}**" if cell else "" for cell in sheet.total])
    ui.table(key, sheet.columns, rows, sheet.numbers, leading=leading)
    downloads.table(
        label,
        lambda suffix: frame.file_name(file or label, suffix=suffix),
        lambda: handed_on or sheet,
        key=key,
    )
