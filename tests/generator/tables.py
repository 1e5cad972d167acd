"""A random month → tables in random words: headers by their synonyms, yes and no as clerks write
it, and what must be read of each row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import strategies as st

from generator.layouts import (
    Column,
    Laid,
    Page,
    header_text,
    lay,
    month_text,
    shuffled,
    unknown_columns,
)
from generator.months import (
    CASE_KINDS,
    HOME,
    IN_SCOPE,
    LIMIT_KEYS,
    LIMITS,
    POWER,
    WINDOW_KEYS,
    Item,
    Month,
    Village,
)
from govsvc.domain import indicators
from govsvc.sheets.cells import vocabulary as words

TICKS = (
    ("是", "否"),
    ("是", None),
    ("√", None),
    ("√", "×"),
    ("✓", "✗"),
    ("√", "—"),
    (1, 0),
    ("1", "0"),
    ("有", "无"),
    ("Y", "N"),
    ("已办", "未办"),
    ("可以", "不可以"),
    ("是 ", "否\u3000"),
    ("ｙ", "ｎ"),
)
SHORT_TYPES = {
    "行政许可": ("许可", "01-行政许可"),
    "其他行政权力": ("其他权力", "其它行政权力"),
    "行政处罚": ("处罚",),
    "公共服务": ("公共服务事项",),
}
LEVEL_WORDS = {
    "县本级": ("县本级", "县级"),
    "乡镇（街道）": ("乡镇（街道）", "镇(街道)", "乡级"),
    "村（社区）": ("村（社区）", "村级"),
}
DEPTHS = {
    (False, False): ("Ⅰ级", "信息发布", "一级"),
    (True, False): ("Ⅲ级", "Ⅰ级,Ⅲ级", "在线办理", "Ⅱ级"),
    (True, True): ("Ⅳ级", "全程网办", "Ⅰ级^Ⅳ级", "IV级"),
}
ALWAYS = ("is_online", "is_fully_online", "is_published", "is_in_hall")
SOMETIMES = (
    "is_entered_in_name_only",
    "is_handled_off_site",
    "is_exempt_online",
    "is_exempt_hall",
    "is_exempt_no_visit",
)
#: 事项总数 may be the total of several indicators
MEASURE_WORDS = {
    measure: tuple(word for word in headers if word != "事项总数")
    for measure, headers in words.MEASURES.items()
}
CODES = ("business_code", "implementation_code", "item_code", "basic_code")


@dataclass
class Expected:
    """What must be read: `entries` and `reported` as tuples, `warnings` as (sheet, address, code).

    `items` and `villages`: each with the columns that its table has, to count by. `tables`: (kind,
    sheet, places).
    """

    entries: list[tuple] = field(default_factory=list)
    reported: list[tuple] = field(default_factory=list)
    warnings: list[tuple] = field(default_factory=list)
    items: list[tuple[Item, set[str]]] = field(default_factory=list)
    villages: list[tuple[Village, set[str]]] = field(default_factory=list)
    tables: list[tuple[str, str, Laid]] = field(default_factory=list)


def _synonyms(kind: str, name: str) -> tuple[str, ...]:
    if name in words.FIELDS[kind]:
        return words.FIELDS[kind][name]
    flag = next(flag for flag in indicators.FLAGS if flag.key == name)
    return (flag.header, *flag.headers)


def _column(draw, kind: str, name: str, cells: list) -> Column:
    return Column(name, header_text(draw, _synonyms(kind, name)), cells)


def _ticks(
    draw, answers: Sequence[bool | None], units: Sequence[str], is_deducting: bool = False
) -> list:
    """Yes and no in one style; blank or — stands for no only where the unit has a yes (a None may
    be left blank anywhere).
    """
    yes, no = draw(st.sampled_from(TICKS))
    has_yes = {unit for unit, answer in zip(units, answers) if answer}
    said = "否" if no in (None, "—") else no
    return [
        no if answer is None else yes if answer else no if is_deducting or unit in has_yes else said
        for unit, answer in zip(units, answers)
    ]


def _spelled(draw, texts: Sequence[str]) -> list[str]:
    """Every third text with marks that mean nothing: wide spaces around, half-width brackets,
    full-width digits, a zero-width space.
    """
    way = draw(st.integers(0, 7))
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    ways = {
        4: lambda text: f"\u3000{text} ",
        5: lambda text: text.replace("（", "(").replace("）", ")"),
        6: lambda text: text.translate(wide),
        7: lambda text: f"{text[:1]}\u200b{text[1:]}",
    }
    return [
        ways[way](text) if way in ways and row % 3 == 0 else text for row, text in enumerate(texts)
    ]


def _month_column(draw, kind: str, month: Month, height: int) -> list[Column]:
    return [_column(draw, kind, "month", [month_text(draw, month.month)] * height)]


def _lay(
    draw,
    page: Page,
    expected: Expected,
    kind: str,
    month: Month,
    columns: list[Column],
    units: Sequence[str],
    *,
    can_merge: bool,
    titles: Sequence[str],
    has_month: bool,
) -> Laid:
    """Adds the columns to the page as a table, in any order, with the month and unknown ones."""
    if has_month:
        columns = columns + _month_column(draw, kind, month, len(units))
    laid = lay(
        draw,
        page,
        shuffled(draw, columns + unknown_columns(draw, len(units))),
        units,
        titles,
        can_merge=can_merge,
        unit_field="county" if kind == "bulletin" else "unit",
        average=kind == "bulletin",
    )
    expected.tables.append((kind, page.name, laid))
    return laid


# -- items -------------------------------------------------------------------------------


def add_items(
    draw,
    page: Page,
    expected: Expected,
    month: Month,
    rows: Sequence[Item],
    *,
    unit_of_sheet: bool = False,
    **layout,
) -> None:
    """Adds a table of items to the page, and to `expected` what must be read of it.

    `layout`: the keywords of `_lay`.
    """
    units = [item.unit for item in rows]
    codes = [code for code in CODES if draw(st.booleans())]
    columns = _naming_columns(draw, rows, codes, has_unit=not unit_of_sheet)
    flags = [key for key in SOMETIMES if draw(st.booleans())]
    if draw(st.integers(0, 3)) == 3:
        columns.append(_depth_column(draw, rows))
        flags += ALWAYS[2:]
    else:
        flags += ALWAYS
    counted = [item.item_type in IN_SCOPE for item in rows]
    if draw(st.booleans()):
        counted = [item.is_counted for item in rows]
        columns.append(_status_column(draw, rows))
    columns += [_flag_column(draw, key, rows, counted) for key in flags]
    columns += _level_and_visits(draw, rows)
    power = draw(st.booleans())
    columns += _power_column(draw, rows) if power else []
    limits = draw(st.booleans())
    columns += _limit_columns(draw, rows) if limits else []
    windows = [key for key in WINDOW_KEYS if draw(st.booleans())]
    columns += _window_columns(draw, rows, counted, windows)
    laid = _lay(draw, page, expected, "items", month, columns, units, **layout)
    if "online_depth" in laid.columns:
        flags += ALWAYS[:2]
    for item, place, is_counted in zip(rows, laid.rows, counted):
        shown = {key: item.flags[key] for key in flags} if is_counted else {}
        if power and is_counted:
            shown |= POWER[item.number % len(POWER)][1]
        if windows and is_counted:
            shown["is_instant"] = CASE_KINDS[item.number % len(CASE_KINDS)][1]
            shown |= {key: item.windows[key] for key in windows}
        _expect_item(expected, page, month, item, codes, shown, is_counted, laid, place)
        if limits:
            kept = zip(LIMIT_KEYS, LIMITS[item.number % len(LIMITS)][2:])
            expected.entries[-1][-1].update({key: text for key, text in kept if text})


def _naming_columns(
    draw, rows: Sequence[Item], codes: Sequence[str], has_unit: bool
) -> list[Column]:
    """Codes, name, type and, where it is a column of the table, the department."""
    columns = [_column(draw, "items", code, [item.codes[code] for item in rows]) for code in codes]
    columns.append(_column(draw, "items", "name", _spelled(draw, [item.name for item in rows])))
    types = [
        (*SHORT_TYPES[item.item_type], item.item_type)[item.number % 2]
        if item.item_type in SHORT_TYPES
        else item.item_type
        for item in rows
    ]
    columns.append(_column(draw, "items", "item_type", types))
    if has_unit:
        prefix = draw(st.sampled_from(("", "", HOME, HOME[-1])))
        columns.append(_column(draw, "items", "unit", [prefix + item.unit for item in rows]))
    return columns


def _depth_column(draw, rows: Sequence[Item]) -> Column:
    """网上办理深度, in the place of 网上可办 and 全程网办."""
    depths = []
    for item in rows:
        spellings = DEPTHS[item.flags["is_online"], item.flags["is_fully_online"]]
        depths.append(spellings[item.number % len(spellings)])
    return _column(draw, "items", "online_depth", depths)


def _status_column(draw, rows: Sequence[Item]) -> Column:
    states = ["在用" if item.is_in_use else ("暂停", "取消")[item.number % 2] for item in rows]
    return _column(draw, "items", "status", states)


def _flag_column(draw, key: str, rows: Sequence[Item], counted: Sequence[bool]) -> Column:
    # a row that is not counted has no say in what blank means
    answers = [item.flags[key] if is_counted else None for item, is_counted in zip(rows, counted)]
    if key == "is_exempt_hall" and draw(st.booleans()):
        cells = ["因场地限制" if answer else None for answer in answers]
    else:
        cells = _ticks(draw, answers, [item.unit for item in rows], key in SOMETIMES)
    return _column(draw, "items", key, cells)


def _level_and_visits(draw, rows: Sequence[Item]) -> list[Column]:
    """行使层级 and 到现场次数, each in some of the tables."""
    columns = []
    if draw(st.booleans()):
        levels = [LEVEL_WORDS[item.level][item.number % 2] for item in rows]
        columns.append(_column(draw, "items", "level", levels))
    if draw(st.booleans()):
        columns.append(_column(draw, "items", "visits", [item.visits for item in rows]))
    return columns


def _power_column(draw, rows: Sequence[Item]) -> list[Column]:
    """授权情况: more than yes and no."""
    cells = [POWER[item.number % len(POWER)][0] for item in rows]
    return [_column(draw, "items", "is_authorised", cells)]


def _limit_columns(draw, rows: Sequence[Item]) -> list[Column]:
    """法定办结时限 and 承诺办结时限."""
    return [
        _column(draw, "items", key, [LIMITS[item.number % len(LIMITS)][place] for item in rows])
        for place, key in enumerate(LIMIT_KEYS)
    ]


def _window_columns(
    draw, rows: Sequence[Item], counted: Sequence[bool], windows: Sequence[str]
) -> list[Column]:
    """Those of the four columns of windows, and 办件类型 where there is one of them."""
    if not windows:
        return []
    kinds = [CASE_KINDS[item.number % len(CASE_KINDS)][0] for item in rows]
    columns = [_column(draw, "items", "is_instant", kinds)]
    units = [item.unit for item in rows]
    for key in windows:
        answers = [item.windows[key] if is_in else None for item, is_in in zip(rows, counted)]
        columns.append(_column(draw, "items", key, _ticks(draw, answers, units, False)))
    return columns


def _expect_item(
    expected: Expected,
    page: Page,
    month: Month,
    item: Item,
    codes: Sequence[str],
    flags: dict[str, bool],
    is_counted: bool,
    laid: Laid,
    place: int,
) -> None:
    """What must be read of the item in row `place` of the page."""
    key_code = next((code for code in CODES[:3] if code in codes), None)
    expected.entries.append(
        (
            "items",
            month.month,
            item.unit,
            item.codes[key_code] if key_code else f"{item.unit}/{item.name}",
            item.name,
            flags,
            "counted" if is_counted else "out_of_scope",
            page.name,
            place,
            {code: item.codes[code] for code in codes}
            | {"item_type": item.item_type}
            | ({"level": item.level} if "level" in laid.columns else {}),
        )
    )
    expected.items.append((item, set(laid.columns)))
    if not is_counted:
        is_type = item.item_type not in IN_SCOPE
        address = _address(laid, place, "item_type" if is_type else "status")
        code = "out_of_scope" if is_type else "not_in_use"
        expected.warnings.append((page.name, address, code))


# -- stations ----------------------------------------------------------------------------


def add_stations(
    draw,
    page: Page,
    expected: Expected,
    month: Month,
    rows: Sequence[Village],
    *,
    unit_of_sheet: bool = False,
    **layout,
) -> None:
    """Adds a ledger of stations to the page, and to `expected` what must be read of it.

    `layout`: the keywords of `_lay`.
    """
    units = [village.township for village in rows]
    names = _village_names(draw, rows)
    columns = [_column(draw, "stations", "name", _spelled(draw, names))]
    if not unit_of_sheet:
        office = draw(st.booleans())
        offices = [unit + "办事处" if office and unit.endswith("街道") else unit for unit in units]
        columns.append(_column(draw, "stations", "unit", offices))
    gives = draw(
        st.sampled_from(
            (
                ("has_station",),
                ("station_name",),
                ("has_station", "station_name"),
                ("has_station", "is_renamed"),
                ("has_station", "station_name", "is_renamed"),
            )
        )
    )
    columns += _station_columns(draw, rows, units, gives)
    laid = _lay(draw, page, expected, "stations", month, columns, units, **layout)
    for village, name, place in zip(rows, names, laid.rows):
        _expect_station(expected, page, month, village, name, gives, place)


def _village_names(draw, rows: Sequence[Village]) -> list[str]:
    """The names with the township's or the county's in front, or with the office's (村委会)."""
    way = draw(st.integers(0, 3))
    names = [{1: village.township, 2: HOME}.get(way, "") + village.name for village in rows]
    if way != 3:
        return names
    return [
        name.replace("村", "村村委会") if name.endswith("村") else name + "居委会" for name in names
    ]


def _station_columns(
    draw, rows: Sequence[Village], units: Sequence[str], gives: Sequence[str]
) -> list[Column]:
    """What the ledger says of the stations, in the columns that it `gives`."""
    columns = []
    has = [village.station is not None for village in rows]
    if "has_station" in gives:
        columns.append(_column(draw, "stations", "has_station", _ticks(draw, has, units)))
    if "station_name" in gives:
        none = draw(st.sampled_from((None, "—", "无"))) if any(has) else "无"
        stations = _spelled(draw, [village.station or none or "" for village in rows])
        columns.append(_column(draw, "stations", "station_name", stations))
        former = [village.former or None for village in rows]
        columns.append(_column(draw, "stations", "former_name", former))
    if "is_renamed" in gives:
        answers = [village.is_standard if village.station else None for village in rows]
        renamed = _ticks(draw, answers, units)
        columns.append(_column(draw, "stations", "is_renamed", renamed))
    return columns


def _expect_station(
    expected: Expected,
    page: Page,
    month: Month,
    village: Village,
    name: str,
    gives: Sequence[str],
    place: int,
) -> None:
    """What must be read of the village in row `place` of the page."""
    flags = {"has_station": village.station is not None}
    texts = {}
    if village.station is None:
        flags |= {"is_renamed": False, "has_standard_name": False}
    else:
        if "is_renamed" in gives:
            flags["is_renamed"] = village.is_standard
        if len(gives) > 1 or "station_name" in gives:
            flags["has_standard_name"] = village.is_standard
        if "station_name" in gives:
            texts = {"station_name": village.station, "former_name": village.former}
    expected.entries.append(
        (
            "stations",
            month.month,
            village.township,
            f"{village.township}/{village.name}",
            name,
            flags,
            "counted",
            page.name,
            place,
            {key: text for key, text in texts.items() if text},
        )
    )
    expected.villages.append((village, set(gives)))


# -- bulletins ---------------------------------------------------------------------------


def add_bulletin(draw, page: Page, expected: Expected, month: Month, **layout) -> None:
    """Adds a city bulletin to the page, and to `expected` what must be read of it.

    `layout`: the keywords of `_lay`.
    """
    counties = list(month.bulletin)
    is_deep = draw(st.booleans())
    scale = draw(st.sampled_from(("sign", "wide sign", "bare", "bare text", "fraction")))
    columns = [_column(draw, "bulletin", "county", counties)]
    if month.groups:
        groups = [month.groups[county] for county in counties]
        columns.append(_column(draw, "bulletin", "group", groups))
    gives: dict[str, tuple[str, ...]] = {}
    for key in next(iter(month.bulletin.values())):
        indicator = indicators.by_key(key)
        options = (indicator.name, indicator.short, *indicator.headers)
        name = options[draw(st.integers(0, 10**6)) % len(options)]
        gives[key] = draw(
            st.sampled_from(
                (
                    ("rate",),
                    ("rate", "rank"),
                    ("numerator", "denominator"),
                    ("numerator", "denominator", "rate"),
                    ("numerator", "denominator", "rate", "rank"),
                )
            )
        )
        cells = _measures(draw, month, key, counties, scale)
        columns += [
            _measure_column(draw, name, measure, cells[measure], is_deep) for measure in gives[key]
        ]
    laid = _lay(draw, page, expected, "bulletin", month, columns, counties, **layout)
    for county, place in zip(counties, laid.rows):
        for key, measures in gives.items():
            _expect_value(expected, page, month, county, key, measures, place)


def _measures(draw, month: Month, key: str, counties: Sequence[str], scale: str) -> dict[str, list]:
    """Measure → cells of one indicator; a county that did not report has a word for that."""
    values, ranks = [month.bulletin[county][key] for county in counties], month.ranks(key)
    blank = draw(st.sampled_from(("—", "未报送", None)))
    return {
        "numerator": [value.numerator if value.denominator else blank for value in values],
        "denominator": [value.denominator or blank for value in values],
        "rate": [
            blank if value.percent is None else _rate(value.percent, scale) for value in values
        ],
        "rank": _ranks(draw, [ranks.get(county) for county in counties]),
    }


def _measure_column(draw, name: str, measure: str, cells: list, is_deep: bool) -> Column:
    """A column of one indicator: its name stands above (`is_deep`) or in the header itself."""
    if is_deep:
        return Column(measure, header_text(draw, MEASURE_WORDS[measure]), cells, group=name)
    if measure == "rate":
        return Column(measure, name + draw(st.sampled_from(("", "（%）", "(%)"))), cells)
    word = draw(st.sampled_from(MEASURE_WORDS[measure]))
    return Column(measure, name + draw(st.sampled_from((word, f"（{word}）", f"-{word}"))), cells)


def _expect_value(
    expected: Expected,
    page: Page,
    month: Month,
    county: str,
    key: str,
    measures: Sequence[str],
    place: int,
) -> None:
    """What must be read of one county and indicator in row `place` of the page."""
    value, rank = month.bulletin[county][key], month.ranks(key).get(county)
    expected.reported.append(
        (
            month.month,
            county,
            key,
            value.numerator if "numerator" in measures else None,
            value.denominator if "denominator" in measures else None,
            value.percent if "rate" in measures else None,
            rank if "rank" in measures else None,
            month.groups.get(county),
            page.name,
            place,
        )
    )


def _rate(percent: Decimal, scale: str):
    return {
        "sign": f"{percent}%",
        "wide sign": f"{percent}％",
        "bare": float(percent),
        "bare text": str(percent),
        "fraction": float(percent / 100),
    }[scale]


def _ranks(draw, places: Sequence[int | None]) -> list:
    way = draw(st.integers(0, 3))
    return [
        "—"
        if place is None
        else {0: place, 1: f"第{place}", 2: f"第{place}名"}.get(
            way, f"并列第{place}" if places.count(place) > 1 else f"第{place}"
        )
        for place in places
    ]


def _address(laid: Laid, row: int, name: str) -> str:
    column, letters = laid.columns[name] + 1, ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
