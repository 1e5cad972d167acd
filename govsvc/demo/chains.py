"""一件事 of the demonstration: 24 things, one of them online without a case, two with a break.

Deterministic: from the items of the last month and the months.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from zlib import crc32

from govsvc.demo import plan
from govsvc.demo.months import month_date
from govsvc.domain.chains import (
    ONLINE,
    SAVINGS,
    UNDER_WAY,
    Chain,
    ChainCases,
    Change,
    Member,
    cases_entry,
    chain_entry,
)
from govsvc.domain.entries import COUNTED, Entry
from govsvc.domain.indicators import CHAIN_CASES, CHAINS, ITEMS, KINDS

#: the months that have a list of their own, and those that have cases
LIST_MONTHS = (plan.MONTH_COUNT - 10, plan.MONTH_COUNT - 4)
CASE_MONTHS = range(plan.MONTH_COUNT - 10, plan.MONTH_COUNT)
#: what an item must be, so that no chain breaks at it
_NEEDED = ("is_online", "is_in_hall", "is_authorised")
_MARKET, _POLICE, _HOUSING, _LAND, _LABOUR, _HEALTH, _CIVIL, _ROADS = (
    "市场监督管理局",
    "公安局",
    "住房和城乡建设局",
    "自然资源局",
    "人力资源和社会保障局",
    "卫生健康局",
    "民政局",
    "交通运输局",
)
_SCHOOL, _INSURANCE, _CULTURE, _FARMING, _VETERANS = (
    "教育局",
    "医疗保障局",
    "文化广电旅游体育局",
    "农业农村局",
    "退役军人事务局",
)
_BANK, _WATER = "县农村商业银行", "云溪供水公司"
#: name → (牵头, items as department and name, partners outside, before and after, online since)
_Thing = tuple[str, Sequence[tuple[str, str]], tuple[str, ...], tuple[int, ...], str]
_STATE, _PROVINCE, _OWN = "国家重点事项", "省级事项", "县级特色"
_THINGS: Mapping[str, _Thing] = {
    "企业开办": (
        _MARKET,
        [
            (_MARKET, "有限责任公司营业执照核发"),
            (_POLICE, "公章刻制业特种行业许可证核发"),
            (_LABOUR, "劳动用工备案"),
        ],
        (_BANK,),
        (7, 2, 21, 9, 15, 2, 6, 1),
        "2025-03",
    ),
    "企业信息变更": (
        _MARKET,
        [(_MARKET, "有限责任公司营业执照核发"), (_POLICE, "公章刻制业特种行业许可证核发")],
        (_BANK,),
        (6, 2, 18, 7, 12, 3, 5, 0),
        "2025-03",
    ),
    "开办餐馆": (
        _MARKET,
        [
            (_MARKET, "个体工商户营业执照核发"),
            (_MARKET, "餐饮服务经营者食品经营许可证核发"),
            (_HOUSING, "门头招牌设置审批"),
        ],
        (),
        (9, 3, 30, 12, 40, 8, 8, 1),
        "2025-06",
    ),
    "开办运输企业": (
        _ROADS,
        [(_MARKET, "有限责任公司营业执照核发"), (_ROADS, "普通货物道路运输经营许可证核发")],
        (),
        (8, 3, 26, 11, 30, 7, 6, 1),
        "2025-06",
    ),
    "水电气网联合报装": (
        _HOUSING,
        [(_HOUSING, "城市排水接入审批"), (_HOUSING, "城市道路挖掘审批")],
        (_WATER, "县供电公司", "云溪燃气公司"),
        (10, 3, 24, 8, 25, 6, 9, 1),
        "2025-07",
    ),
    "新生儿出生": (
        _HEALTH,
        [
            (_HEALTH, "出生医学证明服务"),
            (_POLICE, "出生户口登记"),
            (_INSURANCE, "城乡居民基本医疗保险参保服务"),
            (_LABOUR, "社会保障卡服务"),
        ],
        (),
        (8, 2, 16, 6, 20, 5, 7, 0),
        "2025-03",
    ),
    "教育入学": (
        _SCHOOL,
        [(_SCHOOL, "义务教育入学服务"), (_POLICE, "户籍信息服务"), (_LAND, "不动产登记资料服务")],
        (),
        (6, 2, 12, 4, 10, 3, 5, 0),
        "2025-06",
    ),
    "社会保障卡居民服务": (
        _LABOUR,
        [(_LABOUR, "社会保障卡服务"), (_INSURANCE, "医保电子凭证服务")],
        (_BANK,),
        (5, 2, 8, 3, 10, 1, 4, 1),
        "2025-05",
    ),
    "残疾人服务": (
        _CIVIL,
        [(_CIVIL, "残疾人两项补贴给付"), (_LABOUR, "城乡居民基本养老保险参保登记")],
        (),
        (6, 3, 14, 7, 30, 10, 5, 1),
        "2025-09",
    ),
    "退休": (
        _LABOUR,
        [(_LABOUR, "企业职工正常退休审核"), (_LABOUR, "养老保险待遇核定服务")],
        (),
        (7, 3, 15, 6, 40, 15, 6, 1),
        "2025-09",
    ),
    "企业注销登记": (
        _MARKET,
        [(_MARKET, "有限责任公司营业执照核发"), (_LABOUR, "失业保险参保登记")],
        (_BANK,),
        (8, 3, 20, 9, 45, 20, 7, 1),
        "2025-11",
    ),
    "不动产登记": (
        _LAND,
        [
            (_LAND, "房屋所有权登记"),
            (_LAND, "不动产抵押权登记"),
            (_HOUSING, "存量房买卖合同网签登记"),
        ],
        (_BANK,),
        (7, 2, 19, 8, 15, 2, 5, 1),
        "2025-03",
    ),
    "工程建设项目审批": (
        _HOUSING,
        [
            (_LAND, "房屋建筑建设工程规划许可证核发"),
            (_HOUSING, "房屋建筑工程施工许可证核发"),
            (_HOUSING, "房屋建筑工程消防设计审查"),
        ],
        (),
        (15, 6, 52, 28, 80, 40, 12, 2),
        "2026-01",
    ),
    "建设项目用地": (
        _LAND,
        [(_LAND, "国有土地使用权划拨审批"), (_LAND, "国有建设用地使用权登记")],
        (),
        (9, 4, 28, 15, 60, 30, 7, 2),
        "2026-05",
    ),
    "开办药店": (
        _MARKET,
        [(_MARKET, "单体药店药品经营许可证核发"), (_INSURANCE, "定点零售药店认定")],
        (),
        (8, 3, 25, 13, 35, 15, 6, 1),
        "2025-10",
    ),
    "开办幼儿园": (
        _SCHOOL,
        [(_SCHOOL, "民办幼儿园办学许可证核发"), (_CIVIL, "民办非企业单位登记证书核发")],
        (),
        (11, 5, 34, 20, 60, 30, 9, 2),
        "2026-06",
    ),
    "开办旅馆": (
        _POLICE,
        [(_POLICE, "旅馆业特种行业许可证核发"), (_HEALTH, "宾馆公共场所卫生许可证核发")],
        (),
        (9, 4, 27, 14, 35, 12, 7, 1),
        "2025-11",
    ),
    "冷饮厂开办": (
        _MARKET,
        [(_MARKET, "冷冻饮品生产许可证核发"), (_MARKET, "有限责任公司营业执照核发")],
        (),
        (7, 3, 22, 12, 30, 12, 5, 1),
        "2026-03",
    ),
    "军人退役": (
        _VETERANS,
        [(_VETERANS, "退役军人优待证服务"), (_POLICE, "迁入户口登记")],
        (),
        (7, 3, 15, 7, 20, 6, 6, 1),
        "2025-12",
    ),
    "婚育": (
        _CIVIL,
        [(_CIVIL, "内地居民结婚登记"), (_HEALTH, "婚前医学检查服务"), (_HEALTH, "生育登记服务")],
        (),
        (6, 3, 10, 5, 10, 3, 5, 1),
        "2026-02",
    ),
    "就医费用报销": (
        _INSURANCE,
        [(_INSURANCE, "住院费用报销给付"), (_INSURANCE, "医疗救助金给付")],
        (),
        (5, 2, 12, 6, 30, 15, 4, 1),
        "2026-04",
    ),
    "开办网吧": (
        _CULTURE,
        [
            (_CULTURE, "互联网上网服务场所经营许可证核发"),
            (_POLICE, "互联网上网服务场所信息网络安全许可"),
        ],
        (),
        (8, 4, 24, 14, 40, 20, 6, 2),
        "2026-02",
    ),
    "农机购置": (
        _FARMING,
        [(_FARMING, "农机购置补贴给付"), (_FARMING, "拖拉机登记")],
        (),
        (6, 3, 13, 8, 30, 15, 5, 2),
        "",
    ),
    "公民身后": (
        _CIVIL,
        [(_POLICE, "死亡户口登记"), (_LABOUR, "丧葬补助金给付"), (_CIVIL, "殡葬服务服务")],
        (),
        (8, 4, 18, 10, 30, 15, 7, 2),
        "",
    ),
}
_NOT_DUE = ("冷饮厂开办", "开办网吧", "农机购置", "开办旅馆")
#: online, and nobody has ever asked for it
_WITHOUT_CASES = "开办网吧"
#: thing → the item at which its chain breaks, and what that item is not
_BROKEN = {
    "建设项目用地": ("国有土地使用权划拨审批", "is_online"),
    "冷饮厂开办": ("冷冻饮品生产许可证核发", "is_in_hall"),
}


def chains(items: Sequence[Entry]) -> list[list[Entry]]:
    """The stored rows of each list, then the cases of each month; `items`: of the last month."""
    by_name: dict[tuple[str, str], list[Entry]] = {}
    for item in items:
        if item.kind == ITEMS and item.status == COUNTED:
            by_name.setdefault((item.unit, item.name.partition("（")[0]), []).append(item)
    lists = [[chain_entry(chain) for chain in _chains(by_name, month)] for month in LIST_MONTHS]
    return [*lists, *([cases_entry(one) for one in _cases(month)] for month in CASE_MONTHS)]


def _chains(items: Mapping[tuple[str, str], Sequence[Entry]], month: int) -> Iterator[Chain]:
    day = month_date(month)
    for place, (name, thing) in enumerate(_THINGS.items()):
        lead, members, outside, numbers, since = thing
        yield Chain(
            day,
            name,
            lead,
            ONLINE if _is_online(since, day) else UNDER_WAY,
            name not in _NOT_DUE,
            tuple(_member(items, name, unit, base) for unit, base in members),
            (*dict.fromkeys(unit for unit, _ in members if unit != lead), *outside),
            _changes(numbers),
            "企业" if "企业" in name or "开办" in name or "项目" in name else "个人",
            _STATE if place < 13 else _PROVINCE if place < 20 else _OWN,
            window="一件事综合窗口",
            online_on=f"{since}-01" if _is_online(since, day) else "",
            file=_file(day, CHAINS),
            sheet=KINDS[CHAINS],
            row=place + 3,
        )


def _is_online(since: str, day: date) -> bool:
    return bool(since) and since <= f"{day:%Y-%m}"


def _member(
    items: Mapping[tuple[str, str], Sequence[Entry]], name: str, unit: str, base: str
) -> Member:
    """The first item of that name that breaks no chain, or the one that breaks this one."""
    found = items.get((unit, base), ())
    broken, lacking = _BROKEN.get(name, ("", ""))
    wanted = [
        item
        for item in found
        if (item.flags.get(lacking) is False if base == broken else _is_sound(item))
    ]
    item = next(iter([*wanted, *found]), None)
    return Member(item.name, unit, item.key) if item else Member(base, unit)


def _is_sound(item: Entry) -> bool:
    return all(item.flags.get(key) is not False for key in _NEEDED)


def _changes(numbers: Sequence[int]) -> dict[str, Change]:
    pairs = zip(SAVINGS, numbers[::2], numbers[1::2])
    return {
        one.key: Change(
            f"{before}工作日" if one.is_limit else f"{before}",
            f"{after}工作日" if one.is_limit else f"{after}",
        )
        for one, before, after in pairs
    }


def _cases(month: int) -> Iterator[ChainCases]:
    """Each online thing has some every month, one none."""
    day, row = month_date(month), 3
    for name, (*_, since) in _THINGS.items():
        if not _is_online(since, min(day, month_date(LIST_MONTHS[-1]))):
            continue
        count = 0 if name == _WITHOUT_CASES else 2 + crc32(f"{name}{month}".encode()) % 46
        yield ChainCases(
            day, name, count, file=_file(day, CHAIN_CASES), sheet=KINDS[CHAIN_CASES], row=row
        )
        row += 1


def _file(day: date, kind: str) -> str:
    return f"{day.year}年{day.month}月{KINDS[kind]}.xlsx"
