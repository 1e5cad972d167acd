"""Accounts, settings and the 操作日志 from one address to another.

Nobody stays signed in: sessions and failures stay behind.
"""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_kinds
from govsvc.security.accounts_database import access_tables
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import COMMAND_LINE
from govsvc.security.side_database import Row
from govsvc.security.side_tables import SideTables

#: what reads all rows of a table, what writes one, and the names of its columns there
_TABLES = (
    (
        "read_whole_accounts",
        "insert_whole_account",
        "key name role units hash must_change is_disabled made_at seen_at",
    ),
    ("read_access_settings", "write_access_setting", "key value"),
    ("read_people", "write_person", "name email groups provider seen_at"),
)


def refuse_others(source: DatabaseAddress, target: DatabaseAddress) -> None:
    """Raises GovsvcError where the target has other accounts or another log than the source."""
    accounts = _all(access_tables(target))
    if any(accounts) and accounts != _all(access_tables(source)):
        raise GovsvcError.of("target_not_empty")
    copied, own = AuditLog(target), AuditLog(source)
    if copied.is_there and copied.count() and not _goes_on_from(copied, own):
        raise GovsvcError.of("target_not_empty")


def copy(source: DatabaseAddress, target: DatabaseAddress) -> tuple[int, int]:
    """Copies accounts and log, each all of it or nothing; how many of each there are then.

    What is there already stays. Raises GovsvcError as `refuse_others`.
    """
    refuse_others(source, target)
    rows, tables = _all(access_tables(source)), access_tables(target)
    if rows != _all(tables):
        with tables.writing() as writing:
            for (_, write, names), of_table in zip(_TABLES, rows):
                for row in of_table:
                    writing.rows(write, **dict(zip(names.split(), row)))
    own, copied = AuditLog(source), AuditLog(target)
    entries = own.entries() if own.is_there else []
    if entries and not (copied.is_there and copied.count()):
        copied.take_over(reversed(entries))
    return len(rows[0]), len(entries)


def _all(tables: SideTables) -> list[list[Row]]:
    return [tables.rows(read) for read, _, _ in _TABLES]


def _goes_on_from(copied: AuditLog, own: AuditLog) -> bool:
    """Whether the first entries of one log are all those of the other."""
    last = own.entries(1) if own.is_there else []
    same = copied.entries(skip=max(copied.count() - own.count(), 0), most=1) if last else []
    return bool(last) and [asdict(entry) for entry in same] == [asdict(entry) for entry in last]


def note(source: DatabaseAddress, target: DatabaseAddress, when: datetime, what: str) -> None:
    """Notes in the new log where all of it came from."""
    AuditLog(target).add(
        audit_kinds.COPIED,
        when,
        actor=COMMAND_LINE.name,
        source=COMMAND_LINE.source,
        subject=source.name if isinstance(source, Path) else str(source),
        after=what,
    )
