"""What is personal in a table: telephone and identity numbers anywhere, and whole columns of
persons. All of it masked.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable

# a number that stands alone: 31-digit codes hold eleven digits in a row, too
_PHONE = re.compile(
    r"(?<![0-9A-Za-z.])((?:\+?86[- ]?)?1[3-9][0-9])[- ]?[0-9]{4}[- ]?([0-9]{4})(?![0-9A-Za-z])"
)
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z.])([1-9][0-9]{5})(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|"
    r"3[01])[0-9]{3}([0-9Xx])(?![0-9A-Za-z])"
)
_OLD_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z.])([1-9][0-9]{5})[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|"
    r"3[01])[0-9]{2}([0-9])(?![0-9A-Za-z])"
)
#: columns that hold persons
_PERSONAL = re.compile(
    r"(负责人|联系人|经办人|填报人|填表人|审核人|代办员|站长|办事员|工作人员|申请人|"
    r"法定代表人|首席代表|姓名|身份证号?码?|手机号?码?|联系电话|联系方式|电话号?码?)"
    r"(姓名|电话|手机号?码?)?"
)
_CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_STRING = re.compile(r"<si>.*?</si>", re.DOTALL)
_TEXT = re.compile(r"(<t\b[^>]*>)([^<]*)(</t>)")
_VALUE = re.compile(r"<v>([^<]*)</v>")

STRINGS = "xl/sharedStrings.xml"


def in_workbook(source: zipfile.ZipFile) -> tuple[dict[str, bytes], set[int]]:
    """(sheets whose columns of persons hold values of their own, now masked; numbers of the shared
    texts that such columns show).
    """
    names = source.namelist()
    shared = (
        _STRING.findall(source.read(STRINGS).decode("utf-8", "surrogateescape"))
        if STRINGS in names
        else []
    )
    sheets, strings = {}, set()
    for name in names:
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            continue
        text = source.read(name).decode("utf-8", "surrogateescape")
        after = _sheet_masked(text, shared, strings)
        if after != text:
            sheets[name] = after.encode("utf-8", "surrogateescape")
    return sheets, strings


def _sheet_masked(text: str, shared: list[str], strings: set[int]) -> str:
    """One sheet; numbers of shared texts that its columns of persons show are added to `strings`."""
    below: dict[str, int] = {}

    def mask(cell: re.Match) -> str:
        column, row, kind, inside = cell[1], int(cell[2]), cell[3], cell[4] or ""
        value = _VALUE.search(inside)
        number = (
            int(value[1])
            if value and 't="s"' in kind and value[1].isdigit() and int(value[1]) < len(shared)
            else None
        )
        said = "".join(
            part[1] for part in _TEXT.findall(shared[number] if number is not None else inside)
        )
        if _PERSONAL.fullmatch("".join(said.split())):
            below.setdefault(column, row)
        elif row > below.get(column, row) and number is not None:
            strings.add(number)
        elif row > below.get(column, row) and inside:
            return (
                f'<c r="{column}{row}" t="inlineStr"><is><t>'
                f"{_person(said or (value[1] if value else ''))}</t></is></c>"
            )
        return cell[0]

    return _CELL.sub(mask, text)


def strings_masked(text: str, numbers: set[int]) -> str:
    place = iter(range(10**9))
    return _STRING.sub(
        lambda found: (
            _TEXT.sub(lambda part: part[1] + _person(part[2]) + part[3], found[0])
            if next(place) in numbers
            else found[0]
        ),
        text,
    )


def _person(text: str) -> str:
    """张*, 138****5678."""
    if masked(text) != text or not text.strip():
        return masked(text)
    return text[:3] + "****" if text[:1].isdigit() else text[:1] + "*" * min(2, len(text) - 1)


def columns_masked(text: str, readable: Callable[[str], str]) -> str:
    """Text in columns with those of persons masked; as it is where it has none.

    `readable`: what a cell says.
    """
    delimiter = max(",\t;", key=text[:4000].count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    below: dict[int, int] = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if _PERSONAL.fullmatch("".join(readable(cell).split())):
                below.setdefault(column, at)
            elif column in below and cell.strip():
                said = _person(readable(cell))
                row[column] = said if said.isascii() else "**"
    if not below:
        return text
    out = io.StringIO()
    csv.writer(
        out, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n"
    ).writerows(rows)
    return out.getvalue()


def masked(text: str) -> str:
    """The text with telephone and identity numbers masked."""
    text = _IDENTITY.sub(r"\g<1>***********\g<2>", _PHONE.sub(r"\g<1>****\g<2>", text))
    return _OLD_IDENTITY.sub(r"\g<1>********\g<2>", text)
