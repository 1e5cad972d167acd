"""Tables of a Word document: bulletins come as annexes."""

import zipfile
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.formats import spans, zip_parts
from govsvc.sheets.formats.spans import SpannedTable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, TABLE = f"{W}p", f"{W}tbl"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
#: what is inserted or wrapped in a content control is read like what stands there plainly
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)

#: how many tables may stand inside one another
_DEEPEST = 20


def read(archive: zipfile.ZipFile) -> list[SpannedTable]:
    """The tables of the document, in order. Raises FileRefused where there is none."""
    tables: list[SpannedTable] = []
    heading, above = "", list[str]()
    for element in body_of(archive):
        if element.tag == PARAGRAPH:
            line = " ".join(text_of(element).split())
            heading = heading or line
            above += [line] if line else []
        elif element.tag == TABLE:
            for table in _tables(element, _DEEPEST):
                table.above, above = above, []
                if any(cell for row in table.rows for cell in row):
                    table.name = f"表{len(tables) + 1}"
                    tables.append(spans.with_titles(table, heading))
    if not tables:
        raise FileRefused(
            "Word 文档里没有表格。", "请上传含有表格的文档，或把数据放进 .xlsx 后上传。", "no_table"
        )
    return tables


def body_of(archive: zipfile.ZipFile) -> list[Element]:
    """The paragraphs and tables of the document, in order. Raises FileRefused."""
    body = root_of(archive, "word/document.xml").find(f"{W}body")
    return [] if body is None else list(inside(body))


def root_of(archive: zipfile.ZipFile, part: str) -> Element:
    """A part of the document as it is shown. Raises FileRefused."""
    content = zip_parts.read_part(archive, part)
    return zip_parts.as_shown(zip_parts.parse_xml(content.replace(_STRICT, W[1:-1].encode())))


def inside(parent: Iterable[Element]) -> Iterator[Element]:
    """Its children; those of a wrapper in the wrapper's place."""
    for element in parent:
        if element.tag in _WRAPPERS:
            yield from inside(element)
        else:
            yield element


def text_of(paragraph: Element) -> str:
    """The text of a paragraph; breaks as they are."""
    parts = []
    for element in paragraph.iter():
        if element.tag == f"{W}t":
            parts.append(element.text or "")
        elif element.tag in _BREAKS and element is not paragraph:
            parts.append(_BREAKS[element.tag])
    return "".join(parts)


def tables_in(table: Element) -> list[SpannedTable]:
    """The table, and those inside its cells. Raises FileRefused where they are too deep."""
    return _tables(table, _DEEPEST)


def _number(parent: Element | None, name: str) -> int:
    element = None if parent is None else parent.find(f"{W}{name}")
    text = "" if element is None else element.get(f"{W}val", "")
    return min(int(text), limits.MOST_COLUMNS + 1) if text.isdecimal() and len(text) < 9 else 0


def _tables(table: Element, deepest: int) -> list[SpannedTable]:
    """The table, and those inside its cells, at most `deepest` inside one another.

    Raises FileRefused beyond.
    """
    if not deepest:
        raise FileRefused(
            f"文档里的表格层层嵌套，超过{_DEEPEST}层。",
            "请把表格直接放在文档里，或把数据放进 .xlsx 后上传。",
            "nested_tables",
        )
    spanned = _SpannedRows()
    inner: list[SpannedTable] = []
    for number, line in enumerate(row for row in inside(table) if row.tag == f"{W}tr"):
        limits.check_extent("表格", number + 1, 0)
        spanned.begin_row(_number(line.find(f"{W}trPr"), "gridBefore"))
        for cell in (cell for cell in inside(line) if cell.tag == f"{W}tc"):
            spanned.add(cell)
            for nested in (nested for nested in inside(cell) if nested.tag == f"{W}tbl"):
                inner += _tables(nested, deepest - 1)
    return [SpannedTable(rows=spanned.rows, merges=spanned.merges()), *inner]


class _SpannedRows:
    """The rows of one table, filled cell by cell; vMerge says in each row that a merge goes on."""

    def __init__(self) -> None:
        self.rows: list[list[CellValue]] = []
        #: left column → its merge (top, bottom, right), while it goes on
        self._open: dict[int, tuple[int, int, int]] = {}
        self._closed: list[tuple[int, int, int, int]] = []

    def begin_row(self, blanks: int) -> None:
        """A row that begins with so many blank cells."""
        self.rows.append([""] * blanks)

    def add(self, cell: Element) -> None:
        """Adds a cell to the last row.

        Raises FileRefused over the limit of columns.
        """
        row, number = self.rows[-1], len(self.rows) - 1
        properties = cell.find(f"{W}tcPr")
        left, across = len(row), max(1, _number(properties, "gridSpan"))
        limits.check_extent("表格", 0, left + across)
        merge = None if properties is None else properties.find(f"{W}vMerge")
        if (
            merge is not None
            and merge.get(f"{W}val", "continue") != "restart"
            and left in self._open
        ):
            top, _, right = self._open[left]
            self._open[left] = (top, number, right)
            text = ""
        else:
            if left in self._open:
                self._close(left)
            if merge is not None or across > 1:
                self._open[left] = (number, number, left + across - 1)
            text = "\n".join(text_of(p) for p in inside(cell) if p.tag == f"{W}p").strip()
        row += [text, *[""] * (across - 1)]

    def _close(self, left: int) -> None:
        top, bottom, right = self._open.pop(left)
        self._closed.append((top, left, bottom, right))

    def merges(self) -> list[tuple[int, int, int, int]]:
        """(top, left, bottom, right) of each merge, those of a single cell left out."""
        for left in list(self._open):
            self._close(left)
        return sorted(merge for merge in self._closed if merge[:2] != merge[2:])
