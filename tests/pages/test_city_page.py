"""全市: what the data of a city show, to whom, and that a county's pages do not know it."""

import io
import shutil

import openpyxl
import pytest
import streamlit as st
from counties import ACT, city_of_files
from support import mentions, show, words

from govsvc.domain.errors import NotAllowed
from govsvc.security import VIEWER
from govsvc.store import open_store
from pages._ui import data


@pytest.fixture(scope="session")
def city_made(empty_file, tmp_path_factory):
    return city_of_files(empty_file, tmp_path_factory.mktemp("city"))


@pytest.fixture
def city(city_made, tmp_path, monkeypatch):
    """An app on a city's data; the counties' files are shared, and only read."""
    path = shutil.copy(city_made, tmp_path / "city.duckdb")
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield tmp_path / "city.duckdb"
    for found in (tmp_path / "city.duckdb", *city_made.parent.glob("*.duckdb")):
        open_store(found).close()


def title(app) -> str:
    return app.header[0].value.replace("\\", "")


def table(app, *columns: str):
    """The first table with these columns."""
    tables = (one.value for one in (*app.table, *app.dataframe))
    return next(one for one in tables if {*columns} <= {*one.columns})


def test_an_app_of_a_city_opens_with_all_counties(city):
    app = show()
    assert not app.exception
    assert mentions(title(app), "站点覆盖率80.00%", "清源县66.67%", "2个没有数据：北山县、东山县")
    matrix = table(app, "县（市、区）", "网上可办率")
    assert matrix["县（市、区）"].tolist()[:3] == ["清源县", "云溪县", "临江区"]
    assert matrix["网上可办率"].tolist()[0] == "77.78%　第2"
    assert mentions(words(app), "采集中", "北山县", "未报送", "东山县")


def test_each_view_shows_its_tables(city):
    app = show("city.py", view="排名", ind="网上可办率")
    assert table(app, "公布值")["公布值"].tolist()[0] == "90.00%"
    app = show("city.py", view="问题清单")
    assert table(app, "未实现网上可办")["未实现网上可办"].tolist() == [2, 1, 1]
    assert table(app, "县数")["县（市、区）"].tolist() == ["全部", "清源县"]
    app = show("city.py", view="问题清单", county="清源县")
    assert table(app, "编码")["事项或村（社区）"].tolist() == ["事项1", "事项2"]
    app = show("city.py", view="乡镇站点")
    assert table(app, "乡镇（街道）")["乡镇（街道）"].tolist()[0] == "城关镇"
    app = show("city.py", view="对账")
    assert "与全市测算一致" in words(app)
    app = show("city.py", view="各项指标", open="1")
    assert mentions(title(app), "1个没有数据：东山县")
    assert not app.exception


def test_the_bulletin_is_downloaded(city, given):
    app = show("city.py", view="通报")
    assert mentions(words(app), "省定口径", "最高的是云溪县")
    files = {name: make() for name, make in given.items()}
    (book,) = (content for name, content in files.items() if name.endswith(".xlsx"))
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).active.values)
    assert any(row[0] == "清源县" and row[2:4] == (7, 9) for row in rows)
    assert any(name.endswith(".docx") for name in files)


def test_rows_of_counties_are_shown_to_those_who_may_see_them(city, acting, given):
    acting(VIEWER)
    app = show("city.py", view="问题清单", county="云溪县")
    assert table(app, "未实现网上可办") is not None and len(app.dataframe) == 1
    assert any("查看各县（市、区）的清单需要" in one.proto.body for one in app.get("html"))
    store = open_store(data.database_address())
    seen = store.settings.counties().seen_by("云溪县", ["王五"])
    store.setting_writes.set_counties(seen, ACT, expected_version=store.version())
    app = show("city.py", view="问题清单", county="清源县")
    assert table(app, "编码")["事项或村（社区）"].tolist() == ["事项1"]
    assert app.selectbox(key="county_picker").options == ["云溪县"]
    app = show("city.py", view="问题清单", county="云溪县")
    assert table(app, "编码")["事项或村（社区）"].tolist() == ["事项1"]
    name = next(name for name in given if "云溪县未实现网上可办" in name and name.endswith("csv"))
    made = given[name]
    assert "事项1" in made().decode("utf-8-sig")
    seen = seen.seen_by("云溪县", [])  # after the page was shown
    store.setting_writes.set_counties(seen, ACT, expected_version=store.version())
    with pytest.raises(NotAllowed, match="云溪县"):
        made()


def test_a_countys_pages_do_not_know_the_city(one):
    app = show("city.py")
    assert not app.exception and "县（市、区）中" not in app.header[0].value
    assert app.metric
