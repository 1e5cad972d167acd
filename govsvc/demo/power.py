"""What the demonstration's items say of authorisation, time limits, visits and windows.

Deterministic: from the items' codes. 住房和城乡建设局 has entered and not authorised, 自然资源局
and 公安局 leave decisions to the office, 交通运输局 says 全权授权 and decides outside the hall, of
市场监督管理局 an inspection found that some are not.
"""

from typing import NamedTuple
from zlib import crc32

from govsvc.demo import plan

#: the month from which items carry all this
FIRST = plan.MONTH_COUNT - 10
FULL, PART, NONE, OUT = "full", "part", "none", "out"


class Profile(NamedTuple):
    """What items have in common: time limits as rows keep them (None: no law sets one), whether
    they are decided at once, and what becomes of them at the window.
    """

    statutory: str | None
    promised: str
    is_instant: bool
    is_one_window: bool
    is_pushed: bool
    is_issued: bool
    is_archived: bool


#: an item has the one that its code says
_PROFILES = (
    Profile("15工作日", "即办", True, True, True, True, True),
    Profile("15工作日", "即办", True, True, False, True, True),
    Profile("5工作日", "即办", True, True, True, True, True),
    Profile("20工作日", "5工作日", False, True, True, True, True),
    Profile("20工作日", "5工作日", False, True, True, True, False),
    Profile("20工作日", "3工作日", False, True, True, True, True),
    Profile("20工作日", "3工作日", False, True, False, True, False),
    Profile("30工作日", "7工作日", False, True, True, False, True),
    Profile("30工作日", "7工作日", False, False, False, True, True),
    Profile("10工作日", "2工作日", False, True, True, True, True),
    Profile("10工作日", "10工作日", False, True, True, True, False),
    Profile("60工作日", "20工作日", False, True, True, True, True),
    Profile("1个月", "10工作日", False, True, True, True, True),
    Profile("45自然日", "15工作日", False, False, False, False, True),
    Profile(None, "3工作日", False, True, True, True, True),
    Profile("10工作日", "1工作日", False, True, True, True, True),
)
#: departments with windows of their own: their items are not taken in at the 综合窗口
_OWN_WINDOWS = ("公安局", "医疗保障局")
#: department → of a thousand items in the last month, those that are not authorised, and those that
#: are in part; of the others the last line
_GAPS = {
    "住房和城乡建设局": (90, 12),
    "自然资源局": (12, 45),
    "公安局": (6, 30),
}
_USUAL_GAPS = 3, 4
#: of a thousand items those whose decision lies above the county
_OUT_OF = 22
#: the gaps of the first month are so many times those of the last
_GAPS_AT_FIRST = 3
#: states of items that are decided elsewhere, whatever is said of them
_HOLLOW = frozenset({"name_only", "off_site", "name_only_and_off_site"})
#: states of items for which somebody has to come
_WITH_VISITS = frozenset(
    state for state, (_, flags, _) in plan.STATES.items() if flags.get("is_fully_online") is False
)
#: of a hundred of these, those that cannot do without (不宜跑零次)
_MUST_COME = 30
#: the flags with a column of their own that items carry
ANSWERED = (
    "is_authorised",
    "is_instant",
    "is_one_window",
    "is_pushed",
    "is_issued_at_window",
    "is_archived",
    "is_exempt_no_visit",
)
_DEGREES = {
    FULL: (True, False, False),
    PART: (False, True, False),
    NONE: (False, False, False),
    OUT: (False, False, True),
}


def profile(key: str) -> Profile:
    """What the item of this code says of limits and windows."""
    return _PROFILES[_number(key, "办理", len(_PROFILES))]


def degree(unit: str, key: str, states: tuple[str, ...], month: int) -> str:
    """How far the window may decide the item, which is in the hall."""
    number = _number(key, "授权", 1000)
    if _HOLLOW.intersection(states):
        return NONE
    none, part = _GAPS.get(unit, _USUAL_GAPS)
    before, months = plan.MONTH_COUNT - 1 - month, plan.MONTH_COUNT - 1 - FIRST
    grown = 1 + (_GAPS_AT_FIRST - 1) * before / months
    if number < none * grown:
        return NONE
    if number < (none + part) * grown:
        return PART
    return OUT if number >= 1000 - _OUT_OF else FULL


def flags(unit: str, key: str, states: tuple[str, ...], month: int) -> dict[str, bool]:
    """The flags of an item beside those of its `states`; nothing is said of the authorisation of
    one that is not in the hall.
    """
    of_key, is_own = profile(key), unit in _OWN_WINDOWS
    found = {
        "is_instant": of_key.is_instant,
        "is_one_window": of_key.is_one_window and not is_own,
        "is_pushed": of_key.is_pushed and not is_own,
        "is_issued_at_window": of_key.is_issued,
        "is_archived": of_key.is_archived,
        "is_exempt_no_visit": (
            bool(_WITH_VISITS.intersection(states)) and _number(key, "零次", 100) < _MUST_COME
        ),
    }
    if "not_in_hall" in states:
        return found
    full, part, out = _DEGREES[degree(unit, key, states, month)]
    return {
        "is_authorised": full,
        "is_partly_authorised": part,
        "is_exempt_authorisation": out,
    } | found


def quantities(of_key: Profile, is_fully_online: bool) -> dict[str, str]:
    """Time limits, and how often somebody has to come: never where all is done online."""
    visits = 0 if is_fully_online else 1 if of_key.is_one_window else 2
    found = {
        "statutory_limit": of_key.statutory,
        "promised_limit": of_key.promised,
        "visits": f"{visits}",
    }
    return {name: text for name, text in found.items() if text is not None}


def _number(key: str, what: str, below: int) -> int:
    return crc32(f"{what}{key}".encode()) % below
