"""What is checked before and after a database file is opened."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from govsvc.domain.error_sentences import Backup
from govsvc.domain.errors import StoreError
from govsvc.store import copies, manifest
from govsvc.system.files import remove_file

#: what tells a file from any other on the machine: its device and its number there
Identity: TypeAlias = tuple[int, int]


def identity(path: Path) -> Identity | None:
    """Which file lies at that path; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def eye(path: Path) -> int | None:
    """A descriptor to read the file by while it is open; None where there is no file yet, or on
    Windows, which allows none.

    It is closed after the database: closing any descriptor of a file releases the locks that the
    process has on it.
    """
    return (
        os.open(path, os.O_RDONLY | os.O_CLOEXEC) if os.name == "posix" and path.exists() else None
    )


def blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file that is not open."""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block


def expected(path: Path) -> manifest.Manifest | None:
    """What the last commit left; None where nothing was noted yet.

    Raises StoreError where the note is damaged or its database is gone.
    """
    note = manifest.beside(path)
    try:
        noted = manifest.read(note)
    except ValueError as error:
        raise StoreError.of("manifest_damaged", note=note, backup=_last_checked(path)) from error
    if noted and not path.exists():
        raise StoreError.of(
            "missing", path=path, note=note, version=noted.version, backup=_last_checked(path)
        )
    return noted


def gone(path: Path) -> StoreError:
    """The error for an open database whose file was taken away, or another put in its place."""
    try:
        expected(path)
    except StoreError as error:
        return error
    return StoreError.of("replaced", path=path)


def kept_log(path: Path) -> Path:
    """The copy of the log that a killed process left; it stays until the database opens whole."""
    return path.with_name(f"{path.name}.wal.kept")


def keep_log(path: Path) -> None:
    """Copies the log that a killed process left, if there is one: opening takes from it what can be
    read and removes it.
    """
    log = path.with_name(path.name + ".wal")
    if log.exists() and log.stat().st_size:
        with suppress(OSError):
            shutil.copyfile(log, kept_log(path))


def remove_leftovers(path: Path) -> None:
    """Removes what killed processes left of a database that is open and whole: the copy of its log,
    backups and a restore that were not finished.
    """
    restore = path.with_name(f"{path.name}.restore")
    for leftover in (kept_log(path), restore, *copies.unfinished(path)):
        with suppress(OSError):
            remove_file(leftover)


def incomplete(
    path: Path,
    expected: manifest.Manifest,
    present: manifest.Manifest,
    lost: manifest.Differences,
) -> StoreError:
    """The error for a database that is not what was last saved; without `lost` the versions between
    are missing.
    """
    return StoreError.of(
        "incomplete",
        path=path,
        expected_version=expected.version,
        present_version=present.version,
        months=lost.months,
        tables=lost.tables,
        backup=_last_checked(path),
    )


def with_backup(error: StoreError, path: Path) -> StoreError:
    """The same error; where the file is damaged, its step names the last backup."""
    if error.code != "unreadable":
        return error
    return StoreError.of("damaged", path=path, backup=_last_checked(path))


def _last_checked(path: Path) -> Backup | None:
    return next(
        (
            Backup(copy.made_at, copy.version, copy.path.name)
            for copy in copies.existing(path)
            if copy.is_checked
        ),
        None,
    )
