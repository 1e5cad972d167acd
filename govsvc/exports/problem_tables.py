"""A problem list as a table: the columns people read, the same on screen, in a file and on the
command line.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from govsvc.assessment import problems, reasons
from govsvc.assessment.problems import Problem, state_text
from govsvc.domain import indicators
from govsvc.domain.indicators import ITEMS, ProblemList
from govsvc.domain.months import month_text
from govsvc.domain.roster import COUNTY, DUAL, ROSTER_HEADERS, VERTICAL, Roster, roster_cells
from govsvc.domain.rows import Entry, ListRow
from govsvc.exports.export import DAY, UNIT, Sheet
from govsvc.sheets.cells import place_names

#: the sheet's own 是否更名 says another thing than the station's name
NAME_AND_FLAG = "名称与“是否更名”不一致"


def code_of(row: ListRow) -> str:
    """The code that people know the row by; "" where it has none."""
    return problems.code_of(row) or row.attributes.get("basic_code") or ""


def suggested_name(row: ListRow) -> str:
    """The standard name of a village's station: the village's own name and 便民服务站
    (国发〔2022〕5号).
    """
    return place_names.village(row.name, row.unit) + place_names.STATION_WORD


def name_and_flag_disagree(row: ListRow) -> bool:
    """Whether the sheet says that the station was renamed where its name is not standard, or the
    other way round.
    """
    is_renamed, judged = (row.flags.get(flag) for flag in ("is_renamed", "has_standard_name"))
    return (
        bool(row.attributes.get("station_name"))
        and None not in (is_renamed, judged)
        and is_renamed != judged
    )


#: columns of an item list and of a station list: header → how to read it from a row
_ITEM_COLUMNS = {
    "编码": lambda row: code_of(row) or None,
    "事项名称": lambda row: row.name,
    "事项类型": lambda row: row.attributes.get("item_type"),
    "部门": lambda row: row.unit,
    "依据": lambda row: row.grounds or None,
    "备注": lambda row: row.attributes.get("note"),
}
_STATION_COLUMNS = {
    "乡镇（街道）": lambda row: row.unit,
    "村（社区）": lambda row: row.name,
    "站点名称": lambda row: row.attributes.get("station_name"),
    "原名称": lambda row: row.attributes.get("former_name"),
    "建议名称": lambda row: suggested_name(row),
    "提示": lambda row: NAME_AND_FLAG if name_and_flag_disagree(row) else None,
    "备注": lambda row: row.attributes.get("note"),
}
STATE, MONTHS, SINCE = "变化", "连续月数", "首次发现"
#: of a row of a list that cases point to, and that is there no more: confirmed, dismissed, or with
#: other cases
NO_MORE = "本月不再列入"
#: columns that are not shown where no row fills them
MAY_BE_LEFT_AWAY = ("依据", "提示", "备注")


def columns(problem_list: ProblemList) -> list[str]:
    """The headers of the list's table."""
    own = _ITEM_COLUMNS if indicators.kind_of_list(problem_list) == ITEMS else _STATION_COLUMNS
    return [*own, STATE, MONTHS, SINCE]


def cells(problem_list: ProblemList, problem: Problem) -> list[str | int | None]:
    """One row of the table, in the order of `columns`. 首次发现 is the month in which the row came
    on the list, whatever the day of the inspection that 依据 names.
    """
    own = _ITEM_COLUMNS if indicators.kind_of_list(problem_list) == ITEMS else _STATION_COLUMNS
    return [
        *(read(problem.row) for read in own.values()),
        change_text(problem_list, problem),
        problem.months,
        month_text(problem.since) if problem.since else None,
    ]


def change_text(problem_list: ProblemList, problem: Problem) -> str:
    """What became of the row. A row that only its cases put on the list is neither solved nor
    unsolved.
    """
    words = (
        {problems.LASTING: f"连续{problem.months}个月", problems.SOLVED: NO_MORE}
        if problem_list.signs
        else {}
    )
    return words.get(problem.state or "") or state_text(problem)


def why_gone(problem_list: ProblemList) -> str:
    """Why rows of the month before are no longer on the list, in words."""
    if problem_list.signs:
        return f"{NO_MORE}的已认定、已排除，或办件数据变了；核减的已停用、下放；其余是本月没有报来"
    return "本月解决的已达到要求；核减的已停用、下放或豁免；其余是本月没有报来，不算解决"


ALL, ONLY_NEW, ONLY_LASTING, ONLY_LONG, ONLY_LEFT, ONLY_SOLVED, ONLY_DEDUCTED = (
    "全部",
    "本月新增",
    "持续",
    "连续3个月以上",
    "本月减少",
    "本月解决",
    "核减",
)
#: from so many months on a row has lasted long
LONG = 3
_STATES: Mapping[str, Callable[[Problem], bool]] = {
    ONLY_NEW: lambda problem: problem.state == problems.NEW,
    ONLY_LASTING: lambda problem: problem.state == problems.LASTING,
    ONLY_LONG: lambda problem: problem.state == problems.LASTING and problem.months >= LONG,
    ONLY_LEFT: lambda problem: problem.state not in (None, problems.NEW, problems.LASTING),
    ONLY_SOLVED: lambda problem: problem.state == problems.SOLVED,
    ONLY_DEDUCTED: lambda problem: problem.state == problems.DEDUCTED,
}
STATES = (ALL, *_STATES)
#: states of rows that are on the list no more
OF_GONE = (ONLY_LEFT, ONLY_SOLVED, ONLY_DEDUCTED)
BY_COUNTY, BY_HIGHER, NOT_SAID = "县级可解决", "需上级协调", "未填管理体制"
#: 管理体制 of a unit → who can solve what it has
SOLVED_BY = {COUNTY: BY_COUNTY, DUAL: BY_HIGHER, VERTICAL: BY_HIGHER, "": NOT_SAID}

#: columns of a work list beside those of its list
WORK_COLUMNS = ("解决层级", "完成时限", "责任人", "完成情况")


def who_solves(roster: Roster) -> dict[str, str]:
    """Unit → 县级可解决, 需上级协调 or 未填管理体制."""
    return {unit.name: SOLVED_BY[unit.management] for unit in roster.units}


def narrow(
    problems_listed: Sequence[Problem],
    *,
    units: Sequence[str] = (),
    state: str = ALL,
    search: str = "",
    who: str = ALL,
    solved_by: Mapping[str, str] | None = None,
    disagreeing: bool = False,
) -> list[Problem]:
    """The rows of these units (of all, where none is named), in that state, and with `search` in a
    name, code or any other text.

    `who`: only rows that these can solve, by `solved_by` (`who_solves`). `disagreeing`: only
    stations whose name and 是否更名 disagree.
    """
    wanted = unicodedata.normalize("NFKC", search).strip().casefold()
    return [
        problem
        for problem in problems_listed
        if (not units or problem.row.unit in units)
        and (state not in _STATES or _STATES[state](problem))
        and (who == ALL or (solved_by or {}).get(problem.row.unit, NOT_SAID) == who)
        and (not disagreeing or name_and_flag_disagree(problem.row))
        and (
            not wanted
            or any(
                wanted in text.casefold()
                for text in (problem.row.name, problem.row.unit, *problem.row.attributes.values())
            )
        )
    ]


def filter_text(
    unit_word: str,
    *,
    units: Sequence[str] = (),
    state: str = ALL,
    search: str = "",
    who: str = ALL,
    disagreeing: bool = False,
) -> str:
    """What was filtered, for the file's second line; empty where nothing was."""
    parts = [
        f"{unit_word}：{'、'.join(units)}" if units else "",
        f"变化：{state}" if state in _STATES else "",
        who if who != ALL else "",
        NAME_AND_FLAG if disagreeing else "",
        f"搜索：{search}" if search else "",
    ]
    return "；".join(part for part in parts if part)


#: units that the title and the name of a file name; more are counted
_MOST_UNITS = 3


def part_names(
    unit_word: str,
    *,
    units: Sequence[str] = (),
    state: str = ALL,
    search: str = "",
    who: str = ALL,
    disagreeing: bool = False,
) -> list[str]:
    """What was filtered in few words, for titles and names of files; empty where nothing was."""
    named = "、".join(units[:_MOST_UNITS])
    return [
        *(
            [named + (f"等{len(units)}个{unit_word}" if len(units) > _MOST_UNITS else "")]
            * bool(units)
        ),
        *([state] if state in _STATES else []),
        *([who] if who != ALL else []),
        *([NAME_AND_FLAG] if disagreeing else []),
        *([f"含“{search}”"] if search else []),
    ]


def source(problem_list: ProblemList, problems_listed: Sequence[Problem]) -> str:
    """Where the values of the list come from: the departments' own sheets, and the partial sheets
    that set some of them.
    """
    if problem_list.signs:
        return "办件量统计（按编码，或部门和名称与事项对应，逐月相加）"
    owners = "".join(
        f"“{name}”"
        for name in reasons.owners(problem_list, [problem.row for problem in problems_listed])
    )
    return (
        "本县测算（上报表格逐行认定"
        + (f"；{owners}管的字段以清单为准，见“依据”列" if owners else "")
        + "）"
    )


def confirmed_by_cases(problems_listed: Sequence[Problem]) -> list[Problem]:
    """The rows that were suspected and then confirmed by a person."""
    return [
        problem
        for problem in problems_listed
        if problem.row.deciding_kind == indicators.CONFIRMED.kind
    ]


DISMISSED_COLUMNS = ("编码", "事项名称", "部门", "排除月份", "排除人", "理由", "当时的证据")


def dismissed_cells(entry: Entry) -> list[str | None]:
    """A row that is no longer suspected, in the order of `DISMISSED_COLUMNS`."""
    text = entry.attributes.get
    return [
        problems.code_of(entry),
        entry.name,
        entry.unit,
        f"{month_text(entry.month)}（{text('found_on')}）",
        text("confirmed_by"),
        text("reason"),
        text("evidence"),
    ]


UNMATCHED_COLUMNS = ("清单", "编码", "事项名称", "部门", "位置", "说明")


def unmatched_cells(entry: Entry, why: str) -> list[str | None]:
    """A row of a partial sheet that was not used, in the order of `UNMATCHED_COLUMNS`."""
    origin = f"{entry.file}“{entry.sheet}”第{entry.row}行"
    return [
        indicators.KINDS[entry.kind],
        problems.code_of(entry),
        entry.name or None,
        entry.unit or None,
        origin,
        reasons.unmatched_text(why),
    ]


def sheet(
    problem_list: ProblemList,
    month: date,
    problems_listed: Sequence[Problem],
    *,
    home: str,
    edition: str,
    filters: str = "",
    part: str = "",
    printed_at: str = "",
) -> Sheet:
    """The list as a file: exactly the rows in `problems_listed`.

    `filters`: what was filtered, in full; `part`: the same in few words, for the title.
    """
    headers = columns(problem_list)
    rows = [cells(problem_list, problem) for problem in problems_listed]
    # a column that no row fills is left away, but for those that name the row
    keep = [
        n
        for n, header in enumerate(headers)
        if header not in MAY_BE_LEFT_AWAY or any(row[n] for row in rows)
    ]
    unit = indicators.by_key(problem_list.indicator).unit
    facts = [
        (UNIT, home),
        ("数据月份", month_text(month)),
        ("筛选", filters or "全部"),
        ("来源", source(problem_list, problems_listed)),
        ("口径", problem_list.rule),
        ("版本", edition),
    ]
    if printed_at:
        facts.append((DAY, printed_at))
    total = ["合计", f"{len(rows)}{unit}", *[None] * len(keep)][: len(keep)]
    return Sheet(
        f"{home}{problem_list.name}清单（{'，'.join(filter(None, (month_text(month), part)))}）",
        ["序号", *(headers[n] for n in keep)],
        [[number, *(row[n] for n in keep)] for number, row in enumerate(rows, start=1)],
        facts,
        [*total, *[None] * (len(keep) + 1 - len(total))],
        tab=problem_list.name,
    )


def counts_sheet(
    counts: Mapping[ProblemList, Mapping[str, int]],
    units: Sequence[str],
    unit_word: str,
    *,
    home: str,
    facts: Sequence[tuple[str, str]],
) -> Sheet:
    """Rows on each list by unit, the list's sum last. `counts`: list → unit → rows."""
    return Sheet(
        f"{home}各{unit_word}问题清单计数",
        [unit_word, *(count.name for count in counts)],
        [[unit, *(by_unit.get(unit, 0) for by_unit in counts.values())] for unit in units],
        facts,
        ["合计", *(sum(by_unit.values()) for by_unit in counts.values())],
    )


def dismissed_sheet(
    problem_list: ProblemList,
    entries: Sequence[Entry],
    *,
    home: str,
    facts: Sequence[tuple[str, str]],
) -> Sheet:
    """The rows that are no longer suspected."""
    return Sheet(
        f"{home}{problem_list.name}已排除",
        list(DISMISSED_COLUMNS),
        [dismissed_cells(entry) for entry in entries],
        facts,
    )


def unmatched_sheet(
    unmatched: Sequence[tuple[Entry, str]], *, home: str, facts: Sequence[tuple[str, str]]
) -> Sheet:
    """The rows of partial sheets that were not used, each with why."""
    return Sheet(
        f"{home}清单中没有对应事项的行",
        list(UNMATCHED_COLUMNS),
        [unmatched_cells(*row) for row in unmatched],
        facts,
    )


def roster_sheet(roster: Roster, *, home: str, version: int) -> Sheet:
    """The roster as a table to hand on, fill in and import again."""
    return Sheet(
        f"{home}单位名录",
        list(ROSTER_HEADERS),
        [[text or None for _, text in roster_cells(unit)] for unit in roster.units],
        [
            ("单位", f"{len(roster.units)}个"),
            ("数据版本", str(version)),
            ("说明", "填好后从“数据导入”上传；留空的不改"),
        ],
    )


def work_list(
    problem_list: ProblemList,
    month: date,
    problems_listed: Sequence[Problem],
    solved_by: Mapping[str, str],
    *,
    home: str,
    edition: str,
    printed_at: str,
) -> Sheet:
    """交办清单: rows to be solved, with who can solve each and blank columns to be filled in when
    they are handed out.
    """
    plain = sheet(
        problem_list,
        month,
        problems_listed,
        home=home,
        edition=edition,
        filters="提升测算选中",
        printed_at=printed_at,
    )
    rows = [
        [*row, solved_by.get(problem.row.unit, NOT_SAID), None, None, None]
        for row, problem in zip(plain.rows, problems_listed)
    ]
    return Sheet(
        f"{home}{problem_list.name}交办清单（{month_text(month)}）",
        [*plain.columns, *WORK_COLUMNS],
        rows,
        plain.facts,
        widths={**plain.widths, **dict.fromkeys(WORK_COLUMNS, 14.0)},
    )


def by_who(problems_listed: Sequence[Problem], solved_by: Mapping[str, str]) -> dict[str, int]:
    """县级可解决, 需上级协调, 未填管理体制 → number of rows; those without rows are left out."""
    counts = {
        who: sum(solved_by.get(problem.row.unit, NOT_SAID) == who for problem in problems_listed)
        for who in dict.fromkeys((*SOLVED_BY.values(), NOT_SAID))
    }
    return {who: count for who, count in counts.items() if count}
