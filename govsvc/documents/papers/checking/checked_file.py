"""A finished paper as a file, compared with the data: its numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from govsvc import sheets
from govsvc.board import Board
from govsvc.documents.papers.checking.check import (
    AGREES,
    DIFFERS,
    UNKNOWN,
    Finding,
    check,
    month_named,
)
from govsvc.domain.months import month_text
from govsvc.domain.rates import UNKNOWN as NOTHING
from govsvc.exports.export import Sheet
from govsvc.workflow.rectification import Ledger

COLUMNS = ("结果", "文中位置", "对象", "文中写作", "数据为", "依据", "原文")
#: in this order: what is wrong first
_VERDICTS = (DIFFERS, UNKNOWN, AGREES)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """`month`: whose data it was compared with; `findings`: what is wrong first; `charts`: how many
    of its charts keep no numbers that could be looked into.
    """

    name: str
    month: date
    findings: Sequence[Finding]
    charts: int

    def count(self, verdict: str) -> int:
        return sum(one.verdict == verdict for one in self.findings)

    @property
    def sentence(self) -> str:
        """按2026年10月数据核对：不符1处，找不到依据2处，相符30处；图表2个未核对"""
        counts = "，".join(f"{verdict}{self.count(verdict)}处" for verdict in _VERDICTS)
        charts = f"；图表{self.charts}个未核对" if self.charts else ""
        return f"按{month_text(self.month)}数据核对：{counts}{charts}"

    @property
    def rows(self) -> list[list[str]]:
        """A row a number, in the order of `COLUMNS`."""
        return [
            [
                one.verdict,
                one.where,
                one.subject or NOTHING,
                one.said,
                one.known or NOTHING,
                one.what or NOTHING,
                one.quote,
            ]
            for one in self.findings
        ]

    def sheet(self, home: str) -> Sheet:
        facts = [("材料", self.name), ("核对结果", self.sentence)]
        return Sheet(f"{home}材料核对结果", COLUMNS, self.rows, facts)


def check_file(
    name: str,
    content: bytes,
    board_of: Callable[[date], Board],
    latest: date,
    ledger: Ledger | None = None,
) -> CheckedFile:
    """Compares the file with the data of the month that its head names, else of the `latest`.

    `board_of`: of a month, as it is published; `ledger`: the 整改台账. Raises FileRefused for what
    is no paper.
    """
    text = sheets.read_paper(content)
    month = month_named(text.paragraphs) or latest
    findings = check(board_of(month), month, text.blocks, ledger)
    findings = sorted(findings, key=lambda one: _VERDICTS.index(one.verdict))
    return CheckedFile(name, month, findings, text.charts)
