"""Warnings at the place in a file that a row was read from."""

from collections.abc import Sequence

from govsvc.domain.errors import Issue
from govsvc.domain.rows import Entry, FileRead, Reported, SheetRead


class Places:
    """The files of an import, to add warnings to."""

    def __init__(self, files: Sequence[FileRead]):
        self._at: dict[tuple[str, str], tuple[FileRead, SheetRead]] = {}
        for file in files:
            for sheet in file.sheets:
                self._at.setdefault((file.file, sheet.sheet), (file, sheet))

    def cell(self, row: Entry | Reported, field: str) -> str | None:
        """The address of a field in the row's line, None where the sheet has no one column for it."""
        at = self._at.get((row.file, row.sheet))
        letter = at[1].letters.get(field) if at else None
        return f"{letter}{row.row}" if letter else None

    def warn(
        self,
        row: Entry | Reported,
        field: str | None,
        code: str,
        message: str,
        found: str = "",
        expected: str = "",
    ) -> None:
        """A warning at a field of the row, or (None) for its sheet."""
        at = self._at.get((row.file, row.sheet))
        if at:
            cell = self.cell(row, field) if field else None
            at[0].issues.append(Issue(row.sheet, cell, "warning", code, message, found, expected))
