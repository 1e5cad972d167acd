"""好差评 of a period as tables of texts: what the page shows and the workbook has."""

from collections.abc import Iterable, Sequence

from govsvc.board.rating_period import SMALL, RatedGroup, RatingPeriod
from govsvc.domain.feedback import BadRating, level_name, rating_channel, reason_text
from govsvc.domain.rates import UNKNOWN, count_text, percent_text
from govsvc.exports.export import Sheet
from govsvc.exports.feedback_table import MEASURE_COLUMNS, measure_row

CHANNEL_COLUMNS = ("渠道", "主动评价", "占比", "好评率", "分子/分母", "95%置信区间", "差评")
UNIT_COLUMNS = ("单位", "主动评价", "好评率", "分子/分母", "95%置信区间", "差评", "位次")
REASON_COLUMNS = ("单位", "原因", "次数")
BAD_COLUMNS = ("评价", "单位", "事项", "原因", "文字评价", "渠道", "评价日期", "导出表位置")
Rows = list[list[str]]


def measure_rows(period: RatingPeriod) -> Rows:
    """The measures with their definitions, and what the rates leave out."""
    counts = period.counts
    return [
        *map(measure_row, period.values),
        ["万件差评数", period.bad_per_10000, "", UNKNOWN, "差评/主动评价×10,000"],
        ["系统默认评价", count_text(counts["default"]), "", UNKNOWN, "条数，单独列出"],
    ]


def channel_rows(period: RatingPeriod) -> Rows:
    """The channels, the most used first."""
    return [
        [
            one.name,
            count_text(one.counts["active"]),
            percent_text(one.share.published),
            *_rate(one),
            count_text(one.counts["bad"]),
        ]
        for one in period.channels
    ]


def unit_rows(period: RatingPeriod) -> Rows:
    """The units with their samples; those below the least sample are not ranked."""
    least = period.settings.least_sample
    return [
        [
            one.name,
            count_text(one.counts["active"]),
            *_rate(one),
            count_text(one.counts["bad"]),
            small_text(least) if one.rank_text == SMALL else one.rank_text,
        ]
        for one in period.units
    ]


def small_text(least: int) -> str:
    """What is said of a sample that is too small."""
    return f"样本不足{least}，仅供参考"


def _rate(one: RatedGroup) -> list[str]:
    interval = one.value.interval
    return [
        percent_text(one.value.published),
        one.value.fraction_text,
        interval.text if interval else UNKNOWN,
    ]


def reason_rows(period: RatingPeriod) -> Rows:
    """Why units were rated badly."""
    return [[one.unit, reason_text(one.code), count_text(one.count)] for one in period.bad_reasons]


def bad_row(bad: BadRating) -> list[str]:
    """One 差评, in the order of `BAD_COLUMNS`."""
    return [
        level_name(bad.level),
        bad.unit,
        bad.item or UNKNOWN,
        "；".join(map(reason_text, bad.reasons)) or UNKNOWN,
        bad.text or UNKNOWN,
        rating_channel(bad.channel).name,
        f"{bad.day}" if bad.day else UNKNOWN,
        f"{bad.sheet} 第{bad.row}行",
    ]


def sheets(period: RatingPeriod, home: str, facts: Sequence[tuple[str, str]]) -> list[Sheet]:
    """The tables of a period, a sheet each."""

    def sheet(tab: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Sheet:
        return Sheet(f"{home}好差评{tab}", columns, list(rows), facts, tab=tab)

    return [
        sheet("指标", MEASURE_COLUMNS, measure_rows(period)),
        sheet("渠道", CHANNEL_COLUMNS, channel_rows(period)),
        sheet("各单位", UNIT_COLUMNS, unit_rows(period)),
        sheet("差评原因", REASON_COLUMNS, reason_rows(period)),
        sheet("差评", BAD_COLUMNS, map(bad_row, period.bad)),
    ]
