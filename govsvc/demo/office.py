"""What the demonstration county's office knows beside the months: its roster, the inspection of the
last month, a correction.
"""

from dataclasses import replace

from govsvc.demo import plan
from govsvc.demo.months import month_date
from govsvc.demo.names import DEPARTMENTS, TOWNSHIPS
from govsvc.domain.indicators import INSPECTION, ITEMS, KINDS, flags_of
from govsvc.domain.roster import COUNTY, DEPARTMENT, DUAL, TOWNSHIP, VERTICAL, Roster, Unit
from govsvc.domain.rows import Entry
from govsvc.domain.units import ANSWERED, NO, YES

#: department → 管理体制 where it is not 县属
MANAGEMENTS = {"公安局": DUAL, "医疗保障局": VERTICAL}
#: 分管县领导 → the departments
LEADERS = {
    "周启明": ("自然资源局", "住房和城乡建设局", "交通运输局", "应急管理局"),
    "林若海": ("市场监督管理局", "人力资源和社会保障局", "医疗保障局", "退役军人事务局"),
    "方致远": ("农业农村局", "水利局", "民政局"),
    "许安然": ("卫生健康局", "教育局", "文化广电旅游体育局"),
    "高景行": ("公安局",),
}
#: department → short names
SHORT_NAMES = {
    "市场监督管理局": "市监局",
    "住房和城乡建设局": "住建局",
    "自然资源局": "自规局",
    "人力资源和社会保障局": "人社局",
    "卫生健康局": "卫健局",
    "农业农村局": "农业局",
    "交通运输局": "交通局",
    "文化广电旅游体育局": "文旅局",
    "应急管理局": "应急局",
    "医疗保障局": "医保局",
}
_SURNAMES, _GIVEN = (
    "赵钱孙李吴郑王冯陈褚卫蒋沈韩杨朱秦尤何吕施张孔曹严华金魏陶姜",
    ("晓", "建国", "丽", "志强", "敏", "静", "伟", "文"),
)
#: department → what of 三集中三到位, and of 一窗受理 to 归档, it has not done
NOT_IN_PLACE = {
    "公安局": ("is_entered_whole", "takes_at_one_window", "pushes_on"),
    "医疗保障局": ("takes_at_one_window", "archives"),
    "住房和城乡建设局": ("is_entered_whole", "is_supervised"),
    "退役军人事务局": ("has_section", "is_entered_whole"),
}
#: department of which the inspection traced cases → the items that are said to be authorised and
#: were decided in the office
NOT_AUTHORISED = {"市场监督管理局": 4}
_FOUND_BY = ("现场抽查", "回访办件人", "调阅办件档案")

#: the month of which one department's rows were corrected after it was closed, and the item that
#: had been overlooked
CORRECTED_MONTH, CORRECTED_UNIT = 21, "水利局"
CORRECTION = "水利局更正1项：漏报已在省平台发布"


def roster() -> Roster:
    """The departments and townships with short names, 管理体制, 分管县领导 and contacts."""
    leader_of = {unit: leader for leader, units in LEADERS.items() for unit in units}
    units = []
    for index, name in enumerate((*DEPARTMENTS, *TOWNSHIPS)):
        kind = DEPARTMENT if name in DEPARTMENTS else TOWNSHIP
        contact = _SURNAMES[index] + _GIVEN[index % len(_GIVEN)]
        units.append(
            Unit(
                name,
                kind,
                (SHORT_NAMES[name],) if name in SHORT_NAMES else (),
                management=MANAGEMENTS.get(name, COUNTY),
                leader=leader_of.get(name, ""),
                contact=contact,
                phone=f"内线{6101 + index}",
            )
        )
    return Roster(_in_place(unit) if unit.kind == DEPARTMENT else unit for unit in units)


def _in_place(unit: Unit) -> Unit:
    """The department with what it answers of 三集中三到位 and of its steps at the window."""
    wanting = NOT_IN_PLACE.get(unit.name, ())
    return unit.with_answers({field: NO if field in wanting else YES for field in ANSWERED})


def inspected(items: list[Entry]) -> list[Entry]:
    """The rows of the inspection (督查问题清单) of the last month: every item of `items` that was
    found in name only or off site, and those of which the authorisation is none.
    """
    owned = [flag.key for flag in flags_of(INSPECTION)]
    found = [(entry, {key: True for key in owned if entry.flags.get(key)}) for entry in items]
    found = [(entry, flags) for entry, flags in found if flags]
    for unit, count in NOT_AUTHORISED.items():
        said = [e for e in items if e.unit == unit and e.flags.get("is_authorised")]
        found += [(entry, {"is_authorised_in_name_only": True}) for entry in said[:count]]
    return [_found(entry, flags, index) for index, (entry, flags) in enumerate(found)]


def _found(entry: Entry, flags: dict[str, bool], index: int) -> Entry:
    """One row of the inspection."""
    day = month_date(plan.MONTH_COUNT - 1)
    attributes = {
        "implementation_code": entry.key,
        "found_on": f"{day:%Y-%m}-{index % 20 + 5:02d}",
        "found_by": _FOUND_BY[index % len(_FOUND_BY)],
        "confirmed_by": "政务服务督查组",
    }
    return Entry(
        INSPECTION,
        day,
        entry.unit,
        entry.key,
        entry.name,
        attributes,
        flags,
        file=f"{day.year}年{day.month}月督查问题清单.xlsx",
        sheet=KINDS[INSPECTION],
        row=index + 2,
    )


def before_correction(items: list[Entry]) -> list[Entry]:
    """The items of `CORRECTED_MONTH` as they were first reported: the first published one of the
    unit stands as not published.
    """
    at = next(
        index
        for index, entry in enumerate(items)
        if entry.kind == ITEMS and entry.unit == CORRECTED_UNIT and entry.flags["is_published"]
    )
    return [
        replace(entry, flags=entry.flags | {"is_published": False}) if index == at else entry
        for index, entry in enumerate(items)
    ]
