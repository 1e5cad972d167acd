"""The known name that comes nearest to one that is not known: a short form of it, or one that is
spelt almost alike.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from govsvc.sheets.cells import cell_text

#: what names of one kind have in common, and says nothing of which one it is
_ENDING = re.compile(
    r"(?<=..)(委员会|办公室|管委会|局|委|办|中心|厅|院|队|部|会|所|县|市|区|旗|州|镇|乡|街道|"
    r"苏木|社区|村)$"
)
_COUNTY = re.compile(r"^[\u4e00-\u9fff]{2,3}[县市区旗](?=..)")
#: how like (0 to 1) two names must be, with and without their endings
_LIKE, _LIKE_STEMS = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Near:
    """A known name.

    `is_full`: what was looked for is a short form of it, as 住建局 of 住房和城乡建设局.
    """

    name: str
    is_full: bool


class Names:
    """Known names of one kind, to look for the nearest one."""

    def __init__(self, known: Iterable[str]):
        self._stems = {name: stem(name) for name in known if name}

    def nearest(self, name: str) -> Near | None:
        """The nearest known name, None where none comes near."""
        mine = stem(name)
        best: tuple[float, Near] | None = None
        for known, other in self._stems.items():
            is_short = _is_short(mine, other) or mine == other and len(name) < len(known)
            score = (
                1.0
                if mine == other or is_short or _is_short(other, mine)
                else _likeness(name, known, mine, other)
            )
            # of several full names the one that leaves out least
            rank = score + _ratio(mine, other) if score else 0
            if rank and (best is None or rank > best[0]):
                best = rank, Near(known, is_short)
        return best[1] if best else None


def stem(name: str) -> str:
    """住房和城乡建设 of 云溪县住房和城乡建设局."""
    return _ENDING.sub("", _COUNTY.sub("", cell_text.packed(name)))


def _is_short(short: str, full: str) -> bool:
    """Whether `short` stands in `full`, or its characters do in this order, the first of it first."""
    if not 2 <= len(short) < len(full) or short[0] != full[0]:
        return 2 <= len(short) < len(full) and short in full
    rest = iter(full)
    return all(character in rest for character in short)


def _likeness(name: str, known: str, mine: str, other: str) -> float:
    """0 where they are not alike."""
    # names of two characters have to begin alike: 民政 is not 财政
    if not set(mine) & set(other) or len(mine) == len(other) == 2 and mine[0] != other[0]:
        return 0
    stems = _ratio(mine, other)
    return stems if stems >= _LIKE_STEMS and _ratio(name, known) >= _LIKE else 0


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
