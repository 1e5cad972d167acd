"""What an import would change, against what is in force, before anything is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from govsvc.assessment.counting import COUNTED_KINDS
from govsvc.domain.errors import StaleVersion
from govsvc.domain.indicators import BULLETIN, OWN, TARGETS, UNITS
from govsvc.importing.home_county import with_home
from govsvc.importing.plan import Plan
from govsvc.importing.preview import matching, values
from govsvc.importing.preview.changes import (
    ADDED,
    CHANGED,
    GONE,
    CountyChange,
    Figure,
    IndicatorChange,
    Preview,
    ReportChange,
    RosterChange,
    RowChange,
    TargetChange,
    UnitChange,
)
from govsvc.importing.preview.words import preview_sheet, summary
from govsvc.importing.taking_over import TakenOver, taken_over
from govsvc.store import RuleVersion, Snapshot, Store, Submission
from govsvc.workflow.collecting import STATE_NAMES, WAITING


def preview(
    store: Store, planned: Plan, *, drop_others: bool = False, home: str | None = None
) -> Preview:
    """What `pipeline.commit` with the same arguments would change. Reads only.

    Raises StaleVersion where the data changed since the plan was made, as the commit would,
    StoreError.
    """
    named, first_home = with_home(store, planned, home)
    batches = [
        replace(batch, is_whole=drop_others and batch.month is not None and not batch.is_changes)
        for batch in named
    ]
    snapshots, home = store.counts.snapshots(), store.settings.home() or first_home
    foreseen = store.imports.foresee(batches, planned.roster)
    units, rows, counties, targets = [], [], [], []
    taken: list[TakenOver] = []
    changes = [
        change
        for (kind, month), after in foreseen.own.items()
        for change in values.own_changes(month, kind, snapshots, after)
    ]
    for batch in batches:
        if batch.kind == TARGETS:
            targets += values.target_changes(store.settings.targets(), batch.targets)
        elif batch.kind == UNITS:
            continue
        elif batch.kind == BULLETIN:
            month = batch.rows_month
            before = values.bulletin_before(month, snapshots)
            printed = values.bulletin_after(before, batch)
            counties += values.county_changes(month, before, printed)
            if home:
                changes += values.bulletin_changes(month, home, before, printed)
        else:
            place = batch.kind, batch.rows_month
            staying, incoming = foreseen.staying[place], list(batch.entries)
            of_units, of_rows = matching.compare(
                *place, foreseen.replaced[place], staying, incoming
            )
            units += of_units
            rows += of_rows
            taken += taken_over(store, batch, planned.roster)
    # the version only rises: where it still is the plan's, all the reads above were of it
    if store.version() != planned.version:
        raise StaleVersion(
            "数据刚被他人更新，差异需要重新核对。", "请重新读取文件后再确认。", "stale"
        )
    return Preview(
        planned.version,
        tuple((batch.kind, batch.month) for batch in batches),
        tuple(units),
        tuple(rows),
        tuple(changes),
        tuple(counties),
        tuple(targets),
        tuple(taken),
        tuple(values.roster_changes(store.settings.roster(), planned.roster)),
    )


def of_undoing(store: Store, versions: Sequence[int]) -> Preview:
    """What `Undoing.undo` of these writes would change.

    Reads only. Raises as it does, but for closed months.
    """
    seen, snapshots = store.undoing.foresee_undo(versions), store.counts.snapshots()
    units, rows = [], []
    for place, (before, after) in seen.rows.items():
        of_units, of_rows = matching.compare(*place, before, [], after)
        units += of_units
        rows += of_rows
    changes, counties, home = [], [], store.settings.home()
    for month in sorted({month for _, month in seen.kinds_and_months}):
        changes += _own_changes(month, snapshots, seen.snapshots)
        was, then = (
            values.bulletin_before(month, snapshots),
            values.bulletin_before(month, seen.snapshots),
        )
        counties += values.county_changes(month, was, then)
        changes += values.bulletin_changes(month, home, was, then) if home else []
    targets = values.target_changes(store.settings.targets(), seen.targets, is_all=True)
    reports = [
        change
        for month, (was, then) in seen.submissions.items()
        for change in _report_changes(month, was, then)
    ]
    of_targets = ((TARGETS, None),) if targets else ()
    return Preview(
        store.version(),
        (*seen.kinds_and_months, *of_targets),
        tuple(units),
        tuple(rows),
        tuple(changes),
        tuple(counties),
        tuple(targets),
        (),
        reports=tuple(reports),
    )


def _report_changes(
    month: date, was: Sequence[Submission], then: Sequence[Submission]
) -> Iterator[ReportChange]:
    before, after = (
        {(submission.kind, submission.unit): submission for submission in side}
        for side in (was, then)
    )
    for kind, unit in sorted(before.keys() | after.keys()):
        states = [
            submission.state if submission else WAITING
            for submission in (before.get((kind, unit)), after.get((kind, unit)))
        ]
        if states[0] != states[1]:
            yield ReportChange(month, unit, *(STATE_NAMES[state] for state in states))


def of_rules(store: Store, rules: RuleVersion) -> list[IndicatorChange]:
    """本县测算 of each month that `SettingWrites.change_rules` would count anew, where it changes.

    Reads only.
    """
    before, after = store.counts.snapshots(), store.setting_writes.foresee_rules(rules)
    months = sorted({s.month for s in before if s.source == OWN and s.month >= rules.from_month})
    return [
        change
        for month in months
        for change in _own_changes(month, before, after)
        if change.is_changed
    ]


def _own_changes(
    month: date, before: Sequence[Snapshot], after: Sequence[Snapshot]
) -> list[IndicatorChange]:
    own = {
        s.indicator: (s.numerator, s.denominator)
        for s in after
        if s.source == OWN and s.month == month
    }
    return [
        change for kind in COUNTED_KINDS for change in values.own_changes(month, kind, before, own)
    ]


__all__ = [
    "ADDED",
    "CHANGED",
    "GONE",
    "CountyChange",
    "Figure",
    "IndicatorChange",
    "Preview",
    "ReportChange",
    "RosterChange",
    "RowChange",
    "TargetChange",
    "UnitChange",
    "of_rules",
    "of_undoing",
    "preview",
    "preview_sheet",
    "summary",
]
