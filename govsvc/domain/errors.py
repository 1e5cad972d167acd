"""Two kinds of wrong: bad data (an `Issue` at its cell) and a bad situation (a `GovsvcError` with
the way out).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from govsvc.domain.error_sentences import worded


class GovsvcError(Exception):
    """A bad situation that a person can put right.

    `title` says in Chinese what is wrong, `step` what to do next; `code` names the situation for
    programs.
    """

    def __init__(self, title: str, step: str = "", code: str = "refused"):
        super().__init__(f"{title} {step}".strip())
        self.title, self.step, self.code = title, step, code

    @classmethod
    def of(cls, situation: str, **facts: Any) -> Self:
        """The error for a situation, with the words that `error_sentences` makes of its facts."""
        code, title, step = worded(situation, facts)
        return cls(title, step, code)

    # crosses the border of the worker process
    def __reduce__(self) -> tuple[type["GovsvcError"], tuple[str, str, str]]:
        return type(self), (self.title, self.step, self.code)


class FileRefused(GovsvcError):
    """A file that cannot be read at all, or holds nothing that can be used. Nothing was stored."""


class StoreError(GovsvcError):
    """The database could not do what was asked. The earlier data are intact."""


class StaleVersion(StoreError):
    """Someone else stored data since the caller looked. Nothing was stored."""


class MonthClosed(StoreError):
    """A write into `months` that are closed, without a reason for a correction.

    Nothing was stored.
    """

    def __init__(
        self, title: str, step: str = "", code: str = "month_closed", months: tuple[date, ...] = ()
    ):
        super().__init__(title, step, code)
        self.months = months

    @classmethod
    def of(cls, situation: str, **facts: Any) -> Self:
        """The error for the months that are the keys of the fact `editions`."""
        error = super().of(situation, **facts)
        error.months = tuple(facts["editions"])
        return error


class NotAllowed(GovsvcError):
    """Whoever asked may not do that. Nothing was stored."""

    def __init__(self, title: str, step: str = "", code: str = "not_allowed"):
        super().__init__(title, step, code)


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with the data of a file.

    `row` (from 1) and `column` (letters) as Excel writes them, None for a whole sheet; `header` of
    that column. `severity` is ``error`` (the row is left out) or ``warning``; `code` names the kind
    of fault. `message`: the whole Chinese sentence. `fault`: its predicate (不是“是”或“否”) where
    the sentence only puts the cell in front of it, else "". `value`: what the sheet has,
    `expected`: what should be there, both as Chinese text.
    """

    sheet: str
    row: int | None
    column: str | None
    severity: str
    code: str
    message: str
    value: str = ""
    expected: str = ""
    header: str = ""
    fault: str = ""

    @classmethod
    def at_cell(
        cls,
        sheet: str,
        row: int,
        column: str,
        severity: str,
        code: str,
        fault: str,
        value: str = "",
        expected: str = "",
        header: str = "",
    ) -> "Issue":
        """A fault of one cell; a column without a header is called by its letters (F列)."""
        header = header or f"{column}列"
        subject = f"第{row}行“{header}”" + (f"的“{value}”" if value else "")
        message = f"{subject}{fault}。"
        return cls(sheet, row, column, severity, code, message, value, expected, header, fault)

    @property
    def cell(self) -> str | None:
        """The address as Excel writes it (``F5``), None for a whole sheet."""
        return f"{self.column}{self.row}" if self.column and self.row else None

    def as_dict(self) -> dict[str, str | int | None]:
        """The issue for JSON."""
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "found": self.value,
            "expected": self.expected,
        }
