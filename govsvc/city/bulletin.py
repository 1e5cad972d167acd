"""The city's bulletin of a month, written from its recount, in the layout that counties import."""

from decimal import Decimal

from govsvc.city import tables
from govsvc.city.month import CityMonth, named
from govsvc.domain import published_values, rates
from govsvc.domain.indicators import PERCENT, Indicator, headline_indicators
from govsvc.domain.months import month_text
from govsvc.exports.export import Sheet

_UNKNOWN = "—"


def title(month: CityMonth) -> str:
    """清源市2026年9月政务服务指标通报."""
    return f"{month.city}{month_text(month.month)}政务服务指标通报"


def sheet(month: CityMonth) -> Sheet:
    """One row a county: counts, value and rank of each indicator; — for a county that is not in."""
    return _sheet(month, _printed(), title(month))


def parts(month: CityMonth) -> list[tuple[str, str, Sheet]]:
    """(heading, what is to be said, all counties) of each indicator that is printed."""
    return [
        (
            one.name,
            sentence(month, one),
            _sheet(month, [one], f"{month_text(month.month)}{one.name}"),
        )
        for one in _printed()
    ]


def sentence(month: CityMonth, indicator: Indicator) -> str:
    """全市网上可办率99.90%（37,800/37,838），最高的是…，最低的是…."""
    total = month.total(indicator)
    if total is None:
        return f"各县（市、区）都没有{indicator.name}的数据。"
    known = {
        one.county.name: value
        for one in month.counted
        if (value := one.published(indicator)) is not None
    }

    def text(value: Decimal | None) -> str:
        return published_values.value_text(indicator, value)

    whole = text(published_values.published_of(indicator, *total))
    said = f"全市{indicator.name}{whole}（{total[0]:,}/{total[1]:,}）"
    best, worst = max(known.values()), min(known.values())
    if best == worst:
        return f"{said}，{len(known)}个县（市、区）相同。"
    ends = [
        "、".join(name for name, value in known.items() if value == wanted) + f"（{text(wanted)}）"
        for wanted in (best, worst)
    ]
    return f"{said}，最高的是{ends[0]}，最低的是{ends[1]}。"


def opening(month: CityMonth) -> str:
    """Who is in, by which rules, and who is missing."""
    text = (
        f"现将{month_text(month.month)}各县（市、区）政务服务指标完成情况通报如下。各项数据由市级"
        f"按“{month.rules_name}”从各县（市、区）的数据统一测算，共{len(month.counted)}个。"
    )
    if month.unfinished:
        text += f"其中{len(month.unfinished)}个尚未定稿：{named(month.unfinished)}。"
    if month.missing:
        missing = "、".join(f"{one.county.name}（{one.standing}）" for one in month.missing)
        text += f"以下{len(month.missing)}个没有数据，不参加排名：{missing}。"
    return text


def office(month: CityMonth) -> str:
    """Who signs where nobody has said it."""
    return f"{month.city}行政审批和政务服务局"


def headline(month: CityMonth) -> str:
    """The page's finding: the indicator in which the city is lowest, with its last county, and how
    many counties have no data.
    """
    known = {
        one: value
        for one in _printed()
        if (total := month.total(one))
        and (value := published_values.published_of(one, *total)) is not None
    }
    missing = f"{len(month.missing)}个没有数据：{named(month.missing)}" if month.missing else ""
    if not known:
        return f"{month_text(month.month)}各县（市、区）{missing or '没有数据'}"
    lowest = min(known, key=lambda one: known[one])
    reported = [one for one in month.counted if one.published(lowest) is not None]
    last = min(value for one in reported if (value := one.published(lowest)) is not None)
    behind = [one for one in reported if one.published(lowest) == last]
    said = f"{month_text(month.month)}{lowest.short}{rates.percent_text(known[lowest])}为各项最低"
    if 2 * len(behind) <= len(reported):
        said += f"，{named(behind, 3)}{rates.percent_text(last)}排在最后"
    return "；".join(filter(None, (said, missing)))


def _printed() -> list[Indicator]:
    return [one for one in headline_indicators() if one.measure == PERCENT]


def _sheet(month: CityMonth, shown: list[Indicator], name: str) -> Sheet:
    columns = [tables.COUNTY, *([tables.GROUP] if month.has_groups else [])]
    for one in shown:
        columns += [one.numerator_headers[0], one.denominator_headers[0]]
        columns += [one.name, f"{one.short}排名"]
    ranks = {one.key: month.ranks(one) for one in shown}
    rows = []
    for county in month.counties:
        row: list[str | int | None] = [county.county.name]
        row += [county.county.group or None] if month.has_groups else []
        for one in shown:
            rank = ranks[one.key][county.county.name]
            counts = [_UNKNOWN if count is None else count for count in county.counts_of(one)]
            value = rates.percent_text(county.published(one))
            row += [*counts, value, rank.place if rank else _UNKNOWN]
        rows.append(row)
    return Sheet(name, columns, rows, tables.facts(month), numbers=[one.name for one in shown])
