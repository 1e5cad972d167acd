"""电话回访: what a call came to, the levels of a rating, the dimensions that are asked, and their
counts.

One case counts once, by its last attempt.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Outcome:
    """What a call came to. `words`: how ledgers write it."""

    key: str
    name: str
    is_dialled: bool
    is_reached: bool
    is_valid: bool
    words: tuple[str, ...]


VALID, REFUSED, NOT_THE_PERSON, NO_ANSWER, WRONG_NUMBER, NOT_DIALLED = (
    "valid",
    "refused",
    "not_the_person",
    "no_answer",
    "wrong_number",
    "not_dialled",
)
OUTCOMES: tuple[Outcome, ...] = (
    Outcome(
        VALID,
        "有效回访",
        True,
        True,
        True,
        (
            "成功",
            "回访成功",
            "已回访",
            "接通并评价",
            "完成",
            "已完成",
            "有效",
            "成功回访",
            "已评价",
        ),
    ),
    Outcome(
        REFUSED,
        "拒访",
        True,
        True,
        False,
        (
            "拒绝",
            "拒绝回访",
            "拒绝评价",
            "挂断",
            "挂机",
            "拒接",
            "不愿评价",
            "未评价",
            "接通后直接挂断",
            "接通后挂断",
            "接通未评价",
            "不配合",
        ),
    ),
    Outcome(
        NOT_THE_PERSON,
        "非本人／不知情",
        True,
        True,
        False,
        (
            "非本人",
            "不知情",
            "非本人/不知情",
            "代办",
            "中介",
            "记不清",
            "不清楚",
            "经办人离职",
            "已离职",
            "离职",
            "非经办人",
        ),
    ),
    Outcome(
        NO_ANSWER,
        "无人接听",
        True,
        False,
        False,
        (
            "未接",
            "未接听",
            "未接通",
            "没接通",
            "无应答",
            "占线",
            "忙音",
            "关机",
            "正在通话中",
            "通话中",
            "无法接听",
            "暂时无人接听",
        ),
    ),
    Outcome(
        WRONG_NUMBER,
        "停机／空号／错号",
        True,
        False,
        False,
        (
            "停机",
            "空号",
            "错号",
            "停机/空号/错号",
            "停机空号",
            "号码有误",
            "号码错误",
            "电话错误",
            "欠费",
            "欠费停机",
            "无法接通",
            "打不通",
        ),
    ),
    Outcome(NOT_DIALLED, "未拨打", False, False, False, ("未回访", "未拨", "待回访", "尚未回访")),
)


@dataclass(frozen=True)
class Level:
    """A level of a rating, best first. `words`: how ledgers write it."""

    key: str
    name: str
    words: tuple[str, ...]


VERY_SATISFIED, SATISFIED, BASIC, DISSATISFIED, VERY_DISSATISFIED = (
    "very_satisfied",
    "satisfied",
    "basic",
    "dissatisfied",
    "very_dissatisfied",
)
#: the five levels of an overall rating; the last two are 差评
LEVELS: tuple[Level, ...] = (
    Level(
        VERY_SATISFIED,
        "非常满意",
        ("很满意", "十分满意", "特别满意", "很好", "5星", "五星", "★★★★★"),
    ),
    Level(SATISFIED, "满意", ("较满意", "比较满意", "好", "4星", "四星", "★★★★", "好评")),
    Level(
        BASIC,
        "基本满意",
        ("一般", "尚可", "一般满意", "基本可以", "3星", "三星", "★★★", "中评"),
    ),
    Level(DISSATISFIED, "不满意", ("差", "较差", "不太满意", "2星", "二星", "两星", "★★", "差评")),
    Level(VERY_DISSATISFIED, "非常不满意", ("很不满意", "很差", "1星", "一星", "★")),
)
BAD = (DISSATISFIED, VERY_DISSATISFIED)
#: the three levels of a dimension; what is told in five is folded into them
DIMENSION_LEVELS = (SATISFIED, BASIC, DISSATISFIED)
_FOLDED = {VERY_SATISFIED: SATISFIED, VERY_DISSATISFIED: DISSATISFIED}


@dataclass(frozen=True)
class Dimension:
    """What a call asks about. `headers`: of its column, beside its name. `is_yes_good`: whether 是
    under it is a good answer; None where that is asked of each header.
    """

    key: str
    name: str
    headers: tuple[str, ...]
    is_yes_good: bool | None = None


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("attitude", "服务态度", ("态度", "窗口服务态度", "工作人员服务态度")),
    Dimension(
        "skill",
        "业务水平",
        ("服务水平", "业务能力", "专业水平", "业务熟练程度", "业务素质", "工作人员业务水平"),
    ),
    Dimension("efficiency", "办事效率", ("服务效率", "审批效率", "办理效率", "工作效率")),
    Dimension(
        "integrity",
        "廉洁自律",
        ("廉洁从政", "廉洁服务", "廉洁情况", "有无吃拿卡要", "是否吃拿卡要", "吃拿卡要"),
    ),
    Dimension(
        "told_at_once",
        "一次性告知",
        ("一次告知", "是否一次性告知", "一次性告知情况", "是否一次告知", "落实一次性告知"),
        is_yes_good=True,
    ),
)


def outcome(key: str) -> Outcome:
    """The outcome of that key. Raises KeyError where there is none."""
    return _OUTCOMES[key]


def level_name(key: str) -> str:
    """非常满意 … of that key, "" of none. Raises KeyError where there is no such level."""
    return _LEVEL_NAMES[key]


def folded(level: str) -> str:
    """The level of three that one of five is."""
    return _FOLDED.get(level, level)


_OUTCOMES = {one.key: one for one in OUTCOMES}
_LEVEL_NAMES = {one.key: one.name for one in LEVELS} | {"": ""}


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt, as a ledger has it, without names and numbers of people.

    `case`: keyed hash of the 办件编号, "" where the ledger gives none. `week`: the Monday of the
    week, `day`: of the call, None where unknown. `rating`: level of the overall rating, "" where
    there is none. `dimensions`: key → level of three; only those that were answered. `text`:
    意见建议, `handling`: 处理情况, as written. `is_own`: the caller is of the unit that is rated.
    `sheet`, `row`: where it stands in the ledger.
    """

    month: date
    unit: str
    item: str
    outcome: str
    rating: str = ""
    dimensions: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    handling: str = ""
    case: str = ""
    week: date | None = None
    day: date | None = None
    is_own: bool = False
    key: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0

    @property
    def is_bad(self) -> bool:
        return self.rating in BAD


def call_key(week: str, case: str, attempt: int) -> str:
    """What tells a stored call from others of its month. `week`: its Monday, or the name of its
    sheet where no day is known; `case`: hash or ""; `attempt`: from 1.
    """
    return f"{week.replace('/', '.')}/{case}/{attempt}"


def week_of_key(key: str) -> str:
    """The week that a stored call is of: an import of a week takes the place of all of it."""
    return key.partition("/")[0]


def last_attempts(calls: Iterable[Call]) -> list[Call]:
    """The last call of each case in each month, in order; a case without a number is one call.

    Of two on one day, or without days, the later row is the last.
    """
    last: dict[tuple[date, str], tuple[tuple[date, date], int, Call]] = {}
    for number, call in enumerate(calls):
        case = (call.month, call.case or f"{number}")
        at = (call.week or call.day or date.min, call.day or call.week or date.min)
        if case not in last or at >= last[case][0]:
            last[case] = at, number, call
    return [call for _, _, call in sorted(last.values(), key=lambda known: known[1])]


def counts_of(calls: Iterable[Call]) -> dict[str, int]:
    """Name of a count → how many of these cases; `calls` are their last attempts.

    `drawn`, `dialled`, `reached`, `valid`, one count an outcome and a level, `<dimension>.<level>`,
    `texts` (意见建议), `bad` and `own_calls` (本单位自访).
    """
    counts = Counter(
        dict.fromkeys(
            (
                *("drawn", "dialled", "reached", "texts", "bad", "own_calls"),
                *(one.key for one in OUTCOMES),
                *(one.key for one in LEVELS),
                *(f"{one.key}.{level}" for one in DIMENSIONS for level in DIMENSION_LEVELS),
            ),
            0,
        )
    )
    for call in calls:
        came_to = outcome(call.outcome)
        counts["drawn"] += 1
        counts["dialled"] += came_to.is_dialled
        counts["reached"] += came_to.is_reached
        counts[came_to.key] += 1
        counts["texts"] += bool(call.text)
        counts["own_calls"] += call.is_own
        if not came_to.is_valid:
            continue
        counts["bad"] += call.is_bad
        counts[call.rating] += bool(call.rating)
        for dimension, level in call.dimensions.items():
            counts[f"{dimension}.{level}"] += 1
    return dict(counts)
