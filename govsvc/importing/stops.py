"""What an import would do that nobody may want: each is asked, and nothing is stored before.

On the page each is a box to tick; the command line ends with 1 unless it is accepted by its code.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govsvc.assessment import item_matching
from govsvc.domain import county_names, import_limits
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries
from govsvc.domain.indicators import (
    BULLETIN,
    BULLETIN_SOURCE,
    CASES,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    PERCENT,
    SOURCES,
    STATIONS,
    unit_word,
)
from govsvc.domain.months import month_text
from govsvc.domain.published_values import change_text, value_text
from govsvc.domain.row_keys import ALL_ITEMS
from govsvc.importing import home_county
from govsvc.importing.plan import Plan
from govsvc.importing.preview import matching
from govsvc.importing.preview.changes import GONE, IndicatorChange, Preview, RowChange
from govsvc.importing.taking_over import TakenOver
from govsvc.sheets.cells.nearest import Names
from govsvc.store import Batch, Store

FEW_MATCHES, MOVES, DROPS, FAILED = "few_matches", "indicator_moves", "rows_drop", "rows_failed"
TAKES_OVER, LACKS_HOME = "takes_over", "lacks_home"
CODES = (FEW_MATCHES, MOVES, DROPS, FAILED, TAKES_OVER, LACKS_HOME)
#: of a unit's rows one in so many may go unasked
_TENTH = 10
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """One question. `code`: what it is accepted by; `message`, `step`: in Chinese.

    `may_add`: the files may be a part of a unit's list, to be added to what is stored.
    """

    code: str
    message: str
    step: str
    may_add: bool = False


def stops_of(store: Store, planned: Plan, seen: Preview, home: str | None = None) -> list[Stop]:
    """The questions of an import, given its preview; none where nothing of them holds.

    `home`: the home county where the database does not know it yet.
    """
    stops = [
        *_without_home(store, planned, home),
        *_taken_over(seen.taken_over),
        *_unmatched(store, planned.batches),
        *_moved(seen.indicators, import_limits.of_settings(store.settings.all())),
    ]
    for batch in planned.batches:
        if batch.kind in (ITEMS, STATIONS) and not batch.is_changes:
            rows = [row for row in seen.rows if (row.kind, row.month) == (batch.kind, batch.month)]
            stops += _dropped(batch, rows, seen)
    return stops


def _taken_over(rows: Sequence[TakenOver]) -> Iterator[Stop]:
    """Rows that count for a unit that is not in the files, for each pair of units."""
    moves: dict[tuple[str, date, str, str], list[str]] = defaultdict(list)
    for taken in rows:
        row = taken.row
        moves[row.kind, taken.since, taken.owner, row.unit].append(row.name or row.key)
    for (kind, month, owner, unit), names in moves.items():
        measure = "行" if kind == CASES else "项"
        yield Stop(
            TAKES_OVER,
            f"文件里{unit or '没写部门'}的{len(names)}{measure}（{_names(names)}）"
            f"在{month_text(month)}{KINDS[kind]}里已属{owner}",
            f"编码填错的请改正后再导入；确已划转的，可以继续，将不再属于{owner}",
        )


def _without_home(store: Store, planned: Plan, home: str | None) -> Iterator[Stop]:
    """Bulletins that do not name the home county, which leave it without a value and a rank."""
    batches, named = home_county.with_home(store, planned, home)
    ours = named or store.settings.home()
    if not ours:
        return
    stored = {
        snapshot.month
        for snapshot in store.counts.snapshots()
        if snapshot.source == BULLETIN_SOURCE and county_names.are_same(snapshot.county, ours)
    }
    for batch in batches:
        counties = list(dict.fromkeys(row.county for row in batch.reported))
        if not counties or batch.month in stored:
            continue
        if not any(county_names.are_same(county, ours) for county in counties):
            near = Names([ours]).nearest
            alike = next((county for county in counties if near(county)), "")
            yield Stop(
                LACKS_HOME,
                f"{month_text(batch.rows_month)}{KINDS[BULLETIN]}里没有本县（{ours}），"
                f"只有{_names(counties, '个县（市、区）')}，导入后本县没有这个月的通报值和位次",
                (f"“{alike}”如果就是{ours}，请改正后再导入" if alike else "请核对文件和本县名称")
                + "；确实没有通报本县的，可以继续",
            )


def _unmatched(store: Store, batches: Sequence[Batch]) -> Iterator[Stop]:
    """Partial sheets of which fewer than half of the rows name an item of their month."""
    for batch in batches:
        if batch.kind not in PARTIAL_KINDS or batch.month is None:
            continue
        items = Entries.joined(
            [
                store.rows.table(ITEMS, batch.month),
                *(
                    other.entries
                    for other in batches
                    if (other.kind, other.month) == (ITEMS, batch.month)
                ),
            ]
        )
        rows = batch.entries.where(batch.entries.mask("status", COUNTED))
        rows = rows.where(~rows.mask("name", ALL_ITEMS))
        if not len(items) or not len(rows):
            continue
        matched = set(item_matching.pairs(items, rows)[1].tolist())
        if len(matched) * 2 < len(rows):
            yield Stop(
                FEW_MATCHES,
                f"{KINDS[batch.kind]}的{len(rows)}行里只有{len(matched)}行能对上"
                f"{month_text(batch.month)}的事项，可能不是本县政务服务事项的表",
                "请核对是否选错了文件；确是的，可以继续",
            )


def _moved(changes: Sequence[IndicatorChange], most: Decimal) -> Iterator[Stop]:
    for change in changes:
        points, indicator = change.change_pp, change.indicator
        is_percent = indicator.measure == PERCENT
        bound = most if is_percent else most / 100  # a mean is not of a hundred
        if change.before is None or (points is not None and abs(points) <= bound):
            continue
        after = value_text(indicator, change.after.published if change.after else None)
        moved = f"，{change_text(indicator, points)}" if points is not None else ""
        yield Stop(
            MOVES,
            f"{month_text(change.month)}{SOURCES[change.source]}的{indicator.short}将由"
            f"{value_text(indicator, change.before.published)}变为{after}{moved}，"
            f"超过{bound}{'个百分点' if is_percent else indicator.measure}",
            "请核对文件、月份和列的对应；属实的，可以继续",
        )


def _dropped(batch: Batch, rows: Sequence[RowChange], seen: Preview) -> Iterator[Stop]:
    """Units that lose more than a tenth of their rows, or counted rows to rows in error."""
    # a row that did not count before says so in its fields
    lost = [row for row in rows if (row.what == GONE and not row.fields) or _has_failed(row)]
    gone = Counter(row.unit for row in lost)
    failed = batch.entries.where(batch.entries.mask("status", LEFT_OUT)).units()
    changes = [
        change for change in seen.units if (change.kind, change.month) == (batch.kind, batch.month)
    ]
    before = {change.unit: change.gone + change.changed + change.same for change in changes}
    in_files = set(batch.entries.units())
    for unit, count in sorted(gone.items()):
        if unit not in in_files:
            continue
        named = _names([row.name for row in lost if row.unit == unit])
        month = month_text(batch.rows_month)
        if failed.get(unit) or failed.get(""):
            yield Stop(
                FAILED,
                f"{unit}{month}原有的{count}行（{named}）在本次文件里有误或没有，导入后不再计入",
                "请先改正有误的行再导入；确要这样替换的，可以继续",
            )
        elif count * _TENTH > before.get(unit, 0):
            yield Stop(
                DROPS,
                f"{unit}{month}原有的{before.get(unit, 0)}行里有{count}行（{named}）"
                f"不在本次文件里，将被移除",
                f"文件只是这个{unit_word(batch.kind)}的一部分的，请改选“只报变化”"
                "（命令行用 --changes）并入；确要替换的，可以继续",
                may_add=True,
            )


def _has_failed(row: RowChange) -> bool:
    return matching.FAILED in row.fields


def _names(names: Sequence[str], measure: str = "项") -> str:
    more = f"等{len(names)}{measure}" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
