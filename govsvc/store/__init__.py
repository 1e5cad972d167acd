"""The embedded database: monthly rows, counts and bulletins of one county, in one DuckDB file.

What one import brings for one kind and month is a `Batch`. Every write is one transaction or
nothing, makes the next
data version and is on record. Nothing is removed: a row, a value or a state is in force from one
data version until
before another, so that a write can be undone and a closed month read as it was.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy as replicate
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from govsvc.assessment import counting, overlays
from govsvc.assessment.problems import CODES
from govsvc.domain import fetch_days
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.errors import GovsvcError, NotAllowed, StoreError
from govsvc.domain.indicators import (
    BULLETIN,
    CASES,
    DISMISSALS,
    ITEMS,
    STATIONS,
    TARGETS,
    TELLING_KINDS,
    UNITS,
    VILLAGES,
    ProblemList,
    Rules,
)
from govsvc.domain.mappings import Choices, HeaderChoice
from govsvc.domain.months import month_text
from govsvc.domain.roster import Roster
from govsvc.domain.rows import ListRow, Target
from govsvc.security import Actor, Right, audit_kinds, system_actor
from govsvc.security.audit_log import AuditLog
from govsvc.store import copies, integrity, manifest, permissions, units, writing
from govsvc.store.connection import NOW, Connection, Transaction
from govsvc.store.values import (
    CLOSE,
    CLOSED,
    COLLECTING,
    IMPORT,
    IN_REVIEW,
    JUDGE,
    MONTH_STATES,
    NOTHING_CHANGED,
    OPEN,
    REPORT,
    REPORTED,
    RETURNED,
    REVIEW,
    SETTING,
    UNDO,
    Act,
    Batch,
    BatchFile,
    Edition,
    Foreseen,
    JudgedRow,
    MonthState,
    Operation,
    Original,
    RuleVersion,
    SeenRow,
    Snapshot,
    Submission,
    Undoing,
    replaces,
)
from govsvc.store.writing import touched

_open: dict[Path, "Store"] = {}
_open_lock = threading.Lock()
#: queries whose answers are small
_SMALL = {"read_month_states", "read_rule_versions", "read_targets", "status_counts"}
#: those that do not ask for a data version
_TIMELESS = {
    "all_fact_months",
    "read_batches",
    "read_editions",
    "read_operations",
    "read_settings",
    "read_units",
}


def open_store(path: Path | str) -> "Store":
    """The store of that file, opened once a process whatever the path is called; made empty where
    there is none.

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
        self._as_of = NOW
        self._read: dict[tuple, list[tuple]] | None = None
        self._timeless: dict[tuple, list[tuple]] = {}
        self._who: Callable[[], Actor] = _machine
        self._log: AuditLog | None = None

    def acting(self, actor: Actor | Callable[[], Actor], log: AuditLog | None = None) -> "Store":
        """The same store, which does what `actor` may do and in his name, and says so in `log`.

        A function is asked at every write.

        What `open_store` gives acts for whoever has the file itself, and tells nobody.
        """
        found = replicate(self)
        found._who, found._log = actor if callable(actor) else lambda: actor, log
        return found

    @property
    def _actor(self) -> Actor:
        return self._who()

    def pinned(self, among: "Store | None" = None) -> "Store":
        """The same store, which reads each of the small tables once: for what is made anew with
        each data version.

        `among`: a pinned one of the same present data version, whose tables that have no past are
        shared.
        """
        found = replicate(self)
        found._read, found._timeless = {}, {} if among is None else among._timeless
        return found

    def at(self, version: int) -> "Store":
        """The same store, whose rows and values are read as they were at that data version."""
        found = replicate(self)
        found._as_of, found._read = version, None
        return found

    @property
    def as_of(self) -> int | None:
        """The data version that is read, None for the present one."""
        return None if self._as_of == NOW else self._as_of

    def _rows(self, name: str, /, **parameters) -> list[tuple]:
        if self._read is None or name not in _SMALL | _TIMELESS:
            return self._connection.rows(name, as_of=self._as_of, **parameters)
        kept = self._timeless if name in _TIMELESS else self._read
        asked = (name, *parameters.values())
        if asked not in kept:
            kept[asked] = self._connection.rows(name, as_of=self._as_of, **parameters)
        return kept[asked]

    @property
    def path(self) -> Path:
        return self._connection.path

    def close(self) -> None:
        """Closes the file; the next `open_store` opens it again."""
        with _open_lock:
            self._connection.close()
            _open.pop(self._connection.path, None)

    def copy(self, why: str, when: datetime) -> copies.Copy:
        """A backup beside the database, made while others read.

        Raises StoreError, NotAllowed; there is no new copy then.
        """
        self._require(Right.MANAGE, "备份", when)
        return self._connection.copy(why, when)

    def totals(self) -> manifest.Manifest:
        """Everything there is, part by part, as the manifest notes it. Raises StoreError."""
        return self._connection.totals()

    def faults(self) -> list[str]:
        """One Chinese sentence for each thing in the database that is not as the program leaves it;
        every value is read. Raises StoreError.
        """
        return integrity.faults(self._connection.rows)

    # -- reading -------------------------------------------------------------------------

    def version(self) -> int:
        """The number that every commit raises."""
        return self._rows("read_state")[0][0]

    def settings(self) -> dict[str, str]:
        return dict(self._rows("read_settings"))

    def home(self) -> str | None:
        """The home county's name, None until it is known."""
        return self.settings().get("home")

    def is_demonstration(self) -> bool:
        return self.settings().get("is_demonstration") == "yes"

    def snapshots(self) -> list[Snapshot]:
        """All monthly counts and bulletin values, by month and source, a bulletin in its own order."""
        return [_snapshot(row) for row in self._rows("read_snapshots")]

    def targets(self) -> list[Target]:
        return [_target(row) for row in self._rows("read_targets")]

    def batches(self) -> list[BatchFile]:
        """Every file of every batch, the latest first."""
        return [BatchFile(*row[:8], tuple(row[8]), *row[9:]) for row in self._rows("read_batches")]

    def operations(self) -> list[Operation]:
        """Every write, the latest first."""
        return [Operation(*row) for row in self._rows("read_operations")]

    def month_states(self) -> dict[date, MonthState]:
        """The states of the months that were opened, reviewed or closed; one that is not among them
        is being collected.
        """
        return {row[0]: MonthState(*row) for row in self._rows("read_month_states")}

    def editions(self) -> list[Edition]:
        """Every closing of every month, by month and number."""
        return [Edition(*row) for row in self._rows("read_editions")]

    def rules_of(self) -> Callable[[date], Rules]:
        """The rules of each month: of a closed one those of its last edition, else the version that
        holds then.
        """
        return writing.rules_of(self._rows)

    def rule_versions(self) -> list[RuleVersion]:
        """The versions of the rules, by the month from which each holds."""
        return [
            RuleVersion(name, document, month, Rules.of(rules), who, at)
            for name, document, month, rules, who, at in self._rows("read_rule_versions")
        ]

    def originals(self) -> dict[tuple[str, str], str]:
        """(name, SHA-256) of the uploaded files that are kept → the name to download it by."""
        return {(file, sha256): kept_as for file, sha256, kept_as in self._rows("kept_originals")}

    def own_originals(self) -> set[tuple[str, str]]:
        """Those of them that the actor may have: who may import what they hold."""
        actor = self._actor
        return (
            set(self.originals())
            if actor.may(Right.UPLOAD_ALL)
            else permissions.own_originals(actor, self.originals(), self.batches(), self.roster())
        )

    def original(self, file: str, sha256: str) -> Original | None:
        """An uploaded file as it is kept; None where it is not.

        Raises NotAllowed where the actor may not have it.
        """
        if (file, sha256) not in self.own_originals():
            self._actor.require(Right.UPLOAD_ALL, "下载这个原件")
        found = self._rows("read_original", file=file, sha256=sha256)
        return Original(*found[0]) if found else None

    def submissions(self, month: date) -> list[Submission]:
        """What units handed in for the month."""
        return units.of_now(
            [Submission(*row) for row in self._rows("read_submissions", month=month)],
            self._current(month),
        )

    def all_snapshots(self) -> list[tuple[int, int, Snapshot]]:
        """(first data version, data version from which it is no more, value) of every value of
        every data version.
        """
        return [
            (since, until, _snapshot(row))
            for since, until, *row in self._rows("read_all_snapshots")
        ]

    def status_counts(self, month: date | None = None) -> list[tuple[str, date, str, int]]:
        """(kind, month, status, rows) of all stored rows, or of those of one month."""
        return self._rows("status_counts", since=month or date.min, until=month or date.max)

    def fact_months(self, kind: str) -> list[date]:
        """The months that have counted rows of `kind`, ascending."""
        return self.months_by_kind().get(kind, [])

    def months_by_kind(self) -> dict[str, list[date]]:
        """Kind → the months that have counted rows of it, ascending."""
        if self._read is None:
            rows = self._rows("fact_months")
        else:  # those of every data version are kept
            rows = sorted(
                {
                    (kind, month)
                    for since, until, kind, month in self._rows("all_fact_months")
                    if since <= self._as_of < until
                }
            )
        found: dict[str, list[date]] = defaultdict(list)
        for kind, month in rows:
            found[kind].append(month)
        return dict(found)

    # Rows are given under the names that their units go by now: lists and counts after all merges,
    # rows of a month as
    # the units stand in that month or, with `at`, in another.

    def roster(self) -> Roster:
        """Departments and townships."""
        return units.read(self._rows)

    def _current(self, at: date | None = None) -> Mapping[str, str]:
        return units.current(self._rows, at)

    def list_rows(self, list_key: str, since: date, until: date) -> list[ListRow]:
        """The rows on a list in the months from `since` to `until`."""
        return units.as_now(
            [
                ListRow(*row)
                for row in self._rows("list_rows", list_key=list_key, since=since, until=until)
            ],
            self._current(),
        )

    def all_list_rows(self, list_key: str) -> list[tuple[int, int, ListRow]]:
        """(first data version, data version from which it is no more, row with its codes alone) of
        every row on a list in every data version, by month.
        """
        found = self._rows("all_list_rows", list_key=list_key)
        rows = units.as_now(
            [ListRow(*values[2:7], _coded(values[7:])) for values in found], self._current()
        )
        return [(since, until, row) for (since, until, *_), row in zip(found, rows)]

    def row_history(
        self, list_key: str, indicator: str, row: ListRow, until: date
    ) -> list[SeenRow]:
        """The stored rows up to a month that have the name or the key of `row`, by month."""
        now = self._current()
        found = self._rows(
            "row_history",
            list_key=list_key,
            indicator=indicator,
            kind=row.kind,
            name=row.name,
            until=until,
            keys=units.stored_keys([row.key], now),
        )
        rows = units.as_now([ListRow(*values[:8]) for values in found], now)
        return [SeenRow(as_now, *values[8:]) for as_now, values in zip(rows, found)]

    def identities(
        self, kind: str, month: date, indicator: str, like: Sequence[ListRow]
    ) -> tuple[list[Entry], list[ListRow]]:
        """(the stored rows of one kind and month that share a code or the name with one of `like`,
        those of them that `indicator` counts), with their codes.
        """
        present, counted = [], []
        for unit, key, name, status, is_counted, *codes in self._rows(
            "identities", kind=kind, month=month, indicator=indicator, **_marks(like)
        ):
            if status != counting.ABSENT:
                present.append(Entry(kind, month, unit, key, name, _coded(codes), {}, status))
            if is_counted:
                counted.append(ListRow(kind, month, unit, key, name, _coded(codes)))
        now = self._current()
        return list(units.as_now(present, now)), list(units.as_now(counted, now))

    def list_counts(self, month: date | None = None) -> list[tuple[str, date, str, int]]:
        """(list key, month, unit, rows) wherever a list is not empty, in all months or in one."""
        found = self._rows("list_counts", since=month or date.min, until=month or date.max)
        return units.counted_together(found, 2, self._current())

    def unit_counts(self, month: date) -> list[tuple[str, str, int, int]]:
        """(indicator, unit, rows met, rows counted) of one month."""
        return units.counted_together(
            self._rows("unit_counts", month=month), 1, self._current(), counts=2
        )

    def combinations(
        self, kind: str, month: date
    ) -> list[tuple[str, dict[str, str], dict[str, bool], dict[str, bool], int]]:
        """(status, shared attributes, flags, what partial sheets say over them, rows) of one kind
        and month.
        """
        return self._rows("combination_sizes", kind=kind, month=month)

    def counted_rows(self, kind: str, month: date, indicator: str) -> list[ListRow]:
        """The rows that `indicator` counts in one month."""
        found = self._rows("counted_keys", kind=kind, month=month, indicator=indicator)
        return units.as_now([ListRow(kind, month, *row) for row in found], self._current())

    def judged_rows(
        self, kind: str, month: date, indicator: str, unlike: "Store | None" = None
    ) -> list[JudgedRow]:
        """The rows that `indicator` counts in one month, with whether each is met; with `unlike`
        those that are not so there.
        """
        place = {"kind": kind, "month": month, "indicator": indicator}
        found = (
            self._rows("judged_rows_unlike", **place, other=unlike._as_of)
            if unlike
            else self._rows("judged_rows", **place)
        )
        return units.as_now([JudgedRow(*row) for row in found], self._current(month))

    def entries(self, kind: str, month: date, at: date | None = None) -> list[Entry]:
        """The stored rows of one kind and month."""
        return units.as_now(
            [Entry(*row) for row in self._rows("read_entries", kind=kind, month=month)],
            self._current(at or month),
        )

    def partials(self, month: date) -> dict[str, Entries]:
        """The rows of what sets flags of the month's items, by kind."""
        return writing.partials(month, self._rows)

    def cases(self, month: date) -> Entries:
        """The case counts of the month."""
        return Entries.of(self.entries(CASES, month))

    def rows_like(
        self, kind: str, since: date, until: date, rows: Sequence[ListRow]
    ) -> dict[date, Entries]:
        """Month from `since` to `until` → its stored rows of one kind that share a code or the name
        with one of `rows`, as the units stand in the last.
        """
        stored = [
            Entry(*row)
            for row in self._rows("rows_like", kind=kind, since=since, until=until, **_marks(rows))
        ]
        found: dict[date, list[Entry]] = defaultdict(list)
        for entry in units.as_now(stored, self._current(until)):
            found[entry.month].append(entry)
        return {month: Entries.of(entries) for month, entries in found.items()}

    def row_keys(
        self, kind: str, month: date, at: date | None = None
    ) -> list[tuple[str, str, str]]:
        """(unit, key, status) of the stored rows of one kind and month."""
        return units.keys_now(
            self._rows("row_keys", kind=kind, month=month), self._current(at or month)
        )

    def coded_rows(
        self, kind: str, month: date, keys: Iterable[str], at: date | None = None
    ) -> list[Entry]:
        """The stored rows of one kind and month that have one of the keys, with their codes alone,
        without flags and place.
        """
        now = self._current(at or month)
        found = [
            Entry(kind, month, unit, key, name, _coded(codes), {}, status)
            for unit, key, name, status, *codes in self._rows(
                "coded_rows", kind=kind, month=month, keys=units.stored_keys(keys, now)
            )
        ]
        return units.as_now(found, now)

    def villages(self, month: date) -> list[Entry]:
        """The village list in force in a month, also with the villages that were merged; empty
        where there is none.
        """
        listed = self._rows("village_list_month", month=month)[0][0]
        return self.entries(VILLAGES, listed, at=month) if listed else []

    def village_list_months(self) -> list[date]:
        """The months that have a village list, ascending."""
        return self.fact_months(VILLAGES)

    def carried_units(self, kind: str, month: date) -> set[str]:
        """Units all of whose rows of one kind and month are carried over from the month before
        (沿用上月).
        """
        now = self._current(month)
        return {
            now.get(unit, unit) for (unit,) in self._rows("carried_units", kind=kind, month=month)
        }

    def units(self, kind: str, month: date, at: date | None = None) -> dict[str, int]:
        """Unit (for a bulletin: county) → rows of one kind and month."""
        if kind == BULLETIN:
            return dict(self._rows("bulletin_counties", month=month))
        return dict(
            sorted(
                units.counted_together(
                    self._rows("entry_units", kind=kind, month=month), 0, self._current(at or month)
                )
            )
        )

    def remembered(self) -> Choices:
        """What was said of headers and values at earlier imports."""
        headers = {
            fingerprint: HeaderChoice(
                kind, rows, {name: None if place < 0 else place for name, place in places.items()}
            )
            for fingerprint, kind, rows, places in self._rows("read_header_choices")
        }
        values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for name, header, cell, word in self._rows("read_value_choices"):
            values[name, header][cell] = word
        return Choices(headers, dict(values))

    def _closed(self) -> set[date]:
        return {month for month, state in self.month_states().items() if state.state == CLOSED}

    def foresee(self, batches: Sequence[Batch], roster: Roster | None = None) -> Foreseen:
        """What `commit` of these batches, with this roster, would replace and count. Reads only."""
        roster = roster or self.roster()
        goes: dict[tuple[str, date], list[Callable[[str, str, str], bool]]] = defaultdict(list)
        for batch in batches:
            if batch.entries:
                goes[batch.kind, batch.month].append(replaces(batch))
        replaced: dict[tuple[str, date], list[Entry]] = {}
        staying: dict[tuple[str, date], list[Entry]] = {}

        def stays(kind: str, month: date) -> list[Entry]:
            if (kind, month) not in staying:
                stored = units.as_now(self.entries(kind, month), roster.current(month))
                gone = [
                    any(
                        goes_here(entry.unit, entry.key, entry.status)
                        for goes_here in goes.get((kind, month), ())
                    )
                    for entry in stored
                ]
                replaced[kind, month] = [entry for entry, is_gone in zip(stored, gone) if is_gone]
                staying[kind, month] = [
                    entry for entry, is_gone in zip(stored, gone) if not is_gone
                ]
            return staying[kind, month]

        for kind, month in goes:
            stays(kind, month)
        own: dict[tuple[str, date], dict[str, tuple[int, int]]] = {}
        rules = writing.rules_of(self._rows)
        incoming: dict[tuple[str, date | None], list[Entries]] = defaultdict(list)
        for batch in batches:
            incoming[batch.kind, batch.month].append(batch.entries)

        def after(kind: str, month: date) -> Entries:
            return Entries.joined(
                [Entries.of(stays(kind, month)), *incoming.get((kind, month), ())]
            )

        for kind, month in touched(
            [(batch.kind, batch.month) for batch in batches], self._rows, self._closed()
        ):
            villages: list[Entry] = []
            if kind == STATIONS:
                listed = self._rows("village_list_month", month=month)[0][0]
                found = [
                    m
                    for m in (listed, *(m for k, m in incoming if k == VILLAGES))
                    if m and m <= month
                ]
                villages = (
                    counting.in_force(after(VILLAGES, max(found)), roster.current(month))
                    if found
                    else []
                )
            told = {}
            if kind == ITEMS:
                told = overlays.tell(
                    after(kind, month),
                    {partial: after(partial, month) for partial in TELLING_KINDS},
                    month,
                ).flags
            own[kind, month] = counting.count(
                kind, after(kind, month), villages, rules(month), told
            )
        return Foreseen(replaced, staying, own)

    # -- writing -------------------------------------------------------------------------

    @contextmanager
    def _write(
        self, expected_version: int, act: Act, deed: permissions.Deed, is_recorded: bool = True
    ) -> Iterator[permissions.Write]:
        """One write by whoever this store acts for.

        The 操作日志 is told before the commit, so that nothing is stored that is not in it; of a
        commit that fails it is told too.
        """
        self._require(deed.right, deed.doing, act.when)
        act = replace(act, who=self._actor.name or act.who)
        is_told = False
        try:
            with self._connection.transaction(expected_version) as transaction:
                write = permissions.Write(transaction, act)
                if is_recorded:
                    writing.record(transaction, act)
                yield write
                self.tell(
                    deed.what,
                    act.when,
                    *("；".join(texts) for texts in (write.about, write.before, write.after)),
                    who=act.who,
                )
                is_told = True
        except NotAllowed as error:
            self.tell(audit_kinds.REFUSED, act.when, deed.doing, after=error.title)
            raise
        except BaseException as error:
            if is_told:
                self.tell(
                    audit_kinds.NOT_SAVED, act.when, deed.doing, after=str(error), who=act.who
                )
            raise

    def _require(self, right: Right, doing: str, when: datetime) -> None:
        try:
            self._actor.require(right, doing)
        except NotAllowed as error:
            self.tell(audit_kinds.REFUSED, when, doing, after=error.title)
            raise

    def tell(
        self,
        what: str,
        when: datetime,
        about: str = "",
        before: str = "",
        after: str = "",
        who: str = "",
    ) -> None:
        """Adds to the 操作日志, where this store has one, what was done.

        Raises GovsvcError where that cannot be written.
        """
        if self._log:
            self._log.add(
                what,
                when,
                actor=self._actor.name or who,
                source=self._actor.source,
                subject=about,
                before=before,
                after=after,
            )

    def foreign_units(self, names: Sequence[str], month: date | None = None) -> list[str]:
        """Those of the units that the actor is not limited to; none where he is not limited."""
        return (
            permissions.foreign_units(self._actor, names, self.roster(), month)
            if self._actor.is_limited
            else []
        )

    def refuse_import(self, batches: Sequence[Batch], roster: Roster | None = None) -> None:
        """Raises NotAllowed where `commit` of these batches would."""
        permissions.refuse_import(self._actor, batches, roster, self.roster())

    def commit(
        self,
        batches: Sequence[Batch],
        *,
        expected_version: int,
        who: str,
        when: datetime,
        home: str | None = None,
        settings: dict[str, str] | None = None,
        choices: Choices = Choices(),
        correction: str = "",
        what: str = IMPORT,
        originals: Iterable[Original] = (),
        roster: Roster | None = None,
    ) -> int:
        """Writes the batches, recounts the months they touch and reads back; gives the new version.

        What `choices` say of headers and values is remembered, or forgotten where they say so.
        `originals`: the files, to be kept.
        `roster`: as it is to be, by default as it is; units of the batches that it lacks are added
        to it.

        A batch replaces, for its month and kind, the rows of the units it holds (all units where
        `is_whole`).
        `correction`: why a closed month is corrected; it is closed again as a new edition. Raises
        MonthClosed where a
        closed month would change without it, NotAllowed where the actor may not do all of this,
        StaleVersion where the data
        are no longer at `expected_version`, StoreError where the database refuses or what was read
        back is not what was
        written. The data of before are then intact.
        """
        with self._write(
            expected_version, Act(who, when, what, reason=correction), permissions.IMPORTING
        ) as write:
            transaction, act, known = (
                write.transaction,
                write.act,
                units.read(write.transaction.rows),
            )
            permissions.refuse_import(self._actor, batches, roster, known)
            permissions.refuse_foreign_keys(self._actor, transaction, batches, known)
            before = permissions.rows_of(transaction, batches)
            if home and home != self.home():
                self._actor.require(Right.MANAGE if self.home() else Right.UPLOAD_ALL, "设本县名称")
                write.note("本县名称", self.home() or "", home)
                writing.write_setting(transaction, "home", home)
            for key, value in (settings or {}).items():
                self._actor.require(Right.MANAGE, "改设置")
                writing.write_setting(transaction, key, value)
            if (
                not self._actor.is_limited
            ):  # what one department says of a header would hold for all
                writing.remember(transaction, choices)
            found = [
                (unit, batch.kind, batch.month)
                for batch in batches
                if batch.entries
                for unit in batch.units
            ]
            roster = units.having(roster or units.read(transaction.rows), found)
            units.write(transaction, roster)
            places = [(batch.kind, batch.month) for batch in batches if batch.month]
            corrected = writing.refuse_closed(transaction, (month for _, month in places), act)
            if corrected:
                self._actor.require(Right.REVIEW, "存更正版")
                write.note(after=f"更正原因：{act.reason}")
            numbered = writing.write_batches(transaction, batches, act)
            for original in originals:
                transaction.rows(
                    "insert_original",
                    sha256=original.sha256,
                    file=original.file,
                    kept_as=original.kept_as,
                    content=original.content,
                )
            self._settle(transaction, places, corrected, act)
            permissions.note_batches(write, batches, before)
            version = transaction.version
        self._read_back(numbered, version, roster)
        return version

    def save_roster(self, roster: Roster, act: Act, *, expected_version: int) -> int:
        """Writes the roster, and counts stations of months that are not closed anew where it
        changes whose a listed village is. Gives the new version.

        In open months the rows that a dissolved unit keeps from the month before are dropped; those
        of one that is there again are carried over.

        Raises StaleVersion where the data are no longer at `expected_version`, GovsvcError where
        two townships become one
        and both have a village of one name, StoreError. The roster of before then stays.
        """
        with self._write(
            expected_version, replace(act, what=SETTING), permissions.CHANGING_ROSTER
        ) as write:
            transaction, act = write.transaction, write.act
            before, closed = units.read(transaction.rows), writing.closed_months(transaction)
            permissions.note_roster(write, before, roster)
            units.write(transaction, roster)
            months = [
                month
                for month in self.fact_months(STATIONS)
                if month not in closed and before.current(month) != roster.current(month)
            ]
            for month in months:
                units.check_villages(writing.listed(transaction, month), roster.current(month))
            dropped = [
                *writing.drop_dissolved(transaction, roster, closed),
                *writing.restore_dissolved(transaction, before, roster, closed, act),
            ]
            self._settle(
                transaction, [*((STATIONS, month) for month in months), *dropped], set(), act
            )
            version = transaction.version
        self._read_back([], version, roster)
        return version

    def _settle(
        self,
        transaction: Transaction,
        places: Iterable[tuple[str, date]],
        corrected: set[date],
        act: Act,
    ) -> None:
        """Counts anew what rows of these kinds and months count for, and closes corrected months
        again.
        """
        closed = writing.closed_months(transaction).keys() - corrected
        rules = writing.rules_of(transaction.rows)
        writing.recount(transaction, touched(places, transaction.rows, closed), rules)
        for month in sorted(corrected):
            writing.close(transaction, month, act, rules)

    def open_month(self, month: date, act: Act, *, expected_version: int) -> int:
        """Opens the month as a copy of the latest one before it (底册); units that are in keep
        their rows. Gives the new version.

        Raises GovsvcError where it was opened before or a later month has rows, StaleVersion,
        StoreError; nothing changes then.
        """
        with self._write(
            expected_version, replace(act, what=OPEN, month=month), permissions.OPENING
        ) as write:
            transaction, act = write.transaction, write.act
            state = {row[0]: row for row in transaction.rows("read_month_states")}.get(month)
            months = self.months_by_kind()
            bases = {
                kind: max((found for found in months.get(kind, ()) if found < month), default=None)
                for kind in counting.COUNTED_KINDS
            }
            base = max(filter(None, bases.values()), default=None)
            if state and state[1] == CLOSED:
                raise GovsvcError(
                    f"{month_text(month)}已定稿（第{state[3]}版），不能再开月。",
                    "需要更正的，导入更正的表格并写明更正原因。",
                    "month_closed",
                )
            if state and (state[2] or not base):
                raise GovsvcError(
                    f"{month_text(month)}已经开月。", "可直接导入各单位报送的表格。", "month_open"
                )
            writing.set_state(transaction, month, COLLECTING, base, 0)
            write.note(
                month_text(month), after=f"以{month_text(base)}为底册" if base else "没有底册"
            )
            if base:
                for kind in filter(bases.get, counting.COUNTED_KINDS):
                    writing.copy_month(transaction, bases[kind], month, (kind,), act)
                writing.copy_month(transaction, base, month, TELLING_KINDS, act)
                self._settle(
                    transaction, [(kind, month) for kind in counting.COUNTED_KINDS], set(), act
                )
            return transaction.version

    def set_state(self, month: date, state: str, act: Act, *, expected_version: int) -> int:
        """Moves the month on: COLLECTING ↔ IN_REVIEW → CLOSED (an edition; later changes are
        corrections). Gives the new version.

        Raises GovsvcError where the month has no data or is closed, StaleVersion, StoreError;
        nothing changes then.
        """
        act = replace(act, what=CLOSE if state == CLOSED else REVIEW, month=month)
        deed = {
            CLOSED: permissions.CLOSING,
            IN_REVIEW: permissions.HANDING_IN,
            COLLECTING: permissions.REOPENING,
        }[state]
        with self._write(expected_version, act, deed) as write:
            transaction, act = write.transaction, write.act
            found = {row[0]: row for row in transaction.rows("read_month_states")}.get(month)
            if found and found[1] == CLOSED:
                raise GovsvcError(
                    f"{month_text(month)}已定稿（第{found[3]}版），不能再改状态。",
                    "需要更正的，导入更正的表格并写明更正原因。",
                    "month_closed",
                )
            if not found and not self.status_counts(month):
                raise GovsvcError(
                    f"{month_text(month)}还没有数据。", "请先开月或导入本月的表格。", "month_empty"
                )
            write.note(
                month_text(month),
                MONTH_STATES[found[1]] if found else MONTH_STATES[COLLECTING],
                MONTH_STATES[state] + (f"，原因：{act.reason}" if act.reason else ""),
            )
            if state == CLOSED:
                writing.close(transaction, month, act, writing.rules_of(transaction.rows))
            else:
                writing.set_state(transaction, month, state, found[2] if found else None, 0)
            return transaction.version

    def report(
        self,
        month: date,
        kind: str,
        units: Sequence[str],
        state: str,
        act: Act,
        *,
        expected_version: int,
        note: str = "",
    ) -> int:
        """Notes that units handed in that nothing changed, or that what they handed in was
        returned; gives the new version.

        Raises MonthClosed, StaleVersion, StoreError; nothing changes then.
        """
        act = replace(act, what=REPORT, month=month, reason="")
        with self._write(
            expected_version,
            act,
            permissions.NO_CHANGE if state == NOTHING_CHANGED else permissions.RETURNING,
        ) as write:
            transaction = write.transaction
            foreign = self.foreign_units(units, month)
            if foreign:
                raise NotAllowed(
                    f"没有权限：{permissions.named(foreign)}。",
                    f"这个账号只能填报{'、'.join(self._actor.units)}。数据没有改变。",
                )
            writing.refuse_closed(transaction, [month], write.act)
            write.note(
                f"{month_text(month)}{permissions.named(units)}",
                after="零报告" if state == NOTHING_CHANGED else f"退回：{note}",
            )
            writing.submit(transaction, 0, kind, month, units, state, note)
            return transaction.version

    def judge_suspected(
        self,
        problem_list: ProblemList,
        rows: Sequence[ListRow],
        is_confirmed: bool,
        act: Act,
        *,
        expected_version: int,
    ) -> int:
        """A person's finding on rows suspected to belong on `problem_list`, all of one month; gives
        the new version.

        Confirmed ones are on the list from now on, and in the months that open as a copy of this
        one. Dismissed ones are
        suspected no more as long as the observation period has this month or one before it; a
        confirmed row that is
        dismissed is on the list no more. `act.reason`: why. Raises GovsvcError where there is no
        row, no name or no reason,
        MonthClosed, NotAllowed, StaleVersion, StoreError; nothing changes then.
        """
        if not rows or not (self._actor.name or act.who).strip() or not act.reason.strip():
            raise GovsvcError(
                "认定没有保存：要有事项、认定人和理由。",
                "请选择事项，写明理由。",
                "verdict_incomplete",
            )
        month = rows[0].month
        with self._write(
            expected_version, replace(act, what=JUDGE, month=month), permissions.JUDGING
        ) as write:
            transaction = write.transaction
            writing.refuse_closed(transaction, [month], replace(write.act, reason=""))
            write.note(
                (
                    f"{month_text(month)}{problem_list.name}："
                    f"{permissions.named([row.name for row in rows], '项')}"
                ),
                after=f"{'认定' if is_confirmed else '排除'}，理由：{act.reason}",
            )
            writing.judge(transaction, problem_list, rows, is_confirmed, write.act)
            self._settle(transaction, [(DISMISSALS, month)], set(), write.act)
            return transaction.version

    def set_target(self, target: Target, act: Act, *, expected_version: int) -> int:
        """Sets a target, in place of the one for the same year, node and indicator; gives the new
        version. Raises StaleVersion, StoreError.
        """
        with self._write(
            expected_version, replace(act, what=SETTING), permissions.SETTING_TARGET
        ) as write:
            write.note(
                permissions.target_place(target),
                permissions.target_text(self._same_target(target)),
                permissions.target_text(target),
            )
            writing.set_target(write.transaction, 0, target)
            return write.transaction.version

    def remove_target(self, target: Target, act: Act, *, expected_version: int) -> int:
        """Removes the target of that year, node and indicator; gives the new version.

        Raises StaleVersion, StoreError.
        """
        with self._write(
            expected_version, replace(act, what=SETTING), permissions.SETTING_TARGET
        ) as write:
            write.note(
                permissions.target_place(target),
                permissions.target_text(self._same_target(target)),
                "删除",
            )
            write.transaction.rows(
                "end_target", year=target.year, until=target.until, indicator=target.indicator
            )
            return write.transaction.version

    def _same_target(self, target: Target) -> Target | None:
        """The one for the same year, node and indicator."""
        return next(
            (
                found
                for found in self.targets()
                if (found.year, found.until, found.indicator)
                == (target.year, target.until, target.indicator)
            ),
            None,
        )

    def set_fetch_day(self, whose: str, kept: str, act: Act, *, expected_version: int) -> int:
        """Keeps the 取数日 of `whose` (a key of `fetch_days.WHOSE`) as `fetch_days.typed` gives it;
        gives the new version. Raises StaleVersion, StoreError.
        """
        key = fetch_days.SETTING + whose
        with self._write(
            expected_version, replace(act, what=SETTING), permissions.SETTING_DAYS
        ) as write:
            write.note(
                f"{fetch_days.WHOSE[whose]}取数日",
                fetch_days.text_of(self.settings().get(key, "")),
                fetch_days.text_of(kept),
            )
            writing.write_setting(write.transaction, key, kept)
            return write.transaction.version

    def change_rules(self, found: RuleVersion, act: Act, *, expected_version: int) -> int:
        """From its month on these rules hold, until those of a later version do; months that are
        not closed are counted anew. Gives the new version.

        A version of the same month is replaced. Raises StaleVersion, StoreError; nothing changes
        then.
        """
        act = replace(act, what=SETTING, month=found.from_month, reason=found.document)
        with self._write(expected_version, act, permissions.CHANGING_RULES) as write:
            before = next(
                (known for known in self.rule_versions() if known.from_month == found.from_month),
                None,
            )
            write.note(
                f"{month_text(found.from_month)}起",
                f"{before.name}（{before.document}）" if before else "",
                f"{found.name}（{found.document}）",
            )
            self._change_rules(write.transaction, found, write.act)
            return write.transaction.version

    def foresee_rules(self, found: RuleVersion) -> list[Snapshot]:
        """All monthly counts and bulletin values as they would be with these rules.

        Nothing is stored.
        """
        with suppress(_NotToBeStored), self._connection.transaction(self.version()) as transaction:
            self._change_rules(transaction, found, Act("", datetime.min))
            snapshots = [_snapshot(row) for row in transaction.rows("read_snapshots")]
            raise _NotToBeStored
        return snapshots

    def _change_rules(self, transaction: Transaction, found: RuleVersion, act: Act) -> None:
        transaction.rows("end_rule_version", month=found.from_month)
        transaction.rows(
            "insert_rule_version",
            name=found.name,
            document=found.document,
            month=found.from_month,
            rules=found.rules.text(),
        )
        closed = writing.closed_months(transaction)
        places = [
            (kind, month)
            for kind in counting.COUNTED_KINDS
            for month in self.fact_months(kind)
            if month >= found.from_month and month not in closed
        ]
        self._settle(transaction, places, set(), act)

    def later_writes(self, version: int) -> list[int]:
        """The writes that would have to be undone with that one because they replaced what it had
        stored, the latest first.
        """
        undone, operations = (
            self.undone(),
            {operation.version: operation for operation in self.operations()},
        )
        found: set[int] = set()
        waiting = [version]
        if (
            version in operations and operations[version].what == OPEN
        ):  # all that was done in the month stands on its opening
            month = operations[version].month
            touching = {batch.version for batch in self.batches() if batch.month == month}
            found = {
                later
                for later, operation in operations.items()
                if later > version
                and later not in undone
                and operation.what not in (UNDO, REVIEW)
                and (operation.month == month or later in touching)
            }
            waiting += found
        while waiting:
            for (later,) in self._rows("later_writes", undone=waiting.pop()):
                if later not in found and later not in undone:
                    found.add(later)
                    waiting.append(later)
        return sorted(found, reverse=True)

    def is_undone(self, version: int) -> bool:
        return version in self.undone()

    def undone(self) -> set[int]:
        """The writes that are taken back, and not by a write that was itself taken back."""
        return _taken_back(self.operations())

    def undo(self, versions: Sequence[int], act: Act, *, expected_version: int) -> int:
        """Takes writes back, the latest first; what they replaced is in force again.

        Gives the new version.

        Undoing an undoing brings back what it took. Raises GovsvcError where one cannot be undone,
        is undone already or a
        later write builds on one of them, MonthClosed where a closed month would change and `act`
        gives no reason,
        StaleVersion, StoreError; nothing changes then.
        """
        with self._write(expected_version, act, permissions.UNDOING, is_recorded=False) as write:
            names = {operation.version: operation for operation in self.operations()}
            places = self._undo(write.transaction, versions, write.act)
            undone = "、".join(
                f"操作{version}（{names[version].who}，{names[version].at:%Y-%m-%d %H:%M}）"
                for version in versions
            )
            write.note(
                "、".join(dict.fromkeys(month_text(month) for _, month in places if month)),
                undone,
                act.reason,
            )
            return write.transaction.version

    def foresee_undo(self, versions: Sequence[int]) -> Undoing:
        """What `undo` of these writes would change.

        Nothing is stored. Raises as `undo` does, but for closed months.
        """
        with suppress(_NotToBeStored), self._connection.transaction(self.version()) as transaction:
            places = self._undo(transaction, versions, Act("", datetime.min, reason="…"))
            rows = {
                place: (
                    self.entries(*place),
                    [
                        Entry(*row)
                        for row in transaction.rows("read_entries", kind=place[0], month=place[1])
                    ],
                )
                for place in places
                if place[0] not in (BULLETIN, TARGETS)
            }
            snapshots = [_snapshot(row) for row in transaction.rows("read_snapshots")]
            targets = [_target(row) for row in transaction.rows("read_targets")]
            months = {month for _, month in places} | {
                operation.month for operation in self.operations() if operation.version in versions
            }
            submissions = {
                month: (
                    self.submissions(month),
                    [Submission(*row) for row in transaction.rows("read_submissions", month=month)],
                )
                for month in sorted(filter(None, months))
            }
            raise _NotToBeStored
        return Undoing(tuple(places), rows, snapshots, targets, submissions)

    def _undo(
        self, transaction: Transaction, versions: Sequence[int], act: Act
    ) -> list[tuple[str, date]]:
        """The kinds and months that changed."""
        before = {operation.version: operation for operation in self.operations()}
        taken_back = _taken_back(before.values())
        for version in versions:
            if version not in before:
                raise GovsvcError(
                    f"没有操作号为{version}的操作。",
                    "请在操作记录里核对操作号。",
                    "no_such_operation",
                )
            if before[version].what not in (IMPORT, OPEN, REPORT, JUDGE, UNDO):
                raise GovsvcError(
                    "这次操作不能撤销。",
                    "定稿后的更改请用更正版；口径和目标值请重新填写。",
                    "not_undoable",
                )
            if version in taken_back:
                raise GovsvcError(
                    "这次操作已经撤销过了。", "请刷新页面，看最新的导入记录。", "undone_before"
                )
            later = [found for found in self.later_writes(version) if found not in versions]
            if later:
                raise GovsvcError(
                    (
                        f"后来还有{len(later)}次操作以它为基础（操作号"
                        f"{'、'.join(map(str, later))}），不能单独撤销。"
                    ),
                    "请先撤销后来的，或一并撤销。",
                    "built_upon",
                )
        touches = [
            (kind, month)
            for version in versions
            for kind, month in transaction.rows("changed_places", version=version)
        ]
        corrected = writing.refuse_closed(transaction, {month for _, month in touches}, act)
        were_doubled = writing.doubled(transaction, touches)
        for version in sorted(versions, reverse=True):
            if version not in _taken_back(
                Operation(*row) for row in transaction.rows("read_operations")
            ):
                months = {month for _, month in transaction.rows("changed_places", version=version)}
                month = before[version].month or (months.pop() if len(months) == 1 else None)
                writing.record(transaction, replace(act, what=UNDO, undone=version, month=month))
                root = version
                while before[root].undone:
                    root = before[root].undone
                writing.undo(
                    transaction,
                    version,
                    before[root].month if before[root].what == OPEN else None,
                    is_opening=before[version].what == OPEN,
                )
        places = [(kind, month) for kind, month in transaction.rows("changed_places")]
        writing.refuse_doubled(transaction, places, were_doubled)
        self._settle(transaction, places, corrected, act)
        return places

    def clear(self, act: Act, *, expected_version: int) -> int:
        """Removes all rows, settings and records; gives the new version.

        Raises StaleVersion, StoreError.
        """
        with self._write(expected_version, act, permissions.CLEARING, is_recorded=False) as write:
            transaction = write.transaction
            write.note(
                "演示数据" if self.is_demonstration() else "全部数据",
                f"{len(self.operations())}次操作",
                "空",
            )
            for table in (
                "entry_row",
                "combination",
                "snapshot",
                "target",
                "batch",
                "batch_file",
                "setting",
                "header_choice",
                "value_choice",
                "operation",
                "submission",
                "month_state",
                "edition",
                "rule_version",
                "original",
                "unit",
            ):
                transaction.rows(f"clear_{table}")
            return transaction.version

    def _read_back(self, numbered: list[tuple[int, Batch]], version: int, roster: Roster) -> None:
        count_of = {BULLETIN: "count_snapshots", TARGETS: "count_targets"}
        stored = all(
            self._rows(count_of.get(batch.kind, "count_entries"), batch_id=number)[0][0]
            == batch.kept_count
            for number, batch in numbered
            if batch.kind != UNITS
        )
        if (
            not stored
            or self.version() < version
            or self.version() == version
            and self.roster() != roster
        ):
            raise StoreError(
                "保存后核对不一致，请勿视为已保存。",
                "请重新导入；若仍出现，请把日志交给技术人员。",
                "read_back",
            )


def _marks(rows: Sequence[ListRow]) -> dict[str, list[str]]:
    """The names and the codes by which rows are one of `rows`."""
    return {
        "names": list(dict.fromkeys(row.name for row in rows if row.name)),
        "codes": list(
            dict.fromkeys(
                row.attributes[code] for row in rows for code in CODES if row.attributes.get(code)
            )
        ),
    }


def _coded(codes: Sequence[str | None]) -> dict[str, str]:
    """The attributes that are codes."""
    return {
        field: code
        for field, code in zip(
            ("business_code", "implementation_code", "item_code", "basic_code"), codes
        )
        if code
    }


def _machine() -> Actor:
    """Whoever has the file itself: writes are noted in the name that they give."""
    return system_actor("")


class _NotToBeStored(Exception):
    """Ends a transaction that was only tried."""


def _taken_back(operations: Iterable[Operation]) -> set[int]:
    """The writes that are undone by one that is not undone itself."""
    found: set[int] = set()
    for operation in sorted(operations, key=lambda operation: -operation.version):
        if operation.undone is not None and operation.version not in found:
            found.add(operation.undone)
    return found


def _snapshot(row: tuple) -> Snapshot:
    return Snapshot(
        *row[:6], _decimal(row[6]), row[7], row[8], _decimal(row[9]), row[10], _decimal(row[11])
    )


def _target(row: tuple) -> Target:
    year, indicator, value, place, until, lead_unit = row
    return Target(year, indicator, _decimal(value), place, until, lead_unit)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


__all__ = [
    "CLOSE",
    "CLOSED",
    "COLLECTING",
    "IMPORT",
    "IN_REVIEW",
    "JUDGE",
    "MONTH_STATES",
    "NOTHING_CHANGED",
    "OPEN",
    "REPORT",
    "REPORTED",
    "RETURNED",
    "REVIEW",
    "SETTING",
    "UNDO",
    "Act",
    "Batch",
    "BatchFile",
    "Edition",
    "Foreseen",
    "JudgedRow",
    "MonthState",
    "Operation",
    "Original",
    "RuleVersion",
    "SeenRow",
    "Snapshot",
    "Store",
    "Submission",
    "Undoing",
    "open_store",
    "replaces",
]
