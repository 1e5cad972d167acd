"""What the store takes and gives, as values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from govsvc.domain.entries import LEFT_OUT, Entries, Entry
from govsvc.domain.indicators import BULLETIN, Rules
from govsvc.domain.roster import Unit
from govsvc.domain.rows import ListRow, Reported, Target

#: a kind of rows and a month: what is counted, replaced and taken back as one
KindAndMonth = tuple[str, date]
#: what a write was
IMPORT, OPEN, REPORT, REVIEW, CLOSE, UNDO, SETTING, TARGET, JUDGE, RECTIFY, PAPER = (
    "import",
    "open",
    "report",
    "review",
    "close",
    "undo",
    "setting",
    "target",
    "judge",
    "rectify",
    "paper",
)
#: the writes that can be taken back
UNDOABLE = (IMPORT, OPEN, REPORT, JUDGE, TARGET, UNDO)
#: what a unit handed in: 已报, 零报告, 退回
REPORTED, NOTHING_CHANGED, RETURNED = "reported", "nothing_changed", "returned"


@dataclass(slots=True)
class Batch:
    """The rows of one kind and month out of the files of one import.

    `month` is None for targets and the roster.

    `files`: (name, SHA-256 in hex). `listed`: units of the roster. `is_whole`: units that were
    there and are not in the batch are dropped. `is_changes`: the files hold what changed
    (增减变更); a row replaces the one of its key, all others stay. `is_by_key`: so do rows of a
    kind of weeks, which otherwise replace their whole week.
    """

    kind: str
    month: date | None
    files: list[tuple[str, str]]
    entries: Entries = field(default_factory=Entries)
    reported: list[Reported] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    listed: list[Unit] = field(default_factory=list)
    is_whole: bool = False
    is_changes: bool = False
    is_by_key: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.entries, Entries):
            self.entries = Entries.of(self.entries)

    @property
    def rows_month(self) -> date:
        """The month of its rows. Raises ValueError of targets and the roster, which have none."""
        if self.month is None:
            raise ValueError(f"{self.kind} have no month")
        return self.month

    @property
    def units(self) -> list[str]:
        """Departments, townships or counties whose rows the batch brings, sorted.

        A unit of which every row has an error is not among them: its earlier rows stay.
        """
        if self.kind == BULLETIN:
            return sorted({row.county for row in self.reported})
        return [unit for unit in self.entries.units(but=LEFT_OUT) if unit]

    @property
    def replaced_keys(self) -> tuple[list[str], list[str]]:
        """Of changes (增减变更): (keys whose rows are replaced; keys in which only faulty rows are
        replaced, since the file's own row is faulty).
        """
        is_faulty = self.entries.mask("status", LEFT_OUT)
        return self.entries.where(~is_faulty).values("key"), self.entries.where(is_faulty).values(
            "key"
        )

    @property
    def left_out_count(self) -> int:
        return self.entries.count(LEFT_OUT)

    @property
    def row_count(self) -> int:
        return len(self.entries) + len(self.reported) + len(self.targets) + len(self.listed)

    @property
    def kept_count(self) -> int:
        """How many rows are stored of the batch: of two targets for the same only the later one."""
        targets = {(target.year, target.until, target.indicator) for target in self.targets}
        return len(self.entries) + len(self.reported) + len(targets) + len(self.listed)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One county's indicator in one month by one source.

    County "" is the home county's own count.
    """

    month: date
    source: str
    county: str
    indicator: str
    numerator: int | None
    denominator: int | None
    printed: Decimal | None
    printed_rank: int | None
    group: str | None
    score: Decimal | None
    cutoff: date | None
    full_score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One row that an indicator counts in a month, with whether it is met.

    `flags`, `overlaid`: as in `ListRow`.

    `since`, `until`: the write that put it in force, and the one that ended it (a number beyond all
    where none did).
    """

    kind: str
    month: date
    unit: str
    key: str
    name: str
    attributes: dict[str, str]
    flags: dict[str, bool]
    overlaid: dict[str, bool]
    is_met: bool
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class CommitEffect:
    """What a commit would do to stored rows and own counts, by kind and month.

    `replaced`, `staying`: stored rows that would be replaced, and that would stay. `own`: indicator
    key → (numerator, denominator) of every month that would be counted anew, also where only a
    village list changes it.
    """

    replaced: dict[KindAndMonth, list[Entry]]
    staying: dict[KindAndMonth, list[Entry]]
    own: dict[KindAndMonth, dict[str, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file of one stored batch."""

    batch_id: int
    version: int
    kind: str
    month: date | None
    who: str
    imported_at: datetime
    row_count: int
    left_out_count: int
    units: tuple[str, ...]
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A stored row in one month, seen from one list.

    `is_met`: None where the list's indicator does not count it. `line`: its row in the sheet, from
    1.
    """

    row: ListRow
    status: str
    is_on_list: bool
    is_met: bool | None
    file: str
    sheet: str
    line: int


@dataclass(frozen=True, slots=True)
class Original:
    """One uploaded file as it is kept.

    `file`: as it was called; `kept_as`: the name to download it by; `content`: compressed.
    """

    sha256: str
    file: str
    kept_as: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Operation:
    """One write.

    `version`: the data version that it made. `undone`: the version of the write that it took back.
    """

    version: int
    what: str
    who: str
    at: datetime
    month: date | None
    reason: str
    undone: int | None


@dataclass(frozen=True, slots=True)
class MonthState:
    """The state of a month and who made it so.

    `base`: the month that it was opened from. `edition`: number of the last closing, 0 before.
    """

    month: date
    state: str
    base: date | None
    edition: int
    who: str | None
    at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Edition:
    """One closing of a month.

    `version`: the data version whose rows and values it shows. `rules`: JSON.
    """

    month: date
    edition: int
    version: int
    reason: str
    rules: str
    who: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of the rules (口径版本): holds from a month until a later one does.

    `document`: where it comes from.
    """

    name: str
    document: str
    from_month: date
    rules: Rules
    who: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What a department (kind items) or township (kind stations) handed in for a month.

    `note`: why it was returned.
    """

    kind: str
    unit: str
    state: str
    note: str
    who: str | None
    at: datetime | None
    file: str | None


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking writes back would change.

    `kinds_and_months`: whose rows or values would change. `rows`: of items, stations and villages
    the rows now and then. `snapshots`, `targets`: all of them then. `submissions`: of each month
    concerned what units have handed in now, and then.
    """

    kinds_and_months: tuple[KindAndMonth, ...]
    rows: dict[KindAndMonth, tuple[list[Entry], list[Entry]]]
    snapshots: list[Snapshot]
    targets: list[Target]
    submissions: dict[date, tuple[list[Submission], list[Submission]]]


@dataclass(frozen=True, slots=True)
class Act:
    """Who writes, when, what and why, as the record of operations notes it."""

    who: str
    when: datetime
    what: str = IMPORT
    month: date | None = None
    reason: str = ""
    undone: int | None = None
