"""A table on paper has as many columns as can be read beside each other."""

import ast
from pathlib import Path

import pandas as pd
import pytest

from pages._ui import printed_table

WIDE = pd.DataFrame(
    {f"第{number}栏的内容": ["住房和城乡建设局会同有关部门核实后答复"] for number in range(24)}
)


def test_a_wide_table_has_fewer_columns_and_none_is_narrow():
    kept = printed_table.fitting(WIDE)
    assert kept == list(WIDE)[: len(kept)] and 6 <= len(kept) < 24
    # of the 186 mm between the margins, in which 59 characters stand
    assert min(printed_table.shares(WIDE[kept])) * 59 / 100 > 6


def test_the_columns_that_matter_come_first_and_keep_their_places():
    kept = printed_table.fitting(WIDE, ["第20栏的内容", "第3栏的内容"])
    assert kept[-1] == "第20栏的内容" and "第3栏的内容" in kept


def test_a_column_without_a_cell_gives_way():
    table = WIDE.assign(第0栏的内容="")
    assert "第0栏的内容" not in printed_table.fitting(table)


def test_columns_without_a_place_are_said_below_each_row(monkeypatch):
    printed = []
    monkeypatch.setattr(printed_table.st, "html", printed.append)
    table = WIDE.assign(第22栏的内容=["甲<乙"], 第23栏的内容=[None])
    kept = printed_table.fitting(table)
    printed_table.show(table)
    (text,) = printed
    assert text.count("住房和城乡建设局会同") == 22
    assert "第22栏的内容：甲&lt;乙" in text and "第23栏" not in text
    assert text.index(f"<th>{kept[-1]}</th>") < text.index("class=below") < text.index("甲&lt;乙")


@pytest.mark.parametrize("columns", [1, 5])
def test_what_has_room_is_printed_whole(columns):
    assert printed_table.fitting(WIDE[list(WIDE)[:columns]]) == list(WIDE)[:columns]


@pytest.mark.parametrize("whole", ["1,234,567,890.12", "11330923MB0001775547001000000"])
def test_a_figure_or_code_is_never_broken(whole):
    table = WIDE.assign(第1栏的内容=whole)
    kept = printed_table.fitting(table)
    share = printed_table.shares(table[kept])[kept.index("第1栏的内容")]
    # of the codes each letter takes a tenth more than half a character
    assert share * 118 / 100 >= len(whole) * (1 if "," in whole else 1.1) + 2


def test_a_figure_has_two_decimals(monkeypatch):
    printed = []
    monkeypatch.setattr(printed_table.st, "html", printed.append)
    printed_table.show(pd.DataFrame({"县": ["甲", None], "差": [1.9, None]}))
    assert "<td class=figure>1.90</td>" in printed[0] and printed[0].count("—") == 2


def test_what_one_does_on_the_screen_is_a_hint_in_every_heading():
    """A hint is not printed; a note beside a heading is."""
    pages = Path(__file__).parents[2] / "pages"
    notes = [
        (path.name, text.value)
        for path in pages.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "ui.section"
        for note in call.args[1:2]
        for text in ast.walk(note)
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]
    assert len(notes) > 50
    done = ("点击", "双击", "点一行", "点数字", "点编号", "复制后")
    assert not [note for note in notes if any(word in note[1] for word in done)]
