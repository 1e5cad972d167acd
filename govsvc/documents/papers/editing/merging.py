"""What the data changed since a person wrote, put into the person's words where these are as the
data had them.
"""

import re
from difflib import SequenceMatcher

#: a number is one piece of a text, every other character is one
_PIECES = re.compile(r"\d[\d,.]*\d[%％]?|\d[%％]?|.", re.DOTALL)


def merged(base: str, words: str, now: str) -> str | None:
    """The person's `words` with what is other in `now` than in `base`, which is what the data said
    when they were written.

    None where some of that stands in what the person changed, or beside it.
    """
    before, after, own = (_PIECES.findall(text) for text in (base, now, words))
    kept, changes = _kept(before, own), list[tuple[int, int, list[str]]]()
    for kind, start, end, new_start, new_end in _opcodes(before, after):
        if kind == "equal":
            continue
        # with what stands on both sides of it
        first, last = max(start - 1, 0), min(end + 1, len(before))
        place = kept.get(first)
        if place is None:
            return None
        if any(kept.get(first + step) != place + step for step in range(last - first)):
            return None
        place += start - first
        changes.append((place, place + end - start, after[new_start:new_end]))
    for place, behind, pieces in reversed(changes):
        own[place:behind] = pieces
    return "".join(own) if changes else None


def _kept(before: list[str], own: list[str]) -> dict[int, int]:
    """Place of a piece that the person left → its place in his words."""
    return {
        start + offset: new_start + offset
        for kind, start, end, new_start, _ in _opcodes(before, own)
        if kind == "equal"
        for offset in range(end - start)
    }


def _opcodes(one: list[str], other: list[str]) -> list[tuple[str, int, int, int, int]]:
    return list(SequenceMatcher(None, one, other, autojunk=False).get_opcodes())
