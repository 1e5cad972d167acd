"""分值, 得分 and 综合得分 of a bulletin, in the layouts that cities use."""

from decimal import Decimal

import pytest
from test_sheets_layout import issues, read

TITLE = ["全市政务服务通报2026年9月"]


def scores(file) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    assert file.refused is None, file.refused
    return {
        (row.county, row.indicator): tuple(
            None if number is None else str(number) for number in (row.score, row.full_score)
        )
        for row in file.reported
    }


WANTED = {
    ("云溪县", "online_rate"): ("18.5", "20"),
    ("东屏县", "online_rate"): ("20", "20"),
    ("云溪县", "full_online_rate"): ("9.25", "10"),
    ("东屏县", "full_online_rate"): ("9", "10"),
    ("云溪县", "overall"): ("91.6", None),
    ("东屏县", "overall"): ("88", None),
}
ROWS = [["云溪县", "99%", 18.5, "97%", 9.25, 91.6], ["东屏县", "100%", 20, "96%", 9, 88]]
IN_A_ROW = ["分值", None, 20, None, 10, None]


@pytest.mark.parametrize(
    "table",
    [
        [
            ["县市区", "网上可办率", "得分（满分20）", "全程网办率", "得分（满分10）", "综合得分"],
            *ROWS,
        ],
        [
            [
                "县市区",
                "网上可办率（20分）",
                "得分",
                "全程网办率（分值：10分）",
                "得分",
                "综合得分",
            ],
            *ROWS,
        ],
        [["县市区", "网上可办率", "得分", "全程网办率", "得分", "综合得分"], IN_A_ROW, *ROWS],
        [
            ["县市区", "网上可办率", "得分", "全程网办率", "得分", "综合得分"],
            *ROWS,
            ["满 分", "", "20", "—", "10", "100"],
        ],
        [
            [
                "县市区",
                "网上可办率",
                "网上可办率得分",
                "网上可办率分值",
                "全程网办率",
                "全程网办率得分",
                "全程网办率分值",
                "综合得分",
            ],
            *[[*row[:3], 20, *row[3:5], 10, row[5]] for row in ROWS],
        ],
        [
            ["县市区", "网上可办率", "", "全程网办率", "", "综合得分"],
            ["", "比率", "得分（20分）", "比率", "得分（10分）", ""],
            *ROWS,
        ],
    ],
    ids=[
        "behind the score",
        "behind the name",
        "a row above",
        "a row below",
        "columns",
        "second header row",
    ],
)
def test_full_scores_in_every_layout(table):
    file = read(("通报", [TITLE, *table]))
    found = scores(file)
    assert {
        place: (score, full if place[1] != "overall" else None)
        for place, (score, full) in found.items()
    } == WANTED
    assert issues(file) == [] and {row.printed for row in file.reported} == {
        Decimal(99),
        Decimal(100),
        Decimal(97),
        Decimal(96),
        None,
    }


def test_a_row_of_full_scores_is_no_county_and_no_wrong_rank():
    header = ["县市区", "网上可办率", "排名", "得分"]
    file = read(
        (
            "通报",
            [
                TITLE,
                header,
                ["分值", "20", "", ""],
                ["云溪县", "99%", 2, 18],
                ["东屏县", "100%", 1, 20],
            ],
        )
    )
    assert (
        scores(file)
        == {("云溪县", "online_rate"): ("18", "20"), ("东屏县", "online_rate"): ("20", "20")}
        and issues(file) == []
    )


def test_without_full_scores_none_is_made_up():
    file = read(
        (
            "通报",
            [
                TITLE,
                ["县市区", "网上可办率", "得分"],
                ["云溪县", "99%", 18.5],
                ["东屏县", "100%", None],
            ],
        )
    )
    assert scores(file) == {
        ("云溪县", "online_rate"): ("18.5", None),
        ("东屏县", "online_rate"): (None, None),
    }


def test_a_score_above_the_full_one_is_said_and_kept():
    file = read(
        (
            "通报",
            [
                TITLE,
                ["县市区", "网上可办率", "得分（满分20）"],
                ["云溪县", "99%", 20.5],
                ["东屏县", "100%", 20],
            ],
        )
    )
    assert scores(file)["云溪县", "online_rate"] == ("20.5", "20")
    (issue,) = file.issues
    assert (issue.cell, issue.severity) == ("C3", "warning") and "20.5大于分值20" in issue.message


def test_a_group_s_full_score_is_no_indicator_s():
    table = [
        ["县市区", "一、网上服务（40分）", "", ""],
        ["", "网上可办率", "得分", "全程网办率"],
        ["云溪县", "99%", 18.5, "97%"],
        ["东屏县", "100%", 20, "96%"],
    ]
    assert {full for _, full in scores(read(("通报", [TITLE, *table]))).values()} == {None}
