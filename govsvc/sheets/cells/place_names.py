"""Names of counties, departments, townships, villages and stations, as far as they are compared."""

import re
from collections.abc import Iterable
from functools import lru_cache

from govsvc.domain import departments
from govsvc.sheets.cells import cell_text, vocabulary

_COUNTY_IN_TITLE = re.compile(
    r"([\u4e00-\u9fff]{2,12}?[县市区旗])(?=政务|行政审批|基层|村|便民|依申请|各部门|各乡镇|"
    r"事项|站点|营商| )"
)
_NOT_A_COUNTY = re.compile(r"^(全|各|本|我|县|市|区)|社区$|辖区$|地区$|^.{0,1}$")
_TAILS = (("居民委员会", "社区"), ("居委会", "社区"), ("村民委员会", "村"), ("村委会", "村"))
_OFFICE = re.compile(r"(?<=街道)办事处$|(?<=[镇乡道])人民政府$")
STATION_WORD = "便民服务站"
_BESIDE_NAME = re.compile(r"[(（](?:原|曾用|.{0,3}(?:挂牌|更名)).*[)）]$")
_TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{1,9}?(?:镇|乡|街道办事处|街道|苏木|管理区)")
_NO_TOWNSHIP = ("各", "全", "乡镇", "所", "分", "按", "含", "该", "本", "两", "几", "多")
_BEHIND_OWNER = (
    r"政务|行政|依申请|审批|权力|权责|公共服务|服务事项|事项|进驻|入驻|业务|办件|"
    r"网办|网上|梳理|变化|变更|新增|调整|动态|自查|自评|填报|报送|报表|月报|台账|清单|"
    r"\d|[(《]|$"
)
_OWNER = re.compile(
    r"([\u4e00-\u9fff]{1,20}?(?:\([\u4e00-\u9fff]{2,12}(?:局|队|委|办)\))?"
    r"(?:局|委员会|委|办公室|办|中心|院|队|部|会|公司|所))"
    rf"(?={_BEHIND_OWNER})"
)
_NOT_A_DEPARTMENT = re.compile(
    r"政务服务中心|政务中心|便民服务|服务大厅|平台|各部门|各单位|所有|全部|"
    r"^(?:县|市|区)?(?:直)?部$|^.$|^全|^各"
)


@lru_cache(maxsize=1)
def _of_other_endings() -> re.Pattern[str]:
    """The usual departments whose names end like no office's: 残联, 供销社."""
    names = (name for names in departments.DEPARTMENTS for name in names)
    unlike = sorted((name for name in names if not _OWNER.fullmatch(name)), key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, unlike))})(?={_BEHIND_OWNER})")


def county_in(title: str) -> str | None:
    """云溪县 from 云溪县政务服务事项月报表; None where a title names no county."""
    # 2026年9月云溪县… and （2026年9月）云溪县…
    text = re.sub(r"20\d{2}年?(\d{1,2}月)?|[()《》]", " ", cell_text.packed(title))
    for match in _COUNTY_IN_TITLE.finditer(text):
        name = re.sub(r"^.*?(省|自治区)", "", match[1])
        parts = re.fullmatch(r"(.{2,4}?[市州])(.{1,5}[县市区旗])", name)
        name = parts[2] if parts else name
        if not _NOT_A_COUNTY.search(name) and len(name) <= 8:
            return name
    return None


def without_county(name: str, homes: Iterable[str | None]) -> str:
    """A department's or township's name without the county's own.

    云溪县自然资源局, 县自然资源局 → 自然资源局.
    """
    name = name.replace(" ", "")
    for home in homes:
        if not home:
            continue
        if name.startswith(home) and len(name) > len(home) + 1:
            return name[len(home) :]
        if (
            name.startswith(home[-1])
            and len(name) > 3
            and not name.startswith(vocabulary.NOT_A_PREFIX)
        ):
            return name[1:]
    return name


def township(name: str, homes: Iterable[str | None]) -> str:
    """A township's name without the county's and without its office: 新华街道办事处 → 新华街道."""
    return _OFFICE.sub("", without_county(name, homes))


def village(name: str, in_township: str = "", homes: Iterable[str | None] = ()) -> str:
    """A village's own name, without county and township in front.

    村民委员会 is written 村, 居民委员会 社区.
    """
    name = name.replace(" ", "")
    for prefix in (*(home for home in homes if home), f"{in_township}办事处", in_township):
        if prefix and prefix != "办事处" and name.startswith(prefix) and len(name) > len(prefix):
            name = name[len(prefix) :]
    for tail, kind in _TAILS:
        if name.endswith(tail) and len(name) > len(tail):
            stem = name[: -len(tail)]
            return stem if stem.endswith(("村", "社区")) else stem + kind
    return name


def is_standard(
    station: str, own_name: str, in_township: str = "", homes: Iterable[str | None] = ()
) -> bool:
    """Whether the station is called after the village: its own name and 便民服务站. What a
    bracket says of its former name or its signboard is no part of the name.

    Source: 国发〔2022〕5号.
    """
    station = _BESIDE_NAME.sub("", station.replace(" ", ""))
    if not station.endswith(STATION_WORD):
        return False
    homes = tuple(homes)
    own = village(own_name, in_township, homes)
    of_station = village(station[: -len(STATION_WORD)], in_township, homes)
    if own.endswith(("村", "社区")) or not of_station:
        return of_station == own
    return of_station in (own, own + "村", own + "社区")


def townships_in(line: str) -> list[str]:
    """城关镇 and 柳河镇 from 城关镇、柳河镇便民服务站更名情况表; none where a line names none."""
    text = re.sub(r"^.*?县(?!.{0,2}级)", "", cell_text.packed(line))
    named: list[str] = []
    for part in re.split("[、,，和与及]", text):
        match = _TOWNSHIP.match(part)
        if match is None:
            break
        if not match[0].startswith(_NO_TOWNSHIP):
            named.append(match[0])
    return list(dict.fromkeys(named))


def departments_in(line: str, homes: Iterable[str | None] = ()) -> list[str]:
    """民政局 from 民政局, 云溪县民政局政务服务事项清单 or 民政局（12项）; none where none is named.

    What serves all departments (政务服务中心, 大厅, 平台) is none.
    """
    text = cell_text.packed(line)
    county, homes = county_in(line), tuple(homes)
    text = re.sub(r"(?:关于)?20\d{2}年(?:度|\d{1,2}月(?:份)?)?", "", text)
    names = [
        without_county(match[1], (*homes, county))
        for match in (*_OWNER.finditer(text), *_of_other_endings().finditer(text))
        if match[1]
    ]
    return list(dict.fromkeys(name for name in names if not _NOT_A_DEPARTMENT.search(name)))
