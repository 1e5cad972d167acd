"""好差评, the 差评台账 and one 问卷 of the demonstration's last months, as they are stored.

Deterministic: from the items' codes and the months.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from zlib import crc32

from govsvc.demo import plan
from govsvc.demo.months import month_date
from govsvc.domain.feedback import OF_ITEM, OF_REASON, OF_WINDOW, ONE_BAD, bad_rating_key
from govsvc.domain.feedback.questionnaires import WHOLE, question_key
from govsvc.domain.indicators import BAD_RATINGS, ITEMS, KINDS, QUESTIONNAIRES, RATINGS
from govsvc.domain.rows import Entry

#: the months that have ratings, and the one of the questionnaire
RATING_MONTHS = range(plan.MONTH_COUNT - 12, plan.MONTH_COUNT)
LEDGER_MONTHS = RATING_MONTHS[-3:]
QUESTIONNAIRE_MONTH = plan.MONTH_COUNT - 2
_ITEMS_EACH = 2
_CHANNELS = (("pad", 40), ("pc", 25), ("mobile", 18), ("code", 15), ("default", 22))
_LEVELS = (("very_satisfied", 90, "517"), ("satisfied", 8, "413"), ("basic", 2, "314"))
#: reasons of the 差评, in turn: the last says the opposite of what is reported of items
_BAD_REASONS = ("213,214", "209", "211")
_TEXTS = ("工作人员讲不清楚要带什么材料", "说好五天，等了两个星期", "网上提示“暂不支持在线办理”")
_WAVE = "2026年政务服务满意度问卷"


def ratings(items: Sequence[Entry]) -> list[list[Entry]]:
    """The stored rows of each month of the export, then of the ledger; `items`: those of the last
    month.
    """
    rated = _rated(items)
    exports, ledgers = [], []
    for month in RATING_MONTHS:
        bad = list(_bad(rated, month))
        exports.append([*_counts(rated, month, bad), *bad])
        if month in LEDGER_MONTHS:
            ledgers.append([_handled(one, month) for one in bad])
    return [*exports, *ledgers]


def questionnaire() -> list[Entry]:
    """The stored rows of the wave."""
    asked = {
        WHOLE: ("总体满意度", 193, 187),
        "attitude": ("服务态度", 193, 190),
        "told_at_once": ("一次性告知", 191, 176),
    }
    day = month_date(QUESTIONNAIRE_MONTH)
    return [
        Entry(
            QUESTIONNAIRES,
            day,
            "",
            question_key(_WAVE, key),
            text,
            {
                "wave": _WAVE,
                "way": "现场发放",
                "question": key,
                "handed_out": "220",
                "returned": "201",
                "valid": f"{valid}",
                "content": f"{content}",
            },
            {},
            file="问卷汇总.xlsx",
            sheet=KINDS[QUESTIONNAIRES],
            row=row,
        )
        for row, (key, (text, valid, content)) in enumerate(asked.items(), start=3)
    ]


def _rated(items: Sequence[Entry]) -> list[Entry]:
    """The first items of each department."""
    of_unit: dict[str, list[Entry]] = {}
    for item in items:
        if item.kind == ITEMS and len(of_unit.setdefault(item.unit, [])) < _ITEMS_EACH:
            of_unit[item.unit].append(item)
    return [item for found in of_unit.values() for item in found]


def _counts(rated: Sequence[Entry], month: int, bad: Sequence[Entry]) -> Iterator[Entry]:
    by_window: Counter[tuple[str, str, str]] = Counter()
    for item in rated:
        for channel, share in _CHANNELS:
            for level, of_hundred, reason in _LEVELS:
                number = crc32(f"{item.key}{month}{channel}{level}".encode())
                count = share * of_hundred * (6 + number % 5) // 700
                if not count:
                    continue
                said = {"item_code": item.key, "channel": channel}
                yield _count(item.unit, item.name, month, OF_ITEM, level, count, said)
                if channel != "default":
                    by_window[item.unit, level, reason] += count
    for one in bad:
        level, code = (one.attributes[key] for key in ("level_given", "item_code"))
        said = {"item_code": code, "channel": one.attributes["channel"]}
        yield _count(one.unit, one.name, month, OF_ITEM, level, 1, said)
        by_window[one.unit, level, one.attributes["reasons"]] += 1
    for (unit, level, reasons), count in by_window.items():
        window = {"reasons": reasons}
        yield _count(unit, f"{unit}窗口", month, OF_WINDOW, level, count, window)
        for reason in reasons.split(","):
            given = (count + 1) // 2
            yield _count(unit, f"{unit}窗口", month, OF_REASON, level, given, {"reason": reason})


def _window(item: Entry) -> str:
    return f"{item.unit}窗口"


def _count(
    unit: str, name: str, month: int, of: str, level: str, count: int, said: dict[str, str]
) -> Entry:
    attributes = {"of": of, "level_given": level, "turn": "only", "count": f"{count}", **said}
    attributes.pop("reasons", None)
    key = "/".join([unit, of, name, level, *said.values()])
    return _row(RATINGS, unit, key, name, month, attributes)


def _row(
    kind: str, unit: str, key: str, name: str, month: int, attributes: dict[str, str], row: int = 3
) -> Entry:
    day = month_date(month)
    file = f"{day.year}年{day.month}月{KINDS[kind]}.xlsx"
    return Entry(kind, day, unit, key, name, attributes, {}, file=file, sheet=KINDS[kind], row=row)


def _bad(rated: Sequence[Entry], month: int) -> Iterator[Entry]:
    """Three or four 差评 a month, of items that differ."""
    for number in range(3 + month % 2):
        item = rated[(month * 7 + number * 11) % len(rated)]
        day = month_date(month) + timedelta(3 + 7 * number)
        attributes = {
            "of": ONE_BAD,
            "item_code": item.key,
            "level_given": "dissatisfied" if number else "very_dissatisfied",
            "channel": "pc" if number % 3 == 2 else "pad",
            "turn": "only",
            "reasons": _BAD_REASONS[number % 3],
            "text": _TEXTS[number % 3],
            "day": day.isoformat(),
            "window": _window(item),
            "is_named": "yes",
            "case": f"{crc32(f'{month}{number}'.encode()):024x}",
        }
        key = bad_rating_key(attributes["case"], 1)
        yield _row(RATINGS, item.unit, key, item.name, month, attributes, 9 + number)


def _handled(one: Entry, month: int) -> Entry:
    """What became of a 差评: the later ones of the last month are open."""
    said = one.attributes
    received = date.fromisoformat(said["day"]) + timedelta(1)
    is_open = month == RATING_MONTHS[-1] and one.row > 10
    attributes = {
        **{key: said[key] for key in ("level_given", "reasons", "text", "case")},
        "rated_on": said["day"],
        "received_on": received.isoformat(),
        "contacted_on": (received + timedelta(1)).isoformat(),
    }
    if not is_open:
        days = 25 if one.row == 11 and month % 4 == 0 else 9
        attributes |= {
            "is_closed": "yes",
            "closed_on": (received + timedelta(days)).isoformat(),
            "result": "已整改",
            "is_called_back": "yes",
            "is_content": "yes" if one.row < 12 else "no",
        }
    return _row(BAD_RATINGS, one.unit, one.key, one.name, month, attributes, one.row)
