"""What share of the entries is closed, and closed in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from govsvc.domain.rates import percent_text, published
from govsvc.domain.rectification.clock import Clock, Light
from govsvc.domain.rectification.states import Standing, State


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of entries on one day, all but 作废 and 长期坚持.

    `in_time`: closed by the first deadline. `overdue`: open and overdue. `workdays`: median of what
    the closed ones took, None where there is none.
    """

    total: int
    closed: int
    in_time: int
    overdue: int
    lights: dict[Light, int]
    sent_back: int
    rebound: int
    workdays: float | None

    @property
    def completion(self) -> Decimal | None:
        """销号率: closed of all, percent at two decimals."""
        return published(self.closed, self.total)

    @property
    def timeliness(self) -> Decimal | None:
        """按期销号率: those closed by the first deadline, of those closed or overdue."""
        return published(self.in_time, self.closed + self.overdue)

    def completion_text(self, decimals: int) -> str:
        """销号率 at so many decimals: 54.55%, 55%, or — where there is none."""
        return percent_text(published(self.closed, self.total, decimals), decimals)

    def timeliness_text(self, decimals: int) -> str:
        """按期销号率 at so many decimals."""
        return percent_text(published(self.in_time, self.closed + self.overdue, decimals), decimals)


def rates_of(entries: Iterable[Standing], clock: Clock) -> Rates:
    """The rates on the clock's day, of the entries as they stood then. `lights`: of open ones."""
    counted = [one for one in entries if one.counts]
    closed = [one for one in counted if one.state == State.CLOSED]
    still_open = [one for one in counted if one.is_open]
    lights = [clock.light(one) for one in still_open]
    took = [clock.calendar.between(one.entry.assigned_on, clock.counted_day(one)) for one in closed]
    return Rates(
        len(counted),
        len(closed),
        sum(map(clock.is_in_time, closed)),
        sum(map(clock.is_overdue, still_open)),
        {light: lights.count(light) for light in (Light.RED, Light.YELLOW, Light.GREEN)},
        sum(one.state == State.SENT_BACK for one in counted),
        sum(one.state == State.REBOUND for one in counted),
        median(took) if took else None,
    )
