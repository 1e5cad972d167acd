"""Which rows of a 整改台账 are entered already, or stand in it twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from govsvc.domain.rectification import STATES, Standing, State
from govsvc.domain.rectification.ledger_rows import LedgerRow
from govsvc.sheets.cells import cell_text

#: what tells matters apart: matter, unit, source; and the problem
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A row that is not entered: it is the matter of `number`, or of the row before it. `why`: in
    Chinese.
    """

    file: str
    row: LedgerRow
    number: str
    why: str


class Known:
    """The matters that are entered, with those of the rows that were added."""

    def __init__(self, standings: Iterable[Standing]):
        self._by_code: dict[str, Standing | LedgerRow] = {}
        self._by_key: dict[_Key, dict[str, Standing | LedgerRow]] = {}
        for one in standings:
            entry = one.entry
            self._by_code.setdefault(entry.shown_number, one)
            if one.state != State.VOID:  # what was entered by mistake may be entered again
                for unit in {one.unit, entry.unit}:
                    key = _key(entry.matter, unit, entry.source)
                    self._by_key.setdefault(key, {})[_folded(entry.problem)] = one

    def add(self, row: LedgerRow) -> None:
        """The row will be entered."""
        if row.code:
            self._by_code.setdefault(row.code, row)
        self._by_key.setdefault(_key(row.matter, row.unit, row.source), {})[
            _folded(row.problem)
        ] = row

    def same(self, row: LedgerRow) -> Standing | LedgerRow | None:
        """The matter that the row is: of its number, where unit or matter is the same; or of the
        same matter, unit, source and problem.
        """
        coded = self._by_code.get(row.code) if row.code else None
        if coded is not None and self._is_alike(coded, row):
            return coded
        of_key = self._by_key.get(_key(row.matter, row.unit, row.source), {})
        return of_key.get(_folded(row.problem))

    def near(self, row: LedgerRow) -> Standing | LedgerRow | None:
        """A matter of the same unit and source that has another problem."""
        return next(
            iter(self._by_key.get(_key(row.matter, row.unit, row.source), {}).values()), None
        )

    def has_number(self, row: LedgerRow) -> bool:
        """Whether another matter has the row's 问题编号."""
        return bool(row.code) and row.code in self._by_code

    @staticmethod
    def _is_alike(other: Standing | LedgerRow, row: LedgerRow) -> bool:
        entry = other.entry if isinstance(other, Standing) else other
        return other.unit == row.unit or _folded(entry.matter) == _folded(row.matter)


def why(other: Standing | LedgerRow, row: LedgerRow) -> str:
    """What is said of a row that is the matter of another."""
    if isinstance(other, LedgerRow):
        return f"与第{other.row}行（表“{other.sheet}”）是同一件事"
    said = STATES[row.state] if row.state else ""
    stands = STATES[other.state]
    differs = f"；台账写的是{said}，系统里是{stands}，没有改动" if said not in ("", stands) else ""
    return f"台账里已有（编号{other.entry.shown_number}，{stands}）{differs}"


def number_of(other: Standing | LedgerRow) -> str:
    return other.entry.shown_number if isinstance(other, Standing) else other.code


def _key(matter: str, unit: str, source: str) -> _Key:
    return _folded(matter), unit, _folded(source)


def _folded(text: str) -> str:
    return cell_text.packed(text).rstrip("。.；;")
