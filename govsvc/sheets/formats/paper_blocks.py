"""What a finished paper is made of for whoever checks it, and what .docx and .pptx share."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govsvc.sheets.formats import relations, zip_parts
from govsvc.sheets.formats.paper_charts import PaperChart, chart_of

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DRAWN_PARAGRAPH, DRAWN_TABLE = f"{_A}p", f"{_A}tbl"
CHART_PART = re.compile(r"(?:ppt|word)/charts/chart(?:Ex)?\d+\.xml")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a table with its `rows`, or a `chart`. `where`: 第3段, 表2, 第5页; `above`: the
    title of the slide that a chart is on. `is_beside`: it stands outside of the text, as a header
    or a note.
    """

    where: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    chart: PaperChart | None = None
    above: str = ""
    is_beside: bool = False


class Drawn:
    """What is drawn in a part and stands in parts of its own."""

    def __init__(self, archive: zipfile.ZipFile, part: str):
        self._archive, self._targets = archive, relations.targets(archive, part)

    def charts(self, element: Element) -> Iterator[PaperChart]:
        """The charts in it, each once."""
        for part in self._parts(element, "chart", "id"):
            if CHART_PART.fullmatch(part) and (found := chart_of(self._root(part))):
                yield found

    def diagrams(self, element: Element, where: str) -> Iterator[Block]:
        """The texts of the SmartArt in it."""
        for part in self._parts(element, "relIds", "dm"):
            yield from of_drawing(self._root(part), where)

    def _parts(self, element: Element, sign: str, key: str) -> Iterator[str]:
        """The parts that signs of that name lead to."""
        for one in element.iter():
            if one.tag.endswith(f"}}{sign}"):
                keys = [value for name, value in one.attrib.items() if name.endswith(f"}}{key}")]
                if part := self._targets.pop(keys[0], "") if keys else "":
                    yield part

    def _root(self, part: str) -> Element:
        return zip_parts.parse_xml(zip_parts.read_part(self._archive, part))


def of_drawing(parent: Element, where: str) -> Iterator[Block]:
    """The paragraphs and tables of what is drawn."""
    for element in parent:
        if element.tag == DRAWN_TABLE:
            rows = [
                ["\n".join(_texts(cell)) for cell in row.iter(f"{_A}tc")]
                for row in element.iter(f"{_A}tr")
            ]
            if rows:
                yield Block(f"{where}表", rows=rows)
        elif element.tag == DRAWN_PARAGRAPH:
            if text := line(_text(element)):
                yield Block(where, text)
        else:
            yield from of_drawing(element, where)


def _texts(parent: Element) -> list[str]:
    return [text for one in parent.iter(DRAWN_PARAGRAPH) if (text := line(_text(one)))]


def _text(paragraph: Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{_A}t"))


def line(text: str) -> str:
    return " ".join(text.split())
