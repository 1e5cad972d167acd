"""The file of accounts, sessions and their settings beside the database."""

from pathlib import Path

from govsvc.domain.errors import GovsvcError
from govsvc.security.side_database import SideFile, journal_of

_CREATE = (
    "create_account",
    "create_session",
    "create_failure",
    "create_access_setting",
    "create_person",
)


class AccessFile(SideFile):
    """The accounts of one database."""

    def copy_to(self, database: Path) -> list[Path]:
        """Copies the file beside that database; gives the copy, none where there is no file."""
        if not self.path.exists():
            return []
        copy = access_file(database).path
        super().copy_to(copy)
        return [copy]

    def take(self, database: Path) -> None:
        """The accounts that lie beside that database become those of this one; everyone is to sign
        in anew. Raises GovsvcError where there are none.
        """
        source = access_file(database)
        if not source.path.exists():
            raise GovsvcError(
                f"{database.name}旁边没有账号文件。",
                "请换一份备份，或不加 --accounts。",
                "not_found",
            )
        unfinished = self.path.with_name(f"{self.path.name}.restore")
        SideFile.copy_to(source, unfinished)
        with SideFile(unfinished, "账号文件", _CREATE).writing() as writing:
            writing.rows("delete_all_sessions")
        journal_of(self.path).unlink(
            missing_ok=True
        )  # of a write that was killed in the file that goes
        unfinished.replace(self.path)


def access_file(database: Path) -> AccessFile:
    return AccessFile(database.with_name(f"{database.stem}.access.sqlite"), "账号文件", _CREATE)
