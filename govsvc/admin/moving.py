"""A county moves from one address to another: its data, accounts and 操作日志."""

from datetime import datetime
from typing import NamedTuple

from govsvc.domain.database_address import DatabaseAddress
from govsvc.security import side_copy
from govsvc.store import copying, open_store


class Moved(NamedTuple):
    """`rows`: how many were copied, 0 where all were there; `version`: the data version."""

    rows: int
    version: int
    accounts: int
    entries: int


def move(source: DatabaseAddress, target: DatabaseAddress, when: datetime) -> Moved:
    """Copies all from `source` to `target`. Begun again after an interruption it goes on.

    Raises GovsvcError where the target holds anything else; it is then as it was.
    """
    side_copy.refuse_others(source, target)
    old, new = open_store(source), open_store(target)
    rows = copying.copy(old, new, when)
    accounts, entries = side_copy.copy(source, target)
    version = new.version()
    if rows:
        side_copy.note(source, target, when, f"第{version}版，{rows:,}行")
    return Moved(rows, version, accounts, entries)
