"""The texts and tables of a finished paper (.docx, .pptx), to be checked against the data."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import paper_document, relations, zip_parts
from govsvc.sheets.formats.paper_blocks import (
    CHART_PART,
    Block,
    Drawn,
    of_drawing,
)

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_NOTES = "ppt/notesSlides/"
_PRESENTATION = "ppt/presentation.xml"


@dataclass(frozen=True, slots=True)
class PaperText:
    """`blocks`: paragraphs with text, tables and charts, in their order, at last what stands beside
    the text. `charts`: how many there are that keep no numbers and could not be read.
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
        read = paper_document.blocks if kind == zip_parts.DOCX else _of_slides
        blocks = list(read(archive))
        charts = sum(bool(CHART_PART.fullmatch(name)) for name in archive.namelist())
        return PaperText(blocks, charts - sum(block.chart is not None for block in blocks))


def _of_slides(archive: zipfile.ZipFile) -> Iterator[Block]:
    for number, part in enumerate(_slides(archive), start=1):
        root = zip_parts.as_shown(zip_parts.parse_xml(zip_parts.read_part(archive, part)))
        drawn, where = Drawn(archive, part), f"第{number}页"
        texts = [*of_drawing(root, where), *drawn.diagrams(root, where)]
        yield from texts
        title = next((one.text for one in texts if one.text), "")
        for chart in drawn.charts(root):
            yield Block(f"{where}图", chart=chart, above=title)
        for notes in relations.targets(archive, part).values():
            if notes.startswith(_NOTES):
                root = zip_parts.parse_xml(zip_parts.read_part(archive, notes))
                yield from of_drawing(root, f"{where}备注")


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


def _no_paper() -> FileRefused:
    return FileRefused(
        "这个文件不是 Word 文档（.docx）或演示文稿（.pptx）。",
        "请在 Word、PowerPoint 或 WPS 中另存为 .docx 或 .pptx 再核对。",
        "no_paper",
    )
