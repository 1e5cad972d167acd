"""The embedded database: monthly rows, counts and bulletins of one county, in one DuckDB file.

What one import brings for one kind and month is a `Batch`. `Store.commit` writes batches, recounts the months they
touch and reads back what it wrote, in one transaction or not at all.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from govsvc import counting, indicators
from govsvc.choices import Choices, HeaderChoice
from govsvc.entries import LEFT_OUT, Entries, Entry, combinations
from govsvc.errors import StoreError
from govsvc.indicators import BULLETIN, BULLETIN_SOURCE, OWN, STATIONS, TARGETS, UNITS, VILLAGES, Rules
from govsvc.roster import Roster, Unit
from govsvc.rows import ListRow, Reported, Target
from govsvc.store import tables, units
from govsvc.store.connection import Connection, Transaction

_open: dict[Path, "Store"] = {}
_open_lock = threading.Lock()


@dataclass(slots=True)
class Batch:
    """The rows of one kind and month out of the files of one import. `month` is None for targets and the roster.

    `files`: (name, SHA-256 in hex). `listed`: units of the roster. `is_whole`: units that were there and are not in the batch are dropped.
    """

    kind: str
    month: date | None
    files: list[tuple[str, str]]
    entries: Entries = field(default_factory=Entries)
    reported: list[Reported] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    listed: list[Unit] = field(default_factory=list)
    is_whole: bool = False

    def __post_init__(self):
        if not isinstance(self.entries, Entries):
            self.entries = Entries.of(self.entries)

    @property
    def units(self) -> list[str]:
        """Departments, townships or counties whose rows the batch brings, sorted.

        A unit of which every row has an error is not among them: its rows of before stay.
        """
        if self.kind == BULLETIN:
            return sorted({row.county for row in self.reported})
        return [unit for unit in self.entries.units(but=LEFT_OUT) if unit]

    @property
    def row_count(self) -> int:
        return len(self.entries) + len(self.reported) + len(self.targets) + len(self.listed)

    @property
    def kept_count(self) -> int:
        """Rows that are there once the batch is stored: of two targets for the same the later one holds."""
        targets = {(target.year, target.until, target.indicator) for target in self.targets}
        return len(self.entries) + len(self.reported) + len(targets) + len(self.listed)


def replaces(batch: Batch) -> Callable[[str, str], bool]:
    """Answers for (unit, status) whether the batch takes the place of such stored rows of its kind and month.

    Commit and preview both ask here. A unit whose rows in the batch all have an error keeps its rows, but for those
    that had an error themselves; rows without a unit always go.
    """
    if not batch.entries:
        return lambda unit, status: False
    units, faulty = {"", *batch.units}, set(batch.entries.units())
    return lambda unit, status: batch.is_whole or unit in units or (status == LEFT_OUT and unit in faulty)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One county's indicator in one month by one source. County "" is the home county's own count."""

    month: date
    source: str
    county: str
    indicator: str
    numerator: int | None
    denominator: int | None
    printed: Decimal | None
    printed_rank: int | None
    group: str | None
    score: Decimal | None
    cutoff: date | None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a commit would do to stored rows and own counts, by (kind, month).

    `replaced`, `staying`: stored rows that would go, and that would stay. `own`: indicator key → (numerator,
    denominator) of every month that would be counted anew, also where only a village list changes it.
    """

    replaced: dict[tuple[str, date], list[Entry]]
    staying: dict[tuple[str, date], list[Entry]]
    own: dict[tuple[str, date], dict[str, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of one stored batch."""

    batch_id: int
    version: int
    kind: str
    month: date | None
    who: str
    imported_at: datetime
    row_count: int
    left_out_count: int
    units: tuple[str, ...]
    file: str
    sha256: str


def open_store(path: Path | str) -> "Store":
    """The store of that file, opened once a process whatever the path is called; made empty where there is none.

    Raises StoreError where the file is locked, unreadable or newer than this program.
    """
    resolved = Path(path).resolve()
    with _open_lock:
        if resolved not in _open:
            _open[resolved] = Store(Connection(resolved))
        return _open[resolved]


class Store:
    """Reads and writes of one database file. Safe to share between threads."""

    def __init__(self, connection: Connection):
        self._connection = connection

    @property
    def path(self) -> Path:
        return self._connection.path

    def close(self) -> None:
        """Closes the file; the next `open_store` opens it again."""
        with _open_lock:
            self._connection.close()
            _open.pop(self._connection.path, None)

    # -- reading ---------------------------------------------------------------------------------------------------

    def version(self) -> int:
        """The number that every commit raises."""
        return self._connection.rows("read_state")[0][0]

    def settings(self) -> dict[str, str]:
        return dict(self._connection.rows("read_settings"))

    def home(self) -> str | None:
        """The home county's name, None until it is known."""
        return self.settings().get("home")

    def is_demonstration(self) -> bool:
        return self.settings().get("is_demonstration") == "yes"

    def snapshots(self) -> list[Snapshot]:
        """All monthly counts and bulletin values, by month and source, a bulletin in its own order."""
        return [Snapshot(*row[:6], _decimal(row[6]), row[7], row[8], _decimal(row[9]), row[10])
                for row in self._connection.rows("read_snapshots")]

    def targets(self) -> list[Target]:
        return [Target(year, indicator, _decimal(value), place, until, lead_unit)
                for year, indicator, value, place, until, lead_unit in self._connection.rows("read_targets")]

    def batches(self) -> list[BatchFile]:
        """Every file of every batch, the latest first."""
        return [BatchFile(*row[:8], tuple(row[8]), *row[9:]) for row in self._connection.rows("read_batches")]

    def status_counts(self) -> list[tuple[str, date, str, int]]:
        """(kind, month, status, rows) of all stored rows."""
        return self._connection.rows("status_counts")

    def fact_months(self, kind: str) -> list[date]:
        """The months that have counted rows of `kind`, ascending."""
        return [month for found, month in self._connection.rows("fact_months") if found == kind]

    # Rows are given under the names that their units go by now: lists and counts after all merges, rows of a month as
    # the units stand in that month or, with `at`, in another.

    def roster(self) -> Roster:
        """Departments and townships."""
        return units.read(self._connection.rows)

    def list_rows(self, list_key: str, since: date, until: date) -> list[ListRow]:
        """The rows on a list in the months from `since` to `until`."""
        found = [ListRow(*row) for row in self._connection.rows("list_rows", list_key=list_key, since=since, until=until)]
        return units.as_now(found, self._current())

    def list_counts(self) -> list[tuple[str, date, str, int]]:
        """(list key, month, unit, rows) wherever a list is not empty."""
        return units.counted_together(self._connection.rows("list_counts"), 2, self._current())

    def unit_counts(self, month: date) -> list[tuple[str, str, int, int]]:
        """(indicator, unit, rows met, rows counted) of one month."""
        return units.counted_together(self._connection.rows("unit_counts", month=month), 1, self._current(), counts=2)

    def counted_rows(self, kind: str, month: date, indicator: str) -> list[ListRow]:
        """The rows that `indicator` counts in one month."""
        found = self._connection.rows("counted_keys", kind=kind, month=month, indicator=indicator)
        return units.as_now([ListRow(kind, month, *row) for row in found], self._current())

    def entries(self, kind: str, month: date, at: date | None = None) -> list[Entry]:
        """The stored rows of one kind and month."""
        return units.as_now([Entry(*row) for row in self._connection.rows("read_entries", kind=kind, month=month)], self._current(at or month))

    def row_keys(self, kind: str, month: date, at: date | None = None) -> list[tuple[str, str, str]]:
        """(unit, key, status) of the stored rows of one kind and month."""
        found, now = self._connection.rows("row_keys", kind=kind, month=month), self._current(at or month)
        return [(now[unit], units.key_of(key, unit, now[unit]), status) if unit in now else (unit, key, status)
                for unit, key, status in found] if now else found

    def coded_rows(self, kind: str, month: date, keys: Iterable[str], at: date | None = None) -> list[Entry]:
        """The stored rows of one kind and month that have one of the keys, with their codes alone, without flags and place."""
        fields, now = ("business_code", "implementation_code", "item_code", "basic_code"), self._current(at or month)
        found = [Entry(kind, month, unit, key, name, {field: code for field, code in zip(fields, codes) if code}, {}, status)
                 for unit, key, name, status, *codes in self._connection.rows("coded_rows", kind=kind, month=month, keys=units.stored_keys(keys, now))]
        return units.as_now(found, now)

    def _current(self, at: date | None = None) -> Mapping[str, str]:
        return units.current(self._connection.rows, at)

    def villages(self, month: date) -> list[Entry]:
        """The village list in force in a month, also with the villages that were merged; empty where there is none."""
        listed = self._connection.rows("village_list_month", month=month)[0][0]
        return self.entries(VILLAGES, listed, at=month) if listed else []

    def village_list_months(self) -> list[date]:
        """The months that have a village list, ascending."""
        return [month for (month,) in self._connection.rows("village_list_months")]

    def units(self, kind: str, month: date, at: date | None = None) -> dict[str, int]:
        """Unit (for a bulletin: county) → rows of one kind and month."""
        if kind == BULLETIN:
            return dict(self._connection.rows("bulletin_counties", month=month))
        return dict(sorted(units.counted_together(self._connection.rows("entry_units", kind=kind, month=month), 0, self._current(at or month))))

    def remembered(self) -> Choices:
        """What was said of headers and values at earlier imports."""
        headers = {fingerprint: HeaderChoice(kind, rows, {name: None if place < 0 else place for name, place in places.items()})
                   for fingerprint, kind, rows, places in self._connection.rows("read_header_choices")}
        values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for name, header, cell, word in self._connection.rows("read_value_choices"):
            values[name, header][cell] = word
        return Choices(headers, dict(values))

    def foresee(self, batches: Sequence[Batch], rules: Rules = Rules(), roster: Roster | None = None) -> Foreseen:
        """What `commit` of these batches, with this roster, would replace and count. Reads only."""
        roster = roster or self.roster()
        goes: dict[tuple[str, date], list[Callable[[str, str], bool]]] = defaultdict(list)
        for batch in batches:
            if batch.entries:
                goes[batch.kind, batch.month].append(replaces(batch))
        replaced: dict[tuple[str, date], list[Entry]] = {}
        staying: dict[tuple[str, date], list[Entry]] = {}

        def stays(kind: str, month: date) -> list[Entry]:
            if (kind, month) not in staying:
                stored = units.as_now(self.entries(kind, month), roster.current(month))
                gone = [any(goes_here(entry.unit, entry.status) for goes_here in goes.get((kind, month), ()))
                        for entry in stored]
                replaced[kind, month] = [entry for entry, is_gone in zip(stored, gone) if is_gone]
                staying[kind, month] = [entry for entry, is_gone in zip(stored, gone) if not is_gone]
            return staying[kind, month]

        for kind, month in goes:
            stays(kind, month)
        own: dict[tuple[str, date], dict[str, tuple[int, int]]] = {}
        incoming: dict[tuple[str, date | None], list[Entries]] = defaultdict(list)
        for batch in batches:
            incoming[batch.kind, batch.month].append(batch.entries)

        def after(kind: str, month: date) -> Entries:
            return Entries.joined([Entries.of(stays(kind, month)), *incoming.get((kind, month), ())])

        for kind, month in _touched(batches, self._connection.rows):
            villages: list[Entry] = []
            if kind == STATIONS:
                listed = self._connection.rows("village_list_month", month=month)[0][0]
                found = [m for m in (listed, *(m for k, m in incoming if k == VILLAGES)) if m and m <= month]
                villages = counting.in_force(after(VILLAGES, max(found)), roster.current(month)) if found else []
            own[kind, month] = counting.count(kind, after(kind, month), villages, rules)
        return Foreseen(replaced, staying, own)

    # -- writing ---------------------------------------------------------------------------------------------------

    def commit(self, batches: Sequence[Batch], *, expected_version: int, who: str, when: datetime, rules: Rules = Rules(),
               home: str | None = None, settings: dict[str, str] | None = None, choices: Choices = Choices(),
               roster: Roster | None = None) -> int:
        """Writes the batches, recounts the months they touch and reads back; gives the new version.

        What `choices` say of headers and values is remembered, or forgotten where they say so. `roster`: as it is to be,
        by default as it is; units of the batches that it lacks are added to it.

        A batch replaces, for its month and kind, the rows of the units it holds (all units where `is_whole`).
        Raises StaleVersion where the data are no longer at `expected_version`, StoreError where the database refuses or
        what was read back is not what was written. The data of before are then intact.
        """
        with self._connection.transaction(expected_version) as transaction:
            if home:
                _write_setting(transaction, "home", home)
            for key, value in (settings or {}).items():
                _write_setting(transaction, key, value)
            _remember(transaction, choices)
            roster = units.having(roster or units.read(transaction.rows), [(unit, batch.kind, batch.month) for batch in batches
                                                                           if batch.entries for unit in batch.units])
            units.write(transaction.rows, roster)
            numbered = list(enumerate(batches, start=transaction.rows("next_batch_id")[0][0] + 1))
            for number, batch in numbered:
                _write_batch(transaction, number, batch, who, when, roster)
            _insert_rows(transaction, numbered)
            _recount(transaction, _touched(batches, transaction.rows), rules, roster)
            version = transaction.version
        self._read_back(numbered, version, roster)
        return version

    def save_roster(self, roster: Roster, *, expected_version: int, rules: Rules = Rules()) -> int:
        """Writes the roster and counts the stations anew where it changes whose a listed village is; gives the new version.

        Raises StaleVersion where the data are no longer at `expected_version`, GovsvcError where two townships become one
        and both have a village of one name, StoreError. The roster of before then stays.
        """
        with self._connection.transaction(expected_version) as transaction:
            before = units.read(transaction.rows)
            units.write(transaction.rows, roster)
            months = [month for (month,) in transaction.rows("months_of_kind", kind=STATIONS, since=date.min)
                      if before.current(month) != roster.current(month)]
            for month in months:
                units.check_villages(_listed(transaction, month), roster.current(month))
            _recount(transaction, [(STATIONS, month) for month in months], rules, roster)
            version = transaction.version
        self._read_back([], version, roster)
        return version

    def clear(self, expected_version: int) -> int:
        """Removes all rows and settings; gives the new version. Raises StaleVersion, StoreError."""
        with self._connection.transaction(expected_version) as transaction:
            for table in ("entry_row", "combination", "snapshot", "target", "batch", "batch_file", "setting", "header_choice", "value_choice",
                          "unit"):
                transaction.rows(f"clear_{table}")
            return transaction.version

    def _read_back(self, numbered: list[tuple[int, Batch]], version: int, roster: Roster) -> None:
        count_of = {BULLETIN: "count_snapshots", TARGETS: "count_targets"}
        stored = all(self._connection.rows(count_of.get(batch.kind, "count_entries"), batch_id=number)[0][0] == batch.kept_count
                     for number, batch in numbered if batch.kind != UNITS)
        if not stored or self.version() == version and self.roster() != roster or self.version() < version:
            raise StoreError("保存后核对不一致，请勿视为已保存。", "请重新导入；若仍出现，请把日志交给技术人员。", "read_back")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _write_setting(transaction: Transaction, key: str, value: str) -> None:
    transaction.rows("delete_setting", key=key)
    transaction.rows("insert_setting", key=key, value=value)


def _remember(transaction: Transaction, choices: Choices) -> None:
    for fingerprint, choice in choices.headers.items():
        transaction.rows("delete_header_choice", fingerprint=fingerprint)
        if not choice.is_guess:
            places = [-1 if place is None else place for place in choice.columns.values()]
            transaction.rows("insert_header_choice", fingerprint=fingerprint, kind=choice.kind, header_rows=choice.rows,
                             names=list(choice.columns), places=places)
    for (name, header), words in choices.values.items():
        for cell, word in words.items():
            place = {"field": name, "header": header, "cell": cell}
            transaction.rows("delete_value_choice", **place)
            if word:
                transaction.rows("insert_value_choice", **place, word=word)


def _write_batch(transaction: Transaction, number: int, batch: Batch, who: str, when: datetime, roster: Roster) -> None:
    """Writes the batch's own record and targets, and removes the rows that its rows replace."""
    transaction.rows("insert_batch", batch_id=number, version=transaction.version, kind=batch.kind, month=batch.month, who=who,
                     imported_at=when, row_count=batch.row_count, left_out_count=batch.entries.count(LEFT_OUT), units=batch.units)
    for file, sha256 in batch.files:
        transaction.rows("insert_batch_file", batch_id=number, file=file, sha256=sha256)
    if batch.entries:
        goes, now = replaces(batch), roster.current(batch.month)
        gone: dict[str, list[str]] = defaultdict(list)
        for unit, status in transaction.rows("unit_statuses", kind=batch.kind, month=batch.month):
            if goes(now.get(unit, unit), status):
                gone[status].append(unit)
        for status, units in gone.items():
            transaction.rows("delete_entries", kind=batch.kind, month=batch.month, status=status, units=units)
    if batch.is_whole and batch.reported:
        transaction.rows("delete_bulletin", month=batch.month)
    for target in batch.targets:
        key = {"year": target.year, "until": target.until, "indicator": target.indicator}
        transaction.rows("delete_target", **key)
        transaction.rows("insert_target", batch_id=number, **key, value=_text(target.value), place=target.place,
                         lead_unit=target.lead_unit)


def _insert_rows(transaction: Transaction, numbered: list[tuple[int, Batch]]) -> None:
    for number, batch in numbered:
        if batch.entries:
            _insert_entries(transaction, number, batch.kind, batch.month, batch.entries)
    reported = [
        {"batch_id": number, "month": row.month, "source": BULLETIN_SOURCE, "county": row.county, "indicator": row.indicator,
         "numerator": row.numerator, "denominator": row.denominator, "printed": _text(row.printed), "printed_rank": row.printed_rank,
         "group_name": row.group, "score": _text(row.score), "cutoff": row.cutoff, "position": position}
        for number, batch in numbered for position, row in enumerate(batch.reported)]
    if reported:
        transaction.run_with("incoming_snapshot", tables.snapshots(reported), "delete_replaced_values", "insert_snapshots")


def _insert_entries(transaction: Transaction, number: int, kind: str, month: date, entries: Entries) -> None:
    """Writes rows and their combinations; `_recount` says what these count for."""
    next_id = transaction.rows("next_combination_id")[0][0] + 1
    codes, found = combinations(entries)
    combined = [(place, kind, month, *combination, {}, []) for place, combination in enumerate(found, start=next_id)]
    transaction.run_with("incoming_combination", tables.combinations(combined), "insert_combinations")
    transaction.run_with("incoming_entry", tables.entries(number, entries, codes + next_id), "insert_entry_rows")


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _touched(batches: Sequence[Batch], query: Callable[..., list[tuple]]) -> list[tuple[str, date]]:
    """The kinds and months whose counts the batches change. `query` runs a named query."""
    found = {(batch.kind, batch.month) for batch in batches if batch.kind in counting.COUNTED_KINDS}
    list_months = [batch.month for batch in batches if batch.kind == VILLAGES]
    if list_months:  # a village list is in force from its month on
        found |= {(STATIONS, month) for (month,) in query("months_of_kind", kind=STATIONS, since=min(list_months))}
    return sorted(found)


def _recount(transaction: Transaction, touched: Sequence[tuple[str, date]], rules: Rules, roster: Roster) -> None:
    """Judges the combinations of every (kind, month), and counts the home county's own values."""
    snapshots: list[dict] = []
    for kind, month in touched:
        if kind == STATIONS:
            _place_villages(transaction, month, roster.current(month))
        judged: list[tuple[dict[str, bool], int]] = []
        kept: list[tuple] = []
        for number, status, level, flags, listed_count, row_count in transaction.rows("combination_counts", kind=kind, month=month):
            if row_count:
                met, lists = counting.judge(kind, status, level, flags, rules)
                judged.append((met, listed_count))
                kept.append((number, kind, month, status, level, flags, met, lists))
        transaction.rows("delete_combinations", kind=kind, month=month)
        transaction.run_with("incoming_combination", tables.combinations(kept), "insert_combinations")
        keys = [indicator.key for indicator in indicators.INDICATORS if indicator.kind == kind]
        transaction.rows("delete_own_snapshots", month=month, indicators=keys)
        snapshots += [{"batch_id": 0, "month": month, "source": OWN, "county": "", "indicator": key, "numerator": numerator,
                       "denominator": denominator, "position": position}
                      for position, (key, (numerator, denominator)) in enumerate(sorted(counting.tally(judged).items())) if denominator]
    if snapshots:
        transaction.run_with("incoming_snapshot", tables.snapshots(snapshots), "insert_snapshots")


def _listed(transaction: Transaction, month: date) -> list[Entry]:
    """The rows of the village list in force in a month."""
    listed = transaction.rows("village_list_month", month=month)[0][0]
    return [Entry(*row) for row in transaction.rows("read_entries", kind=VILLAGES, month=listed)] if listed else []


def _place_villages(transaction: Transaction, month: date, current: Mapping[str, str]) -> None:
    """Notes which ledger rows the village list in force does not name, and adds the villages that the ledger lacks."""
    transaction.rows("delete_absent", kind=STATIONS, month=month)
    ledger = {row[3]: units.key_of(row[3], row[2], current.get(row[2], row[2])) for row in transaction.rows("read_entries", kind=STATIONS, month=month)}
    unlisted, absent = counting.against_list(ledger.values(), counting.in_force(_listed(transaction, month), current))
    transaction.rows("update_listed", kind=STATIONS, month=month, unlisted=sorted(stored for stored, key in ledger.items() if key in unlisted))
    if absent:
        _insert_entries(transaction, 0, STATIONS, month, Entries.of(
            Entry(STATIONS, month, village.unit, village.key, village.name, {"note": counting.ABSENT_NOTE}, counting.NO_STATION, counting.ABSENT)
            for village in absent))


__all__ = ["Batch", "BatchFile", "Foreseen", "Snapshot", "Store", "open_store", "replaces"]
