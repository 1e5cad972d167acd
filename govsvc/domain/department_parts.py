"""Offices inside a department (车管所, 婚姻登记处): no departments, whatever a sheet calls them."""

import re
from functools import lru_cache

from govsvc.domain import departments

#: full name of a department → words of which its usual parts have one
_WORDS = {
    "公安局": (
        r"户政|车管|车辆管理|交警|交通警察|巡特警|治安大队|治安管理|出入境|派出所|刑警|网安|"
        r"禁毒大队"
    ),
    "民政局": r"婚姻登记|婚登|殡葬|救助站|救助管理|福利院|低保中心",
    "自然资源和规划局": r"不动产|国土(?:资源)?所|自然资源所|土地储备|土地收购",
    "人力资源和社会保障局": (
        r"社保|社会保险|就业|人才(?:服务|交流)|劳动(?:保障)?监察|仲裁院|机关保险"
    ),
    "医疗保障局": r"医保(?:中心|服务|经办)|医疗(?:保险|保障)(?:服务|事业|经办)",
    "卫生健康委员会": r"疾控|疾病预防|卫生监督|卫生(?:综合|行政)?执法|妇幼",
    "交通运输局": (
        r"运管|运输管理|道路运输|公路(?:管理|事业|养护|发展)|海事|交通(?:运输)?(?:综合|行政)?执法"
    ),
    "农业农村局": (
        r"农机|植保|渔政|农技|种子(?:站|管理)|动物(?:卫生|检疫|防疫)|农业(?:综合|行政)?执法"
    ),
    "住房和城乡建设局": r"房管|房产|房屋征收|住房保障|质监站|安监站|墙改",
    "市场监督管理局": r"市场监管所|市监所|工商所|质检|食药|特检|注册登记",
    "司法局": r"公证处|法律援助|司法所",
    "税务局": r"税务(?:分局|所)|办税",
    "林业局": r"林业站|木材检查|森林植物|林政",
    "水利局": r"水政|河道管理|水保站|水土保持",
    "生态环境局": r"环境(?:监测|监察)|环保所|环保站",
    "文化广电和旅游局": r"文化市场|文化馆|图书馆",
    "教育体育局": r"招生办|招办|招生考试|考试中心|学生资助",
}
_ANY_WORD = re.compile("|".join(_WORDS.values()))
#: what an office inside a department ends in
_ENDING = re.compile(r"(?:大队|中队|支队|科|股|所|登记处|登记中心|办证中心|窗口)$")


@lru_cache(maxsize=10_000)
def is_part(name: str) -> bool:
    """Whether the name is usually that of an office inside a department."""
    if departments.spellings_of(name):
        return False
    return bool(department_of(name) or _ENDING.search(name))


@lru_cache(maxsize=10_000)
def department_of(name: str) -> str:
    """The usual department that an office belongs to, by a name of it: the one that the office's
    name begins with, else the one that has such offices; "" where nobody knows.
    """
    if departments.spellings_of(name):
        return ""
    named = departments.part_of(name)
    if named or not _ANY_WORD.search(name):
        return named
    return next(full for full, words in _WORDS.items() if re.search(words, name))
