"""汇总录入: the totals of a week or a month of calls where there are no rows behind them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from govsvc.domain.feedback.calls import (
    BAD,
    DIMENSION_LEVELS,
    DIMENSIONS,
    LEVELS,
    NO_ANSWER,
    NOT_DIALLED,
    NOT_THE_PERSON,
    OUTCOMES,
    REFUSED,
    VALID,
    WRONG_NUMBER,
    level_name,
)


@dataclass(frozen=True, slots=True)
class TotalCount:
    """A count that a sheet of totals, or the form, may give. `key`: its name among the counts of
    calls; `headers`: of its column.
    """

    key: str
    name: str
    headers: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The attribute of a stored row, and the field of a column."""
        return f"count_{self.key.replace('.', '_')}"


_OUTCOME_HEADERS = {
    VALID: (
        *("有效数", "有效回访数", "有效", "有效件数", "有效回访件数", "成功数", "成功"),
        *("成功回访", "成功回访数", "回访成功数", "接通评价数", "接通并评价数", "有效评价数"),
    ),
    REFUSED: ("拒访数", "拒绝数", "拒绝"),
    NOT_THE_PERSON: ("非本人数", "非本人", "不知情", "非本人不知情"),
    NO_ANSWER: ("无人接听数", "未接", "未接听", "未接通", "未接通数", "无应答"),
    WRONG_NUMBER: ("停机空号错号", "停机空号", "空号", "停机", "号码有误", "停机空号数", "错号"),
}
#: every count of a week's totals, in the order of the form
TOTAL_COUNTS: tuple[TotalCount, ...] = (
    TotalCount("population", "涉企办件数", ("办件量", "办件数", "办结量", "办结数", "涉企办件量")),
    TotalCount("drawn", "抽取数", ("抽取件数", "抽取", "抽取量", "应回访数", "抽样数")),
    TotalCount(
        "dialled",
        "拨打数",
        ("回访数", "拨打", "拨打件数", "回访件数", "抽查数", "拨打电话数", "回访量", "回访总数"),
    ),
    TotalCount("reached", "接通数", ("接通", "接通件数", "接听数", "接通量")),
    *(
        TotalCount(one.key, one.name, _OUTCOME_HEADERS[one.key])
        for one in OUTCOMES
        if one.key != NOT_DIALLED
    ),
    *(TotalCount(one.key, one.name, (f"{one.name}数", f"{one.name}件数")) for one in LEVELS),
    *(
        TotalCount(
            f"{one.key}.{level}",
            f"{one.name}{level_name(level)}",
            tuple(f"{name}{level_name(level)}" for name in one.headers),
        )
        for one in DIMENSIONS
        for level in DIMENSION_LEVELS
    ),
    TotalCount(
        "texts",
        "意见建议数",
        ("意见建议条数", "意见建议", "意见数", "建议数", "收集意见建议数", "收集意见建议"),
    ),
)
_BY_KEY = {one.key: one for one in TOTAL_COUNTS}
#: what a form or sheet must say at least
NEEDED = (VALID,)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Totals that do not add up: at which count, why, and what would be right, in Chinese."""

    key: str
    message: str
    expected: str


@dataclass(frozen=True, slots=True)
class CallTotals:
    """What is known of a week, or of the whole month where `week` is None: `counts` that are not
    there are unknown. `unit`: "" where they are of the county. `printed`: 满意率 as the sheet has
    it.
    """

    month: date
    week: date | None = None
    unit: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    printed: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0


def total_count(key: str) -> TotalCount:
    """The count of that key. Raises KeyError."""
    return _BY_KEY[key]


def totals_key(week: date | None, unit: str) -> str:
    """What tells stored totals from others of their month; as `calls.call_key` its first part is
    the week.
    """
    return f"{week or ''}/{unit}"


def mismatches(counts: Mapping[str, int]) -> list[Mismatch]:
    """What does not add up; a count that is not there is not looked at."""
    return [*_over(counts), *_unlike_sums(counts)]


#: no more than the one behind it
_NO_MORE = (
    ("drawn", "population"),
    ("dialled", "drawn"),
    ("reached", "dialled"),
    (VALID, "reached"),
    (VALID, "dialled"),
)


def _over(counts: Mapping[str, int]) -> Iterator[Mismatch]:
    for part, whole in _NO_MORE:
        if part in counts and whole in counts and counts[part] > counts[whole]:
            name = _BY_KEY[whole].name
            yield Mismatch(
                part, f"{counts[part]}，多于{name}{counts[whole]}", f"不大于{counts[whole]}的整数"
            )
            return


#: whole, its parts, and what they are called together
_SUMS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (VALID, tuple(one.key for one in LEVELS), "五级评价"),
    ("dialled", tuple(one.key for one in OUTCOMES if one.key != NOT_DIALLED), "各种回访结果"),
    ("reached", (VALID, REFUSED, NOT_THE_PERSON), "有效、拒访和非本人"),
)


def _unlike_sums(counts: Mapping[str, int]) -> Iterator[Mismatch]:
    """A whole that its parts do not make up, or that some of them exceed."""
    for whole, parts, called in _SUMS:
        known = [counts[key] for key in parts if key in counts]
        if whole not in counts:
            continue
        number, together = counts[whole], sum(known)
        if together > number or (len(known) == len(parts) and together != number):
            name = _BY_KEY[whole].name
            yield Mismatch(
                whole,
                f"{number}，{called}相加是{together}，对不上",
                f"{together}（请核对{name}和{called}）",
            )
    valid = counts.get(VALID)
    for one in DIMENSIONS:
        keys = [f"{one.key}.{level}" for level in DIMENSION_LEVELS]
        answered = sum(counts.get(key, 0) for key in keys)
        if valid is not None and answered > valid:
            yield Mismatch(
                keys[0], f"{one.name}三级相加是{answered}，多于有效数{valid}", f"合计不大于{valid}"
            )


def completed(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts with those that follow from them: 接通, 差评, 未拨打, and 0 for what is left out
    of levels or outcomes that make up their whole already.
    """
    known = dict(counts)
    for whole, parts, _ in _SUMS:
        missing = [key for key in parts if key not in known]
        if len(missing) < len(parts) and known.get(whole) == sum(known.get(p, 0) for p in parts):
            known |= dict.fromkeys(missing, 0)
    reached = (VALID, REFUSED, NOT_THE_PERSON)
    if "reached" not in known and all(key in known for key in reached):
        known["reached"] = sum(known[key] for key in reached)
    if all(key in known for key in BAD):
        known["bad"] = sum(known[key] for key in BAD)
    if "dialled" in known and "drawn" in known:
        known[NOT_DIALLED] = known["drawn"] - known["dialled"]
    return known


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that says another number than the rows of the same week, which hold."""

    week: date | None
    name: str
    said: int
    counted: int


def differences(
    week: date | None, said: Mapping[str, int], counted: Mapping[str, int]
) -> list[Difference]:
    """Where totals and rows of a week differ; what one of them does not know is left out."""
    return [
        Difference(week, one.name, said[one.key], counted[one.key])
        for one in TOTAL_COUNTS
        if one.key in said and one.key in counted and said[one.key] != counted[one.key]
    ]


def kept(totals: Iterable[CallTotals]) -> list[CallTotals]:
    """Those that count: totals of a whole month only where none of its weeks has its own."""
    known = list(totals)
    weekly = {one.month for one in known if one.week}
    return [one for one in known if one.week or one.month not in weekly]
