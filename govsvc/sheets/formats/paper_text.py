"""The texts and tables of a finished paper (.docx, .pptx), to be checked against the data."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import docx_tables, zip_parts
from govsvc.sheets.formats.spans import SpannedTable

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_CHART = re.compile(r"ppt/charts/chart\d+\.xml|word/charts/chart\d+\.xml")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table with its `rows`. `where`: 第3段, 表2, 第5页."""

    where: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class PaperText:
    """`blocks`: paragraphs with text and tables, in their order. `charts`: how many there are: what
    they say is not read.
    """

    blocks: list[Block]
    charts: int = 0

    @property
    def paragraphs(self) -> list[str]:
        return [block.text for block in self.blocks if block.text]

    @property
    def tables(self) -> int:
        return sum(bool(block.rows) for block in self.blocks)


def read_text(content: bytes) -> PaperText:
    """What the paper says. Raises FileRefused for what is neither .docx nor .pptx."""
    limits.check_size(content)
    if not content.startswith(b"PK"):
        raise _no_paper()
    kind, archive = zip_parts.check_zip(content, with_slides=True)
    with archive:
        charts = sum(bool(_CHART.fullmatch(name)) for name in archive.namelist())
        if kind == zip_parts.DOCX:
            return PaperText(list(_of_document(archive)), charts)
        if kind == zip_parts.PPTX:
            return PaperText(list(_of_slides(archive)), charts)
    raise _no_paper()


def _of_document(archive: zipfile.ZipFile) -> Iterator[Block]:
    paragraphs = tables = 0
    for element in docx_tables.body_of(archive):
        if element.tag == docx_tables.PARAGRAPH:
            if text := _line(docx_tables.text_of(element)):
                paragraphs += 1
                yield Block(f"第{paragraphs}段", text)
        elif element.tag == docx_tables.TABLE:
            tables += 1
            for table in docx_tables.tables_in(element):
                yield Block(f"表{tables}", rows=_filled(table))


def _of_slides(archive: zipfile.ZipFile) -> Iterator[Block]:
    numbers = sorted(
        int(match[1]) for name in archive.namelist() if (match := _SLIDE.fullmatch(name))
    )
    for number in numbers:
        root = zip_parts.parse_xml(zip_parts.read_part(archive, f"ppt/slides/slide{number}.xml"))
        yield from _of_slide(root, f"第{number}页")


def _of_slide(parent: Element, where: str) -> Iterator[Block]:
    for element in parent:
        if element.tag == f"{_A}tbl":
            rows = [
                ["\n".join(_texts(cell)) for cell in row.iter(f"{_A}tc")]
                for row in element.iter(f"{_A}tr")
            ]
            if rows:
                yield Block(f"{where}表", rows=rows)
        elif element.tag == f"{_A}p":
            if text := _line(_text(element)):
                yield Block(where, text)
        else:
            yield from _of_slide(element, where)


def _texts(parent: Element) -> list[str]:
    return [text for one in parent.iter(f"{_A}p") if (text := _line(_text(one)))]


def _text(paragraph: Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{_A}t"))


def _line(text: str) -> str:
    return " ".join(text.split())


def _filled(table: SpannedTable) -> list[list[str]]:
    """The rows of a table, with what a span says in each of its cells."""
    rows = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    for top, left, bottom, right in table.merges:
        for row in rows[top : bottom + 1]:
            for place in range(left, min(right + 1, len(row))):
                row[place] = rows[top][left]
    return rows


def _no_paper() -> FileRefused:
    return FileRefused(
        "这个文件不是 Word 文档（.docx）或演示文稿（.pptx）。",
        "请在 Word、PowerPoint 或 WPS 中另存为 .docx 或 .pptx 再核对。",
        "no_paper",
    )
