"""What the upload page asks: whose a table is, what a column is, whether a change is meant."""

from test_upload import with_paste

from govsvc.domain.mappings import of_header
from govsvc.importing import pipeline
from govsvc.store import open_store

CODES = [f"1141052305743106XD44105070{number:05d}" for number in range(12)]


def list_of(header: str, cells: str, title: str = "政务服务事项2026年10月") -> str:
    """A pasted item list of one department; `cells` behind code, name and type of each row."""
    rows = [f"{code}\t事项{n}\t行政许可\t{cells}" for n, code in enumerate(CODES)]
    return "\n".join([title, f"实施编码\t事项名称\t事项类型\t{header}", *rows])


def button(app, label: str):
    return next(button for button in app.button if label in button.label)


def confirm(app):
    return next(button for button in app.button if button.label.startswith("确认导入"))


def test_the_unit_of_a_table_is_picked_on_the_spot(one):
    app = with_paste(list_of("是否网上可办\t是否进驻大厅", "是\t是"))
    picker = next(field for field in app.selectbox if "是哪个部门的" in field.label)
    picker.select(picker.options[0]).run()
    assert not app.exception
    assert not [field for field in app.selectbox if "是哪个部门的" in field.label]


def test_columns_are_confirmed_with_one_click_and_remembered(empty, tmp_path):
    text = list_of("网办率\t是否进驻大厅\t实施主体", "是\t是\t民政局")
    app = with_paste(text)
    assert [field.value for field in app.selectbox if "网办率" in field.label] == ["is_online"]
    button(app, "都对").click().run()
    assert not app.exception and not [field for field in app.selectbox if "网办率" in field.label]
    choice = app.session_state["choices"].headers[of_header("items", "网办率")]
    assert dict(choice.columns) == {"is_online": 0}
    # under another header row of the same kind nothing is asked
    store = open_store(tmp_path / "empty.duckdb")
    other = list_of("是否进驻大厅\t网办率\t实施主体", "是\t否\t民政局").replace("\t", ",").encode()
    plan = pipeline.plan(
        store, [("别的.csv", other)], choices=app.session_state["choices"], home="云溪县"
    )
    assert [entry.flags["is_online"] for entry in plan.files[0].entries] == [False] * 12


def test_a_change_that_may_not_be_meant_is_ticked_before_it_is_stored(one):
    rows = "\n".join(
        f"{code}\t别的{n}\t行政许可\t民政局\t是\t是\t是\t是" for n, code in enumerate(CODES)
    )
    header = "实施编码\t事项名称\t事项类型\t实施主体\t是否网上可办\t是否全程网办"
    header += "\t是否在省平台发布\t是否进驻大厅"
    app = with_paste(f"政务服务事项2026年10月\n{header}\n{rows}")
    assert confirm(app).disabled
    boxes = [box for box in app.checkbox if box.label.startswith("已核对")]
    assert boxes
    for box in boxes:
        box.check()
    app.run()
    assert not app.exception and not confirm(app).disabled
