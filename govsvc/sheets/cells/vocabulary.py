"""Which header means which field: the words of real files, as data.

Flags and indicators bring their own headers.
"""

from govsvc.domain import indicators
from govsvc.domain.indicators import (
    AUTHORISATIONS,
    BAD_RATINGS,
    BULLETIN,
    CALL_TOTALS,
    CALLS,
    CASE_COUNTS,
    CASES,
    CHAIN_CASES,
    CHAINS,
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
from govsvc.sheets.cells import chains_vocabulary, questionnaires_vocabulary
from govsvc.sheets.cells.bad_ratings_vocabulary import BAD_RATING_FIELDS
from govsvc.sheets.cells.calls_vocabulary import CALL_FIELDS, TOTAL_FIELDS
from govsvc.sheets.cells.ledger_headers import LEDGER_HEADERS
from govsvc.sheets.cells.ratings_vocabulary import RATING_FIELDS
from govsvc.sheets.cells.representatives_vocabulary import (
    IN_PLACE_FIELDS,
    REPRESENTATIVE_FIELDS,
)
from govsvc.sheets.cells.scores_vocabulary import SCORE_FIELDS

MONTH = (
    "统计月份",
    "月份",
    "数据月份",
    "所属月份",
    "统计月",
    "报告期",
    "数据所属月份",
    "统计期",
    "年月",
)
TOWNSHIP = (
    "乡镇（街道）",
    "乡镇",
    "镇街",
    "镇（街道）",
    "乡镇街道",
    "乡（镇、街道）",
    "乡（镇）",
    "所属乡镇",
    "乡镇名称",
    "乡镇（街道）名称",
    "街道",
    "镇",
    "所属乡镇（街道）",
    "乡镇办",
    "镇办",
    "镇（街）",
    "乡镇（街）",
)
VILLAGE = (
    "村（社区）",
    "村（社区）名称",
    "村居",
    "村居名称",
    "村名",
    "村名称",
    "行政村",
    "行政村名称",
    "社区",
    "村",
    "村（居）",
    "村（居）名称",
    "村社区",
    "行政村（社区）",
    "村（居）委会",
    "村委会名称",
    "所在村（社区）",
)

#: kind → field → headers, the most telling first. The first one that a sheet has is taken.
FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    ITEMS: {
        "month": MONTH,
        "business_code": ("业务办理项编码", "业务办理项代码", "办理项编码"),
        "implementation_code": ("实施编码", "事项实施编码", "实施清单编码", "实施事项编码"),
        "item_code": ("事项编码", "事项代码", "编码", "权力编码"),
        "basic_code": ("基本编码", "事项基本编码"),
        "name": (
            "事项名称",
            "政务服务事项名称",
            "业务办理项名称",
            "办理项名称",
            "实施事项名称",
            "权力事项名称",
            "权力名称",
            "项目名称",
            "事项",
        ),
        "item_type": ("事项类型", "权力类型", "权力类别", "事项性质", "职权类型", "事项类别"),
        "unit": (
            "实施主体",
            "实施部门",
            "审批部门",
            "实施机构",
            "办理部门",
            "受理机构",
            "部门名称",
            "权力部门",
            "部门",
            "实施单位",
            "实施主体名称",
            "单位名称",
            "责任部门",
            "责任单位",
        ),
        "level": ("行使层级", "实施层级", "层级", "事项层级"),
        "online_depth": ("网上办理深度", "网办深度", "办理深度", "互联网办理深度", "网上办事深度"),
        **{one.key: (one.header, *one.headers) for one in indicators.quantities_of(ITEMS)},
        **{
            f"{one.key}_unit": one.unit_headers
            for one in indicators.quantities_of(ITEMS)
            if one.unit_headers
        },
        "status": ("事项状态", "状态", "使用状态", "在用状态"),
        "note": ("备注",),
    },
    STATIONS: {
        "month": MONTH,
        "unit": TOWNSHIP,
        "name": VILLAGE,
        "station_name": (
            "站点名称",
            "现站点名称",
            "现名称",
            "站点现名称",
            "便民服务站名称",
            "服务站名称",
            "服务站点名称",
            "便民服务站点名称",
        ),
        "former_name": ("原名称", "原站点名称", "更名前名称", "站点原名称", "原站名"),
        "renamed_on": ("更名日期", "更名时间", "完成更名日期"),
        "signboard": ("是否挂牌", "是否已挂牌", "挂牌情况"),
        "note": ("备注",),
    },
    BULLETIN: {
        "month": MONTH,
        "county": (
            "县（市、区）",
            "县市区",
            "区县",
            "地区",
            "县区",
            "县（市、区）名称",
            "县（区）",
            "市县",
            "县（区、市）",
            "区（县）",
            "县市",
            "区（市）县",
            "县市区名称",
            "单位",
        ),
        "group": ("分组", "组别", "类别"),
    },
    TARGETS: {
        "month": ("月份", "目标月份", "节点", "时间节点", "截止月份"),
        "indicator": ("指标名称", "指标", "考核指标"),
        "year": ("年度", "目标年度", "年份", "考核年度"),
        "value": ("目标值", "年度目标", "年度目标值", "目标", "目标值（%）"),
        "place": ("目标位次", "目标排名", "位次目标", "目标名次"),
        "lead_unit": ("牵头单位", "牵头部门", "责任单位", "责任部门"),
    },
    VILLAGES: {
        "month": MONTH,
        "area_code": ("区划代码", "行政区划代码", "统计用区划代码", "村居代码"),
        "unit": TOWNSHIP,
        "name": VILLAGE,
        "merged_into": ("并入村（社区）", "合并至", "并入", "并入村", "合并到", "并入村居"),
    },
    UNITS: {
        "name": ("单位名称", "单位全称", "部门名称", "乡镇名称"),
        "unit_kind": ("类别", "单位类别", "单位类型"),
        "short_names": ("简称", "单位简称"),
        "aliases": ("曾用名", "别名", "曾用名及其他写法"),
        "management": ("管理体制", "隶属关系"),
        "leader": ("分管县领导", "分管领导", "分管县（市、区）领导"),
        "contact": ("联系人", "联络员"),
        "phone": ("联系电话", "联系方式"),
        **IN_PLACE_FIELDS,
        "valid_from": ("起用月份", "启用月份", "成立月份"),
        "dissolved_from": ("撤销月份", "停用月份"),
        "merged_into": ("并入单位", "合并至", "并入"),
        "merged_from": ("并入月份", "合并月份", "并入时间"),
    },
}
#: what names an item in a sheet of any kind of items
_NAMING = (
    "month",
    "business_code",
    "implementation_code",
    "item_code",
    "basic_code",
    "name",
    "item_type",
    "unit",
    "level",
)
#: kind of a partial sheet → field → headers of its own
_OWN: dict[str, dict[str, tuple[str, ...]]] = {
    EXPORT: {
        "state": ("发布状态", "上架状态", "发布情况", "平台发布状态"),
        "status": FIELDS[ITEMS]["status"],
        "published_on": ("发布时间", "发布日期", "上架时间", "上架日期", "首次发布时间"),
    },
    HALL_LEDGER: {
        "state": ("进驻状态", "进驻情况"),
        "hall": (
            "大厅名称",
            "进驻大厅名称",
            "政务大厅名称",
            "进驻大厅",
            "进驻场所",
            "进驻地点",
            "所在大厅",
        ),
        "window": ("窗口", "窗口名称", "进驻窗口", "窗口编号", "窗口号", "办理窗口", "受理窗口"),
        "way": ("进驻方式", "进驻形式"),
        "status": FIELDS[ITEMS]["status"],
        "entered_on": ("进驻时间", "进驻日期"),
        "left_on": ("退出时间", "退出日期", "撤出时间", "撤出日期", "离厅时间", "离厅日期"),
    },
    AUTHORISATIONS: {
        "representative": ("首席事务代表", "首席代表", "被授权人", "被授权窗口"),
        "document": (
            "授权书编号",
            "授权书文号",
            "授权文件",
            "授权文号",
            "授权书号",
            "委托书编号",
            "依据文号",
        ),
        "not_authorised_for": ("未授权原因", "未授权理由", "不授权原因", "未授权说明"),
        "status": FIELDS[ITEMS]["status"],
    },
    INSPECTION: {
        "about": (
            "问题类型",
            "问题类别",
            "问题性质",
            "存在问题",
            "存在的问题",
            "问题",
            "问题描述",
            "问题情况",
            "发现问题",
            "发现的问题",
            "问题表现",
        ),
        "found_on": ("发现日期", "发现时间", "督查日期", "督查时间", "检查日期", "检查时间"),
        "found_by": ("发现方式", "督查方式", "检查方式", "发现途径", "问题来源"),
        "confirmed_by": ("认定单位", "确认单位", "督查单位", "检查单位", "认定人", "确认人"),
        "state": ("整改情况", "整改状态", "销号情况", "整改进展", "整改结果"),
        "is_closed": ("是否销号", "是否已销号"),
    },
    EXEMPTIONS: {
        "about": (
            "豁免类型",
            "豁免类别",
            "清单类别",
            "清单类型",
            "清单名称",
            "豁免事由类别",
            "负面清单类型",
            "不进驻或不宜网办",
        ),
        "reason": (
            "原因",
            "理由",
            "豁免原因",
            "列入原因",
            "原因说明",
            "具体原因",
            "不进驻（不宜网办）原因",
            "不宜网办原因",
            "不宜网办理由",
        ),
        "document": (
            "依据文号",
            "文号",
            "依据",
            "依据文件",
            "文件依据",
            "文件文号",
            "批准文号",
            "批准文件",
            "依据文件及文号",
            "政策依据",
            "依据文件名称及文号",
            "列入依据",
        ),
        "valid_from": (
            "生效日期",
            "起始日期",
            "有效期起",
            "有效期自",
            "开始日期",
            "列入日期",
            "批准日期",
        ),
        "valid_until": (
            "有效期至",
            "有效期",
            "有效期止",
            "截止日期",
            "失效日期",
            "到期日期",
            "有效期限",
            "有效截止日期",
        ),
        "state": ("清单状态", "豁免状态"),
    },
    CASES: {count.key: (count.header, *count.headers) for count in CASE_COUNTS},
}
FIELDS[ITEMS] |= _OWN[CASES]
FIELDS[RECTIFICATION] = dict(LEDGER_HEADERS)
FIELDS[CALLS] = {"month": MONTH} | CALL_FIELDS | {"note": ("备注",)}
FIELDS[CALL_TOTALS] = {"month": MONTH} | TOTAL_FIELDS | {"note": ("备注",)}
FIELDS[BAD_RATINGS] = {"month": MONTH} | BAD_RATING_FIELDS | {"note": ("备注",)}
FIELDS[QUESTIONNAIRES] = {"month": MONTH} | questionnaires_vocabulary.TOTAL_FIELDS
FIELDS[CHAINS] = {"month": MONTH} | chains_vocabulary.CHAIN_FIELDS | {"note": ("备注",)}
FIELDS[CHAIN_CASES] = {"month": MONTH} | chains_vocabulary.CASE_FIELDS | {"note": ("备注",)}
FIELDS[WINDOW_SCORES] = {"month": MONTH} | SCORE_FIELDS | {"note": ("备注",)}
FIELDS[REPRESENTATIVES] = {"month": MONTH} | REPRESENTATIVE_FIELDS | {"note": ("备注",)}
FIELDS[SURVEY] = dict(questionnaires_vocabulary.SURVEY_FIELDS)
FIELDS[RATINGS] = {"month": MONTH} | RATING_FIELDS | {"note": ("备注",)}
FIELDS |= {
    kind: {field: FIELDS[ITEMS][field] for field in _NAMING} | own | {"note": ("备注",)}
    for kind, own in _OWN.items()
}
#: kind of a partial sheet → groups of fields: one of each group, and the sheet is of that kind
#: though nothing names it
TELLING: dict[str, tuple[frozenset[str], ...]] = {
    EXPORT: (frozenset({"state", "published_on"}),),
    HALL_LEDGER: (frozenset({"state", "window", "entered_on"}),),
    AUTHORISATIONS: (
        frozenset({"not_authorised_for", *indicators.partial_of(AUTHORISATIONS).owns}),
        frozenset({"representative", "document", "not_authorised_for"}),
    ),
    INSPECTION: (
        frozenset({"about", *indicators.partial_of(INSPECTION).owns}),
        frozenset({"found_on", "found_by", "confirmed_by", "state", "is_closed"}),
    ),
    EXEMPTIONS: (
        frozenset({"about", "reason", *indicators.partial_of(EXEMPTIONS).owns}),
        frozenset({"document", "valid_until"}),
    ),
    CASES: (frozenset(_OWN[CASES]),),
}
#: fields of a partial sheet that may say that a row does not hold (any more)
STATES = ("state", "status", "way", "hall")
#: fields of a partial sheet that hold a day: those that decide, and those that are only shown
DECIDING_DAYS, SHOWN_DAYS = (
    ("valid_from", "valid_until", "left_on"),
    ("published_on", "entered_on", "found_on"),
)

#: header of the unit that is responsible, where another column names the department
RESPONSIBLE = ("责任单位", "责任部门")
#: code fields, what tells items apart first. A 基本编码 stands for several items and is no key.
CODES = ("business_code", "implementation_code", "item_code", "basic_code")
KEY_CODES = CODES[:3]
BASIC_CODE_LENGTH = 12
#: what says which row it is and whether it counts at all
PLACING = ("month", *CODES, "name", "unit", "item_type", "level", "status")
#: item columns that a row cannot do without
REQUIRED = {"name": "事项名称", "item_type": "事项类型", "unit": "实施主体"}
#: text fields that go into an entry's attributes as they are
KEPT = {
    ITEMS: ("level", "responsible", "online_depth", "status", "note"),
    STATIONS: ("station_name", "former_name", "renamed_on", "signboard", "note"),
    VILLAGES: ("area_code", "merged_into"),
} | {
    kind: tuple(field for field in FIELDS[kind] if field == "level" or field not in _NAMING)
    for kind in indicators.PARTIAL_KINDS
}

#: what is written where a village has no station
NO_STATION = "无"
#: words in the column of documents that name none
NO_DOCUMENT = ("无", "暂无", "没有", "无文件", "无依据", "待补", "待补充")

#: measure of a bulletin column → the words for it, alone or behind an indicator's name
MEASURES = {
    "rank": ("排名", "位次", "名次", "全市排名", "全市位次", "全市名次"),
    "numerator": ("达标数", "分子", "达标事项数", "达标个数", "达标", "完成数"),
    "denominator": ("总数", "分母", "总量", "事项总数"),
    "score": ("得分", "评分"),
    "full_score": ("分值", "满分", "满分值", "标准分", "标准分值"),
    "rate": ("占比", "比率", "比例", "率", "指标值", "完成值", "数值", "百分比", "完成率", "值"),
}
#: what a row of a bulletin that gives the 分值 of each indicator has in place of a county
FULL_SCORE_ROWS = ("分值", "满分", "满分值", "标准分", "标准分值", "指标分值", "各项分值")
#: 综合 columns of a bulletin
OVERALL_HEADERS = {
    "score": ("综合得分", "总得分", "总分", "综合评分", "合计得分"),
    "rank": ("综合排名", "综合位次", "总排名", "总名次", "综合名次", "总位次"),
}

#: every item type by its shortened name → its full name. Those not in the rules' scope are kept and
#: not counted.
ITEM_TYPES = {
    "行政许可": "行政许可",
    "许可": "行政许可",
    "行政审批": "行政许可",
    "行政确认": "行政确认",
    "确认": "行政确认",
    "行政给付": "行政给付",
    "给付": "行政给付",
    "行政奖励": "行政奖励",
    "奖励": "行政奖励",
    "行政裁决": "行政裁决",
    "裁决": "行政裁决",
    "其他行政权力": "其他行政权力",
    "其它行政权力": "其他行政权力",
    "其他权力": "其他行政权力",
    "其他职权": "其他行政权力",
    "其他行政职权": "其他行政权力",
    "其他": "其他行政权力",
    "公共服务": "公共服务",
    "行政处罚": "行政处罚",
    "处罚": "行政处罚",
    "行政强制": "行政强制",
    "强制": "行政强制",
    "行政强制措施": "行政强制",
    "行政强制执行": "行政强制",
    "行政征收": "行政征收",
    "征收": "行政征收",
    "行政检查": "行政检查",
    "检查": "行政检查",
    "行政监督检查": "行政检查",
    "行政征用": "行政征用",
    "行政命令": "行政命令",
    "行政监督": "行政监督",
    "行政处理": "行政处理",
    "行政指导": "行政指导",
}
#: words of 事项状态 that a template offers for an item out of use
NOT_IN_USE = ("暂停", "取消", "停用")

#: what a prefilled template writes into a row that had an error before and is not corrected yet
TO_CHECK = "待核"
#: header of the flag that a depth answers where its own column is missing → the least depth at
#: which it holds
DEPTH_ANSWERS = {"是否网上可办": 1, "是否全程网办": 2}
FULL_DEPTH = 2

#: word in 行使层级 → level as the definitions spell it
LEVELS = (
    ("乡", "乡镇（街道）"),
    ("镇", "乡镇（街道）"),
    ("街道", "乡镇（街道）"),
    ("村", "村（社区）"),
    ("社区", "村（社区）"),
    ("县", "县本级"),
    ("区级", "县本级"),
    ("区本级", "县本级"),
    ("市本级", "县本级"),
)

#: words that begin with a county's last character and are no prefix: 市场监督管理局 is not 市 +
#: 场监督管理局
NOT_A_PREFIX = ("市场", "市政", "市容", "市民", "区域", "区划", "县域")


def deducting_flags() -> frozenset[str]:
    """Flags that only ever take a row out (明进暗不进, 不宜网办 …): blank means no, and the column
    may be missing.
    """
    wanted = {key for i in indicators.INDICATORS for key in (*i.met, *i.among)}
    return frozenset(key for i in indicators.INDICATORS for key in (*i.unless, *i.exempt)) - wanted
