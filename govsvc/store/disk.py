"""The disk that the database lies on: how much of it is free, and whether it can be written.

What a system reports it words in its own language, and DuckDB passes the words on without a code:
the disk itself is asked instead.
"""

import os
import shutil
import tempfile
from pathlib import Path

from govsvc.domain.errors import StoreError
from govsvc.system.files import is_out_of_space

#: bytes that must be free on the disk before a write begins
LEAST_FREE = 200 * 2**20
#: bytes that are written to see what a disk answers
_TRIAL = 2**20


def free_bytes(folder: Path) -> int | None:
    """Bytes that are free on the disk of that folder; None where the system does not tell."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def has_little_space(folder: Path, also: int = 0) -> bool:
    """Whether less than LEAST_FREE (and `also`) bytes are free on the disk of that folder."""
    free = free_bytes(folder)
    return free is not None and free < LEAST_FREE + also


def is_writable(path: Path) -> bool:
    """Whether the file (or what would be made at `path`) and its folder can be written.

    Nothing is opened: to close any descriptor of an open database would release its lock. Windows
    tells only of files that are marked as read-only.
    """
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def not_written(error: OSError, path: Path) -> StoreError:
    """The StoreError for a file or folder that could not be written."""
    if is_out_of_space(error):
        return StoreError.of("disk_full")
    return StoreError.of("folder_not_written", path=path)


def refuse_write(path: Path, also: int = 0) -> None:
    """Raises StoreError where the database at `path` cannot be written, or less than LEAST_FREE
    (and `also`) bytes are free: a disk that fills in a write ends every session.
    """
    if not is_writable(path):
        raise StoreError.of("file_not_written", path=path)
    if has_little_space(path.parent, also):
        raise StoreError.of("disk_full")


def fault(path: Path) -> StoreError | None:
    """Why nothing can be written beside the database at `path`, found by trying; None where it can
    be written.
    """
    if not is_writable(path):
        return StoreError.of("file_not_written", path=path)
    try:
        with tempfile.TemporaryFile(dir=path.parent) as trial:
            trial.write(bytes(_TRIAL))
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        return not_written(error, path.parent)
    return None
