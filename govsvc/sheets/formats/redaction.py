"""Personal data masked in the bytes of a file: in the parts of a workbook, in a text in columns."""

import csv
import html
import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from govsvc.domain import personal_data

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_STRING = re.compile(r"<si>.*?</si>", re.DOTALL)
_TEXT = re.compile(r"(<t\b[^>]*>)([^<]*)(</t>)")
_VALUE = re.compile(r"<v>([^<]*)</v>")

STRINGS = "xl/sharedStrings.xml"
#: number of a shared text → the personal header of the column that shows it
SharedTexts = dict[int, str]


def in_workbook(source: zipfile.ZipFile) -> tuple[dict[str, bytes], SharedTexts]:
    """(sheets whose columns of persons hold values of their own, now masked; the shared texts that
    such columns show).
    """
    names = source.namelist()
    strings = (
        [_word(string) for string in _STRING.findall(_part(source, STRINGS))]
        if STRINGS in names
        else []
    )
    sheets: dict[str, bytes] = {}
    personal_texts: SharedTexts = {}
    for name in filter(_SHEET.fullmatch, names):
        text = _part(source, name)
        masked = _masked_sheet(text, strings, personal_texts)
        if masked != text:
            sheets[name] = masked.encode("utf-8", "surrogateescape")
    return sheets, personal_texts


def _part(source: zipfile.ZipFile, name: str) -> str:
    return source.read(name).decode("utf-8", "surrogateescape")


def _word(inside: str) -> str:
    """What a cell or a shared text says."""
    return html.unescape("".join(part for _, part, _ in _TEXT.findall(inside)))


def _masked_sheet(text: str, strings: Sequence[str], personal_texts: SharedTexts) -> str:
    """One sheet; shared texts that its columns of persons show are added to `personal_texts`."""
    headers: dict[str, str] = {}
    is_header = list(map(personal_data.is_personal, strings))

    def mask(cell: re.Match[str]) -> str:
        column, row, kind, inside = cell.groups("")
        value = _VALUE.search(inside)
        if value and 't="s"' in kind and value[1].isdigit() and int(value[1]) < len(strings):
            number = int(value[1])
            if is_header[number]:
                headers[column] = strings[number]
            elif column in headers:
                personal_texts[number] = headers[column]
            return cell[0]
        word = _word(inside)
        if personal_data.is_personal(word):
            headers[column] = word
        elif column in headers and inside:
            shown = word or (value[1] if value else "")
            masked = escape(personal_data.mask_cell(headers[column], shown))
            return f'<c r="{column}{row}" t="inlineStr"><is><t>{masked}</t></is></c>'
        return cell[0]

    return _CELL.sub(mask, text)


def masked_strings(text: str, personal_texts: SharedTexts) -> str:
    """The part of the shared texts with those of columns of persons masked."""
    numbers = iter(range(10**9))

    def mask(string: re.Match[str]) -> str:
        header = personal_texts.get(next(numbers))
        if header is None:
            return string[0]
        return _TEXT.sub(
            lambda part: (
                part[1] + escape(personal_data.mask_cell(header, html.unescape(part[2]))) + part[3]
            ),
            string[0],
        )

    return _STRING.sub(mask, text)


def masked_columns(text: str) -> str:
    """A text in columns with those of persons masked; as it is where it has none.

    Raises csv.Error where it is no text in columns.
    """
    delimiter = max(",\t;", key=text[:4000].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    headers: dict[int, str] = {}
    for row in rows:
        for column, cell in enumerate(row):
            if personal_data.is_personal(cell):
                headers[column] = cell
            elif column in headers:
                row[column] = personal_data.mask_cell(headers[column], cell)
    if not headers:
        return text
    out = io.StringIO()
    csv.writer(
        out, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n"
    ).writerows(rows)
    return out.getvalue()
