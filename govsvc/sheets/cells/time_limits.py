"""A cell with a time limit (20个工作日, 1个月, 即办, 无期限) → the text that a row keeps.

Nothing is known of a limit that the law does not set; what is no one number with one unit is asked.
"""

import re

from govsvc.domain import time_limits
from govsvc.domain.time_limits import AT_ONCE, MONTHS, NATURAL, WORKDAYS, YEARS
from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong

EXPECTED = "工作日数，如 20、20个工作日、1个月、即办；没有法定时限的填 无"
_MOST = 9999
_AT_ONCE = re.compile(
    r"(?:当场|当日|即时|即刻|立即|现场|马上|当即)?(?:即办|办结|办理|立等可取|立等|当场|即时|马上办)"
    r"(?:件)?|当场|立等可取|立等|随到随办|即时|即到即办"
)
_NONE = re.compile(
    r"无|没有|无(?:法定)?(?:期限|时限|规定|要求|限制)|不限|未(?:作)?(?:规定|明确)|没有规定|"
    r"(?:法律|法规|规章|、)*(?:均|都)?(?:未|没有|无)(?:作)?(?:明确)?(?:规定|明确)(?:时限|期限)?|"
    r"不涉及|-1(?:\.0)?(?:个?工作日)?|暂无|空"
)
_NUMBER = re.compile(
    r"(?:自受理之日起)?(?P<number>\d{1,5})(?:\.0+)?(?:\(?(?P<unit>个?工作日|个?自然日|日历日|"
    r"个?工作天|日|天|个?月|年)\)?)?(?:内|之内|以内)?(?:办结)?"
)
_UNITS = {
    "": WORKDAYS,
    "工作日": WORKDAYS,
    "工作天": WORKDAYS,
    "日": WORKDAYS,
    "天": WORKDAYS,
    "自然日": NATURAL,
    "日历日": NATURAL,
    "月": MONTHS,
    "年": YEARS,
}


def read(cell: CellValue, is_promise: bool, unit: str = "") -> str | None:
    """The text that a row keeps; None where the limit is unknown.

    `unit`: what a column beside it says of a bare number. Raises Wrong.
    """
    text = cell_text.packed(cell)
    if not text or cell_text.is_dash(text) or _NONE.fullmatch(text):
        return None
    if _AT_ONCE.fullmatch(text):
        return AT_ONCE if is_promise else None
    match = _NUMBER.fullmatch(text)
    if not match:
        raise Wrong("limit_unclear", "看不出是多少个工作日", EXPECTED)
    word = (match["unit"] or unit).removeprefix("个")
    if word not in _UNITS:
        raise Wrong("limit_unclear", f"单位是“{word}”，看不出是多少个工作日", EXPECTED)
    number = int(match["number"])
    if number > _MOST:
        raise Wrong("limit_too_long", "大得不合理", EXPECTED)
    return time_limits.kept(number, _UNITS[word])
