"""What went wrong with the last backup of a database, for those to see who may mend it.

Kept by the running app: it tries again every night, and says so again.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Trouble:
    """`why`: what the backup was made for; `sentences`: what is wrong, and what to do.

    `is_made`: it was made all the same: of data that break a rule, without accounts or log that
    cannot be read, or without an entry in the 操作日志.
    """

    when: datetime
    why: str
    sentences: str
    is_made: bool = False


_last: dict[Path, Trouble | None] = {}


def note(database: Path, trouble: Trouble | None) -> None:
    """Notes how the last backup went; None: well."""
    _last[database.resolve()] = trouble


def last(database: Path) -> Trouble | None:
    """What went wrong with the last backup; None where all is well or none was tried since the app
    was started.
    """
    return _last.get(database.resolve())
