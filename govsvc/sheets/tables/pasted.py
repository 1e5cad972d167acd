"""A table copied from Word, WPS, Excel, a PDF or a chat → rows of text cells → a file.

The file is read as any other.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import html_tables
from govsvc.sheets.formats.spans import SpannedTable
from govsvc.sheets.tables.line_splitting import SPLITS, TABS, best_way, usual_width

MOST_ROWS = 5000
MOST_COLUMNS = 60
#: the way of a table that comes with its own cells
HTML = "按原表格"
_HTML = re.compile(r"<(table|tr)\b", re.IGNORECASE)
#: no part of any text, a cell is the better without: the first become a space, the others nothing
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSEEN = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")
#: half a character, and what stands for one that was lost
_LOST, _INSTEAD = re.compile("[\ud800-\udfff\ufffd]"), "□"
_BREAKS = re.compile(r"\s*\n\s*")
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
    lines. `way` (one of `line_splitting.WAYS`) parts the text so and leaves the html aside; without
    it the way that parts the lines most alike is taken. Raises FileRefused where there is nothing,
    or too much.
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
    way = way or best_way(lines)
    rows = SPLITS[way](lines)
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


#: name of the file; a date in it would be taken for that of the data
FILE_NAME = "粘贴的表格.csv"


def _uneven(rows: Sequence[Sequence[str]]) -> list[str]:
    """What to say of rows that were not parted as the others were."""
    width = usual_width(rows)
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
