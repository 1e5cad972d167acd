"""A table copied from Word, WPS, Excel, a PDF or a chat → rows of text cells → a file.

The file is read as any other.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import html_tables
from govsvc.sheets.formats.spans import SpannedTable
from govsvc.sheets.tables import bulletin_columns, headers

MOST_ROWS = 5000
MOST_COLUMNS = 60
HTML, TABS, BARS, SPACES, COMMAS, WIDE_COMMAS, SEMICOLONS, ANY_SPACE, WHOLE = (
    "按原表格",
    "制表符",
    "竖线",
    "两个以上空格",
    "逗号",
    "全角逗号",
    "分号",
    "空格",
    "不分列",
)
_HTML = re.compile(r"<(table|tr)\b", re.IGNORECASE)
#: no part of any text, a cell is the better without: the first become a space, the others nothing
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSEEN = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")
#: half a character, and what stands for one that was lost
_LOST, _INSTEAD = re.compile("[\ud800-\udfff\ufffd]"), "□"
_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_SPACE = re.compile(r"\s+")
_RULE = re.compile(r":?[-=+─━┼├┤┌┐└┘┬┴]+:?")
_BAR = re.compile(r"(?<!\\)[|│┃]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BREAKS = re.compile(r"\s*\n\s*")
_NUMBER = re.compile(r"[\d.,]+[%％]?")
#: a line that speaks of the whole table, above it or below it
_TITLE = re.compile(r"20\d\d\s*年|[:：]|(表|清单|台账|通报|名录|名单|情况)$")
_NOTE = re.compile(
    r"(注|备注|说明|附注)\s*[:：、.．]|.{0,12}(填报|填表|制表|审核|联系|截止|截至|来源|"
    r"报送).{0,6}[:：]"
)
#: lines that stand above a table, at most
_MOST_TITLES = 4
MOST_NAMED = 5


@dataclass(slots=True)
class Pasted:
    """`rows`: text cells, all of the same width.

    `way`: how the columns were parted. `notes`: what to look at, in Chinese.
    """

    rows: list[list[str]]
    way: str
    notes: list[str] = field(default_factory=list)


def split(text: str, html: str = "", way: str | None = None) -> Pasted:
    """The rows of what was pasted.

    They are those of its `html` where that has a table (merged cells filled), else of the text's
    lines. `way` (one of `WAYS`) parts the text so and leaves the html aside; without it the way
    that parts the lines most alike is taken. Raises FileRefused where there is nothing, or too
    much.
    """
    if len(text) > limits.MOST_BYTES or len(html) > limits.MOST_BYTES:
        raise FileRefused("粘贴的内容太多。", "请存成文件，用“上传文件”导入。", "pasted_too_large")
    lost = len(_LOST.findall(text))
    notes = [f"粘贴的内容里有{lost}处乱码，显示为“{_INSTEAD}”，请在表格里改正。"] if lost else []
    text, html = _clean(text), _clean(html)
    for page in (html, text) if way is None else ():
        if _HTML.search(page):
            rows = _of_html(page)
            if rows:
                return _checked(rows, HTML, notes)
    lines = _lines(text)
    if not any(lines):
        raise FileRefused(
            "没有粘贴到文字。",
            "请先在 Word、WPS、Excel 或聊天里选中表格并复制（图片不行），再到这里粘贴。",
            "pasted_empty",
        )
    way = way or _best_way(lines)
    rows = _SPLITS[way](lines)
    return _checked(rows, way, notes if way == TABS else [*notes, *_uneven(rows)])


def _clean(text: str) -> str:
    """Without what is no character of a text; what was lost on the way is shown."""
    return _LOST.sub(_INSTEAD, _UNSEEN.sub("", _CONTROLS.sub(" ", text)))


def _lines(text: str) -> list[str]:
    """Lines without blank ones at either end.

    Other line breaks than those of lines are part of a cell.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = [line.rstrip(" \u3000") for line in text.split("\n")]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


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
    width = _usual_width(rows)
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
    width = _usual_width(rows)
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
_SPLITS: dict[str, Callable[[Sequence[str]], list[list[str]]]] = {
    TABS: _tabs,
    BARS: _bars,
    SPACES: _gaps,
    COMMAS: _commas(","),
    WIDE_COMMAS: _commas("，"),
    SEMICOLONS: _commas(";"),
    ANY_SPACE: _spaces,
    WHOLE: lambda lines: [[line.strip()] for line in lines],
}
WAYS = tuple(_SPLITS)
#: name of the file; a date in it would be taken for that of the data
FILE_NAME = "粘贴的表格.csv"


def _best_way(lines: Sequence[str]) -> str:
    """The way that parts the first lines into rows most alike."""
    if any("\t" in line for line in lines):
        return TABS
    head, text = lines[:200], "\n".join(lines)
    best, most = WHOLE, (False, 0.0)
    for way, split_lines in _SPLITS.items():
        if way == COMMAS and "," not in _THOUSANDS.sub("", text):
            continue
        rows = split_lines(head)
        width = _usual_width(rows)
        alike = sum(len(row) == width for row in rows)
        parted_lines = sum(len(row) > 1 for row in rows)
        # titles and notes are often not parted at all
        score = (alike * 2 >= sum(map(any, rows)), alike / max(1, parted_lines))
        if width > 1 and score > most:
            best, most = way, score
    return best


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """The number of columns that most rows of more than one cell have."""
    return max(
        Counter(len(row) for row in rows if len(row) > 1).items(),
        key=lambda counted: (counted[1], counted[0]),
        default=(1, 0),
    )[0]


def _uneven(rows: Sequence[Sequence[str]]) -> list[str]:
    """What to say of rows that were not parted as the others were."""
    width = _usual_width(rows)
    odd = [number for number, row in enumerate(rows, start=1) if 1 < len(row) != width]
    if not odd:
        return []
    named = "、".join(map(str, odd[:MOST_NAMED]))
    more = f"等{len(odd)}行" if len(odd) > MOST_NAMED else ""
    return [f"粘贴的第{named}行{more}的列数与其他行不同，请在表格里核对，或换一种分列方式。"]


def _of_html(page: str) -> list[list[str]]:
    try:
        tables = html_tables.read(page.encode())
    except FileRefused:
        return []
    rows: list[list[str]] = []
    for table in tables:
        rows += [[], *_filled(table)] if rows else _filled(table)
    return rows


def _filled(table: SpannedTable) -> list[list[str]]:
    """The rows with merged cells filled, but for a title alone in its row."""
    texts = [[_BREAKS.sub("\n", str(cell)) for cell in row] for row in table.rows]
    rows = [list(row) for row in texts]
    for top, left, bottom, right in table.merges:
        is_title = top == bottom and sum(cell != "" for cell in rows[top]) == 1
        for row in () if is_title else range(top, bottom + 1):
            rows[row] += [""] * (right + 1 - len(rows[row]))
            rows[row][left : right + 1] = [texts[top][left]] * (right + 1 - left)
    return rows


def _checked(rows: list[list[str]], way: str, notes: list[str]) -> Pasted:
    width = max(map(len, rows), default=0)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise FileRefused(
            f"粘贴的内容有{len(rows)}行、{width}列，超过{MOST_ROWS}行、{MOST_COLUMNS}列的上限。",
            "请存成文件，用“上传文件”导入。",
            "pasted_too_large",
        )
    return Pasted([row + [""] * (width - len(row)) for row in rows], way, notes)


def as_file(rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    """The rows as a text table in UTF-8; a `title` is row 1.

    Every cell is quoted, so that nothing is taken for another format.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    width = max([2, *map(len, rows)])
    for row in [[title.strip()], *rows] if title.strip() else rows:
        writer.writerow([*map(_clean, row), *[""] * (width - len(row))])
    return out.getvalue().encode()
