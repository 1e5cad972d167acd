"""The typed rows that `sheets` returns and `store` keeps. Frozen values, no behaviour."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from govsvc.errors import GovsvcError, Issue

COUNTED, OUT_OF_SCOPE, LEFT_OUT = "counted", "out_of_scope", "left_out"
#: stands for the indicator in a bulletin's 综合得分 and 综合排名
OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an item list (kind ``items``), station ledger (``stations``) or village list (``villages``).

    `unit`: department or township, without the county's own prefix ("" where the sheet has none: only if left out).
    `key`: what tells rows apart within month and kind: the item's code, or ``township/village``. `name`: the item's or
    the village's name. `attributes`: further text of the row by field name (``implementation_code``, ``business_code``,
    ``basic_code``, ``item_code``, ``item_type``, ``level``, ``responsible``, ``station_name``, ``former_name``,
    ``note`` …), without empty ones. `flags`: flag key → yes or no; a flag the sheet does not give is absent.
    `status`: ``counted``, ``out_of_scope`` (kept, not counted) or ``left_out`` (has an error).
    `sheet` and `row` (from 1) say where it was read.
    """

    kind: str
    month: date
    unit: str
    key: str
    name: str
    attributes: dict[str, str]
    flags: dict[str, bool]
    status: str = COUNTED
    file: str = ""
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Reported:
    """What a city bulletin prints of one county and one indicator. All None: the county did not report.

    `printed`: the percent as printed (``Decimal("98.59")``). `group`: 分组, rank within it. `score`: 得分.
    `cutoff`: 数据截止日. `indicator` may be ``overall`` for 综合得分 and 综合排名.
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


@dataclass(frozen=True, slots=True)
class Target:
    """A target of one indicator: a value in percent, or a place to reach, for a year or (with `until`) a month of it."""

    year: int
    indicator: str
    value: Decimal | None = None
    place: int | None = None
    until: int | None = None
    lead_unit: str = ""


@dataclass(slots=True)
class SheetRead:
    """What was recognised in one sheet. `kind` is None where nothing known was found (left alone).

    `rows`: data rows found (totals, repeated headers and notes are none). `left_out`: those of them that do not count
    (with an error, or out of scope); `out_of_scope`: how many of those are merely out of scope. `month`: first of the
    month, None where the sheet needs none (targets). `month_from`: where the month was found, in Chinese. `header_rows`:
    1-based (first, last). `columns`: field → header text as printed. `letters`: field → letter of its column in the sheet,
    where all its tables have it there; ``indicator.measure`` in a bulletin. `notes`: what else to say, in Chinese.
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


@dataclass(slots=True)
class FileRead:
    """What was read of one file. `refused` is the reason where the whole file cannot be used (then there are no rows)."""

    file: str
    sha256: str
    month: date | None = None
    sheets: list[SheetRead] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    reported: list[Reported] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    home_hint: str | None = None
    refused: GovsvcError | None = None


@dataclass(frozen=True, slots=True)
class ListRow:
    """One fact on a list in one month."""

    kind: str
    month: date
    unit: str
    key: str
    name: str
    attributes: dict[str, str]
