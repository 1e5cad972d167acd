"""What DuckDB reports, as situations of the store.

It is judged by the class of the error alone: DuckDB passes on what the system says, in the system's
language, and without its code. What the class leaves open the file and the disk are asked.

The earlier data are intact in every case.
"""

from pathlib import Path

import duckdb

from govsvc.domain.errors import StaleVersion, StoreError
from govsvc.store import disk, file_lock

#: what a disk that does not read or write raises, and a damaged file
_OF_THE_DISK = (
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.FatalException,
    duckdb.InternalException,
)


def is_fatal(error: BaseException | None) -> bool:
    """Whether every session of the process is useless until the file is closed and opened again."""
    return isinstance(error, (duckdb.FatalException, duckdb.InternalException))


def translated(error: duckdb.Error, path: Path) -> StoreError:
    """The StoreError for what DuckDB reported of the database at `path`, which is open to write."""
    if isinstance(error, (*_OF_THE_DISK, duckdb.OutOfMemoryException)):
        return disk.fault(path) or not_read(error, path)
    return not_read(error, path)


def not_read(error: duckdb.Error, path: Path) -> StoreError:
    """The StoreError for what DuckDB reported of a file that is read alone."""
    if isinstance(error, _OF_THE_DISK):
        return StoreError.of("unreadable", path=path)
    if isinstance(error, duckdb.TransactionException):
        return StaleVersion.of("stale")
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreError.of("out_of_memory")
    return StoreError.of("database")


def not_opened(error: duckdb.Error, path: Path, is_read_only: bool) -> StoreError:
    """The StoreError for a file that DuckDB did not open: another process has it, it may not be
    opened, or it is damaged. Not for a file that this process has open.
    """
    if file_lock.is_locked(path):
        return StoreError.of("locked")
    if not _may_be_opened(path, "rb"):
        return StoreError.of("file_not_read", path=path)
    if is_read_only:
        return not_read(error, path)
    if not _may_be_opened(path, "r+b"):
        return StoreError.of("file_not_written", path=path)
    return translated(error, path)


def not_committed(path: Path) -> StoreError:
    """The StoreError for a commit that failed.

    Writes take turns, so that no other transaction was in its way: it could not be written. It has
    given its space back since.
    """
    if disk.has_little_space(path.parent):
        return StoreError.of("disk_full")
    return disk.fault(path) or StoreError.of("unreadable", path=path)


def _may_be_opened(path: Path, mode: str) -> bool:
    """Whether the system lets the file be opened; true of a file that is not there."""
    try:
        path.open(mode).close()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
