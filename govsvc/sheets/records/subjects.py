"""Whether a table really is of the subject that its columns look like.

乡镇 and 村 stand over lists of many subjects: a table is taken for a kind only where something
speaks for that kind's own subject. A person who says what a table is needs no evidence.
"""

import re
from collections.abc import Callable, Mapping

from govsvc.domain import indicators
from govsvc.domain.indicators import (
    BULLETIN,
    CASES,
    CHAIN_CASES,
    CHAINS,
    HALL_LEDGER,
    ITEMS,
    PARTIAL_KINDS,
    RECTIFICATION,
    REPRESENTATIVES,
    STATIONS,
    TARGETS,
    UNITS,
    VILLAGES,
    WINDOW_SCORES,
)
from govsvc.domain.rows import OVERALL
from govsvc.sheets.cells import answers, cell_text, chains_vocabulary, vocabulary
from govsvc.sheets.records.targets import named_target
from govsvc.sheets.tables import overlay_kinds
from govsvc.sheets.tables.table import Table

#: rows that are looked at
_ROWS = 300
_STATIONS = re.compile(
    r"便民|代办|政务|党群服务|(?:公共|综合)服务(?:站|点|中心)|为民服务|村级服务|"
    r"基层.{0,4}站点"
)
#: lists of stations for another purpose may leave stations out
_OTHER_WORK = re.compile(
    r"消防|安全|卫生|考核|考评|值班|培训|资产|设备|经费|采购|补贴|工资|满意度|巡查|宣传|应急"
)
_ITEMS = re.compile(
    r"政务服务|行政审批|依申请|办理项|权责|行政许可|行政权力|公共服务事项|网办|进驻"
)
_NAMES_ITEM = re.compile(r"事项|办理项|权力|职权")
#: headers of yes/no columns that only this subject has
_OF_ITEMS = re.compile(
    r"网办|网上|在线|线上|大厅|政务|中心|省|一体化|明进暗不进|体外循环|深度|全程"
)
_CODE = re.compile(r"[0-9A-Z]{31,}")
_VILLAGES = re.compile(
    r"(?:村|社区|村居|行政村).{0,8}(?:名录|名单|名册|花名册|清单)|行政区划|区划代码表"
)
_FOREIGN = re.compile(
    r"姓名|书记|主任|网格|户主|户数|人口|人数|金额|资金|数$|率|电话|时间|日期|进度|任务|志愿|联系"
)
_BULLETIN = re.compile(r"政务服务|营商环境|一网通办|网上可办|全程网办|网办|便民服务站")
#: an indicator's name that says of what it is the share
_WITH_OBJECT = re.compile(r"网|政务|大厅|平台|站|事项")
_INTENDED = re.compile(
    r"(?:拟|应|待|需|未|计划|建议|可|应当|尚未|即将|准备)(?:新增|集中|全部)?(?:进驻|入驻|进厅)|未进"
)
#: what is listed is enterprises, people or contracts, and no items
_OF_OTHERS = re.compile(
    r"企业|公司|商户|信用代码|法人|法定代表|注册|投资|产值|行业|租金|合同|姓名|身份证|岗位|职务"
)
_ROSTER = re.compile(r"单位名录|部门名录|单位清单|机构名录")
_CONTACTS = re.compile(r"通讯录|电话|联系方式|联系表")
_OFFICE = re.compile(r"(?:局|委员会|委|办公室|办|中心|院|队|部|会|镇|乡|街道|办事处|所|法院|馆)$")
_NAMED_LEAST = 2
_SCORING = re.compile(r"考核|考评|红旗|评分|扣分|打分|标兵")
_RECTIFICATION = re.compile(r"整改|销号|督办|督查|督察|交办|议定|跟踪|问题|落实情况")

_REPRESENTATIVES = re.compile(r"首席|授权书|任命书|窗口负责人")


def doubt_of(table: Table) -> str:
    """Why the table is probably of another subject, in Chinese; "" where it is ours."""
    if table.last + 1 >= len(table.grid.rows):
        return ""
    if table.kind == BULLETIN:
        return _doubt_of_bulletin(table)
    doubt = _DOUBTS.get(table.kind)
    return doubt(table) if doubt else ""


def _around(table: Table) -> str:
    """The titles, the sheet's and the file's name as one text."""
    lines = (*table.titles, table.grid.name, table.grid.file)
    return " ".join(cell_text.packed(line) for line in lines)


def _headers(table: Table) -> list[str]:
    return [table.header_at(column) for column in range(table.grid.width)]


def _cells(table: Table, field: str) -> list[str]:
    """The filled cells of a field in the first rows."""
    column = table.columns.get(field)
    if column is None:
        return []
    rows = table.grid.rows[table.last + 1 : table.last + 1 + _ROWS]
    return [text for row in rows if (text := cell_text.packed(row[column]))]


def _most(texts: list[str], pattern: re.Pattern[str]) -> bool:
    return sum(bool(pattern.search(text)) for text in texts) * 2 >= len(texts) > 0


def _doubt_of_items(table: Table) -> str:
    columns = table.columns
    flags = [flag.key for flag in indicators.flags_of(ITEMS) if flag.key in columns]
    telling = [key for key in flags if _OF_ITEMS.search(table.header(key))]
    codes = [
        cell for field in vocabulary.CODES for cell in _cells(table, field) if _CODE.match(cell)
    ]
    has_depth = "online_depth" in columns
    evidence = (
        2 * ("item_type" in columns)
        + 2 * bool(codes)
        + len(telling)
        + (len(flags) + has_depth > 1)
        + 2 * has_depth
        + bool(_ITEMS.search(_around(table)))
        + ("name" in columns and bool(_NAMES_ITEM.search(table.header("name"))))
    )
    return "" if evidence > _NAMED_LEAST else "没有事项类型、实施编码或网办、进驻等列"


def _doubt_of_stations(table: Table) -> str:
    has_flag = any(flag.key in table.columns for flag in indicators.flags_of(STATIONS))
    speaks = any(map(_STATIONS.search, (_around(table), *_headers(table))))
    names = [
        name
        for name in _cells(table, "station_name")
        if answers.read_station_name(name, "", "", "").answer != answers.NONE
    ]
    other_work = _OTHER_WORK.search(_around(table))
    if other_work and not has_flag:
        return f"标题说的是{other_work[0]}，没有是否设站、是否更名的列"
    if has_flag or speaks or not names or _most(names, _STATIONS):
        return ""
    return "标题、表头和站点名称里都没有便民服务或代办"


def _doubt_of_villages(table: Table) -> str:
    used = table.matched.used
    others = [header for column, header in enumerate(_headers(table)) if column not in used]
    foreign = [header for header in others if _FOREIGN.search(header)]
    if foreign:
        return f"有“{'”“'.join(foreign[:3])}”等列，不像村居名录"
    is_coded = {"area_code", "merged_into"} & table.columns.keys()
    if is_coded or _VILLAGES.search(_around(table)) or len(table.matched.used) == 2:
        return ""
    return "没有区划代码列，标题里也没有村居名录"


def _doubt_of_bulletin(table: Table) -> str:
    measured = {m.indicator: m for m in table.measures if m.indicator != OVERALL}
    if _BULLETIN.search(_around(table)) or len(measured) > 1:
        return ""
    headers = ["".join(table.headers_at(measure.column)) for measure in table.measures if measured]
    if measured and any(map(_WITH_OBJECT.search, headers)):
        return ""
    return "没有写明是政务服务的哪项指标（如 网上可办率、政务服务事项进驻率）"


def _doubt_of_targets(table: Table) -> str:
    named = _cells(table, "indicator")
    return "" if any(map(named_target, named)) or not named else "没有一行是政务服务的指标"


def _doubt_of_roster(table: Table) -> str:
    names, around = _cells(table, "name"), _around(table)
    is_special = {"aliases", "merged_into", "merged_from", "valid_from"} & table.columns.keys()
    if not _most(names, _OFFICE) and names:
        return "“单位名称”多数不是部门、乡镇"
    if is_special or _ROSTER.search(around):
        return ""
    return "是通讯录，不是单位名录" if _CONTACTS.search(around) else ""


def _doubt_of_partial(table: Table) -> str:
    codes = [
        cell for field in vocabulary.CODES for cell in _cells(table, field) if _CODE.match(cell)
    ]
    name = table.header("name") if "name" in table.columns else ""
    others = [header for header in _headers(table) if _OF_OTHERS.search(header)]
    if others and not codes and not _NAMES_ITEM.search(name):
        return f"有“{'”“'.join(others[:3])}”等列，没有事项名称或编码的列"
    if codes or _NAMES_ITEM.search(name) or _ITEMS.search(_around(table)):
        return ""
    return "没有事项名称或编码的列，标题里也没有政务服务、进驻或网办"


def _doubt_of_ledger(table: Table) -> str:
    """A list of what should be in the hall says of no item that it is."""
    intended = _INTENDED.search(_around(table))
    flags = {flag.key for flag in indicators.flags_of(HALL_LEDGER)}
    says_itself = {"state", "entered_on", *flags} & table.columns.keys()
    if intended and not says_itself:
        return f"标题里的“{intended[0]}”不是说已经进驻，也没有进驻状态或进驻时间的列"
    return _doubt_of_partial(table)


def _doubt_of_cases(table: Table) -> str:
    if overlay_kinds.counts_by_unit(table.columns):
        return ""
    doubt = _doubt_of_partial(table)
    if doubt:
        return doubt
    counts = {count.key for count in indicators.CASE_COUNTS}
    if counts & table.columns.keys():
        return ""
    return "逐件登记的办件明细，没有办件量的列；请按事项汇总每月的办件量（如 大厅受理量）后再上传"


def _doubt_of_rectification(table: Table) -> str:
    """Anybody's plan of work has 责任单位 and 完成时限."""
    if any(map(_RECTIFICATION.search, (_around(table), *_headers(table)))):
        return ""
    return "标题和表头里都没有整改、督办、交办、销号或问题"


def _doubt_of_scores(table: Table) -> str:
    """Anybody's contest has 单位 and 得分."""
    lines = (_around(table), *_headers(table))
    is_scoring = any(map(_SCORING.search, lines))
    if is_scoring and any("窗口" in line or "大厅" in line for line in lines):
        return ""
    return "标题和表头里没有窗口（大厅），或没有考核、评分、扣分"


def _doubt_of_representatives(table: Table) -> str:
    """Any list of staff has 部门, 姓名 and 职务."""
    if any(map(_REPRESENTATIVES.search, (_around(table), *_headers(table)))):
        return ""
    return "标题和表头里都没有首席事务代表、首席代表、授权书或任命书"


def _doubt_of_chains(table: Table) -> str:
    """Anybody's plan of work has 重点事项, 牵头单位 and 进展情况."""
    if any(map(chains_vocabulary.NAMED.search, (_around(table), *_headers(table)))):
        return ""
    return "标题和表头里都没有一件事、一链或主题服务"


_DOUBTS: Mapping[str, Callable[[Table], str]] = {
    **dict.fromkeys(PARTIAL_KINDS, _doubt_of_partial),
    HALL_LEDGER: _doubt_of_ledger,
    ITEMS: _doubt_of_items,
    STATIONS: _doubt_of_stations,
    VILLAGES: _doubt_of_villages,
    TARGETS: _doubt_of_targets,
    UNITS: _doubt_of_roster,
    CASES: _doubt_of_cases,
    CHAINS: _doubt_of_chains,
    CHAIN_CASES: _doubt_of_chains,
    RECTIFICATION: _doubt_of_rectification,
    WINDOW_SCORES: _doubt_of_scores,
    REPRESENTATIVES: _doubt_of_representatives,
}
