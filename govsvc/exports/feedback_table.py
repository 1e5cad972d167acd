"""电话回访 as tables to hand on: the measures with their definitions, units, what people said."""

from collections.abc import Iterable, Sequence

from govsvc.domain.feedback import Call, MeasureValue, level_name
from govsvc.domain.feedback.calling import ON_SCREEN
from govsvc.domain.rates import UNKNOWN, percent_text
from govsvc.exports.export import Sheet

MEASURE_COLUMNS = ("指标", "数值", "分子/分母", "95%置信区间", "计算口径")
CALL_COLUMNS = ("评价", "承办单位", "办理事项", "意见建议", "处理情况", "回访日期", "台账位置")


def measure_row(value: MeasureValue) -> list[str]:
    """One measure, in the order of `MEASURE_COLUMNS`; of a small sample that it is one."""
    is_small = value.is_small and value.published is not None
    small = f"；样本不足{value.least_sample}，仅供参考" if is_small else ""
    return [
        value.measure.name,
        percent_text(value.published),
        value.fraction_text,
        value.interval.text if value.interval else UNKNOWN,
        value.definition + small,
    ]


def call_row(call: Call) -> list[str]:
    """What one person said, in the order of `CALL_COLUMNS`."""
    day = call.day or call.week
    return [
        level_name(call.rating),
        call.unit,
        call.item or UNKNOWN,
        call.text or UNKNOWN,
        call.handling or UNKNOWN,
        f"{day}" + ("" if call.day else "当周") if day else UNKNOWN,
        place_text(call),
    ]


def place_text(call: Call) -> str:
    """Where it stands in the ledger, which has the names and numbers: 第39周 第7行; of a call that
    was entered on screen its number in the 回访任务.
    """
    if call.sheet == ON_SCREEN:
        return f"回访任务 第{call.row}号"
    return f"{call.sheet} 第{call.row}行"


def sheets(
    values: Iterable[MeasureValue],
    unit_columns: Sequence[str],
    unit_rows: Sequence[Sequence[object]],
    calls: Iterable[Call],
    *,
    home: str,
    facts: Sequence[tuple[str, str]],
) -> list[Sheet]:
    """The three tables of a period, a sheet each."""
    return [
        Sheet(
            f"{home}电话回访指标",
            MEASURE_COLUMNS,
            [measure_row(value) for value in values],
            facts,
            numbers=("数值",),
            tab="指标",
        ),
        Sheet(f"{home}电话回访各单位", unit_columns, unit_rows, facts, tab="各单位"),
        Sheet(
            f"{home}电话回访不满意和意见建议",
            CALL_COLUMNS,
            [call_row(call) for call in calls],
            facts,
            tab="不满意和意见建议",
        ),
    ]
