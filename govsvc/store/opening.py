"""What is looked at before and after a database file is opened, and what is said where it is not as
it was left.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from govsvc.domain.errors import StoreError
from govsvc.store import copies, manifest
from govsvc.store.sentences import disk_full

#: bytes that must be free on the disk before a write begins
LEAST_FREE = 200 * 2**20


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


def wanted(path: Path) -> manifest.Manifest | None:
    """What the last commit left; None where nothing was noted yet.

    Raises StoreError where the note is damaged or its database is gone.
    """
    note = manifest.beside(path)
    try:
        found = manifest.read(note)
    except ValueError as error:
        raise _with_step(
            StoreError(
                f"数据库的核对清单{note.name}已损坏，无法确认数据是否完整。", "", "manifest_damaged"
            ),
            path,
        ) from error
    if found and not path.exists():
        raise _with_step(
            StoreError(
                f"数据库文件{path.name}不见了，上次保存到第{found.version}版。", "", "missing"
            ),
            path,
        )
    return found


def keep_log(path: Path) -> Path | None:
    """Where a log was left by a process that was killed, a copy of it: opening takes from it what
    can be read and removes it.
    """
    log = path.with_name(path.name + ".wal")
    if not log.exists() or not log.stat().st_size:
        return None
    kept = log.with_name(log.name + ".kept")
    try:
        shutil.copyfile(log, kept)
    except OSError:
        return None
    return kept


def incomplete(
    path: Path, wanted: manifest.Manifest, seen: manifest.Manifest, lost: list[str]
) -> StoreError:
    """The database is not what was last saved."""
    versions = (
        f"（应为第{wanted.version}版，现为第{seen.version}版）"
        if wanted.version != seen.version
        else f"（第{seen.version}版）"
    )
    return _with_step(
        StoreError(
            f"数据库与上次保存时不一致{versions}，缺少或不同的有：{'、'.join(lost)}。",
            "",
            "incomplete",
        ),
        path,
    )


def with_backup(error: StoreError, path: Path) -> StoreError:
    """The same error; where the file is damaged its step names the last backup."""
    if error.code != "unreadable":
        return error
    return _with_step(
        StoreError(
            f"无法打开数据库文件：{path.name}，文件可能已损坏，或不是本系统的数据库。",
            "",
            error.code,
        ),
        path,
    )


def _with_step(error: StoreError, path: Path) -> StoreError:
    last = next((copy for copy in copies.found(path) if copy.is_checked), None)
    if last:
        step = (
            f"没有自动恢复任何内容。最近一份检查过的备份是{last.made_at:%Y-%m-%d %H:%M}的第"
            f"{last.version}版：请关闭看板，"
            f"运行 python -m govsvc restore {last.path.name} 恢复；"
        )
    else:
        step = "没有自动恢复任何内容，也没有找到检查过的备份。请先把整个数据文件夹另存一份；"
    if error.code == "missing":
        return StoreError(
            error.title,
            (
                f"请先找回原来的文件，放回{path.parent}。{step}真要从头开始的，"
                f"移走{manifest.beside(path).name}。"
            ),
            error.code,
        )
    return StoreError(
        error.title,
        step + "确认现有内容可以继续使用的，运行 python -m govsvc restore --as-it-is。",
        error.code,
    )


def refuse_little_space(path: Path, also: int = 0) -> None:
    """Raises StoreError where less than LEAST_FREE (and `also`) bytes are free: a disk that fills
    in a write ends every session.
    """
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        return
    if free < LEAST_FREE + also:
        raise disk_full()
