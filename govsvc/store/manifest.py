"""The manifest beside the database: what the last commit left, part by part, so that a lost or
damaged commit is noticed.

A damaged or missing write-ahead log opens without a word and with fewer commits; the manifest knows
how many there were.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from govsvc.domain.months import month_text

_FORMAT = 1
_WITHOUT_MONTH = {
    "target": "目标值",
    "setting": "设置",
    "unit": "单位名录",
    "rule_version": "口径版本",
    "original": "上传的原件",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table, of monthly tables of one kind and month.

    `touched`: the last data version that changed them, where known.
    """

    name: str
    kind: str | None
    month: str | None
    row_count: int
    touched: int | None
    hash: str | None

    @property
    def place(self) -> tuple:
        return self.name, self.kind, self.month


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a database held at one data version.

    `engine`: hashes are alike only by the same version of DuckDB.
    """

    version: int
    schema: int
    parts: tuple[Part, ...]
    engine: str = duckdb.__version__

    @property
    def rows(self) -> int:
        return sum(part.row_count for part in self.parts)


def of(state: tuple[int, int], parts: Iterable[tuple]) -> Manifest:
    return Manifest(*state, tuple(Part(*row) for row in parts))


def beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.manifest.json")


def read(path: Path) -> Manifest | None:
    """The manifest in that file; None where there is none.

    Raises ValueError where it is damaged.
    """
    try:
        found = json.loads(path.read_bytes())
        if found["format"] != _FORMAT:
            raise ValueError(found["format"])
        return Manifest(
            found["version"],
            found["schema"],
            tuple(Part(*row) for row in found["parts"]),
            found["engine"],
        )
    except FileNotFoundError:
        return None
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def write(path: Path, manifest: Manifest) -> None:
    """Puts the manifest in the place of the one of before, whole or not at all. Raises OSError."""
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
    """Puts a file in the place of the one of before, whole or not at all, on the disk when this
    returns. Raises OSError.
    """
    unfinished = path.with_name(path.name + ".new")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def differences(wanted: Manifest, found: Manifest) -> list[str]:
    """What of `wanted` is missing or otherwise in `found`, as months and tables are called; empty
    where nothing is.

    A database may be ahead of its manifest: the process was killed between a commit and the writing
    of the manifest. What
    later commits did not touch must be alike then.
    """
    here = {part.place: part for part in found.parts}
    unlike = []
    is_ahead = found.version > wanted.version
    for part in wanted.parts:
        other = here.get(part.place)
        if is_ahead and (other is None or other.touched is None or other.touched > wanted.version):
            continue
        if other is None and not part.row_count:
            continue
        is_alike = other is not None and (part.row_count, part.touched) == (
            other.row_count,
            other.touched,
        )
        if not is_alike or wanted.engine == found.engine and part.hash != other.hash:
            unlike.append(part)
    if not is_ahead:
        known = {part.place for part in wanted.parts}
        unlike += [part for part in found.parts if part.place not in known and part.row_count]
    months = sorted({part.month for part in unlike if part.month})
    tables = dict.fromkeys(
        _WITHOUT_MONTH[part.name] for part in unlike if part.name in _WITHOUT_MONTH
    )
    names = [*(month_text(date.fromisoformat(month)) for month in months), *tables]
    return names or (["操作记录"] if unlike or found.version < wanted.version else [])
