"""What a person said of a sheet where the guess was wrong: kept by its header, so that it holds for
the next file too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from govsvc.domain.roster import Roster


@dataclass(frozen=True)
class HeaderChoice:
    """What a person chose for a header: the kind of its sheet ("" to leave it alone) and which
    column holds which field.

    `rows`: how many rows the header has. `columns`: field → column, counted from the header's first
    column, None where the sheet has no such field; fields that are not named are guessed.
    `is_guess`: the choice is taken back, and the header is guessed again.
    """

    kind: str
    rows: int = 1
    columns: Mapping[str, int | None] = field(default_factory=dict)
    is_guess: bool = False


def of_sheet(fingerprint: str, sheet: str) -> str:
    """The key of a choice for a header that holds only in sheets of that name: other sheets may
    have the same header.
    """
    return f"{fingerprint}@{sheet}"


def of_header(kind: str, header: str) -> str:
    """The key of a choice for the columns with that header in any sheet of the kind.

    `header`: its texts as they are compared, from top to bottom, parted by |.
    """
    return f"{kind}|{header}"


@dataclass(frozen=True)
class LedgerAnswers:
    """What a person said of the rows of a 整改台账 that do not say it themselves.

    `year`: of days without one. `assigned_on`, `closed_on`: 交办日期, 销号日期. `due`: 整改时限, as
    a cell would have it. `at_once`: workdays that 立行立改 gives.
    """

    year: int | None = None
    assigned_on: date | None = None
    closed_on: date | None = None
    due: str = ""
    at_once: int = 5


@dataclass(frozen=True)
class Choices:
    """What a person said of headers, values, months and units of uploaded files.

    `headers`: fingerprint of a header (or `of_sheet`) → the choice for it; `of_header` → the field
    of a column, none where it is not to be read. `values`: (field, header as compared) → cell
    without spaces → the word it stands for ("": none any more). `months`: (file, sheet) → the month
    that its rows are of; this is not remembered. `units_of_sheets`: (file, sheet) → the department
    or township of all its rows; nor is this. `units`: name of a unit that the roster lacks → the
    unit that it is the same as, "" where it is a new one. `roster`: the units that are known when
    the files are read, those answered among them. `ledger`: of the rows of a 整改台账; this is not
    remembered.
    """

    headers: Mapping[str, HeaderChoice] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    months: Mapping[tuple[str, str], date] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    units_of_sheets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    ledger: LedgerAnswers = LedgerAnswers()

    def field_of(self, kind: str, header: str) -> str | None:
        """The field that a person said a column with that header is, "" for none; None where nobody
        said anything.
        """
        choice = self.headers.get(of_header(kind, header))
        return None if choice is None else next(iter(choice.columns), "")

    def over(self, remembered: "Choices") -> "Choices":
        """These choices; where they say nothing, what is remembered."""
        headers = {**remembered.headers, **self.headers}
        values = {
            column: {**remembered.values.get(column, {}), **self.values.get(column, {})}
            for column in {**remembered.values, **self.values}
        }
        return Choices(
            {print_: choice for print_, choice in headers.items() if not choice.is_guess},
            values,
            self.months,
            self.units,
            self.roster,
            self.units_of_sheets,
            self.ledger,
        )
