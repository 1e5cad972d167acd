"""Cells of an .xls or .xlsb that hold an error (#N/A, #REF! …): calamine hands them out as blanks,
and a blank may mean no.
"""

import re
import struct
import zipfile
from collections.abc import Iterator

from govsvc.sheets.cells import limits
from govsvc.sheets.formats import ods_extent

Cells = set[tuple[int, int]]
#: an .xls has such bytes where it has an error, and seldom else: only then its records are looked
#: through
_SIGNS = re.compile(
    (
        rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01|"
        rb"\x06\x00.{8}\x02.[\x00\x07\x0f\x17\x1d\x24\x2a]...\xff\xff"
    ),
    re.DOTALL,
)
#: records of an .xls: first and last of a part, sheet, constant, formula
_FIRST, _LAST, _SHEET, _CONSTANT, _FORMULA = 0x809, 0x0A, 0x85, 0x205, 0x06
_VERSION, _ERROR_RESULT, _NO_NUMBER = 0x600, 2, 0xFFFF
#: of an .xlsb: the record of a sheet in the list of sheets
_BUNDLE = 0x9C
#: sectors that are none
_NONE = 0xFFFFFFFA


def of_xls(content: bytes) -> dict[str, Cells]:
    """Sheet → its cells with an error, from 0; none where the file is not as expected."""
    try:
        book = _stream(content)
        sheets = list(_sheets_of(book)) if _SIGNS.search(book) else []
        return {name: found for name, place in sheets if (found := set(_errors_of(book, place)))}
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def of_xlsb(archive: zipfile.ZipFile, errors: dict[str, Cells]) -> dict[str, Cells]:
    """The same of an .xlsb, whose `errors` are known by the name of the part."""
    try:
        relations = limits.parse_xml(limits.read_part(archive, "xl/_rels/workbook.bin.rels"))
        parts = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        book = limits.read_part(archive, "xl/workbook.bin")
    except KeyError:
        return {}
    found = {}
    for kind, start, _ in ods_extent.records(book):
        if kind == _BUNDLE:
            identity, at = _wide(book, start + 8)
            name, _ = _wide(book, at)
            part = parts.get(identity, "").lstrip("/").removeprefix("xl/")
            found[name] = errors.get(f"xl/{part}".lower(), set())
    return {name: cells for name, cells in found.items() if cells}


def _wide(content: bytes, at: int) -> tuple[str, int]:
    """(text, where it ends) of a text with its length in front."""
    end = at + 4 + 2 * int.from_bytes(content[at : at + 4], "little")
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _stream(content: bytes) -> bytes:
    """The workbook's own stream of a compound file, b"" where there is none."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    directory, _, cutoff, first_small = struct.unpack_from("<4I", content, 48)
    size = 1 << min(shift, 12)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    places = list(struct.unpack_from("<109I", content, 76))
    more, count = struct.unpack_from("<2I", content, 68)
    while more < _NONE and count > 0 and sector(more):
        *next_places, more = struct.unpack(f"<{size // 4}I", sector(more))
        places, count = places + next_places, count - 1
    table = b"".join(sector(place) for place in places if place < _NONE)
    following = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def chain(number: int) -> bytes:
        found, left = [], len(following)
        while number < _NONE and left:
            found.append(sector(number))
            number, left = following[number], left - 1
        return b"".join(found)

    entries = chain(directory)
    small = chain(struct.unpack_from("<I", entries, 116)[0])
    for at in range(0, len(entries) - 127, 128):
        name = entries[
            at : at + max(0, min(64, struct.unpack_from("<H", entries, at + 64)[0] - 2))
        ].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            first, length = struct.unpack_from("<2I", entries, at + 116)
            if length >= cutoff:
                return chain(first)[:length]
            width, after = 1 << min(small_shift, 12), chain(first_small)
            found, left = [], len(after) // 4
            while first < _NONE and left:
                found.append(small[first * width : (first + 1) * width])
                first, left = struct.unpack_from("<I", after, first * 4)[0], left - 1
            return b"".join(found)[:length]
    return b""


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its content begins, its length) up to the end of the part that begins at `at`."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, at + 4, length
        depth += (kind == _FIRST) - (kind == _LAST)
        if depth <= 0:
            return
        at += 4 + length


def _sheets_of(book: bytes) -> Iterator[tuple[str, int]]:
    """(name, where it begins) of each sheet; none of an older version, whose names are written
    otherwise.
    """
    if struct.unpack_from("<H", book, 4)[0] != _VERSION:
        return
    for kind, at, _ in _records(book, 0):
        if kind == _SHEET:
            place, _, length, is_wide = struct.unpack_from("<IHBB", book, at)
            raw = book[at + 8 : at + 8 + length * (2 if is_wide & 1 else 1)]
            yield raw.decode("utf-16-le" if is_wide & 1 else "latin-1"), place


def _errors_of(book: bytes, place: int) -> Iterator[tuple[int, int]]:
    for kind, at, length in _records(book, place):
        is_constant = kind == _CONSTANT and length >= 8 and book[at + 7]
        if (
            is_constant
            or kind == _FORMULA
            and length >= 14
            and (book[at + 6], *struct.unpack_from("<H", book, at + 12))
            == (_ERROR_RESULT, _NO_NUMBER)
        ):
            yield struct.unpack_from("<HH", book, at)
