"""Runs a command on the data: in the app that holds the database file, or here where none runs or
the data lie on a server.

Both run the same function on a `Job`; only where it prints differs.
"""

import argparse
import base64
import sys
from collections.abc import Callable
from typing import TypeAlias

from govsvc.admin import app_client
from govsvc.admin.app_client import Files
from govsvc.cli import arguments
from govsvc.cli.job import Command, Job, write_out
from govsvc.domain import database_address
from govsvc.domain.database_address import place
from govsvc.domain.errors import GovsvcError
from govsvc.security.audit_log import AuditLog

#: reads the files that a command was given
ReadFiles: TypeAlias = Callable[[argparse.Namespace], Files]


def _no_files(options: argparse.Namespace) -> Files:
    return []


def set_command(
    parser: argparse.ArgumentParser, command: Command, read_files: ReadFiles = _no_files
) -> None:
    """The parser's command is this one, in the app where one runs.

    `read_files` is called on the side of the caller, whose files the app may not be able to read.
    """
    parser.set_defaults(run=_run, command=command, read_files=read_files)


def add_action(
    actions: arguments.Commands, name: str, help_text: str, command: Command
) -> argparse.ArgumentParser:
    """A command on the data of --database, whose answer --json gives for programs."""
    parser = actions.add_parser(name, help=help_text)
    arguments.add_database(parser)
    parser.add_argument("--json", action="store_true")
    set_command(parser, command)
    return parser


def command_of(options: argparse.Namespace) -> Command | None:
    """The command that was set for the app, too; None for all others."""
    return getattr(options, "command", None)


def here(options: argparse.Namespace, files: Files = ()) -> Job:
    """The job in this process, which prints at once."""
    database = database_address.resolved(options.database)
    return Job(options, database, AuditLog(database), sys.stdout, sys.stderr, files)


def _run(options: argparse.Namespace) -> int:
    database = database_address.resolved(options.database)
    files = options.read_files(options)
    try:
        answer = app_client.call(place(database), options.words, files)
    except GovsvcError as error:
        if error.code not in app_client.NOTHING_DONE:
            raise
        refusal = error
    else:
        if answer.file:
            write_out(options.out, base64.b64decode(answer.file))
        sys.stdout.write(answer.out)
        sys.stderr.write(answer.err)
        return answer.code
    try:
        job = here(options, files)
        code: int = options.command(job)
    except GovsvcError as error:
        if error.code != "locked":
            raise
        raise refusal from error  # says why the app that may hold the database was not asked
    return code
