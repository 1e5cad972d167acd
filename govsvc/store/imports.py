"""Imports: the batches out of uploaded files become rows; beforehand it is told what they change."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from govsvc.assessment import counting, overlays
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.indicators import (
    BULLETIN,
    ITEMS,
    STATIONS,
    TARGETS,
    TELLING_KINDS,
    UNITS,
    VILLAGES,
)
from govsvc.domain.mappings import Choices
from govsvc.domain.roster import Roster
from govsvc.security import Right
from govsvc.store import permissions, units, writing
from govsvc.store.month_reads import MonthReads
from govsvc.store.row_reads import RowReads
from govsvc.store.session import Session, settle
from govsvc.store.setting_reads import SettingReads
from govsvc.store.values import IMPORT, Act, Batch, Foreseen, Original, replaces


class ImportWrites:
    """Stores the batches of an import, and says beforehand what that would change."""

    def __init__(self, session: Session):
        self._session = session
        self._rows = RowReads(session)
        self._months = MonthReads(session)
        self._settings = SettingReads(session)

    def foresee(self, batches: Sequence[Batch], roster: Roster | None = None) -> Foreseen:
        """What `commit` of these batches, with this roster, would replace and count. Reads only."""
        roster = roster or self._session.roster()
        goes: dict[tuple[str, date], list[Callable[[str, str, str], bool]]] = defaultdict(list)
        for batch in batches:
            if batch.entries:
                goes[batch.kind, batch.month].append(replaces(batch))
        replaced: dict[tuple[str, date], list[Entry]] = {}
        staying: dict[tuple[str, date], list[Entry]] = {}

        def stays(kind: str, month: date) -> list[Entry]:
            if (kind, month) not in staying:
                stored = units.as_now(self._rows.entries(kind, month), roster.current(month))
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
        rules = writing.rules_of(self._session.rows)
        incoming: dict[tuple[str, date | None], list[Entries]] = defaultdict(list)
        for batch in batches:
            incoming[batch.kind, batch.month].append(batch.entries)

        def after(kind: str, month: date) -> Entries:
            return Entries.joined(
                [Entries.of(stays(kind, month)), *incoming.get((kind, month), ())]
            )

        for kind, month in writing.touched(
            [(batch.kind, batch.month) for batch in batches],
            self._session.rows,
            self._months.closed(),
        ):
            villages: list[Entry] = []
            if kind == STATIONS:
                listed = self._session.rows("village_list_month", month=month)[0][0]
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
        with self._session.write(
            expected_version, Act(who, when, what, reason=correction), permissions.IMPORTING
        ) as write:
            transaction, act, known = (
                write.transaction,
                write.act,
                units.read(write.transaction.rows),
            )
            permissions.refuse_import(self._session.actor, batches, roster, known)
            permissions.refuse_foreign_keys(self._session.actor, transaction, batches, known)
            before = permissions.rows_of(transaction, batches)
            if home and home != self._settings.home():
                self._session.actor.require(
                    Right.MANAGE if self._settings.home() else Right.UPLOAD_ALL, "设本县名称"
                )
                write.note("本县名称", self._settings.home() or "", home)
                writing.write_setting(transaction, "home", home)
            for key, value in (settings or {}).items():
                self._session.actor.require(Right.MANAGE, "改设置")
                writing.write_setting(transaction, key, value)
            if (
                not self._session.actor.is_limited
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
                self._session.actor.require(Right.REVIEW, "存更正版")
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
            settle(transaction, places, corrected, act)
            permissions.note_batches(write, batches, before)
            version = transaction.version
        self._session.read_back(version, roster, self._are_stored(numbered))
        return version

    def refuse_import(self, batches: Sequence[Batch], roster: Roster | None = None) -> None:
        """Raises NotAllowed where `commit` of these batches would."""
        permissions.refuse_import(self._session.actor, batches, roster, self._session.roster())

    def foreign_units(self, names: Sequence[str], month: date | None = None) -> list[str]:
        """Those of the units that the actor is not limited to; none where he is not limited."""
        return (
            permissions.foreign_units(self._session.actor, names, self._session.roster(), month)
            if self._session.actor.is_limited
            else []
        )

    def _are_stored(self, numbered: Sequence[tuple[int, Batch]]) -> bool:
        """Whether every row of these batches is read back."""
        count_of = {BULLETIN: "count_snapshots", TARGETS: "count_targets"}
        return all(
            self._session.rows(count_of.get(batch.kind, "count_entries"), batch_id=number)[0][0]
            == batch.kept_count
            for number, batch in numbered
            if batch.kind != UNITS
        )
