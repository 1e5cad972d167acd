"""Rows of a 整改台账, or of a meeting's table of 督办事项 → `LedgerRow` and issues.

The columns are those that `exports/rectification_table.py` writes, and what offices call them.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from govsvc.domain.mappings import LedgerAnswers
from govsvc.domain.rectification import State
from govsvc.domain.rectification.ledger_rows import Due, LedgerRow
from govsvc.sheets.cells import cell_text, ledger_words, place_names, values
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.options import Homes
from govsvc.sheets.records.sheet_reader import SheetReader

#: what is written once over the matters of a meeting
_OF_MEETING = ("document", "met_on")
#: states that came after the unit applied
_APPLIED = (State.APPLIED, State.CLOSED, State.SENT_BACK, State.REBOUND)
_MOVED = re.compile(r".*延(?:期|长)?至[:：]?(?P<day>.+)")
_REVIEWED = re.compile(r"^(?:复核通过|退回)(?:[:：]\s*|$)")
_YEAR = re.compile(r"20\d\d")
_MEETING = "会议议定"


def read_ledger(
    reader: SheetReader, homes: Homes, year: int | None, answers: LedgerAnswers
) -> list[LedgerRow]:
    """The matters in the order of the rows; a row with an error is left out.

    `year`: of the titles or names, for days without one.
    """
    ledger = _Ledger(reader, homes, answers.year or year, answers)
    rows = [ledger.row(row, index) for index, row in enumerate(reader.rows)]
    ledger.say_how()
    return [row for row in rows if row is not None and row.row - 1 not in reader.faulty]


@dataclass(slots=True)
class _Days:
    """The days of a row, None where it has none."""

    signed: date | None
    applied: date | None
    closed: date | None
    moved: date | None


class _Ledger:
    """A ledger while it is read: what is filled down, and how often something was understood."""

    def __init__(self, reader: SheetReader, homes: Homes, year: int | None, answers: LedgerAnswers):
        self._reader, self._homes, self._year, self._answers = reader, homes, year, answers
        self._columns = reader.table.columns
        reader.repeat(self._columns.keys() - {"code"})
        self._units = reader.named("unit", "责任单位")
        self._of_meeting = {name: self._filled_down(name) for name in _OF_MEETING}
        self._count: Counter[str] = Counter()
        # 整改情况 stands for 状态 where nothing else says how a matter stands
        has_state = {"entry_state", "closed_on"} & self._columns.keys()
        self._state_field = "entry_state" if has_state else "progress"

    def _filled_down(self, name: str) -> list[CellValue]:
        """The cells of a column, in a meeting's table filled down where most rows are blank."""
        cells = list(self._reader.field(name))
        is_blank = [not cell_text.name(cell) for cell in cells]
        if "met_on" in self._columns and sum(is_blank) * 2 > len(cells):
            for index in range(1, len(cells)):
                if is_blank[index]:
                    cells[index] = cells[index - 1]
        return cells

    # -- one row -------------------------------------------------------------------------

    def row(self, row: int, index: int) -> LedgerRow | None:
        """The matter of a row, None where it has an error."""
        matter, problem = self._text(row, "matter"), self._text(row, "problem")
        if not matter and not problem:
            column = self._columns.get("matter", self._columns.get("problem", 0))
            self._reader.error(row, column, "matter_blank", "没有写是什么事项", "事项或问题描述")
        assigned_on = self._assigned_on(row, index)
        state, due = self._state(row), self._due(row, assigned_on)
        days = self._days(row, state)
        if assigned_on is None or due is None:
            return None
        self._check_order(row, assigned_on, due, days)
        is_signed = state in (*_APPLIED, State.UNDER_WAY)
        self._count["unsigned"] += is_signed and days.signed is None
        self._count["unapplied"] += state in _APPLIED and days.applied is None
        units = self._units_of(index)
        document = cell_text.name(self._of_meeting["document"][index])
        progress = self._text(row, "progress")
        return LedgerRow(
            self._reader.grid.name,
            row + 1,
            units.lead,
            matter or problem,
            problem or matter,
            due,
            assigned_on,
            state,
            self._text(row, "code"),
            "、".join(filter(None, (*units.partners, units.unnamed, self._text(row, "partners")))),
            self._text(row, "lead"),
            self._text(row, "person"),
            self._text(row, "measure"),
            self._text(row, "goal"),
            self._text(row, "source") or self._meeting(index),
            document,
            self._text(row, "cycle"),
            "" if self._is_state(progress) else progress,
            days.signed,
            days.applied,
            days.closed,
            days.moved,
            self._text(row, "reviewer"),
            _REVIEWED.sub("", self._text(row, "review")),
            self._text(row, "evidence"),
            self._text(row, "note"),
            self._number(row, "returns"),
            self._number(row, "extensions"),
            self._number(row, "rebounds"),
        )

    def _text(self, row: int, name: str) -> str:
        return cell_text.name(self._reader.value(row, name))

    def _meeting(self, index: int) -> str:
        """A meeting's table has no 问题来源: the meeting is."""
        return _MEETING if cell_text.name(self._of_meeting["met_on"][index]) else ""

    def _number(self, row: int, name: str) -> int:
        return self._reader.read(row, name, lambda cell: values.count(cell, "次")) or 0

    def _units_of(self, index: int) -> ledger_words.Units:
        units = ledger_words.units(self._units[index], self._is_unit)
        self._count["partners"] += bool(units.partners)
        self._count["unnamed"] += bool(units.unnamed)
        return ledger_words.Units(self._known(units.lead), units.partners, units.unnamed)

    def _known(self, text: str) -> str:
        """The unit's name without the county's."""
        return place_names.township(text, self._homes)

    def _is_unit(self, text: str) -> bool:
        return self._reader.roster.resolve(self._known(text)) is not None

    # -- days ----------------------------------------------------------------------------

    def _assigned_on(self, row: int, index: int) -> date | None:
        """交办日期, else the day of the meeting, else what a person said."""
        for name in ("assigned_on", "met_on"):
            if name in self._columns:
                grouped = self._of_meeting.get(name)
                cell = grouped[index] if grouped else self._reader.value(row, name)
                if cell_text.name(cell):
                    return self._day(row, name, cell)
        if self._answers.assigned_on is None:
            column = self._columns.get("assigned_on", self._columns["due"])
            self._reader.error(
                row, column, "assigned_on_blank", "所在行没有写交办日期", ledger_words.DAY_EXPECTED
            )
        return self._answers.assigned_on

    def _day(self, row: int, name: str, cell: CellValue) -> date | None:
        try:
            return ledger_words.day(cell, self._year)
        except Wrong as wrong:
            self._reader.error_of(row, self._columns[name], wrong)
            return None

    def _due(self, row: int, assigned_on: date | None) -> Due | None:
        """The deadline; None with an error where nobody knows it."""
        column = self._columns["due"]
        cell = self._reader.at(row, column)
        said = self._reader.said_of(column).get(cell_text.packed(cell))

        def read(value: CellValue) -> Due | None:
            return ledger_words.due(value, assigned_on, self._year)

        try:
            found = read(said or cell) or (read(self._answers.due) if self._answers.due else None)
        except Wrong as wrong:
            self._reader.error_of(row, column, wrong)
            return None
        if found is None:
            self._reader.error(
                row, column, "due_blank", "没有写整改时限", ledger_words.DUE_EXPECTED
            )
            return None
        if said:
            return ledger_words.with_wording(found, cell)
        self._count["month"] += bool(found.day and found.wording)
        self._count["no_year"] += bool(
            found.day and isinstance(cell, str) and not _YEAR.search(cell_text.packed(cell))
        )
        self._count["at_once"] += found.is_at_once
        return found

    def _days(self, row: int, state: State | None) -> _Days:
        moved = self._reader.value(row, "moved_to")
        if match := _MOVED.fullmatch(cell_text.packed(moved)):
            moved = match["day"]
        signed, applied, closed = (
            self._day(row, name, self._reader.value(row, name))
            for name in ("signed_on", "applied_on", "closed_on")
        )
        if state == State.CLOSED and not self._text(row, "closed_on"):
            closed = self._answers.closed_on
            if closed is None:
                self._reader.error(
                    row,
                    self._columns.get("closed_on", self._columns.get("entry_state", 0)),
                    "closed_on_blank",
                    "已销号，没有写销号日期",
                    ledger_words.DAY_EXPECTED,
                )
        return _Days(
            signed,
            applied if state is None or state in _APPLIED else None,
            closed,
            self._day(row, "moved_to", moved),
        )

    def _check_order(self, row: int, assigned_on: date, due: Due, days: _Days) -> None:
        """An error at the first day that is before one that it must follow."""
        before, field = assigned_on, "assigned_on"
        for name, found in (
            ("signed_on", days.signed),
            ("applied_on", days.applied),
            ("closed_on", days.closed),
        ):
            if found and found < before:
                self._out_of_order(row, name, field)
                return
            before, field = (found, name) if found else (before, field)
        if due.day and due.day < assigned_on:
            self._out_of_order(row, "due", "assigned_on")
        if days.moved and due.day and days.moved < due.day and not self._number(row, "rebounds"):
            self._out_of_order(row, "moved_to", "due")

    def _out_of_order(self, row: int, name: str, after: str) -> None:
        headers = {
            field: self._reader.table.header(field) if field in self._columns else "交办日期"
            for field in (name, after)
        }
        self._reader.error(
            row,
            self._columns.get(name, self._columns["due"]),
            "days_out_of_order",
            f"{headers[name]}早于{headers[after]}",
            f"不早于{headers[after]}的日期",
        )

    # -- states --------------------------------------------------------------------------

    def _state(self, row: int) -> State | None:
        """How the matter stands; of a row that says nothing by its days alone."""
        field = self._state_field
        state = None
        if self._text(row, field):
            header = self._reader.table.header(field)
            said = self._reader.said_of(self._columns[field])

            def read(cell: CellValue) -> State | None:
                return ledger_words.state(said.get(cell_text.packed(cell)) or cell, header)

            state = self._reader.read(row, field, read)
            if state is None:  # it is asked
                return None
        closed = cell_text.name(self._reader.value(row, "closed_on"))
        if closed and state not in (None, State.CLOSED, State.REBOUND, State.APPLIED):
            self._reader.error(
                row,
                self._columns["closed_on"],
                "closed_and_open",
                f"写了销号日期，{self._reader.table.header(field)}却不是已销号",
                "两列一致",
            )
        if state is None and closed:
            return State.CLOSED
        if state is None and cell_text.name(self._reader.value(row, "applied_on")):
            return State.APPLIED
        is_begun = self._text(row, "progress") or self._text(row, "signed_on")
        return State.UNDER_WAY if state is None and is_begun else state

    def _is_state(self, progress: str) -> bool:
        """Whether 整改情况 has nothing but a state."""
        if self._state_field != "progress" or not progress:
            return False
        header = self._reader.table.header("progress")
        try:
            return ledger_words.state(progress, header) is not None
        except Wrong:
            return False

    def say_how(self) -> None:
        """Notes on what was understood how, and on what is not read."""
        notes: list[tuple[bool, Callable[[], str]]] = [
            (True, lambda: "单元格的颜色不读取，状态以文字为准。"),
            (
                "light" in self._columns,
                lambda: f"“{self._reader.table.header('light')}”没有读取：由时限重新计算。",
            ),
            (
                self._count["month"] > 0,
                lambda: (
                    f"{self._count['month']}行的时限只写到月、季或年，按最后一天（上旬10日、"
                    "中旬20日）读取。"
                ),
            ),
            (
                self._count["no_year"] > 0,
                lambda: (
                    f"{self._count['no_year']}行的时限没有写年份，按交办日期以后最近的一天读取。"
                ),
            ),
            (
                self._count["unsigned"] > 0,
                lambda: f"{self._count['unsigned']}行没有签收日期，按交办当天签收。",
            ),
            (
                self._count["unapplied"] > 0,
                lambda: (
                    f"{self._count['unapplied']}行没有申请销号日期，按销号当天（没有的按最后"
                    "一个日期）申请。"
                ),
            ),
            (
                self._count["partners"] > 0,
                lambda: (
                    f"{self._count['partners']}行有几个责任单位：第一个是责任单位，其余是配合单位。"
                ),
            ),
            (
                self._count["unnamed"] > 0,
                lambda: (
                    f"{self._count['unnamed']}行写的是“等N家单位”：没有写明的单位原样记在"
                    "配合单位里。"
                ),
            ),
        ]
        self._reader.notes += [note() for holds, note in notes if holds]
