"""An answer read from a cell, and the cell as it is compared."""

import re
import unicodedata
from dataclasses import dataclass

from govsvc.sheets.cells.radicals import unified

YES, NO, BLANK, ASK = "yes", "no", "blank", "ask"

#: zero-width and bidirectional marks, soft hyphen, byte order mark
_MARKS = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]"
)
#: Roman numerals are levels here (Ⅳ级): NFKC would make them letters
_ROMAN_AWAY = {0x2160 + n: 0xE100 + n for n in range(12)} | {
    0x2170 + n: 0xE100 + n for n in range(12)
}
_ROMAN_BACK = {0xE100 + n: 0x2160 + n for n in range(12)}
_EDGES = re.compile(r"^[\s,;。、.'‘’“”\"]+|[\s,;。、.'‘’“”\"!]+$")
_BLANK = re.compile(
    r"[-—–―‐‑‒−─－_~]*|/+|\\+|null|nan|none|n/a|na|#n/a|nil|\(?空白\)?|\(空\)", re.IGNORECASE
)


_QUOTED_FIRST = re.compile("“(?P<part>[^“”]*)”")


@dataclass(frozen=True, slots=True)
class Reading:
    """`answer`: a word that its column knows, or `ask`. `why`: in Chinese, for the clerk."""

    answer: str
    why: str = ""

    def why_not(self, cell: str) -> str:
        """`why` to be said right behind the quoted cell: what it quotes is a part of that."""
        text = fold(cell)
        why = self.why.replace(f"“{trimmed(text)}”", "") or "无法识别"
        quoted = _QUOTED_FIRST.match(why)
        if not quoted:
            return why
        return f"里的{why}" if quoted["part"] in text else why[quoted.end() :]


def fold(cell: str) -> str:
    """The cell in NFKC, without invisible marks, spaces and line breaks; Roman numerals stay."""
    text = unicodedata.normalize("NFKC", _MARKS.sub("", unified(cell)).translate(_ROMAN_AWAY))
    return re.sub(r"\s+", "", text.translate(_ROMAN_BACK))


def trimmed(text: str) -> str:
    """Without stops and quotes at both ends."""
    return _EDGES.sub("", text)


def is_blank(text: str) -> bool:
    """Whether a folded cell says that there is nothing: blank, —, /, NULL, （空白）."""
    return bool(_BLANK.fullmatch(text) or _BLANK.fullmatch(trimmed(text)))
