"""The lines of a pasted text → rows of cells, in the way that parts them most alike."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence

from govsvc.sheets.tables import bulletin_columns, headers

TABS, BARS, SPACES, COMMAS, WIDE_COMMAS, SEMICOLONS, ANY_SPACE, WHOLE = (
    "制表符",
    "竖线",
    "两个以上空格",
    "逗号",
    "全角逗号",
    "分号",
    "空格",
    "不分列",
)
_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_SPACE = re.compile(r"\s+")
_RULE = re.compile(r":?[-=+─━┼├┤┌┐└┘┬┴]+:?")
_BAR = re.compile(r"(?<!\\)[|│┃]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,]+[%％]?")
#: a line that speaks of the whole table, above it or below it
_TITLE = re.compile(r"20\d\d\s*年|[:：]|(表|清单|台账|通报|名录|名单|情况)$")
_NOTE = re.compile(
    r"(注|备注|说明|附注)\s*[:：、.．]|.{0,12}(填报|填表|制表|审核|联系|截止|截至|来源|"
    r"报送).{0,6}[:：]"
)
#: lines that stand above a table, at most
_MOST_TITLES = 4


def _tabs(lines: Sequence[str]) -> list[list[str]]:
    """Cells between tabs.

    Excel puts a cell with line breaks or quotes into quotes; what is quoted otherwise is taken as
    it stands.
    """
    try:
        return [
            [cell.strip() for cell in row]
            for row in csv.reader(
                io.StringIO("\n".join(lines), newline=""), "excel-tab", strict=True
            )
        ]
    except csv.Error:
        return [[cell.strip() for cell in line.split("\t")] for line in lines]


def _commas(separator: str) -> Callable[[Sequence[str]], list[list[str]]]:
    def parted(lines: Sequence[str]) -> list[list[str]]:
        try:
            rows = list(
                csv.reader(
                    io.StringIO("\n".join(lines), newline=""),
                    delimiter=separator,
                    skipinitialspace=True,
                    strict=True,
                )
            )
        except csv.Error:
            rows = [line.split(separator) for line in lines]
        return [[cell.strip() for cell in row] for row in rows]

    return parted


def _bars(lines: Sequence[str]) -> list[list[str]]:
    """Markdown, and tables drawn with lines; the rule under the header is no row."""
    rows: list[list[str]] = []
    for line in lines:
        cells = [
            _LINE_BREAK.sub("\n", cell.replace("\\|", "|")).strip().strip("*").strip()
            for cell in _BAR.split(line.strip())
        ]
        if _BAR.match(line.strip()) and not cells[0]:
            cells = cells[1:]
        if len(cells) > 1 and not cells[-1]:
            cells = cells[:-1]
        # a row of single dashes is data, but right under the header
        if not (all(map(_RULE.fullmatch, cells)) and (len(rows) == 1 or max(map(len, cells)) > 2)):
            rows.append(cells)
    return rows


def _gaps(lines: Sequence[str]) -> list[list[str]]:
    """Cells between wide gaps.

    A line that is indented and short of cells has blanks where a merged cell above it goes on.
    """
    rows = _spaced(lines, _GAP)
    width = usual_width(rows)
    return [
        [""] * (width - len(row)) + row if 1 < len(row) < width and _GAP.match(line) else row
        for line, row in zip(lines, rows)
    ]


def _spaces(lines: Sequence[str]) -> list[list[str]]:
    return _spaced(lines, _SPACE)


def _spaced(lines: Sequence[str], gap: re.Pattern[str]) -> list[list[str]]:
    """The lines parted at the gaps.

    Titles above the header and notes below the rows stay whole, whatever gaps they have.
    """
    rows = [gap.split(line.strip(" \u3000")) for line in lines]
    width = usual_width(rows)
    for number in {*_titles(rows, width), *_notes(lines, rows)}:
        rows[number] = [lines[number].strip(" \u3000")]
    return rows


def _titles(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Numbers of the lines above the header.

    The header is the first line that holds a known header, or is as wide as the others and reads
    like no title.
    """
    above: list[int] = []
    for number, row in enumerate(rows[:_MOST_TITLES]):
        if any(
            headers.plain(cell) in headers.known_words() or bulletin_columns.read(cell)
            for cell in row
        ):
            return above
        is_title = bool(_TITLE.search(" ".join(row))) or max(map(len, row)) == 1
        if not is_title and (len(row) == width or any(map(_NUMBER.fullmatch, row))):
            return above
        above.append(number)
    # a table without a header has no line that ends its titles
    return []


def _notes(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Numbers of the lines below the last row."""
    below = []
    for number in range(len(lines) - 1, -1, -1):
        if any(rows[number]) and not _NOTE.match(lines[number].strip()):
            break
        below.append(number)
    return below


#: in this order where several part the lines equally well
SPLITS: dict[str, Callable[[Sequence[str]], list[list[str]]]] = {
    TABS: _tabs,
    BARS: _bars,
    SPACES: _gaps,
    COMMAS: _commas(","),
    WIDE_COMMAS: _commas("，"),
    SEMICOLONS: _commas(";"),
    ANY_SPACE: _spaces,
    WHOLE: lambda lines: [[line.strip()] for line in lines],
}
WAYS = tuple(SPLITS)


def best_way(lines: Sequence[str]) -> str:
    """The way that parts the first lines into rows most alike."""
    if any("\t" in line for line in lines):
        return TABS
    head, text = lines[:200], "\n".join(lines)
    best, most = WHOLE, (False, 0.0)
    for way, split_lines in SPLITS.items():
        if way == COMMAS and "," not in _THOUSANDS.sub("", text):
            continue
        rows = split_lines(head)
        width = usual_width(rows)
        alike = sum(len(row) == width for row in rows)
        parted_lines = sum(len(row) > 1 for row in rows)
        # titles and notes are often not parted at all
        score = (alike * 2 >= sum(map(any, rows)), alike / max(1, parted_lines))
        if width > 1 and score > most:
            best, most = way, score
    return best


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """The number of columns that most rows of more than one cell have."""
    return max(
        Counter(len(row) for row in rows if len(row) > 1).items(),
        key=lambda counted: (counted[1], counted[0]),
        default=(1, 0),
    )[0]
