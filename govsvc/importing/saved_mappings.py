"""Choices for headers and values that earlier imports remembered: which sheets use them, the notes
that say so, and how they are forgotten.

In all of these functions `choices` are those made in the present import.
"""

from collections.abc import Iterable
from dataclasses import replace

from govsvc.domain.mappings import Choices, HeaderChoice, of_header, of_sheet
from govsvc.domain.rows import FileRead, SheetRead


def is_remembered(sheet: SheetRead, choices: Choices) -> bool:
    """Whether the sheet is read by a choice that an earlier import remembered."""
    return sheet.choice is not None and not _headers_of(sheet) & choices.headers.keys()


def is_corrected(file: FileRead, choices: Choices) -> bool:
    """Whether one of the choices is about this file."""
    return any(
        _headers_of(table) & choices.headers.keys()
        or set(table.prints.values()) & choices.headers.keys()
        or any(of_header(table.kind or "", seen.text) in choices.headers for seen in table.seen)
        or (file.file, table.sheet) in choices.months
        or (file.file, table.sheet) in choices.units_of_sheets
        or any((unclear.field, unclear.header) in choices.values for unclear in table.unclear)
        for table in file.tables
    )


def notes_of(file: FileRead, choices: Choices) -> list[str]:
    """Sentences on what in the file is read and understood by remembered choices."""
    headers = dict.fromkeys(table.sheet for table in file.tables if is_remembered(table, choices))
    words = dict.fromkeys(
        f"“{unclear.header}”的“{unclear.value}”即“{unclear.word}”"
        for table in file.tables
        for unclear in table.unclear
        if unclear.word
        and unclear.value not in choices.values.get((unclear.field, unclear.header), {})
    )
    notes = [f"按上次更正读取：表{'、'.join(f'“{name}”' for name in headers)}。"] if headers else []
    return notes + ([f"按上次更正理解：{'、'.join(words)}。"] if words else [])


def fitting(files: Iterable[FileRead], choices: Choices) -> Choices:
    """The choices, without those for headers whose tables cannot be read so: these are not worth
    remembering.
    """
    unfit = {
        print_
        for file in files
        for table in file.tables
        if table.fault
        for print_ in _headers_of(table)
    }
    return replace(
        choices,
        headers={
            print_: choice for print_, choice in choices.headers.items() if print_ not in unfit
        },
    )


def forgotten(sheet: SheetRead) -> Choices:
    """Choices that make an import forget what is remembered of the sheet's header and of the values
    in its columns.
    """
    guess = HeaderChoice("", is_guess=True)
    values: dict[tuple[str, str], dict[str, str]] = {}
    for unclear in sheet.unclear:
        values.setdefault((unclear.field, unclear.header), {})[unclear.value] = ""
    columns = {of_header(sheet.kind or "", seen.text) for seen in sheet.seen}
    return Choices(dict.fromkeys(_headers_of(sheet) | columns, guess), values)


def _headers_of(sheet: SheetRead) -> set[str]:
    return (
        {sheet.fingerprint, of_sheet(sheet.fingerprint, sheet.sheet)}
        if sheet.fingerprint
        else set()
    )
