"""Copies of a database in the folder backups/ beside it, each with a note of what it holds: of a
file, or of a server's schema as its own program writes it.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from govsvc.domain.database_address import SERVER
from govsvc.store import manifest
from govsvc.system import clock
from govsvc.system.files import remove_file, replace_file

#: why a copy was made
NIGHTLY, BY_HAND, UPGRADE, BEFORE_RESTORE = "nightly", "by_hand", "upgrade", "before_restore"
#: the end of the name of a copy that a server's own program made
DUMP = ".dump"
#: at the end of a copy's name until it is whole
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Copy:
    """One backup.

    `sha256`: of its file; `is_checked`: it was opened and found to be whole; `beside`: name of each
    file copied with it → its SHA-256; `same_as`: name of the earlier backup whose file it shares,
    because the data were the same, "" where it has a file of its own; `breaches`: which rules the
    data in it break, in sentences.
    """

    path: Path
    made_at: datetime
    version: int
    schema: int
    rows: int
    size: int
    sha256: str
    why: str
    is_checked: bool = False
    beside: dict[str, str] = field(default_factory=dict)
    same_as: str = ""
    breaches: tuple[str, ...] = ()


def folder(path: Path) -> Path:
    return path.parent / "backups"


def _suffix(path: Path) -> str:
    """The end of the names of copies of the data at that place."""
    return DUMP if path.suffix == SERVER else ".duckdb"


def make(
    path: Path,
    content: Iterable[bytes],
    seen: manifest.Manifest | None,
    *,
    why: str,
    when: datetime | None = None,
    schema: int = 0,
    version: int = 0,
    same: Copy | None = None,
) -> Copy:
    """Writes a copy of the database at `path` and its note.

    Raises OSError; nothing is left of the copy then.

    `seen`: what it holds; of an older schema, which is not read, `schema` and `version` instead.
    `same`: an earlier copy that holds the same; the copy shares its file, where the disk can do so.
    """
    when = when or clock.now()
    backups = folder(path)
    backups.mkdir(parents=True, exist_ok=True)
    if seen:
        schema, version = seen.schema, seen.version
    stem = f"{path.stem}-{when:%Y%m%d-%H%M%S}-v{version}"
    number, target = 1, backups / f"{stem}{_suffix(path)}"
    while target.exists():
        number += 1
        target = backups / f"{stem}-{number}{_suffix(path)}"
    part = target.with_name(target.name + _PART)
    try:
        is_shared = same is not None and _is_linked(same.path, part)
        digest = same.sha256 if same and is_shared else _written(part, content)
        if seen:
            manifest.write(manifest.beside(target), seen)
        made = Copy(
            target,
            when,
            version,
            schema,
            seen.rows if seen else 0,
            part.stat().st_size,
            digest,
            why,
            same_as=same.path.name if same and is_shared else "",
        )
        note(made)
        replace_file(part, target)
    except BaseException:
        for left in (part, manifest.beside(target), _note_of(target)):
            remove_file(left)
        raise
    return made


def _written(path: Path, content: Iterable[bytes]) -> str:
    """Writes a new file; gives its SHA-256."""
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for block in content:
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _is_linked(path: Path, name: Path) -> bool:
    """Gives the file at `path` the further name `name`; False where the disk knows only one."""
    try:
        os.link(path, name)
    except OSError:
        return False
    return True


def last_checked(path: Path) -> Copy | None:
    """The latest copy of the database at `path` that passed its check."""
    return next((copy for copy in existing(path) if copy.is_checked), None)


def unchanged(path: Path, seen: manifest.Manifest) -> Copy | None:
    """The latest checked copy of the database at `path`, where it holds all that is `seen` and is
    whole.
    """
    last = last_checked(path)
    with suppress(OSError, ValueError):
        if last and manifest.read(manifest.beside(last.path)) == seen:
            return last if sha256(last.path) == last.sha256 else None
    return None


def share(path: Path, earlier: Path) -> None:
    """Takes the file `earlier`, which holds the same, in the place of that at `path`, where the
    disk can do so.
    """
    linked = path.with_name(path.name + _PART)
    remove_file(linked)
    if _is_linked(earlier, linked):
        replace_file(linked, path)


def note(copy: Copy) -> None:
    """Writes what is known of a copy beside it. Raises OSError."""
    known = {
        "made_at": copy.made_at.isoformat(timespec="seconds"),
        "version": copy.version,
        "schema": copy.schema,
        "rows": copy.rows,
        "size": copy.size,
        "sha256": copy.sha256,
        "why": copy.why,
        "is_checked": copy.is_checked,
        "beside": copy.beside,
        "same_as": copy.same_as,
        "breaches": copy.breaches,
    }
    manifest.write_whole(_note_of(copy.path), json.dumps(known, indent=1).encode())


def checked(copy: Copy, breaches: Iterable[str] = ()) -> Copy:
    """Notes that the copy was opened and is whole, and which rules its data break.

    Raises OSError.
    """
    noted = replace(copy, is_checked=True, breaches=tuple(breaches))
    note(noted)
    return noted


def existing(path: Path) -> list[Copy]:
    """The copies of the database at `path`, the latest first."""
    return sorted(
        _read(path), key=lambda copy: (copy.made_at, copy.version, copy.path.name), reverse=True
    )


def read(path: Path) -> Copy | None:
    """The copy in that file, None where its note is missing or cannot be read."""
    try:
        known = json.loads(_note_of(path).read_bytes())
        return Copy(
            path,
            datetime.fromisoformat(known["made_at"]),
            known["version"],
            known["schema"],
            known["rows"],
            known["size"],
            known["sha256"],
            known["why"],
            known["is_checked"],
            known.get("beside", {}),
            known.get("same_as", ""),
            tuple(known.get("breaches", ())),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def sha256(path: Path) -> str:
    """The hash of a file that no database has open. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop(copy: Copy) -> None:
    for path in (
        copy.path,
        manifest.beside(copy.path),
        _note_of(copy.path),
        *(copy.path.with_name(name) for name in copy.beside),
    ):
        remove_file(path)


def _read(path: Path) -> Iterator[Copy]:
    backups = folder(path)
    for file in backups.glob(f"*{_suffix(path)}") if backups.is_dir() else ():
        if is_copy_of(path, file.name) and (copy := read(file)):
            yield copy


def is_copy_of(path: Path, name: str) -> bool:
    """Whether a file of that name is of a copy of the database at `path`."""
    return bool(re.match(r"-\d{8}-\d{6}-v\d+", name.removeprefix(path.stem)))


def unfinished(path: Path) -> list[Path]:
    """The files of copies of the database at `path` that were never finished."""
    files = []
    for part in folder(path).glob(f"*{_PART}"):
        if is_copy_of(path, part.name):
            target = part.with_name(part.name.removesuffix(_PART))
            notes = [] if target.exists() else [manifest.beside(target), _note_of(target)]
            files += [part, *notes]
    return files


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")
