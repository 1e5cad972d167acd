"""What an indicator is, and the definitions: the one file that a new indicator touches.

A *flag* is a yes/no fact about a row (an item or a village). An *indicator* counts rows by flags. A
*list* names the
rows behind a number. Everything else in the project iterates `FLAGS`, `INDICATORS` and `LISTS`;
nothing else knows a
key by name. To add an indicator on a new yes/no column: one `Flag`, one `Indicator` and one
`ProblemList` here.

Source of the definitions: the county's business-environment evaluation, government-service part
(政务服务指标).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

ITEMS, STATIONS, VILLAGES, BULLETIN, TARGETS, UNITS = (
    "items",
    "stations",
    "villages",
    "bulletin",
    "targets",
    "units",
)
EXPORT, HALL_LEDGER, INSPECTION, EXEMPTIONS = (
    "published_export",
    "hall_ledger",
    "inspection",
    "exemptions",
)
CASES, CONFIRMATIONS, DISMISSALS = "cases", "confirmations", "dismissals"


@dataclass(frozen=True)
class CaseCount:
    """A number of cases of one item in one month (期间数: months are added up).

    `header`: in our template, `headers`: its synonyms; `short`: in a sentence.
    """

    key: str
    short: str
    header: str
    headers: tuple[str, ...] = ()


HALL_ACCEPTED, UNIT_ACCEPTED, TOTAL_ACCEPTED = "hall_accepted", "unit_accepted", "total_accepted"
CASE_COUNTS: tuple[CaseCount, ...] = (
    CaseCount(
        HALL_ACCEPTED,
        "大厅受理",
        "大厅受理件数",
        (
            "大厅办件量",
            "窗口受理量",
            "中心受理件数",
            "大厅受理量",
            "大厅受理数",
            "窗口受理件数",
            "中心受理量",
            "大厅收件数",
            "政务大厅受理件数",
            "大厅办件数",
            "窗口办件量",
        ),
    ),
    CaseCount(
        UNIT_ACCEPTED,
        "部门受理",
        "部门受理件数",
        (
            "部门办件量",
            "单位自行受理",
            "部门受理量",
            "部门自行受理件数",
            "单位自行受理件数",
            "单位受理件数",
            "部门办件数",
            "部门受理数",
            "单位受理量",
        ),
    ),
    CaseCount(
        TOTAL_ACCEPTED,
        "办件总量",
        "办件总量",
        (
            "总办件量",
            "办件总数",
            "受理总量",
            "受理总件数",
            "总受理件数",
            "办件量合计",
            "办件量",
            "总受理量",
            "总办件数",
        ),
    ),
    CaseCount(
        "hall_decided",
        "大厅办结",
        "大厅办结件数",
        ("大厅办结量", "窗口办结件数", "中心办结件数", "窗口办结量", "大厅办结数"),
    ),
    CaseCount(
        "decided_elsewhere",
        "大厅外办结",
        "大厅外办结件数",
        ("大厅外办结量", "厅外办结件数", "大厅外办结数", "回单位办结件数"),
    ),
    CaseCount(
        "outside_system",
        "系统外办件",
        "系统外办件数",
        (
            "未进统一系统",
            "未进统一系统件数",
            "系统外办件量",
            "未进系统件数",
            "未纳入统一系统件数",
            "体外办件数",
            "未通过统一系统办件数",
            "统一系统外办件数",
        ),
    ),
)


@dataclass(frozen=True)
class Partial:
    """A sheet of items that knows only some fields of them, and knows these better than the
    department does.

    `owns`: flag key → words that, in a row or a title, say that a row speaks of this flag; a sheet
    that owns one flag
    needs none. A row of the sheet says yes to the flags it speaks of, unless its state says
    otherwise (`ended`, a regular
    expression). `absent`: what is said of an item that the sheet lacks; None: nothing. `named`:
    what names such a sheet
    in a title, its name or the file's, as a regular expression. `is_exempting`: its rows take items
    out of a denominator for a
    reason, by a document, for a time. One that owns no flag brings counts of cases of the month
    alone.
    """

    kind: str
    name: str
    owns: Mapping[str, tuple[str, ...]]
    named: str
    absent: bool | None = None
    ended: str = ""
    is_exempting: bool = False


#: sheets that change only the fields they own. An item that an export or a ledger lacks is not
#: published, has not entered;
#: a problem that an inspection does not name, and an exemption that no list names, is not thereby
#: gone.
PARTIALS: tuple[Partial, ...] = (
    Partial(
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
    Partial(
        HALL_LEDGER,
        "大厅进驻台账",
        {"is_in_hall": ()},
        r"(?<![不未应拟待宜])进驻.{0,10}(台账|清单|名单|目录|名录)",
        absent=False,
        ended="未进驻|待进驻|拟进驻|撤出|撤回|撤销|退出|取消|停用|自设",
    ),
    Partial(
        INSPECTION,
        "督查问题清单",
        {"is_entered_in_name_only": ("明进暗不进",), "is_handled_off_site": ("体外循环",)},
        (
            r"督查|督察|暗访|巡查.{0,8}问题|(?<!是否)(明进暗不进|体外循环).{0,8}(清单|台账|名单|"
            r"问题|通报)"
        ),
        ended="^销号$|已销号|同意销号|销号完成",
    ),
    Partial(
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
    Partial(
        CASES,
        "办件量统计",
        {},
        r"办件(量|数|情况)?.{0,6}(统计|汇总|明细|月报)|受理(量|情况).{0,6}(统计|汇总)",
    ),
)
#: kinds of `PARTIALS`
PARTIAL_KINDS = tuple(partial.kind for partial in PARTIALS)
#: what a person found of suspected items: that an item is on the list that it was suspected for
CONFIRMED = Partial(
    CONFIRMATIONS,
    "疑似认定",
    {"is_entered_in_name_only": ("明进暗不进",), "is_handled_off_site": ("体外循环",)},
    "",
)
#: how an item was found that its cases made suspected
BY_CASES = "办件数据比对"
#: what sets flags of items; a month opens with those of the one before
TELLING: tuple[Partial, ...] = (*(partial for partial in PARTIALS if partial.owns), CONFIRMED)
TELLING_KINDS = tuple(partial.kind for partial in TELLING)
#: kinds whose rows change what is said of a month's items
SAID_OF_ITEMS = (*PARTIAL_KINDS, CONFIRMATIONS, DISMISSALS)

#: kind of a sheet → its Chinese name
KINDS = {
    ITEMS: "政务服务事项",
    STATIONS: "基层站点",
    BULLETIN: "全市指标",
    TARGETS: "目标值",
    VILLAGES: "村居名录",
    UNITS: "单位名录",
} | {partial.kind: partial.name for partial in PARTIALS}
#: the same with the kinds of rows that no sheet brings
ROW_KINDS = KINDS | {CONFIRMATIONS: CONFIRMED.name, DISMISSALS: "疑似排除"}

OWN, BULLETIN_SOURCE = "own", "bulletin"
#: source of a value → its Chinese name (three books, kept apart)
SOURCES = {OWN: "本县测算", BULLETIN_SOURCE: "市通报"}


@dataclass(frozen=True)
class Flag:
    """A yes/no fact about a row of `kind`.

    `header` is the column's name in our template, `headers` its synonyms in real files. `requires`
    names flags that
    must hold where this one does (a breach is an error at this flag's cell). `is_required` says
    that a sheet of the
    kind is not complete without the column. `is_text` says that any text at all (a reason) means
    yes.
    """

    key: str
    kind: str
    header: str
    headers: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    is_required: bool = False
    is_text: bool = False


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


@dataclass(frozen=True)
class Indicator:
    """A rate: rows met / rows counted.

    A row of `kind` is counted where all of `among` hold, none of `exempt` holds and, where the
    sheet gives a level,
    the level is one of `levels` (empty: every level). A counted row is met where all of `met` hold
    and none of
    `unless`. `numerator` and `denominator` say the same in words. A bulletin carries the indicator
    under `headers`
    (rate, rank, or numerator and denominator marked 达标数／总数), `numerator_headers` or
    `denominator_headers`.
    `direction` is +1 where more is better. `nominal` is the key of the twin whose hollow part this
    one takes out.
    `unit` is the measure word of the rows.
    """

    key: str
    name: str
    short: str
    kind: str
    numerator: str
    denominator: str
    met: tuple[str, ...]
    unless: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    numerator_headers: tuple[str, ...] = ()
    denominator_headers: tuple[str, ...] = ()
    direction: int = 1
    nominal: str | None = None
    unit: str = "项"
    missing_word: str = "未达标"


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


@dataclass(frozen=True)
class Sign:
    """What the cases of an item in the observation period say.

    It holds where each of `some` is above 0 in all, the first of each pair of `more` is above the
    second, each of `none`
    was given in every month and is 0, and none of `unless` is above 0 as far as it is known.
    """

    some: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    none: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProblemList:
    """The named rows behind a number.

    A row is on it where it is counted by `indicator` and not met, or, where `flag` is given, where
    it is counted by
    `indicator` and `flag` holds, or, where `mark` is given, where it has that mark; `indicator`
    then only
    says what kind of row it is and which rows are there at all. `rule` says so in words.

    Where `signs` are given, a row has the mark where one of them holds. `suspects`: key of the list
    that its rows are
    suspected to belong on; they are on none until a person confirms it. `is_problem`: false where
    being on it is no fault.
    """

    key: str
    name: str
    indicator: str
    rule: str
    flag: str | None = None
    mark: str | None = None
    suspects: str | None = None
    signs: tuple[Sign, ...] = ()
    is_problem: bool = True


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


#: what an exempt row may be → in words
EXEMPT_AS = {"out": "不计入分母", "met": "视为达到", "not_met": "视为未达到"}


@dataclass(frozen=True)
class Rules:
    """The settings that change a count (口径). Defaults are the province's plain reading.

    `types_in_scope`: item types that citizens apply for (依申请). `exempt_as`: per indicator key,
    what an exempt row
    is: ``out`` of the denominator (default), ``met`` or ``not_met``. `levels`: per indicator key,
    overrides
    `Indicator.levels`. `observation_months`: the month and those before it over which cases are
    added up.
    """

    types_in_scope: tuple[str, ...] = (
        "行政许可",
        "行政确认",
        "行政给付",
        "行政奖励",
        "行政裁决",
        "其他行政权力",
        "公共服务",
    )
    exempt_as: dict[str, str] = field(default_factory=dict)
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    observation_months: int = 3

    def of_indicator(self, indicator: Indicator) -> tuple:
        """What of the rules bears on one indicator: equal where they count it alike."""
        types = self.types_in_scope if indicator.kind == ITEMS else ()
        treatment = self.exempt_as.get(indicator.key, "out") if indicator.exempt else "out"
        return tuple(sorted(types)), treatment, self.levels.get(indicator.key, indicator.levels)

    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def of(cls, text: str) -> "Rules":
        """From `text()`."""
        found = json.loads(text)
        return cls(
            tuple(found["types_in_scope"]),
            found["exempt_as"],
            {key: tuple(levels) for key, levels in found["levels"].items()},
            found.get("observation_months", cls.observation_months),
        )


#: 行使层级 of items
LEVELS = ("县本级", "乡镇（街道）", "村（社区）")


def by_key(key: str) -> Indicator:
    """The indicator of that key.

    Raises KeyError where there is none.
    """
    for indicator in INDICATORS:
        if indicator.key == key:
            return indicator
    raise KeyError(key)


def headline_indicators() -> tuple[Indicator, ...]:
    """The indicators that have a card of their own: those that are not another's twin."""
    return tuple(i for i in INDICATORS if i.nominal is None)


def twin_of(indicator: Indicator) -> Indicator | None:
    """The 核减后/规范 twin of a nominal indicator, or None."""
    return next((i for i in INDICATORS if i.nominal == indicator.key), None)


def is_deduction(item: Indicator | ProblemList) -> bool:
    """Whether it shows what is deducted from a nominal value: the value less it (核减后), or the
    list of what is deducted, or of what cases only point to.
    """
    if isinstance(item, Indicator):
        return bool(item.unless)
    return bool(item.signs) or any(item.flag in found.unless for found in INDICATORS)


def list_by_key(key: str) -> ProblemList:
    """The list of that key.

    Raises KeyError where there is none.
    """
    for problem_list in LISTS:
        if problem_list.key == key:
            return problem_list
    raise KeyError(key)


def missing_list_of(indicator: Indicator) -> ProblemList | None:
    """The list that names the rows which `indicator` counts and which are not met, or None."""
    return next(
        (x for x in LISTS if x.indicator == indicator.key and x.flag is None and x.mark is None),
        None,
    )


def problem_lists() -> tuple[ProblemList, ...]:
    """The lists of what is wrong, or may be."""
    return tuple(found for found in LISTS if found.is_problem)


def suspected_of(problem_list: ProblemList) -> ProblemList | None:
    """The list of the rows that are suspected to belong on `problem_list`, or None."""
    return next((found for found in LISTS if found.suspects == problem_list.key), None)


def flag_by_key(key: str) -> Flag:
    """The flag of that key. Raises KeyError where there is none."""
    for flag in FLAGS:
        if flag.key == key:
            return flag
    raise KeyError(key)


def kind_of_list(problem_list: ProblemList) -> str:
    """`ITEMS` or `STATIONS`: what a row of the list is."""
    return by_key(problem_list.indicator).kind


def flags_of(kind: str) -> tuple[Flag, ...]:
    """The flags of rows of `kind`, in template order; of a partial sheet those that it owns."""
    owned = partial_of(kind).owns if kind in PARTIAL_KINDS else None
    return tuple(
        flag for flag in FLAGS if (flag.kind == kind if owned is None else flag.key in owned)
    )


def partial_of(kind: str) -> Partial:
    """The partial sheet of that kind, or what was confirmed.

    Raises KeyError where there is none.
    """
    for partial in (*PARTIALS, CONFIRMED):
        if partial.kind == kind:
            return partial
    raise KeyError(kind)


def owner_of(flag: str) -> Partial | None:
    """The partial sheet that knows the flag better than the item list, or None."""
    return next((partial for partial in PARTIALS if flag in partial.owns), None)


def unit_word(kind: str) -> str:
    """What the unit of a row is called: the department of an item, the township of a station."""
    return "部门" if kind == ITEMS or kind in PARTIAL_KINDS else "乡镇（街道）"
