"""Bulletins with the counties as columns: refused, and read once they are turned round; what a
sheet that is not recognised lacks.
"""

import pytest
from support import mentions
from test_sheets_partial import book, read

from govsvc.domain.indicators import BULLETIN

TITLE = "2026年10月全市政务服务指标通报"
COUNTIES = ["清源县", "白水县", "高新区"]
SHORT = ["清源", "白水", "高新"]
RATES = [["网上可办率(%)", 99.9, 98.1, 97], ["全程网办率(%)", 90, 91, 92]]


def turned(rows: list[list]) -> list[list]:
    return [list(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", *COUNTIES], *RATES],
        [["单位", *COUNTIES], *RATES],
        [["县区", *SHORT], *RATES],
        [["指标名称", *SHORT], ["可办率", 99.9, 98.1, 97], ["进驻率", 90, 91, 92]],
        [["指标", "单位", *COUNTIES], *[[name, "%", *rest] for name, *rest in RATES]],
        [["序号", "指标", *COUNTIES], *[[n, *row] for n, row in enumerate(RATES, 1)]],
    ],
)
def test_counties_as_columns_are_refused_and_said(rows):
    file = read(book(*rows, title=TITLE))
    assert file.refused and file.refused.code == "transposed"
    named = next(cell for cell in rows[1] if "率" in str(cell))
    assert mentions(file.refused.title, f"“{named}”", "行列倒置")
    assert "转置" in file.refused.step and file.reported == []


@pytest.mark.parametrize("corner", ["指标", "指标名称", "项目", "", "县区"])
def test_the_same_turned_round_is_read(corner):
    file = read(book(*turned([[corner, *COUNTIES], *RATES]), title=TITLE))
    assert not file.refused and file.sheets[0].kind == BULLETIN
    assert [(row.county, row.indicator, str(row.printed)) for row in file.reported[:3]] == [
        ("清源县", "online_rate", "99.9"),
        ("清源县", "full_online_rate", "90.0"),
        ("白水县", "online_rate", "98.1"),
    ]


def test_a_row_of_units_and_numbering_turned_round_is_read():
    rows = [["指标名称", "单位", *COUNTIES], *[[name, "%", *rest] for name, *rest in RATES]]
    file = read(book(*turned(rows), title=TITLE))
    assert {row.county for row in file.reported} == set(COUNTIES) and len(file.reported) == 6


def test_what_is_missing_is_named_beside_what_was_recognised():
    file = read(book(*turned([["名字", *SHORT], *RATES]), title=TITLE))
    assert mentions(
        file.refused.title, "全市指标", "“网上可办率(%)”“全程网办率(%)”", "县（市、区）"
    )
    assert "至少一项指标" not in file.refused.title
    file = read(book(["县（市、区）", "亩数"], ["清源县", 3]))
    assert mentions(file.refused.title, "“县(市、区)”", "至少一项指标的列")
    file = read(book(["实施编码", "事项名称", "经办人"], ["1", "身份证", "张三"]))
    assert mentions(file.refused.title, "“实施编码”“事项名称”", "是否…")
    assert "还缺事项名称" not in file.refused.title
