"""The texts and tables of a finished paper (.docx, .pptx), to be checked against the data."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import docx_tables, relations, zip_parts
from govsvc.sheets.formats.paper_charts import PaperChart, chart_of
from govsvc.sheets.formats.spans import SpannedTable

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_CHART = re.compile(r"(?:ppt|word)/charts/chart(?:Ex)?\d+\.xml")
_NOTES = "ppt/notesSlides/"
_PRESENTATION = "ppt/presentation.xml"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a table with its `rows`, or a `chart`. `where`: 第3段, 表2, 第5页; `above`: the
    title of the slide that a chart is on.
    """

    where: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    chart: PaperChart | None = None
    above: str = ""


@dataclass(frozen=True, slots=True)
class PaperText:
    """`blocks`: paragraphs with text, tables and charts, in their order. `charts`: how many there
    are that keep no numbers and could not be read.
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
        if kind not in (zip_parts.DOCX, zip_parts.PPTX):
            raise _no_paper()
        read = _of_document if kind == zip_parts.DOCX else _of_slides
        blocks = list(read(archive))
        charts = sum(bool(_CHART.fullmatch(name)) for name in archive.namelist())
        return PaperText(blocks, charts - sum(block.chart is not None for block in blocks))


class _Charts:
    """The charts that a part leads to, each once."""

    def __init__(self, archive: zipfile.ZipFile, part: str):
        self._archive, self._targets = archive, relations.targets(archive, part)

    def under(self, element: Element) -> Iterator[PaperChart]:
        for one in element.iter():
            if one.tag.endswith("}chart"):
                keys = [value for name, value in one.attrib.items() if name.endswith("}id")]
                part = self._targets.pop(keys[0], "") if keys else ""
                if _CHART.fullmatch(part):
                    root = zip_parts.parse_xml(zip_parts.read_part(self._archive, part))
                    if found := chart_of(root):
                        yield found


def _of_document(archive: zipfile.ZipFile) -> Iterator[Block]:
    paragraphs = tables = pictures = 0
    charts = _Charts(archive, "word/document.xml")
    for element in docx_tables.body_of(archive):
        if element.tag == docx_tables.PARAGRAPH:
            if text := _line(docx_tables.text_of(element)):
                paragraphs += 1
                yield Block(f"第{paragraphs}段", text)
        elif element.tag == docx_tables.TABLE:
            tables += 1
            for table in docx_tables.tables_in(element):
                yield Block(f"表{tables}", rows=_filled(table))
        for chart in charts.under(element):
            pictures += 1
            yield Block(f"图{pictures}", chart=chart)


def _of_slides(archive: zipfile.ZipFile) -> Iterator[Block]:
    for number, part in enumerate(_slides(archive), start=1):
        root = zip_parts.parse_xml(zip_parts.read_part(archive, part))
        where = f"第{number}页"
        texts = list(_of_slide(root, where))
        yield from texts
        title = next((one.text for one in texts if one.text), "")
        for chart in _Charts(archive, part).under(root):
            yield Block(f"{where}图", chart=chart, above=title)
        for notes in relations.targets(archive, part).values():
            if notes.startswith(_NOTES):
                root = zip_parts.parse_xml(zip_parts.read_part(archive, notes))
                yield from _of_slide(root, f"{where}备注")


def _slides(archive: zipfile.ZipFile) -> list[str]:
    """The parts of the slides in the order in which they are shown."""
    root = zip_parts.parse_xml(zip_parts.read_part(archive, _PRESENTATION))
    targets = relations.targets(archive, _PRESENTATION)
    keys = [
        value
        for one in root.iter()
        if one.tag.endswith("}sldId")
        for name, value in one.attrib.items()
        if name.endswith("}id")
    ]
    shown = [targets[key] for key in keys if _SLIDE.fullmatch(targets.get(key, ""))]
    others = [name for name in archive.namelist() if _SLIDE.fullmatch(name) and name not in shown]
    return [*dict.fromkeys(shown), *sorted(others, key=_number)]


def _number(part: str) -> int:
    return int("".join(filter(str.isdecimal, part)))


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
