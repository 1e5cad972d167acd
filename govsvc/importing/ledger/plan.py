"""What the import of a 整改台账 would enter, and entering it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from govsvc import sheets
from govsvc.domain.errors import GovsvcError, Issue
from govsvc.domain.indicators import ITEMS, KINDS, RECTIFICATION
from govsvc.domain.mappings import Choices
from govsvc.domain.rectification import Entry
from govsvc.domain.rectification.history import Imported, imported
from govsvc.domain.rectification.ledger_rows import LedgerRow
from govsvc.domain.roster import kind_of
from govsvc.domain.rows import FileRead
from govsvc.domain.workdays import WorkCalendar
from govsvc.importing import pipeline, saved_mappings
from govsvc.importing.ledger.known import Found, Known, number_of, why
from govsvc.importing.ledger.questions import DUE_FIELD, Asked, asked_of
from govsvc.importing.plan import Plan
from govsvc.importing.validation import unknown_units
from govsvc.store import Act, Store


@dataclass(slots=True)
class LedgerPlan:
    """What would be entered, at the data version that it was planned against.

    `reading`: files, choices, roster, unknown units, as of any import, without batches. `matters`:
    the new ones; `rows`: the same as they were read, with their files. `already`: rows that are
    entered already; `twice`: rows that stand in the files before. `asked`: the questions.
    """

    reading: Plan
    matters: list[Imported] = field(default_factory=list)
    rows: list[tuple[str, LedgerRow]] = field(default_factory=list)
    already: list[Found] = field(default_factory=list)
    twice: list[Found] = field(default_factory=list)
    asked: Asked = Asked((), (), 0, 0, 0, 0, 0)

    @property
    def left_out(self) -> int:
        """Rows with an error."""
        return sum(sheet.left_out for file in self.reading.files for sheet in file.sheets)


def plan(
    store: Store,
    files: Sequence[tuple[str, bytes]],
    *,
    choices: Choices = Choices(),
    today: date,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> LedgerPlan:
    """Reads (name, bytes) files, an archive as its files, and gives what would be entered.

    `choices`: what a person said of headers, wordings, units and of what rows do not say. Raises
    GovsvcError where the database is a demonstration, or an answer to an unknown name is no unit.
    """
    home = pipeline.stored_home(store, None, files)
    unpacked = sheets.unpack(files)
    roster = unknown_units.with_known_answers(store.settings.roster(), choices.units, home)
    said = replace(choices.over(store.settings.remembered()), roster=roster)
    results, _ = sheets.read_one_by_one(unpacked, home, choices=said, on_progress=on_progress)
    for file in results:
        _refuse_others(file)
        file.notes += saved_mappings.notes_of(file, choices)
    counts = Counter(row.unit for file in results for row in file.matters if row.unit)
    kinds = {text: kind_of(ITEMS, text) for text in counts}
    roster = roster.with_answers(choices.units, kinds)
    reading = Plan(
        store.version(),
        results,
        [],
        [],
        home=home,
        contents=dict(unpacked.files),
        choices=choices,
        roster=roster,
        unknown=unknown_units.unknown_names(roster, counts),
    )
    planned = LedgerPlan(reading, asked=asked_of(results))
    _sort_out(store, planned, today)
    return planned


def _refuse_others(file: FileRead) -> None:
    """Refuses a file that holds no 整改台账; notes the sheets of other kinds."""
    if file.refused:
        return
    others = [sheet for sheet in file.sheets if sheet.kind not in (None, RECTIFICATION)]
    named = "、".join(dict.fromkeys(KINDS[sheet.kind or ""] for sheet in others))
    if not any(sheet.kind == RECTIFICATION for sheet in file.sheets):
        file.refuse(
            GovsvcError(f"这是{named}，不是整改台账。", "请到“数据导入”页上传。", "not_a_ledger")
        )
    elif others:
        names = "、".join(sheet.sheet for sheet in others)
        file.notes.append(f"表“{names}”是{named}，没有在这里读取；请到“数据导入”页上传。")


def _sort_out(store: Store, planned: LedgerPlan, today: date) -> None:
    """Parts the rows into new ones and those that are there already."""
    known = Known(store.rectification.standings())
    calendar, roster = store.rectification.calendar(), planned.reading.roster
    for file in planned.reading.files:
        for row in file.matters:
            if _is_to_come(file, row, today):
                continue
            unit = roster.resolve(row.unit)
            row = replace(row, unit=roster.successor(unit.name) if unit else row.unit)
            other = known.same(row)
            if other is not None:
                found = Found(file.file, row, number_of(other), why(other, row))
                (planned.twice if isinstance(other, LedgerRow) else planned.already).append(found)
                continue
            _warn(file, row, known)
            known.add(row)
            deadline = _deadline(row, calendar, planned.reading.choices.ledger.at_once)
            planned.matters.append(imported(row, deadline, file.file, today))
            planned.rows.append((file.file, row))


def _deadline(row: LedgerRow, calendar: WorkCalendar, at_once: int) -> date | None:
    """The day of the deadline, None for what is 长期坚持."""
    workdays = at_once if row.due.is_at_once else row.due.workdays
    return calendar.after(row.assigned_on, workdays) if workdays else row.due.day


def _is_to_come(file: FileRead, row: LedgerRow, today: date) -> bool:
    """Whether a step is said to have been taken on a day to come: an error of the row."""
    taken = (row.assigned_on, row.signed_on, row.applied_on, row.closed_on)
    later = max(day for day in taken if day)
    if later <= today:
        return False
    message = f"第{row.row}行写的{later}还没有到（今天是{today}）。"
    expected = "已经过去的日期；写错年份的请改正"
    file.issues.append(
        Issue(
            row.sheet,
            row.row,
            None,
            "error",
            "day_in_future",
            message,
            f"{later}",
            expected,
        )
    )
    for sheet in file.sheets:
        sheet.left_out += sheet.sheet == row.sheet
    return True


def _warn(file: FileRead, row: LedgerRow, known: Known) -> None:
    """Warns of a number that another matter has, and of a matter that is almost the same."""

    def warn(code: str, message: str, value: str) -> None:
        issue = Issue(row.sheet, row.row, None, "warning", code, message, value)
        file.issues.append(issue)

    if known.has_number(row):
        warn("number_taken", f"第{row.row}行的编号{row.code}已是另一件事的，将另编号。", row.code)
    elif near := known.near(row):
        number = number_of(near)
        which = f"编号{number}" if number else "前面一行"
        warn(
            "almost_same",
            f"第{row.row}行与{which}的事项、单位、来源相同，问题不同，作为另一项导入。",
            row.matter,
        )


def commit(store: Store, planned: LedgerPlan, *, who: str, when: datetime) -> list[Entry]:
    """Enters what was planned; gives the entries with their numbers.

    Raises GovsvcError where a unit is not known or nothing is new, NotAllowed, StaleVersion where
    the data changed since the plan was made, StoreError; nothing is stored then.
    """
    reading = planned.reading
    unknown_units.refuse_unknown(reading.unknown)
    fitting = saved_mappings.fitting(reading.files, reading.choices)
    return store.rectification_writes.import_ledger(
        planned.matters,
        Act(who, when),
        expected_version=reading.version,
        roster=reading.roster if reading.choices.units else None,
        choices=replace(fitting, values=_lasting(fitting.values)),
    )


def _lasting(
    values: Mapping[tuple[str, str], Mapping[str, str]],
) -> dict[tuple[str, str], Mapping[str, str]]:
    """What is said of wordings, without the days that hold for one ledger alone."""
    return {column: words for column, words in values.items() if column[0] != DUE_FIELD}
