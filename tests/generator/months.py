"""Random valid months: what is true before anybody writes it into a workbook, and the numbers that
follow from it.

The rules of counting are written down here once more, in plain Python, so that no bug of the
library can hide in both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

HOME = "云溪县"
DEPARTMENTS = (
    "住房和城乡建设局",
    "市场监督管理局",
    "民政局",
    "卫生健康局",
    "自然资源局",
    "教育和体育局",
    "公安局",
    "林业局",
    "应急管理局",
    "县域经济发展局",
)
TOWNSHIPS = ("城关镇", "柳林镇", "石门乡", "新华街道", "河口镇", "双桥乡")
COUNTIES = (
    HOME,
    "东屏县",
    "南浦市",
    "西岭县",
    "北川区",
    "中原县",
    "江口县",
    "河湾市",
    "山阳区",
    "海丰县",
)
GROUPS = ("县市组", "城区组")
IN_SCOPE = ("行政许可", "行政确认", "行政给付", "行政奖励", "行政裁决", "其他行政权力", "公共服务")
OUT_OF_SCOPE = ("行政处罚", "行政强制", "行政检查", "行政征收")
LEVELS = ("县本级", "乡镇（街道）", "村（社区）")
OLD_NAMES = ("便民服务室", "便民服务点", "代办点", "综合服务站", "党群服务中心")
INDICATORS = (
    "online_rate",
    "full_online_rate",
    "provincial_publish_rate",
    "station_coverage_rate",
    "hall_entry_rate",
)
_NAME = st.text("许可登记核发住房补贴低保㙍镕（）、《》·Aa7 ", max_size=8).map(
    lambda text: " ".join(text.split())
)


#: what a cell says of authorisation, as clerks write it
POWER = tuple(
    (
        cell,
        {
            "is_authorised": degree == "full",
            "is_partly_authorised": degree == "part",
            "is_exempt_authorisation": degree == "out",
        },
    )
    for cell, degree in (
        ("全权授权", "full"),
        ("部分授权", "part"),
        ("未授权", "none"),
        ("不适用", "out"),
        ("充分授权", "full"),
        ("限额授权", "part"),
        ("受理、初审", "part"),
        ("转报件", "out"),
        ("已授权", "full"),
    )
)
LIMIT_KEYS = ("statutory_limit", "promised_limit")
#: two cells, and what is kept of each
LIMITS = (
    ("20个工作日", "即办", "20工作日", "即办"),
    ("1个月", 10, "1个月", "10工作日"),
    (30, "7工作日", "30工作日", "7工作日"),
    ("无", 3, None, "3工作日"),
    ("15（自然日）", "5个工作日", "15自然日", "5工作日"),
    ("2年", "60", "2年", "60工作日"),
)
#: what a cell of 办件类型 says, and whether that is 即办件
CASE_KINDS = (("即办件", True), ("承诺件", False), ("承诺办件", False), ("即时办结", True))
#: 一窗受理—集成服务—审核发证—归档, and the indicator of each
WINDOW_KEYS = {
    "is_one_window": "one_window_rate",
    "is_pushed": "pushed_rate",
    "is_issued_at_window": "issued_at_window_rate",
    "is_archived": "archived_rate",
}
#: the same in workdays, None where one is unknown
WORKDAYS = ((20, 0), (22, 10), (30, 7), None, (15, 5), (500, 60))


@dataclass(frozen=True)
class Item:
    number: int
    unit: str
    name: str
    item_type: str
    level: str
    is_in_use: bool
    visits: int
    flags: dict[str, bool]

    @property
    def codes(self) -> dict[str, str]:
        basic = f"{470010000000 + self.number}"
        own = f"11999923MB{DEPARTMENTS.index(self.unit):07d}Y{1 + LEVELS.index(self.level)}{basic}"
        return {
            "business_code": own + "01",
            "implementation_code": own,
            "item_code": f"{100000 + self.number}",
            "basic_code": basic,
        }

    @property
    def windows(self) -> dict[str, bool]:
        """What becomes of it at the window."""
        return {key: bool(self.number >> place & 1) for place, key in enumerate(WINDOW_KEYS)}

    @property
    def is_counted(self) -> bool:
        return self.is_in_use and self.item_type in IN_SCOPE


@dataclass(frozen=True)
class Village:
    township: str
    name: str
    station: str | None
    former: str
    is_standard: bool


@dataclass(frozen=True)
class Value:
    """Of one county and indicator; no `denominator`: not reported."""

    numerator: int | None = None
    denominator: int | None = None

    @property
    def percent(self) -> Decimal | None:
        """Two decimals, half up; what is not complete is never 100, what is above zero never 0."""
        if not self.denominator:
            return None
        exact = Decimal(self.numerator * 100) / Decimal(self.denominator)
        shown = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if self.numerator < self.denominator:
            shown = min(shown, Decimal("99.99"))
        return max(shown, Decimal("0.01")) if self.numerator else shown


@dataclass
class Month:
    month: date
    items: list[Item]
    villages: list[Village]
    #: county → indicator → value
    bulletin: dict[str, dict[str, Value]]
    groups: dict[str, str] = field(default_factory=dict)

    def ranks(self, indicator: str, fewest: int = 1) -> dict[str, int]:
        """County → place by competition rank, within its group, where at least `fewest` counties of
        the group reported.
        """
        shown = {
            county: values[indicator].percent
            for county, values in self.bulletin.items()
            if values[indicator].percent is not None
        }
        rivals = {
            county: [
                value
                for rival, value in shown.items()
                if self.groups.get(rival) == self.groups.get(county)
            ]
            for county in shown
        }
        return {
            county: 1 + sum(other > mine for other in rivals[county])
            for county, mine in shown.items()
            if len(rivals[county]) >= fewest
        }


@st.composite
def items(draw, most: int = 14) -> list[Item]:
    """In the order of their departments, as lists are kept."""
    units = draw(st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=4, unique=True))
    found = []
    for unit in units:
        for bits, name in draw(
            st.lists(
                st.tuples(st.integers(0, 2**16 - 1), _NAME), min_size=1, max_size=most // len(units)
            )
        ):
            is_online, is_in_hall = bool(bits & 1), bool(bits & 2)
            is_full = is_online and bool(bits & 4)
            flags = {
                "is_online": is_online,
                "is_fully_online": is_full,
                "is_published": bool(bits & 8),
                "is_in_hall": is_in_hall,
                "is_entered_in_name_only": is_in_hall and bits >> 4 & 3 == 3,
                "is_handled_off_site": is_in_hall and bits >> 6 & 3 == 3,
                "is_exempt_online": bits >> 8 & 7 == 7,
                "is_exempt_hall": bits >> 10 & 7 == 7,
                "is_exempt_no_visit": not is_full and bits >> 12 & 3 == 3,
            }
            types = OUT_OF_SCOPE if bits >> 13 == 7 else IN_SCOPE
            found.append(
                Item(
                    len(found) + 1,
                    unit,
                    f"{name}第{len(found) + 1}项",
                    types[bits % len(types)],
                    LEVELS[bits % 5 % 3],
                    bits % 11 != 10,
                    0 if is_full else bits % 3,
                    flags,
                )
            )
    return found


@st.composite
def villages(draw, most: int = 12) -> list[Village]:
    townships = draw(st.lists(st.sampled_from(TOWNSHIPS), min_size=1, max_size=3, unique=True))
    found = []
    for township in townships:
        for bits in draw(
            st.lists(st.integers(0, 127), min_size=1, max_size=most // len(townships))
        ):
            stem = "东南西北上下"[bits % 6] + f"庄{len(found) + 1}"
            name = stem + ("社区" if bits & 1 else "村")
            old = OLD_NAMES[bits % len(OLD_NAMES)]
            is_standard = bool(bits & 12)
            prefix = (("", township, HOME + township)[bits % 3]) if bits & 64 else ""
            station = (
                None
                if bits >> 4 & 3 == 3
                else prefix + name + ("便民服务站" if is_standard else old)
            )
            found.append(
                Village(
                    township,
                    name,
                    station,
                    name + old if station and is_standard else "",
                    is_standard and station is not None,
                )
            )
    return found


@st.composite
def bulletins(draw) -> tuple[dict[str, dict[str, Value]], dict[str, str]]:
    counties = draw(
        st.lists(st.sampled_from(COUNTIES), min_size=2, max_size=len(COUNTIES), unique=True)
    )
    indicators = draw(st.lists(st.sampled_from(INDICATORS), min_size=1, unique=True))
    values = {}
    for county in counties:
        silent = bool(values) and draw(st.integers(0, 9)) == 9
        values[county] = {}
        for indicator in indicators:
            denominator, missing = draw(st.integers(20, 3000)), draw(st.integers(0, 8))
            values[county][indicator] = (
                Value() if silent else Value(denominator - missing, denominator)
            )
    groups = (
        {county: GROUPS[county.endswith("区")] for county in counties}
        if draw(st.booleans())
        else {}
    )
    return values, groups


@st.composite
def months(draw) -> Month:
    values, groups = draw(bulletins())
    return Month(
        date(draw(st.integers(2023, 2027)), draw(st.integers(1, 12)), 1),
        draw(items()),
        draw(villages()),
        values,
        groups,
    )


def own_counts(
    items: Iterable[tuple[Item, set[str]]], villages: Iterable[tuple[Village, set[str]]]
) -> dict[str, tuple[int, int]]:
    """Indicator → (numerator, denominator), from rows with the columns that their table has; none
    counted: absent.
    """
    answers: dict[str, list[bool]] = {}
    sums: dict[str, list[tuple[int, int]]] = {}
    for item, used in items:
        flags = {key: holds and key in used for key, holds in item.flags.items()}
        if not item.is_counted and ("status" in used or item.item_type not in IN_SCOPE):
            continue
        if not flags["is_exempt_online"]:
            answers.setdefault("online_rate", []).append(item.flags["is_online"])
            answers.setdefault("full_online_rate", []).append(item.flags["is_fully_online"])
        answers.setdefault("provincial_publish_rate", []).append(item.flags["is_published"])
        if not flags["is_exempt_hall"] and (item.level == "县本级" or "level" not in used):
            hollow = flags["is_entered_in_name_only"] or flags["is_handled_off_site"]
            answers.setdefault("hall_entry_rate", []).append(item.flags["is_in_hall"])
            answers.setdefault("effective_hall_entry_rate", []).append(
                item.flags["is_in_hall"] and not hollow
            )
        _count_extras(item, used, answers, sums)
    for village, used in villages:
        answers.setdefault("station_coverage_rate", []).append(village.station is not None)
        if village.station and used & {"station_name", "is_renamed"}:
            answers.setdefault("station_renaming_rate", []).append(village.is_standard)
    return {key: (sum(found), len(found)) for key, found in answers.items()} | {
        key: (sum(upper for upper, _ in found), sum(lower for _, lower in found))
        for key, found in sums.items()
    }


def _count_extras(
    item: Item,
    used: set[str],
    answers: dict[str, list[bool]],
    sums: dict[str, list[tuple[int, int]]],
) -> None:
    """What a counted item adds to the indicators beside the province's."""
    if "visits" in used:
        sums.setdefault("mean_visits", []).append((item.visits, 1))
        answers.setdefault("no_visit_rate", []).append(item.visits == 0)
        answers.setdefault("one_visit_rate", []).append(item.visits <= 1)
    limits = WORKDAYS[item.number % len(WORKDAYS)]
    if "statutory_limit" in used and limits:
        sums.setdefault("limit_reduction", []).append((limits[0] - limits[1], limits[0]))
    if "is_instant" in used:
        is_instant = CASE_KINDS[item.number % len(CASE_KINDS)][1]
        answers.setdefault("instant_rate", []).append(is_instant)
    power = POWER[item.number % len(POWER)][1]
    is_asked = item.flags["is_in_hall"] and (item.level == "县本级" or "level" not in used)
    if "is_authorised" in used and is_asked and not power["is_exempt_authorisation"]:
        for key in ("authorisation_rate", "effective_authorisation_rate"):
            answers.setdefault(key, []).append(power["is_authorised"])
    for key, indicator in WINDOW_KEYS.items() if is_asked else ():
        if key in used:
            answers.setdefault(indicator, []).append(item.windows[key])
