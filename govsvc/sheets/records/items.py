"""Rows of an item list (政务服务事项) → entries and issues."""

import difflib
from collections.abc import Mapping
from datetime import date
from functools import partial

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entries
from govsvc.domain.indicators import ITEMS, Rules
from govsvc.domain.roster import DEPARTMENT
from govsvc.sheets.cells import cell_text, place_names, values, vocabulary
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import blanks, case_counts, flags
from govsvc.sheets.records.flags import UNKNOWN, YES
from govsvc.sheets.records.sheet_reader import SheetReader, caught, rows_text
from govsvc.sheets.tables.table import nearest_header

#: depth of a cell that is blank
_BLANK = -1
#: levels that a sentence names
_MOST_LEVELS = 5


def read_items(
    reader: SheetReader, file: str, month: date, rules: Rules, homes: tuple[str | None, ...]
) -> Entries:
    """The entries of an item sheet, in the order of its rows, then those of its counts of cases; a
    row without name and code is none.
    """
    table = reader.table
    reader.check_months(month)
    _missing_columns(reader)
    units = units_of(reader, month, homes)
    item_names = (
        reader.named("name", "事项名称")
        if "name" in table.columns
        else Column.constant("", len(reader.rows))
    )
    types = reader.field("item_type").map(type_text)
    inside = ~_out_of_scope(reader, types, rules)
    found = flags.read_flags(reader, units, inside)
    where = {key: table.columns[key] for key in found}
    derived = _derived_flags(reader)
    depth = _depth(reader, bool(derived), inside, units)
    for key, least in derived.items():
        found[key] = np.where(inside & (depth != _BLANK), depth >= least, UNKNOWN)
    flags.check_invariants(
        reader, found, dict.fromkeys(derived, table.columns.get("online_depth")) | where
    )
    _check_visits(reader, depth, found, where, inside)
    _check_levels(reader, inside, rules)
    codes = codes_of(reader)
    keys, fields = keys_of(codes, units, item_names)
    compared = inside & (fields != "")
    if len(set(keys[compared])) < compared.sum():
        reader.duplicates(
            (
                (reader.rows[place], keys[place], table.columns[fields[place]])
                for place in positions(compared)
            ),
            "事项",
        )
    status = np.where(inside, COUNTED, OUT_OF_SCOPE).astype(object)
    status[reader.is_faulty()] = LEFT_OUT
    wanted = (fields != "") | item_names.filled
    entries = reader.entries(
        file,
        month,
        units,
        keys,
        item_names,
        _attributes(reader, codes, types, homes),
        found,
        status,
        wanted,
        Column.of(np.where(fields == "name", "", fields).tolist()),
    )
    return Entries.joined(
        [
            entries,
            case_counts.beside_items(
                reader, file, month, units, keys, item_names, codes, inside, wanted
            ),
        ]
    )


def _missing_columns(reader: SheetReader) -> None:
    """An error for the sheet for each required column that it lacks; without name, type or
    department no row counts.
    """
    table, derived = reader.table, _derived_flags(reader)
    for field, header in vocabulary.REQUIRED.items():
        if field not in table.columns and not (field == "unit" and _unit_of_sheet(reader)):
            reader.sheet_issue(
                "error",
                "column_missing",
                f"缺少“{header}”列，本表各行都未计入。",
                nearest_header(table, field) + f"加上“{header}”列",
            )
            reader.faulty.update(reader.rows)
    for flag in indicators.flags_of(ITEMS):
        if flag.is_required and flag.key not in table.columns and flag.key not in derived:
            reader.sheet_issue(
                "error",
                "column_missing",
                f"缺少“{flag.header}”列，该项未计入。",
                nearest_header(table, flag.key) + f"加上“{flag.header}”列，填是或否",
            )


def _unit_of_sheet(reader: SheetReader) -> str | None:
    return place_names.department_in(reader.grid.name)


def units_of(reader: SheetReader, month: date, homes) -> Column:
    """The department of each row: of the column, else of the sheet's name, "" where neither says
    it.
    """
    has_column = "unit" in reader.table.columns
    found = (
        reader.named("unit", "实施主体")
        if has_column
        else Column.constant(_unit_of_sheet(reader) or "", len(reader.rows))
    )
    return reader.units(
        found.map(lambda unit: place_names.township(unit, homes)), DEPARTMENT, month
    )


def _out_of_scope(reader: SheetReader, types: Column, rules: Rules) -> np.ndarray:
    """Per row whether its type is not counted or it is not in use (with a warning)."""
    outside = np.zeros(len(reader.rows), bool)
    in_scope = "、".join(rules.types_in_scope)
    if "item_type" in reader.table.columns:
        column = reader.table.columns["item_type"]
        kinds = types.map(
            lambda word: full_type(word) or (word if word in rules.types_in_scope else None)
        )
        blank = types.mask(lambda word: not word)
        for place in positions(blank):
            reader.error(
                reader.rows[place], column, "item_type_blank", "没有填写事项类型", in_scope
            )
        for place in positions(kinds.mask(lambda kind: kind is None) & ~blank):
            reader.error(
                reader.rows[place],
                column,
                "item_type_unknown",
                "不是已知的事项类型",
                _nearest_type(types[place]) + in_scope,
            )
        outside = kinds.mask(lambda kind: kind is not None and kind not in rules.types_in_scope)
        for place in positions(outside):
            reader.warn(
                reader.rows[place],
                column,
                "out_of_scope",
                "不在统计范围内（不是依申请事项），未计入",
                in_scope,
            )
    unused = (
        reader.field("status")
        .map(cell_text.packed)
        .mask(lambda word: any(part in word for part in vocabulary.NOT_IN_USE))
    )
    for place in positions(unused & ~outside):
        reader.warn(
            reader.rows[place],
            reader.table.columns["status"],
            "not_in_use",
            "不是在用事项，未计入",
            "在用",
        )
    return outside | unused


def type_text(cell) -> str:
    """The cell without a number in front: 01-行政许可."""
    return cell_text.packed(cell).lstrip("0123456789-.、")


def full_type(word: str) -> str | None:
    """The full name of an item type, None where it is no known one."""
    spellings = (word, word.removesuffix("类"), word.removesuffix("事项"))
    return next(
        (
            vocabulary.ITEM_TYPES[spelling]
            for spelling in spellings
            if spelling in vocabulary.ITEM_TYPES
        ),
        None,
    )


def _nearest_type(word: str) -> str:
    near = difflib.get_close_matches(word, vocabulary.ITEM_TYPES, 1)
    return f"最接近的是“{vocabulary.ITEM_TYPES[near[0]]}”；可填：" if near else ""


def _derived_flags(reader: SheetReader) -> dict[str, int]:
    """Flag key → least depth, for the flags that 网上办理深度 answers because their own column is
    missing.
    """
    if "online_depth" not in reader.table.columns:
        return {}
    return {
        flag.key: vocabulary.DEPTH_ANSWERS[flag.header]
        for flag in indicators.flags_of(ITEMS)
        if flag.header in vocabulary.DEPTH_ANSWERS and flag.key not in reader.table.columns
    }


def _depth(reader: SheetReader, is_needed: bool, wanted: np.ndarray, units: Column) -> np.ndarray:
    """The depth of each row, `_BLANK` where there is none.

    What is unclear matters only where it `is_needed`.
    """
    if "online_depth" not in reader.table.columns:
        return np.full(len(reader.rows), _BLANK)
    column = reader.table.columns["online_depth"]
    found = reader.parsed(
        column, values.depth, wanted if is_needed else np.zeros(len(wanted), bool)
    )
    if is_needed:
        blank = blanks.blank_rows(reader, column)
        asked = blanks.blank_blocks(reader, column, units, blank, wanted, "网上办理深度，如 Ⅳ级")
        for place in positions(blank & wanted & ~asked):
            reader.error(
                reader.rows[place],
                column,
                "depth_blank",
                "没有填写网上办理深度",
                "Ⅰ级、Ⅱ级、Ⅲ级、Ⅳ级，或 全程网办",
            )
    return np.array([_BLANK if level is None else level for level in found.cells])[found.codes]


def _check_visits(
    reader: SheetReader,
    depth: np.ndarray,
    found: Mapping[str, np.ndarray],
    where: Mapping[str, int],
    wanted: np.ndarray,
) -> None:
    """从申请到结果全程网办 means that nobody comes: 0 visits (GB/T 37277-2018, 3.3)."""
    if "visits" not in reader.table.columns:
        return
    column = reader.table.columns["visits"]
    visits = reader.column(column).map(caught(partial(values.count, unit="次")))
    for place in positions(visits.mask(lambda count: isinstance(count, Wrong)) & wanted):
        wrong = visits[place]
        reader.warn(
            reader.rows[place],
            column,
            "visits_unclear",
            f"到现场次数{wrong.message}，未用于核对",
            wrong.expected,
        )
    full = next(
        (
            flag.key
            for flag in indicators.flags_of(ITEMS)
            if vocabulary.DEPTH_ANSWERS.get(flag.header) == vocabulary.FULL_DEPTH
        ),
        None,
    )
    claims = found[full] == YES if full in where else np.zeros(len(wanted), bool)
    some = visits.mask(lambda count: isinstance(count, int) and count > 0) & wanted
    for place in positions(some & (claims | (depth == vocabulary.FULL_DEPTH))):
        claim = where[full] if claims[place] else reader.table.columns["online_depth"]
        reader.error(
            reader.rows[place],
            claim,
            "fully_online_with_visits",
            f"与到办事现场次数{visits[place]}次相矛盾",
            "全程网办的事项到现场次数为0",
        )


def _check_levels(reader: SheetReader, wanted: np.ndarray, rules: Rules) -> None:
    """A warning where a level that is no known one takes rows out of an indicator that counts some
    levels only.
    """
    if "level" not in reader.table.columns:
        return
    levels = (
        reader.field("level")
        .map(cell_text.name)
        .map(lambda word: values.level(word) if word else "")
    )
    known = {name for _, name in vocabulary.LEVELS}
    counted = {
        i.short: rules.levels.get(i.key, i.levels) for i in indicators.INDICATORS if i.kind == ITEMS
    }
    counted = {short: names_ for short, names_ in counted.items() if names_}
    lost: dict[str, list[int]] = {}
    for place in positions(
        levels.mask(
            lambda word: (
                word
                and word not in known
                and any(word not in names_ for names_ in counted.values())
            )
        )
        & wanted
    ):
        lost.setdefault(levels[place], []).append(reader.rows[place])
    if lost:
        said = "、".join(
            f"“{word}”（{rows_text(rows)}）" for word, rows in list(lost.items())[:_MOST_LEVELS]
        )
        more = f"等{len(lost)}种" if len(lost) > _MOST_LEVELS else ""
        shorts = "、".join(
            short for short, names_ in counted.items() if any(word not in names_ for word in lost)
        )
        column = reader.table.columns["level"]
        reader.sheet_issue(
            "warning",
            "level_unknown",
            (
                f"“{reader.table.header_at(column)}”有不认识的层级：{said}{more}，"
                f"这些行不计入{shorts}。"
            ),
            "、".join(dict.fromkeys(name for _, name in vocabulary.LEVELS)),
            (min(min(lost.values())), column),
        )


def codes_of(reader: SheetReader) -> dict[str, Column]:
    """Code field → the codes of each row; an error at what is none."""
    return {
        field: reader.parsed(
            reader.table.columns[field],
            partial(values.code, field=field),
            same=values.stays_in_code,
        )
        for field in vocabulary.CODES
        if field in reader.table.columns
    }


def keys_of(
    codes: Mapping[str, Column], units: Column, item_names: Column
) -> tuple[np.ndarray, np.ndarray]:
    """(key of each row, the field it comes from, "" where the row has neither a code nor a name
    with its unit).
    """
    keys = np.array(
        [f"{unit}/{name}" for unit, name in zip(units, item_names)]
        if _lack_codes(codes)
        else [""] * len(units),
        object,
    )
    fields = np.where(units.filled & item_names.filled, "name", "").astype(object)
    for field in reversed(vocabulary.KEY_CODES):
        if field in codes:
            has_code = codes[field].filled
            keys[has_code] = np.array(codes[field].cells, object)[codes[field].codes[has_code]]
            fields[has_code] = field
    return keys, fields


def _lack_codes(codes: Mapping[str, Column]) -> bool:
    """Whether some row has no code of its own."""
    has_code = [codes[field].filled for field in vocabulary.KEY_CODES if field in codes]
    return not has_code or not np.logical_or.reduce(has_code).all()


def _attributes(
    reader: SheetReader, codes: Mapping[str, Column], types: Column, homes
) -> dict[str, Column]:
    found = {field: code.map(lambda word: word or None) for field, code in codes.items()}
    for field in vocabulary.KEPT[ITEMS]:
        if field in reader.table.columns:
            words = reader.field(field).map(cell_text.name, cell_text.stays_in_name)
            if field == "level":
                words = words.map(lambda word: values.level(word) if word else word)
            elif field == "responsible":
                words = words.map(lambda word: place_names.without_county(word, homes))
            found[field] = words.map(lambda word: word or None)
    reasons = [
        reader.field(flag.key).map(values.reason)
        for flag in indicators.flags_of(ITEMS)
        if flag.is_text and flag.key in reader.table.columns
    ]
    if reasons:
        found["reason"] = reasons[0].map(lambda word: word or None)
    found["item_type"] = types.map(
        lambda word: (None if cell_text.is_dash(word) else full_type(word) or word) or None
    )
    return found
