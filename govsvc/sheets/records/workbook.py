"""One file → a `FileRead`: its sheets recognised, its month and county found, every sheet read."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from govsvc.domain import personal_data
from govsvc.domain.errors import FileRefused, GovsvcError, Issue
from govsvc.domain.indicators import (
    BULLETIN,
    CASES,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    TARGETS,
    UNITS,
    VILLAGES,
    Rules,
)
from govsvc.domain.mappings import Choices
from govsvc.domain.months import month_text
from govsvc.domain.rows import (
    LEFT_OUT,
    OUT_OF_SCOPE,
    ColumnSeen,
    Entries,
    FileRead,
    SheetRead,
    Unclear,
)
from govsvc.sheets.cells import cell_text, month_words, place_names
from govsvc.sheets.cells.limits import letters
from govsvc.sheets.formats.reading import Grid, read_grids
from govsvc.sheets.records import corrections
from govsvc.sheets.records.bulletin import read_bulletin
from govsvc.sheets.records.cases import read_cases
from govsvc.sheets.records.duplicate_headers import check_twice
from govsvc.sheets.records.items import read_items
from govsvc.sheets.records.options import ColumnLetters, ReadOptions
from govsvc.sheets.records.overlays import read_partial
from govsvc.sheets.records.sheet_reader import MOST_QUOTED, SheetReader
from govsvc.sheets.records.stations import read_villages
from govsvc.sheets.records.targets import read_targets
from govsvc.sheets.records.totals import check_totals
from govsvc.sheets.records.units import read_units
from govsvc.sheets.tables import finding, headers
from govsvc.sheets.tables.table import MOST_HEADER_ROWS, Table, nearest_kind

#: codes of issues of which a person can say what the value means
_EXPLAINABLE = ("not_yes_no", "depth_unclear", "item_type_unknown")
#: of a sheet: rows and characters of a cell that are shown, rows looked at for samples, samples of
#: a column
_ROWS_SHOWN, _MOST_SHOWN, _ROWS_SAMPLED, _SAMPLES = 12, 24, 40, 3


def read_file(result: FileRead, content: bytes, options: ReadOptions) -> ColumnLetters:
    """Fills `result` with what the file holds; gives the letters of its columns.

    A file that cannot be used is `refused` and has no rows.
    """
    try:
        return _read(result, content, options)
    except GovsvcError as refusal:
        result.refused = refusal
        result.month, result.entries = None, Entries()
        result.reported, result.targets, result.units, result.issues = [], [], [], []
        return {}


def _read(result: FileRead, content: bytes, options: ReadOptions) -> ColumnLetters:
    home, month, rules, choices = options.home, options.month, options.rules, options.choices
    grids, result.notes = read_grids(result.file, content)
    for grid in grids:
        grid.file = PurePath(result.file).stem
    readers: list[tuple[SheetRead, SheetReader]] = []
    for grid in grids:
        # a hidden sheet comes without cells
        tables = finding.find_tables(grid, choices.headers)
        if not tables:
            result.sheets.append(
                SheetRead(
                    grid.name, None, is_hidden=grid.is_hidden, top=_top(grid), prints=_prints(grid)
                )
            )
            if grid.is_hidden:
                result.sheets[-1].notes.append("隐藏的表，未读取；需要时请取消隐藏后重新上传。")
        for table in tables:
            if not table.kind:
                result.sheets.append(
                    SheetRead(
                        grid.name,
                        None,
                        header_rows=(table.first + 1, table.last + 1),
                        top=_top(grid),
                        prints=_prints(grid),
                        fingerprint=table.fingerprint,
                        choice=table.choice,
                        notes=["按更正不读取。"],
                    )
                )
                continue
            sheet = SheetRead(
                grid.name,
                table.kind if table.kind in KINDS else None,
                header_rows=(table.first + 1, table.last + 1),
            )
            sheet.columns = {name: table.header(name) for name in table.columns} | {
                f"{m.indicator}.{m.measure}": table.header_at(m.column) for m in table.measures
            }
            result.sheets.append(sheet)
            sheet.fault = corrections.fault_of(table) if table.choice else ""
            if sheet.fault:
                _show(sheet, table, range(table.last + 1, len(table.grid.rows)))
                continue
            reader = SheetReader(table, choices.values, choices.roster)
            sheet.rows = len(reader.rows)
            _show(sheet, table, reader.rows)
            readers.append((sheet, reader))
    _say_faults(result, readers)
    _refuse_useless(grids, readers)
    hints = {
        hint
        for _, reader in readers
        if reader.table.kind not in (BULLETIN, TARGETS, UNITS)
        for hint in map(place_names.county_in, [*reader.table.titles, PurePath(result.file).stem])
        if hint
    }
    result.home_hint = hints.pop() if len(hints) == 1 else None
    _find_months(result, readers, month, choices)
    for sheet, reader in readers:
        if sheet.rows:
            _read_sheet(result, sheet, reader, (home, result.home_hint), rules, month)
        else:
            sheet.notes.append("只有表头，没有数据。")
    found = {sheet.month for sheet, reader in readers if sheet.month and sheet.rows}
    if len(found) == 1:
        result.month = found.pop()
    elif found:
        result.notes.append(
            f"本文件有{len(found)}个月份：{'、'.join(map(month_text, sorted(found)))}。"
        )
    result.sheets, places = _one_each(result.sheets), _places(readers)
    for sheet in result.sheets:
        sheet.letters = places.get(sheet.sheet, {})
    return places


def _say_faults(result: FileRead, readers: Sequence[tuple[SheetRead, SheetReader]]) -> None:
    """An error for each table that cannot be read as a person said.

    Raises FileRefused where no other is left to read.
    """
    faulty, step = (
        [sheet for sheet in result.sheets if sheet.fault],
        "请在“查看与更正识别结果”里改选，或恢复自动识别。",
    )
    if faulty and not any(sheet.rows for sheet, _ in readers):
        raise FileRefused(
            "".join(dict.fromkeys(sheet.fault for sheet in faulty)), step, "choice_does_not_fit"
        )
    for sheet in faulty:
        result.issues.append(
            Issue(
                sheet.sheet,
                None,
                None,
                "error",
                "choice_does_not_fit",
                f"{sheet.fault}这张表未读取，其他表照常读取。",
                expected=step,
            )
        )


def _one_each(sheets: Sequence[SheetRead]) -> list[SheetRead]:
    """The tables of one sheet, kind and month as one, with how many they were."""
    groups: dict[tuple, list[SheetRead]] = {}
    for sheet in sheets:
        groups.setdefault((sheet.sheet, sheet.kind, sheet.month), []).append(sheet)
    counts = Counter(sheet.sheet for sheet in sheets)
    for group in groups.values():
        first = group[0]
        for field in ("rows", "left_out", "out_of_scope"):
            setattr(first, field, sum(getattr(sheet, field) for sheet in group))
        first.columns = {
            name: header for sheet in reversed(group) for name, header in sheet.columns.items()
        }
        first.others = _with_other_headers(group)
        first.notes = list(dict.fromkeys(note for sheet in group for note in sheet.notes))
        if counts[first.sheet] > 1:
            several = f"本表有{counts[first.sheet]}个表格，已分别读取"
            first.notes.append(
                several
                + (f"；这里是其中的{len(group)}个。" if len(group) < counts[first.sheet] else "。")
            )
    return [group[0] for group in groups.values()]


def _with_other_headers(group: Sequence[SheetRead]) -> list[SheetRead]:
    """Of the tables of a sheet one for each header; the values to explain are asked once for all
    that share it.
    """
    alike: dict[str, SheetRead] = {}
    for sheet in group:
        before = alike.setdefault(sheet.fingerprint, sheet)
        if before is not sheet:
            before.unclear = _summed([*before.unclear, *sheet.unclear])
    return list(alike.values())[1:]


def _summed(values_asked: Sequence[Unclear]) -> list[Unclear]:
    counts: Counter[tuple[str, ...]] = Counter()
    for asked in values_asked:
        counts[asked.field, asked.header, asked.value, asked.word] += asked.count
    return [
        Unclear(field, header, value, number, word)
        for (field, header, value, word), number in counts.most_common()
    ]


def _places(readers: Sequence[tuple[SheetRead, SheetReader]]) -> ColumnLetters:
    """Where the tables of a sheet have a field in different columns, it has no place."""
    found: ColumnLetters = {}
    for sheet, reader in readers:
        measures = {f"{m.indicator}.{m.measure}": m.column for m in reader.table.measures}
        mine = {name: letters(column) for name, column in (reader.table.columns | measures).items()}
        before = found.setdefault(sheet.sheet, mine)
        found[sheet.sheet] = {
            name: letter for name, letter in before.items() if mine.get(name) == letter
        }
    return found


def _refuse_useless(
    grids: Sequence[Grid], readers: Sequence[tuple[SheetRead, SheetReader]]
) -> None:
    if not readers:
        hidden = [grid.name for grid in grids if grid.is_hidden]
        found = filter(None, (nearest_kind(grid) for grid in grids if grid.rows))
        nearest = max(found, key=lambda n: len(n[1]), default=None)
        seen = (
            f"最接近的是{KINDS[nearest[0]]}，只认出列：{'、'.join(nearest[1])}。" if nearest else ""
        )
        aside = f"隐藏的表（{'、'.join(hidden)}）未读取，需要时请取消隐藏。" if hidden else ""
        raise FileRefused(
            f"没有认出{'、'.join(KINDS.values())}中的任何一种表。{seen}",
            f"请核对表头的列名，或下载模板对照。{aside}",
            "no_known_sheet",
        )
    if not any(sheet.rows for sheet, _ in readers):
        raise FileRefused("表里只有表头，没有数据行。", "请填写数据后重新上传。", "header_only")


def _find_months(
    result: FileRead,
    readers: Sequence[tuple[SheetRead, SheetReader]],
    given: date | None,
    choices: Choices,
) -> None:
    """Sets the month of each sheet.

    Raises FileRefused where one has none, or says another than was `given`.
    """
    file = PurePath(result.file).stem
    dated = [
        (sheet, reader) for sheet, reader in readers if reader.table.kind not in (TARGETS, UNITS)
    ]
    for sheet, reader in dated:
        chosen = choices.months.get((result.file, sheet.sheet))
        if chosen:
            sheet.month, sheet.month_from = chosen, "手工指定"
            continue
        titles = reader.table.titles
        folders = PurePath(result.file).parts[-2::-1]
        sources = [
            ("标题", titles),
            ("表名", [sheet.sheet]),
            ("文件名", [file]),
            ("压缩包或文件夹名", folders),
        ]
        named = month_words.find(
            [*sources, ("导入时指定", [month_text(given)])] if given else sources
        )
        in_column = reader.month_of_column(named[0].year if named else None)
        if in_column:
            sheet.month, sheet.month_from = in_column, f"{reader.table.header('month')}列"
        elif named:
            sheet.month, sheet.month_from = named
        if given and sheet.month and sheet.month != given:
            raise FileRefused(
                f"表“{sheet.sheet}”的{sheet.month_from}写的是{month_text(sheet.month)}，"
                f"与指定的{month_text(given)}不一致。",
                "请核对是否选错了文件或月份；数据确属指定月份的，请改正表中的月份。",
                "month_contradicts",
            )
    known = {sheet.month for sheet, _ in dated if sheet.month}
    for sheet, _ in dated:
        if sheet.month is None and len(known) == 1:
            sheet.month, sheet.month_from = next(iter(known)), "同一文件的其他表"
        if sheet.month is None and sheet.rows:
            raise FileRefused(
                (
                    f"看不出表“{sheet.sheet}”是哪个月的数据（标题、月份列、表名、"
                    "文件名里都没有年月）。"
                ),
                "请在标题里写明月份，如 2026年10月，或在导入时指定月份。",
                "month_not_found",
            )


def _read_sheet(
    result: FileRead,
    sheet: SheetRead,
    reader: SheetReader,
    homes: tuple,
    rules: Rules,
    given: date | None,
) -> None:
    kind, outside = reader.table.kind, set()
    check_twice(reader)
    if kind == BULLETIN:
        result.reported += read_bulletin(
            reader, result.file, sheet.month, month_words.cutoff(reader.table.all_titles)
        )
        sheet.left_out = len(reader.faulty)
    elif kind == TARGETS:
        lines = [
            *reader.table.titles,
            sheet.sheet,
            PurePath(result.file).stem,
            *([month_text(given)] if given else []),
        ]
        year = next(filter(None, (month_words.year_of(line, 1) for line in lines)), None)
        result.targets += read_targets(reader, year, homes)
        sheet.left_out = len(reader.faulty)
    elif kind == UNITS:
        result.units += read_units(reader, homes)
        sheet.left_out = len(reader.faulty)
    else:
        if kind in (ITEMS, *PARTIAL_KINDS):
            read = {ITEMS: read_items, CASES: read_cases}.get(kind, read_partial)
            entries = read(reader, result.file, sheet.month, rules, homes)
        else:
            entries = read_villages(reader, result.file, sheet.month, homes)
        result.entries = Entries.joined([result.entries, entries])
        entries = entries.where(entries.mask("kind", kind))
        sheet.out_of_scope = entries.count(OUT_OF_SCOPE)
        # a row without name and key has no entry and is left out all the same
        sheet.left_out = sheet.rows - len(entries) + entries.count(LEFT_OUT) + sheet.out_of_scope
        if kind == VILLAGES:
            sheet.notes.append("村居名录将作为站点覆盖率的总数。")
        outside = (
            {row - 1 for row in entries.where(entries.mask("status", OUT_OF_SCOPE)).values("row")}
            if reader.totals
            else outside
        )
    check_totals(reader, outside)
    sheet.unclear = _unclear(reader)
    result.issues += sorted(reader.issues, key=_place_in_sheet)
    sheet.notes += reader.notes


def _top(grid: Grid) -> list[list[str]]:
    """The first rows, without personal data."""
    rows = [[cell_text.text(cell) for cell in row] for row in grid.rows[:_ROWS_SHOWN]]
    personal: dict[int, list[str]] = {}
    for row in rows:
        for column, text in enumerate(row):
            if personal_data.is_personal(text):
                personal.setdefault(column, []).append(text)
    return [
        [
            _shown(text, () if personal_data.is_personal(text) else personal.get(column, ()))
            for column, text in enumerate(row)
        ]
        for row in rows
    ]


def _prints(grid: Grid) -> dict[tuple[int, int], str]:
    """(first, last) row from 1 → the fingerprint of a header there."""
    rows = range(min(len(grid.rows), _ROWS_SHOWN))
    found = {
        (first + 1, last + 1): headers.fingerprint(grid, first, last)
        for first in rows
        for last in range(first, min(first + MOST_HEADER_ROWS, len(rows)))
    }
    return {place: print_ for place, print_ in found.items() if print_}


def _shown(text: str, above: Sequence[str]) -> str:
    """A cell's text as it is shown below its headers, "" where it is personal."""
    for header in filter(personal_data.is_personal, above):
        if personal_data.mask_cell(header, text) != text:
            return ""
    return personal_data.mask(text)[:_MOST_SHOWN]


def _show(sheet: SheetRead, table: Table, rows: Sequence[int]) -> None:
    """What a person needs to see the guess, and to correct it. `rows`: those with data."""
    sheet.fingerprint, sheet.choice, sheet.top = table.fingerprint, table.choice, _top(table.grid)
    # the header may stand below the rows that are shown
    sheet.prints = _prints(table.grid) | {sheet.header_rows: table.fingerprint}
    sheet.start = headers.first_column(table.grid, table.first, table.last)
    sheet.places = table.columns | {f"{m.indicator}.{m.measure}": m.column for m in table.measures}
    rows = rows[:_ROWS_SAMPLED]
    for column in range(table.grid.width):
        header = table.header_at(column)
        above = headers.header_texts(table.grid, table.first, table.last, column)
        samples = dict.fromkeys(
            _shown(cell_text.text(table.grid.rows[row][column]), above) for row in rows
        )
        if header or column in sheet.places.values() or any(samples):
            sheet.seen.append(
                ColumnSeen(column, letters(column), header, tuple(filter(None, samples))[:_SAMPLES])
            )


def _unclear(reader: SheetReader) -> list[Unclear]:
    """The values that a person can explain (yes or no, depth, type), and those that one explained,
    the most frequent first.
    """
    fields = {letters(column): name for name, column in reader.table.columns.items()}
    counts: Counter[tuple[str, str]] = Counter()
    for issue in reader.issues:
        if issue.code in _EXPLAINABLE and issue.column and len(issue.value) <= MOST_QUOTED:
            counts[issue.column, cell_text.packed(issue.value)] += 1
    explained = [
        Unclear(*place, cell, number, word) for place, cell, word, number in reader.explained()
    ]
    return _summed(
        [
            Unclear(
                fields[column], headers.plain(reader.table.header(fields[column])), value, number
            )
            for (column, value), number in counts.items()
            if column in fields
        ]
        + explained
    )


def _place_in_sheet(issue: Issue) -> tuple[int, int, str]:
    """Top to bottom, left to right; issues of the whole sheet first."""
    column = issue.column or ""
    return (issue.row or 0, len(column), column)
