"""The case counts of the demonstration's last months, with a few items that they make suspected.
What is authorised is decided in the hall.

Deterministic: from the items' codes.
"""

from collections.abc import Sequence
from datetime import date
from zlib import crc32

from govsvc.demo import plan
from govsvc.demo.months import month_date
from govsvc.domain.indicators import CASES, ITEMS, KINDS
from govsvc.domain.rows import Entry

#: the months that have case counts
CASE_MONTHS = range(plan.MONTH_COUNT - 4, plan.MONTH_COUNT)
#: department → the items suspected to be entered in name only; the first of the first has a case in
#: the hall in the first month
IN_NAME_ONLY = {"住房和城乡建设局": 2, "人力资源和社会保障局": 1, "卫生健康局": 1}
#: department → the items that had cases outside the unified system
OFF_SITE = {"交通运输局": 1, "自然资源局": 1}
#: department → the items said to be authorised in full whose cases go to the office all the same
TO_THE_OFFICE = {"交通运输局": 5}
#: one item in so many has no case at all
_ONE_IN_WITHOUT = 9


def cases(months: Sequence[Sequence[Entry]]) -> list[list[Entry]]:
    """The rows of 办件量统计 of `CASE_MONTHS`; `months`: the entries of each of them."""
    of_items = [[entry for entry in rows if entry.kind == ITEMS] for rows in months]
    always_clean = set.intersection(
        *(
            {entry.key for entry in rows if plan.CLEAN_ITEM.items() <= entry.flags.items()}
            for rows in of_items
        )
    )
    clean = [
        entry for entry in of_items[-1] if entry.key in always_clean and not _has_none(entry.key)
    ]
    in_name_only, off_site = _first(clean, IN_NAME_ONLY), _first(clean, OFF_SITE)
    authorised = {entry.key for entry in of_items[-1] if entry.flags.get("is_authorised")}
    to_office = _first([entry for entry in clean[::-1] if entry.key in authorised], TO_THE_OFFICE)
    on_site = authorised.difference(in_name_only, to_office)
    case_rows = []
    for position, (month, entries) in enumerate(zip(CASE_MONTHS, of_items)):
        day = month_date(month)
        file, rows = f"{day.year}年{day.month}月办件量统计.xlsx", []
        for number, entry in enumerate(entries, start=2):
            hall, own = _counts(entry, month)
            if entry.key in in_name_only:
                hall, own = (
                    int(position == 0 and entry.key == in_name_only[0]),
                    4 + crc32(f"{entry.key}{month}".encode()) % 12,
                )
            outside = 1 + crc32(entry.key.encode()) % 3 if entry.key in off_site else 0
            own = max(own, int(entry.key in to_office))
            elsewhere = 0 if entry.key in on_site else own
            numbers = {
                "hall_accepted": hall,
                "unit_accepted": own,
                "total_accepted": hall + own,
                "hall_decided": hall + own - elsewhere,
                "decided_elsewhere": elsewhere,
                "outside_system": outside,
                "online_accepted": _online(entry, hall + own, month),
                "decided_late": _late(entry, hall + own, month),
                "one_window_accepted": hall * bool(entry.flags.get("is_one_window")),
            } | _certificates(entry, hall + own, month)
            rows.append(_row(entry, day, numbers, file, number))
        case_rows.append(rows)
    return case_rows


def _row(entry: Entry, day: date, numbers: dict[str, int], file: str, row: int) -> Entry:
    return Entry(
        CASES,
        day,
        entry.unit,
        entry.key,
        entry.name,
        {"implementation_code": entry.key} | {key: str(n) for key, n in numbers.items()},
        {},
        file=file,
        sheet=KINDS[CASES],
        row=row,
    )


def _has_none(key: str) -> bool:
    return crc32(key.encode()) % _ONE_IN_WITHOUT == 0


def _counts(entry: Entry, month: int) -> tuple[int, int]:
    """(accepted in the hall, accepted by the department) as the item's state would have it."""
    number = crc32(f"{entry.key}{month}".encode())
    if _has_none(entry.key):
        return 0, 0
    if not entry.flags["is_in_hall"] or entry.flags["is_entered_in_name_only"]:
        return 0, 1 + number % 20
    return 1 + number % 40, number % 3


def _online(entry: Entry, accepted: int, month: int) -> int:
    """How many of the cases came in online, of an item that can."""
    share = 55 + crc32(f"{entry.key}{month}网上".encode()) % 40
    return accepted * share // 100 if entry.flags["is_online"] else 0


def _late(entry: Entry, decided: int, month: int) -> int:
    return int(decided > 0 and crc32(f"{month}{entry.key}超期".encode()) % 150 == 0)


def _certificates(entry: Entry, cases: int, month: int) -> dict[str, int]:
    """Certificates issued, those issued electronically, too, and cases that used one."""
    number = crc32(f"{entry.key}{month}证照".encode())
    issued = cases if entry.attributes["item_type"] == "行政许可" else 0
    return {
        "certificates_issued": issued,
        "e_certificates_issued": issued - int(issued > 0 and number % 3 == 0),
        "e_certificates_used": cases * (20 + number % 30) // 100,
    }


def _first(entries: Sequence[Entry], counts: dict[str, int]) -> list[str]:
    """The keys of the first so many items of each department."""
    return [
        key
        for unit, count in counts.items()
        for key in [entry.key for entry in entries if entry.unit == unit][:count]
    ]
