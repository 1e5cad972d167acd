"""One import, from files to a stored month: read, plan (what would be replaced), commit.

The command line and the upload page both go through here.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from govsvc import sheets
from govsvc.assessment.counting import COUNTED_KINDS, MERGED_INTO
from govsvc.domain.entries import Entries
from govsvc.domain.errors import GovsvcError, Issue
from govsvc.domain.indicators import (
    BULLETIN,
    BULLETIN_SOURCE,
    INDICATORS,
    KINDS,
    TARGETS,
    UNITS,
    VILLAGES,
    Rules,
)
from govsvc.domain.mappings import Choices
from govsvc.domain.months import month_text
from govsvc.domain.roster import Roster
from govsvc.domain.rows import FileRead, SheetRead
from govsvc.importing import originals, saved_mappings
from govsvc.importing.validation import check_against_stored, unknown_units
from govsvc.importing.validation.unknown_units import UnknownUnit
from govsvc.store import (
    CLOSED,
    RETURNED,
    Batch,
    Original,
    Store,
)
from govsvc.store.units import counted_together


@dataclass(slots=True)
class Replacement:
    """What a batch does to one kind and month that already has rows.

    `replaced`, `kept`: units whose rows would be replaced, and those not in the files, with their
    number of rows now.
    `incoming`: unit → rows in the files.
    """

    kind: str
    month: date
    replaced: dict[str, int]
    kept: dict[str, int]
    incoming: Mapping[str, int]

    @property
    def shrinking(self) -> dict[str, tuple[int, int]]:
        """Units that would have less than nine tenths of their rows: unit → (rows now, rows in the
        files).
        """
        return {
            unit: (now, self.incoming[unit])
            for unit, now in self.replaced.items()
            if self.incoming[unit] * 10 < now * 9
        }


@dataclass(slots=True)
class Plan:
    """What an import would store, at the data version it was planned against.

    Nothing is stored by planning.

    `already`: names of files that were imported before and whose batch is still the latest of its
    kind and month.
    `home`: the home county after the import. `contents`: bytes of each file by its name, those of
    an archive apart.
    `choices`: what was said now of headers and values; the commit remembers it. `roster`: as it
    will be. `unknown`: names of
    units that it lacks: nothing is stored until each is said to be one of the known, or new.
    `closed_months`: those of the database.
    """

    version: int
    files: list[FileRead]
    batches: list[Batch]
    replacements: list[Replacement]
    already: list[str] = field(default_factory=list)
    home: str | None = None
    contents: dict[str, bytes] = field(default_factory=dict)
    choices: Choices = Choices()
    roster: Roster = field(default_factory=Roster)
    unknown: list[UnknownUnit] = field(default_factory=list)
    closed_months: set[date] = field(default_factory=set)

    @property
    def refused(self) -> list[FileRead]:
        return [file for file in self.files if file.refused]

    @property
    def error_count(self) -> int:
        return sum(issue.severity == "error" for file in self.files for issue in file.issues)

    @property
    def closed(self) -> list[date]:
        """Months of the plan that were closed when it was made: only a correction may change them."""
        return sorted(self.closed_months & set(self.months))

    @property
    def months(self) -> list[date]:
        return sorted({batch.month for batch in self.batches if batch.month})


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
) -> Plan:
    """Reads (name, bytes) files, an archive as its files, and says what they would change.

    `is_changes`: the files hold only what changed (增减变更); their rows replace those of the same
    key, all others stay.
    `choices`: what a person says of headers, values and months; what was said before holds besides.
    `today`: a month that begins later is warned of. `month` (of all files, or by file name) fills a
    gap only; `home`
    names the home county where the database does not know it yet. `on_progress`
    is told before each file its name, its number from 1, and how many there are. Raises GovsvcError
    where the database
    is a demonstration, or `home` is not the database's home county.
    """
    settings = store.settings.all()
    if settings.get("is_demonstration") == "yes":
        raise GovsvcError(
            "当前是演示数据，不能导入真实数据。",
            "请先点“清空演示数据，开始使用”，或换一个数据库文件。",
            "demonstration",
        )
    known = settings.get("home")
    if home and known and home != known:
        raise GovsvcError(
            f"本数据库属于{known}，不能导入{home}的数据。",
            f"请去掉 --home，或为{home}另建数据库。",
            "another_home",
        )
    version = store.version()
    unpacked = sheets.unpack(files)
    already = _already(store, unpacked.files)
    # a file that is not stored again takes no part in the checks across files
    holding = replace(choices.over(store.settings.remembered()), roster=store.settings.roster())
    options = {
        "home": home or known,
        "month": month,
        "rules": _reading_rules(store),
        "on_progress": on_progress,
    }
    read = sheets.read_files(unpacked, apart=already, choices=holding, **options)
    corrected = {
        file.file
        for file in read
        if file.file in already
        and (saved_mappings.is_corrected(file, choices) or _is_handed_in_again(store, file))
    }
    roster, refused = unknown_units.with_answers(
        holding.roster,
        [file for file in read if file.file not in already or file.file in corrected],
        choices.units,
        home or known,
    )
    if (
        corrected or roster != holding.roster
    ):  # the same content is read otherwise, and stored again
        already -= corrected
        read = sheets.read_files(
            unpacked, apart=already, choices=replace(holding, roster=roster), **options
        )
    for file in read:
        file.refused = file.refused or refused.get(file.file)
        _warn_of_future(file, today)
        file.notes += saved_mappings.notes_of(file, choices)
    usable = [file for file in read if not file.refused]
    hints = {file.home_hint for file in usable if file.home_hint}
    result = Plan(
        version,
        read,
        [],
        [],
        home=known or home or (hints.pop() if len(hints) == 1 else None),
        contents=dict(unpacked.files),
        choices=choices,
    )
    result.closed_months = {
        found for found, state in store.months.states().items() if state.state == CLOSED
    }
    result.already = [file.file for file in usable if file.file in already]
    result.batches = batches_of([file for file in usable if file.file not in result.already])
    for batch in result.batches:
        batch.is_changes = is_changes and bool(batch.entries)
        if batch.is_changes and batch.kind in COUNTED_KINDS:
            _refuse_changes_of_nothing(store, batch)
    _keep_stored_values(store, result)
    result.roster, result.unknown = roster, unknown_units.unknown(roster, result.batches)
    check_against_stored(store, usable, result.batches, roster)
    for batch in result.batches:
        if batch.month is None:
            continue
        there = dict(
            counted_together(
                store.counts.units(batch.kind, batch.month).items(), 0, roster.current(batch.month)
            )
        )
        if there and not batch.is_changes:
            incoming = Counter(batch.entries.units()) + Counter(
                row.county for row in batch.reported
            )
            units = set(batch.units)
            result.replacements.append(
                Replacement(
                    batch.kind,
                    batch.month,
                    {unit: n for unit, n in there.items() if unit in units},
                    {unit: n for unit, n in there.items() if unit not in units},
                    incoming,
                )
            )
    return result


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
    the plan).
    `correction`: why closed months are corrected (更正版). Raises MonthClosed where a closed month
    would change without it,
    StaleVersion where the data changed since the plan was made, StoreError, GovsvcError where a
    unit is not known; nothing is
    stored then.
    """
    unknown_units.refuse_unknown(planned.unknown)
    for batch in planned.batches:
        batch.is_whole = drop_others and batch.month is not None and not batch.is_changes
    return store.imports.commit(
        planned.batches,
        expected_version=planned.version,
        who=who,
        when=when,
        roster=planned.roster,
        home=(planned.home or home) if store.settings.home() is None else None,
        correction=correction,
        choices=saved_mappings.fitting(planned.files, planned.choices),
        originals=_originals(planned),
    )


def _originals(planned: Plan) -> list[Original]:
    """The files of the batches, as they are kept."""
    names = dict.fromkeys(
        (name, sha256) for batch in planned.batches for name, sha256 in batch.files
    )
    found = [
        originals.keep(sha256, name, planned.contents[name])
        for name, sha256 in names
        if name in planned.contents
    ]
    return [original for original in found if original]


def _reading_rules(store: Store) -> Rules:
    """What is in scope by any version of the rules is read in full: whether it counts is told by
    the rules of its month.

    So is a level that counts by any version no unknown one.
    """
    versions = [Rules(), *(found.rules for found in store.settings.rule_versions())]
    types = dict.fromkeys(word for rules in versions for word in rules.types_in_scope)
    counted = {i.key: [rules.levels.get(i.key, i.levels) for rules in versions] for i in INDICATORS}
    levels = {
        key: () if () in found else tuple(dict.fromkeys(word for names in found for word in names))
        for key, found in counted.items()
    }
    return Rules(tuple(types), levels=levels)


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


def merge_village(
    store: Store,
    township: str,
    name: str,
    into: str,
    month: date,
    *,
    who: str,
    expected_version: int,
    when: datetime,
    correction: str = "",
) -> int:
    """From `month` on the village `into` (its name, or behind its township's) stands for one of a
    township; gives the new version.

    The list is the one in force, with that change, as the list of that month. `correction`: why a
    closed month is changed.
    Raises GovsvcError where the list has no such village or `into` is merged itself, MonthClosed,
    StaleVersion, StoreError;
    nothing is stored then.
    """
    listed = store.rows.villages(month)
    if not any((row.unit, row.name) == (township, name) for row in listed):
        raise GovsvcError(
            f"{month_text(month)}的村居名录里没有{township}{name}。",
            "请核对村（社区）名称和月份。",
            "village_unknown",
        )
    targets = [
        row
        for row in listed
        if f"{row.unit}{row.name}" == into or (row.unit, row.name) == (township, into)
    ]
    if not targets:
        raise GovsvcError(
            f"{month_text(month)}的村居名录里没有{into}。",
            "请核对并入的村（社区）名称和月份。",
            "village_unknown",
        )
    if (targets[0].unit, targets[0].name) == (township, name) or targets[0].attributes.get(
        MERGED_INTO
    ):
        gone = targets[0].attributes.get(MERGED_INTO)
        raise GovsvcError(
            f"{into}已并入{gone}，不能再作为并入的村（社区）。"
            if gone
            else f"{township}{name}不能并入自己。",
            f"请选择{gone}。" if gone else "请选择另一个村（社区）。",
            "village_merged",
        )
    rows = [
        replace(row, month=month, attributes=row.attributes | {MERGED_INTO: into})
        if (row.unit, row.name) == (township, name)
        else replace(row, month=month)
        for row in listed
    ]
    batch = Batch(
        VILLAGES, month, [(f"{township}{name}并入{into}", "")], Entries.of(rows), is_whole=True
    )
    return store.imports.commit(
        [batch], expected_version=expected_version, who=who, when=when, correction=correction
    )


def _warn_of_future(file: FileRead, today: date | None) -> None:
    """A warning for each sheet whose month has not begun: most often the year or the month is
    mistyped.
    """
    for sheet in file.sheets if today else ():
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


def _already(store: Store, files: Sequence[tuple[str, bytes]]) -> set[str]:
    """Names of files whose content was imported before and whose batch is still the latest of its
    kind and month.
    """
    stored = [
        batch for batch in store.records.batches() if not store.undoing.is_undone(batch.version)
    ]
    latest = {(batch.kind, batch.month): batch.batch_id for batch in reversed(stored)}
    found = set()
    for name, content in files:
        sha256 = hashlib.sha256(content).hexdigest()
        same = [batch for batch in stored if batch.sha256 == sha256]
        # the roster may have been changed on its page since
        if same and all(
            batch.batch_id == latest[batch.kind, batch.month] and batch.kind != UNITS
            for batch in same
        ):
            found.add(name)
    return found


def _is_handed_in_again(store: Store, file: FileRead) -> bool:
    """Whether a file that was imported before is for another month now, or of a unit whose report
    was returned.
    """
    stored = {
        (batch.kind, batch.month)
        for batch in store.records.batches()
        if batch.sha256 == file.sha256
    }
    here = file.entries.by_kind_and_month()
    if any(
        place not in stored for place in (*here, *((BULLETIN, row.month) for row in file.reported))
    ):
        return True
    returned = {
        (kind, month, found.unit)
        for kind, month in here
        for found in store.months.submissions(month)
        if (found.kind, found.state) == (kind, RETURNED)
    }
    return any(
        (kind, month, unit) in returned
        for (kind, month), entries in here.items()
        for unit in entries.units()
    )


def _refuse_changes_of_nothing(store: Store, batch: Batch) -> None:
    """Raises GovsvcError where changes (增减变更) come before the month was opened: the rows that
    they change are not there.
    """
    state, months = store.months.states().get(batch.month), store.months.of_kind(batch.kind)
    if (state is None or state.base is None) and any(month < batch.month for month in months):
        there = store.counts.units(batch.kind, batch.month)
        if not all(unit in there for unit in batch.units):
            raise GovsvcError(
                f"{month_text(batch.month)}还没有开月，不能只报变化：没有变化的行还没有沿用过来。",
                "请先到“报送进度”开月，再导入；或导入完整清单。",
                "changes_of_nothing",
            )


def _keep_stored_values(store: Store, planned: Plan) -> None:
    """A bulletin value that could not be read does not take the place of one that is stored."""
    stored = {
        (s.month, s.county, s.indicator)
        for s in store.counts.snapshots()
        if s.source == BULLETIN_SOURCE
    }
    faulty = {
        (file.file, issue.sheet, issue.row)
        for file in planned.files
        for issue in file.issues
        if issue.row and issue.severity == "error"
    }
    for batch in planned.batches:
        batch.reported = [
            row
            for row in batch.reported
            if (row.numerator, row.printed) != (None, None)
            or (row.file, row.sheet, row.row) not in faulty
            or (row.month, row.county, row.indicator) not in stored
        ]
    planned.batches = [batch for batch in planned.batches if batch.row_count]


def batches_of(files: Sequence[FileRead]) -> list[Batch]:
    """One batch for each kind and month; the files that bring its rows belong to it."""
    found: dict[tuple[str, date | None], Batch] = {}

    def batch(kind: str, month: date | None, file: FileRead) -> Batch:
        made = found.setdefault((kind, month), Batch(kind, month, []))
        if (file.file, file.sha256) not in made.files:
            made.files.append((file.file, file.sha256))
        return made

    for file in files:
        for (kind, month), entries in file.entries.by_kind_and_month().items():
            made = batch(kind, month, file)
            made.entries = Entries.joined([made.entries, entries])
        for row in file.reported:
            batch(BULLETIN, row.month, file).reported.append(row)
        for target in file.targets:
            batch(TARGETS, None, file).targets.append(target)
        for unit in file.units:
            batch(UNITS, None, file).listed.append(unit)
    order = list(KINDS)
    return sorted(found.values(), key=lambda b: (b.month or date.min, order.index(b.kind)))
