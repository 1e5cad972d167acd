"""What calamine misreads in the records of an .xls: cells with an error, and a false code page.

It hands out an error (#N/A, #REF! …) as a blank, and a blank may mean no. It reads texts by a code
page that Excel ignores.
"""

import re
import struct
from collections.abc import Iterator

from govsvc.sheets.formats.grid import Position

#: an .xls has such bytes where it has an error, and seldom else: only then its records are looked
#: through
_SIGNS = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01|"
    rb"\x06\x00.{8}\x02.[\x00\x07\x0f\x17\x1d\x24\x2a]...\xff\xff",
    re.DOTALL,
)
#: records: first and last of a part, sheet, constant, formula
_FIRST, _LAST, _SHEET, _CONSTANT, _FORMULA = 0x809, 0x0A, 0x85, 0x205, 0x06
_CODE_PAGE, _UNICODE = 0x42, struct.pack("<H", 1200)
_VERSION, _ERROR_RESULT, _NO_NUMBER = 0x600, 2, 0xFFFF


def with_unicode(content: bytes) -> bytes:
    """The file with the code page of Unicode, where another stands in a workbook of Excel 97 and
    later: all its texts are Unicode, whatever a program wrote there.
    """
    try:
        book = _CompoundFile(content).stream("Workbook", "Book")
        if struct.unpack_from("<H", book, 4)[0] != _VERSION:
            return content
        for kind, start, length in _records(book, 0):
            page = book[start : start + length]
            if kind == _CODE_PAGE and length == 2 and page != _UNICODE:
                record = struct.pack("<HH", kind, length)
                return content.replace(record + page, record + _UNICODE, 1)
    except (struct.error, IndexError):
        pass
    return content


def of_xls(content: bytes) -> dict[str, set[Position]]:
    """Sheet → its cells with an error, from 0; none where the file is not as expected."""
    try:
        book = _CompoundFile(content).stream("Workbook", "Book")
        sheets = list(_sheets_of(book)) if _SIGNS.search(book) else []
        return {name: cells for name, start in sheets if (cells := set(_errors_of(book, start)))}
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


class _CompoundFile:
    """A file of Windows that holds streams, each a chain of sectors ([MS-CFB]).

    Raises struct.error or IndexError where it is not as expected.
    """

    #: numbers of sectors from here on mean that there is none
    _NONE = 0xFFFFFFFA
    #: bytes of a directory entry, of its name, and where the name's length and first sector stand
    _ENTRY, _NAME, _NAME_LENGTH, _FIRST_SECTOR = 128, 64, 64, 116

    def __init__(self, content: bytes):
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        directory, _, self._cutoff, first_small = struct.unpack_from("<4I", content, 48)
        self._size, self._small_size = 1 << min(shift, 12), 1 << min(small_shift, 12)
        table = b"".join(self._sector(number) for number in self._table_sectors())
        self._next = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        self._directory = self._chain(directory)
        (first,) = struct.unpack_from("<I", self._directory, self._FIRST_SECTOR)
        self._small = self._chain(first)
        self._first_small = first_small

    def _table_sectors(self) -> list[int]:
        """The sectors of the table that says which sector follows which."""
        numbers = list(struct.unpack_from("<109I", self._content, 76))
        more, count = struct.unpack_from("<2I", self._content, 68)
        while more < self._NONE and count > 0 and self._sector(more):
            *following, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            numbers, count = numbers + following, count - 1
        return [number for number in numbers if number < self._NONE]

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, number: int) -> bytes:
        sectors, left = [], len(self._next)
        while number < self._NONE and left:
            sectors.append(self._sector(number))
            number, left = self._next[number], left - 1
        return b"".join(sectors)

    def _small_chain(self, number: int) -> bytes:
        """The same of a short stream, whose sectors are parts of another stream."""
        width, following = self._small_size, self._chain(self._first_small)
        sectors, left = [], len(following) // 4
        while number < self._NONE and left:
            sectors.append(self._small[number * width : (number + 1) * width])
            (number,) = struct.unpack_from("<I", following, number * 4)
            left -= 1
        return b"".join(sectors)

    def stream(self, *names: str) -> bytes:
        """The first stream with one of the names, b"" where there is none."""
        for start in range(0, len(self._directory) - self._ENTRY + 1, self._ENTRY):
            if self._name(start) in names:
                first, length = struct.unpack_from(
                    "<2I", self._directory, start + self._FIRST_SECTOR
                )
                is_small = length < self._cutoff
                chain = self._small_chain(first) if is_small else self._chain(first)
                return chain[:length]
        return b""

    def _name(self, start: int) -> str:
        (length,) = struct.unpack_from("<H", self._directory, start + self._NAME_LENGTH)
        end = start + max(0, min(self._NAME, length - 2))
        return self._directory[start:end].decode("utf-16-le", "replace")


def _records(book: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its content begins, its length) of the records of the part that begins there."""
    depth = 0
    while start + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, start)
        yield kind, start + 4, length
        depth += (kind == _FIRST) - (kind == _LAST)
        if depth <= 0:
            return
        start += 4 + length


def _sheets_of(book: bytes) -> Iterator[tuple[str, int]]:
    """(name, where it begins) of each sheet.

    None of an older version, whose names are written otherwise.
    """
    if struct.unpack_from("<H", book, 4)[0] != _VERSION:
        return
    for kind, start, _ in _records(book, 0):
        if kind == _SHEET:
            begins, _, length, is_wide = struct.unpack_from("<IHBB", book, start)
            raw = book[start + 8 : start + 8 + length * (2 if is_wide & 1 else 1)]
            yield raw.decode("utf-16-le" if is_wide & 1 else "latin-1"), begins


def _errors_of(book: bytes, start: int) -> Iterator[Position]:
    """The cells of a sheet with an error as constant or as a formula's result."""
    for kind, content, length in _records(book, start):
        is_constant = kind == _CONSTANT and length >= 8 and book[content + 7]
        if is_constant or (kind == _FORMULA and length >= 14 and _gives_error(book, content)):
            yield struct.unpack_from("<HH", book, content)


def _gives_error(book: bytes, formula: int) -> bool:
    (mark,) = struct.unpack_from("<H", book, formula + 12)
    return bool(book[formula + 6] == _ERROR_RESULT and mark == _NO_NUMBER)
