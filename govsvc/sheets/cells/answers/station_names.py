"""站点名称: the standard name, another one, words for no station, or no name at all."""

import re

from govsvc.sheets.cells import place_names
from govsvc.sheets.cells.answers.reading import ASK, Reading, fold, is_blank, trimmed

NONE, STANDARD, NONSTANDARD = "none", "standard", "nonstandard"
_NO_STATION = re.compile(
    r"(?:尚|暂|目前|还|仍|暂时)?(?:未|没有?|无|不)(?:需|须|有|予|用|再)?(?:新)?"
    r"(?:建成|建立|建设|建|设立|设置|设|覆盖|成立)?(?:村级)?(?:便民服务)?(?:服务)?(?:站点|站|点)?|"
    r"(?:已)?(?:撤并|撤销|取消|合并|撤点|撤站|并入|关停|停用)(?:至|到|入|于)?.{0,10}|"
    r".{0,2}(?:在|拟|待|筹|规划|计划|正在|即将)(?:新)?(?:建|设|建设|筹建|设立)(?:中|站|设)?|"
    r"(?:正在)?(?:建设|筹建|筹备|规划|选址|施工|装修)中?|"
    r"空白?村?|否|×|✗|✘|x|无|没有?|0|已规划|不单设",
    re.IGNORECASE,
)
_ENDS_LIKE_STATION = re.compile(
    r"(?:站|点|室|中心|大厅|厅|处|所|之家|窗口|服务部|服务社|平台|超市|阵地|屋)$"
)
_ONLY_A_HEADER = re.compile(r"(?:便民)?(?:服务)?(?:站|点|中心)名?称?")
_SEVERAL_OR_ELSEWHERE = re.compile(
    r"[、,;/]|(?<=[站点室])[和与及]|^[和与]\w+(?:合|共)|依托|挂靠|由.+代|代管|共用|"
    r"同左|同上|见|待定|\?"
)
_SPEAKS_OF_STATE = re.compile(r"已|未|拟|待|正在|尚|无|没|不|非|有|设|计划|将|空")
_OTHER_VILLAGE = re.compile(r"[^村社]{1,6}(?:村|社区)")
_FORMER = re.compile("原|曾用名")


def read_station_name(cell: str, village: str, township: str, county: str) -> Reading:
    """`none`, `standard`, `nonstandard` or `ask` for the station of that village.

    Source of the standard form: 国发〔2022〕5号, the village's own name followed by 便民服务站.
    """
    text = trimmed(fold(cell))
    if is_blank(text) or _NO_STATION.fullmatch(text):
        return Reading(NONE, f"“{text}”：没有站点")
    bracket = re.fullmatch(r"(?P<main>.+?)\((?P<remark>.*)\)?", text)
    if bracket:
        inner = read_station_name(bracket["main"], village, township, county)
        is_former = _FORMER.match(bracket["remark"])
        return inner if inner.answer == NONE or is_former else Reading(ASK, "括号使名称不确定")
    if _SEVERAL_OR_ELSEWHERE.search(text):
        return Reading(ASK, f"“{text}”不是一个站点的名称")
    is_header = _ONLY_A_HEADER.fullmatch(text) and text != place_names.STATION_WORD
    if is_header or not _ENDS_LIKE_STATION.search(text):
        return Reading(ASK, f"看不出“{text}”是不是站点名称")
    if _SPEAKS_OF_STATE.match(text) and not text.startswith(village):
        return Reading(ASK, f"“{text}”不像站点名称")
    if place_names.is_standard(text, village, township, (county,)):
        return Reading(STANDARD, "村（社区）名加便民服务站")
    return _not_standard(text, village, township, county)


def _not_standard(text: str, village: str, township: str, county: str) -> Reading:
    without_county = text.removeprefix(county)
    own = without_county.removeprefix(township)
    stem = village.rstrip("村社区") or village
    is_township_s = bool(township) and own != without_county and not own.startswith(stem)
    other = _OTHER_VILLAGE.match(own)
    if is_township_s or (other and not own.startswith(village[:2])):
        return Reading(ASK, f"“{text}”像是别处的站点")
    if other and own.startswith(other[0] + place_names.STATION_WORD) and other[0] != village:
        return Reading(ASK, f"站点名称里是“{other[0]}”，本行是“{village}”")
    return Reading(NONSTANDARD, f"“{text}”不是“{village}{place_names.STATION_WORD}”")
