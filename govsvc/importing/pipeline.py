"""One import, from files to a stored month: read, plan (what would be replaced), commit.

The command line and the upload page both go through here.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from govsvc.assessment.counting import COUNTED_KINDS
from govsvc.domain import county_names
from govsvc.domain.entries import Entries
from govsvc.domain.errors import GovsvcError, Issue
from govsvc.domain.indicators import (
    BULLETIN,
    BULLETIN_SOURCE,
    COUNTY_LISTS,
    KINDS,
    KINDS_BY_KEY,
    KINDS_OF_PARTS,
    RECTIFICATION,
    TARGETS,
    UNITS,
)
from govsvc.domain.mappings import Choices
from govsvc.domain.months import month_text
from govsvc.domain.roster import Roster
from govsvc.domain.rows import FileRead, SheetRead
from govsvc.importing import case_totals, home_county, originals, saved_mappings
from govsvc.importing.chain_list import complete_changes
from govsvc.importing.plan import Plan, Replacement
from govsvc.importing.reading import digest, read
from govsvc.importing.taking_over import taken_over
from govsvc.importing.validation import check_against_stored, unknown_units
from govsvc.store import CLOSED, Batch, Store
from govsvc.store.units import counted_together

#: code of the refusal of a 整改台账
IS_LEDGER = "is_ledger"


def plan(
    store: Store,
    files: Sequence[tuple[str, bytes]],
    *,
    home: str | None = None,
    month: date | Mapping[str, date] | None = None,
    choices: Choices = Choices(),
    is_changes: bool = False,
    today: date | None = None,
    on_progress: Callable[[str, int, int], None] | None = None,
    unit: str = "",
) -> Plan:
    """Reads (name, bytes) files, an archive as its files, and gives what they would change.

    `home` names the home county where the database does not know it yet. `month` (of all files, or
    by file name) is used only for sheets that name none, and so is `unit`, the department or
    township, for tables that name none. `choices`: what a person said of headers, values, months
    and units in this import; what was said in earlier ones holds besides. `is_changes`: the files
    hold only what changed (增减变更): their rows replace those of the same key, all others stay.
    `today`: a month that begins later is warned of. `on_progress` is called before each file with
    its name, its number from 1, and how many there are.

    Raises GovsvcError where the database is a demonstration, or is for trying out the samples and
    these are other files; where `home` is not the database's home county, or an answer to an
    unknown name is no unit.
    """
    known_home = stored_home(store, home, files)
    version = store.version()
    reading = read(
        store,
        files,
        home=known_home or home,
        month=month,
        choices=choices,
        on_progress=on_progress,
        unit=unit,
    )
    _note_what_is_odd(reading.files, choices, today)
    case_totals.refuse_beside_items(store, reading.files, is_changes=is_changes)
    usable = [file for file in reading.files if not file.refused]
    already = [file.file for file in usable if file.file in reading.already]
    batches = batches_of([file for file in usable if file.file not in already])
    if is_changes:
        _take_as_changes(store, batches)
    batches = _without_lost_values(store, reading.files, batches)
    _note_parts(usable, batches)
    check_against_stored(store, usable, batches, reading.roster)
    return Plan(
        version,
        reading.files,
        batches,
        _replacements(store, batches, reading.roster),
        already=already,
        home=known_home or home or _only_hint(usable),
        contents=reading.contents,
        choices=choices,
        roster=reading.roster,
        unknown=unknown_units.unknown(reading.roster, batches),
        closed_months=_closed_months(store),
    )


def _note_what_is_odd(files: Sequence[FileRead], choices: Choices, today: date | None) -> None:
    """Adds what is said of a month to come, of what was understood as at an earlier import, and of
    a 整改台账, which belongs elsewhere.
    """
    for file in files:
        _warn_of_future(file, today)
        file.notes += saved_mappings.notes_of(file, choices)
        _send_ledgers_on(file)


def _send_ledgers_on(file: FileRead) -> None:
    """A 整改台账 is no list of a month: its file is refused with where it belongs, or, where it has
    other sheets too, a note says so.
    """
    ledgers = [sheet for sheet in file.sheets if sheet.kind == RECTIFICATION]
    if file.refused or not ledgers:
        return
    rows = sum(sheet.rows for sheet in ledgers)
    if len(ledgers) == sum(sheet.kind is not None for sheet in file.sheets):
        refusal = f"这是整改台账（{rows}行），不是本月的清单，没有在这里导入。"
        step = "请到“整改”页导入（命令行用 rectification import）。"
        file.refuse(GovsvcError(refusal, step, IS_LEDGER))
        return
    names = [sheet.sheet for sheet in ledgers]
    file.matters = []
    file.issues = [issue for issue in file.issues if issue.sheet not in names]
    file.notes.append(f"表“{'、'.join(names)}”是整改台账，没有在这里导入；请到“整改”页导入。")


def _take_as_changes(store: Store, batches: Sequence[Batch]) -> None:
    """The batches hold only what changed. Raises as `_refuse_changes_of_nothing`."""
    for batch in batches:
        batch.is_changes = bool(batch.entries)
        if batch.is_changes and batch.kind in COUNTY_LISTS:
            complete_changes(store, batch)
        elif batch.is_changes and batch.kind in COUNTED_KINDS:
            _refuse_changes_of_nothing(store, batch)


def _note_parts(files: Sequence[FileRead], batches: Sequence[Batch]) -> None:
    """Notes that the rows of one unit come from several files: they are put together."""
    by_name = {file.file: file for file in files}
    for batch in batches:
        if len(batch.files) < 2:
            continue
        files_of: dict[str, list[str]] = {}
        for name, _ in batch.files:
            for unit in batch.entries.where(batch.entries.mask("file", name)).units():
                files_of.setdefault(unit, []).append(name)
        for unit, names in files_of.items():
            if unit and len(names) > 1:
                by_name[names[-1]].notes.append(
                    f"“{unit}”的{KINDS[batch.kind]}分在{len(names)}个文件里，已合在一起。"
                )


def _closed_months(store: Store) -> set[date]:
    return {month for month, state in store.months.states().items() if state.state == CLOSED}


def _only_hint(files: Sequence[FileRead]) -> str | None:
    """The county that titles and names of the files speak of, where it is only one."""
    hints = {file.home_hint for file in files if file.home_hint}
    return hints.pop() if len(hints) == 1 else None


def commit(
    store: Store,
    planned: Plan,
    *,
    who: str,
    when: datetime,
    drop_others: bool = False,
    home: str | None = None,
    correction: str = "",
) -> int:
    """Stores what was planned; gives the new version.

    `drop_others`: units that were there and are not in the files are dropped (they were shown in
    the plan). `home`: the home county, where the database does not know it: its full name is
    stored, and what the bulletin prints of it without 县 is put under that in the same write.
    `correction`: why closed months are corrected (更正版). Raises MonthClosed where a closed month
    would change without it, StaleVersion where the data changed since the plan was made,
    StoreError, GovsvcError where a unit is not known; nothing is stored then.
    """
    unknown_units.refuse_unknown(planned.unknown)
    batches, home = home_county.with_home(store, planned, home)
    for batch in batches:
        batch.is_whole = drop_others and batch.month is not None and not batch.is_changes
    return store.imports.commit(
        batches,
        expected_version=planned.version,
        who=who,
        when=when,
        roster=planned.roster,
        home=home,
        correction=correction,
        choices=saved_mappings.fitting(planned.files, planned.choices),
        originals=originals.of_plan(planned),
    )


def forget(store: Store, sheet: SheetRead, when: datetime) -> int:
    """From now on the header of this sheet is guessed again; gives the new version.

    Values that a person explained in its columns are asked again. Raises StaleVersion, StoreError;
    nothing is forgotten then.
    """
    return store.imports.commit(
        [],
        expected_version=store.version(),
        who="",
        when=when,
        choices=saved_mappings.forgotten(sheet),
    )


def batches_of(files: Sequence[FileRead]) -> list[Batch]:
    """One batch for each kind and month, with the files that bring its rows."""
    batches: dict[tuple[str, date | None], Batch] = {}

    def batch(kind: str, month: date | None, file: FileRead) -> Batch:
        of_place = batches.setdefault(
            (kind, month),
            Batch(kind, month, [], is_changes=kind in (*KINDS_OF_PARTS, *KINDS_BY_KEY)),
        )
        if (file.file, file.sha256) not in of_place.files:
            of_place.files.append((file.file, file.sha256))
        return of_place

    for file in files:
        for (kind, month), entries in file.entries.by_kind_and_month().items():
            of_rows = batch(kind, month, file)
            of_rows.entries = Entries.joined([of_rows.entries, entries])
        for row in file.reported:
            batch(BULLETIN, row.month, file).reported.append(row)
        for target in file.targets:
            batch(TARGETS, None, file).targets.append(target)
        for unit in file.units:
            batch(UNITS, None, file).listed.append(unit)
    order = list(KINDS)
    return sorted(batches.values(), key=lambda b: (b.month or date.min, order.index(b.kind)))


def stored_home(store: Store, home: str | None, files: Sequence[tuple[str, bytes]]) -> str | None:
    """The home county that the database knows.

    Raises GovsvcError where it is another than `home`, or these files cannot be imported into the
    database: a demonstration, or one for trying out the samples.
    """
    _refuse_beside_samples(store, files)
    settings = store.settings.all()
    if settings.get("is_demonstration") == "yes":
        raise GovsvcError(
            "当前为演示数据，不能导入真实数据。",
            "请先点击“清空演示数据，开始使用”，或换一个数据库文件。",
            "demonstration",
        )
    stored = settings.get("home")
    if home and stored and not county_names.are_same(home, stored):
        raise GovsvcError(
            f"本数据库属于{stored}，不能导入{home}的数据。",
            f"请去掉 --home，或为{home}另建数据库。",
            "another_home",
        )
    return stored


def _refuse_beside_samples(store: Store, files: Sequence[tuple[str, bytes]]) -> None:
    samples = store.settings.trial_files()
    if samples and not samples.issuperset(digest(content) for _, content in files):
        raise GovsvcError(
            "当前为样例数据，不得与本县数据混用。",
            "请先点击上方“清空样例数据，开始使用”，再导入本县的表格。",
            "trial",
        )


def _warn_of_future(file: FileRead, today: date | None) -> None:
    """A warning for each sheet whose month has not begun: most often the year or the month is
    mistyped.
    """
    if today is None:
        return
    for sheet in file.sheets:
        if sheet.month and sheet.rows and sheet.month > today:
            file.issues.append(
                Issue(
                    sheet.sheet,
                    None,
                    None,
                    "warning",
                    "month_in_future",
                    (
                        f"表“{sheet.sheet}”的月份是{month_text(sheet.month)}（{sheet.month_from}"
                        f"），还没有到；今天是{today.year}年{today.month}月{today.day}日。"
                    ),
                    month_text(sheet.month),
                    "请核对年份和月份；写错的改正后重新导入，没有写错的可以照常导入",
                )
            )


def _refuse_changes_of_nothing(store: Store, batch: Batch) -> None:
    """Raises GovsvcError where changes (增减变更) come before the month was opened: the rows that
    they change are not there.
    """
    month = batch.rows_month
    state, months = store.months.states().get(month), store.months.of_kind(batch.kind)
    if (state is None or state.base is None) and any(earlier < month for earlier in months):
        stored = store.counts.units(batch.kind, month)
        if not all(unit in stored for unit in batch.units):
            raise GovsvcError(
                f"{month_text(month)}还没有开月，不能只报变化：没有变化的行还没有沿用过来。",
                "请先到“报送进度”开月，再导入；或导入完整清单。",
                "changes_of_nothing",
            )


def _without_lost_values(
    store: Store, files: Sequence[FileRead], batches: Sequence[Batch]
) -> list[Batch]:
    """The batches without bulletin values that could not be read; the stored values stay."""
    stored = {
        (snapshot.month, snapshot.county, snapshot.indicator)
        for snapshot in store.counts.snapshots()
        if snapshot.source == BULLETIN_SOURCE
    }
    faulty = {
        (file.file, issue.sheet, issue.row)
        for file in files
        for issue in file.issues
        if issue.row and issue.severity == "error"
    }
    for batch in batches:
        batch.reported = [
            row
            for row in batch.reported
            if (row.numerator, row.printed) != (None, None)
            or (row.file, row.sheet, row.row) not in faulty
            or (row.month, row.county, row.indicator) not in stored
        ]
    return [batch for batch in batches if batch.row_count]


def _replacements(store: Store, batches: Sequence[Batch], roster: Roster) -> list[Replacement]:
    """What each batch of a whole list does to the stored rows of its kind and month, where there
    are any.
    """
    replacements = []
    for batch in batches:
        if batch.month is None or batch.is_changes:
            continue
        rows = store.counts.units(batch.kind, batch.month)
        present_names = roster.present_names(batch.month)
        stored: dict[str, int] = dict(counted_together(rows.items(), 0, present_names))
        if stored:
            units = set(stored) if batch.kind in COUNTY_LISTS else set(batch.units)
            moving = taken_over(store, batch, roster)
            taken = Counter(one.owner for one in moving if one.since == batch.month)
            replacements.append(
                Replacement(
                    batch.kind,
                    batch.month,
                    {unit: count for unit, count in stored.items() if unit in units},
                    {
                        unit: count - taken[unit]
                        for unit, count in stored.items()
                        if unit not in units
                    },
                    Counter(batch.entries.units()) + Counter(row.county for row in batch.reported),
                )
            )
    return replacements
