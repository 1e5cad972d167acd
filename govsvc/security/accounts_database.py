"""The file of accounts, sessions, failures to sign in and settings beside the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security.side_database import Row, SideDatabase, journal_of
from govsvc.security.side_tables import ServerTables, SideTables
from govsvc.system.files import remove_file, replace_file

_CREATE = (
    "create_account",
    "create_session",
    "create_failure",
    "create_access_setting",
    "create_person",
)
_NAME = "账号文件"


class AccountsDatabase(SideDatabase):
    """The accounts of the database at that path; beside a backup they are only read."""

    damaged_step = (
        "请停止看板，运行 python -m govsvc restore --last --only-accounts，从备份恢复账号；"
        "数据不变。"
    )

    def __init__(self, database: Path, is_backup: bool = False):
        path = database.with_name(f"{database.stem}.access.sqlite")
        super().__init__(path, _NAME, None if is_backup else _CREATE)

    def rows(self, name: str, /, **parameters: object) -> list[Row]:
        """All rows of one query; none where there is no file, which reading does not make."""
        return [] if self.is_blank else super().rows(name, **parameters)

    def copy_beside(self, database: Path) -> list[Path]:
        """Copies the file beside that database; gives the copy, none where there is no file."""
        if not self.path.exists():
            return []
        copy = AccountsDatabase(database).path
        self.copy_to(copy)
        return [copy]

    def replace_by(self, backup: Path) -> None:
        """The accounts beside that backup become those of this database; all sessions end.

        Raises GovsvcError where there are none, or where they cannot be copied; these are then as
        they were.
        """
        source = AccountsDatabase(backup, is_backup=True)
        if not source.path.exists():
            raise GovsvcError(
                f"{backup.name}旁边没有账号文件。",
                "请换一份备份，或不加 --accounts。",
                "not_found",
            )
        unfinished = self.path.with_name(f"{self.path.name}.restore")
        source.copy_to(unfinished)
        with SideDatabase(unfinished, _NAME, _CREATE).writing() as writing:
            writing.rows("delete_all_sessions")
        # a write that was killed left it, in the file that goes
        remove_file(journal_of(self.path))
        replace_file(unfinished, self.path)


def access_tables(address: DatabaseAddress) -> SideTables:
    """The accounts of the data at that address."""
    if isinstance(address, Path):
        return AccountsDatabase(address)
    return ServerTables(address, _CREATE, "lock_access")


@contextmanager
def intact_values() -> Iterator[None]:
    """Around what makes something of the file's values: raises GovsvcError where one is of a kind
    that is never written.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GovsvcError(
            f"{_NAME}已损坏：含有无法识别的内容。", AccountsDatabase.damaged_step, "side_damaged"
        ) from error
