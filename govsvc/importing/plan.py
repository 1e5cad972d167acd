"""What an import would store, to be shown before it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from govsvc.domain.mappings import Choices
from govsvc.domain.roster import Roster
from govsvc.domain.rows import FileRead
from govsvc.importing.validation.unknown_units import UnknownUnit
from govsvc.store import Batch


@dataclass(slots=True)
class Replacement:
    """What a batch does to one kind and month that already has rows.

    `replaced`, `kept`: the units whose rows would be replaced, and those that are not in the files,
    with their number of rows now (of `kept` those that the files do not take over). `incoming`:
    unit → rows in the files.
    """

    kind: str
    month: date
    replaced: dict[str, int]
    kept: dict[str, int]
    incoming: Mapping[str, int]

    @property
    def shrinking(self) -> dict[str, tuple[int, int]]:
        """Units that would have less than nine tenths of their rows: unit → (rows now, rows in the
        files).
        """
        return {
            unit: (now, self.incoming[unit])
            for unit, now in self.replaced.items()
            if self.incoming[unit] * 10 < now * 9
        }


@dataclass(slots=True)
class Plan:
    """What an import would store, at the data version it was planned against.

    Nothing is stored by planning.

    `already`: names of files that were imported before and whose batch is still the latest of its
    kind and month. `home`: the home county after the import. `contents`: bytes of each file by its
    name, those of an archive apart. `choices`: what was said of headers and values in this import;
    the commit remembers it. `roster`: as it will be. `unknown`: names of units that it lacks:
    nothing is stored until each is said to be one of the known, or new. `closed_months`: those of
    the database.
    """

    version: int
    files: list[FileRead]
    batches: list[Batch]
    replacements: list[Replacement]
    already: list[str] = field(default_factory=list)
    home: str | None = None
    contents: dict[str, bytes] = field(default_factory=dict)
    choices: Choices = Choices()
    roster: Roster = field(default_factory=Roster)
    unknown: list[UnknownUnit] = field(default_factory=list)
    closed_months: set[date] = field(default_factory=set)

    @property
    def refused(self) -> list[FileRead]:
        return [file for file in self.files if file.refused]

    @property
    def error_count(self) -> int:
        return sum(issue.severity == "error" for file in self.files for issue in file.issues)

    @property
    def closed(self) -> list[date]:
        """Months that were closed when the plan was made: only a correction may change them."""
        return sorted(self.closed_months & set(self.months))

    @property
    def months(self) -> list[date]:
        return sorted({batch.month for batch in self.batches if batch.month})
