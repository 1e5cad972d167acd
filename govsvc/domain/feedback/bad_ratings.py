"""The 差评台账: what became of each 差评, and its clock.

Receipt, verification, closing and calling back are dated; how a 差评 stands on a day follows from
them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from govsvc.domain.entries import Entry
from govsvc.domain.feedback.measures import FeedbackSettings
from govsvc.domain.workdays import WorkCalendar

IN_TIME, LATE, OVERDUE, NOT_DUE, STRUCK = (
    "closed_in_time",
    "closed_late",
    "open_overdue",
    "open_not_due",
    "struck",
)
#: how a 差评 stands → its name
STATES = {
    IN_TIME: "按期整改",
    LATE: "逾期整改",
    OVERDUE: "逾期未整改",
    NOT_DUE: "整改中",
    STRUCK: "误评、恶意或不实，不计",
}


@dataclass(frozen=True, slots=True)
class HandledRating:
    """One 差评 of the ledger. `received`: the day it was received, else given; `is_struck`: found
    to be mistaken, malicious or untrue. `closed_on`: None where it is open, or closed
    on a day that the ledger does not have. `is_content`: what the called back said, None where
    nothing is noted.
    """

    month: date
    unit: str
    item: str
    case: str
    level: str
    reasons: tuple[str, ...]
    text: str
    received: date
    contacted_on: date | None
    is_struck: bool
    is_closed: bool
    closed_on: date | None
    is_named: bool
    is_called_back: bool
    is_content: bool | None
    result: str
    key: str
    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class RatingClock:
    """How a 差评 stands on a day, by the deadlines that the county set."""

    day: date
    calendar: WorkCalendar
    settings: FeedbackSettings

    def deadline(self, one: HandledRating) -> date:
        """Until when it is to be put right: counted from the day after it was received."""
        return self._after(one.received, self.settings.bad_days)

    def contact_deadline(self, one: HandledRating) -> date:
        """Until when the person is to be contacted."""
        return self.calendar.after(one.received, self.settings.contact_days)

    def _after(self, day: date, days: int) -> date:
        if self.settings.counts_workdays:
            return self.calendar.after(day, days)
        return day + timedelta(days)

    def state(self, one: HandledRating) -> str:
        """A key of `STATES`; what is closed without a day is not in time."""
        if one.is_struck:
            return STRUCK
        deadline = self.deadline(one)
        if one.is_closed:
            return IN_TIME if one.closed_on and one.closed_on <= deadline else LATE
        return OVERDUE if self.day > deadline else NOT_DUE

    def words(self, one: HandledRating) -> str:
        """The state with its day: 逾期未整改，时限2026年10月28日."""
        state, deadline = self.state(one), self.deadline(one)
        said = STATES[state]
        if state == LATE and one.closed_on is None:
            return f"{said}（没有办结日期，按未按期计）"
        if state in (OVERDUE, NOT_DUE):
            return f"{said}，时限{deadline.isoformat()}"
        return said

    def contact_words(self, one: HandledRating) -> str:
        """Whether the person was contacted in time."""
        until = self.contact_deadline(one)
        if one.contacted_on:
            return "按时联系" if one.contacted_on <= until else "逾期联系"
        if one.is_struck or one.is_closed:
            return "未注明"
        return "逾期未联系" if self.day > until else f"待联系，时限{until.isoformat()}"

    def counts(self, handled: Iterable[HandledRating]) -> dict[str, int]:
        """Name of a count → how many: one a state, and of those that are upheld `named`,
        `called_back` and `content`.
        """
        counts = dict.fromkeys((*STATES, "named", "called_back", "content"), 0)
        for one in handled:
            counts[self.state(one)] += 1
            if one.is_struck or not one.is_named:
                continue
            counts["named"] += 1
            counts["called_back"] += one.is_called_back
            counts["content"] += one.is_called_back and bool(one.is_content)
        return counts


def handled_rating_of(entry: Entry) -> HandledRating:
    """The 差评 that a stored row of a ledger is."""
    said = entry.attributes

    def day(name: str) -> date | None:
        return date.fromisoformat(said[name]) if said.get(name) else None

    return HandledRating(
        entry.month,
        entry.unit,
        entry.name,
        said.get("case", ""),
        said.get("level_given", ""),
        tuple(filter(None, said.get("reasons", "").split(","))),
        said.get("text", ""),
        day("received_on") or day("rated_on") or entry.month,
        day("contacted_on"),
        said.get("is_struck") == "yes",
        said.get("is_closed") == "yes",
        day("closed_on"),
        said.get("is_named") != "no",
        said.get("is_called_back") == "yes",
        {"yes": True, "no": False}.get(said.get("is_content", "")),
        said.get("result", ""),
        entry.key,
        entry.file,
        entry.sheet,
        entry.row,
    )
