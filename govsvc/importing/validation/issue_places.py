"""Warnings at the place in a file that a row was read from."""

from collections.abc import Sequence

from govsvc.domain.errors import Issue
from govsvc.domain.rows import Entry, FileRead, Reported, SheetRead


class Places:
    """The files of an import, to add warnings to."""

    def __init__(self, files: Sequence[FileRead]):
        self._sheets: dict[tuple[str, str], tuple[FileRead, SheetRead]] = {}
        for file in files:
            for sheet in file.sheets:
                self._sheets.setdefault((file.file, sheet.sheet), (file, sheet))

    def column(self, row: Entry | Reported, field: str) -> str | None:
        """The letters of a field's column, None where the row's sheet has no one column for it."""
        file_and_sheet = self._sheets.get((row.file, row.sheet))
        return file_and_sheet[1].letters.get(field) if file_and_sheet else None

    def warn(
        self,
        row: Entry | Reported,
        field: str | None,
        code: str,
        message: str,
        value: str = "",
        expected: str = "",
    ) -> None:
        """A warning at a field of the row, or (None) for its sheet."""
        file_and_sheet = self._sheets.get((row.file, row.sheet))
        if file_and_sheet is None:
            return
        file, sheet = file_and_sheet
        column = sheet.letters.get(field) if field else None
        file.issues.append(
            Issue(
                row.sheet,
                row.row if column else None,
                column,
                "warning",
                code,
                message,
                value,
                expected,
                sheet.columns.get(field, "") if field and column else "",
            )
        )
