"""Two kinds of wrong: bad data (an `Issue` at its cell) and a bad situation (a `GovsvcError` with
the way out).
"""

from dataclasses import asdict, dataclass
from datetime import date


class GovsvcError(Exception):
    """A bad situation that a person can end.

    `title` says in Chinese what is wrong, `step` what to do next; `code` names the situation for
    programs.
    """

    def __init__(self, title: str, step: str = "", code: str = "refused"):
        super().__init__(f"{title} {step}".strip())
        self.title, self.step, self.code = title, step, code

    def __reduce__(self):  # crosses the border of the worker process
        return type(self), (self.title, self.step, self.code)


class FileRefused(GovsvcError):
    """A file that cannot be read at all, or holds nothing that can be used. Nothing was stored."""


class StoreError(GovsvcError):
    """The database could not do what was asked. The data of before are intact."""


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


class NotAllowed(GovsvcError):
    """Whoever asked may not do that. Nothing was stored."""

    def __init__(self, title: str, step: str = "", code: str = "not_allowed"):
        super().__init__(title, step, code)


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with the data of a file.

    `cell` is an address as Excel writes it (``F5``) or None for a whole sheet; `severity` is
    ``error`` (the row is
    left out) or ``warning``; `code` names the kind of fault; `message`, `found` and `expected` are
    Chinese text.
    """

    sheet: str
    cell: str | None
    severity: str
    code: str
    message: str
    found: str = ""
    expected: str = ""

    def as_dict(self) -> dict:
        return asdict(self)
