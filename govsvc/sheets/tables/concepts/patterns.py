"""Kind of a sheet → its fields and the headers they are known by. Each pattern is a whole header.

The first field whose pattern fits is meant: the more special stand before the more general.
"""

from functools import lru_cache

from govsvc.domain.indicators import (
    AUTHORISATIONS,
    CASES,
    EXEMPTIONS,
    EXPORT,
    HALL_LEDGER,
    INSPECTION,
    ITEMS,
    STATIONS,
    TARGETS,
    UNITS,
    VILLAGES,
    flags_of,
    quantities_of,
)
from govsvc.sheets.tables.concepts.fragments import (
    MONTH,
    NOTE,
    STATUS,
    TOWNSHIP,
    UNIT,
    VILLAGE,
    VILLAGE_NAME,
)

Patterns = tuple[tuple[str, str], ...]

_MONTH: Patterns = (("month", MONTH),)
_NOTE: Patterns = (("note", NOTE),)
_STATUS: Patterns = (("status", STATUS),)
_UNIT: Patterns = (("unit", UNIT),)
_NAMING: Patterns = (
    (
        "business_code",
        r"(?:业务)?办理项(?:实施)?(?:编码|代码|编号)|业务项(?:编码|代码)",
    ),
    (
        "implementation_code",
        r"(?:事项)?实施(?:清单|事项)?(?:编码|代码|编号)|事项实施清单(?:编码|代码)",
    ),
    (
        "basic_code",
        r"(?:事项|权力)?基本(?:目录)?(?:编码|代码|码|编号)|国家基本目录编码",
    ),
    (
        "item_code",
        r"(?:事项|权力|权力事项|行政权力|行政权力事项|政务服务事项|职权|服务事项)?(?:编码|"
        r"代码|编号)",
    ),
    (
        "name",
        r"(?:业务)?办理项(?:名称)?|(?:政务服务|依申请|实施|权力|审批|办事|办理|行政权力|行政许可|"
        r"公共服务|许可|职权|服务|进驻|具体|业务|涉及|问题|入驻|进厅|主项|子项)*"
        r"(?:事项|项目|职权|权力|主项|子项|业务)(?:[(](?:业务办理项|主项|子项)[)])?(?:名称)?",
    ),
    (
        "item_type",
        r"(?:事项|权力|职权|权力事项|行政权力|审批|项目)(?:类型|类别|分类|性质|种类)",
    ),
    ("responsible", r"责任(?:单位|部门|主体)(?:名称)?"),
    ("level", r"(?:行使|实施|审批|办理|事项|权力)?层级"),
)
_OF_ITEMS: Patterns = (
    (
        "online_depth",
        r"(?:网上|互联网|在线|线上)?(?:网办|办理|办事|服务)?(?:层级)?(?:深度|等级)(?:等级|"
        r"情况|级别)?|"
        r"网办层级深度|网办(?:深度|等级|级别)(?:情况)?",
    ),
    (
        "visits",
        r"(?:办事者|申请人|群众|企业)?(?:到|去)?(?:办事|办理)?(?:现场|地点|窗口|"
        r"大厅)(?:办理|办事)?的?"
        r"(?:最少|最多)?次数|(?:到|跑)现场(?:办理)?的?次数|(?:最少|最多)?(?:跑动|跑腿|"
        r"跑路)(?:次数)?|"
        r"(?:办事者)?到办事地点最少次数",
    ),
)
_ACCEPTED = r"(?:受理|办件|收件|接件)"
#: the hall's windows, and not those of a 分中心 or a 便民服务中心
_HALL = r"(?:县|本县)?(?:政务服务|政务|服务|综合)?(?:大厅|中心|大厅(?:综合)?窗口|窗口)"
_OWN_OFFICE = r"(?:本?部门|本?单位|业务科室|科室|股室)(?:自行|自己|内部|直接|自办)?(?:办理)?"
_MANY = r"(?:件)?(?:总?量|总?数|件数|总量)"
_NUMBER = "(?:总?数量?|总?量|[件本]数量?)"
_ISSUED = "(?:签发|制发|核发|颁发|发放|生成|制证)"
_CASE_COUNTS: Patterns = (
    (
        "online_accepted",
        rf"(?:网上|线上|互联网|全程网上){_ACCEPTED}{_MANY}|"
        rf"(?:网上|线上|互联网)(?:申请|申办|申报|办理){_MANY}|网办(?:件|件数|件量|数|量|办件量)",
    ),
    (
        "one_window_accepted",
        rf"(?:综窗|一窗|无差别(?:综合)?窗口){_ACCEPTED}{_MANY}",
    ),
    (
        "e_certificates_issued",
        rf"(?:同步)?{_ISSUED}电子证照{_NUMBER}|电子证照(?:同步)?{_ISSUED}{_NUMBER}",
    ),
    (
        "certificates_issued",
        rf"{_ISSUED}证照{_NUMBER}|证照{_ISSUED}{_NUMBER}|(?:发证|制证){_NUMBER}",
    ),
    (
        "e_certificates_used",
        rf"(?:电子证照)?(?:用证|亮证)(?:办件)?{_NUMBER}|"
        rf"(?:使用|应用)电子证照(?:的)?办件{_NUMBER}|电子证照(?:使用|应用)(?:办件|件){_NUMBER}",
    ),
    ("decided_late", rf"(?:超期|逾期|超时限?)(?:办结|办理){_MANY}"),
    ("decided_in_time", rf"(?:按时|按期|时限内|期限内|未超期)办结{_MANY}"),
    (
        "total_decided",
        r"(?:本月|当月|月)?(?:总办结|办结总|办结)(?:件)?(?:量|数|件数|数量|总量|总数)"
        r"(?:合计|总计|小计)?",
    ),
    (
        "hall_decided",
        rf"{_HALL}办结(?:件)?(?:总?量|总?数|件数)?(?:\(件\))?",
    ),
    (
        "decided_elsewhere",
        rf"(?:(?:大?厅|窗口|中心)外|回单位|{_OWN_OFFICE})办结(?:件)?(?:量|数|件数)?",
    ),
    (
        "outside_system",
        r"(?:未(?:进|进入|纳入|通过|使用)?(?:统一|综合)?(?:受理)?系统|(?:统一)?系统外|体外|"
        r"线下自建系统|自建系统|其他系统)(?:办理|受理)?(?:的)?(?:办件|受理)?(?:件)?(?:量|数|件数)?",
    ),
    (
        "hall_accepted",
        rf"{_HALL}{_ACCEPTED}(?:件)?(?:量|数|件数|总量)?|"
        rf"{_ACCEPTED}(?:量|数|件数)(?:大厅|窗口|中心)",
    ),
    (
        "unit_accepted",
        rf"{_OWN_OFFICE}{_ACCEPTED}(?:件)?(?:量|数|件数)?(?:\(件\))?|"
        rf"{_ACCEPTED}(?:量|数|件数)(?:部门|单位)|单位自行受理",
    ),
    (
        "total_accepted",
        rf"(?:本月|当月|月)?(?:总{_ACCEPTED}|{_ACCEPTED}总|{_ACCEPTED})(?:件)?"
        r"(?:量|数|件数|数量|总量|总数)?(?:合计|总计|小计)?",
    ),
)
#: what in an item list would be a step of a case
_BARE_CASE_COUNTS: Patterns = (
    ("total_accepted", "受理"),
    ("total_decided", "办结"),
    ("online_accepted", "(?:网上|线上|互联网)(?:受理|收件|办件)|线上申请"),
    ("one_window_accepted", "(?:综窗|一窗|无差别(?:综合)?窗口)(?:受理|收件|办件)"),
    ("decided_late", "(?:超期|逾期|超时)办结"),
    ("decided_in_time", "(?:按时|按期)办结"),
)
_OF_EXPORT: Patterns = (
    ("state", r"(?:平台)?(?:发布|上线|上架|审核|当前|公布)(?:状态|情况)"),
    ("published_on", r"(?:最新|首次|最近|末次|最后)?(?:发布|上架|上线)(?:时间|日期)"),
)
_OF_HALL: Patterns = (
    ("entered_on", r"(?:进驻|入驻|进厅)(?:时间|日期)"),
    (
        "left_on",
        r"(?:退出|撤出|撤离|离厅|退厅|撤厅|撤窗|出厅|调出|搬出)(?:大厅|窗口)?(?:时间|日期)",
    ),
    ("state", r"(?:进驻|入驻|在厅|驻厅)(?:大厅)?(?:情况|状态|现状)|(?:目前|当前|现在?)状[态况]"),
    ("way", r"(?:进驻|入驻)(?:方式|形式|类型)"),
    ("window", r"(?:所在|办理|受理|进驻|综合|服务)*窗口(?:名称|编号|号|位置|号码)?"),
    (
        "hall",
        r"(?:政务|政务服务|进驻|所在|办事|入驻)*(?:大厅|分中心|中心)(?:\((?:分中心|"
        r"大厅)\))?(?:名称)?|"
        r"(?:进驻|入驻)(?:场所|地点|分中心)(?:名称)?",
    ),
    ("unit", r"(?:进驻|入驻|派驻|窗口|进厅)(?:单位|部门)(?:名称)?"),
)
_OF_INSPECTION: Patterns = (
    ("found_on", r"(?:发现|督查|督察|检查|暗访|核查|巡查)(?:日期|时间)"),
    ("found_by", r"(?:发现|督查|检查|督察)(?:方式|途径|渠道)|问题来源"),
    ("confirmed_by", r"(?:认定|确认|督查|检查|督察|核查)(?:单位|部门|机关|人)"),
    ("is_closed", r"是否(?:已)?(?:销号|办结|完成整改|整改到位|整改完成|整改)"),
    ("state", r"(?:整改|销号|办理|整治)(?:完成)?(?:情况|状态|进展|结果)"),
    (
        "about",
        r"(?:主要|具体|督查|存在|存在的|检查|发现|发现的|督查发现|反馈|突出)*"
        r"问题(?:类型|类别|性质|描述|情况|表现|内容|清单|事实|概述)?",
    ),
    ("name", r"(?:涉及|问题|有关|相关)(?:的)?(?:政务服务)?事项(?:名称)?"),
    (
        "unit",
        r"(?:涉及|被督查|被检查|问题|责任|被督察|牵涉|所属)(?:单位|部门)(?:名称)?",
    ),
)
_OF_EXEMPTIONS: Patterns = (
    ("about", r"(?:豁免|清单|负面清单)(?:类型|类别|名称|种类)|不进驻或不宜网办"),
    (
        "reason",
        r"(?:豁免|列入|具体|不进驻|不宜网办|不宜进驻|不宜网上办理|列入负面清单|未进驻|不予进驻|"
        r"负面清单)?(?:的)?(?:原因|理由|事由)(?:说明)?",
    ),
    (
        "document",
        r"(?:政策|批准|批复|文件|列入|法律|法规|制度|豁免)*(?:依据|文号|文件)"
        r"(?:文件|文号|名称|及|和|与)*(?:文号|名称|依据)?",
    ),
    (
        "valid_from",
        r"(?:豁免|有效|生效|执行|列入|批准)?(?:期)?(?:起始|开始|生效|起|列入|批准|"
        r"自)(?:时间|日期|日)?|"
        r"有效期自|有效期起(?:始)?",
    ),
    (
        "valid_until",
        r"(?:豁免|有效|有效期)?(?:期)?(?:截止|终止|结束|失效|到期|止|至|限)(?:时间|日期|日)?|"
        r"有效期(?:至|止|限|截止)?",
    ),
    ("state", r"(?:清单|豁免)状态"),
    (
        "name",
        r"(?:不宜网办|不进驻|不宜进驻|豁免|负面清单)(?:的)?(?:政务服务)?事项(?:名称)?",
    ),
    ("unit", r"(?:主管|申请|提出|申报)(?:单位|部门)"),
)
_OF_AUTHORISATIONS: Patterns = (
    ("representative", r"(?:被授权|受权)(?:人|窗口|代表)(?:姓名)?|首席(?:事务)?代表(?:姓名)?"),
    (
        "document",
        r"(?:授权|委托)书?(?:编号|文号|号|字号)|授权(?:文件|依据)(?:及?文号)?",
    ),
    ("not_authorised_for", r"(?:未|不)(?:予|能|全权)?授权(?:的)?(?:原因|理由|说明)"),
)
_OF_STATIONS: Patterns = (
    (
        "former_name",
        r"(?:站点)?(?:原|曾用|原有|更名前|旧|改名前|变更前)(?:的)?(?:站点|服务站)?(?:名称|名|站名)"
        r"(?:\(.*\))?|(?:更名|改名|变更)前",
    ),
    (
        "station_name",
        r"(?:现|现用|现有|统一后|规范|更名后|变更后|最新|现在)?(?:的)?(?:村级|"
        r"基层)?(?:便民服务|便民)?"
        r"(?:站点|服务站点?|服务站\(点\)|站)(?:现用|现|规范)?(?:全)?(?:名称|名)|"
        r"(?:更名|统一|变更|规范)后(?:的)?(?:站点)?(?:名称)?|规范(?:站点)?名称|现(?:用)?名称",
    ),
    ("renamed_on", r"(?:完成)?(?:更名|改名|变更)(?:完成)?(?:的)?(?:时间|日期)"),
    ("signboard", r"(?:是否)?(?:已|规范|统一)*挂牌(?:情况)?"),
)
_OF_VILLAGES: Patterns = (
    (
        "area_code",
        rf"(?:\d+位)?(?:统计用)?(?:行政)?(?:区划|{VILLAGE})(?:代码|编码|码)",
    ),
    (
        "merged_into",
        rf"(?:撤并|合并|并入)(?:后|至|到)?(?:的)?(?:{VILLAGE}|归属|单位)?(?:名称)?",
    ),
)
_PLACES: Patterns = (("name", VILLAGE_NAME), ("unit", TOWNSHIP))
_OF_TARGETS: Patterns = (
    ("month", r"(?:目标|截止|时间|完成)?(?:月份|节点|时间节点)"),
    (
        "indicator",
        r"(?:目标|考核|评价|监测|具体)?(?:指标|内容|项目)(?:名称|内容)?",
    ),
    ("year", r"(?:目标|考核|所属)?(?:年度|年份)"),
    (
        "value",
        r"(?:20\d{2}年?)?(?:年度|全年|年)?(?:目标|任务)(?:值|任务|要求|数|任务值)?",
    ),
    (
        "place",
        r"(?:年度|争取|全年)?(?:目标|争取|力争)(?:位次|名次|排名)|(?:位次|排名|名次)目标",
    ),
    ("lead_unit", r"(?:牵头|主责|责任|牵头责任|主要责任|主办)(?:单位|部门)"),
)
_OF_UNITS: Patterns = (
    ("merged_from", r"(?:并入|合并)(?:月份|时间|日期)"),
    (
        "merged_into",
        r"(?:并入|合并(?:后|至|到)?|职能划入)(?:的)?(?:单位|部门)?(?:名称)?",
    ),
    ("short_names", r"(?:单位|规范|部门)?(?:简称|缩写)"),
    (
        "aliases",
        r"(?:其他|历史|曾用|别)(?:叫法|名称|名|写法|称呼)(?:及其他写法)?|曾用名(?:称)?|别名",
    ),
    ("unit_kind", r"(?:单位)?(?:类别|类型)|部门[/、](?:乡镇|镇街)"),
    ("management", r"管理(?:体制|类型|方式)|隶属关系"),
    (
        "leader",
        r"(?:分管|联系|包联)(?:的)?(?:县|县级|市|区|县\(市、区\))?领导|县(?:级)?(?:分管|联系)领导",
    ),
    ("contact", r"联系人|联络员|联系人姓名"),
    ("phone", r"(?:联系|办公|手机)?(?:电话|方式|号码)(?:号码)?|手机(?:号码|号)?"),
    ("valid_from", r"(?:起用|启用|成立)(?:月份|时间|日期)"),
    ("dissolved_from", r"(?:撤销|停用)(?:月份|时间|日期)"),
    ("name", r"(?:单位|部门|乡镇|机构)?(?:全称|规范名称)|(?:单位|部门|乡镇|机构)名称"),
)


@lru_cache(maxsize=1)
def patterns() -> dict[str, Patterns]:
    """Kind → (field or flag key, pattern), the first that fits is meant."""
    flags: dict[str, Patterns] = {
        kind: tuple((flag.key, flag.heading) for flag in flags_of(kind) if flag.heading)
        for kind in (ITEMS, STATIONS)
    }
    own = (
        *flags[ITEMS],
        *((one.key, one.heading) for one in quantities_of(ITEMS) if one.heading),
    )
    return {
        ITEMS: (*_MONTH, *own, *_OF_ITEMS, *_CASE_COUNTS, *_NAMING, *_UNIT, *_STATUS, *_NOTE),
        EXPORT: (
            *_MONTH,
            *_OF_EXPORT,
            *_STATUS,
            *_NAMING,
            *_UNIT,
            ("unit", "发布(?:单位|部门)"),
            *own,
            *_NOTE,
        ),
        HALL_LEDGER: (*_MONTH, *_OF_HALL, *_NAMING, *_UNIT, *own, *_STATUS, *_NOTE),
        AUTHORISATIONS: (
            *_MONTH,
            *_OF_AUTHORISATIONS,
            *_NAMING,
            *_UNIT,
            *own,
            *_STATUS,
            *_NOTE,
        ),
        INSPECTION: (*_MONTH, *_OF_INSPECTION, *own, *_NAMING, *_UNIT, *_NOTE),
        EXEMPTIONS: (*_MONTH, *_OF_EXEMPTIONS, *_NAMING, *_UNIT, *own, *_NOTE),
        CASES: (
            *_MONTH,
            *_CASE_COUNTS,
            *_BARE_CASE_COUNTS,
            *_NAMING,
            *_UNIT,
            ("unit", "(?:窗口|进驻)(?:单位|部门)"),
            *_NOTE,
        ),
        STATIONS: (*_MONTH, *_OF_STATIONS, *flags[STATIONS], *_PLACES, *_NOTE),
        VILLAGES: (*_MONTH, *_OF_VILLAGES, *_PLACES),
        TARGETS: _OF_TARGETS,
        UNITS: _OF_UNITS,
    }
