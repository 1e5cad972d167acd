"""The partial sheets: which fields of items each knows better than the item list, and its names."""

from govsvc.domain.indicators.kinds import (
    AUTHORISATIONS,
    BAD_RATINGS,
    BULLETIN,
    CALL_DRAWS,
    CALL_TOTALS,
    CALLS,
    CASES,
    CHAIN_CASES,
    CHAINS,
    CONFIRMATIONS,
    DISMISSALS,
    EXEMPTIONS,
    EXPORT,
    HALL_LEDGER,
    INSPECTION,
    ITEMS,
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
)
from govsvc.domain.indicators.model import PartialSheet

#: what an inspection, or a person, finds of an item → the words for it
_FOUND = {
    "is_entered_in_name_only": ("明进暗不进",),
    "is_handled_off_site": ("体外循环",),
    "is_authorised_in_name_only": ("授权不到位", "授权不实", "授权未到位"),
}
#: sheets that change only the fields they own. An item that an export or a ledger lacks is not
#: published, has not entered; a problem that an inspection does not name, and an exemption that no
#: list names, is not thereby gone.
PARTIALS: tuple[PartialSheet, ...] = (
    PartialSheet(
        EXPORT,
        "省平台导出清单",
        {"is_published": ()},
        (
            r"省(级)?(网上)?(政务服务)?(网|平台|一体化平台).{0,12}(导出|"
            r"(?<![未待])发布(事项)?(清单|目录|名单|台账))|平台导出"
        ),
        absent=False,
        ended="未发布|待发布|未上架|下架|下线|暂停|取消|停用|注销|废止|失效|撤销|撤回|草稿|未启用",
    ),
    PartialSheet(
        HALL_LEDGER,
        "大厅进驻台账",
        {"is_in_hall": ()},
        r"(?<![不未应拟待宜])进驻.{0,10}(台账|清单|名单|目录|名录)",
        absent=False,
        ended="未进驻|待进驻|拟进驻|撤出|撤回|撤销|退出|取消|停用|自设",
    ),
    PartialSheet(
        AUTHORISATIONS,
        "授权事项清单",
        {"is_authorised": ()},
        r"(?<![未不])授权.{0,10}(清单|台账|名单|目录|名录|一览)",
        absent=False,
        ended="未授权|拟授权|待授权|收回|终止|取消|停用|暂停",
        is_absence_by_unit=True,
    ),
    PartialSheet(
        INSPECTION,
        "督查问题清单",
        _FOUND,
        (
            r"督查|督察|暗访|巡查.{0,8}问题|(?<!是否)(明进暗不进|体外循环|授权不到位|授权不实)"
            r".{0,8}(清单|台账|名单|问题|通报)"
        ),
        ended="^销号$|已销号|同意销号|销号完成",
    ),
    PartialSheet(
        EXEMPTIONS,
        "不进驻、不宜网办清单",
        {
            "is_exempt_online": (
                "不宜网办",
                "不宜网上",
                "不可网办",
                "不能网办",
                "不网办",
                "不适宜网",
            ),
            "is_exempt_hall": ("不进驻", "负面清单", "不宜进驻", "不适宜进驻", "不进大厅"),
        },
        r"(不(宜|适宜|可|能)?(进驻|网办|网上办理)|负面|豁免).{0,16}(清单|目录|台账|名单)",
        ended="调出|移出|废止|失效",
        is_exempting=True,
    ),
    PartialSheet(
        CASES,
        "办件量统计",
        {},
        r"办件(量|数|情况)?.{0,6}(统计|汇总|明细|月报)|受理(量|情况).{0,6}(统计|汇总)",
    ),
)
#: kinds of `PARTIALS`
PARTIAL_KINDS = tuple(partial.kind for partial in PARTIALS)
#: what a person confirmed: a suspected item belongs on the list that it was suspected for
CONFIRMED = PartialSheet(
    CONFIRMATIONS,
    "疑似认定",
    _FOUND,
    "",
)
#: what stands as the way of finding (发现方式) where case counts made an item suspected
BY_CASES = "办件数据比对"
#: what sets flags of items; a month opens with those of the one before
OVERLAY_SHEETS: tuple[PartialSheet, ...] = (
    *(partial for partial in PARTIALS if partial.owns),
    CONFIRMED,
)
OVERLAY_KINDS = tuple(partial.kind for partial in OVERLAY_SHEETS)
#: kinds whose rows change how a month's items count
KINDS_ABOUT_ITEMS = (*PARTIAL_KINDS, CONFIRMATIONS, DISMISSALS)
#: kind of a sheet → its Chinese name
KINDS = {
    ITEMS: "政务服务事项",
    STATIONS: "基层站点",
    BULLETIN: "全市指标",
    TARGETS: "目标值",
    VILLAGES: "村居名录",
    UNITS: "单位名录",
    RECTIFICATION: "整改台账",
    CALLS: "回访台账",
    CALL_TOTALS: "回访汇总",
    BAD_RATINGS: "差评台账",
    RATINGS: "好差评",
    QUESTIONNAIRES: "问卷汇总",
    SURVEY: "问卷答卷",
    CHAINS: "一件事清单",
    CHAIN_CASES: "一件事办件量",
    WINDOW_SCORES: "窗口考核评分",
    REPRESENTATIVES: "首席事务代表名册",
} | {partial.kind: partial.name for partial in PARTIALS}
#: the same with the kinds of rows that no sheet brings
ROW_KINDS = KINDS | {
    CONFIRMATIONS: CONFIRMED.name,
    DISMISSALS: "疑似排除",
    CALL_DRAWS: "回访抽样",
}
