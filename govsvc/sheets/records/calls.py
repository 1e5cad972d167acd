"""Rows of a 回访台账 → calls, without names and numbers of people, and issues.

The key of an entry is the 办件编号 as the ledger has it, until the importer puts its keyed hash in
its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from govsvc.domain import personal_data
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries, Entry
from govsvc.domain.feedback import (
    DIMENSION_FIELDS,
    DIMENSIONS,
    LEVELS,
    NOT_DIALLED,
    OUTCOME,
    OUTCOMES,
    OVERALL,
    REFUSED,
    VALID,
    outcome,
)
from govsvc.domain.indicators import CALLS
from govsvc.domain.personal_data import MASK
from govsvc.domain.roster import DEPARTMENT
from govsvc.sheets.cells import calls_vocabulary, cell_text, place_names, values
from govsvc.sheets.cells.answers import calls as answers
from govsvc.sheets.cells.calls_vocabulary import IS_REACHED
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import call_days, call_totals, whole_sheet
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

_LEVELS_EXPECTED = "、".join(one.name for one in LEVELS)
_THREE_EXPECTED = "满意、基本满意、不满意"
_OUTCOMES_EXPECTED = "、".join(one.name for one in OUTCOMES)
_NO_TEXT = frozenset({"无", "没有", "暂无", "无意见", "无建议", "无意见建议", "同上"})


@dataclass(slots=True)
class _Answers:
    """What a row says of its call. `texts`: what stands beside levels in their cells."""

    rating: str = ""
    outcome: str = NOT_DIALLED
    dimensions: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


class _Cells:
    """The cells of a ledger, with the words that a person explained them as."""

    def __init__(self, reader: SheetReader):
        self._columns: dict[str, list[CellValue]] = {
            name: list(reader.field(name))
            for name in ("text", "handling", "second_call", "caller_unit", IS_REACHED, OUTCOME)
            + calls_vocabulary.RATINGS
        }

    def of(self, name: str, index: int) -> CellValue:
        """The cell of a field in the data row of that index, "" where there is no such column."""
        return self._columns[name][index]


def read_calls(reader: SheetReader, context: SheetContext) -> Entries:
    """The calls in the order of the rows, one a row: retries of a case are calls of their own."""
    reader.check_months(context.month)
    units = _units(reader, context)
    days = call_days.days_of(reader, context.month)
    weeks = call_days.weeks_of(reader, context.month, days)
    cases, names = _cases(reader), _names(reader)
    cells = _Cells(reader)
    answered = [_read_row(reader, cells, index) for index in range(len(reader.rows))]
    call_totals.check(
        reader,
        [
            call_totals.Counted(case or f"row {row}", one.outcome, one.rating)
            for row, case, one in zip(reader.rows, cases, answered)
        ],
    )
    entries = []
    for index, row in enumerate(reader.rows):
        attributes = {
            "week": _iso(weeks[index]),
            "day": _iso(days[index]),
            **_attributes(reader, cells, index, answered[index], units[index]),
        }
        entries.append(
            Entry(
                CALLS,
                context.month,
                units[index],
                cases[index],
                names[index],
                {key: text for key, text in attributes.items() if text},
                {},
                LEFT_OUT if row in reader.faulty else COUNTED,
                context.file,
                reader.grid.name,
                row + 1,
            )
        )
    reader.notes.append("姓名、电话和企业名称不保存，办件编号只保存加密后的摘要。")
    return Entries.of(entries)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _attributes(
    reader: SheetReader, cells: _Cells, index: int, said: _Answers, unit: str
) -> dict[str, str]:
    text = cell_text.name(cells.of("text", index))
    texts = [*said.texts, "" if text in _NO_TEXT else text]
    caller_unit = cell_text.name(cells.of("caller_unit", index))
    return {
        OUTCOME: said.outcome,
        OVERALL: said.rating,
        **said.dimensions,
        "text": personal_data.mask("；".join(dict.fromkeys(filter(None, texts)))),
        "handling": personal_data.mask(cell_text.name(cells.of("handling", index))),
        "second_call": personal_data.mask(cell_text.name(cells.of("second_call", index))),
        "is_own": "yes" if caller_unit and _same_unit(reader, caller_unit, unit) else "",
    }


def _same_unit(reader: SheetReader, text: str, unit: str) -> bool:
    known = reader.roster.resolve(text, DEPARTMENT)
    return (known.name if known else text) == unit


def _units(reader: SheetReader, context: SheetContext) -> Sequence[str]:
    """The unit of each row, as the roster calls it, "" where none is named."""
    named = (
        reader.named("unit", "承办单位")
        if "unit" in reader.table.columns
        else whole_sheet.units_of_rows(
            reader, context, whole_sheet.departments_of(context), "承办单位"
        )
    )
    named = named.map(lambda unit: place_names.township(unit, context.homes))
    return _repeated(list(reader.roster_names(named, DEPARTMENT, context.month)))


def _names(reader: SheetReader) -> Sequence[str]:
    return _repeated([cell_text.name(cell) for cell in reader.field("name")])


def _repeated(texts: Sequence[str]) -> list[str]:
    """With the text above in the place of 同上."""
    filled: list[str] = []
    for text in texts:
        filled.append(filled[-1] if filled and text in call_days.SAME else text)
    return filled


def _cases(reader: SheetReader) -> list[str]:
    """The 办件编号 of each row, "" where there is none; a warning where its digits are lost."""
    column = reader.table.columns.get("case")
    if column is None:
        reader.notes.append("没有办件编号列，同一办件多次拨打时无法合并，每行按一件计。")
        return [""] * len(reader.rows)
    cases = []
    for row in reader.rows:
        case = ""
        try:
            case = values.code(reader.at(row, column))
        except Wrong as wrong:
            if wrong.code == "not_a_code":
                # of a kept original, in which all are masked, no two may be taken for one
                case = cell_text.packed(reader.at(row, column))
                case = "" if MASK in case else case
            else:
                reader.warn(
                    row, column, wrong.code, f"{wrong.message}，这一行按一件计", wrong.expected
                )
        cases.append(case)
    return cases


def _read_row(reader: SheetReader, cells: _Cells, index: int) -> _Answers:
    """A call with a rating is valid; the rest by 回访结果, else by 是否接通."""
    said, row = _Answers(), reader.rows[index]
    rating = answers.read_rating(cells.of(OVERALL, index))
    came_to = rating.outcome or _outcome(reader, cells, index)
    if rating.level == answers.ASKED:
        _ask(reader, row, OVERALL, "rating_unclear", rating.why, _LEVELS_EXPECTED)
        return said
    said.rating, said.texts = rating.level, [rating.text]
    if rating.level:
        came_to_said, came_to = came_to, VALID
        _warn_of_contradiction(reader, row, came_to_said)
    elif came_to == VALID and not _has_no_ratings(reader):
        _ask(
            reader,
            row,
            OVERALL,
            "rating_blank",
            "回访结果是有效回访，没有总体评价",
            _LEVELS_EXPECTED,
        )
    said.outcome = came_to
    if came_to == VALID:
        said.dimensions = dict(_dimensions(reader, cells, index, said.texts))
    return said


def _has_no_ratings(reader: SheetReader) -> bool:
    return OVERALL not in reader.table.columns


def _warn_of_contradiction(reader: SheetReader, row: int, came_to: str) -> None:
    """A rating makes a call valid, whatever else the row says."""
    field = OUTCOME if OUTCOME in reader.table.columns else IS_REACHED
    if came_to in (VALID, NOT_DIALLED, REFUSED) or field not in reader.table.columns:
        return
    reader.warn(
        row,
        reader.table.columns[field],
        "outcome_contradicts",
        f"是{outcome(came_to).name}，却有总体评价；按有效回访计",
        "与总体评价一致的回访结果",
    )


def _outcome(reader: SheetReader, cells: _Cells, index: int) -> str:
    """What the row says that the call came to, but for its rating."""
    said = answers.read_outcome(cells.of(OUTCOME, index))
    if said == answers.BLANK:
        return _by_reached(reader, cells, index)
    reached = answers.read_reached(cells.of(OUTCOME, index))
    if said == answers.ASKED and isinstance(reached, bool):
        # 接通 without a rating is a call that was not rated
        return REFUSED if reached else "no_answer"
    if said == answers.ASKED:
        _ask(
            reader,
            reader.rows[index],
            OUTCOME,
            "outcome_unclear",
            "看不出回访结果",
            _OUTCOMES_EXPECTED,
        )
        return NOT_DIALLED
    return said


def _by_reached(reader: SheetReader, cells: _Cells, index: int) -> str:
    reached = answers.read_reached(cells.of(IS_REACHED, index))
    if reached is None:
        return NOT_DIALLED
    if isinstance(reached, bool):
        return REFUSED if reached else "no_answer"
    if reached == answers.ASKED:
        _ask(reader, reader.rows[index], IS_REACHED, "outcome_unclear", "看不出是否接通", "是、否")
        return NOT_DIALLED
    return reached


def _dimensions(
    reader: SheetReader, cells: _Cells, index: int, texts: list[str]
) -> Iterator[tuple[str, str]]:
    """(field, level) of the dimensions that were answered; what stands beside goes to `texts`."""
    for dimension in DIMENSIONS:
        name = DIMENSION_FIELDS[dimension.key]
        if name not in reader.table.columns:
            continue
        read = answers.read_dimension(cells.of(name, index), dimension)
        texts.append(read.text)
        if read.level == answers.ASKED:
            column = reader.table.columns[name]
            reader.value_error(
                reader.rows[index], column, "rating_unclear", read.why, _THREE_EXPECTED
            )
        elif read.level:
            yield name, read.level


def _ask(reader: SheetReader, row: int, name: str, code: str, why: str, expected: str) -> None:
    """An error at the cell that costs the row; without that column, at the first that is read."""
    column = reader.table.columns.get(name, min(reader.columns_read))
    reader.error(row, column, code, why, expected)
