"""Where lines of a title break, where a signature stands, how a day is written."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import combinations

from govsvc.documents.official import measures
from govsvc.domain.safe_text import columns_wide

#: characters from the right edge of a day over which a seal is put, and of an office without one
_SEALED, _UNSEALED = 4.0, 2.0
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])")
#: the day begins so many characters after the office
_AFTER = 2.0


def day_text(day: date) -> str:
    """2026年11月5日: Arabic, the full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def wide(text: str) -> float:
    """Width in characters: digits and Latin letters take half of one."""
    return columns_wide(text) / 2


def set_wide(text: str) -> float:
    """Width in characters as a program sets it: between Chinese and Latin a quarter of one."""
    return wide(text) + len(_BETWEEN.findall(text)) / 4


def broken(phrases: Sequence[str], most: int) -> list[str]:
    """The lines of a title: broken between phrases alone, as few as hold `most` characters each,
    and as even as they can be. A phrase that is too long for a line is one of its own.
    """
    whole = "".join(phrases)
    if set_wide(whole) <= most or len(phrases) == 1:
        return [whole]
    for count in range(1, len(phrases)):
        ways = []
        for cuts in combinations(range(1, len(phrases)), count):
            ends = (0, *cuts, len(phrases))
            ways.append(["".join(phrases[a:b]) for a, b in zip(ends, ends[1:])])
        best = min(ways, key=lambda way: max(map(set_wide, way)))
        if max(map(set_wide, best)) <= most:
            return best
    return list(phrases)


def parted(text: str, marked: Sequence[str]) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it is one of `marked`."""
    if not text or not marked:
        return [(text, False)]
    parts = re.split(f"({'|'.join(map(re.escape, marked))})", text)
    return [(part, part in marked) for part in parts if part]


def signature(office: str, day: str, *, is_sealed: bool) -> tuple[float, float]:
    """Characters between the right edge and (office, day). GB/T 9704—2012, 7.3.5."""
    if wide(office) > measures.CHARACTERS - _AFTER:  # it fills a line, or more
        return 0.0, _SEALED if is_sealed else _UNSEALED
    if is_sealed:
        of_day = max(_SEALED, (wide(office) - wide(day)) / 2)
        return of_day + (wide(day) - wide(office)) / 2, of_day
    of_day = max(_UNSEALED, wide(office) - wide(day))
    return of_day + wide(day) + _AFTER - wide(office), of_day
