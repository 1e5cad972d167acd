"""Putting a backup in the place of the database, or of its accounts alone.

What it replaces is copied aside; nothing is replaced by what is damaged or newer.
"""

import shutil
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from govsvc.admin import app_client, backup
from govsvc.admin.backup import restoring_beside
from govsvc.domain.errors import StoreError
from govsvc.security import COMMAND_LINE, Actor, audit_kinds
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.audit_log import AuditLog
from govsvc.security.side_database import journal_of, sync
from govsvc.store import copies, file_lock, manifest, opening
from govsvc.store.connection import Connection
from govsvc.store.schema import SCHEMA_VERSION
from govsvc.system.files import remove_file, replace_file


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a restore.

    `replaced`: the folder with copies of the earlier files, None where there were none.
    `version`: the data version now. `are_accounts_lost`: the data had accounts, and there are none
    here.
    """

    replaced: Path | None
    version: int
    are_accounts_lost: bool = False


def restore(
    path: Path,
    source: Path,
    when: datetime,
    by: Actor = COMMAND_LINE,
    with_accounts: bool = False,
    with_log: bool = False,
) -> Restored:
    """Makes the backup `source` the database at `path`, `with_accounts` its accounts too.

    The 操作日志 stays; it gets an entry first. `with_log`: on a machine that has none the backup's
    becomes its own. Raises StoreError where the app is running, the backup is damaged or of a newer
    program, there is a log that another would replace, or it cannot be written. The database is
    then as it was, unless the error says that the restore is not finished.
    """
    _refuse_in_use(path)
    _refuse_unusable(path, source, with_accounts)
    after = _version_text(source) + ("，账号也恢复" if with_accounts else "")
    after += "，操作日志也恢复" if with_log else ""
    with restoring_beside.restored_log(path, source) if with_log else nullcontext():
        _record(path, when, by, source.name, before=_version_text(path), after=after)
        return _restored(path, source, when, by, with_accounts)


def _restored(path: Path, source: Path, when: datetime, by: Actor, with_accounts: bool) -> Restored:
    """Restores the data, and the accounts where that is wanted; a failure stands in the 操作日志.

    Raises StoreError.
    """
    unfinished = path.with_name(path.name + ".restore")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, unfinished)
        sync(unfinished)
        replaced = _copy_aside(path, when, [*_data_files(path), *_account_files(path)])
        _refuse_in_use(path)  # it may have been started meanwhile
    except OSError as error:
        remove_file(unfinished)
        _record_failure(path, when, by, source.name, str(error))
        raise restoring_beside.nothing_changed() from error
    except StoreError:
        remove_file(unfinished)
        _record_failure(path, when, by, source.name, "看板正在运行")
        raise
    try:
        _replace(path, source, unfinished, with_accounts)
    except OSError as error:
        remove_file(unfinished)
        _record_failure(path, when, by, source.name, str(error))
        raise StoreError(
            "恢复未完成，数据文件夹里的文件可能新旧混杂，请勿启动看板。",
            f"请检查数据文件夹能否写入、磁盘空间是否足够，再恢复一次。原来的文件都在{replaced}。",
            "restore_unfinished",
        ) from error
    are_lost = restoring_beside.note_access(path, source, when)
    return Restored(replaced, _opened_version(path), are_lost)


def restore_accounts(
    path: Path, source: Path, when: datetime, by: Actor = COMMAND_LINE
) -> Restored:
    """Makes the accounts of the backup `source` those of the database at `path`, which stays as it
    is; everyone has to sign in anew.

    Raises StoreError where the app is running, the backup is damaged or has no accounts, or they
    cannot be written; nothing is changed then.
    """
    _refuse_in_use(path)
    _refuse_unusable(path, source, with_accounts=True)
    _record(path, when, by, source.name, after="只恢复账号")
    try:
        replaced = _copy_aside(path, when, _account_files(path))
        AccountsDatabase(path).replace_by(source)
    except OSError as error:
        _record_failure(path, when, by, source.name, str(error))
        raise restoring_beside.nothing_changed() from error
    return Restored(replaced, _opened_version(path))


def _refuse_unusable(path: Path, source: Path, with_accounts: bool) -> None:
    """Raises StoreError where the backup is not there, newer, damaged or without accounts."""
    if not source.exists():
        raise StoreError(
            f"找不到备份文件：{source.name}。",
            f"备份放在{copies.folder(path)}，运行 python -m govsvc backup --list 列出。",
            "not_found",
        )
    copy = copies.read(source)
    if copy and copy.schema > SCHEMA_VERSION:
        raise StoreError(
            "这份备份由更新版本的程序建立，本程序不能使用。",
            "请先升级程序，再恢复。数据没有改变。",
            "newer_schema",
        )
    faults = backup.faults(source)
    if faults:
        raise StoreError(
            f"备份{source.name}不能使用：{faults[0]}",
            "数据没有改变，请换一份备份。",
            "backup_damaged",
        )
    if with_accounts and not restoring_beside.has_accounts(source):
        raise StoreError(
            f"备份{source.name}里没有账号文件，或是空的。",
            "数据没有改变。请换一份备份，或不加 --accounts。",
            "not_found",
        )


def _replace(path: Path, source: Path, unfinished: Path, with_accounts: bool) -> None:
    """Puts the copied backup in the database's place, then its manifest, then its accounts."""
    remove_file(path.with_name(path.name + ".wal"))
    replace_file(unfinished, path)
    noted = manifest.beside(source)
    if noted.exists():
        manifest.write_whole(manifest.beside(path), noted.read_bytes())
    else:
        remove_file(manifest.beside(path))
    if with_accounts:
        AccountsDatabase(path).replace_by(source)


def accept(path: Path, when: datetime, by: Actor = COMMAND_LINE) -> Restored:
    """Goes on with the database as it is, although it is not what was last saved; a copy is kept.

    Raises StoreError where the app is running or the file cannot be opened at all.
    """
    _refuse_in_use(path)
    if not path.exists():
        raise StoreError(
            f"数据库文件{path.name}缺失，没有可以继续使用的内容。",
            f"请恢复备份，或删去{manifest.beside(path).name}后重新开始。",
            "missing",
        )
    replaced = _copy_aside(path, when, [*_data_files(path), *_account_files(path)])
    write_ahead_log = path.with_name(path.name + ".wal")
    _record(path, when, by, "按现状继续使用", before=_version_text(path))
    try:
        version = _opened_version(path, as_it_is=True)
    except StoreError:
        if not write_ahead_log.exists():
            raise
        remove_file(write_ahead_log)  # a copy of it is kept
        version = _opened_version(path, as_it_is=True)
    return Restored(replaced, version)


def _record(
    path: Path, when: datetime, by: Actor, subject: str, before: str = "", after: str = ""
) -> None:
    AuditLog(path).add(
        audit_kinds.RESTORED,
        when,
        actor=by.name,
        source=by.source,
        subject=subject,
        before=before,
        after=after,
    )


def _record_failure(path: Path, when: datetime, by: Actor, name: str, reason: str) -> None:
    AuditLog(path).add(
        audit_kinds.NOT_SAVED,
        when,
        actor=by.name,
        source=by.source,
        subject=f"恢复{name}",
        after=reason,
    )


def _version_text(path: Path) -> str:
    """第N版, from the manifest beside the file; "" where there is none."""
    try:
        noted = manifest.read(manifest.beside(path))
    except ValueError:
        return ""
    return f"第{noted.version}版" if noted else ""


def _opened_version(path: Path, as_it_is: bool = False) -> int:
    opened = Connection(path, as_it_is=as_it_is)
    try:
        return opened.rows("read_state")[0][0]
    finally:
        opened.close()


def _refuse_in_use(path: Path) -> None:
    if app_client.is_running(path) or file_lock.is_locked(path):
        raise StoreError(
            "看板正在运行，不能恢复数据：恢复要换掉它正打开着的文件。",
            "请先停止看板（在它的窗口按 Ctrl+C，或停止服务），再运行一次。数据没有改变。",
            "in_use",
        )


def _data_files(path: Path) -> list[Path]:
    log = path.with_name(path.name + ".wal")
    return [path, log, opening.kept_log(path), manifest.beside(path)]


def _account_files(path: Path) -> list[Path]:
    accounts = AccountsDatabase(path).path
    return [accounts, journal_of(accounts)]


def _copy_aside(path: Path, when: datetime, candidates: Iterable[Path]) -> Path | None:
    """Copies those of the files that are there into a folder.

    Gives the folder, None where none of them is there.
    """
    files = [file for file in candidates if file.exists()]
    if not files:
        return None
    folder = copies.folder(path) / f"replaced-{when:%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)
        shutil.copymode(file, folder / file.name)
        sync(folder / file.name)
    return folder
