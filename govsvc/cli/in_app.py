"""The app's side of a command that a command line sent: it is run, its output given back."""

import argparse
import base64
import contextlib
import io
from collections.abc import Sequence
from typing import TextIO

from govsvc.admin import access
from govsvc.admin.app_client import NOT_ACCEPTED, Files, Printed
from govsvc.cli.job import Job
from govsvc.cli.parser import parser
from govsvc.cli.running import command_of
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security.audit_log import AuditLog
from govsvc.store import manifest
from govsvc.system import clock


def run(words: Sequence[str], files: Files, database: DatabaseAddress, log: AuditLog) -> Printed:
    """Runs the command of these words on the app's own database.

    A refusal is printed, as the command line does. Raises GovsvcError for words that are no such
    command: those of a command that wants the app stopped, or of another version.
    """
    options = _options(words)
    command = command_of(options) if options else None
    if options is None or command is None:
        raise unknown_command()
    out, err = io.StringIO(), io.StringIO()
    was_there = manifest.is_database_there(database)
    job = Job(options, database, log, out, err, files, is_in_app=True)
    try:
        code = command(job)
    except GovsvcError as error:
        print(error, file=err)
        code = 1
    if manifest.is_database_there(database) and not was_there:
        _note_accounts(database, err)
    file = "".join(base64.b64encode(content).decode("ascii") for content in job.made)
    return Printed(code, out.getvalue(), err.getvalue(), file)


def _note_accounts(database: DatabaseAddress, err: TextIO) -> None:
    """New data remember the accounts that were there before them: else those would be made anew
    where they are lost.
    """
    try:
        access.note_accounts(database, clock.now())
    except GovsvcError as error:
        print(error, file=err)


def unknown_command() -> GovsvcError:
    """What is raised for words that are no command of the running app."""
    return GovsvcError(
        "正在运行的看板不认识这个命令。",
        "程序升级过的，请重启看板后再试；其他的请先停止看板，再运行命令。",
        NOT_ACCEPTED,
    )


def _options(words: Sequence[str]) -> argparse.Namespace | None:
    """The options that the words mean, None where they mean nothing."""
    with contextlib.suppress(SystemExit):  # argparse ends the program
        return parser().parse_args(words)
    return None
