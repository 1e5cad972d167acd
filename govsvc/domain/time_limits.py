"""Time limits of items (办结时限) as rows keep them, and how many workdays they are.

A row keeps the number with its unit, since how many workdays a month is is a setting.
"""

import re
from functools import lru_cache

from govsvc.domain.indicators import Rules

AT_ONCE = "即办"
WORKDAYS, NATURAL, MONTHS, YEARS = "工作日", "自然日", "个月", "年"
_KEPT = re.compile(rf"(?P<number>\d+)(?P<unit>{WORKDAYS}|{NATURAL}|{MONTHS}|{YEARS}|次)?")


def kept(number: int, unit: str) -> str:
    """The text that a row keeps."""
    return f"{number}{unit}"


@lru_cache(maxsize=4096)
def amount(text: str, workdays_of: tuple[int, int, int] = Rules.workdays_of) -> int | None:
    """The workdays of a time limit, or another quantity, that a row keeps; None where it is none.

    Natural days that are no whole number of workdays are rounded up.
    """
    if text == AT_ONCE:
        return 0
    match = _KEPT.fullmatch(text)
    if not match:
        return None
    month, year, week = workdays_of
    number = int(match["number"])
    match match["unit"]:
        case "个月":
            return number * month
        case "年":
            return number * year
        case "自然日":
            return -(-number * week // 7)
        case _:
            return number
