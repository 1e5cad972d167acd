"""Meetings that decide matters (会议议定事项)."""

from dataclasses import dataclass
from datetime import date

#: 问题来源 of what a meeting decided
OF_MEETING = "会议议定事项"
#: characters
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. `number`: 0 for one that is not stored; `document`: 文号 of its minutes, ""
    until they are out.
    """

    number: int
    name: str
    held_on: date
    document: str = ""

    @property
    def title(self) -> str:
        """县政务服务工作例会（〔2026〕5号）, as 来源文号／会议 of what it decided."""
        return f"{self.name}（{self.document}）" if self.document else self.name
