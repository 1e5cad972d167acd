"""What DuckDB and the file system report, as situations of the store.

The earlier data are intact in every case.
"""

import errno
from pathlib import Path

import duckdb

from govsvc.domain.errors import StaleVersion, StoreError

_INVALID = "has been invalidated"


def is_fatal(error: BaseException | None) -> bool:
    """Whether every session of the process is useless until the file is closed and opened again."""
    return isinstance(error, (duckdb.FatalException, duckdb.InternalException)) or (
        isinstance(error, duckdb.Error) and _INVALID in str(error)
    )


def translated(error: duckdb.Error, path: Path) -> StoreError:
    """The StoreError for what DuckDB reported of the file at `path`."""
    text = str(error)
    if _is_any_in(text, "Could not set lock", "being used by another process"):
        return StoreError.of("locked")
    if _is_any_in(text.lower(), "no space left", "out of space", "file too large") or (
        "max_temp_directory_size" in text
    ):
        return StoreError.of("disk_full")
    if "Permission denied" in text or "read-only" in text.lower():
        return StoreError.of("file_not_written", path=path)
    if (
        isinstance(error, (duckdb.IOException, duckdb.SerializationException))
        or is_fatal(error)
        or "not a valid DuckDB" in text
    ):
        return StoreError.of("unreadable", path=path)
    if isinstance(error, duckdb.TransactionException):
        return StaleVersion.of("stale")
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreError.of("out_of_memory")
    return StoreError.of("database")


def not_written(error: OSError, path: Path) -> StoreError:
    """The StoreError for a file or folder that could not be written."""
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return StoreError.of("disk_full")
    return StoreError.of("folder_not_written", path=path)


def _is_any_in(text: str, *parts: str) -> bool:
    return any(part in text for part in parts)
