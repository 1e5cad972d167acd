"""The columns of a template's sheets: their order, headers, widths, meanings and drop-downs, all
from the definitions.
"""

from dataclasses import dataclass

from govsvc.documents.template import case_fields
from govsvc.domain import indicators
from govsvc.domain.indicators import (
    AS_OTHERS,
    AUTHORISATIONS,
    BULLETIN,
    CASE_COUNTS,
    CASES,
    EXEMPTIONS,
    EXPORT,
    HALL_LEDGER,
    INSPECTION,
    ITEMS,
    PARTIAL_KINDS,
    REPRESENTATIVES,
    STATIONS,
    TAKEN_OUT,
    TARGETS,
    VILLAGES,
    Flag,
    Rules,
)
from govsvc.sheets.cells import vocabulary

YES, NO = "是", "否"
#: fields that stand behind the yes/no columns
_BEHIND_FLAGS = (
    "online_depth",
    *(one.key for one in indicators.QUANTITIES),
    "status",
    "renamed_on",
    "signboard",
    "note",
)
#: fields of the empty template beside the flags; a prefilled one has those of its rows, too
_PLAIN = {
    ITEMS: (
        "month",
        "implementation_code",
        "name",
        "item_type",
        "unit",
        "level",
        *(one.key for one in indicators.quantities_of(ITEMS)),
        "status",
        "note",
    ),
    STATIONS: ("month", "unit", "name", "station_name", "note"),
    VILLAGES: ("month", "area_code", "unit", "name"),
    TARGETS: ("indicator", "year", "value", "lead_unit"),
    BULLETIN: ("month", "county"),
    EXPORT: ("month", "implementation_code", "name", "unit", "state", "note"),
    HALL_LEDGER: (
        "month",
        "implementation_code",
        "name",
        "unit",
        "hall",
        "window",
        "state",
        "note",
    ),
    AUTHORISATIONS: (
        "month",
        "implementation_code",
        "name",
        "unit",
        "representative",
        "document",
        "not_authorised_for",
        "note",
    ),
    REPRESENTATIVES: (
        "month",
        "unit",
        "representative",
        "deputy",
        "position",
        "appointment",
        "document",
        "issued_on",
        "valid_from",
        "valid_until",
        "seal",
        "note",
    ),
    INSPECTION: (
        "month",
        "implementation_code",
        "name",
        "unit",
        "about",
        "found_on",
        "found_by",
        "confirmed_by",
        "state",
        "note",
    ),
    EXEMPTIONS: (
        "month",
        "implementation_code",
        "name",
        "unit",
        "about",
        "reason",
        "document",
        "valid_from",
        "valid_until",
        "note",
    ),
    CASES: (
        "month",
        "implementation_code",
        "name",
        "unit",
        *(count.key for count in CASE_COUNTS),
        "note",
    ),
}
#: fields that a row cannot do without, beside the flags that say so themselves
_REQUIRED = {
    ITEMS: ("month", *vocabulary.REQUIRED),
    STATIONS: ("month", "unit", "name"),
    VILLAGES: ("month", "unit", "name"),
    TARGETS: ("indicator", "year", "value"),
    BULLETIN: ("month", "county"),
    EXPORT: ("month", "name", "unit"),
    HALL_LEDGER: ("month", "name", "unit"),
    AUTHORISATIONS: ("month", "name", "unit"),
    REPRESENTATIVES: ("month", "unit", "representative"),
    INSPECTION: ("month", "name", "unit", "about"),
    EXEMPTIONS: ("month", "name", "unit", "about", "document"),
    CASES: ("month", "name", "unit", "hall_accepted", "unit_accepted"),
}
_WIDTHS = {
    "implementation_code": 36,
    "business_code": 38,
    "item_code": 30,
    "name": 40,
    "station_name": 32,
    "former_name": 32,
    "unit": 22,
    "note": 30,
    "lead_unit": 26,
    "responsible": 22,
    "document": 28,
    "reason": 30,
    "hall": 22,
}
_MEANINGS: dict[str | tuple[str, str], str] = {
    "month": "数据所属的月份，写作 2026年10月。",
    "business_code": "业务办理项编码，按文本填写。有这个编码时，以它区分事项。",
    "implementation_code": (
        "31位，按文本填写，不要让 Excel 变成 3.71E+20。有业务办理项的，再加一列业务办理项编码。"
    ),
    "item_code": "本系统自编的事项编码，按文本填写；有实施编码的可以不填。",
    "basic_code": "12位，按文本填写，开头的0不要丢。",
    "item_type": "{types}计入；处罚、强制、征收、检查等依职权事项保留但不计入。",
    "responsible": "与实施主体不同时才填。",
    "level": "{levels}。留空的按全部层级计。",
    "online_depth": "Ⅰ级到Ⅳ级，或 全程网办、在线办理、信息发布；不要只写数字。",
    "visits": "整数。全程网办的事项为0次。",
    "statutory_limit": (
        "工作日数，如 20、20个工作日；也可写 1个月、30自然日。法律法规没有规定的填 无，不计入。"
    ),
    "promised_limit": "工作日数，如 5；当场办结的写 即办。不能比法定办结时限长。",
    "status": "在用的计入；{not_in_use}的保留但不计入。留空的按在用。",
    "note": "需要说明的写在这里，不影响统计。不要写姓名和电话。",
    "station_name": "规范名称为“村（社区）名＋便民服务站”，如 东关村便民服务站。没有站点的留空。",
    "former_name": "更名前的名称。",
    "renamed_on": "写作 2026-10-15。",
    "signboard": "是 或 否。",
    "is_renamed": "是 或 否。填了站点名称的，以名称是否规范为准。",
    "area_code": "统计用区划代码，12位，按文本填写。",
    "merged_into": "已撤并的村（社区）填并入的那个，从这张名录的月份起不再单独计数；其余留空。",
    "county": "一县一行。没有报送的，各数填 —。",
    "indicator": "{indicators}；也可以是期间指标，如 总体满意率、现场办结率。",
    "year": "写作 2026。",
    "value": "写作 99.9%，或 前三。",
    "lead_unit": "牵头落实的部门。",
    (ITEMS, "name"): "事项的全称。",
    (ITEMS, "unit"): "承办事项的部门，各月写法要一致。",
    (STATIONS, "unit"): "所属乡镇（街道），各月写法要一致。",
    (STATIONS, "name"): "一村（社区）一行，没有设站的也要列出。",
    **{
        (kind, "name"): "事项的全称，与政务服务事项表一致。有编码的按编码核对，没有的按部门和名称。"
        for kind in PARTIAL_KINDS
    },
    **{(kind, "unit"): "承办事项的部门，与政务服务事项表写法一致。" for kind in PARTIAL_KINDS},
    (
        EXPORT,
        "state",
    ): (
        "已发布 或 未发布。清单里有的就是已发布，可以不填；清单里没有的事项按未发布计，"
        "部门填“是”也不算。"
    ),
    (
        HALL_LEDGER,
        "state",
    ): (
        "已进驻 或 已撤出。台账里有的就是已进驻，可以不填；台账里没有的事项按未进驻计，"
        "部门填“是”也不算。"
    ),
    "representative": "被授权的首席事务代表。",
    (REPRESENTATIVES, "unit"): "有事项进驻大厅的部门，一个部门一行，与政务服务事项表写法一致。",
    (REPRESENTATIVES, "representative"): "首席事务代表的姓名；还没有选派的填 待定。不要填电话。",
    "deputy": "代理人的姓名；还没有的留空。",
    "position": "A岗的职务。",
    "appointment": "任命书的文号，或 有、无；没有任命书的不算选派。",
    (REPRESENTATIVES, "document"): "授权书的文号，或 有、无。",
    "issued_on": "授权书签发的日期，写作 2026-01-01；授权期限只写几年的，从这一天算起。",
    (REPRESENTATIVES, "valid_from"): "授权书生效的日期，写作 2026-01-01。",
    (REPRESENTATIVES, "valid_until"): (
        "写作 2028-12-31，或 三年、长期。到期前提醒，过期的不算有效。"
    ),
    "seal": "行政审批专用章的编号，或 有、无。",
    (AUTHORISATIONS, "document"): "授权书的编号。",
    "not_authorised_for": "没有授权的写明原因；写了原因的按未授权计。",
    (INSPECTION, "state"): "写 已销号 的不再计入，其余照计。",
    (INSPECTION, "about"): "明进暗不进、体外循环、授权不到位，有几种写几种。",
    (EXEMPTIONS, "about"): "不进驻、不宜网办，两种都是的都写上。",
    "hall": "县政务服务中心、分中心等；部门自设大厅不算进驻。",
    "window": "窗口名称或编号。",
    **case_fields.OF_CASE_COUNTS,
    "found_on": "写作 2026-10-15。",
    "found_by": "如 现场抽查、系统比对、群众反映。",
    "confirmed_by": "认定的单位。",
    "reason": "为什么不进驻、不宜网办。",
    "document": "批准的文件及文号。没有文号的，照样不进总数，但列为依据不全。",
    "valid_from": "写作 2026-01-01；从何时起不限的留空。",
    "valid_until": "写作 2026-12-31，或 长期。过期的重新进入总数。",
    (VILLAGES, "unit"): "所属乡镇（街道）。",
    (VILLAGES, "name"): "全县的村（社区）都要列出，一村一行，是站点覆盖率的总数。",
}
#: columns whose choices depend on the kind
_CHOICES = {
    (EXPORT, "state"): ("已发布", "未发布"),
    (HALL_LEDGER, "state"): ("已进驻", "已撤出"),
    (INSPECTION, "state"): ("整改中", "已销号"),
} | {
    (kind, "about"): tuple(words[0] for words in indicators.partial_of(kind).owns.values())
    for kind in (INSPECTION, EXEMPTIONS)
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names in use, for the drop-downs; where there are none there is no drop-down."""

    departments: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet of `kind`: `field` is a field or flag key as the reader names it (of
    counts, the header).
    """

    kind: str
    field: str
    header: str
    flag: Flag | None = None

    @property
    def width(self) -> float:
        """Its width in characters."""
        return _WIDTHS.get(self.field, 16)

    @property
    def is_required(self) -> bool:
        return self.flag.is_required if self.flag else self.field in _REQUIRED[self.kind]

    @property
    def meaning(self) -> str:
        """What the column holds, in plain words."""
        text = _MEANINGS.get((self.kind, self.field)) or _MEANINGS.get(self.field)
        if text:
            return text.format(
                types="、".join(Rules().types_in_scope),
                levels="、".join(_levels()),
                not_in_use="、".join(vocabulary.NOT_IN_USE),
                indicators="、".join(_indicator_names()),
            )
        return _flag_meaning(self.flag) if self.flag else _count_meaning(self.header)

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Other headers that the reader takes for this one."""
        if self.flag:
            return self.flag.headers
        return tuple(
            header
            for header in vocabulary.FIELDS[self.kind].get(self.field, ())
            if header != self.header
        )

    def choices(self, names: Names) -> list[str]:
        """What the drop-down offers; empty where the column has none."""
        if self.flag:
            return [] if self.flag.is_text else list(indicators.answers_of(self.flag))
        if (self.kind, self.field) in _CHOICES:
            return list(_CHOICES[self.kind, self.field])
        units = names.townships if self.kind in (STATIONS, VILLAGES) else names.departments
        return list(
            {
                "item_type": Rules().types_in_scope,
                "level": _levels(),
                "online_depth": ("Ⅳ级", "Ⅲ级", "Ⅱ级", "Ⅰ级"),
                "status": ("在用", *vocabulary.NOT_IN_USE),
                "signboard": (YES, NO),
                "indicator": _indicator_names(),
                "unit": units,
                "responsible": names.departments,
                "lead_unit": names.departments,
                "county": names.counties,
            }.get(self.field, ())
        )


def columns_of(kind: str, fields: frozenset[str] | None = None) -> list[Column]:
    """The columns of one kind in order: those of the empty template, or those of `fields`."""
    if kind == BULLETIN:
        counts = [
            header
            for i in indicators.headline_indicators()
            if i.numerator_headers
            for header in (i.numerator_headers[0], i.denominator_headers[0])
        ]
        return [
            *_fields(kind, _PLAIN[kind]),
            *(Column(kind, header, header) for header in dict.fromkeys(counts)),
        ]
    flags = [Column(kind, flag.key, flag.header, flag) for flag in sheet_flags(kind)]
    wanted = _PLAIN[kind] if fields is None else fields
    plain = _fields(kind, wanted)
    behind = [column for column in plain if column.field in _BEHIND_FLAGS]
    return [
        *(column for column in plain if column not in behind),
        *(column for column in flags if fields is None or column.field in fields),
        *behind,
    ]


def _fields(kind: str, wanted) -> list[Column]:
    known = {field: synonyms[0] for field, synonyms in vocabulary.FIELDS[kind].items()}
    order = list(known)
    if kind == ITEMS:
        known["responsible"] = vocabulary.RESPONSIBLE[0]
        order.insert(order.index("unit") + 1, "responsible")
    return [Column(kind, field, known[field]) for field in order if field in wanted]


def plain_fields(kind: str) -> frozenset[str]:
    """The fields of the empty template other than flags."""
    return frozenset(_PLAIN[kind])


def sheet_flags(kind: str) -> list[Flag]:
    """The flags that have a column. Whether a name is the standard one is computed, and a partial
    sheet says by its rows alone what it owns, unless that has degrees: these have none.
    """
    return [
        flag
        for flag in indicators.columns_of(kind)
        if flag.key != "has_standard_name"
        and (kind not in PARTIAL_KINDS or indicators.beside_in_column(flag))
    ]


def is_of_extras(flag: Flag) -> bool:
    """Whether only indicators beside the province's ask for the flag."""
    asking = [one for one in indicators.INDICATORS if flag.key in indicators.deciding_flags(one)]
    return bool(asking) and all(one.is_extra for one in asking)


def headers(kind: str) -> list[str]:
    """The empty template's column headers for one kind, in order."""
    return [column.header for column in columns_of(kind)]


def _levels() -> tuple[str, ...]:
    """The levels of items, first those that an indicator counts."""
    counted = {level for indicator in indicators.INDICATORS for level in indicator.levels}
    return tuple(
        sorted(
            dict.fromkeys(level for _, level in vocabulary.LEVELS),
            key=lambda level: level not in counted,
        )
    )


def _indicator_names() -> tuple[str, ...]:
    return tuple(i.short for i in indicators.headline_indicators())


def _degree_meanings(flag: Flag) -> list[str]:
    """What becomes of the answers between yes and no."""
    texts = []
    for one in indicators.beside_in_column(flag):
        mine = [i for i in indicators.INDICATORS if i.nominal is None]
        out = "、".join(f"“{i.short}”" for i in mine if one.key in i.exempt)
        part = "、".join(f"“{i.short}”" for i in mine if one.key in i.also_met)
        word = one.answers[0]
        texts += [f"填“{word}”的不进{out}的总数"] if out else []
        texts += [f"填“{word}”的按口径计入或不计入{part}"] if part else []
    return texts


def _answers_text(flag: Flag) -> str:
    """What the column offers: 是 或 否."""
    words = list(indicators.answers_of(flag))
    return f"{'、'.join(words[:-1])} 或 {words[-1]}"


def _missing_lists(flag: Flag) -> str:
    """The lists that a no brings a row on."""
    lists = (
        indicators.missing_list_of(one)
        for one in indicators.INDICATORS
        if flag.key in one.met and one.nominal is None
    )
    return "、".join(f"“{one.name}”" for one in lists if one)


def _flag_meaning(flag: Flag) -> str:
    """What a yes does to which number and list, and what it requires."""

    def named(of: str) -> str:
        counting = (one for one in indicators.INDICATORS if flag.key in getattr(one, of))
        return "、".join(f"“{one.short}”" for one in counting)

    lists = "、".join(f"“{one.name}”" for one in indicators.LISTS if one.flag == flag.key)
    by_key = {one.key: one.header for one in indicators.flags_of(flag.kind)}
    (yes, no), missing = flag.answers, _missing_lists(flag)
    parts = {
        _answers_text(flag): not flag.is_text,
        "有原因的写明原因和依据，没有的留空": flag.is_text,
        f"填“{yes}”的计入{named('met')}": named("met"),
        f"填“{no}”的列入{missing}清单": missing,
        **dict.fromkeys(_degree_meanings(flag), True),
        f"“{by_key.get(flag.matters_where)}”为否的可以留空": flag.matters_where,
        f"填“是”的列入{lists}清单": lists,
        f"填“是”的从{named('unless')}中减去": named("unless"),
        f"填了的不进{_exempting(flag, TAKEN_OUT)}的总数": _exempting(flag, TAKEN_OUT),
        f"填“{yes}”的按口径计入或不计入{_exempting(flag, AS_OTHERS)}的总数": _exempting(
            flag, AS_OTHERS
        ),
        **{f"填“是”的，“{by_key[key]}”也须填“是”": True for key in flag.requires},
    }
    return "；".join(part for part, holds in parts.items() if holds) + "。"


def _exempting(flag: Flag, usually: str) -> str:
    """The indicators of which the flag makes an exempt row, where that is usually treated so."""
    exempting = (
        one
        for one in indicators.INDICATORS
        if flag.key in one.exempt and one.exempt_usually == usually
    )
    return "、".join(f"“{one.short}”" for one in exempting)


def _count_meaning(header: str) -> str:
    """What a count of a bulletin counts."""
    counted = [
        words
        for i in indicators.INDICATORS
        for words, known in (
            (i.numerator, i.numerator_headers),
            (i.denominator, i.denominator_headers),
        )
        if header in known
    ]
    return f"整数：{'、'.join(dict.fromkeys(counted))}的个数。"
