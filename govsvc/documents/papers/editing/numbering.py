"""Numbers of headings where some of them are not printed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from govsvc.documents.papers.model import Paragraph
from govsvc.domain.rates import chinese_place

#: level of a heading → the number it begins with, and how that is written
_NUMBERS = {
    1: (re.compile(r"[一二三四五六七八九十]+、"), "{}、"),
    2: (re.compile(r"（[一二三四五六七八九十]+）"), "（{}）"),
}


def renumbered(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The headings that have a number numbered one after another, those of the second level anew in
    each chapter.
    """
    counts = dict.fromkeys(_NUMBERS, 0)
    found = []
    for one in paragraphs:
        pattern, form = _NUMBERS.get(one.level, (None, ""))
        match = pattern.match(one.text) if pattern else None
        if match and isinstance(one.parts[0], str) and match.end() <= len(one.parts[0]):
            counts[one.level] += 1
            if one.level == 1:
                counts[2] = 0
            number = form.format(chinese_place(counts[one.level]).removeprefix("第"))
            one = replace(one, parts=(number + one.parts[0][match.end() :], *one.parts[1:]))
        found.append(one)
    return found
