"""Imports: the batches out of uploaded files become rows; beforehand it says what they change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from govsvc.domain.indicators import BULLETIN, TARGETS, UNITS
from govsvc.domain.mappings import Choices
from govsvc.domain.roster import Roster
from govsvc.security import audit_sentences, write_kinds
from govsvc.security.audit_sentences import Note
from govsvc.store import permissions, units
from govsvc.store.batch_writes import rows_in_force, write_batches
from govsvc.store.commit_effect import RowsAfterCommit
from govsvc.store.engine import Transaction
from govsvc.store.month_states import refuse_closed
from govsvc.store.queries import Reader
from govsvc.store.session import Session, Write, settle
from govsvc.store.setting_reads import SettingReads
from govsvc.store.setting_rows import remember, write_setting
from govsvc.store.values import IMPORT, Act, Batch, CommitEffect, Original


class ImportWrites:
    """Stores the batches of an import, and says beforehand what that would change."""

    def __init__(self, session: Session):
        self._session = session
        self._settings = SettingReads(session)

    def foresee(self, batches: Sequence[Batch], roster: Roster | None = None) -> CommitEffect:
        """What `commit` of these batches, with this roster, would replace and count. Reads only."""
        return RowsAfterCommit(self._session, batches, roster or self._session.roster()).effect()

    def refuse_import(self, batches: Sequence[Batch], roster: Roster | None = None) -> None:
        """Raises NotAllowed where `commit` of these batches would raise it."""
        self._refuse(self._session, batches, roster)

    def foreign_units(self, names: Sequence[str], month: date | None = None) -> list[str]:
        """The units among `names` that the actor may not write for; none where he is not limited to
        some.
        """
        return self._session.foreign_units(names, month)

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

        A batch replaces, for its month and kind, the rows of the units it holds (all units where
        `is_whole`). `choices` for headers and values are remembered, or forgotten where they say
        so. `correction`: why a closed month is corrected; it is closed again as a new edition.
        `originals`: the files, to be kept. `roster`: as it is to be, by default as it is; units of
        the batches that it lacks are added to it.

        Raises MonthClosed where a closed month would change without `correction`, NotAllowed where
        the actor may not do all of this, StaleVersion where the data are no longer at
        `expected_version`, StoreError where the database refuses or what was read back is not what
        was written. The earlier data are then intact.
        """
        act = Act(who, when, what, reason=correction)
        with self._session.write(expected_version, act, write_kinds.IMPORTING) as write:
            transaction = write.transaction
            self._refuse(transaction, batches, roster)
            before = rows_in_force(transaction, batches)
            self._write_settings(write, home, settings or {}, choices)
            roster = _write_roster(transaction, batches, roster, write.act.when.date())
            kinds_and_months = [(batch.kind, batch.month) for batch in batches if batch.month]
            corrected = self._corrected(write, {month for _, month in kinds_and_months})
            numbered = write_batches(transaction, batches, write.act)
            for original in originals:
                _write_original(transaction, original)
            settle(transaction, kinds_and_months, corrected, write.act)
            write.note(*_notes(transaction, batches, before))
            version = transaction.version
        self._session.read_back(version, roster, self._are_stored(numbered))
        return version

    def _refuse(self, reader: Reader, batches: Sequence[Batch], roster: Roster | None) -> None:
        """Raises NotAllowed where the actor may not import all of this."""
        actor, known = self._session.actor, units.read(reader.rows)
        permissions.refuse_import(actor, batches, roster, known)
        permissions.refuse_foreign_items(actor, reader, batches, known)

    def _write_settings(
        self, write: Write, home: str | None, settings: dict[str, str], choices: Choices
    ) -> None:
        actor, known = self._session.actor, self._settings.home()
        if home and home != known:
            permissions.require(
                actor, write_kinds.RENAMING_HOME if known else write_kinds.NAMING_HOME
            )
            write.note(audit_sentences.home_named(known, home))
            write_setting(write.transaction, "home", home)
        for key, value in settings.items():
            permissions.require(actor, write_kinds.CHANGING_SETTINGS)
            write_setting(write.transaction, key, value)
        if not actor.is_limited:  # what one department says of a header would hold for all
            remember(write.transaction, choices)

    def _corrected(self, write: Write, months: set[date]) -> set[date]:
        """The months among these that are closed and are corrected by this write."""
        corrected = refuse_closed(write.transaction, months, write.act)
        if corrected:
            permissions.require(self._session.actor, write_kinds.CORRECTING)
            write.note(audit_sentences.corrected(write.act.reason))
        return corrected

    def _are_stored(self, numbered: Sequence[tuple[int, Batch]]) -> bool:
        """Whether every row of these batches is read back."""
        count_of = {BULLETIN: "count_snapshots", TARGETS: "count_targets"}
        return all(
            self._session.rows(count_of.get(batch.kind, "count_entries"), batch_id=number)[0][0]
            == batch.kept_count
            for number, batch in numbered
            if batch.kind != UNITS
        )


def _write_roster(
    transaction: Transaction, batches: Sequence[Batch], roster: Roster | None, day: date
) -> Roster:
    """Writes the roster with the units of the batches added; gives it."""
    brought = [
        (unit, batch.kind, batch.month)
        for batch in batches
        if batch.entries
        for unit in batch.units
    ]
    complete = units.with_missing_units(roster or units.read(transaction.rows), brought)
    units.write(transaction, complete, day)
    return complete


def _write_original(transaction: Transaction, original: Original) -> None:
    transaction.rows(
        "insert_original",
        sha256=original.sha256,
        file=original.file,
        kept_as=original.kept_as,
        content=original.content,
    )


def _notes(transaction: Transaction, batches: Sequence[Batch], before: Sequence[int]) -> list[Note]:
    """What the 操作日志 says of each batch; `before`: its rows in force before the write."""
    return [
        audit_sentences.imported(
            batch.kind,
            batch.month,
            batch.units or [unit for unit in batch.entries.units() if unit],
            [name for name, _ in batch.files],
            has_entries=bool(batch.entries),
            rows_before=rows_before,
            rows_after=rows_after,
            row_count=batch.row_count,
            left_out_count=batch.left_out_count,
        )
        for batch, rows_before, rows_after in zip(
            batches, before, rows_in_force(transaction, batches)
        )
    ]
