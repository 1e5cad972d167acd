"""What is asked of a 整改台账 before all of it can be entered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from govsvc.domain.errors import Issue
from govsvc.domain.rectification import STATES, State
from govsvc.domain.rows import FileRead, Unclear
from govsvc.sheets.cells import cell_text
from govsvc.sheets.tables import headers

#: field of a column → what its wordings are asked for
STATE_FIELDS, DUE_FIELD = ("entry_state", "progress"), "due"
#: states that a wording may be said to mean
SAYABLE = tuple(
    STATES[state]
    for state in (
        State.UNDER_WAY,
        State.APPLIED,
        State.CLOSED,
        State.SENT_BACK,
        State.ONGOING,
        State.WAITING,
        State.VOID,
    )
)
_BLANKS = ("assigned_on_blank", "due_blank", "closed_on_blank", "year_not_found")
_UNCLEAR = ("entry_state_unclear", "due_unclear")


@dataclass(frozen=True, slots=True)
class Asked:
    """`states`, `dues`: wordings that are not understood, or were explained now (`word`), each
    once. How many rows lack 交办日期, 整改时限, 销号日期, the year of a day; `at_once`: how many
    are 立行立改, which gives so many workdays as a person says.
    """

    states: tuple[Unclear, ...]
    dues: tuple[Unclear, ...]
    assigned_on: int
    due: int
    closed_on: int
    year: int
    at_once: int

    @property
    def is_open(self) -> bool:
        """Whether something is not answered."""
        wordings = [one for one in (*self.states, *self.dues) if not one.word]
        return bool(wordings or self.assigned_on or self.due or self.closed_on or self.year)


def asked_of(files: Sequence[FileRead]) -> Asked:
    """The questions of these files."""
    unclear: Counter[Unclear] = Counter()
    for file in files:
        for table in file.tables:
            for one in table.unclear:
                unclear[Unclear(one.field, one.header, one.value, 0, one.word)] += one.count
    summed = [
        Unclear(one.field, one.header, one.value, count, one.word)
        for one, count in unclear.most_common()
    ]
    codes = Counter(issue.code for file in files for issue in file.issues)
    assigned_on, due, closed_on, year = (codes[code] for code in _BLANKS)
    return Asked(
        tuple(one for one in summed if one.field in STATE_FIELDS),
        tuple(one for one in summed if one.field == DUE_FIELD),
        assigned_on,
        due,
        closed_on,
        year,
        sum(row.due.is_at_once for file in files for row in file.matters),
    )


def meanings(
    files: Sequence[FileRead], words: Mapping[str, str]
) -> dict[tuple[str, str], dict[str, str]]:
    """The answers `words` (wording → what it means) as choices for the columns that have them."""
    values: dict[tuple[str, str], dict[str, str]] = {}
    for file in files:
        for table in file.tables:
            for one in table.unclear:
                if one.value in words:
                    values.setdefault((one.field, one.header), {})[one.value] = words[one.value]
    return values


def not_asked(files: Sequence[FileRead], asked: Asked) -> list[FileRead]:
    """The files with what is wrong with them beside what is asked."""
    wordings = {(one.header, one.value) for one in (*asked.states, *asked.dues)}
    return [
        replace(
            file,
            issues=[
                issue
                for issue in file.issues
                if issue.code not in (*_BLANKS, *_UNCLEAR)
                or (issue.code in _UNCLEAR and not _is_asked(issue, wordings))
            ],
        )
        for file in files
    ]


def _is_asked(issue: Issue, wordings: set[tuple[str, str]]) -> bool:
    return (headers.plain(issue.header), cell_text.packed(issue.value)) in wordings
