"""Member items (关联事项) and bodies that stand together in one cell, taken apart.

Names of items hold 、 and brackets themselves: what stands in brackets is never parted, and 、
parts only where nothing stronger does.
"""

import re
from collections.abc import Callable

from govsvc.domain.chains import Member
from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.cell_text import CellValue

_STRONG = re.compile(r"[\n\r;；①-⒛]+")
#: 1.营业执照2.刻制印章: only where the text begins with a number
_NUMBERING = re.compile(
    r"^(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．])|"
    r"(?:^|(?<=[^\d.]))(?:[(（]\d{1,2}[)）]|\d{1,2}[)）.、．](?!\d))"
)
_WEAK = "、,，"
_OPEN, _CLOSE = "（(《“【[", "）)》”】]"
_OWNER = re.compile(r"^(?P<unit>[^:：]{2,20})[:：](?P<names>.+)$")
_BESIDE = re.compile(r"^(?P<name>.+?)[（(](?P<unit>[^（）()]{2,20})[)）]$")
_NAMELESS = re.compile(r"无|没有|暂无|等|等等")

#: text → the name of the unit that it is, "" where it is none
UnitOf = Callable[[str], str]


def members_of(cell: CellValue, unit_of: UnitOf) -> list[Member]:
    """The items of a cell in order, each with its unit where the cell says it."""
    found: list[Member] = []
    for piece in _pieces(cell):
        owner = _OWNER.match(piece)
        unit = unit_of(owner["unit"]) if owner else ""
        names = _weakly(owner["names"]) if owner and unit else [piece]
        found += [_member(name, unit, unit_of) for name in names if not _NAMELESS.fullmatch(name)]
    return list(dict.fromkeys(found))


def names_of(cell: CellValue) -> list[str]:
    """The bodies of a cell: departments, banks, companies."""
    names = [name for piece in _strongly(cell) for name in _weakly(piece)]
    return [name for name in dict.fromkeys(names) if not _NAMELESS.fullmatch(name)]


def _pieces(cell: CellValue) -> list[str]:
    strong = _strongly(cell)
    if len(strong) > 1 or strong and _OWNER.match(strong[0]):
        return strong
    return [name for piece in strong for name in _weakly(piece)]


def _strongly(cell: CellValue) -> list[str]:
    """The parts of a cell by lines, semicolons and numbers in front."""
    lines = _STRONG.split(cell_text.raw(cell))
    parts = [part for line in lines for part in _numbered(cell_text.words(line))]
    return [name for part in parts if (name := _clean(part))]


def _numbered(line: str) -> list[str]:
    return _NUMBERING.split(line) if _NUMBERING.match(line) else [line]


def _weakly(text: str) -> list[str]:
    """The parts of a text by 、 and commas that stand in no bracket."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if character in _WEAK and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return [name for part in parts if (name := _clean(part))]


def _clean(text: str) -> str:
    name = cell_text.name(text).strip(" 、，,。;；:：")
    return re.sub(r"(?<=.)等(?:\d+个?(?:事)?项)?$", "", name)


def _member(name: str, unit: str, unit_of: UnitOf) -> Member:
    beside = None if unit else _BESIDE.match(name)
    own = unit_of(beside["unit"]) if beside else ""
    return Member(beside["name"] if beside and own else name, own or unit)
