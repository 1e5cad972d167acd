"""The typed rows that `sheets` returns and `store` keeps. Frozen values, no behaviour."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from govsvc.domain.entries import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entries, Entry
from govsvc.domain.errors import GovsvcError, Issue
from govsvc.domain.mappings import HeaderChoice
from govsvc.domain.rectification.ledger_rows import LedgerRow
from govsvc.domain.roster import Unit

#: stands for the indicator in a bulletin's 综合得分 and 综合排名
OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Reported:
    """What a city bulletin prints of one county and one indicator; all None where the county did
    not report.

    `printed`: the percent as printed (``Decimal("98.59")``). `group`: 分组, rank within it.
    `score`: 得分; `full_score`: 分值, the most it can be. `cutoff`: 数据截止日. `indicator` may be
    ``overall`` for 综合得分 and 综合排名.
    """

    month: date
    county: str
    indicator: str
    numerator: int | None = None
    denominator: int | None = None
    printed: Decimal | None = None
    printed_rank: int | None = None
    group: str | None = None
    score: Decimal | None = None
    cutoff: date | None = None
    file: str = ""
    sheet: str = ""
    row: int = 0
    full_score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A target of one indicator: a value in percent, or a place to reach, for a year or (with
    `until`) a month of it.
    """

    year: int
    indicator: str
    value: Decimal | None = None
    place: int | None = None
    until: int | None = None
    lead_unit: str = ""


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """A column of a table: from 0, its letters, its header as printed, the first few different
    values.

    `text`: the header as it is compared, its rows parted by |. `near`: the fields that it may be
    where a person is asked, likeliest first; None where nothing is asked.
    """

    column: int
    letters: str
    header: str
    samples: tuple[str, ...] = ()
    text: str = ""
    near: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """A value of a column that was not understood, and how often.

    `header` and `value` as they are compared.

    `word`: what a person said that it stands for, "" where nobody did.
    """

    field: str
    header: str
    value: str
    count: int
    word: str = ""


@dataclass(slots=True)
class SheetRead:
    """What was recognised in one sheet. `kind` is None where nothing known was found (left alone).

    `rows`: number of data rows (totals, repeated headers and notes are none). `left_out`: how many
    of them do not count, because of an error or out of scope; `out_of_scope`: how many of these are
    only out of scope. `month`: first of the month, None where the sheet needs none (targets).
    `month_from`: where the month was found, in Chinese. `unit_from`: where the department or
    township of the whole table was found, "" where a column names it; `unit_asked`: the units that
    it may be of, where a person is asked. `header_rows`: (first, last), from 1. `columns`: field →
    header as printed. `letters`: field → letter of its column, where that is the same in all tables
    of the sheet; ``indicator.measure`` in a bulletin. `notes`: what else to say, in Chinese.

    The rest lets a person see and correct the guess. `fingerprint`: of the header. `places`: field
    → column from 0. `seen`: the columns from `start` on. `top`: the first rows of the sheet as
    texts. `prints`: header rows (first, last, from 1) → the fingerprint that a header on these rows
    would have. `unclear`: values that were not understood, or only because a person explained them.
    `choice`: how the guess was corrected, now or before. `fault`: why the table cannot be read so,
    in Chinese, and `doubt`: why it is probably of another subject; in both cases it is not read.
    `others`: further tables of the sheet, which have other headers.
    """

    sheet: str
    kind: str | None
    month: date | None = None
    month_from: str = ""
    rows: int = 0
    left_out: int = 0
    out_of_scope: int = 0
    header_rows: tuple[int, int] | None = None
    columns: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    is_hidden: bool = False
    notes: list[str] = field(default_factory=list)
    fingerprint: str = ""
    places: dict[str, int] = field(default_factory=dict)
    seen: list[ColumnSeen] = field(default_factory=list)
    top: list[list[str]] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    prints: dict[tuple[int, int], str] = field(default_factory=dict)
    start: int = 0
    choice: HeaderChoice | None = None
    fault: str = ""
    doubt: str = ""
    unit_from: str = ""
    unit_asked: tuple[str, ...] | None = None
    others: list["SheetRead"] = field(default_factory=list)

    @property
    def tables(self) -> list["SheetRead"]:
        """The tables of the sheet, one for each header that it has."""
        return [self, *self.others]


@dataclass(slots=True)
class FileRead:
    """What was read of one file.

    `refused` is the reason where the whole file cannot be used (then there are no rows). `matters`:
    the rows of a 整改台账.
    """

    file: str
    sha256: str
    month: date | None = None
    sheets: list[SheetRead] = field(default_factory=list)
    entries: Entries = field(default_factory=Entries)
    reported: list[Reported] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    matters: list[LedgerRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    home_hint: str | None = None
    refused: GovsvcError | None = None

    @property
    def tables(self) -> list[SheetRead]:
        """The tables of all sheets."""
        return [table for sheet in self.sheets for table in sheet.tables]

    def refuse(self, refusal: GovsvcError) -> None:
        """Marks the file as one that cannot be used, for that reason; drops its rows and issues."""
        self.refused, self.month, self.entries = refusal, None, Entries()
        self.reported, self.targets, self.units, self.issues = [], [], [], []
        self.matters = []


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list in one month.

    `flags`: what the item list says; `overlaid`: what partial sheets say over it, with the marks
    they set. `grounds`: in words why it is on the list, "" where the item list alone says so;
    `deciding_kind`: the kind of the partial sheet that says so.
    """

    kind: str
    month: date
    unit: str
    key: str
    name: str
    attributes: dict[str, str]
    flags: dict[str, bool] = field(default_factory=dict)
    overlaid: dict[str, bool] = field(default_factory=dict)
    grounds: str = ""
    deciding_kind: str = ""


__all__ = [
    "COUNTED",
    "ColumnSeen",
    "LEFT_OUT",
    "OUT_OF_SCOPE",
    "OVERALL",
    "Entries",
    "Entry",
    "FileRead",
    "ListRow",
    "Reported",
    "SheetRead",
    "Target",
    "Unclear",
]
