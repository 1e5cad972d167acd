"""A city's tables, as they are shown and downloaded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from govsvc.city.city import by_name
from govsvc.city.differences import CountyDifference
from govsvc.city.month import CityMonth, CountyMonth
from govsvc.city.recount import Counts, NamedRow
from govsvc.domain import published_values, rates
from govsvc.domain.indicators import (
    INDICATORS,
    STATIONS,
    Indicator,
    ProblemList,
    headline_indicators,
    is_extra,
    problem_lists,
)
from govsvc.domain.months import month_text
from govsvc.domain.rates import Rank
from govsvc.exports.export import Sheet

COUNTY, GROUP, STANDING, TOTAL = "县（市、区）", "分组", "报送", "全市合计"


def facts(month: CityMonth) -> list[tuple[str, str]]:
    """What every table of the month says of itself."""
    lines = [("数据月份", month_text(month.month)), ("口径", month.rules_name)]
    if month.unfinished:
        lines.append(("尚未定稿", "、".join(one.county.name for one in month.unfinished)))
    if month.missing:
        lines.append(
            ("未计入", "、".join(f"{one.county.name}（{one.standing}）" for one in month.missing))
        )
    return lines


def matrix(month: CityMonth) -> Sheet:
    """Counties × indicators: each value with its rank, the counties that are not in last."""
    shown = headline_indicators()
    ranks = {one.key: month.ranks(one) for one in shown}
    figures = [name for one in shown for name in (one.short, _place(one))]

    def cells(county: CountyMonth) -> list[str]:
        return [
            text
            for one in shown
            for text in (
                _value(one, county.counts_of(one)),
                _rank(ranks[one.key][county.county.name]),
            )
        ]

    rows = [[*_head(month, one), *cells(one)] for one in (*month.counted, *month.missing)]
    totals = [text for one in shown for text in (_value(one, month.total(one)), None)]
    total = [TOTAL, *([None] if month.has_groups else []), None, *totals]
    return Sheet(
        f"{month.city}各项指标",
        [*_heads(month), *figures],
        rows,
        facts(month),
        total,
        numbers=figures,
    )


def matrix_shown(month: CityMonth) -> Sheet:
    """The same with each rank behind its value (99.94%　第3), as it is shown."""
    shown = headline_indicators()
    ranks = {one.key: month.ranks(one) for one in shown}

    def cell(indicator: Indicator, one: CountyMonth) -> str:
        rank = ranks[indicator.key][one.county.name]
        value = _value(indicator, one.counts_of(indicator))
        return f"{value}　{rates.rank_prose(replace(rank, group=None))}" if rank else value

    rows = [
        [*_head(month, one), *(cell(each, one) for each in shown)]
        for one in (*month.counted, *month.missing)
    ]
    names = [one.short for one in shown]
    total = [TOTAL, *[""] * (len(_heads(month)) - 1)]
    total += [_value(one, month.total(one)) for one in shown]
    columns = [*_heads(month), *names]
    return Sheet(f"{month.city}各项指标", columns, rows, facts(month), total, numbers=names)


def ranking(month: CityMonth, indicator: Indicator) -> Sheet:
    """The counties by rank in one indicator, with the counts behind it; those not in last."""
    ranks = month.ranks(indicator)
    missing = f"{indicator.missing_word}（{indicator.unit}）"
    figures = ["名次", "公布值", indicator.numerator, indicator.denominator, missing]

    def place(one: CountyMonth) -> tuple[bool, str, int]:
        rank = ranks[one.county.name]
        return one.published(indicator) is None, one.county.group, rank.place if rank else 0

    rows = []
    for one in sorted(month.counties, key=place):
        counts = one.counts_of(indicator)
        upper, lower = counts
        gap = None if upper is None or lower is None else lower - upper
        rows.append(
            [
                _rank(ranks[one.county.name]),
                *_head(month, one),
                _value(indicator, counts),
                *map(rates.count_text, (upper, lower, gap)),
            ]
        )
    total = month.total(indicator)
    sums = (
        [_value(indicator, total), *map(rates.count_text, (*total, total[1] - total[0]))]
        if total
        else [None] * 4
    )
    heads = _heads(month)
    return Sheet(
        f"{month.city}{indicator.short}排名",
        [figures[0], *heads, *figures[1:]],
        rows,
        facts(month),
        [None, TOTAL, *[None] * (len(heads) - 1), *sums],
        numbers=figures,
    )


def lists_in(month: CityMonth) -> list[ProblemList]:
    """The lists of the province's indicators on which any county has a row; what is only suspected
    is the county's to look into.
    """
    return [
        one for one in problem_lists() if not is_extra(one) and not one.signs and month.listed(one)
    ]


def missing(month: CityMonth) -> Sheet:
    """Counties × problem lists: how many rows of each are on it."""
    shown = lists_in(month)
    rows = [
        [one.county.name, *(rates.count_text(one.counts.listed.get(each.key, 0)) for each in shown)]
        for one in month.counted
        if one.counts
    ]
    total = [TOTAL, *(rates.count_text(month.listed(each)) for each in shown)]
    names = [each.name for each in shown]
    return Sheet(
        f"{month.city}问题清单项数", [COUNTY, *names], rows, facts(month), total, numbers=names
    )


def missing_names(
    month: CityMonth, problem_list: ProblemList, rows: Mapping[str, Sequence[NamedRow]]
) -> Sheet:
    """What is missing, with the counties in which it is: of those whose rows one may see."""
    return Sheet(
        f"{month.city}{problem_list.name}：缺在哪些县",
        ["事项或村（社区）", "县数", COUNTY],
        [
            [name, len(counties), "全部" if len(counties) == len(rows) > 1 else "、".join(counties)]
            for name, counties in by_name(rows)
        ],
        [*facts(month), ("范围", "、".join(rows))],
        numbers=["县数"],
    )


def county_rows(
    month: CityMonth, problem_list: ProblemList, county: str, rows: Sequence[NamedRow]
) -> Sheet:
    """One county's rows on one list."""
    return Sheet(
        f"{county}{problem_list.name}",
        ["部门或乡镇", "事项或村（社区）", "编码"],
        [[row.unit, row.name, row.key] for row in rows],
        facts(month),
    )


def stations(
    month: CityMonth, townships: Mapping[str, Mapping[str, Mapping[str, Counts]]]
) -> Sheet:
    """Townships of all counties: the indicators of stations, each with its counts."""
    shown = [one for one in INDICATORS if one.kind == STATIONS]
    figures = [name for one in shown for name in (one.short, *_count_words(one))]
    rows = [
        [
            county,
            township,
            *(
                text
                for one in shown
                for text in (
                    _value(one, values.get(one.key)),
                    *map(rates.count_text, values.get(one.key, (None, None))),
                )
            ),
        ]
        for county, of_county in townships.items()
        for township, values in of_county.items()
    ]
    return Sheet(
        f"{month.city}乡镇（街道）站点",
        [COUNTY, "乡镇（街道）", *figures],
        rows,
        facts(month),
        numbers=figures,
    )


def different(month: CityMonth, found: Sequence[CountyDifference]) -> Sheet:
    """What counties publish otherwise than the city counts it."""
    rows = [
        [one.county, one.indicator.short, one.own_text, one.recounted_text, _gap(one), one.why]
        for one in found
    ]
    columns = [COUNTY, "指标", "县级公布", "全市测算", "相差", "原因"]
    return Sheet(f"{month.city}县级公布与全市测算对账", columns, rows, facts(month))


def _count_words(indicator: Indicator) -> tuple[str, str]:
    """What its counts are called in a table, shortly where a bulletin has them, too."""
    if indicator.numerator_headers and indicator.denominator_headers:
        return indicator.numerator_headers[0], indicator.denominator_headers[0]
    return f"{indicator.short}：达到", f"{indicator.short}：总数"


def _gap(one: CountyDifference) -> str:
    if one.own is None or one.recounted is None:
        return "县级没有" if one.own is None else "全市没有"
    parts = zip(("分子", "总数"), one.own, one.recounted)
    return "，".join(
        f"{name}{'多' if own > city else '少'}{abs(own - city):,}"
        for name, own, city in parts
        if own != city
    )


def _heads(month: CityMonth) -> list[str]:
    return [COUNTY, *([GROUP] if month.has_groups else []), STANDING]


def _head(month: CityMonth, one: CountyMonth) -> list[str | None]:
    group: list[str | None] = [one.county.group or None] if month.has_groups else []
    return [one.county.name, *group, one.standing]


def _rank(rank: Rank | None) -> str:
    """2, 并列2: the group stands in a column of its own."""
    return rates.rank_text(rank and replace(rank, group=None))


def _place(indicator: Indicator) -> str:
    return f"{indicator.short}名次"


def _value(indicator: Indicator, counts: tuple[int | None, int | None] | None) -> str:
    value: Decimal | None = published_values.published_of(indicator, *(counts or (None, None)))
    return published_values.value_text(indicator, value)
