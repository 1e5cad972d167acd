"""Figures: the right points, labels that keep their distance, axes that hold the data, nothing lost
where a value is unknown.
"""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from support import mentions

from govsvc import charts
from govsvc.domain.indicators import by_key

MONTHS = [date(2026, month, 1) for month in range(1, 11)]
LOOK = {"palette": charts.LIGHT}
HALL, ONLINE = by_key("hall_entry_rate"), by_key("online_rate")

BARS = ["unit", "missing", "cumulative", "solved_by"]


def tidy(
    lines: dict[tuple[str, str], list[float | None]], months=MONTHS, source="市通报"
) -> pd.DataFrame:
    rows = [
        (
            month,
            county,
            line,
            value,
            None if value is None else round(value * 31.5),
            None if value is None else 3150,
            "本县测算" if line != "headline" else source,
        )
        for (county, line), values in lines.items()
        for month, value in zip(months, values)
    ]
    return pd.DataFrame(
        rows, columns=["month", "county", "line", "published", "numerator", "denominator", "source"]
    ).astype(object)


def trace(chart: charts.Chart, name: str):
    return next(trace for trace in chart.figure.data if trace.name == name)


@pytest.mark.parametrize(
    "ys",
    [
        [99.9, 99.9, 99.9, 99.0],
        [1.0],
        [],
        [5, 4, 3, 2, 1],
        [100.0] * 12,
        [0.0, 0.0, 50.0, 100.0, 100.0],
    ],
)
def test_spread_keeps_distance_order_and_range(ys):
    placed = charts.spread(ys, 5.0, 0.0, 100.0)
    order = sorted(range(len(ys)), key=lambda i: ys[i])
    gaps = [placed[b] - placed[a] for a, b in zip(order, order[1:])]
    assert (
        len(placed) == len(ys)
        and all(gap >= 5.0 - 1e-9 for gap in gaps)
        and all(0 <= y <= 100 for y in placed)
    )


def test_labels_that_have_room_stay_where_they_are():
    assert charts.spread([10.0, 50.0, 90.0], 5.0, 0.0, 100.0) == [10.0, 50.0, 90.0]


def test_labels_that_cannot_fit_share_what_there_is():
    placed = charts.spread([1.0] * 11, 50.0, 0.0, 100.0)
    assert placed == pytest.approx([n * 10.0 for n in range(11)])


def test_trend_has_the_points_and_breaks_where_a_month_is_unknown():
    values = [98.0, None, 98.2, 98.3, 98.4, 98.5, 98.6, 98.7, 98.9, 99.94]
    chart = charts.trend(
        tidy({("云溪县", "headline"): values}), ONLINE, "云溪县", [], target=100.0, **LOOK
    )
    home = trace(chart, "云溪县")
    assert list(home.y) == values and home.connectgaps is False and list(home.x)[-1] == "2026年10月"
    assert "99.94%" in chart.alt and "目标100.00%" in chart.alt and "98.00%" in chart.alt
    low, high = chart.figure.layout.yaxis.range
    assert low <= 98.0 and high > 100.0 and f"纵轴自{low:.4g}%起" in chart.note


def test_trend_shows_the_own_count_only_where_it_differs():
    bulletin = [99.0] * 10
    same = charts.trend(
        tidy({("云溪县", "headline"): bulletin, ("云溪县", "own"): bulletin}),
        ONLINE,
        "云溪县",
        [],
        target=None,
        **LOOK,
    )
    other = charts.trend(
        tidy({("云溪县", "headline"): bulletin, ("云溪县", "own"): [*bulletin[:-1], 99.03]}),
        ONLINE,
        "云溪县",
        [],
        target=None,
        **LOOK,
    )
    assert "本县测算" not in [t.name for t in same.figure.data] and "本县测算" in [
        t.name for t in other.figure.data
    ]


def test_trend_has_the_twin_and_names_of_the_chosen_counties_only():
    lines = {
        ("云溪县", "headline"): [98.0] * 10,
        ("云溪县", "twin"): [97.33] * 10,
        ("东屏县", "headline"): [99.0] * 10,
        ("南浦区", "headline"): [97.0] * 10,
    }
    chart = charts.trend(tidy(lines), HALL, "云溪县", ["东屏县"], target=None, **LOOK)
    labels = [annotation.text for annotation in chart.figure.layout.annotations]
    assert (
        "核减后97.33%" in labels
        and "东屏县" in labels
        and "南浦区" not in labels
        and "<b>云溪县98.00%</b>" in labels
    )


def test_a_single_month_is_a_dot():
    chart = charts.trend(
        tidy({("云溪县", "headline"): [98.0]}, MONTHS[:1]),
        ONLINE,
        "云溪县",
        [],
        target=None,
        **LOOK,
    )
    assert (
        trace(chart, "云溪县").marker.size[0] > 0
        and chart.alt == "云溪县网上可办率2026年1月为98.00%。"
    )


def test_a_line_that_ends_early_says_its_month():
    lines = {
        ("云溪县", "headline"): [*[98.0] * 9, None],
        ("东屏县", "headline"): [99.0] * 10,
        ("南浦区", "headline"): [97.0] * 8 + [None] * 2,
    }
    chart = charts.trend(tidy(lines), ONLINE, "云溪县", ["东屏县", "南浦区"], target=None, **LOOK)
    labels = {annotation.text for annotation in chart.figure.layout.annotations}
    assert labels == {"<b>云溪县98.00%（9月）</b>", "东屏县", "南浦区（8月）"}


def test_a_month_never_imported_keeps_its_place_on_the_axis():
    months = [date(2025, 11, 1), date(2025, 12, 1), date(2026, 3, 1)]
    chart = charts.trend(
        tidy({("云溪县", "headline"): [98.0, 98.1, 98.2]}, months),
        ONLINE,
        "云溪县",
        [],
        target=None,
        **LOOK,
    )
    axis = chart.figure.layout.xaxis
    assert list(axis.categoryarray) == [
        "2025年11月",
        "2025年12月",
        "2026年1月",
        "2026年2月",
        "2026年3月",
    ]
    assert (
        list(trace(chart, "云溪县").x) == ["2025年11月", "2025年12月", "2026年3月"]
        and axis.range[1] >= 4
    )


def test_a_county_called_like_the_own_count_does_not_make_it_bold():
    lines = {("本县", "headline"): [98.0] * 10, ("本县", "own"): [98.1] * 10}
    chart = charts.trend(tidy(lines), ONLINE, "本县", [], target=None, **LOOK)
    assert {annotation.text for annotation in chart.figure.layout.annotations} == {
        "<b>本县98.00%</b>",
        "本县测算98.10%",
    }


def test_end_labels_keep_a_line_apart_and_inside_the_axis():
    lines = {
        ("云溪县", "headline"): [99.5] * 10,
        ("云溪县", "own"): [99.49] * 10,
        ("云溪县", "twin"): [99.48] * 10,
        **{(name, "headline"): [99.5] * 10 for name in ("东屏县", "南浦区", "北塘县")},
        ("西苑区", "headline"): [97.0] * 10,
    }
    chart = charts.trend(
        tidy(lines), HALL, "云溪县", ["东屏县", "南浦区", "北塘县"], target=99.5, **LOOK
    )
    low, high = chart.figure.layout.yaxis.range
    ys = sorted(annotation.y for annotation in chart.figure.layout.annotations)
    pixels = [(b - a) / (high - low) * chart.figure.layout.height for a, b in zip(ys, ys[1:])]
    assert len(ys) == 7 and min(pixels) >= 14 and low <= ys[0] and ys[-1] <= high


def test_no_data_is_an_empty_chart_with_a_sentence():
    chart = charts.trend(
        tidy({("云溪县", "headline"): [None] * 10}), ONLINE, "云溪县", [], target=None, **LOOK
    )
    assert "没有数据" in chart.alt


def test_names_from_the_data_are_text():
    chart = charts.trend(
        tidy({("<b>县</b>", "headline"): [98.0] * 10}), ONLINE, "<b>县</b>", [], target=None, **LOOK
    )
    assert "&lt;b&gt;县" in chart.figure.data[0].name
    assert [annotation.text for annotation in chart.figure.layout.annotations] == [
        "<b>&lt;b&gt;县&lt;/b&gt;98.00%</b>"
    ]
    chart = charts.unit_bars(
        pd.DataFrame([("<i>局</i>", 3, 1.0, "县级可解决")], columns=BARS), unit_word="部门", **LOOK
    )
    assert chart.figure.data[0].y == ("&lt;i&gt;局&lt;/i&gt;",)


def test_gap_tracks_hold_all_values_and_say_them():
    frame = pd.DataFrame(
        [
            ("网上可办率", 99.94, 99.87, 99.95, 100.0, "还差2项", False),
            ("进驻率", None, None, 99.0, None, "暂无数据", None),
            ("站点覆盖率", 100.0, None, None, None, "未设目标", None),
        ],
        columns=["name", "value", "previous", "target", "year_target", "label", "is_reached"],
    ).astype(object)
    chart = charts.gap_tracks(frame, **LOOK)
    points = [x for trace in chart.figure.data for x in trace.x]
    assert sorted(points) == [99.87, 99.94, 100.0]
    low, high = chart.figure.layout.xaxis.range
    assert low <= 99.0 and high > 100
    assert all(
        trace.cliponaxis is False for trace in chart.figure.data
    )  # a dot at 100% is a whole dot
    assert "网上可办率99.94%，还差2项" in chart.alt and "进驻率，暂无数据" in chart.alt
    labels = " ".join(annotation.text for annotation in chart.figure.layout.annotations)
    assert "未设目标" in labels and "暂无数据" in labels
    marks = [
        (shape.x0, shape.line.dash) for shape in chart.figure.layout.shapes if shape.x0 == shape.x1
    ]
    assert marks == [
        (99.95, None),
        (100.0, "dot"),
        (99.0, None),
    ]  # of the node and, beside it, of the year
    assert chart.rows[0] == ("网上可办率", 99.94, 99.87, 99.95, 100.0, "还差2项")


def test_unit_bars_fold_the_many_small_ones():
    counts = [30, 20, 10] + [1] * 17
    total, running, rows = sum(counts), 0, []
    for number, count in enumerate(counts):
        running += count
        rows.append(
            (
                f"局{number}",
                count,
                running / total,
                "需上级协调" if number in (1, 19) else "县级可解决",
            )
        )
    chart = charts.unit_bars(pd.DataFrame(rows, columns=BARS), unit_word="部门", **LOOK)
    own, higher = chart.figure.data
    assert (sum(own.x), list(zip(higher.y, higher.x))) == (
        total - 21,
        [("局1", 20), ("其他9个部门", 1)],
    )
    assert len(own.x) == 11 and (own.y[-1], own.x[-1]) == ("其他9个部门", 8)
    assert (own.name, own.marker.pattern.shape, higher.name, higher.marker.pattern.shape) == (
        "县级可解决",
        "",
        "需上级协调",
        "/",
    )
    assert [a.text for a in chart.figure.layout.annotations][-2:] == ["<b>9</b>", "累计100%"]
    assert "前3个部门占78%" in chart.alt


def test_number_and_share_of_a_unit_never_meet():
    frame = pd.DataFrame(
        [("自然资源局", 1234, 0.9, "县级可解决"), ("民政局", 137, 1.0, "需上级协调")], columns=BARS
    )
    figure = charts.unit_bars(frame, unit_word="部门", **LOOK).figure
    number, share = (
        next(a for a in figure.layout.annotations if a.text == text)
        for text in ("<b>1234</b>", "累计90%")
    )
    assert (
        figure.layout.xaxis.range[1] == number.x and share.x == 1
    )  # both hang on the right edge, whatever the width
    assert (
        share.xshift >= number.xshift + 4 * 15 * 0.55
        and figure.layout.margin.r >= share.xshift + 4 * 13
    )


def test_rank_lines_name_who_is_not_ranked_any_more_below_the_rest():
    rows = [
        (month, county, place, False)
        for number, month in enumerate(MONTHS[-2:])
        for county, place in (
            ("甲", 1 if number == 0 else None),
            ("乙", 2 - number),
            ("丙", 3 - number),
        )
    ]
    chart = charts.rank_lines(
        pd.DataFrame(rows, columns=["month", "county", "place", "is_tied"]).astype(
            {"place": object}
        ),
        "甲",
        **LOOK,
    )
    labels = {
        annotation.text: annotation.y
        for annotation in chart.figure.layout.annotations
        if annotation.xref == "paper"
    }
    assert (
        set(labels) == {"1 乙", "2 丙", "<b>— 甲</b>"}
        and labels["<b>— 甲</b>"] > 3 > labels["2 丙"]
    )
    assert (
        chart.figure.layout.yaxis.range[0] > labels["<b>— 甲</b>"]
        and chart.alt == "甲名次：2026年9月第1。"
    )


def test_rank_lines_of_twelve_counties_with_ties_keep_their_names_apart():
    places = [1, 2, 2, 2, 2, 6, 7, 7, 9, 10, 10, 10]
    rows = [
        (month, f"县{number}", place, places.count(place) > 1)
        for month in MONTHS
        for number, place in enumerate(places)
    ]
    figure = charts.rank_lines(
        pd.DataFrame(rows, columns=["month", "county", "place", "is_tied"]), "县3", **LOOK
    ).figure
    labels = sorted(
        (a.y, int(a.text.replace("<b>", "").replace("并列", "").split()[0]))
        for a in figure.layout.annotations
        if a.xref == "paper"
    )
    bottom, top = figure.layout.yaxis.range
    ys = [y for y, _ in labels]
    assert (
        len(labels) == 12
        and [place for _, place in labels] == places
        and top <= ys[0]
        and ys[-1] <= bottom
    )
    assert min(b - a for a, b in zip(ys, ys[1:])) / (bottom - top) * figure.layout.height >= 14


def test_rank_lines_name_ties_and_leave_the_unreported_out():
    rows = [
        (month, county, place, county in "乙丙")
        for month in MONTHS[-2:]
        for county, place in (("甲", 1), ("乙", 2), ("丙", 2), ("丁", None))
    ]
    frame = pd.DataFrame(rows, columns=["month", "county", "place", "is_tied"]).astype(
        {"place": object}
    )
    chart = charts.rank_lines(frame, "甲", **LOOK)
    labels = {
        annotation.text: annotation.y
        for annotation in chart.figure.layout.annotations
        if annotation.xref == "paper"
    }
    assert (
        set(labels) == {"<b>1 甲</b>", "并列2 乙", "并列2 丙"}
        and labels["并列2 乙"] != labels["并列2 丙"]
    )
    assert (
        list(trace(chart, "丁").y) == [None, None]
        and chart.alt == "甲名次：2026年9月第1，2026年10月第1。"
    )
    top, bottom = chart.figure.layout.yaxis.range[1], chart.figure.layout.yaxis.range[0]
    assert top < 1 < 2 < bottom


def test_rank_lines_have_gaps_where_there_was_no_bulletin_and_name_the_place_where_it_changes():
    rows = [
        (date(2026, 7, 1), "甲", 3, False),
        (date(2026, 7, 1), "乙", 1, False),
        (date(2026, 8, 1), "甲", None, False),
        (date(2026, 9, 1), "甲", 2, False),
        (date(2026, 9, 1), "乙", 1, False),
        (date(2026, 10, 1), "甲", 2, False),
        (date(2026, 10, 1), "乙", 1, False),
    ]
    chart = charts.rank_lines(
        pd.DataFrame(rows, columns=["month", "county", "place", "is_tied"], dtype=object),
        "甲",
        **LOOK,
    )
    line = trace(chart, "甲")
    assert (
        list(line.y) == [3, None, 2, 2]
        and line.connectgaps is False
        and chart.note == "空缺的1个月没有通报名次"
    )
    named = [(a.x, a.text) for a in chart.figure.layout.annotations if a.xref != "paper"]
    assert named == [("2026年7月", "<b>3</b>"), ("2026年9月", "<b>2</b>")]
    assert chart.rows[1] == ("2026年8月", None, None)


def test_bars_of_points_lost_say_the_printed_number_and_colour_what_is_lost_most():
    frame = pd.DataFrame(
        [
            ("进驻率", Decimal("1.80"), "1.80"),
            ("网上可办率", Decimal("0.5"), "0.5"),
            ("站点覆盖率", Decimal("0"), "0"),
        ],
        columns=["name", "lost", "label"],
    )
    chart = charts.lost_bars(frame, word="丢分", **LOOK)
    (bars,) = chart.figure.data
    assert list(bars.x) == [1.8, 0.5, 0.0] and list(bars.marker.color) == [
        charts.LIGHT.attend,
        charts.LIGHT.context,
        charts.LIGHT.context,
    ]
    assert mentions(chart.alt, "丢分", "进驻率1.80", "网上可办率0.5", "站点覆盖率0")
    assert chart.columns == ("指标", "丢分（分）")
    assert chart.rows[0] == ("进驻率", "1.80") and [
        a.text for a in chart.figure.layout.annotations
    ] == ["<b>1.80</b>", "<b>0.5</b>", "<b>0</b>"]


def _contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours."""

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        return sum(
            weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
            for weight, part in zip((0.2126, 0.7152, 0.0722), parts)
        )

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_numbers_on_a_heat_table_are_legible_at_the_darkest(palette):
    assert charts.heat_ground(0, 20, palette) == palette.paper == charts.heat_ground(0, 0, palette)
    grounds = [charts.heat_ground(count, 20, palette) for count in range(1, 21)]
    assert (
        all(_contrast(palette.ink, ground) >= 7 for ground in grounds) and len(set(grounds)) == 20
    )
    against_paper = [_contrast(palette.paper, ground) for ground in grounds]
    assert against_paper == sorted(against_paper)


def test_what_is_counted_by_other_rules_is_not_joined_to_what_was_before():
    values = [98.0, 98.1, 98.2, 98.3, 98.4, 98.5, 98.6, 98.7, 98.9, 99.9]
    lines = {
        ("云溪县", "headline"): values,
        ("云溪县", "own"): [value - 0.05 for value in values],
        ("东屏县", "headline"): values,
    }
    breaks = [(date(2026, 9, 1), "新口径")]

    def gaps(chart: charts.Chart, name: str) -> list[str]:
        found = trace(chart, name)
        assert len(found.x) == len(found.y) == len(found.customdata) == len(found.marker.size)
        return [x for x, y in zip(found.x, found.y) if y is None]

    of_city = charts.trend(
        tidy(lines), ONLINE, "云溪县", ["东屏县"], target=None, breaks=breaks, **LOOK
    )
    of_county = charts.trend(
        tidy(lines, source="本县测算"),
        ONLINE,
        "云溪县",
        ["东屏县"],
        target=None,
        breaks=breaks,
        **LOOK,
    )
    assert [gaps(of_city, name) for name in ("云溪县", "本县测算", "东屏县")] == [
        [],
        ["2026年9月"],
        [],
    ]
    assert [gaps(of_county, name) for name in ("云溪县", "本县测算", "东屏县")] == [
        ["2026年9月"],
        ["2026年9月"],
        [],
    ]


def test_a_break_before_the_first_month_is_not_drawn():
    months = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]
    frame = tidy({("云溪县", "headline"): [98.0, 98.1, 98.2]}, months)
    early = charts.trend(
        frame, ONLINE, "云溪县", [], target=None, breaks=[(date(2025, 1, 1), "新口径")], **LOOK
    )
    within = charts.trend(
        frame, ONLINE, "云溪县", [], target=None, breaks=[(date(2026, 9, 1), "新口径")], **LOOK
    )
    assert "新口径" not in early.note and "新口径" in within.note


def test_every_chart_has_what_it_draws_as_a_table():
    months = [date(2026, 9, 1), date(2026, 10, 1)]
    chart = charts.trend(
        tidy({("云溪县", "headline"): [98.0, 98.1], ("东屏县", "headline"): [99.0, None]}, months),
        ONLINE,
        "云溪县",
        [],
        target=99.5,
        **LOOK,
    )
    assert chart.columns == ("月份", "云溪县", "东屏县", "目标")
    assert list(chart.rows) == [("2026年9月", 98.0, 99.0, 99.5), ("2026年10月", 98.1, None, 99.5)]


def test_the_target_steps_with_its_nodes_and_is_not_drawn_where_there_was_none():
    months = [date(2026, month, 1) for month in (1, 2, 3, 4)]
    chart = charts.trend(
        tidy({("云溪县", "headline"): [98.0, 98.1, 98.2, 98.3]}, months),
        ONLINE,
        "云溪县",
        [],
        target=99.5,
        targets={months[2]: 99.0, months[3]: 99.5},
        **LOOK,
    )
    line = next(trace for trace in chart.figure.data if trace.line.shape == "hvh")
    assert list(line.y) == [None, None, 99.0, 99.5] and [row[-1] for row in chart.rows] == [
        None,
        None,
        99.0,
        99.5,
    ]
    assert any("目标99.50%" in annotation.text for annotation in chart.figure.layout.annotations)


def test_a_measure_is_broken_where_nothing_was_held_and_hollow_where_its_sample_is_small():
    points = [
        charts.MeasurePoint("9月", 95.83, "46/48"),
        charts.MeasurePoint("10月", None, "未开展"),
        charts.MeasurePoint("11月", 90.0, "9/10", is_small=True),
    ]
    chart = charts.measure_trend(
        points,
        "总体满意率",
        targets=[None, 95.0, 95.0],
        target_text="目标≥95.00%",
        least=30,
        palette=charts.LIGHT,
    )
    line, target = chart.figure.data
    assert line.y == (95.83, None, 90.0) and line.connectgaps is False
    assert line.marker.color[2] == charts.LIGHT.paper != line.marker.color[0]
    assert target.y == (None, 95.0, 95.0)
    assert "样本不足30" in chart.note and "未开展" in chart.note
    assert chart.alt == "总体满意率由9月的95.83%到11月的90.00%，目标≥95.00%。"
    assert [row[1] for row in chart.rows] == [95.83, None, 90.0]
