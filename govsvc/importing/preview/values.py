"""Indicators, a bulletin's values, targets and units, before and after."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from govsvc.domain import indicators, published_values, rates
from govsvc.domain.feedback import MEASURES
from govsvc.domain.indicators import BULLETIN_SOURCE, OWN, Indicator
from govsvc.domain.rates import Rank
from govsvc.domain.roster import Roster, Unit, roster_cells
from govsvc.domain.rows import Reported, Target
from govsvc.importing.preview.changes import (
    ADDED,
    CHANGED,
    GONE,
    CountyChange,
    Field,
    Figure,
    IndicatorChange,
    RosterChange,
    TargetChange,
)
from govsvc.store import Batch, Snapshot

#: (county, indicator) → what the month's bulletin prints
Bulletin = Mapping[tuple[str, str], Snapshot]

_MEASURES = {
    "公布值": "printed",
    "达标数": "numerator",
    "总数": "denominator",
    "通报名次": "printed_rank",
    "得分": "score",
    "分值": "full_score",
    "分组": "group",
    "数据截止日": "cutoff",
}
_TARGET_FIELDS = {"目标值": "value", "目标位次": "place", "牵头单位": "lead_unit"}


def name_of(indicator: str) -> str:
    """The short name of an indicator or a measure; 综合 where a bulletin speaks of all."""
    names = {known.key: known.short for known in indicators.INDICATORS}
    return (names | {one.key: one.name for one in MEASURES}).get(indicator, "综合")


def own_changes(
    month: date,
    kind: str,
    snapshots: Iterable[Snapshot],
    after: Mapping[str, tuple[int | None, int | None]],
) -> list[IndicatorChange]:
    """本县测算 of one kind and month against the counts after the import."""
    before = {
        s.indicator: _figure(indicators.by_key(s.indicator), s.numerator, s.denominator, s.printed)
        for s in snapshots
        if s.source == OWN and s.month == month
    }
    changes = [
        IndicatorChange(
            indicator,
            month,
            OWN,
            before.get(indicator.key),
            _figure(indicator, *after.get(indicator.key, (None, None)), printed=None),
        )
        for indicator in indicators.INDICATORS
        if indicator.kind == kind
    ]
    return [change for change in changes if change.before or change.after]


def bulletin_before(month: date, snapshots: Iterable[Snapshot]) -> Bulletin:
    """What is stored of the month's bulletin."""
    return {
        (s.county, s.indicator): s
        for s in snapshots
        if s.source == BULLETIN_SOURCE and s.month == month
    }


def bulletin_after(before: Bulletin, batch: Batch) -> Bulletin:
    """The month's bulletin with the values of the batch, or with no others where it is whole."""
    after = {} if batch.is_whole and batch.reported else dict(before)
    return after | {(row.county, row.indicator): _snapshot(row) for row in batch.reported}


def _snapshot(row: Reported) -> Snapshot:
    return Snapshot(
        row.month,
        BULLETIN_SOURCE,
        row.county,
        row.indicator,
        row.numerator,
        row.denominator,
        row.printed,
        row.printed_rank,
        row.group,
        row.score,
        row.cutoff,
        row.full_score,
    )


def bulletin_changes(
    month: date, home: str, before: Bulletin, after: Bulletin
) -> list[IndicatorChange]:
    """The home county's values and ranks in the month's bulletin."""
    changes = []
    for indicator in indicators.INDICATORS:
        old, rank_before = _home_in(before, home, indicator)
        new, rank_after = _home_in(after, home, indicator)
        if old or new:
            changes.append(
                IndicatorChange(
                    indicator, month, BULLETIN_SOURCE, old, new, rank_before, rank_after
                )
            )
    return changes


def _home_in(
    bulletin: Bulletin, home: str, indicator: Indicator
) -> tuple[Figure | None, Rank | None]:
    snapshots = {county: s for (county, key), s in bulletin.items() if key == indicator.key}
    if home not in snapshots:
        return None, None
    values = {
        county: published_values.published_of(indicator, s.numerator, s.denominator, s.printed)
        for county, s in snapshots.items()
    }
    ranks = rates.ranks(
        values, {county: s.group for county, s in snapshots.items()}, indicator.direction
    )
    return _figure(
        indicator, snapshots[home].numerator, snapshots[home].denominator, snapshots[home].printed
    ), ranks[home]


def _figure(
    indicator: Indicator, numerator: int | None, denominator: int | None, printed: Decimal | None
) -> Figure | None:
    published = published_values.published_of(indicator, numerator, denominator, printed)
    return None if published is None else Figure(numerator, denominator, published)


def county_changes(month: date, before: Bulletin, after: Bulletin) -> list[CountyChange]:
    """The values that differ, in the order of the bulletin, then those that are gone."""
    changes = []
    for place in dict.fromkeys([*after, *before]):
        old, new = before.get(place), after.get(place)
        if old != new:
            what = ADDED if old is None else GONE if new is None else CHANGED
            changes.append(
                CountyChange(month, *place, name_of(place[1]), what, _fields(_MEASURES, old, new))
            )
    return changes


def target_changes(
    stored: Iterable[Target], incoming: Sequence[Target], is_all: bool = False
) -> list[TargetChange]:
    """Targets by year, node and indicator; of two for the same the later one holds.

    `is_all`: what is not among them is gone.
    """
    before = {(target.year, target.until, target.indicator): target for target in stored}
    after = {(target.year, target.until, target.indicator): target for target in incoming}
    return [
        TargetChange(
            *place,
            name_of(new.indicator),
            CHANGED if place in before else ADDED,
            _fields(_TARGET_FIELDS, before.get(place), new),
        )
        for place, new in after.items()
        if before.get(place) != new
    ] + [
        TargetChange(*place, name_of(old.indicator), GONE, _fields(_TARGET_FIELDS, old, None))
        for place, old in before.items()
        if is_all and place not in after
    ]


def _fields(measures: Mapping[str, str], before: object, after: object) -> tuple[Field, ...]:
    values = [
        (name, getattr(before, attribute, None), getattr(after, attribute, None))
        for name, attribute in measures.items()
    ]
    # an empty text is as good as none
    return tuple(
        (name, _text(name, old), _text(name, new))
        for name, old, new in values
        if old != new and (old, new) not in ((None, ""), ("", None))
    )


def _text(name: str, value: object) -> str:
    if value is None or value == "":
        return rates.UNKNOWN
    if name in ("公布值", "目标值"):
        return f"{value:f}%"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def roster_changes(before: Roster, after: Roster) -> list[RosterChange]:
    """The units that are new or differ, in the order of the roster."""
    changes = []
    for unit in after.units:
        was = before.resolve(unit.name)
        fields = tuple(
            (header, old, new)
            for (header, old), (_, new) in zip(
                roster_cells(was or Unit("", unit.kind)), roster_cells(unit)
            )
            if old != new
        )
        if was is None or fields:
            changes.append(RosterChange(unit.name, CHANGED if was else ADDED, fields))
    return changes
