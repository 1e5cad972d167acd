"""The manifest beside the database: what the last commit left, part by part, so that a lost or
damaged commit is noticed.

A damaged or missing write-ahead log opens without a word and with fewer commits; the manifest knows
how many there were.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from govsvc.domain.database_address import DatabaseAddress
from govsvc.store.queries import Row
from govsvc.system.files import replace_file

_FORMAT = 1
#: tables without months
_WITHOUT_MONTH = {
    "target",
    "setting",
    "unit",
    "rule_version",
    "original",
    "rectification_entry",
    "rectification_event",
    "meeting",
    "meeting_matter",
    "evidence",
    "special_day",
    "rectification_letter",
    "paper_version",
    "letterhead",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table; of a table by month, the rows of one kind and month.

    `touched`: the last data version that changed them, where known.
    """

    name: str
    kind: str | None
    month: str | None
    row_count: int
    touched: int | None
    hash: str | None

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """What tells it from other parts."""
        return self.name, self.kind, self.month


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a database held at one data version.

    `engine`: the version of DuckDB; only hashes by the same version can be compared.
    """

    version: int
    schema: int
    parts: tuple[Part, ...]
    engine: str = duckdb.__version__

    @property
    def rows(self) -> int:
        return sum(part.row_count for part in self.parts)


@dataclass(frozen=True, slots=True)
class Differences:
    """Months, and tables without months, that are not as the manifest notes them; false where there
    are none.
    """

    months: tuple[date, ...] = ()
    tables: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.months or self.tables)


def of(state: tuple[int, int], parts: Iterable[Row]) -> Manifest:
    return Manifest(*state, tuple(Part(*row) for row in parts))


def beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.manifest.json")


def is_database_there(address: DatabaseAddress) -> bool:
    """Whether a database file is there; of a server's schema that is seen when it is opened."""
    return not isinstance(address, Path) or address.exists()


def is_database_known(address: DatabaseAddress) -> bool:
    """Whether there is a database at that address, or was one: of a file that is gone its manifest
    is left. A server has it from the beginning.
    """
    if not isinstance(address, Path):
        return True
    return address.exists() or beside(address).exists()


def read(path: Path) -> Manifest | None:
    """The manifest in that file; None where there is none.

    Raises ValueError where it is damaged.
    """
    try:
        noted = json.loads(path.read_bytes())
        if noted["format"] != _FORMAT:
            raise ValueError(noted["format"])
        return Manifest(
            noted["version"],
            noted["schema"],
            tuple(Part(*row) for row in noted["parts"]),
            noted["engine"],
        )
    except FileNotFoundError:
        return None
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def write(path: Path, manifest: Manifest) -> None:
    """Replaces the manifest, whole or not at all. Raises OSError."""
    parts = [
        [part.name, part.kind, part.month, part.row_count, part.touched, part.hash]
        for part in manifest.parts
    ]
    text = json.dumps(
        {
            "format": _FORMAT,
            "engine": manifest.engine,
            "version": manifest.version,
            "schema": manifest.schema,
            "parts": parts,
        }
    )
    write_whole(path, text.encode())


def write_whole(path: Path, content: bytes) -> None:
    """Replaces a file, whole or not at all; it is on the disk when this returns. Raises OSError."""
    unfinished = path.with_name(path.name + ".new")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    replace_file(unfinished, path)


def differences(expected: Manifest, present: Manifest) -> Differences:
    """What of `expected` is missing or otherwise in `present`.

    A database may be ahead of its manifest: the process was killed between a commit and the writing
    of the manifest. What later commits did not touch must be alike then.
    """
    unlike = list(_unlike(expected, present))
    differences = Differences(
        tuple(sorted({date.fromisoformat(part.month) for part in unlike if part.month})),
        tuple(dict.fromkeys(part.name for part in unlike if part.name in _WITHOUT_MONTH)),
    )
    if not differences and (unlike or present.version < expected.version):
        return Differences(tables=("operation",))
    return differences


def _unlike(expected: Manifest, present: Manifest) -> Iterator[Part]:
    """Parts that are not the same in both."""
    stored = {part.key: part for part in present.parts}
    is_ahead = present.version > expected.version
    for part in expected.parts:
        other = stored.get(part.key)
        if other is None:
            if part.row_count and not is_ahead:
                yield part
            continue
        if is_ahead and (other.touched is None or other.touched > expected.version):
            continue
        is_alike = (part.row_count, part.touched) == (other.row_count, other.touched)
        if not is_alike or (expected.engine == present.engine and part.hash != other.hash):
            yield part
    if not is_ahead:
        known = {part.key for part in expected.parts}
        yield from (part for part in present.parts if part.key not in known and part.row_count)
