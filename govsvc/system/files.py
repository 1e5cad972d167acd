"""Replacing and removing files.

Windows refuses both while anybody has the file open, be it a virus scanner for the blink of an eye:
it is tried again for a while. Whoever replaces a file has closed it before.
"""

import errno
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

#: codes of Windows for a file that somebody has open: access denied, sharing and lock violations
_IN_USE = (5, 32, 33)
#: how often it is tried, and seconds between two tries
_TRIES, _PAUSE = 20, 0.1


def replace_file(source: Path, target: Path) -> None:
    """Puts `source` in the place of `target`, whole or not at all. Raises OSError."""
    _patiently(lambda: os.replace(source, target))


def remove_file(path: Path) -> None:
    """Removes the file, where there is one. Raises OSError."""
    with suppress(FileNotFoundError):
        _patiently(lambda: os.remove(path))


def remove_read_only_file(path: Path) -> None:
    """The same of a file that is only read, which Windows refuses to remove."""
    with suppress(FileNotFoundError):
        path.chmod(0o600)
    remove_file(path)


def is_out_of_space(error: OSError) -> bool:
    """Whether a disk, a quota or the largest size of a file is used up."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _patiently(act: Callable[[], None]) -> None:
    for _ in range(_TRIES - 1):
        try:
            return act()
        except OSError as error:
            if getattr(error, "winerror", None) not in _IN_USE:
                raise
        time.sleep(_PAUSE)
    return act()
