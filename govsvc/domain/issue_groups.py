"""Issues of one kind at one column as one sentence: a wrong column is said once, not three thousand
times.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from govsvc.domain.errors import Issue

#: as the sheet's reader begins a message: 第5行“是否网上可办”的“1”不是“是”或“否”。
_AT_CELL = re.compile(r"第\d+行“(?P<header>.*?)”(?:的“(?P<found>.*?)”)?(?P<what>[^“].*)", re.DOTALL)
#: how many cells a sentence names
MOST_NAMED = 3


@dataclass(frozen=True)
class IssueGroup:
    """Issues of one file, sheet, column (letters, "" for a whole sheet), severity and code, in
    order.
    """

    file: str
    sheet: str
    column: str
    severity: str
    code: str
    issues: tuple[Issue, ...]

    @property
    def place(self) -> str:
        """Where it is: 政务服务事项!F5, 政务服务事项!F列, 政务服务事项."""
        first = self.issues[0]
        if len(self.issues) == 1:
            return f"{self.sheet}!{first.cell}" if first.cell else self.sheet
        return f"{self.sheet}!{self.column}列" if self.column else self.sheet

    @property
    def message(self) -> str:
        """One sentence; of a single issue its own."""
        first, number = self.issues[0], len(self.issues)
        if number == 1:
            return first.message
        parts = [_AT_CELL.fullmatch(issue.message) for issue in self.issues]
        if not all(parts):
            return f"{first.message.rstrip('。')}；这样的共{number}处。"
        whats = {part["what"].rstrip("。") for part in parts}
        named = "、".join(
            issue.cell + (f"“{issue.found}”" if issue.found else "")
            for issue in self.issues[:MOST_NAMED]
        )
        more = " 等" if number > MOST_NAMED else ""
        if len(whats) == 1:
            return f"“{parts[0]['header']}”列有{number}处{whats.pop()}：{named}{more}。"
        return (
            f"“{parts[0]['header']}”列有{number}处：{first.cell}{parts[0]['what'].rstrip('。')}；"
            f"其余如 {named.partition('、')[2]}{more}。"
        )

    @property
    def expected(self) -> str:
        """What should be there, where it is the same for all."""
        return (
            self.issues[0].expected
            if len({issue.expected for issue in self.issues}) == 1
            else "见逐个说明"
        )


def grouped(files: Iterable[tuple[str, Iterable[Issue]]]) -> list[IssueGroup]:
    """The (file, issues) in groups, errors first, then in the order of the files and of the first
    issue of each.
    """
    found: dict[tuple[str, str, str, str, str], list[Issue]] = {}
    for file, issues in files:
        for issue in issues:
            column = (issue.cell or "").rstrip("0123456789")
            found.setdefault((file, issue.sheet, column, issue.severity, issue.code), []).append(
                issue
            )
    groups = [IssueGroup(*key, tuple(issues)) for key, issues in found.items()]
    return sorted(groups, key=lambda group: group.severity != "error")
