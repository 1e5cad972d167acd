"""What the 操作日志 holds, in the file that is written and in its archives."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack

from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.security import audit_archives, visitor_downloads
from govsvc.security.audit_archives import Archive
from govsvc.security.audit_chain import AuditEntry
from govsvc.security.audit_head import HeadRow
from govsvc.security.side_database import SideDatabase
from govsvc.security.side_tables import ServerTables, SideTables

#: the queries that make the table of the entries
CREATE_ENTRIES = ("create_log_entry", "create_log_no_update", "create_log_no_delete")


class LogFilter(TypedDict, total=False):
    """Which entries are wanted: from `since` until before `until`, of one actor, of one kind, with
    a text in them.

    What is left out, or "", limits nothing.
    """

    since: datetime
    until: datetime
    actor: str
    kind: str
    text: str


class AuditReads:
    """The entries of the log beside that database, in all its files; GovsvcError where one cannot
    be read.
    """

    def __init__(self, database: DatabaseAddress, is_backup: bool = False):
        self._file: SideTables
        if isinstance(database, Path):
            path = database.with_name(f"{database.stem}.audit.sqlite")
            create = None if is_backup else (*CREATE_ENTRIES, visitor_downloads.CREATE)
            self._single: SideDatabase | None = SideDatabase(path, "操作日志", create)
            self._file = self._single
        else:
            made = *CREATE_ENTRIES, *HeadRow.CREATE, visitor_downloads.CREATE
            self._single, self._file = None, ServerTables(database, made, "lock_log")

    @property
    def single(self) -> SideDatabase:
        """The file that is written. Raises GovsvcError where the log lies on a server."""
        if self._single is None:
            raise GovsvcError.of("not_a_file")
        return self._single

    @property
    def path(self) -> Path:
        """The file that is written. Raises GovsvcError where the log lies on a server."""
        return self.single.path

    @property
    def is_there(self) -> bool:
        return self._single is None or self._single.path.exists()

    @property
    def archives(self) -> list[Archive]:
        """The archives of its earlier entries, the earliest first; a server keeps all in one
        table.
        """
        return [] if self._single is None else self.archives_in(self.path.parent, self.path.name)

    def archives_before(self, number: int | None) -> list[Archive]:
        """The archives that end before that entry, all where none is given."""
        return [] if self._single is None else audit_archives.existing(self.path, number)

    def archives_in(self, folder: Path, name: str) -> list[Archive]:
        """The archives of its earlier entries in a folder, for a log whose file bears that name."""
        first = self._file.rows("read_log_first")[0][0] if self.is_there else None
        return audit_archives.existing(folder / name, first)

    def entries(
        self, most: int = 1_000_000, skip: int = 0, **filters: Unpack[LogFilter]
    ) -> list[AuditEntry]:
        """The entries that the filters let through, the latest first: `most` of them after the
        first `skip`.
        """
        parameters = _parameters(filters)
        entries: list[AuditEntry] = []
        for file in self._files():
            rows = file.rows("read_log_entries", **parameters, most=most - len(entries), skip=skip)
            entries += [AuditEntry(*row) for row in rows]
            skip = 0 if rows else skip - min(skip, _count(file, parameters))
            if len(entries) == most:
                break
        return entries

    def count(self, **filters: Unpack[LogFilter]) -> int:
        return sum(_count(file, _parameters(filters)) for file in self._files())

    def people(self) -> list[str]:
        """Everyone who acted in it, by name."""
        return sorted(
            {actor for file in self._files() for (actor,) in file.rows("read_log_people")}
        )

    def _files(self) -> Iterator[SideTables]:
        """The files of the entries, the latest first."""
        yield self._file
        yield from (archive.file for archive in reversed(self.archives))

    def visitor_downloads(self) -> int:
        """How many downloads without signing in stand in no entry yet."""
        rows = self._file.rows("count_visitor_downloads", source="", since="", until="9")
        return int(rows[0][0])


def _parameters(filters: LogFilter) -> dict[str, str]:
    """The filters as the queries take them; 9 is after every date."""
    since, until = filters.get("since"), filters.get("until")
    return {
        "since": since.isoformat(sep=" ") if since else "",
        "until": until.isoformat(sep=" ") if until else "9",
        "actor": filters.get("actor", ""),
        "kind": filters.get("kind", ""),
        "text": filters.get("text", ""),
    }


def _count(file: SideTables, parameters: Mapping[str, str]) -> int:
    return int(file.rows("count_log_entries", **parameters)[0][0])
