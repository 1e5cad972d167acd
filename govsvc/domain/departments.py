"""The departments that a county usually has, with the names that they go by.

Full names first, after the reforms of 2018 and 2023–2024; behind them short names, and names
of before that are still written. What a county calls its own stands in its roster (单位名录), which
goes before this list.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from govsvc.domain.roster import DEPARTMENT, Roster, Unit

DEPARTMENTS: tuple[tuple[str, ...], ...] = (
    ("发展和改革局", "发改局", "发展改革局", "发改委", "发展和改革委员会", "发展改革委"),
    ("教育体育局", "教体局", "教育和体育局", "教育局"),
    ("科学技术局", "科技局"),
    ("工业和信息化局", "工信局", "工业信息化局", "工信委", "科技和工业信息化局", "科工信局"),
    ("民族宗教事务局", "民宗局", "民族宗教局", "民族和宗教事务局", "民宗委"),
    ("公安局",),
    ("民政局",),
    ("司法局",),
    ("财政局",),
    ("人力资源和社会保障局", "人社局", "人力资源社会保障局", "人力社保局", "人力资源与社会保障局"),
    ("自然资源和规划局", "自然资源局", "自规局", "资规局", "自然资源与规划局", "国土资源局"),
    ("生态环境局", "环保局", "生态环境分局", "环境保护局"),
    ("住房和城乡建设局", "住建局", "住房城乡建设局", "住房与城乡建设局", "建设局"),
    ("交通运输局", "交通局"),
    ("水利局", "水务局"),
    ("农业农村局", "农业局", "农业农村和水利局"),
    ("商务局", "商务和投资促进局"),
    (
        "文化广电和旅游局",
        "文旅局",
        "文广旅局",
        "文化广电旅游局",
        "文化和旅游局",
        "文化旅游局",
        "文旅广电局",
        "文化广电旅游体育局",
        "文旅体局",
    ),
    ("卫生健康委员会", "卫健委", "卫生健康委", "卫生健康局", "卫健局", "卫计委"),
    ("退役军人事务局", "退役军人局"),
    ("应急管理局", "应急局", "安监局"),
    ("审计局",),
    ("市场监督管理局", "市场监管局", "市监局", "市场局", "工商局"),
    ("统计局",),
    ("医疗保障局", "医保局"),
    (
        "行政审批和政务服务局",
        "行政审批局",
        "政务服务局",
        "行政审批服务局",
        "审批局",
        "行政审批服务管理局",
        "政务服务管理局",
    ),
    ("数据局", "大数据局", "大数据管理局", "数据资源管理局", "政务服务和数据管理局"),
    ("林业局", "林草局", "林业和草原局"),
    (
        "城市管理局",
        "城管局",
        "城市管理综合执法局",
        "城市管理和综合执法局",
        "综合行政执法局",
        "城市综合管理局",
    ),
    ("信访局",),
    ("乡村振兴局", "扶贫办"),
    ("国防动员办公室", "国动办", "人防办", "人民防空办公室"),
    ("税务局", "国税局", "地税局"),
    ("烟草专卖局", "烟草局"),
    ("气象局",),
    ("消防救援大队", "消防大队"),
    ("残疾人联合会", "残联"),
    ("档案局", "档案馆"),
    ("住房公积金管理中心", "公积金中心", "公积金管理中心", "住房公积金中心"),
    ("社会工作部", "社工部", "委社会工作部", "县委社会工作部"),
    ("组织部", "县委组织部"),
    ("宣传部", "县委宣传部", "新闻出版局"),
    ("统战部", "县委统战部"),
    ("机构编制委员会办公室", "编办", "编委办"),
    ("粮食和物资储备局", "粮食局", "粮食和物资储备中心"),
    ("地方金融监督管理局", "金融局", "金融办", "金融工作局"),
    ("机关事务管理局", "机关事务服务中心", "机关事务局"),
    ("文物局", "文物保护中心"),
    ("畜牧兽医局", "畜牧局", "畜牧发展中心"),
    ("供销合作社", "供销社", "供销合作联社"),
    ("地震局", "防震减灾中心"),
)


_NUMBER = re.compile("[0-9０-９一二三四五六七八九十百]+")


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[str, ...]]:
    return {name: names for names in DEPARTMENTS for name in names}


def spellings_of(name: str) -> tuple[str, ...]:
    """All names of the department that is usually called so, the full one first; () for others."""
    return _spellings().get(name.removeprefix("县") if name not in _spellings() else name, ())


def missing_from(roster: Roster) -> list[str]:
    """The full names of the usual departments that the roster knows by none of their names."""
    return [names[0] for names in DEPARTMENTS if not any(map(roster.resolve, names))]


def with_usual(roster: Roster, full_names: Iterable[str]) -> Roster:
    """The roster with these departments, each with its usual short names. Raises GovsvcError."""
    return roster.with_units(
        Unit(name, DEPARTMENT, short_names=tuple(n for n in spellings_of(name) if n != name))
        for name in full_names
    )


def are_same(one: str, other: str) -> bool:
    """Whether both are usual names of one department, or one shortens the other."""
    if one == other:
        return True
    of_one, of_other = spellings_of(one), spellings_of(other)
    if of_one and of_other:
        return of_one == of_other
    return shortens(one, other) or shortens(other, one)


def shortens(short: str, full: str) -> bool:
    """Whether the characters of one stand in the other in their order, first and last alike and
    with the same numbers: 教体局 shortens 教育体育局, 第一小学 does not shorten 第十一小学.
    """
    if not 2 < len(short) < len(full) or _beginning(short) != _beginning(full):
        return False
    ending = "委员会" if full.endswith("委员会") and short.endswith("委") else full[-1]
    if not (full.endswith(ending) and short[-1] in (full[-1], "委")):
        return False
    characters = iter(full)
    return all(character in characters for character in short)


def _beginning(name: str) -> tuple[str, ...]:
    """(its first character, the numbers in it): what a shortened name has in common with the full
    one.
    """
    return name[:1], *_NUMBER.findall(name)


def by_department(names: Collection[str]) -> list[list[str]]:
    """The names in groups of one department each (`are_same`), the longest name first."""
    groups: list[list[str]] = []
    # only these can be the same: of all groups a province would compare thousands with thousands
    by_beginning: dict[object, list[int]] = defaultdict(list)
    for name in sorted(sorted(names), key=len, reverse=True):
        keys = [key for key in (_beginning(name), spellings_of(name)) if key]
        near = sorted({number for key in keys for number in by_beginning[key]})
        same = next((number for number in near if are_same(name, groups[number][0])), None)
        if same is not None:
            groups[same].append(name)
            continue
        for key in keys:
            by_beginning[key].append(len(groups))
        groups.append([name])
    return groups


def part_of(name: str) -> str:
    """The department that a longer name begins with: 公安局 of 公安局交警大队; "" of others."""
    beginnings = (name[:length] for length in range(len(name) - 1, 0, -1))
    return next((known for known in beginnings if known in _spellings()), "")
