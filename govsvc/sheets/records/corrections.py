"""What a person may say of a sheet: its fields, what values may mean, and whether it fits."""

from collections.abc import Collection, Mapping, Sequence

from govsvc.domain import indicators
from govsvc.domain.chains import STATES
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import (
    DIMENSION_FIELDS,
    DIMENSION_LEVELS,
    LEVELS,
    OUTCOME,
    OUTCOMES,
    OVERALL,
    RATING_CHANNELS,
    VALID,
    level_name,
    total_count,
)
from govsvc.domain.indicators import (
    BAD_RATINGS,
    BULLETIN,
    CALL_TOTALS,
    CALLS,
    CHAIN_CASES,
    CHAINS,
    EXEMPTIONS,
    EXPORT,
    HALL_LEDGER,
    INSPECTION,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    QUESTIONNAIRES,
    RATINGS,
    RECTIFICATION,
    REPRESENTATIVES,
    STATIONS,
    SURVEY,
    TARGETS,
    UNITS,
    VILLAGES,
    WINDOW_SCORES,
    Rules,
    partial_of,
)
from govsvc.domain.mappings import HeaderChoice
from govsvc.domain.rows import SheetRead
from govsvc.sheets.cells import (
    addresses,
    bad_ratings_vocabulary,
    calls_vocabulary,
    chains_vocabulary,
    questionnaires_vocabulary,
    ratings_vocabulary,
    vocabulary,
)
from govsvc.sheets.cells.scores_vocabulary import SCORE
from govsvc.sheets.tables import overlay_kinds
from govsvc.sheets.tables.headers import fields_of, first_column, is_of_kind
from govsvc.sheets.tables.table import Table

NO_FIELD = "不读取"
#: workdays of a time limit that are offered
_MOST_WORKDAYS = 120
#: word of 网上办理深度 → what it means
_DEPTHS = {
    "信息发布": "仅信息发布，不能网上办（Ⅰ级）",
    "在线办理": "网上可办，仍要到现场（Ⅱ级、Ⅲ级）",
    "全程网办": "全程网办，不用到现场（Ⅳ级）",
}
_STATIONS = {vocabulary.NO_STATION: "没有站点", "站点名称": "这就是站点的名称"}
_USAGES = {"在用": "在用", "取消": "不再使用，不计入"}
_UNSAID = {"—": "没有填写"}
_OF_PARTIALS = {
    (EXPORT, "state"): {"已发布": "已发布", "未发布": "没有发布"},
    (HALL_LEDGER, "state"): {"已进驻": "已进驻", "未进驻": "没有进驻"},
    (INSPECTION, "about"): {
        **{word[0]: f"认定为{word[0]}" for word in partial_of(INSPECTION).owns.values()},
        "未发现明进暗不进": "没有认定，不计入",
    },
    (CHAINS, chains_vocabulary.STATE): {name: name for name in STATES.values()} | _UNSAID,
    (EXEMPTIONS, "about"): {word[0]: word[0] for word in partial_of(EXEMPTIONS).owns.values()},
}
#: field of a 回访台账 → its words
_CALL_WORDS: dict[str, dict[str, str]] = {
    OVERALL: {one.name: one.name for one in LEVELS} | _UNSAID,
    OUTCOME: {one.name: one.name for one in OUTCOMES} | _UNSAID,
    calls_vocabulary.IS_REACHED: {"是": "接通", "否": "没有接通"} | _UNSAID,
    **{
        field: {level_name(level): level_name(level) for level in DIMENSION_LEVELS} | _UNSAID
        for field in DIMENSION_FIELDS.values()
    },
}
#: field of a 好差评 export → its words
_RATING_WORDS: dict[str, dict[str, str]] = {
    ratings_vocabulary.RATING: {one.name: one.name for one in LEVELS} | _UNSAID,
    ratings_vocabulary.CHANNEL: {one.name: one.name for one in RATING_CHANNELS} | _UNSAID,
    ratings_vocabulary.REVIEW: {"审核通过": "计入", "审核不通过": "不计入"},
    bad_ratings_vocabulary.VERDICT: {"属实": "属实", "不属实": "误评、恶意或不实，不计入"},
    bad_ratings_vocabulary.RESULT: {"已整改": "已整改", "整改中": "还没有整改好"},
    bad_ratings_vocabulary.CONTENT: {"认可": "认可", "不认可": "不认可"} | _UNSAID,
}
#: flag whose column knows more than yes and no → its words
_DEGREES = {
    flag.key: {word: word for word in indicators.answers_of(flag)} | _UNSAID
    for flag in indicators.FLAGS
    if indicators.beside_in_column(flag)
}
#: time limit → the words that somebody may mean by what nobody can read (20+10)
_LIMITS = {
    one.key: {"无": "没有时限，不计入"}
    | ({"即办": "当场办结（0）"} if one.is_promise else {})
    | {f"{days}个工作日": f"{days}个工作日" for days in range(1, _MOST_WORKDAYS + 1)}
    for one in indicators.QUANTITIES
    if one.is_limit
}
_YES_NO = {"是": "是", "否": "否", "—": "没有填写"}
#: what a table of a kind cannot be read without: what names its rows, and what is said of them
_NEEDED = {
    ITEMS: ("事项名称或编码", "至少一个“是否…”的列或网上办理深度"),
    STATIONS: ("村（社区）", "站点名称、是否设站或是否更名"),
    VILLAGES: ("村（社区）", "乡镇（街道）或区划代码"),
    TARGETS: ("指标名称", "目标值或目标位次"),
    BULLETIN: ("县（市、区）", "至少一项指标的列"),
    UNITS: (
        "单位名称",
        "简称、曾用名、管理体制、设行政审批股、成建制进驻、并入单位等列中的两项",
    ),
    RECTIFICATION: ("责任单位", "整改时限，以及涉及事项或问题描述"),
    QUESTIONNAIRES: ("有效份数或题目", "发放份数、回收份数，或满意率、满意份数、各等级份数"),
    SURVEY: ("提交答卷时间", "序号、所用时间或来源"),
    CHAINS: ("一件事名称", "关联事项，或状态和牵头部门，或改革前后的两列"),
    CHAIN_CASES: ("一件事名称", "本月办件量"),
    BAD_RATINGS: ("是否属实、是否误评或整改结果", "满意度、评价时间、测评指标编码或是否回访"),
    RATINGS: ("满意度", "评价渠道、评价时间、测评指标编码、评价次数或是否默认评价"),
    CALLS: ("总体评价或一项分项评价", "回访日期、回访结果、是否接通或回访人"),
    CALL_TOTALS: ("有效数", "满意率、拨打数或抽取数"),
    WINDOW_SCORES: ("窗口或单位", "得分"),
    REPRESENTATIVES: (
        "首席事务代表",
        "部门，以及B岗、职务、任命书、授权书、有效期、专用章中的一项",
    ),
    **dict.fromkeys(PARTIAL_KINDS, ("事项名称或编码",)),
}
#: kind → the field that names its rows
_NAMING = {
    TARGETS: "indicator",
    BULLETIN: "county",
    RECTIFICATION: "unit",
    CALLS: OVERALL,
    CALL_TOTALS: total_count(VALID).field,
    RATINGS: ratings_vocabulary.RATING,
    BAD_RATINGS: bad_ratings_vocabulary.RESULT,
    QUESTIONNAIRES: VALID,
    SURVEY: "submitted_on",
    CHAINS: chains_vocabulary.CHAIN,
    CHAIN_CASES: chains_vocabulary.CHAIN,
    WINDOW_SCORES: SCORE,
    REPRESENTATIVES: "representative",
}
_REQUIRED = {
    ITEMS: tuple(vocabulary.REQUIRED),
    STATIONS: ("unit", "name"),
    VILLAGES: ("unit", "name"),
    TARGETS: ("indicator", "value"),
    BULLETIN: ("county",),
    UNITS: ("name",),
    RECTIFICATION: ("unit", "due"),
    CALLS: ("unit", "overall"),
    CALL_TOTALS: (total_count(VALID).field,),
    RATINGS: ("unit", ratings_vocabulary.RATING),
    BAD_RATINGS: ("unit", bad_ratings_vocabulary.RESULT),
    QUESTIONNAIRES: (VALID,),
    SURVEY: ("submitted_on",),
    CHAINS: (chains_vocabulary.CHAIN, chains_vocabulary.MEMBERS),
    CHAIN_CASES: (chains_vocabulary.CHAIN,),
    WINDOW_SCORES: (SCORE,),
    REPRESENTATIVES: ("unit", "representative"),
    **dict.fromkeys(PARTIAL_KINDS, ("name", "unit")),
}


def fault_of(table: Table, choice: HeaderChoice) -> str:
    """What keeps a table from being read as a person chose, "" where nothing does."""
    where = f"表“{table.grid.name}”"
    if choice.kind not in KINDS:
        return f"{where}的类别“{choice.kind}”不是已知的类别。"
    names_shown = fields_of(choice.kind)
    fields: dict[int, str] = {}
    for field, offset in choice.columns.items():
        if offset is None or field not in names_shown:
            continue
        other = fields.setdefault(offset, field)
        # one column of totals may serve several indicators
        are_totals = other.endswith(".denominator") and field.endswith(".denominator")
        if other != field and not are_totals:
            letter = addresses.letters(first_column(table.grid, table.first, table.last) + offset)
            return f"{where}的{letter}列同时对应了“{names_shown[other]}”和“{names_shown[field]}”。"
    if not is_of_kind(choice.kind, table.columns, bool(table.measures)):
        needed = "，以及".join(_NEEDED[choice.kind])
        return f"{where}按“{KINDS[choice.kind]}”读取，列还不全：需要{needed}。"
    return ""


def lacking_of(kind: str, fields: Collection[str], has_measures: bool) -> list[str]:
    """What columns of these fields lack to be a table of the kind, in Chinese.

    `has_measures`: whether columns of a bulletin's measures are there.
    """
    naming = _NAMING.get(kind, "name")
    of_items = kind == ITEMS or kind in PARTIAL_KINDS
    is_named = overlay_kinds.names_items(fields) if of_items else naming in fields
    is_enough = is_of_kind(kind, {*fields, naming}, has_measures)
    return [text for text, holds in zip(_NEEDED[kind], (is_named, is_enough)) if not holds]


def required_of(kind: str) -> list[str]:
    """The fields that a sheet of that kind cannot do without."""
    flags = () if kind in PARTIAL_KINDS else indicators.flags_of(kind)
    return [*_REQUIRED[kind], *(flag.key for flag in flags if flag.is_required)]


def missing_of(sheet: SheetRead) -> list[str]:
    """Names of the required fields that the sheet has no column for.

    A field that another column, or the sheet's name or title, answers is not missing.
    """
    if sheet.kind is None:
        return []
    shown = fields_of(sheet.kind)
    answered = set(vocabulary.DEPTH_ANSWERS) if "online_depth" in sheet.places else set()
    if "place" in sheet.places:
        answered.add(shown["value"])
    if sheet.unit_from:
        answered.add(shown["unit"])
    return [
        shown[field]
        for field in required_of(sheet.kind)
        if field not in sheet.places and shown[field] not in answered
    ]


def meanings_of(field: str, kind: str = "", rules: Rules = Rules()) -> dict[str, str]:
    """Word → what it means, of the words that a value of that field may stand for in a sheet of
    that kind.
    """
    if (kind, field) in _OF_PARTIALS:
        return _OF_PARTIALS[kind, field]
    if field == "online_depth":
        return _DEPTHS
    if field == "status":
        return _USAGES
    if field == "station_name":
        return _STATIONS
    if field in _CALL_WORDS:
        return _CALL_WORDS[field]
    if field in questionnaires_vocabulary.ASKED:
        return _RATING_WORDS[ratings_vocabulary.RATING]
    if field in _RATING_WORDS:
        return _RATING_WORDS[field]
    if field in _DEGREES:
        return _DEGREES[field]
    if field in _LIMITS:
        return _LIMITS[field]
    if field == "item_type":
        others = dict.fromkeys(
            name for name in vocabulary.ITEM_TYPES.values() if name not in rules.types_in_scope
        )
        return {name: name for name in rules.types_in_scope} | {
            name: f"{name}（不计入）" for name in others
        }
    return _YES_NO


def guess_of(sheet: SheetRead) -> dict[int, str]:
    """Column → name of the field that it is read as; several names where it is read as several."""
    names = fields_of(sheet.kind) if sheet.kind else {}
    guess: dict[int, str] = {}
    for field, column in sheet.places.items():
        if field in names:
            guess[column] = f"{guess[column]}、{names[field]}" if column in guess else names[field]
    return guess


def choice_of(
    sheet: SheetRead,
    kind: str,
    rows: int,
    picked: Mapping[int, str] | Sequence[tuple[int, str]] = (),
) -> HeaderChoice:
    """What a person chose: the kind, how many header rows, and the fields of columns.

    `picked`: column → name of its field, `NO_FIELD` for none. Raises GovsvcError where a field was
    given two columns.
    """
    if not kind or kind != sheet.kind:
        return HeaderChoice(kind, rows)
    names = dict(picked)
    fields = {name: field for field, name in fields_of(kind).items()}
    guess = guess_of(sheet)
    columns: dict[str, int | None] = dict(sheet.choice.columns) if sheet.choice else {}
    # what was guessed of a column and is not picked again
    for column, name in names.items():
        if name != guess.get(column, NO_FIELD):
            guessed = guess.get(column, "").split("、")
            columns |= {fields[other]: None for other in guessed if other in fields}
    taken = {name: column for column, name in guess.items() if names.get(column, name) == name}
    for column, name in names.items():
        if name == NO_FIELD or name == guess.get(column):
            continue
        if name in taken:
            raise _field_twice(sheet, name, taken[name], column)
        taken[name] = column
        columns[fields[name]] = column - sheet.start
    return HeaderChoice(kind, rows, columns)


def _field_twice(sheet: SheetRead, name: str, first: int, second: int) -> GovsvcError:
    letters = {seen.column: seen.letters for seen in sheet.seen}
    return GovsvcError(
        f"“{name}”对应了两列（{letters[first]}列和{letters[second]}列）。",
        "请只留一列，另一列选“不读取”。",
        "field_twice",
    )


def likely_header(sheet: SheetRead) -> tuple[int, int] | None:
    """Probably the header of a sheet that was not recognised: (first, last) row, from 1.

    It is the first of the fullest rows.
    """
    filled = [sum(map(bool, row)) for row in sheet.top]
    if not filled:
        return None
    row = filled.index(max(filled)) + 1
    return (row, row) if (row, row) in sheet.prints else None


def letters_of(width: int) -> list[str]:
    """A, B, C … as the columns of a workbook are called."""
    return [addresses.letters(column) for column in range(width)]
