"""Lights of an entry on a day, always with words, and what the clock counts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from govsvc.domain.rectification.states import STATES, Standing, State
from govsvc.domain.workdays import WorkCalendar

#: so many workdays before its deadline an entry is yellow
YELLOW = 3
#: longer in review is the bureau's own delay
REVIEW_DAYS = 5


class Light(StrEnum):
    """红 overdue, 黄 due soon, 绿 in time or closed, "" for what has no deadline."""

    RED = "红"
    YELLOW = "黄"
    GREEN = "绿"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of all entries on one day.

    `yellow`: workdays before the deadline from which an entry is yellow. `stops`: whether an
    application stops the clock until it is returned.
    """

    calendar: WorkCalendar
    day: date
    yellow: int = YELLOW
    stops: bool = True

    def counted_day(self, stands: Standing) -> date:
        """Up to which day the entry's time ran."""
        if stands.applied_on and self.stops and stands.state in (State.APPLIED, State.CLOSED):
            return stands.applied_on
        return stands.closed_on or self.day

    def is_overdue(self, stands: Standing) -> bool:
        """Whether the deadline in force has passed; the day of the deadline itself counts."""
        return (
            stands.counts
            and stands.deadline is not None
            and self.counted_day(stands) > stands.deadline
        )

    def is_in_time(self, stands: Standing) -> bool:
        """Whether a closed entry was done by its first deadline."""
        first = stands.entry.first_deadline
        return (
            stands.state == State.CLOSED and first is not None and self.counted_day(stands) <= first
        )

    def late_by(self, stands: Standing) -> int:
        """Workdays after the deadline."""
        if stands.deadline is None or not self.is_overdue(stands):
            return 0
        return self.calendar.between(stands.deadline, self.counted_day(stands))

    def left(self, stands: Standing) -> int | None:
        """Workdays that remain; None without a deadline."""
        return (
            None
            if stands.deadline is None
            else self.calendar.between(self.counted_day(stands), stands.deadline)
        )

    def light(self, stands: Standing) -> Light:
        if not stands.counts or stands.deadline is None:
            return Light.NONE
        if stands.state == State.CLOSED:
            return Light.GREEN
        if self.is_overdue(stands):
            return Light.RED
        is_running = stands.state != State.APPLIED or not self.stops
        if is_running and (self.left(stands) or 0) <= self.yellow:
            return Light.YELLOW
        return Light.GREEN

    def words(self, stands: Standing) -> str:
        """逾期3个工作日, 还剩3个工作日, 今日到期; in review whether the unit is in time, and how
        long the review takes; of what is closed nothing but that.
        """
        if not stands.counts or stands.state == State.CLOSED or stands.deadline is None:
            return STATES[stands.state]
        return "，".join(filter(None, (self._of_unit(stands), self._of_review(stands))))

    def _of_unit(self, stands: Standing) -> str:
        """How the unit stands with its time: 逾期3个工作日, 还剩3个工作日."""
        if self.is_overdue(stands):
            late = self.late_by(stands)
            return f"逾期{late}个工作日" if late else "逾期，不足1个工作日"
        if stands.state == State.APPLIED and self.stops:
            return "按期申请" if self.calendar.between(self.counted_day(stands), self.day) else ""
        if stands.deadline == self.day:
            return "今日到期"
        return f"还剩{self.left(stands)}个工作日"

    def _of_review(self, stands: Standing) -> str:
        """How long the review takes, which is the bureau's own time; "" where there is none."""
        if stands.state != State.APPLIED or stands.applied_on is None:
            return ""
        waited = self.calendar.between(stands.applied_on, self.day)
        delay = "，复核超期" if self.is_review_late(stands) else ""
        return f"待复核{waited}个工作日{delay}" if waited else "今日申请销号"

    def is_review_late(self, stands: Standing) -> bool:
        """Whether the bureau itself is late with its review."""
        return (
            stands.state == State.APPLIED
            and stands.applied_on is not None
            and self.calendar.between(stands.applied_on, self.day) > REVIEW_DAYS
        )
