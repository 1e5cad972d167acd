"""Where the cells of an .xlsb stand and which hold an error, looked up before calamine reads it.

Calamine makes room for all cells up to the farthest, and hands out errors as blanks; a blank may
mean no.
"""

import zipfile
from collections.abc import Iterator

from govsvc.sheets.cells import addresses, limits
from govsvc.sheets.formats import zip_parts
from govsvc.sheets.formats.grid import Position

#: record types: a row, and the first and last of the cells that hold something
_ROW, _FIRST_CELL, _LAST_CELL = 0, 2, 11
#: an error, and a formula that gives one
_ERRORS = (3, 11)
#: the record of a sheet in the list of sheets
_SHEET = 0x9C


def check_xlsb(archive: zipfile.ZipFile) -> dict[str, set[Position]]:
    """Sheet → its cells with an error.

    Raises FileRefused where a cell stands far off.
    """
    errors = {
        name.lower(): _check_cells(zip_parts.read_part(archive, name))
        for name in archive.namelist()
        if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".bin")
    }
    try:
        parts = _parts(archive)
    except KeyError:
        return {}
    return {name: cells for name, part in parts.items() if (cells := errors.get(part))}


def _check_cells(content: bytes) -> set[Position]:
    row = 0
    errors: set[Position] = set()
    for kind, start, _ in _records(content):
        if kind == _ROW:
            row = int.from_bytes(content[start : start + 4], "little")
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            column = int.from_bytes(content[start : start + 4], "little")
            if row >= limits.MOST_ROWS or column >= limits.MOST_COLUMNS:
                raise limits.far_cell(f"{addresses.letters(column)}{row + 1}")
            if kind in _ERRORS:
                errors.add((row, column))
    return errors


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet → the name of its part in small letters. Raises KeyError where a part is missing."""
    relations = zip_parts.parse_xml(zip_parts.read_part(archive, "xl/_rels/workbook.bin.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = zip_parts.read_part(archive, "xl/workbook.bin")
    parts = {}
    for kind, start, _ in _records(book):
        if kind == _SHEET:
            identity, end = _wide_text(book, start + 8)
            name, _ = _wide_text(book, end)
            target = targets.get(identity, "").lstrip("/").removeprefix("xl/")
            parts[name] = f"xl/{target}".lower()
    return parts


def _wide_text(content: bytes, start: int) -> tuple[str, int]:
    """(text, where it ends) of a text with its length in front."""
    end = start + 4 + 2 * int.from_bytes(content[start : start + 4], "little")
    return content[start + 4 : end].decode("utf-16-le", "replace"), end


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """(kind, where its content begins, where it ends) of each record of a part."""
    position, end = 0, len(content)
    while position + 1 < end:
        kind = content[position]
        position += 1
        if kind & 0x80:
            kind = kind & 0x7F | (content[position] & 0x7F) << 7
            position += 1
        size = shift = 0
        while position < end and shift < 28:
            byte = content[position]
            position += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield kind, position, position + size
        position += size
