"""One command on the data: what it works on and where it prints, here and in the running app."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO, TypeAlias

from govsvc.admin.access import AccessInDatabase
from govsvc.cli import arguments, operator
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security import COMMAND_LINE, Actor
from govsvc.security.accounts import Accounts
from govsvc.security.audit_log import AuditLog
from govsvc.security.sso import SingleSignOn
from govsvc.store import Store, open_store


def write_out(path: Path, content: bytes) -> None:
    """Writes what a command made. Raises GovsvcError."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise GovsvcError(
            f"没有写出{path}：{error.strerror}。", "请检查 --out 的路径。", "not_written"
        ) from error


@dataclass(frozen=True, slots=True)
class Job:
    """`files`: (name, bytes) of the files that the command was given. `is_in_app`: it runs in the
    app, for a command line that asked it to: no path in `options` is opened there. `made`: the file
    that the command made there, which the side of the caller writes.
    """

    options: argparse.Namespace
    database: DatabaseAddress
    log: AuditLog
    out: TextIO
    err: TextIO
    files: Sequence[tuple[str, bytes]] = ()
    is_in_app: bool = False
    made: list[bytes] = field(default_factory=list)

    def give(self, content: bytes) -> None:
        """The command's file: it is written where --out says, by the account of the caller, before
        anything is said of it. Raises GovsvcError.
        """
        if self.is_in_app:
            self.made[:] = [content]
        else:
            write_out(self.options.out, content)

    def say(self, text: str) -> None:
        """Prints a line of the result."""
        print(text, file=self.out)

    def say_json(self, value: object) -> None:
        arguments.print_json(value, self.out)

    def say_version(self, version: int, text: str) -> int:
        """Says what was written, as JSON the new data version; gives the exit code."""
        if self.options.json:
            self.say_json({"version": version})
        else:
            self.say(text)
        return 0

    def complain(self, text: str) -> None:
        """Prints a line on standard error."""
        print(text, file=self.err)

    def store(self) -> Store:
        """The store, for writes in the name of the command line; made empty where there is none.

        Raises StoreError.
        """
        return open_store(self.database).acting(self._actor, self.log)

    def existing_store(self) -> Store:
        """The store of a database file that is there. Raises GovsvcError."""
        arguments.require_database(self.database)
        return self.store()

    def accounts(self) -> Accounts:
        """The accounts. Raises GovsvcError where their file is another account's."""
        if not self.is_in_app:
            operator.refuse_foreign_accounts(self.database)
        return Accounts(self.database, self.log, AccessInDatabase(self.database))

    def single_sign_on(self) -> SingleSignOn:
        return SingleSignOn(self.database, self.log)

    def _actor(self) -> Actor:
        return COMMAND_LINE if self.is_in_app else operator.actor(self.database)


#: runs a command on the data; gives the exit code
Command: TypeAlias = Callable[[Job], int]
