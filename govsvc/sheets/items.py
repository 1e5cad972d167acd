"""Rows of an item list (政务服务事项) → entries and issues."""

import difflib
from datetime import date

from govsvc import indicators
from govsvc.indicators import ITEMS, Rules
from govsvc.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entry
from govsvc.sheets import blanks, columns, flags, layout, names, values
from govsvc.sheets.checks import SheetReader
from govsvc.sheets.values import Wrong


def read_items(reader: SheetReader, file: str, month: date, rules: Rules, homes: tuple[str | None, ...]) -> list[Entry]:
    """The entries of an item sheet, in the order of its rows; a row without name and code is none."""
    table = reader.table
    months = reader.months(month)
    _missing_columns(reader)
    units = _units(reader, homes)
    item_names = reader.named("name", "事项名称") if "name" in table.columns else dict.fromkeys(reader.rows, "")
    status = {row: _scope(reader, row, rules) for row in reader.rows}
    skipped = {row for row in reader.rows if status[row] == OUT_OF_SCOPE}
    found_flags = flags.read_flags(reader, units, skipped)
    where = {flag.key: table.columns[flag.key] for flag in indicators.flags_of(ITEMS) if flag.key in table.columns}
    derived = _derived_flags(reader)
    claims = dict.fromkeys(derived, table.columns.get("online_depth")) | where
    asked: set[int] = set()
    if derived:
        asked = blanks.blank_blocks(reader, table.columns["online_depth"], {row: units[row] for row in reader.rows if row not in skipped},
                                    "网上办理深度，如 Ⅳ级")
    codes = {row: _codes(reader, row) for row in reader.rows}
    for row in reader.rows:
        if row not in skipped:
            depth = _depth(reader, row, bool(derived) and row not in asked)
            if depth is not None:
                found_flags[row] |= {key: depth >= least for key, least in derived.items()}
            flags.check_invariants(reader, row, found_flags[row], claims)
            _check_visits(reader, row, depth, found_flags[row], where)
    keys = {row: _key(codes[row], units[row], item_names[row]) for row in reader.rows}
    reader.duplicates(((row, key, table.columns[field]) for row, (key, field) in keys.items()
                       if key and row not in skipped), "事项")
    entries = []
    for row in reader.rows:
        key, _ = keys[row]
        if not (key or item_names[row]):
            continue
        final = LEFT_OUT if row in reader.faulty else status[row]
        entries.append(Entry(ITEMS, months[row], units[row], key or f"{units[row]}/{item_names[row]}", item_names[row],
                             codes[row] | _attributes(reader, row, homes), found_flags[row], final, file,
                             reader.grid.name, row + 1))
    return entries


def _missing_columns(reader: SheetReader) -> None:
    """An error for the sheet for each required column that it lacks; without name, type or department no row counts."""
    table, derived = reader.table, _derived_flags(reader)
    for field, header in columns.REQUIRED.items():
        if field not in table.columns and not (field == "unit" and _unit_of_sheet(reader)):
            reader.sheet_issue("error", "column_missing", f"缺少“{header}”列，本表各行都未计入。", 
                               layout.nearest_header(table, field) + f"加上“{header}”列")
            reader.faulty.update(reader.rows)
    for flag in indicators.flags_of(ITEMS):
        if flag.is_required and flag.key not in table.columns and flag.key not in derived:
            reader.sheet_issue("error", "column_missing", f"缺少“{flag.header}”列，该项未计入。", 
                               layout.nearest_header(table, flag.key) + f"加上“{flag.header}”列，填是或否")


def _unit_of_sheet(reader: SheetReader) -> str | None:
    return names.department_in(reader.grid.name)


def _units(reader: SheetReader, homes) -> dict[int, str]:
    has_column = "unit" in reader.table.columns
    found = reader.named("unit", "实施主体") if has_column else dict.fromkeys(reader.rows, _unit_of_sheet(reader) or "")
    return {row: names.without_county(unit, homes) for row, unit in found.items()}


def _scope(reader: SheetReader, row: int, rules: Rules) -> str:
    """`OUT_OF_SCOPE` (with a warning) for a type that is not counted or an item not in use, else `COUNTED`."""
    status = COUNTED
    if "item_type" in reader.table.columns:
        column = reader.table.columns["item_type"]
        word = _type_text(reader, row)
        kind = _type(word) or (word if word in rules.types_in_scope else None)
        if not word:
            reader.error(row, column, "item_type_blank", "没有填写事项类型", "、".join(rules.types_in_scope))
        elif kind is None:
            reader.error(row, column, "item_type_unknown", "不是已知的事项类型",
                         _nearest_type(word) + "、".join(rules.types_in_scope))
        elif kind not in rules.types_in_scope:
            reader.warn(row, column, "out_of_scope", "不在统计范围内（不是依申请事项），未计入", "、".join(rules.types_in_scope))
            status = OUT_OF_SCOPE
    word = values.packed(reader.value(row, "status"))
    if any(part in word for part in columns.NOT_IN_USE):
        if status == COUNTED:
            reader.warn(row, reader.table.columns["status"], "not_in_use", "不是在用事项，未计入", "在用")
        status = OUT_OF_SCOPE
    return status


def _type_text(reader: SheetReader, row: int) -> str:
    """The cell without a number in front: 01-行政许可."""
    return values.packed(reader.value(row, "item_type")).lstrip("0123456789-.、")


def _type(word: str) -> str | None:
    """The full name of an item type, None where it is no known one."""
    spellings = (word, word.removesuffix("类"), word.removesuffix("事项"))
    return next((columns.ITEM_TYPES[spelling] for spelling in spellings if spelling in columns.ITEM_TYPES), None)


def _nearest_type(word: str) -> str:
    near = difflib.get_close_matches(word, columns.ITEM_TYPES, 1)
    return f"最接近的是“{columns.ITEM_TYPES[near[0]]}”；可填：" if near else ""


def _derived_flags(reader: SheetReader) -> dict[str, int]:
    """Flag key → least depth, for the flags that 网上办理深度 answers because their own column is missing."""
    if "online_depth" not in reader.table.columns:
        return {}
    return {flag.key: columns.DEPTH_ANSWERS[flag.header] for flag in indicators.flags_of(ITEMS)
            if flag.header in columns.DEPTH_ANSWERS and flag.key not in reader.table.columns}


def _depth(reader: SheetReader, row: int, is_needed: bool) -> int | None:
    if "online_depth" not in reader.table.columns:
        return None
    column = reader.table.columns["online_depth"]
    if is_needed:
        cell = reader.at(row, column)
        if not values.text(cell) or values.is_dash(cell):
            reader.error(row, column, "depth_blank", "没有填写网上办理深度", "Ⅰ级、Ⅱ级、Ⅲ级、Ⅳ级，或 全程网办")
            return None
        return reader.read_at(row, column, values.depth)
    try:
        return values.depth(reader.at(row, column))
    except Wrong:
        # the plain columns answer
        return None


def _check_visits(reader: SheetReader, row: int, depth: int | None, found: dict[str, bool],
                  where: dict[str, int]) -> None:
    """从申请到结果全程网办 means that nobody comes: 0 visits (GB/T 37277-2018, 3.3)."""
    if "visits" not in reader.table.columns:
        return
    column = reader.table.columns["visits"]
    try:
        visits = values.count(reader.at(row, column), "次")
    except Wrong as wrong:
        reader.warn(row, column, "visits_unclear", f"到现场次数{wrong.message}，未用于核对", wrong.expected)
        return
    if not visits:
        return
    full = next((flag.key for flag in indicators.flags_of(ITEMS)
                 if columns.DEPTH_ANSWERS.get(flag.header) == columns.FULL_DEPTH), None)
    if found.get(full) and full in where:
        claim = where[full]
    elif depth == columns.FULL_DEPTH:
        claim = reader.table.columns["online_depth"]
    else:
        return
    reader.error(row, claim, "fully_online_with_visits", f"与到办事现场次数{visits}次相矛盾", "全程网办的事项到现场次数为0")


def _codes(reader: SheetReader, row: int) -> dict[str, str]:
    found = {}
    for field in columns.CODES:
        code = reader.read(row, field, lambda cell, field=field: values.code(cell, field))
        if code:
            found[field] = code
    return found


def _key(codes: dict[str, str], unit: str, name: str) -> tuple[str, str]:
    """(key, field it comes from); ("", "") where the row has neither a code nor a name."""
    for field in columns.KEY_CODES:
        if field in codes:
            return codes[field], field
    return (f"{unit}/{name}", "name") if name and unit else ("", "")


def _attributes(reader: SheetReader, row: int, homes) -> dict[str, str]:
    found = {field: values.words(reader.value(row, field)) for field in columns.KEPT[ITEMS]}
    if found["level"]:
        found["level"] = values.level(found["level"])
    found["responsible"] = names.without_county(found["responsible"], homes)
    word = _type_text(reader, row)
    found["item_type"] = _type(word) or word
    return {field: word for field, word in found.items() if word and not values.is_dash(word)}
