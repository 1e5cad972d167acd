"""The definitions: the one file that a new indicator touches.

To add an indicator on a new yes/no column: one `Flag`, one `Indicator` and one `ProblemList` here.

Source of the definitions: the county's business-environment evaluation, government-service part
(政务服务指标).
"""

from govsvc.domain.indicators.case_counts import HALL_ACCEPTED, UNIT_ACCEPTED
from govsvc.domain.indicators.kinds import ITEMS, STATIONS
from govsvc.domain.indicators.model import Flag, Indicator, ProblemList, Sign

FLAGS: tuple[Flag, ...] = (
    Flag(
        "is_online",
        ITEMS,
        "是否网上可办",
        (
            "是否网办",
            "网上可办",
            "是否可以在线申报",
            "网上申请",
            "是否网上办理",
            "是否可网办",
            "网上可办情况",
        ),
        is_required=True,
    ),
    Flag(
        "is_fully_online",
        ITEMS,
        "是否全程网办",
        ("全程网办", "是否全程网上办理", "全程网上办理", "是否全流程网办", "全流程网办"),
        requires=("is_online",),
        is_required=True,
    ),
    Flag(
        "is_published",
        ITEMS,
        "是否在省平台发布",
        (
            "省平台发布",
            "是否省平台发布",
            "是否在省级平台发布",
            "省级平台发布",
            "是否发布",
            "是否已在省平台发布",
            "是否省级平台发布",
        ),
        is_required=True,
    ),
    Flag(
        "is_in_hall",
        ITEMS,
        "是否进驻大厅",
        (
            "是否进驻政务大厅",
            "是否进驻政务中心",
            "进驻中心",
            "是否进驻",
            "进驻大厅",
            "是否进驻政务服务大厅",
            "是否入驻大厅",
        ),
        is_required=True,
    ),
    Flag(
        "is_entered_in_name_only",
        ITEMS,
        "是否明进暗不进",
        ("明进暗不进",),
        requires=("is_in_hall",),
    ),
    Flag("is_handled_off_site", ITEMS, "是否体外循环", ("体外循环",), requires=("is_in_hall",)),
    Flag("is_exempt_online", ITEMS, "是否不宜网办", ("不宜网办",)),
    Flag(
        "is_exempt_hall",
        ITEMS,
        "不进驻原因",
        ("不进驻理由", "是否列入负面清单", "负面清单", "是否负面清单", "不进驻清单"),
        is_text=True,
    ),
    Flag(
        "has_station", STATIONS, "是否设站", ("是否已设站", "是否建站", "是否设立站点", "有无站点")
    ),
    Flag("is_renamed", STATIONS, "是否更名", ("是否已更名", "更名情况", "是否完成更名")),
    # computed from the station's name when the sheet is read; where the sheet gives no name, as
    # `is_renamed`
    Flag("has_standard_name", STATIONS, "名称是否规范"),
)
INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "online_rate",
        "网上可办率",
        "网上可办率",
        ITEMS,
        "可以网上办理的事项",
        "范围内事项",
        ("is_online",),
        exempt=("is_exempt_online",),
        headers=("网上可办率", "网上可办占比", "可办率", "网上可办"),
        numerator_headers=("网上可办事项数", "可网办事项数"),
        denominator_headers=("事项总数",),
        missing_word="未网上可办",
    ),
    Indicator(
        "full_online_rate",
        "全程网办率",
        "全程网办率",
        ITEMS,
        "从申请到取得结果全程网上办理、到现场0次的事项",
        "范围内事项",
        ("is_fully_online",),
        exempt=("is_exempt_online",),
        headers=("全程网办率", "全程网办占比", "全程网办"),
        numerator_headers=("全程网办事项数",),
        denominator_headers=("事项总数",),
        missing_word="未全程网办",
    ),
    Indicator(
        "provincial_publish_rate",
        "在省级网上政务服务平台发布的政务服务事项占比",
        "省平台发布率",
        ITEMS,
        "已在省平台发布的事项",
        "范围内事项",
        ("is_published",),
        headers=(
            "省级平台发布占比",
            "省平台发布率",
            "省平台发布占比",
            "省级平台发布率",
            "省级网上政务服务平台发布占比",
            "省平台发布",
            "发布率",
        ),
        numerator_headers=("省平台发布事项数", "省级平台发布事项数"),
        denominator_headers=("事项总数",),
        missing_word="未发布",
    ),
    Indicator(
        "station_coverage_rate",
        "基层服务站点覆盖率",
        "站点覆盖率",
        STATIONS,
        "已设站点的村（社区）",
        "全县村（社区）",
        ("has_station",),
        headers=(
            "基层服务站点覆盖率",
            "站点覆盖率",
            "基层站点覆盖率",
            "服务站点覆盖率",
            "基层服务站点",
        ),
        numerator_headers=("已设站村（社区）数", "已设站点数"),
        denominator_headers=("村（社区）总数", "村居总数"),
        unit="个",
        missing_word="未设站点",
    ),
    Indicator(
        "hall_entry_rate",
        "进驻政务服务大厅的政务服务事项占比",
        "进驻率",
        ITEMS,
        "已进驻政务服务大厅的事项",
        "应进驻事项",
        ("is_in_hall",),
        exempt=("is_exempt_hall",),
        levels=("县本级",),
        headers=(
            "大厅进驻占比",
            "进驻率",
            "大厅进驻率",
            "进驻大厅占比",
            "进驻占比",
            "政务服务大厅进驻占比",
            "事项进驻率",
            "进驻政务服务大厅占比",
        ),
        numerator_headers=("进驻大厅事项数", "已进驻事项数"),
        denominator_headers=("应进驻事项数",),
        missing_word="未进驻",
    ),
    Indicator(
        "effective_hall_entry_rate",
        "进驻率（核减后）",
        "进驻率（核减后）",
        ITEMS,
        "已进驻事项，减去认定为明进暗不进或体外循环的（两者兼有只减一次）",
        "应进驻事项",
        ("is_in_hall",),
        unless=("is_entered_in_name_only", "is_handled_off_site"),
        exempt=("is_exempt_hall",),
        levels=("县本级",),
        nominal="hall_entry_rate",
        missing_word="未实际进驻",
    ),
    Indicator(
        "station_renaming_rate",
        "站点名称规范率",
        "名称规范率",
        STATIONS,
        "名称规范（村（社区）名＋便民服务站）的站点",
        "已设站点",
        ("has_standard_name",),
        among=("has_station",),
        nominal="station_coverage_rate",
        unit="个",
        missing_word="名称未规范",
    ),
)
#: marks of a row, that `govsvc.claims` sets: partial sheets say another thing than the item list;
#: exempt without a document; exempt no longer, or not yet
DISAGREES, LACKS_DOCUMENT, NOT_IN_FORCE = "disagrees", "lacks_document", "not_in_force"
#: marks that `govsvc.suspects` sets: what case counts say of a row
SUSPECTED_IN_NAME_ONLY, SUSPECTED_OFF_SITE, NO_CASES = (
    "suspected_in_name_only",
    "suspected_off_site",
    "no_cases",
)
LISTS: tuple[ProblemList, ...] = (
    ProblemList(
        "not_online", "未实现网上可办", "online_rate", "范围内、未豁免、不能网上办理的事项"
    ),
    ProblemList(
        "not_fully_online", "未全程网办", "full_online_rate", "范围内、未豁免、不能全程网办的事项"
    ),
    ProblemList(
        "not_published", "省平台未发布", "provincial_publish_rate", "范围内、未在省平台发布的事项"
    ),
    ProblemList("not_in_hall", "未进驻大厅", "hall_entry_rate", "应进驻而未进驻政务服务大厅的事项"),
    ProblemList(
        "entered_in_name_only",
        "明进暗不进",
        "hall_entry_rate",
        "表中标注或经认定为明进暗不进的事项",
        "is_entered_in_name_only",
    ),
    ProblemList(
        "handled_off_site",
        "体外循环",
        "hall_entry_rate",
        "表中标注或经认定为体外循环的事项",
        "is_handled_off_site",
    ),
    ProblemList(
        "stations_not_renamed",
        "站点名称未规范",
        "station_renaming_rate",
        "已设站点，名称不是“村（社区）名＋便民服务站”",
    ),
    ProblemList(
        "villages_without_station", "未设站点", "station_coverage_rate", "没有站点的村（社区）"
    ),
    ProblemList(
        "claims_that_disagree",
        "填报与平台不一致",
        "provincial_publish_rate",
        "部门填报与省平台导出、大厅台账、督查或豁免清单说法不同的事项，以清单为准",
        mark=DISAGREES,
    ),
    ProblemList(
        "exempt_without_document",
        "豁免依据不全",
        "provincial_publish_rate",
        "不进驻或不宜网办，没有写明依据文号的事项；仍按豁免计",
        mark=LACKS_DOCUMENT,
    ),
    ProblemList(
        "exemption_not_in_force",
        "豁免不在有效期",
        "provincial_publish_rate",
        "豁免已过期或尚未生效的事项，已回到总数",
        mark=NOT_IN_FORCE,
    ),
    ProblemList(
        "suspected_in_name_only",
        "疑似明进暗不进",
        "hall_entry_rate",
        "已进驻，观察期内每个月大厅受理都是0件而部门有受理的事项；未经认定，不计入任何数值",
        mark=SUSPECTED_IN_NAME_ONLY,
        suspects="entered_in_name_only",
        signs=(Sign(some=(UNIT_ACCEPTED,), none=(HALL_ACCEPTED,)),),
    ),
    ProblemList(
        "suspected_off_site",
        "疑似体外循环",
        "hall_entry_rate",
        (
            "已进驻，观察期内大厅有受理而大厅外办结多于部门受理（大厅受理的到厅外办结），"
            "或有系统外办件的事项；未经认定，不计入任何数值"
        ),
        mark=SUSPECTED_OFF_SITE,
        suspects="handled_off_site",
        signs=(
            Sign(some=(HALL_ACCEPTED,), more=(("decided_elsewhere", UNIT_ACCEPTED),)),
            Sign(some=("outside_system",)),
        ),
    ),
    ProblemList(
        "no_cases",
        "零办件",
        "provincial_publish_rate",
        "观察期内每个月大厅和部门都没有受理的事项；不是问题，不算疑似",
        mark=NO_CASES,
        signs=(
            Sign(
                none=(HALL_ACCEPTED, UNIT_ACCEPTED), unless=("outside_system", "decided_elsewhere")
            ),
        ),
        is_problem=False,
    ),
)
