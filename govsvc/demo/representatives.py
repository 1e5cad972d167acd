"""首席事务代表 of the demonstration's departments.

退役军人事务局 has sent nobody yet, 自然资源局 has no 授权书, that of 交通运输局 has expired, that
of 卫生健康局 soon will; three have no B岗.
"""

from datetime import date

from govsvc.demo import power
from govsvc.demo.months import month_date
from govsvc.demo.names import DEPARTMENTS
from govsvc.domain.indicators import KINDS, REPRESENTATIVES
from govsvc.domain.representatives import Representative, after_years, entry_of
from govsvc.domain.rows import Entry

_NOBODY, _NO_DOCUMENT = "退役军人事务局", "自然资源局"
_WITHOUT_DEPUTY = ("退役军人事务局", "应急管理局", "文化广电旅游体育局")
#: department → the last day of its 授权书, where it is not three years from its first
_UNTIL = {"交通运输局": date(2026, 8, 31), "卫生健康局": date(2026, 11, 20)}
_FIRST, _YEARS = date(2025, 3, 1), 3
_SURNAMES, _GIVEN = (
    "程梁宋郑谢唐许韩冯邓曹彭曾萧田",
    ("国平", "海燕", "志远", "雪梅", "文斌", "春华", "立新", "晓东"),
)
_POSITIONS = ("行政审批股股长", "副局长", "办公室主任")


def representatives() -> list[Entry]:
    """The rows of the list, which is in force from the first month with authorisation on."""
    month = month_date(power.FIRST)
    file = f"{month.year}年{month.month}月首席事务代表名册.xlsx"
    rows = []
    for index, unit in enumerate(DEPARTMENTS):
        name = _SURNAMES[index] + _GIVEN[index % len(_GIVEN)]
        deputy = _SURNAMES[-1 - index] + _GIVEN[(index + 3) % len(_GIVEN)]
        is_sent, has_document = unit != _NOBODY, unit not in (_NOBODY, _NO_DOCUMENT)
        row = Representative(
            unit,
            month,
            name if is_sent else "",
            "" if unit in _WITHOUT_DEPUTY else deputy,
            _POSITIONS[index % len(_POSITIONS)] if is_sent else "",
            is_sent,
            f"云政审任〔2025〕{index + 1}号" if is_sent else "",
            has_document,
            f"云政审授〔2025〕{index + 1}号" if has_document else "",
            valid_from=_FIRST if has_document else None,
            valid_until=_UNTIL.get(unit, after_years(_FIRST, _YEARS)) if has_document else None,
            seal="有" if has_document else "",
            file=file,
            sheet=KINDS[REPRESENTATIVES],
            row=index + 2,
        )
        rows.append(entry_of(row))
    return rows
