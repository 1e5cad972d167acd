"""填报与平台不一致, 豁免依据不全 on the page of problems: both sides, their places, and rows that
name no item.
"""

import io

from openpyxl import Workbook
from support import WHEN, mentions, show, words

from govsvc.importing import pipeline
from govsvc.store import open_store
from pages._ui import data


def add(name: str, *rows) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    store = open_store(data.database_address())
    pipeline.commit(store, pipeline.plan(store, [(name, out.getvalue())]), who="测试", when=WHEN)


def test_both_sides_and_what_names_no_item(one):
    store = open_store(data.database_address())
    entries = store.rows.entries("items", store.months.of_kind("items")[0])
    inside = next(entry for entry in entries if entry.flags["is_in_hall"])
    add(
        "督查问题清单（2026年10月）.xlsx",
        ["实施编码", "事项名称", "实施主体", "问题类型", "发现方式"],
        [
            inside.attributes["implementation_code"],
            inside.name,
            inside.unit,
            "明进暗不进",
            "现场抽查",
        ],
        ["", "查无此项", inside.unit, "体外循环", ""],
    )
    add(
        "不进驻清单（2026年10月）.xlsx",
        ["实施编码", "事项名称", "实施主体", "原因"],
        [inside.attributes["implementation_code"], inside.name, inside.unit, "涉密"],
    )
    app = show("problems.py", list="填报与平台不一致")
    assert not app.exception and app.header[0].value == "填报与平台不一致1项"
    frame = app.dataframe[0].value
    assert list(frame["事项名称"]) == [inside.name]
    source = "督查问题清单（2026年10月）.xlsx“Sheet”第2行"
    assert mentions(frame["依据"][0], "是否明进暗不进", "部门填“否”", "现场抽查", source)
    assert mentions(words(app), "“督查问题清单”", "“不进驻、不宜网办清单”", "1行没有对应")
    assert app.table[-1].value["事项名称"].tolist() == ["查无此项"]
    app = show("problems.py", list="豁免依据不全")
    assert (
        app.header[0].value == "豁免依据不全1项"
        and "涉密，没有依据文号" in app.dataframe[0].value["依据"][0]
    )


def test_the_overview_shows_these_lists_only_where_they_hold_something(one):
    assert "填报与平台不一致" not in "".join(link.proto.label for link in show().get("page_link"))
