"""Letters (函件) of the 整改台账: what was sent to a unit about which of its entries."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from govsvc.domain.rectification.states import Standing, State


class LetterKind(StrEnum):
    """The papers that go to a unit, from the first to the most pressing."""

    ASSIGNMENT = "assignment"
    REMINDER = "reminder"
    SUPERVISION = "supervision"

    @property
    def word(self) -> str:
        """交办单, 提醒函 or 督办单."""
        return {
            LetterKind.ASSIGNMENT: "交办单",
            LetterKind.REMINDER: "提醒函",
            LetterKind.SUPERVISION: "督办单",
        }[self]

    @property
    def sign(self) -> str:
        """What stands for the kind in a number."""
        return {
            LetterKind.ASSIGNMENT: "交办",
            LetterKind.REMINDER: "提醒",
            LetterKind.SUPERVISION: "督",
        }[self]

    def takes(self, stands: Standing) -> bool:
        """Whether such a letter may be about an entry that stands so: not where it is at its end,
        and no reminder of what only waits for the bureau's own review.
        """
        if stands.state in (State.CLOSED, State.VOID):
            return False
        return self == LetterKind.ASSIGNMENT or stands.state != State.APPLIED


@dataclass(frozen=True, slots=True)
class Matter:
    """One entry as a letter says of it. `left`: its clock in words, "" without a deadline."""

    entry: int
    matter: str
    problem: str
    assigned_on: date
    deadline: date | None
    left: str = ""
    is_overdue: bool = False
    is_due_soon: bool = False
    measure: str = ""
    person: str = ""
    lead: str = ""
    partners: str = ""
    source: str = ""
    document: str = ""
    cycle: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one unit. `serial`: its number in the year, 0 while it has none. `reply_by`:
    until when the unit answers in writing, None where a letter asks for none. `yellow`: workdays
    that 即将到期 means. The rest is as `Settings` has it.
    """

    kind: LetterKind
    unit: str
    day: date
    matters: tuple[Matter, ...]
    reply_by: date | None
    yellow: int
    stops: bool
    office: str
    prefix: str
    contact: str
    phone: str
    is_sealed: bool
    serial: int = 0

    @property
    def number(self) -> str:
        """清政务督〔2026〕3号; the serial is left open while there is none."""
        serial = str(self.serial) if self.serial else "　　"
        return f"{self.prefix}{self.kind.sign}〔{self.day.year}〕{serial}号"

    @property
    def entries(self) -> list[int]:
        return [matter.entry for matter in self.matters]

    @property
    def noted(self) -> str:
        """What an entry's story says of it."""
        until = f"，请于{_day(self.reply_by)}前书面反馈" if self.reply_by else ""
        return f"{self.kind.word} {self.number}{until}"

    def text(self) -> str:
        """The letter as it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, default=str)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def of_text(text: str) -> Letter:
    """A letter as it was kept by `Letter.text`. Raises ValueError, KeyError, TypeError where the
    text is none.
    """
    kept: dict[str, Any] = json.loads(text)
    matters = tuple(
        Matter(
            **{
                **matter,
                "assigned_on": date.fromisoformat(matter["assigned_on"]),
                "deadline": _date(matter["deadline"]),
            }
        )
        for matter in kept["matters"]
    )
    return Letter(
        **{
            **kept,
            "kind": LetterKind(kept["kind"]),
            "day": date.fromisoformat(kept["day"]),
            "reply_by": _date(kept["reply_by"]),
            "matters": matters,
        }
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that was registered. `id`: counts the letters of all kinds and years."""

    id: int
    letter: Letter
    who: str
