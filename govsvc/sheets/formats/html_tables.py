"""Tables of a web page: what many systems call .xls is one."""

import email
import email.policy
from dataclasses import dataclass
from html.parser import HTMLParser

from govsvc.domain.errors import FileRefused
from govsvc.sheets.formats import csv_text, spans
from govsvc.sheets.formats.spans import SpannedTable

_BLOCKS = frozenset(
    (
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "caption",
        "center",
        "table",
        "tr",
        "td",
        "th",
        "body",
        "html",
    )
)
_SILENT = frozenset(("script", "style"))
#: beyond this a browser cuts a span, too
_MOST_ACROSS, _MOST_DOWN = 1000, 65534


@dataclass(slots=True)
class _Cell:
    """Its words as they come; how many rows and columns it spans."""

    words: list[str]
    down: int
    across: int


class _Table:
    """`above`: lines before it; `rows` of cells; `cell`: the words of the one that is open."""

    def __init__(self, above: list[str]):
        self.above = above
        self.rows: list[list[_Cell]] = []
        self.cell: list[str] | None = None


class _Reader(HTMLParser):
    """`tables` in the order in which they begin; `heading`: the page's title or first line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.heading = ""
        self._open: list[_Table] = []
        self._lines: list[str] = []
        self._words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._end_line()
            self._open.append(_Table(self._lines))
            self._lines = []
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._open[-1].cell = None
            self._open[-1].rows.append([])
        elif tag in ("td", "th") and self._open:
            self._open_cell(self._open[-1], dict(attrs))
        elif tag == "br" or tag in _BLOCKS:
            self._break()

    def _open_cell(self, table: _Table, attributes: dict[str, str | None]) -> None:
        if not table.rows:
            table.rows.append([])
        table.cell = []
        down = _span(attributes.get("rowspan"), _MOST_DOWN)
        across = _span(attributes.get("colspan"), _MOST_ACROSS)
        table.rows[-1].append(_Cell(table.cell, down, across))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._open:
            self._open.pop()
        elif tag in ("td", "th", "tr") and self._open:
            self._open[-1].cell = None
        elif tag in _BLOCKS or tag == "title":
            self._break()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(" ".join(data.split()) or " ")
        else:
            self._words.append(data)

    def close(self) -> None:
        super().close()
        self._end_line()

    def _break(self) -> None:
        if self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append("\n")
        else:
            self._end_line()

    def _end_line(self) -> None:
        line = " ".join("".join(self._words).split())
        self._words = []
        if line:
            self.heading = self.heading or line
            is_above_rows = self._open and not self._open[-1].rows
            (self._open[-1].above if is_above_rows else self._lines).append(line)


def _span(text: str | None, most: int) -> int:
    """How many rows or columns an attribute says, 1 where it says nothing sensible."""
    return min(int(text), most) if text and text.strip().isdecimal() and len(text) < 9 else 1


def read(content: bytes) -> list[SpannedTable]:
    """The tables of a page, or of a web archive of pages.

    Raises FileRefused where there is none.
    """
    tables: list[SpannedTable] = []
    for page in _pages(content):
        reader = _Reader()
        reader.feed(page)
        reader.close()
        for table in reader.tables:
            lines = [
                [("".join(cell.words).strip(), cell.down, cell.across) for cell in row]
                for row in table.rows
            ]
            if any(text for line in lines for text, _, _ in line):
                spanned = spans.lay(f"表{len(tables) + 1}", lines)
                spanned.above = table.above
                tables.append(spans.with_titles(spanned, reader.heading))
    if not tables:
        raise FileRefused(
            "文件其实是网页（HTML），里面没有表格。",
            "请重新从原系统导出，或用 Excel、WPS 另存为 .xlsx 后上传。",
            "html",
        )
    return tables


def _pages(content: bytes) -> list[str]:
    """The page, or the pages of a web archive."""
    if content.lstrip()[:12].lower() != b"mime-version":
        return [csv_text.decode(content)[0]]
    message = email.message_from_bytes(content.lstrip(), policy=email.policy.default)
    pages = []
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            pages.append(csv_text.decode(payload if isinstance(payload, bytes) else b"")[0])
    return pages
