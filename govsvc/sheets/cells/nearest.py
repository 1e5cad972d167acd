"""The known name that comes nearest to one that is not known.

That is a name of which the other is a short form, or one that is spelt almost alike.
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
        own = stem(name)
        best: tuple[float, Near] | None = None
        for known, other in self._stems.items():
            is_short = _is_short(own, other) or (own == other and len(name) < len(known))
            if own == other or is_short or _is_short(other, own):
                score = 1.0
            else:
                score = _likeness(name, known, own, other)
            # of several full names the one that leaves out least
            rank = score + _ratio(own, other) if score else 0
            if rank and (best is None or rank > best[0]):
                best = rank, Near(known, is_short)
        return best[1] if best else None


def stem(name: str) -> str:
    """住房和城乡建设 of 云溪县住房和城乡建设局."""
    return _ENDING.sub("", _COUNTY.sub("", cell_text.packed(name)))


def _is_short(short: str, full: str) -> bool:
    """Whether `short` stands in `full`, or its characters do in this order from the first on."""
    if not 2 <= len(short) < len(full) or short[0] != full[0]:
        return 2 <= len(short) < len(full) and short in full
    rest = iter(full)
    return all(character in rest for character in short)


def _likeness(name: str, known: str, own_stem: str, known_stem: str) -> float:
    """0 where they are not alike."""
    if not set(own_stem) & set(known_stem):
        return 0
    # names of two characters have to begin alike: 民政 is not 财政
    if len(own_stem) == len(known_stem) == 2 and own_stem[0] != known_stem[0]:
        return 0
    stems = _ratio(own_stem, known_stem)
    return stems if stems >= _LIKE_STEMS and _ratio(name, known) >= _LIKE else 0


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
