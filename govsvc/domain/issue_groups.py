"""Issues of one kind at one column as one sentence: a wrong column is said once, not three thousand
times.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from govsvc.domain.errors import Issue

#: how many cells a sentence names
MOST_NAMED = 3


@dataclass(frozen=True)
class IssueGroup:
    """Issues that one file, sheet, column, severity and code have in common, in order; of a whole
    sheet also what is to be done.

    `column`: its letters, "" for a whole sheet.
    """

    file: str
    sheet: str
    column: str
    severity: str
    code: str
    issues: tuple[Issue, ...]

    @property
    def address(self) -> str:
        """Where it is: 政务服务事项!F5, 政务服务事项!F列, 政务服务事项."""
        first = self.issues[0]
        if len(self.issues) == 1:
            return f"{self.sheet}!{first.cell}" if first.cell else self.sheet
        return f"{self.sheet}!{self.column}列" if self.column else self.sheet

    @property
    def message(self) -> str:
        """One sentence for all; a single issue has its own."""
        first, number = self.issues[0], len(self.issues)
        if number == 1:
            return first.message
        if not all(issue.fault for issue in self.issues):
            return f"{first.message.rstrip('。')}；这样的共{number}处。"
        cells = [
            f"{issue.cell}“{issue.value}”" if issue.value else f"{issue.cell}"
            for issue in self.issues[:MOST_NAMED]
        ]
        more = " 等" if number > MOST_NAMED else ""
        subject = f"“{first.header}”列有{number}处"
        if len({issue.fault for issue in self.issues}) == 1:
            return f"{subject}{first.fault}：{'、'.join(cells)}{more}。"
        return f"{subject}：{first.cell}{first.fault}；其余如 {'、'.join(cells[1:])}{more}。"

    @property
    def expected(self) -> str:
        """What should be there, where it is the same for all."""
        texts = {issue.expected for issue in self.issues}
        return texts.pop() if len(texts) == 1 else "见逐个说明"


def grouped(files: Iterable[tuple[str, Iterable[Issue]]]) -> list[IssueGroup]:
    """The issues of (file, issues) in groups: errors first, then in the order of the files and of
    each group's first issue.
    """
    by_group: dict[tuple[str, str, str, str, str, str], list[Issue]] = {}
    for file, issues in files:
        for issue in issues:
            # of a whole table each thing to do (加上“…”列) stands alone
            to_do = "" if issue.row else issue.expected
            key = (file, issue.sheet, issue.column or "", issue.severity, issue.code, to_do)
            by_group.setdefault(key, []).append(issue)
    groups = [IssueGroup(*key[:5], tuple(issues)) for key, issues in by_group.items()]
    return sorted(groups, key=lambda group: group.severity != "error")
