"""The upload page under AppTest: faults by kind, what is pasted."""

from datetime import date

import pytest
from support import WHEN, show, words

from govsvc.sheets.tables import line_splitting, pasted
from govsvc.store import Act, open_store
from pages._ui import data
from pages._ui.upload import paste_entry

HEADER = "乡镇（街道）\t村（社区）\t站点名称\t是否设站"


def with_paste(text: str, **state):
    """The page with a table pasted: AppTest knows no component, so what the box would have made is
    put there.
    """
    app = show("upload.py")
    app.session_state["way_0"] = "粘贴录入"
    made = paste_entry.Paste(1, 0, text)
    made.rows, made.way = pasted.split(text).rows, line_splitting.TABS
    app.session_state["pasted"] = made
    for key, value in state.items():
        app.session_state[key] = value
    return app.run()


def test_a_wrong_column_is_one_line_and_its_cells_are_below(empty):
    rows = "\n".join(f"城关镇\t甲{number}村\t甲{number}村便民服务站\t大概" for number in range(300))
    app = with_paste(f"2026年9月\n{HEADER}\n{rows}")
    assert not app.exception and "300处错误" in app.header[0].value
    (faults,) = (table.value for table in app.table if "问题" in table.value)
    assert (
        len(faults) == 1
        and faults.iloc[0]["单元格"] == "D列"
        and "有300处" in faults.iloc[0]["问题"]
    )
    (cells,) = (table.value for table in app.dataframe if "问题" in table.value)
    assert len(cells) == 200 and cells.iloc[0]["单元格"] == "D3" and "此处列出前200个" in words(app)


def test_a_title_is_row_one_and_the_grid_counts_from_two(empty):
    app = with_paste(f"{HEADER}\n城关镇\t东关村\t东关村便民服务站\t大概")
    assert "看不出表" in app.error[0].value and list(app.dataframe[0].value.index)[0] == 1
    next(field for field in app.text_input if field.label.startswith("标题")).set_value(
        "2026年9月站点台账"
    ).run()
    assert not app.error and list(app.dataframe[0].value.index)[0] == 2
    assert app.table[1].value.iloc[0]["单元格"] == "D3"


def test_the_month_of_a_pasted_table_may_be_given(empty):
    app = with_paste(f"{HEADER}\n城关镇\t东关村\t东关村便民服务站\t是")
    picker = next(field for field in app.selectbox if field.label.startswith("数据月份（"))
    picker.select_index(1).run()
    assert not app.error and "没有发现问题" in words(app)
    assert not [field for field in app.selectbox if "”的数据月份" in field.label]


def test_an_empty_grid_and_back(empty):
    app = show("upload.py")
    app.session_state["way_0"] = "粘贴录入"
    app.run()
    next(button for button in app.button if "空表" in button.label).click().run()
    assert app.dataframe[0].value.shape == (20, 10) and not app.exception and not app.error
    next(button for button in app.button if button.label == "重新粘贴").click().run()
    assert not app.dataframe or app.dataframe[0].value.shape != (20, 10)


def test_the_columns_may_be_parted_otherwise(empty):
    app = with_paste("城关镇 东关村\t是\n城关镇 西关村\t否")
    next(field for field in app.selectbox if field.label == "分列方式").select(
        line_splitting.ANY_SPACE
    ).run()
    assert list(app.dataframe[0].value.iloc[0])[:3] == ["城关镇", "东关村", "是"]


def test_rows_added_to_the_grid_are_read_and_a_cleared_cell_is_empty(empty):
    app = with_paste(
        f"2026年9月\n{HEADER}\n"
        + "\n".join(f"城关镇\t甲{number}村\t甲{number}村便民服务站\t是" for number in range(3))
    )
    made = app.session_state["pasted"]
    app.session_state[f"grid_{made.number}_{made.drawn}"] = {
        "edited_rows": {"4": {"D": None}},
        "deleted_rows": [],
        "added_rows": [
            {"A": "河东镇", "B": f"乙{number}村", "C": f"乙{number}村便民服务站", "D": "是"}
            for number in range(40)
        ],
    }
    app.run()
    assert not app.exception
    grid = app.dataframe[0].value
    assert (
        grid.iloc[5 + paste_entry.SPARE_ROWS + 39]["B"] == "乙39村"
        and len(grid) == 5 + 2 * paste_entry.SPARE_ROWS + 40
    )
    assert "None" not in grid.to_numpy() and any("D5" in str(table.value) for table in app.table)


def confirm(app):
    return next(found for found in app.button if found.label.startswith("确认导入"))


def table(*rows: str) -> str:
    return "\n".join(["2026年9月", HEADER, *rows])


GOOD = "城关镇\t东关村\t东关村便民服务站\t是"


@pytest.fixture
def named(empty):
    """The empty database, which knows its county."""
    store = open_store(data.database_address())
    store.setting_writes.rename_home("云溪县", Act("李四", WHEN), expected_version=0)
    return store


def test_rows_in_error_are_not_called_new_and_alone_cannot_be_confirmed(named):
    faulty = [f"城关镇\t甲村\t{name}\t是" for name in ("甲村便民服务站", "甲村代办点")]
    app = with_paste(table(*faulty))
    assert confirm(app).disabled and "没有一行可以计入" in words(app)
    assert "新增2行" not in words(app)
    app = with_paste(table(GOOD, *faulty))
    assert "新增1行" in words(app) and "2行有误，不计入" in words(app)
    assert not confirm(app).disabled


def test_the_right_side_says_why_nothing_can_be_imported(named):
    text = table(GOOD)
    confirm(with_paste(text)).click().run()
    app = with_paste(text)
    assert not app.exception and "内容未变" in words(app)
    app = with_paste(table())
    assert not app.exception and (app.error or app.warning)


def test_a_click_confirms_only_the_differences_that_were_shown(named):
    app = with_paste(table(GOOD))
    named.setting_writes.set_deadline(
        date(2026, 9, 1), date(2026, 10, 8), Act("李四", WHEN), expected_version=named.version()
    )
    confirm(app).click().run()
    assert not app.exception and not named.records.batches()
    assert "重新核对" in words(app)
    confirm(app).click().run()
    assert not app.exception and named.records.batches()
