"""电话回访 of the demonstration's last year: 40 to 60 cases a week, one unit weak on 一次性告知.

Deterministic: from the numbers of weeks and cases. No name, no number: as an import would keep it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from zlib import crc32

from govsvc.demo import plan
from govsvc.demo.months import month_date
from govsvc.domain.feedback import (
    DIMENSION_FIELDS,
    OUTCOME,
    OVERALL,
    call_key,
    monday,
    month_of_week,
    population_key,
)
from govsvc.domain.indicators import CALLS, ITEMS
from govsvc.domain.rows import Entry

#: the months in which calls were made
CALL_MONTHS = range(plan.MONTH_COUNT - 12, plan.MONTH_COUNT)
#: who does not tell at once what is lacking
WEAK_UNIT, WEAK_ON = "住房和城乡建设局", "told_at_once"
_LEAST, _SPAN = 40, 21
#: of a hundred calls how many come to each outcome
_OUTCOMES = (("valid", 81), ("no_answer", 10), ("refused", 4), ("wrong_number", 3))
_OTHERWISE = "not_the_person"
#: of a thousand ratings how many are of each level
_LEVELS = (
    ("very_satisfied", 620),
    ("satisfied", 280),
    ("basic", 78),
    ("dissatisfied", 18),
    ("very_dissatisfied", 4),
)
#: of a hundred answers how many are 满意, 基本满意
_GOOD, _GOOD_OF_WEAK = (94, 5), (62, 20)
_COMPLAINTS = ("同样的材料跑了两趟", "第一次没有一次说清要补哪些材料", "窗口等候时间长")
_SUGGESTIONS = ("希望增加办理窗口", "建议材料能在网上提前审", "希望午间不断档")
#: of a hundred who are content how many suggest something
_SUGGESTING = 5
#: one in ten cases of enterprises is drawn
_SHARE = 10


def calls(items: Sequence[Entry]) -> list[list[Entry]]:
    """The calls of `CALL_MONTHS`; `items`: entries of the last month, of which the cases are."""
    known = [entry for entry in items if entry.kind == ITEMS]
    by_month: dict[date, list[Entry]] = {month_date(month): [] for month in CALL_MONTHS}
    week = monday(min(by_month))
    while (month := month_of_week(week)) <= max(by_month):
        if month in by_month:
            by_month[month] += _of_week(week, month, known)
        week += timedelta(days=7)
    return list(by_month.values())


def populations(months: Sequence[Sequence[Entry]]) -> dict[str, str]:
    """Key of the setting of 涉企办件数 → how many, of each of these months."""
    return {
        population_key(rows[0].month): f"{len(rows) * _SHARE + _number(rows[0].key) % 7}"
        for rows in months
    }


def _number(text: str) -> int:
    return crc32(text.encode())


def _of_week(week: date, month: date, items: Sequence[Entry]) -> Iterator[Entry]:
    count = _LEAST + _number(f"{week}") % _SPAN
    file = f"{month.year}年{month.month}月电话回访台账.xlsx"
    for place in range(1, count + 1):
        lot = _number(f"{week}/{place}")
        # every eighth case is of the weak unit, so that its sample is large enough
        of_weak = [entry for entry in items if entry.unit == WEAK_UNIT] if place % 8 == 0 else []
        item = (of_weak or items)[lot % len(of_weak or items)]
        case = hashlib.sha256(f"{week}/{place}".encode()).hexdigest()[:24]
        attributes = {
            "week": week.isoformat(),
            "day": (week + timedelta(days=lot % 5)).isoformat(),
            "case": case,
            **_answers(f"{week}/{place}", item.unit),
        }
        yield Entry(
            CALLS,
            month,
            item.unit,
            call_key(week.isoformat(), case, 1),
            item.name,
            attributes,
            {},
            file=file,
            sheet=f"{week.month}.{week.day}周",
            row=place + 2,
        )


def _answers(case: str, unit: str) -> dict[str, str]:
    outcome = _drawn(f"{case}/outcome", 100, _OUTCOMES) or _OTHERWISE
    if outcome != "valid":
        return {OUTCOME: outcome}
    said = {OUTCOME: outcome, OVERALL: _drawn(f"{case}/level", 1000, _LEVELS)}
    is_bad = said[OVERALL] in ("dissatisfied", "very_dissatisfied")
    for key, field in DIMENSION_FIELDS.items():
        is_weak = unit == WEAK_UNIT and key == WEAK_ON
        good, basic = _GOOD_OF_WEAK if is_weak else _GOOD
        levels = (("satisfied", good), ("basic", basic))
        said[field] = _drawn(f"{case}/{key}", 100, levels) or "dissatisfied"
    if is_bad:
        said["text"] = _COMPLAINTS[_number(case) % len(_COMPLAINTS)]
    elif _number(f"{case}/text") % 100 < _SUGGESTING:
        said["text"] = _SUGGESTIONS[_number(case) % len(_SUGGESTIONS)]
    return said


def _drawn(lot: str, of: int, parts: Sequence[tuple[str, int]]) -> str:
    """The part that the lot falls into, "" where into none."""
    number = _number(lot) % of
    for name, size in parts:
        if number < size:
            return name
        number -= size
    return ""
