"""The 整改台账 as it stands on a day: by unit, row by row, beside what the data say."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from govsvc.assessment.listing import UNKNOWN, Listing, identity
from govsvc.assessment.problems import Identity, Index
from govsvc.domain.chains.links import Link
from govsvc.domain.deadlines import day_text
from govsvc.domain.feedback import BadRating, Call
from govsvc.domain.indicators import CALLS, CHAINS, RATINGS
from govsvc.domain.rates import count_text
from govsvc.domain.rectification import (
    APPLIED,
    REPLIED,
    STATES,
    Clock,
    Event,
    Light,
    Rates,
    Standing,
    State,
    rates_of,
    settings,
)
from govsvc.domain.rows import ListRow
from govsvc.exports import rectification_table
from govsvc.store import Store
from govsvc.workflow.rectification import proofs

NOT_ASSIGNED = "未交办"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What one unit has: entries that are overdue, due soon, open at all, applied for, closed."""

    unit: str
    overdue: int
    due_soon: int
    is_open: int
    applied: int
    closed: int


class Ledger:
    """All entries as they stand on a day. Reads the store once, and keeps what pages ask for each
    time that they are drawn.
    """

    def __init__(self, store: Store, day: date):
        reads = store.rectification
        self.events: Mapping[int, Sequence[Event]]
        self.events, self.standings = reads.story(day)
        self.settings = settings.of_settings(store.settings.all())
        self.clock = Clock(reads.calendar(), day, self.settings.yellow, self.settings.stops)
        self.listings = reads.listings([one.entry for one in self.standings])
        self.evidence = reads.evidence()
        self.meetings, self.meeting_of = reads.meetings(), reads.meeting_of()
        self._by_list: dict[str, Index] = {}
        self._of_row: dict[Identity, Standing] = {}
        by_list: dict[str, list[Identity]] = defaultdict(list)
        for one in self.standings:  # of two of one row the later one
            if one.entry.list_key and one.state != State.VOID:
                row = identity(one.entry)
                self._of_row[row] = one
                by_list[one.entry.list_key].insert(0, row)
        self._by_list = {key: Index(rows) for key, rows in by_list.items()}

    @cached_property
    def rates(self) -> Rates:
        return rates_of(self.standings, self.clock)

    def closed_in(self, month: date) -> int:
        """Entries that were closed in the calendar month and still are."""
        return sum(_is_closed_in(month, one) for one in self.standings)

    def of_units(self, units: Sequence[str]) -> tuple[list[Standing], list[Standing]]:
        """(entries that these units have to do, overdue ones first; those that they closed in the
        calendar month of the ledger's day).
        """
        ours = [one for one in self.urgent_first() if one.unit in units]
        month = self.clock.day.replace(day=1)
        closed = [one for one in ours if _is_closed_in(month, one)]
        return [one for one in ours if one.is_open], closed

    def headline(self) -> str:
        """截至12月1日，整改在办N项，逾期N项，12月销号N项: whatever month is shown."""
        if not self.standings:
            return "整改：还没有交办的事项"
        month = self.clock.day.replace(day=1)
        return f"{self.brief()}，{month.month}月销号{self.closed_in(month)}项"

    def brief(self) -> str:
        """截至12月1日，整改在办N项，逾期N项: where there is any."""
        still_open = sum(one.is_open for one in self.standings)
        overdue = self.rates.overdue
        return f"截至{day_text(self.clock.day)}，整改在办{still_open}项，逾期{overdue}项"

    def rates_text(self) -> str:
        """销号率 and 按期销号率, each with its counts."""
        rates, decimals = self.rates, self.settings.decimals
        parts = [
            f"销号率{rates.completion_text(decimals)}"
            f"（{count_text(rates.closed)}/{count_text(rates.total)}）",
            f"按期销号率{rates.timeliness_text(decimals)}"
            f"（{count_text(rates.in_time)}/{count_text(rates.closed + rates.overdue)}）",
        ]
        if rates.workdays is not None:
            parts.append(f"用时中位数{rates.workdays:g}个工作日")
        return "，".join(parts)

    def uncounted_text(self) -> str:
        """另有长期坚持1项、作废1项不计: entries that rates leave out; "" where there are none."""
        states = Counter(one.state for one in self.standings if not one.counts)
        counts = [f"{STATES[state]}{states[state]}项" for state in STATES if states[state]]
        return f"另有{'、'.join(counts)}不计" if counts else ""

    def rules(self) -> list[tuple[str, str]]:
        """The settings that lights and rates go by, as (name, words)."""
        stops = "停止计时，退回后续计" if self.clock.stops else "不停止计时"
        return [
            ("黄灯", f"到期前{self.clock.yellow}个工作日内"),
            ("申请销号后", stops),
            ("销号率", f"保留{self.settings.decimals}位小数" if self.settings.decimals else "取整"),
        ]

    def rules_text(self) -> str:
        """黄灯：到期前3个工作日内；申请销号后：停止计时，退回后续计；…"""
        return "；".join(f"{name}：{words}" for name, words in self.rules())

    def facts(self) -> list[tuple[str, str]]:
        """What a table of the ledger says above it: the day, and what lights and rates go by."""
        return [("截至", f"{self.clock.day}"), *self.rules()]

    def caveat(self) -> str:
        """That a year of the deadlines has no 节假日安排; "" where none is lacking."""
        deadlines = [one.deadline for one in self.standings if one.is_open and one.deadline]
        day = self.clock.day
        return self.clock.calendar.caveat(min([*deadlines, day]), max([*deadlines, day]))

    def units(self) -> list[UnitLine]:
        """The units with entries, those with most overdue first."""
        return list(self._units)

    @cached_property
    def _units(self) -> list[UnitLine]:
        by_unit: dict[str, list[Standing]] = defaultdict(list)
        for one in self.standings:
            if one.counts:
                by_unit[one.unit].append(one)
        lines = [
            UnitLine(
                unit,
                sum(one.is_open and self.clock.is_overdue(one) for one in those),
                sum(self.clock.light(one) == Light.YELLOW for one in those),
                sum(one.is_open for one in those),
                sum(one.state == State.APPLIED for one in those),
                sum(one.state == State.CLOSED for one in those),
            )
            for unit, those in by_unit.items()
        ]
        return sorted(lines, key=lambda one: (-one.overdue, -one.due_soon, -one.is_open, one.unit))

    def urgent_first(self) -> list[Standing]:
        """All entries: overdue ones first, then by deadline, then what is closed."""
        return list(self._urgent)

    @cached_property
    def _urgent(self) -> list[Standing]:
        order = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 2, Light.NONE: 4}

        def key(one: Standing) -> tuple[int, date, int]:
            rank = 3 if one.state == State.CLOSED else order[self.clock.light(one)]
            return rank, one.deadline or date.max, one.entry.number

        return sorted(self.standings, key=key)

    def light_text(self, one: Standing) -> str:
        """红 逾期3个工作日."""
        return f"{self.clock.light(one)} {self.clock.words(one)}".strip()

    def proof(self, one: Standing) -> str:
        """What the data say of an entry that was made from a row; "" where nothing."""
        listing = self.listings.get(one.entry.number)
        if listing is None or one.state == State.VOID:
            return ""
        return proofs.sentence(one, listing, self.events.get(one.entry.number, ()))

    def table_rows(self, standings: Sequence[Standing]) -> list[list[str | int | None]]:
        """Each as a row of `rectification_table`."""
        return [list(self._rows[one.entry.number]) for one in standings]

    @cached_property
    def _rows(self) -> Mapping[int, Sequence[str | int | None]]:
        return {
            one.entry.number: rectification_table.cells(
                one,
                self.events.get(one.entry.number, ()),
                self.light_text(one),
                self.proof(one),
                self.evidence_names(one),
            )
            for one in self.standings
        }

    def evidence_names(self, one: Standing) -> list[str]:
        """The files that came with the entry's steps, by the names to download them by."""
        events = self.events.get(one.entry.number, ())
        return [name for event in events for _, name in self.evidence.get(event.number, ())]

    def reminder(self) -> str:
        """A text for the work chat: what is overdue or due soon, by unit; "" where nothing is. What
        a unit has applied for waits for the bureau and is not in it.
        """
        urgent: dict[str, list[str]] = defaultdict(list)
        for one in self.urgent_first():
            if one.state == State.APPLIED:
                continue
            if self.clock.light(one) in (Light.RED, Light.YELLOW):
                urgent[one.unit].append(f"{one.entry.matter}，{self.clock.words(one)}")
        lines = [
            f"{unit}（{len(matters)}项）：{'；'.join(matters)}。"
            for unit, matters in urgent.items()
        ]
        if not lines:
            return ""
        return "\n".join(
            [
                f"【整改催办】截至{day_text(self.clock.day)}，以下事项逾期或即将到期，"
                "请尽快办理并反馈；已整改的请申请销号。",
                *lines,
            ]
        )

    def left_list(self) -> list[Standing]:
        """Open entries whose rows are on their lists no more: to be reviewed."""
        return list(filter(self.has_left, self.standings))

    def has_left(self, one: Standing) -> bool:
        """Whether an entry is open and its row on its list no more (建议复核)."""
        listing = self._listing(one)
        return one.is_open and listing is not None and listing.has_left

    def not_shown(self) -> list[Standing]:
        """Open entries whose rows the latest month does not show: nothing is proved by that."""
        return [
            one
            for one in self.standings
            if one.is_open and (listing := self._listing(one)) and listing.state in UNKNOWN
        ]

    def not_reached(self) -> list[Standing]:
        """报销号未达标: closed, and still on the list."""
        return [
            one for one in self.standings if one.state == State.CLOSED and self._is_unreached(one)
        ]

    def _is_unreached(self, one: Standing) -> bool:
        """Whether a closed entry's row is on its list in a month no earlier than its closing."""
        listing = self._listing(one)
        return listing is not None and proofs.is_unreached(one, listing)

    def _listing(self, one: Standing) -> Listing | None:
        return self.listings.get(one.entry.number)

    def of_call(self, call: Call) -> str:
        """State and clock of the latest entry of a call, in words; 未交办 where there is none."""
        return self._of_saying(CALLS, call.month, call.key)

    def of_bad_rating(self, rating: BadRating) -> str:
        """The same of a 差评."""
        return self._of_saying(RATINGS, rating.month, rating.key)

    def of_link(self, link: Link) -> str:
        """The same of a member item at which a chain breaks."""
        if link.problem_list and link.row:
            return self.of_row(link.problem_list.key, link.row)
        stands = self._latest(CHAINS, None, link.key)
        return f"{STATES[stands.state]}　{self.light_text(stands)}" if stands else NOT_ASSIGNED

    def _of_saying(self, kind: str, month: date, key: str) -> str:
        stands = self._latest(kind, month, key)
        if stands is None:
            return NOT_ASSIGNED
        words = (STATES[stands.state], self.light_text(stands), self.contact_text(stands))
        return "　".join(filter(None, words))

    def _latest(self, kind: str, month: date | None, key: str) -> Standing | None:
        found = [
            one
            for one in self.standings
            if (one.entry.kind, one.entry.month, one.entry.key) == (kind, month, key)
            and one.state != State.VOID
        ]
        return found[-1] if found else None

    def assigned_calls(self, calls: Iterable[Call]) -> list[Standing]:
        """The latest entry of each of the calls that was assigned."""
        found = [self._latest(CALLS, call.month, call.key) for call in calls]
        return [one for one in found if one]

    def closed_calls(self, calls: Iterable[Call]) -> int:
        """How many of the calls are closed."""
        return sum(one.state == State.CLOSED for one in self.assigned_calls(calls))

    def contact_text(self, stands: Standing) -> str:
        """未联系核实，已超1个工作日 of what was said on the phone, "" where the unit has replied
        or may still.
        """
        days = self.settings.call_contact
        latest = self.clock.calendar.after(stands.entry.assigned_on, days)
        said = any(
            event.step.kind in (REPLIED, APPLIED)
            for event in self.events.get(stands.entry.number, ())
        )
        if said or not stands.is_open or self.clock.day <= latest:
            return ""
        return f"未联系核实，已超{days}个工作日"

    def of_row(self, list_key: str, row: ListRow) -> str:
        """State and clock of the entry of a row, in words; 未交办 where there is none."""
        index = self._by_list.get(list_key)
        found = index.find(Identity.of(row)) if index else None
        if found is None:
            return NOT_ASSIGNED
        one = self._of_row[found]
        state = STATES[one.state]
        if self._is_unreached(one):
            return f"{state}，仍在清单"
        words = self.clock.words(one)
        return state if words == state else f"{state} {words}"

    def event_lines(self, one: Standing) -> list[Event]:
        """What happened to the entry, the latest first."""
        return list(reversed(self.events.get(one.entry.number, ())))


def _is_closed_in(month: date, one: Standing) -> bool:
    """Whether the entry was closed in the calendar month and still is."""
    return (
        one.state == State.CLOSED
        and one.closed_on is not None
        and one.closed_on.replace(day=1) == month
    )
