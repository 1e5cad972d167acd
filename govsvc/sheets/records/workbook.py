"""One file → a `FileRead`: its sheets recognised, its month and county found, every sheet read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import PurePath

from govsvc.domain.errors import FileRefused, GovsvcError, Issue
from govsvc.domain.indicators import (
    BAD_RATINGS,
    BULLETIN,
    CALL_TOTALS,
    CALLS,
    CASES,
    CHAIN_CASES,
    CHAINS,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    QUESTIONNAIRES,
    RATINGS,
    RECTIFICATION,
    REPRESENTATIVES,
    SURVEY,
    TARGETS,
    UNITS,
    VILLAGES,
    WINDOW_SCORES,
)
from govsvc.domain.months import month_text
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE, Entries, FileRead, SheetRead
from govsvc.sheets.cells import month_words, place_names
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.formats.reading import read_grids
from govsvc.sheets.records import (
    column_claims,
    corrections,
    not_recognised,
    sheet_display,
    subjects,
    unread_sheets,
)
from govsvc.sheets.records.bad_ratings import read_bad_ratings
from govsvc.sheets.records.bulletin import read_bulletin
from govsvc.sheets.records.call_totals_sheet import read_totals
from govsvc.sheets.records.calls import read_calls
from govsvc.sheets.records.cases import read_cases
from govsvc.sheets.records.cell_checks import check_cells
from govsvc.sheets.records.chain_cases import read_chain_cases
from govsvc.sheets.records.chains import read_chains
from govsvc.sheets.records.duplicate_headers import check_twice
from govsvc.sheets.records.items import read_items
from govsvc.sheets.records.ledger import read_ledger
from govsvc.sheets.records.options import ColumnLetters, ReadOptions, SheetContext
from govsvc.sheets.records.overlays import read_partial
from govsvc.sheets.records.questionnaires import read_survey
from govsvc.sheets.records.questionnaires import read_totals as read_totals_of_questions
from govsvc.sheets.records.ratings import read_ratings
from govsvc.sheets.records.representatives import read_representatives
from govsvc.sheets.records.sheet_months import find_months, year_of
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.records.sheet_summary import column_letters, one_each
from govsvc.sheets.records.stations import read_villages
from govsvc.sheets.records.targets import read_targets
from govsvc.sheets.records.totals import check_totals
from govsvc.sheets.records.units import read_units
from govsvc.sheets.records.window_scores import read_scores
from govsvc.sheets.tables import finding
from govsvc.sheets.tables.table import Table

#: kind → what reads its rows; other kinds have ways of their own
_ROW_READERS: Mapping[str, Callable[[SheetReader, SheetContext], Entries]] = {
    ITEMS: read_items,
    CASES: read_cases,
    CALLS: read_calls,
    CALL_TOTALS: read_totals,
    BAD_RATINGS: read_bad_ratings,
    QUESTIONNAIRES: read_totals_of_questions,
    WINDOW_SCORES: read_scores,
    REPRESENTATIVES: read_representatives,
}
#: what is told of a table, and its reader
OpenSheet = tuple[SheetRead, SheetReader]


def read_file(result: FileRead, content: bytes, options: ReadOptions) -> ColumnLetters:
    """Fills `result` with what the file holds; gives the letters of its columns.

    A file that cannot be used is `refused` and has no rows.
    """
    try:
        return _read(result, content, options)
    except GovsvcError as refusal:
        result.refuse(refusal)
        return {}


def _read(result: FileRead, content: bytes, options: ReadOptions) -> ColumnLetters:
    grids, result.notes = read_grids(result.file, content)
    sheets: list[OpenSheet] = []
    for grid in grids:
        grid.file = PurePath(result.file).stem
        sheets += _open(result, grid, options)
    _report_faults(result, sheets)
    if not sheets:
        _refuse_doubted(result)
    _refuse_useless(grids, sheets)
    unread_sheets.warn(result, grids)
    result.home_hint = _home_hint(result.file, sheets)
    for sheet, _ in sheets:
        if not sheet.rows:
            sheet.notes.append("只有表头，没有数据。")
    result.notes += find_months(result.file, sheets, options)
    for sheet, reader in sheets:
        if sheet.rows:
            _read_sheet(result, sheet, reader, options)
    months = {sheet.month for sheet, _ in sheets if sheet.month and sheet.rows}
    if len(months) == 1:
        result.month = months.pop()
    elif months:
        named = "、".join(map(month_text, sorted(months)))
        result.notes.append(f"本文件有{len(months)}个月份：{named}。")
    columns = column_letters([reader.table for _, reader in sheets])
    result.sheets = one_each(result.sheets)
    for sheet in result.sheets:
        sheet.letters = columns.get(sheet.sheet, {})
    return columns


def _open(result: FileRead, grid: Grid, options: ReadOptions) -> list[OpenSheet]:
    """Adds what a grid holds to the sheets of `result`; gives the tables that can be read."""
    # a hidden sheet comes without cells
    tables = finding.find_tables(grid, options.choices)
    if not tables:
        sheet = sheet_display.sheet_of(grid)
        if grid.is_hidden:
            sheet.notes.append("隐藏的表，未读取；需要时请取消隐藏后重新上传。")
        result.sheets.append(sheet)
    opened: list[OpenSheet] = []
    for table in tables:
        sheet = sheet_display.sheet_of(table.grid if table.kind else grid)
        sheet_display.show_header(sheet, table)
        sheet.kind = table.kind if table.kind in KINDS else None
        result.sheets.append(sheet)
        doubt = "" if table.choice else subjects.doubt_of(table)
        if doubt:
            sheet.kind = None
            sheet_display.show_columns(sheet, table, range(table.last + 1, len(table.grid.rows)))
            sheet.doubt = f"像是{KINDS[table.kind]}，但{doubt}"
            sheet.notes.append(
                f"{sheet.doubt}，未读取；确是的，请在“查看与更正识别结果”里选定类别。"
            )
        elif not table.kind:
            sheet.notes.append("按更正不读取。")
        elif reader := _reader(sheet, table, options):
            opened.append((sheet, reader))
    return opened


def _reader(sheet: SheetRead, table: Table, options: ReadOptions) -> SheetReader | None:
    """The table's reader; None where a person's choice does not fit: then the sheet has a fault."""
    if table.choice:
        sheet.fault = corrections.fault_of(table, table.choice)
    if sheet.fault:
        below = range(table.last + 1, len(table.grid.rows))
        sheet_display.show_columns(sheet, table, below)
        return None
    questions = column_claims.settle(table)
    column_claims.ask_of_states(table, options.choices)
    column_claims.find_types(table, options.choices)
    reader = SheetReader(table, options.choices.values, options.choices.roster)
    reader.notes += [*table.notes, *column_claims.notes_of_asked(table)]
    for question in questions:
        reader.sheet_issue(
            "error",
            "columns_rival",
            question.message,
            question.step,
            (table.last, question.column),
        )
    check_cells(reader)
    sheet.rows = len(reader.rows)
    sheet_display.show_columns(sheet, table, reader.rows)
    return reader


def _report_faults(result: FileRead, sheets: Sequence[OpenSheet]) -> None:
    """An error for each table that cannot be read as a person chose.

    Raises FileRefused where no other is left to read.
    """
    faulty = [sheet for sheet in result.sheets if sheet.fault]
    step = "请在“查看与更正识别结果”里改选，或恢复自动识别。"
    if faulty and not any(sheet.rows for sheet, _ in sheets):
        faults = "".join(dict.fromkeys(sheet.fault for sheet in faulty))
        raise FileRefused(faults, step, "choice_does_not_fit")
    for sheet in faulty:
        message = f"{sheet.fault}这张表未读取，其他表照常读取。"
        result.issues.append(
            Issue(sheet.sheet, None, None, "error", "choice_does_not_fit", message, expected=step)
        )


def _refuse_doubted(result: FileRead) -> None:
    """Raises FileRefused where all that looks like a table of ours is of another subject."""
    doubted = [sheet for sheet in result.sheets if sheet.doubt]
    if doubted:
        named = "；".join(f"表“{sheet.sheet}”{sheet.doubt}" for sheet in doubted)
        raise FileRefused(
            f"不像是本系统的表：{named}。",
            "选错了文件的，请换一个；确是的，请在“查看与更正识别结果”里选定类别后再读取。",
            "not_ours",
        )


def _refuse_useless(grids: Sequence[Grid], sheets: Sequence[OpenSheet]) -> None:
    """Raises FileRefused where no table of a known kind has rows."""
    if not sheets:
        not_recognised.refuse_transposed(grids)
        hidden = [grid.name for grid in grids if grid.is_hidden]
        guess = not_recognised.nearest_text(grids)
        aside = f"隐藏的表（{'、'.join(hidden)}）未读取，需要时请取消隐藏。" if hidden else ""
        raise FileRefused(
            f"没有认出{'、'.join(KINDS.values())}中的任何一种表。{guess}",
            f"请核对表头的列名，或下载模板对照。{aside}",
            "no_known_sheet",
        )
    if not any(sheet.rows for sheet, _ in sheets):
        raise FileRefused("表里只有表头，没有数据行。", "请填写数据后重新上传。", "header_only")


def _home_hint(file: str, sheets: Sequence[OpenSheet]) -> str | None:
    """The county that titles and the file's name name, None where they name none or several."""
    lines = [
        line
        for _, reader in sheets
        if reader.table.kind not in (BULLETIN, TARGETS, UNITS, RECTIFICATION)
        for line in [*reader.table.titles, PurePath(file).stem]
    ]
    counties = {county for line in lines if (county := place_names.county_in(line))}
    return counties.pop() if len(counties) == 1 else None


def _read_sheet(
    result: FileRead, sheet: SheetRead, reader: SheetReader, options: ReadOptions
) -> None:
    """Adds the rows and issues of one table to `result`."""
    kind, homes = reader.table.kind, (options.home, result.home_hint)
    outside: set[int] = set()
    check_twice(reader)
    if kind == BULLETIN:
        cutoff = month_words.cutoff(reader.table.all_titles)
        result.reported += read_bulletin(reader, result.file, _month(sheet), cutoff)
    elif kind == TARGETS:
        year = year_of(result.file, sheet, reader, options.month)
        result.targets += read_targets(reader, year, homes)
    elif kind == UNITS:
        result.units += read_units(reader, homes)
    elif kind == RECTIFICATION:
        year = year_of(result.file, sheet, reader, options.month)
        result.matters += read_ledger(reader, homes, year, options.choices.ledger)
    else:
        chosen = options.choices.units_of_sheets.get((result.file, sheet.sheet), "")
        context = SheetContext(
            result.file, _month(sheet), options.rules, homes, chosen, options.unit
        )
        outside = _read_entries(result, sheet, reader, context)
        sheet.unit_from, sheet.unit_asked = reader.unit_from, reader.unit_asked
    if kind in (BULLETIN, TARGETS, UNITS, RECTIFICATION):
        sheet.left_out = len(reader.faulty)
    check_totals(reader, outside)
    sheet.unclear = sheet_display.unclear_values(reader)
    result.issues += sorted(reader.issues, key=_position)
    sheet.notes += reader.notes


def _month(sheet: SheetRead) -> date:
    """The month of a sheet that needs one: without it the file was refused."""
    assert sheet.month
    return sheet.month


def _read_entries(
    result: FileRead, sheet: SheetRead, reader: SheetReader, context: SheetContext
) -> set[int]:
    """Adds the entries of an item, case, station or village sheet.

    Gives the rows (from 0) that are out of scope, which a total row may include or not.
    """
    kind = reader.table.kind
    if kind in _ROW_READERS:
        entries = _ROW_READERS[kind](reader, context)
    elif kind in (CHAINS, CHAIN_CASES):
        read_rows = read_chains if kind == CHAINS else read_chain_cases
        result.entries = Entries.joined([result.entries, read_rows(reader, context)])
        # a thing may take many rows
        sheet.left_out = len(reader.faulty)
        return set()
    elif kind in (RATINGS, SURVEY):
        read = read_ratings if kind == RATINGS else read_survey
        entries, sheet.out_of_scope = read(reader, context)
        # rows become counts
        result.entries = Entries.joined([result.entries, entries])
        sheet.left_out = len(reader.faulty) + sheet.out_of_scope
        return set()
    elif kind in PARTIAL_KINDS:
        entries = read_partial(reader, context)
    else:
        entries = read_villages(reader, context)
    result.entries = Entries.joined([result.entries, entries])
    # an item list may count cases besides: these are no rows of its own
    entries = entries.where(entries.mask("kind", kind))
    sheet.out_of_scope = entries.count(OUT_OF_SCOPE)
    # a row without name and key has no entry and is left out all the same
    sheet.left_out = sheet.rows - len(entries) + entries.count(LEFT_OUT) + sheet.out_of_scope
    if kind == VILLAGES:
        sheet.notes.append("村居名录将作为站点覆盖率的总数。")
    if not reader.totals:
        return set()
    outside = entries.where(entries.mask("status", OUT_OF_SCOPE))
    return {row - 1 for row in outside.values("row")}


def _position(issue: Issue) -> tuple[int, int, str]:
    """Top to bottom, left to right; issues of the whole sheet first."""
    column = issue.column or ""
    return (issue.row or 0, len(column), column)
