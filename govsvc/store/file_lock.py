"""Whether another process has a database file open, asked of the system and not of its words."""

import os
from pathlib import Path

#: codes of Windows for a file that another process has open, or has locked a part of
_SHARING_VIOLATION, _LOCK_VIOLATION = 32, 33

if os.name == "posix":
    import fcntl


def is_locked(path: Path) -> bool:
    """Whether another process has the file open as a database.

    Not for a file that this process has open itself: its own lock would be released.
    """
    return _is_locked_posix(path) if os.name == "posix" else _is_shared_out(path)


def _is_locked_posix(path: Path) -> bool:
    """Tries the lock that DuckDB takes."""
    try:
        with path.open("r+b") as file:
            return _is_refused(file.fileno(), fcntl.LOCK_EX)
    except OSError:
        pass
    try:  # what may not be written may be locked all the same
        with path.open("rb") as file:
            return _is_refused(file.fileno(), fcntl.LOCK_SH)
    except OSError:
        return False


def _is_refused(descriptor: int, lock: int) -> bool:
    try:
        fcntl.lockf(descriptor, lock | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    return False


def _is_shared_out(path: Path) -> bool:
    """Windows: renames the file to its own name, which it refuses while another has it open."""
    try:
        os.rename(path, path)
    except OSError as error:
        return getattr(error, "winerror", None) in (_SHARING_VIOLATION, _LOCK_VIOLATION)
    return False
