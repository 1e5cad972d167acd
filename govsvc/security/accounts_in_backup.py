"""The accounts beside a backup: they are only read, so that the backup stays what it was."""

from pathlib import Path

from govsvc.security.access_settings import is_open_in
from govsvc.security.account import Account, account_of
from govsvc.security.accounts_database import AccountsDatabase


class AccountsInBackup:
    """Everything raises GovsvcError where the file cannot be read."""

    def __init__(self, backup: Path):
        self._file = AccountsDatabase(backup, is_backup=True)

    def all(self) -> list[Account]:
        return [account_of(row) for row in self._file.rows("read_accounts")]

    @property
    def is_open(self) -> bool:
        """Whether those who had not signed in might look."""
        return is_open_in(self._file)
