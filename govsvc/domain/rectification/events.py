"""An entry of the 整改台账 as it was assigned, and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

(
    SIGNED,
    REPLIED,
    APPLIED,
    PASSED,
    RETURNED,
    EXTENDED,
    TRANSFERRED,
    ONGOING,
    VOIDED,
    REBOUNDED,
    LETTER,
) = (
    "signed",
    "replied",
    "applied",
    "passed",
    "returned",
    "extended",
    "transferred",
    "ongoing",
    "voided",
    "rebounded",
    "letter",
)
#: kind of event → what it is called
EVENTS = {
    SIGNED: "签收",
    REPLIED: "反馈",
    APPLIED: "申请销号",
    PASSED: "复核通过",
    RETURNED: "退回",
    EXTENDED: "延期",
    TRANSFERRED: "转办",
    ONGOING: "长期坚持",
    VOIDED: "作废",
    REBOUNDED: "反弹",
    LETTER: "发函",
}
#: what the unit does itself, and what the bureau decides
OF_UNIT = (SIGNED, REPLIED, APPLIED)
OF_BUREAU = (PASSED, RETURNED, EXTENDED, TRANSFERRED, ONGOING, VOIDED, REBOUNDED)
#: must say why, or what was done
WITH_TEXT = (REPLIED, APPLIED, RETURNED, EXTENDED, TRANSFERRED, ONGOING, VOIDED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One matter as it was assigned (交办).

    `number`: of the ledger; `batch`: of the 交办 that it came with. `matter`: item or station, or
    what it is about; `problem`: what is wrong with it. `lead`: who leads the unit (分管领导),
    `person`: who is responsible. `source`: 督查, 通报, 清单 …, `document`: its 文号 or meeting.
    `cycle`: how often the unit replies. `first_deadline`: None for what is 长期坚持 from the start.
    `list_key`, `kind`, `month`, `key`, `codes`: the row of a problem list that it was made from, ""
    and None where it was typed in. `partners`: 配合单位, as one text. `goal`: 整改目标.

    The rest is what an imported 整改台账 (`file`) says of the time before. `code`: its 问题编号
    where that is no plain number; `evidence`: 佐证材料 that it names. `moved_to`: the deadline in
    force, where it had been moved; the counts: of steps that are no events here.
    """

    number: int
    batch: int
    unit: str
    matter: str
    problem: str
    assigned_on: date
    first_deadline: date | None
    lead: str = ""
    person: str = ""
    measure: str = ""
    source: str = ""
    document: str = ""
    cycle: str = ""
    list_key: str = ""
    kind: str = ""
    month: date | None = None
    key: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    partners: str = ""
    goal: str = ""
    note: str = ""
    code: str = ""
    evidence: str = ""
    file: str = ""
    moved_to: date | None = None
    returns_before: int = 0
    extensions_before: int = 0
    rebounds_before: int = 0

    @property
    def shown_number(self) -> str:
        """问题编号 as the ledger prints it."""
        return self.code or str(self.number)


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does to an entry. `unit`: whom it is given to (转办), or whose person made the
    second call (复核 of what was said on the phone); `deadline`: the new one (延期, 反弹).
    """

    kind: str
    text: str = ""
    unit: str = ""
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A step that was taken: by whom, when it was noted, and the day that it counts for.

    `account`: tells persons of one name apart. `number`: counts the events of all entries.
    """

    number: int
    entry: int
    step: Step
    day: date
    noted_at: datetime
    who: str
    account: str = ""

    @property
    def name(self) -> str:
        return EVENTS[self.step.kind]
