"""Tables of a Word document: bulletins come as annexes."""

import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import spans
from govsvc.sheets.formats.spans import Laid

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}
#: what is inserted or wrapped in a content control is read like what stands there plainly
_WRAPPERS = frozenset(
    f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag")
)

#: how many tables may stand inside one another
_DEEPEST = 20


def read(archive: zipfile.ZipFile) -> list[Laid]:
    """The tables of the document, in order. Raises FileRefused where there is none."""
    content = limits.read_part(archive, "word/document.xml").replace(_STRICT, _W[1:-1].encode())
    body = limits.parse_xml(content).find(f"{_W}body")
    found: list[Laid] = []
    heading, above = "", []
    for element in _inside(body) if body is not None else ():
        if element.tag == f"{_W}p":
            line = " ".join(_text(element).split())
            heading = heading or line
            above += [line] if line else []
        elif element.tag == f"{_W}tbl":
            for table in _tables(element, _DEEPEST):
                table.above, above = above, []
                if any(cell for row in table.rows for cell in row):
                    table.name = f"表{len(found) + 1}"
                    found.append(spans.with_titles(table, heading))
    if not found:
        raise FileRefused(
            "Word 文档里没有表格。", "请上传含有表格的文档，或把数据放进 .xlsx 后上传。", "no_table"
        )
    return found


def _inside(parent: Element) -> Iterator[Element]:
    for element in parent:
        if element.tag in _WRAPPERS:
            yield from _inside(element)
        else:
            yield element


def _text(paragraph: Element) -> str:
    found = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            found.append(element.text or "")
        elif element.tag in _BREAKS and element is not paragraph:
            found.append(_BREAKS[element.tag])
    return "".join(found)


def _number(parent: Element | None, name: str) -> int:
    element = None if parent is None else parent.find(f"{_W}{name}")
    said = "" if element is None else element.get(f"{_W}val", "")
    return min(int(said), limits.MOST_COLUMNS + 1) if said.isdecimal() and len(said) < 9 else 0


def _tables(table: Element, deepest: int) -> list[Laid]:
    """The table, and those inside its cells, at most `deepest` inside one another.

    Raises FileRefused beyond.
    """
    if not deepest:
        raise FileRefused(
            f"文档里的表格层层嵌套，超过{_DEEPEST}层。",
            "请把表格直接放在文档里，或把数据放进 .xlsx 后上传。",
            "nested_tables",
        )
    found = [Laid()]
    mine = found[0]
    # left column → its merge (top, bottom, right), while it goes on
    open_merges: dict[int, tuple[int, int, int]] = {}
    closed: list[tuple[int, int, int, int]] = []
    for number, line in enumerate(row for row in _inside(table) if row.tag == f"{_W}tr"):
        limits.check_extent("表格", number + 1, 0)
        row: list[str] = [""] * _number(line.find(f"{_W}trPr"), "gridBefore")
        for cell in (cell for cell in _inside(line) if cell.tag == f"{_W}tc"):
            properties = cell.find(f"{_W}tcPr")
            left, across = len(row), max(1, _number(properties, "gridSpan"))
            limits.check_extent("表格", 0, left + across)
            merge = None if properties is None else properties.find(f"{_W}vMerge")
            goes_on = (
                merge is not None
                and merge.get(f"{_W}val", "continue") != "restart"
                and left in open_merges
            )
            text = "\n".join(_text(p) for p in _inside(cell) if p.tag == f"{_W}p").strip()
            if goes_on:
                open_merges[left] = (open_merges[left][0], number, open_merges[left][2])
            else:
                if left in open_merges:
                    top, bottom, right = open_merges.pop(left)
                    closed.append((top, left, bottom, right))
                if merge is not None or across > 1:
                    open_merges[left] = (number, number, left + across - 1)
            row += ["" if goes_on else text, *[""] * (across - 1)]
            for inner in (inner for inner in _inside(cell) if inner.tag == f"{_W}tbl"):
                found += _tables(inner, deepest - 1)
        mine.rows.append(row)
    closed += [(top, left, bottom, right) for left, (top, bottom, right) in open_merges.items()]
    mine.merges = sorted(m for m in closed if m[:2] != m[2:])
    return found
