"""A table copied from Word, WPS, Excel, a PDF or a chat → rows of text cells, and rows → a file that is read as any other."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from govsvc.errors import FileRefused
from govsvc.sheets import guard, html_tables
from govsvc.sheets.spans import Laid

MOST_ROWS = 5000
MOST_COLUMNS = 60
HTML, TABS, BARS, SPACES, COMMAS, WIDE_COMMAS, SEMICOLONS, ANY_SPACE, WHOLE = (
    "网页表格", "制表符", "竖线", "两个以上空格", "逗号", "全角逗号", "分号", "空格", "不分列")
_HTML = re.compile(r"<(table|tr)\b", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_INDENT = re.compile(r"[ \u3000]{2,}|\u3000")
#: a line of these alone, one of them a dash, is a rule (one pass: pasted text may be thousands of dashes)
_RULE, _DASH = re.compile(r"[\s|│┃:+=─━┼├┤┌┐└┘┬┴-]+"), re.compile("[-─━=]")
_BAR = re.compile(r"(?<!\\)[|│┃]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
MOST_NAMED = 5


@dataclass(slots=True)
class Pasted:
    """`rows`: text cells, all of the same width. `way`: how the columns were parted. `notes`: what to look at, in Chinese."""

    rows: list[list[str]]
    way: str
    notes: list[str] = field(default_factory=list)


def split(text: str, html: str = "", way: str | None = None) -> Pasted:
    """The rows of what was pasted: of its `html` where that has a table (merged cells filled), else of the text's lines.

    `way` (one of `WAYS`) parts the text so and leaves the html aside; without it the way that parts the most lines into
    equally many columns is taken. Raises FileRefused where there is nothing, or too much.
    """
    if len(text) > guard.MOST_BYTES or len(html) > guard.MOST_BYTES:
        raise FileRefused("粘贴的内容太多。", "请存成文件，用“上传文件”导入。", "pasted_too_large")
    for page in (html, text) if way is None else ():
        if _HTML.search(page):
            rows = _of_html(page)
            if rows:
                return _checked(rows, HTML, [])
    lines = _lines(text)
    if not any(lines):
        raise FileRefused("没有粘贴到文字。", "请先在 Word、WPS、Excel 或聊天里选中表格并复制（图片不行），再到这里粘贴。", "pasted_empty")
    way = way or _best_way(lines)
    return _checked(_SPLITS[way](lines), way, [] if way == TABS else _uneven(_SPLITS[way](lines)))


def _lines(text: str) -> list[str]:
    """Lines without blank ones at either end; other line breaks than those of lines are part of a cell."""
    text = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    lines = [line.rstrip(" \u3000") for line in text.split("\n")]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _tabs(lines: Sequence[str]) -> list[list[str]]:
    """Excel puts a cell with line breaks or quotes into quotes; what is quoted otherwise is taken as it stands."""
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(lines), newline=""), "excel-tab", strict=True)]
    except csv.Error:
        return [[cell.strip() for cell in line.split("\t")] for line in lines]


def _commas(separator: str) -> Callable[[Sequence[str]], list[list[str]]]:
    def parted(lines: Sequence[str]) -> list[list[str]]:
        try:
            rows = list(csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=separator, skipinitialspace=True, strict=True))
        except csv.Error:
            rows = [line.split(separator) for line in lines]
        return [[cell.strip() for cell in row] for row in rows]
    return parted


def _bars(lines: Sequence[str]) -> list[list[str]]:
    """Markdown, and tables drawn with lines; the rule under the header is no row."""
    rows = []
    for line in lines:
        if _RULE.fullmatch(line) and _DASH.search(line):
            continue
        cells = [_LINE_BREAK.sub("\n", cell.replace("\\|", "|")).strip().strip("*").strip() for cell in _BAR.split(line.strip())]
        if _BAR.match(line.strip()) and not cells[0]:
            cells = cells[1:]
        if len(cells) > 1 and not cells[-1]:
            cells = cells[:-1]
        rows.append(cells)
    return rows


def _gaps(lines: Sequence[str]) -> list[list[str]]:
    """A line that is indented and short of cells has blanks where a merged cell above it goes on."""
    rows = [_GAP.split(line.strip(" \u3000")) for line in lines]
    width = _usual_width(rows)
    return [[""] * (width - len(row)) + row if 1 < len(row) < width and _INDENT.match(line) else row for line, row in zip(lines, rows)]


#: in this order where several part the lines equally well
_SPLITS: dict[str, Callable[[Sequence[str]], list[list[str]]]] = {
    TABS: _tabs, BARS: _bars, SPACES: _gaps, COMMAS: _commas(","), WIDE_COMMAS: _commas("，"), SEMICOLONS: _commas(";"),
    ANY_SPACE: lambda lines: [line.split() for line in lines], WHOLE: lambda lines: [[line.strip()] for line in lines],
}
WAYS = tuple(_SPLITS)
#: name of the file; a date in it would be taken for that of the data
FILE_NAME = "粘贴的表格.csv"


def _best_way(lines: Sequence[str]) -> str:
    if any("\t" in line for line in lines):
        return TABS
    head, text = lines[:200], "\n".join(lines)
    best, most = WHOLE, 0.0
    for way, parted in _SPLITS.items():
        if way == COMMAS and "," not in _THOUSANDS.sub("", text):
            continue
        rows = parted(head)
        width = _usual_width(rows)
        share = sum(len(row) == width for row in rows) / max(1, sum(map(any, rows)))
        if width > 1 and share > most:
            best, most = way, share
    return best


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """The number of columns that most rows of more than one cell have."""
    return max(Counter(len(row) for row in rows if len(row) > 1).items(), key=lambda found: (found[1], found[0]), default=(1, 0))[0]


def _uneven(rows: Sequence[Sequence[str]]) -> list[str]:
    """What to say of rows that were not parted as the others were."""
    width = _usual_width(rows)
    odd = [number for number, row in enumerate(rows, start=1) if 1 < len(row) != width]
    if not odd:
        return []
    more = f"等{len(odd)}行" if len(odd) > MOST_NAMED else ""
    return [f"粘贴的第{'、'.join(map(str, odd[:MOST_NAMED]))}{'' if more else ''}行{more}的列数与其他行不同，请在表格里核对，或换一种分列方式。"]


def _of_html(page: str) -> list[list[str]]:
    try:
        tables = html_tables.read(page.encode())
    except FileRefused:
        return []
    rows: list[list[str]] = []
    for table in tables:
        rows += [[], *_filled(table)] if rows else _filled(table)
    return rows


def _filled(table: Laid) -> list[list[str]]:
    """The rows with merged cells filled, but for a title alone in its row."""
    rows = [list(row) for row in table.rows]
    for top, left, bottom, right in table.merges:
        is_title = top == bottom and sum(cell != "" for cell in rows[top]) == 1
        for row in () if is_title else range(top, bottom + 1):
            rows[row] += [""] * (right + 1 - len(rows[row]))
            rows[row][left:right + 1] = [table.rows[top][left]] * (right + 1 - left)
    return rows


def _checked(rows: list[list[str]], way: str, notes: list[str]) -> Pasted:
    width = max(map(len, rows), default=0)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise FileRefused(f"粘贴的内容有{len(rows)}行、{width}列，超过{MOST_ROWS}行、{MOST_COLUMNS}列的上限。", "请存成文件，用“上传文件”导入。",
                          "pasted_too_large")
    return Pasted([row + [""] * (width - len(row)) for row in rows], way, notes)


def as_file(rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    """The rows as a text table in UTF-8, every cell quoted so that nothing is taken for another format; a `title` is row 1."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    width = max([2, *map(len, rows)])
    for row in ([[title.strip()], *rows] if title.strip() else rows):
        writer.writerow([*row, *[""] * (width - len(row))])
    return out.getvalue().encode()
