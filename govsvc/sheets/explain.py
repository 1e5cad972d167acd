"""What a person may say of a sheet: its fields and their names on screen, what values may mean, and whether it fits."""

from collections.abc import Mapping, Sequence

from govsvc import indicators
from govsvc.choices import HeaderChoice
from govsvc.errors import GovsvcError
from govsvc.indicators import ITEMS, STATIONS, Rules
from govsvc.rows import SheetRead
from govsvc.sheets import columns
from govsvc.sheets.layout import fields_of

NO_FIELD = "不读取"
#: word of 网上办理深度 → what it means
_DEPTHS = {"信息发布": "仅信息发布，不能网上办（Ⅰ级）", "在线办理": "网上可办，仍要到现场（Ⅱ级、Ⅲ级）", "全程网办": "全程网办，不用到现场（Ⅳ级）"}
_YES_NO = {"是": "是", "否": "否", "—": "没有填写"}


def required_of(kind: str) -> list[str]:
    """The fields that a sheet of that kind cannot do without."""
    own = {ITEMS: list(columns.REQUIRED), STATIONS: ["unit", "name"]}.get(kind, [])
    return own + [flag.key for flag in indicators.flags_of(kind) if flag.is_required]


def missing_of(sheet: SheetRead) -> list[str]:
    """Names of the required fields that no column of the sheet was found for, nor another that answers them."""
    names = fields_of(sheet.kind)
    answered = set(columns.DEPTH_ANSWERS) if "online_depth" in sheet.places else set()
    return [names[field] for field in required_of(sheet.kind) if field not in sheet.places and names[field] not in answered]


def meanings_of(field: str, rules: Rules = Rules()) -> dict[str, str]:
    """Word → what it means, of the words that a value of that field may stand for."""
    if field == "online_depth":
        return _DEPTHS
    if field == "item_type":
        others = dict.fromkeys(name for name in columns.ITEM_TYPES.values() if name not in rules.types_in_scope)
        return {name: name for name in rules.types_in_scope} | {name: f"{name}（不计入）" for name in others}
    return _YES_NO


def guess_of(sheet: SheetRead) -> dict[int, str]:
    """Column → name of the field that it is read as; several names where it is read as several."""
    names, found = fields_of(sheet.kind) if sheet.kind else {}, {}
    for field, column in sheet.places.items():
        if field in names:
            found[column] = f"{found[column]}、{names[field]}" if column in found else names[field]
    return found


def choice_of(sheet: SheetRead, kind: str, rows: int, picked: Mapping[int, str] | Sequence[tuple[int, str]] = ()) -> HeaderChoice:
    """What a person said: the kind, how many header rows, and for columns the names of their fields (`NO_FIELD` for none).

    Raises GovsvcError where a field was given two columns.
    """
    if not kind or kind != sheet.kind:
        return HeaderChoice(kind, rows)
    fields = {name: field for field, name in fields_of(kind).items()}
    guess = guess_of(sheet)
    found: dict[str, int | None] = dict(sheet.choice.columns) if sheet.choice else {}
    for column, name in dict(picked).items():
        if name == guess.get(column, NO_FIELD):
            continue
        for given in guess.get(column, "").split("、"):
            if given in fields:
                found[fields[given]] = None
    taken: dict[str, int] = {column_name: column for column, column_name in guess.items() if dict(picked).get(column, column_name) == column_name}
    for column, name in dict(picked).items():
        if name == NO_FIELD or name == guess.get(column):
            continue
        if name in taken:
            letters = {seen.column: seen.letters for seen in sheet.seen}
            raise GovsvcError(f"“{name}”对应了两列（{letters[taken[name]]}列和{letters[column]}列）。", "请只留一列，另一列选“不读取”。", "field_twice")
        taken[name] = column
        found[fields[name]] = column - sheet.start
    return HeaderChoice(kind, rows, found)
