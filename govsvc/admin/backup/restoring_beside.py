"""What a restore does with what lies beside the database: accounts and 操作日志."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from govsvc.admin import access
from govsvc.admin.backup import beside
from govsvc.domain.errors import GovsvcError, StoreError
from govsvc.security.accounts import Accounts
from govsvc.security.accounts_in_backup import AccountsInBackup
from govsvc.security.audit_log import AuditLog
from govsvc.store import open_store
from govsvc.system.files import remove_read_only_file


def has_accounts(source: Path) -> bool:
    """Whether accounts that can be read lie beside that backup."""
    return _are_any(AccountsInBackup(source))


def _are_any(accounts: Accounts | AccountsInBackup) -> bool:
    try:
        return bool(accounts.all())
    except GovsvcError:
        return False


def nothing_changed() -> StoreError:
    """The error for a restore that could not be written."""
    return StoreError(
        "未能恢复，数据没有改变。", "请检查数据文件夹能否写入、磁盘空间是否足够。", "read_only"
    )


@contextmanager
def restored_log(path: Path, source: Path) -> Iterator[None]:
    """Puts the backup's 操作日志 and its archives where there is none; where what is done with it
    fails they are taken away again, so that the restore can be run anew.

    Raises StoreError.
    """
    own, copied = AuditLog(path), AuditLog(source, is_backup=True)
    if own.is_there or own.faults():  # of a log that is gone its head file may be left
        raise StoreError(
            "这里已经有操作日志。操作日志只增不改，不能换成备份里的。数据没有改变。",
            f"在原来的电脑上，请不加 --log。换了电脑的，先把{path.parent}里除 backups 以外的文件"
            "都移到别处，再恢复。",
            "log_is_there",
        )
    if not copied.is_there:
        raise StoreError(
            f"备份{source.name}里没有操作日志。",
            "数据没有改变。请换一份备份，或不加 --log。",
            "not_found",
        )
    earlier = own.files
    try:
        _copy_log(copied, path, source)
        yield
    except BaseException:
        for file in own.files - earlier:
            with suppress(OSError):
                remove_read_only_file(file)
        raise


def _copy_log(copied: AuditLog, path: Path, source: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for archive in copied.archives_in(source.parent, AuditLog(path).path.name):
            beside.copy_archive(archive.path, path.with_name(archive.path.name))
        copied.copy_beside(path)
    except OSError as error:
        raise nothing_changed() from error


def note_access(path: Path, source: Path, when: datetime) -> bool:
    """Whether accounts belong to the restored data, and there are none here.

    Of a backup by a program whose data did not remember that, its accounts say it, and whether
    viewing was switched off.
    """
    are_here, copied, store = _are_any(Accounts(path)), AccountsInBackup(source), open_store(path)
    try:
        if _are_any(copied) and not (are_here and copied.is_open):
            access.remember_accounts(path, when, copied.is_open)
        return store.settings.access().has_accounts and not are_here
    finally:
        store.close()
