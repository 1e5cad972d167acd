"""What a period measure is counted of, as tables to hand on: calls, ratings, 差评, waves, cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.board import bad_rating_period
from govsvc.board.bad_rating_period import BadRatingPeriod
from govsvc.board.case_measures import counts_of_case
from govsvc.board.feedback_period import FeedbackPeriod
from govsvc.board.rating_period import RatingPeriod
from govsvc.board.wave_values import QUESTION_COLUMNS, WaveValues
from govsvc.domain.entries import COUNTED, Entries
from govsvc.domain.feedback import (
    DIMENSIONS,
    LEVELS,
    OF_ITEM,
    TOTAL_COUNTS,
    Call,
    FeedbackSettings,
    PeriodMeasure,
    RatingCount,
    level_name,
    outcome,
    rating_channel,
    week_text,
)
from govsvc.domain.feedback.questionnaires import CONTENT, HANDED_OUT, RETURNED
from govsvc.domain.indicators.case_counts import count_name
from govsvc.domain.months import month_text
from govsvc.domain.rates import UNKNOWN
from govsvc.exports.feedback_table import place_text

Cells = Sequence[object]


@dataclass(frozen=True, slots=True)
class Behind:
    """A table of what was counted. `tab`: what it is called."""

    tab: str
    columns: Sequence[str]
    rows: Sequence[Cells]


def of_calls(period: FeedbackPeriod) -> list[Behind]:
    """Each case once, by its last attempt; beside them the totals that count."""
    names = [one.name for one in DIMENSIONS]
    columns = ("月份", "周次", "回访日期", "承办单位", "办理事项", "回访结果", "总体评价", *names)
    rows = [_call(call) for call in period.calls]
    tables = [Behind("逐件", (*columns, "意见建议", "台账位置"), rows)]
    if period.counted_totals:
        totals = [
            [
                month_text(one.month),
                week_text(one.week) if one.week else "整月",
                one.unit or "全县",
                *(one.counts.get(of.key) for of in TOTAL_COUNTS),
            ]
            for one in period.counted_totals
        ]
        columns = ("月份", "周次", "单位", *(one.name for one in TOTAL_COUNTS))
        tables.append(Behind("汇总录入", columns, totals))
    return tables


def _call(call: Call) -> list[object]:
    levels = [level_name(call.dimensions.get(one.key, "")) for one in DIMENSIONS]
    return [
        month_text(call.month),
        week_text(call.week) if call.week else UNKNOWN,
        call.day,
        call.unit,
        call.item or UNKNOWN,
        outcome(call.outcome).name,
        level_name(call.rating),
        *levels,
        call.text,
        place_text(call),
    ]


def of_ratings(period: RatingPeriod) -> list[Behind]:
    """The counts that count, by unit, item, channel and level; 差评 one by one are elsewhere."""
    columns = ("月份", "单位", "事项", "事项编码", "渠道", "评价", "条数")
    counted = [one for one in period.ratings if one.of == OF_ITEM]
    order = {one.key: number for number, one in enumerate(LEVELS)}

    def place(one: RatingCount) -> tuple[date, str, str, str, int]:
        return one.month, one.unit, one.item, one.channel, order.get(one.level, len(order))

    rows = [
        [
            month_text(one.month),
            one.unit,
            one.item or UNKNOWN,
            one.item_code,
            rating_channel(one.channel).name,
            level_name(one.level),
            one.count,
        ]
        for one in sorted(counted, key=place)
    ]
    return [Behind("评价", columns, rows)]


def of_bad(period: BadRatingPeriod) -> list[Behind]:
    """Each 差评 of the ledger, and those that it lacks."""
    return [Behind("差评台账", bad_rating_period.COLUMNS, period.rows())]


def of_waves(waves: Iterable[WaveValues]) -> list[Behind]:
    """Each wave, and its questions."""
    known = list(waves)
    counts = {
        HANDED_OUT: "发放份数",
        RETURNED: "回收份数",
        "valid": "有效份数",
        CONTENT: "满意份数",
    }
    rows = [
        [
            month_text(one.wave.month),
            one.wave.name,
            one.wave.way,
            *(one.wave.counts.get(key) for key in counts),
        ]
        for one in known
    ]
    questions = [[one.wave.name, *row] for one in known for row in one.rows()]
    return [
        Behind("问卷", ("月份", "问卷", "发放方式", *counts.values()), rows),
        Behind("各题", ("问卷", *QUESTION_COLUMNS), questions),
    ]


def of_cases(measure: PeriodMeasure, tables: Mapping[date, Entries]) -> list[Behind]:
    """The rows of 办件量统计 with the counts that the measure reads; one that lacks a count is not
    in it.
    """
    keys = sorted(measure.reading({}, FeedbackSettings()).counts)
    rows: list[Cells] = []
    for month, entries in tables.items():
        for entry in entries:
            if entry.status != COUNTED:
                continue
            counts = counts_of_case(entry.attributes)
            lacks = [count_name(key) for key in keys if key not in counts]
            rows.append(
                [
                    month_text(month),
                    entry.unit,
                    entry.name,
                    entry.key,
                    *(counts.get(key) for key in keys),
                    f"缺{'、'.join(lacks)}，未计入" if lacks else "",
                ]
            )
    columns = ("月份", "单位", "事项", "编码", *map(count_name, keys), "说明")
    return [Behind("办件量", columns, rows)]
