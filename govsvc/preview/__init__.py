"""What an import would change, against what is in force, before anything is stored."""

from dataclasses import replace

from govsvc.errors import StaleVersion
from govsvc.imports import Plan
from govsvc.indicators import BULLETIN, TARGETS, UNITS, Rules
from govsvc.preview import matching, values
from govsvc.preview.changes import (
    ADDED,
    CHANGED,
    GONE,
    CountyChange,
    Doubled,
    Figure,
    IndicatorChange,
    Preview,
    RosterChange,
    RowChange,
    TargetChange,
    UnitChange,
)
from govsvc.preview.words import preview_sheet, summary
from govsvc.store import Store


def preview(store: Store, planned: Plan, *, drop_others: bool = False, home: str | None = None,
            rules: Rules = Rules()) -> Preview:
    """What `imports.commit` with the same arguments would change. Reads only.

    Raises StaleVersion where the data changed since the plan was made, as the commit would, StoreError.
    """
    batches = [replace(batch, is_whole=drop_others and batch.month is not None) for batch in planned.batches]
    snapshots, home = store.snapshots(), store.home() or planned.home or home
    foreseen = store.foresee(batches, rules, planned.roster)
    units, rows, doubled, counties, targets = [], [], [], [], []
    changes = [change for (kind, month), after in foreseen.own.items()
               for change in values.own_changes(month, kind, snapshots, after)]
    for batch in batches:
        place = batch.kind, batch.month
        if batch.kind == TARGETS:
            targets += values.target_changes(store.targets(), batch.targets)
        elif batch.kind == UNITS:
            continue
        elif batch.kind == BULLETIN:
            before = values.bulletin_before(batch.month, snapshots)
            after = values.bulletin_after(before, batch)
            counties += values.county_changes(batch.month, before, after)
            if home:
                changes += values.bulletin_changes(batch.month, home, before, after)
        else:
            staying, incoming = foreseen.staying[place], list(batch.entries)
            of_units, of_rows = matching.compare(*place, foreseen.replaced[place], staying, incoming)
            units += of_units
            rows += of_rows
            doubled += matching.doubled(*place, staying, incoming)
    # the version only rises: where it still is the plan's, all the reads above were of it
    if store.version() != planned.version:
        raise StaleVersion("数据刚被他人更新，差异需要重新核对。", "请重新读取文件后再确认。", "stale")
    return Preview(planned.version, tuple((batch.kind, batch.month) for batch in batches), tuple(units), tuple(rows),
                   tuple(changes), tuple(counties), tuple(targets), tuple(doubled), tuple(values.roster_changes(store.roster(), planned.roster)))


__all__ = ["ADDED", "CHANGED", "GONE", "CountyChange", "Doubled", "Figure", "IndicatorChange", "Preview", "RosterChange", "RowChange",
           "TargetChange", "UnitChange", "preview", "preview_sheet", "summary"]
