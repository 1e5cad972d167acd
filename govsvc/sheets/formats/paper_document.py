"""A finished paper in Word: its text, and what stands in headers, footers, notes and text boxes."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from govsvc.sheets.formats import docx_tables, relations
from govsvc.sheets.formats.docx_tables import W
from govsvc.sheets.formats.paper_blocks import Block, Drawn, line
from govsvc.sheets.formats.spans import SpannedTable

_BODY = "word/document.xml"
_BOX = f"{W}txbxContent"
#: kind of a part → what its texts are called
_AT_EDGES = {"header": "页眉", "footer": "页脚"}
#: kind of a part → tag of one note, of the sign that leads to it, what it is called
_NOTES = {
    "footnotes": (f"{W}footnote", f"{W}footnoteReference", "脚注"),
    "endnotes": (f"{W}endnote", f"{W}endnoteReference", "尾注"),
}


def blocks(archive: zipfile.ZipFile) -> Iterator[Block]:
    """The text in its order, then what stands beside it. Raises FileRefused."""
    body = docx_tables.body_of(archive)
    signs = {
        kind: [one.get(f"{W}id", "") for top in body for one in top.iter(sign)]
        for kind, (_, sign, _) in _NOTES.items()
    }
    yield from _Part(archive, _BODY).blocks(body)
    seen = set[tuple[str, str, tuple[tuple[str, ...], ...]]]()
    for one in _beside(archive, signs):
        # the headers of several sections say the same
        key = (one.where, one.text, tuple(map(tuple, one.rows)))
        if one.chart or key not in seen:
            yield replace(one, is_beside=True)
        seen.add(key)


def _beside(archive: zipfile.ZipFile, signs: dict[str, list[str]]) -> Iterator[Block]:
    for kind, part in relations.typed_targets(archive, _BODY):
        if kind in _AT_EDGES:
            root = docx_tables.root_of(archive, part)
            yield from _Part(archive, part, _AT_EDGES[kind]).blocks(root)
        elif kind in _NOTES:
            tag, _, name = _NOTES[kind]
            for note in docx_tables.root_of(archive, part).iter(tag):
                key = note.get(f"{W}id", "")
                if key in signs[kind]:
                    number = signs[kind].index(key) + 1
                    yield from _Part(archive, part, f"{name}{number}").blocks(note)


class _Part:
    """A part of the document. `name`: what its texts are called, "" for the text itself."""

    def __init__(self, archive: zipfile.ZipFile, part: str, name: str = ""):
        self._drawn, self._name = Drawn(archive, part), name
        self._paragraphs = self._tables = self._boxes = self._pictures = 0

    def blocks(self, elements: Iterable[Element], box: str = "") -> Iterator[Block]:
        """Paragraphs, tables, charts and text boxes in their order. `box`: the one they stand
        in.
        """
        for element in docx_tables.inside(elements):
            boxes = _taken_out(element)
            if element.tag == docx_tables.PARAGRAPH:
                if text := line(docx_tables.text_of(element)):
                    yield Block(self._where(box), text)
            elif element.tag == docx_tables.TABLE:
                self._tables += 1
                for table in docx_tables.tables_in(element):
                    yield Block(f"{self._name}表{self._tables}", rows=_filled(table))
            for chart in self._drawn.charts(element):
                self._pictures += 1
                yield Block(f"{self._name}图{self._pictures}", chart=chart)
            yield from self._drawn.diagrams(element, f"{self._name}图示")
            for inner in boxes:
                self._boxes += 1
                yield from self.blocks(inner, f"文本框{self._boxes}")

    def _where(self, box: str) -> str:
        if box or self._name:
            return f"{self._name}{box}"
        self._paragraphs += 1
        return f"第{self._paragraphs}段"


def _taken_out(element: Element) -> list[Element]:
    """The text boxes in it, which it then has no more."""
    found = []
    for parent in list(element.iter()):
        for box in parent.findall(_BOX):
            parent.remove(box)
            found.append(box)
    return found


def _filled(table: SpannedTable) -> list[list[str]]:
    """The rows of a table, with what a span says in each of its cells."""
    rows = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    for top, left, bottom, right in table.merges:
        for row in rows[top : bottom + 1]:
            for place in range(left, min(right + 1, len(row))):
                row[place] = rows[top][left]
    return rows
