"""Corrections on the upload page: kind, month, values, leaving alone, back to the guess."""

import io

import pytest
from openpyxl import Workbook
from support import show, words

from govsvc.store import open_store
from pages._ui import data

KNOWN = [
    "实施编码",
    "事项名称",
    "事项类型",
    "实施主体",
    "是否网上可办",
    "全程网办",
    "省平台发布",
    "进驻大厅",
]
TITLE = "云溪县2026年10月政务服务事项"


def row(number: int, online: str = "是") -> list[str]:
    return [
        f"11659901MB0000000{number:014d}",
        f"事项{number}",
        "行政许可",
        "住建局",
        online,
        "是",
        "是",
        "是",
    ]


def upload(app, *rows: list[str], header: list[str] = KNOWN, title: str = TITLE):
    lines = [[title, *[""] * (len(header) - 1)], header, *rows]
    app.file_uploader[0].set_value(
        ("a.csv", "\n".join(map(",".join, lines)).encode(), "text/csv")
    ).run()
    assert not app.exception
    return app


def pick(app, label: str, value):
    next(box for box in app.selectbox if label in box.label).set_value(value).run()


def answer(app, label: str, value):
    """Picks what a value means that the page asks about."""
    next(box for box in app.segmented_control if label in box.label).set_value(value).run()


def press(app, label: str):
    next(button for button in app.button if label in button.label).click().run()
    assert not app.exception


@pytest.fixture
def app(empty):
    return show("upload.py")


def test_a_value_is_explained_on_the_page_and_used_next_month(app):
    upload(app, row(1, "行"), row(2))
    assert "1处错误" in app.header[0].value and "无法识别的值（1种）" in words(app)
    answer(app, "“行”（1处）是指", "是")
    press(app, "重新说明")
    assert "无法识别的值（1种）" in words(app)
    answer(app, "“行”（1处）是指", "是")
    assert app.header[0].value == "数据导入：核对识别结果" and "无法识别的值" not in words(app)
    press(app, "确认导入2026年10月")
    assert "已保存" in words(app)
    app = upload(show("upload.py"), row(1, "行"), row(2), title="云溪县2026年11月政务服务事项")
    assert app.header[0].value == "数据导入：核对识别结果" and "按上次更正理解" in words(
        app
    ).replace("\\", "")
    press(app, "恢复自动识别")
    assert (
        "1处错误" in app.header[0].value
        and open_store(data.database_address()).settings.remembered().values == {}
    )


def test_of_several_values_some_may_be_left_open(app):
    upload(app, row(1, "行"), row(2, "不太行"), row(3))
    assert "无法识别的值（2种）" in words(app)
    answer(app, "“行”（1处）是指", "是")
    assert "无法识别的值（2种）" in words(app)
    press(app, "按以上说明读取")
    assert "无法识别的值（1种）" in words(app) and "1处错误" in app.header[0].value
    answer(app, "“不太行”（1处）是指", "是")
    assert "无法识别的值" not in words(app) and app.header[0].value == "数据导入：核对识别结果"


def test_a_sheet_of_no_known_kind_says_which_columns_it_wants(app):
    upload(app, ["1", "东关村", "有"], header=["甲", "乙", "丙"])
    assert (
        "没有认出" in words(app)
        and "中选好类别和表头" in words(app)
        and not any("恢复" in button.label for button in app.button)
    )
    pick(app, "类别", "villages")
    press(app, "应用更正")
    assert "按“村居名录”读取，列还不全" in words(app).replace(
        "\\", ""
    ) and "没有找到：乡镇（街道）、村（社区）" in words(app)
    press(app, "恢复自动识别")
    assert "没有认出" in words(app)


def test_a_month_is_corrected_and_a_sheet_left_alone(app):
    upload(app, row(1))
    month = next(
        box for box in app.selectbox if box.label == "数据月份" and box.key.startswith("month/")
    )
    other = next(shown for shown in month.options if shown != month.options[month.index])
    month.select_index(month.options.index(other)).run()
    press(app, "应用更正")
    assert any(f"确认导入{other}" in button.label for button in app.button)
    pick(app, "类别", "")
    press(app, "应用更正")
    assert "按更正读取" in words(app) and not any(
        "确认导入" in button.label for button in app.button
    )
    press(app, "恢复自动识别")
    assert any(f"确认导入{other}" in button.label for button in app.button)


def workbook(**pages) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, lines in pages.items():
        page = made.create_sheet(name)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def give(app, content: bytes):
    app.file_uploader[0].set_value(("a.xlsx", content, "application/octet-stream")).run()
    assert not app.exception
    return app


def choose_table(app, name: str):
    picker = next(box for box in app.selectbox if box.label == "表")
    picker.select_index(
        next(number for number, shown in enumerate(picker.options) if name in shown)
    ).run()


RATES = [["县市区", "网上可办率"], ["云溪县", "99%"], ["东屏县", "98%"]]


def test_header_rows_of_a_table_beside_another_are_applied(app):
    left = [["县市区", "一项"], ["名称", "网上可办率"], ["云溪县", "99%"], ["东屏县", "98%"]]
    right = [["县市区", "全程网办率"], ["云溪县", "97%"], ["东屏县", "96%"], [None, None]]
    give(app, workbook(通报=[["通报2026年10月"], *([*a, None, *b] for a, b in zip(left, right))]))
    choose_table(app, "第3行A列起")
    rows = next(box for box in app.selectbox if box.label == "表头在")
    assert any("全程网办率" in option for option in rows.options) != any(
        "一项" in option for option in rows.options
    )
    before = rows.options[rows.index]
    other = next(option for option in rows.options if option.startswith("第2行："))
    rows.select_index(rows.options.index(other)).run()
    press(app, "应用更正")
    picked = next(box for box in app.selectbox if box.label == "表头在")
    assert (
        picked.options[picked.index] == other != before
        and "列还不全" in words(app)
        and "1处错误" in app.header[0].value
    )


def test_a_correction_that_does_not_fit_refuses_its_own_sheet_alone(app):
    give(app, workbook(事项=[["2026年10月事项"], KNOWN, row(1)], 通报=[["2026年10月通报"], *RATES]))
    choose_table(app, "通报")
    pick(app, "类别", "targets")
    press(app, "应用更正")
    shown = words(app).replace("\\", "")
    assert (
        not app.error
        and "1处错误" in app.header[0].value
        and "未读取：通报" in shown
        and "按“目标值”读取，列还不全" in shown
    )
    assert (
        any("确认导入2026年10月" in button.label for button in app.button)
        and "没有填写：通报" not in shown
    )
    press(app, "恢复自动识别")
    assert app.header[0].value == "数据导入：核对识别结果"


def test_persons_and_their_numbers_are_not_shown(app):
    persons = ["申请人", "法定代表人", "电话", "首席代表", "办公电话"]
    values = ["欧阳若兰", "司马长风", "138-0013-8000", "诸葛青云", "0123-4567890"]
    for header, line in (
        ([*KNOWN, *persons], [*row(1, "行"), *values]),
        (persons, values),
    ):
        upload(app, line, header=header)
        shown = "".join(table.value.to_string() for table in app.dataframe)
        assert not [word for word in ("若兰", "长风", "0013") if word in shown], shown
        assert all(word in shown for word in (*persons, "诸葛青云", "0123-4567890"))
