"""Rows of an item list (政务服务事项) → entries and issues."""

import difflib

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entries
from govsvc.domain.indicators import ITEMS, Flag, Indicator, Rules
from govsvc.sheets.cells import addresses, cell_text, place_names, values, vocabulary
from govsvc.sheets.cells import answers as grammar
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.records import (
    case_counts,
    flags,
    item_identity,
    online_depth,
    power,
    quantities,
    repeated_items,
    whole_sheet,
)
from govsvc.sheets.records.entry_table import RowValues, entries_of
from govsvc.sheets.records.item_identity import ItemIdentity, full_type, type_text
from govsvc.sheets.records.options import Homes, SheetContext
from govsvc.sheets.records.sheet_issues import rows_text
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables.table import Table, nearest_header

_USAGE = "在用、暂停 或 取消"
_IF_OTHER_STATES = "；这一列说的不是事项状态的，在“不能确定的列”里把它选为“不读取”，各行照常计入"
#: levels that a sentence names
_MOST_LEVELS = 5


def read_items(reader: SheetReader, context: SheetContext) -> Entries:
    """The entries of an item sheet, in the order of its rows, then those of its counts of cases.

    A row without name and code is none.
    """
    reader.check_months(context.month)
    _check_required_columns(reader)
    units = item_identity.units_of(reader, context)
    names = (
        reader.named("name", "事项名称")
        if "name" in reader.table.columns
        else Column.constant("", len(reader.rows))
    )
    types = _types(reader)
    outside = _outside_types(reader, types, context.rules)
    inside = ~(outside | _not_in_use(reader, outside))
    answers = _flags(reader, units, inside)
    _check_levels(reader, inside, context.rules)
    identity = ItemIdentity.of(units, names, item_identity.codes_of(reader))
    identity, is_repeated = repeated_items.told_apart(reader, identity, inside)
    status = np.where(inside & ~is_repeated, COUNTED, OUT_OF_SCOPE).astype(object)
    status[reader.is_faulty()] = LEFT_OUT
    key_fields = np.where(identity.key_fields == "name", "", identity.key_fields)
    rows = RowValues(
        units,
        identity.keys,
        names,
        status,
        _attributes(reader, identity, types, context.homes)
        | quantities.read(reader, inside, context.rules),
        answers,
        Column.of(key_fields.tolist()),
    )
    wanted = (identity.key_fields != "") | names.filled
    entries = entries_of(reader, context, rows, wanted)
    cases = case_counts.beside_items(reader, context, identity, inside, wanted)
    return Entries.joined([entries, cases])


def _check_required_columns(reader: SheetReader) -> None:
    """An error for the sheet for each required column that it lacks.

    Without name, type or department no row counts.
    """
    table, derived = reader.table, online_depth.derived_flags(reader)
    for field, header in vocabulary.REQUIRED.items():
        if field not in table.columns and field not in ("unit", "item_type"):
            reader.refuse_rows(
                "column_missing",
                f"缺少“{header}”列，本表各行都未计入。",
                nearest_header(table, field) + f"加上“{header}”列",
            )
    for flag in indicators.flags_of(ITEMS):
        is_answered = flag.key in table.columns or flag.key in derived
        if flag.is_required and not is_answered and flag.key not in table.matched.left_open:
            reader.sheet_issue(
                "error",
                "column_missing",
                f"缺少“{flag.header}”列，该项未计入。",
                _how_to_have(table, flag),
            )


def _how_to_have(table: Table, flag: Flag) -> str:
    """What to do for a column that is missing: to confirm the one that is asked about, else to
    add it.
    """
    asked = [column for column, near in table.matched.asked.items() if flag.key in near]
    if asked:
        return (
            f"{addresses.letters(asked[0])}列的“{table.header_at(asked[0])}”如果就是这一列，"
            "请在“不能确定的列”里确认；"
            f"否则加上“{flag.header}”列，填是或否"
        )
    return nearest_header(table, flag.key) + f"加上“{flag.header}”列，填是或否"


def _outside_types(reader: SheetReader, types: Column[str], rules: Rules) -> np.ndarray:
    """Whether the row's type is not counted (a warning); an error at one that is not known."""
    column = reader.table.columns.get("item_type")
    if column is None:
        return types.mask(lambda word: bool(word) and word not in rules.types_in_scope)
    in_scope = "、".join(rules.types_in_scope)
    full_types = types.map(
        lambda word: full_type(word) or (word if word in rules.types_in_scope else None)
    )
    blank = ~types.filled
    reader.errors(blank, column, "item_type_blank", "没有填写事项类型", in_scope)
    for index in positions(~full_types.filled & ~blank):
        reader.error(
            reader.rows[index],
            column,
            "item_type_unknown",
            "不是已知的事项类型",
            _nearest_type(types[index]) + in_scope,
        )
    outside = full_types.mask(lambda kind: kind is not None and kind not in rules.types_in_scope)
    reader.warnings(
        outside, column, "out_of_scope", "不在统计范围内（不是依申请事项），未计入", in_scope
    )
    return outside


def _not_in_use(reader: SheetReader, outside: np.ndarray) -> np.ndarray:
    """Whether the item is not in use, by its 事项状态, the heading above it or the title.

    A warning where its type is not `outside` anyhow; what says neither is asked.
    """
    said = reader.field("status").map(lambda cell: grammar.read_usage(cell_text.raw(cell)).answer)
    unused = said.mask(lambda answer: answer == grammar.NOT_IN_USE)
    unclear = said.mask(lambda answer: answer == grammar.ASK)
    if "status" in reader.table.columns:
        column = reader.table.columns["status"]
        reader.warnings(unused & ~outside, column, "not_in_use", "不是在用事项，未计入", "在用")
        is_asked = column in reader.table.matched.asked
        expected = _USAGE + (_IF_OTHER_STATES if is_asked else "")
        reader.errors(
            unclear & ~outside, column, "status_unclear", "看不出事项是不是在用", expected
        )
    sections = whole_sheet.usage_of_rows(reader)
    in_section = sections.mask(lambda answer: answer == grammar.NOT_IN_USE) & ~unused
    to_come = sections.mask(lambda answer: answer == grammar.ASK) & ~unused
    column = reader.table.columns.get("name", min(reader.columns_read))
    reader.warnings(
        in_section & ~outside,
        column,
        "not_in_use",
        "列在取消、下放或停用的部分，不是在用事项，未计入",
        "在用事项",
    )
    fault = "列在拟取消或待批的部分，看不出是不是在用"
    reader.errors(to_come & ~outside, column, "status_unclear", fault, _USAGE)
    return unused | in_section


def _types(reader: SheetReader) -> Column[str]:
    """The type of each row as written: of the column, else of section heading, title or name.

    Where nothing says it no row counts.
    """
    if "item_type" in reader.table.columns:
        return reader.field("item_type").map(type_text)
    types = whole_sheet.section_of_rows(reader).map(lambda text: full_type(text) or "")
    if types.filled.all() and len(reader.rows):
        return types
    lines = (*reader.table.titles, reader.grid.name, reader.grid.file)
    named = {name for line in lines for name in item_identity.types_in(line)}
    if len(named) == 1 and not types.filled.any():
        return Column.constant(named.pop(), len(reader.rows))
    header = vocabulary.REQUIRED["item_type"]
    reader.refuse_rows(
        "column_missing",
        f"缺少“{header}”列，分段标题和标题里也没有写明，本表各行都未计入。",
        nearest_header(reader.table, "item_type") + f"加上“{header}”列",
    )
    return Column.constant("", len(reader.rows))


def _nearest_type(word: str) -> str:
    near = difflib.get_close_matches(word, vocabulary.ITEM_TYPES, 1)
    return f"最接近的是“{vocabulary.ITEM_TYPES[near[0]]}”；可填：" if near else ""


def _flags(reader: SheetReader, units: Column[str], inside: np.ndarray) -> dict[str, np.ndarray]:
    """Flag key → what each row says of it; checked against each other and against the visits."""
    answers = flags.read_flags(reader, units, inside)
    power.check(reader, answers)
    flag_columns = {key: place for key, place in reader.table.columns.items() if key in answers}
    derived = online_depth.derived_flags(reader)
    depth = online_depth.depths(reader, bool(derived), inside, units)
    answers |= online_depth.answers_of(derived, depth, inside)
    claims = flag_columns.copy()
    if derived:
        claims |= dict.fromkeys(derived, reader.table.columns["online_depth"])
    flags.check_invariants(reader, answers, claims)
    online_depth.check_visits(reader, depth, answers, flag_columns, inside)
    return flags.with_unread(answers)


def _check_levels(reader: SheetReader, wanted: np.ndarray, rules: Rules) -> None:
    """A warning at levels that are unknown and so take rows out of an indicator.

    Only indicators that count some levels are concerned.
    """
    if "level" not in reader.table.columns:
        return
    levels = reader.field("level").map(_level)
    known = {level for _, level in vocabulary.LEVELS}
    counted = {
        indicator.short: rules.levels.get(indicator.key, indicator.levels)
        for indicator in indicators.INDICATORS
        if indicator.kind == ITEMS and _is_answered(reader, indicator)
    }
    counted = {short: of_indicator for short, of_indicator in counted.items() if of_indicator}
    is_lost = levels.mask(
        lambda level: (
            level
            and level not in known
            and any(level not in of_indicator for of_indicator in counted.values())
        )
    )
    lost: dict[str, list[int]] = {}
    for index in positions(is_lost & wanted):
        lost.setdefault(levels[index], []).append(reader.rows[index])
    if lost:
        shorts = [
            short
            for short, of_indicator in counted.items()
            if any(level not in of_indicator for level in lost)
        ]
        _warn_of_levels(reader, lost, shorts)


def _is_answered(reader: SheetReader, indicator: Indicator) -> bool:
    """Whether the sheet says what the indicator asks; the province's are always asked for."""
    return not indicator.is_extra or all(key in reader.table.columns for key in indicator.met)


def _warn_of_levels(reader: SheetReader, lost: dict[str, list[int]], shorts: list[str]) -> None:
    """One warning for all levels. `lost`: level → its rows; `shorts`: names of the indicators."""
    column = reader.table.columns["level"]
    named = "、".join(
        f"“{level}”（{rows_text(rows)}）" for level, rows in list(lost.items())[:_MOST_LEVELS]
    )
    more = f"等{len(lost)}种" if len(lost) > _MOST_LEVELS else ""
    reader.sheet_issue(
        "warning",
        "level_unknown",
        f"“{reader.table.header_at(column)}”有不认识的层级：{named}{more}，"
        f"这些行不计入{'、'.join(shorts)}。",
        "、".join(dict.fromkeys(level for _, level in vocabulary.LEVELS)),
        (min(min(lost.values())), column),
    )


def _level(cell: CellValue) -> str:
    word = cell_text.name(cell)
    return values.level(word) if word else ""


def _attributes(
    reader: SheetReader, identity: ItemIdentity, types: Column[str], homes: Homes
) -> dict[str, Column[str | None]]:
    """Field → its text in each row, None where there is none."""
    attributes = item_identity.attributes_of(identity.codes)
    for field in vocabulary.KEPT[ITEMS]:
        if field not in reader.table.columns:
            continue
        words = reader.field(field).map(cell_text.name, cell_text.stays_in_name)
        if field == "level":
            words = words.map(lambda word: values.level(word) if word else word)
        elif field == "responsible":
            words = words.map(lambda word: place_names.without_county(word, homes))
        attributes[field] = words.map(lambda word: word or None)
    reasons = [
        flags.reasons_of(reader, flag)
        for flag in indicators.flags_of(ITEMS)
        if flag.is_text and flag.key in reader.table.columns
    ]
    if reasons:
        attributes["reason"] = reasons[0].map(lambda word: word or None)
    attributes["item_type"] = types.map(
        lambda word: None if cell_text.is_dash(word) else (full_type(word) or word) or None
    )
    return attributes
