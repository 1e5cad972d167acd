"""Reads of records: which writes and imports there were, and the uploaded files."""

from govsvc.security import Right, write_kinds
from govsvc.store import permissions
from govsvc.store.queries import Row
from govsvc.store.session import Session
from govsvc.store.values import BatchFile, Operation, Original


class RecordReads:
    """Writes, imports and uploaded files, for an actor."""

    def __init__(self, session: Session):
        self._session = session

    def batches(self) -> list[BatchFile]:
        """Every file of every batch, the latest first."""
        return [_batch_file(row) for row in self._session.rows("read_batches")]

    def operations(self) -> list[Operation]:
        """Every write, the latest first."""
        return [Operation(*row) for row in self._session.rows("read_operations")]

    def originals(self) -> dict[tuple[str, str], str]:
        """(name, SHA-256) of the uploaded files that are kept → the name to download it by."""
        return {
            (file, sha256): kept_as
            for file, sha256, kept_as in self._session.rows("kept_originals")
        }

    def own_originals(self) -> set[tuple[str, str]]:
        """(name, SHA-256) of the kept files that the actor may download.

        Whoever may import for all units may download all of them.
        """
        actor = self._session.actor
        return (
            set(self.originals())
            if actor.may(Right.UPLOAD_ALL)
            else permissions.own_originals(
                actor, self.originals(), self.batches(), self._session.roster()
            )
        )

    def original(self, file: str, sha256: str) -> Original | None:
        """An uploaded file as it is kept; None where it is not.

        Raises NotAllowed where the actor may not have it.
        """
        if (file, sha256) not in self.own_originals():
            permissions.require(self._session.actor, write_kinds.DOWNLOADING_ORIGINAL)
        rows = self._session.rows("read_original", file=file, sha256=sha256)
        return Original(*rows[0]) if rows else None


def _batch_file(row: Row) -> BatchFile:
    """A file out of a row of read_batches, whose units are a list."""
    batch_id, version, kind, month, who, imported_at, row_count, left_out, units, *file = row
    return BatchFile(
        batch_id, version, kind, month, who, imported_at, row_count, left_out, tuple(units), *file
    )
