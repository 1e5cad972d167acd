"""What an import would change, as frozen values. Texts in `fields` are ready to be shown."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govsvc.domain import rates
from govsvc.domain.indicators import Indicator
from govsvc.domain.rates import Rank
from govsvc.importing.taking_over import TakenOver

ADDED, CHANGED, GONE = "新增", "改动", "减少"

#: (name of the field in Chinese, from, to)
Field = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class UnitChange:
    """Rows of one department or township in one month, by what happens to them.

    A row that moved between departments counts as changed in the one it moved to. `same` includes
    the rows of a unit
    that is not in the files.
    """

    kind: str
    month: date
    unit: str
    added: int
    changed: int
    gone: int
    same: int

    @property
    def is_changed(self) -> bool:
        return bool(self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is added, changed or gone.

    `unit`, `key` and `name` are those after the import (of a gone row: before). `code`: what people
    know it by: the code of an item, None where it has none, or the own name of a village.
    `fields`: what differs in a changed row; of an added or gone row only 计入情况, and that only
    where it does not count.
    """

    kind: str
    month: date
    unit: str
    key: str
    code: str | None
    name: str
    what: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One value. `published`: percent at two decimals."""

    numerator: int | None
    denominator: int | None
    published: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """The home county's indicator in one month by one source, before and after; None where there is
    no value.

    `rank_before`, `rank_after`: in the month's bulletin, within its group; None for 本县测算.
    """

    indicator: Indicator
    month: date
    source: str
    before: Figure | None
    after: Figure | None
    rank_before: Rank | None = None
    rank_after: Rank | None = None

    @property
    def change_pp(self) -> Decimal | None:
        """The change of the published value in percentage points, None where one is unknown."""
        if self.after is None or self.before is None:
            return None
        return rates.change_pp(self.after.published, self.before.published)

    @property
    def is_changed(self) -> bool:
        return (self.before, self.rank_before) != (self.after, self.rank_after)


@dataclass(frozen=True, slots=True)
class CountyChange:
    """What a bulletin prints of one county and indicator, where it differs.

    `indicator` may be ``overall``.
    """

    month: date
    county: str
    indicator: str
    name: str
    what: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class TargetChange:
    """One target that is new or differs.

    `until`: the month of the year it is for, None for the whole year.
    """

    year: int
    until: int | None
    indicator: str
    name: str
    what: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class RosterChange:
    """One unit of the roster that is new or differs, as where a name was said to be the same as its
    own.
    """

    name: str
    what: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ReportChange:
    """What a unit has handed in for a month before and after: 未报, 已报, 零报告 or 退回."""

    month: date
    unit: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would change against data version `version`.

    `batches`: (kind, month) that the files bring. `units`: every department and township of those
    months. `indicators`:
    every one that would be counted or printed anew, also where its value stays.
    """

    version: int
    batches: tuple[tuple[str, date | None], ...]
    units: tuple[UnitChange, ...]
    rows: tuple[RowChange, ...]
    indicators: tuple[IndicatorChange, ...]
    counties: tuple[CountyChange, ...]
    targets: tuple[TargetChange, ...]
    taken_over: tuple[TakenOver, ...]
    roster: tuple[RosterChange, ...] = ()
    reports: tuple[ReportChange, ...] = ()

    @property
    def is_changed(self) -> bool:
        return bool(
            self.rows
            or self.counties
            or self.targets
            or self.roster
            or self.reports
            or any(change.is_changed for change in self.indicators)
        )
