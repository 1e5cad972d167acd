"""A city: counties counted by its rules from their own data, and the bulletin that comes of it."""

import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from counties import ACT, GROUPS, OCTOBER, city_of_files, directory, fill_city
from support import WHEN, mentions

from govsvc.city import City, bulletin, differences, months, tables
from govsvc.documents import city_bulletin
from govsvc.domain import database_address
from govsvc.domain.county_directory import County, CountyDirectory
from govsvc.domain.errors import GovsvcError, NotAllowed, StoreError
from govsvc.domain.indicators import Rules, by_key, headline_indicators, list_by_key
from govsvc.exports import export
from govsvc.importing import pipeline
from govsvc.security import ADMINISTRATOR, VIEWER, VISITOR, Actor
from govsvc.store import RuleVersion, Store, open_store
from govsvc.store.postgres import ServerConnection
from govsvc.store.session import Session

ONLINE = by_key("online_rate")
CHIEF = Actor("王主任", ADMINISTRATOR, (), "10.0.0.5", "王主任")
CLERK = Actor("李四", VIEWER, (), "10.0.0.6", "李四")
MISSING = list_by_key("not_online")


@pytest.fixture(scope="module")
def made_once(empty_file, tmp_path_factory) -> Path:
    return city_of_files(empty_file, tmp_path_factory.mktemp("city")).parent


@pytest.fixture
def city_store(made_once):
    """The city of `counties.fill_city`, to look at."""
    store = open_store(made_once / "city.duckdb")
    yield store
    for path in made_once.glob("*.duckdb"):
        open_store(path).close()


@pytest.fixture
def own_city(made_once, tmp_path):
    """The same to write into: the city's file alone is this test's own."""
    store = open_store(shutil.copy(made_once / "city.duckdb", tmp_path / "city.duckdb"))
    yield store
    store.close()
    for path in made_once.glob("*.duckdb"):
        open_store(path).close()


def october(store: Store, **more):
    city = City(store)
    return city, city.month(OCTOBER, city.states(), **more)


def values(month) -> dict[str, tuple]:
    return {one.county.name: one.counts_of(ONLINE) for one in month.counties}


def test_closed_months_are_counted_and_who_is_missing_is_said(city_store):
    city, month = october(city_store)
    assert months(city.states(), with_open=False) == [OCTOBER]
    assert values(month) == {
        "清源县": (7, 9),
        "云溪县": (9, 10),
        "临江区": (9, 10),
        "北山县": (None, None),
        "东山县": (None, None),
    }
    assert [(one.county.name, one.standing) for one in month.missing] == [
        ("北山县", "采集中"),
        ("东山县", "未报送"),
    ]
    said = bulletin.headline(month)
    assert mentions(
        said, "2026年10月", "站点覆盖率80.00%", "清源县66.67%", "没有数据：北山县、东山县"
    )
    _, with_open = october(city_store, with_open=True)
    assert values(with_open)["北山县"] == (1, 1)
    assert mentions(bulletin.opening(with_open), "4个", "1个尚未定稿：北山县", "东山县（未报送）")
    assert ("尚未定稿", "北山县") in tables.facts(with_open)


def test_ranks_are_within_groups_and_sums_are_divided(city_store):
    _, month = october(city_store)
    ranks = month.ranks(ONLINE)
    assert (ranks["云溪县"].place, ranks["清源县"].place) == (1, 2)
    assert ranks["临江区"] is None and ranks["东山县"] is None
    assert month.total(ONLINE) == (25, 29)
    sheet = tables.matrix(month)
    row = dict(zip(sheet.columns, sheet.rows[0]))
    assert row["网上可办率"] == "77.78%" and row["网上可办率名次"] == "2"
    assert [row[0] for row in sheet.rows][-2:] == ["北山县", "东山县"]
    assert dict(zip(sheet.columns, sheet.total))["网上可办率"] == "86.21%"
    (first, *_, last) = tables.ranking(month, ONLINE).rows
    assert (first[1], last[1]) == ("云溪县", "北山县")


def test_the_citys_rules_count_and_what_counties_publish_is_set_beside_it(own_city):
    """The county leaves exempt items out, the city counts them as not met."""
    rules = RuleVersion(
        "市口径", "市政〔2026〕1号", OCTOBER, Rules(exempt_as={ONLINE.key: "not_met"})
    )
    own_city.setting_writes.change_rules(rules, ACT, expected_version=own_city.version())
    city, month = october(own_city)
    assert values(month)["清源县"] == (7, 10) and month.rules_name == "市口径"
    found = differences(month, city.rules_of_counties(month))
    assert [(one.county, one.indicator.key, one.own, one.recounted) for one in found] == [
        ("清源县", ONLINE.key, (7, 9), (7, 10)),
    ]
    assert mentions(found[0].why, "豁免的处理", "全市口径不同")
    sheet = tables.different(month, found)
    assert sheet.rows[0][2:5] == ["77.78%（7 / 9）", "70.00%（7 / 10）", "总数少1"]


def test_by_the_same_rules_nothing_differs_from_what_each_county_counts(city_store):
    city, month = october(city_store)
    assert not differences(month, city.rules_of_counties(month))
    for one in month.counted:
        shown = {each.key for each in headline_indicators()}
        assert {k: v for k, v in one.counts.values.items() if k in shown} == {
            k: v for k, v in one.counts.own.items() if k in shown
        }


def test_what_is_missing_where(city_store):
    city, month = october(city_store)
    sheet = tables.missing(month)
    counts = {row[0]: dict(zip(sheet.columns, row))[MISSING.name] for row in sheet.rows}
    assert counts == {"清源县": "2", "云溪县": "1", "临江区": "1"}
    rows = city.rows(CHIEF, month, MISSING, list(counts))
    assert [(row.unit, row.name) for row in rows["清源县"]] == [
        ("公安局", "事项1"),
        ("公安局", "事项2"),
    ]
    named = tables.missing_names(month, MISSING, rows)
    assert [row[:2] for row in named.rows] == [["事项1", 3], ["事项2", 1]]


def test_stations_by_township(city_store):
    city, month = october(city_store)
    coverage = by_key("station_coverage_rate").key
    townships = city.townships(month)
    assert {name: of[coverage] for name, of in townships["清源县"].items()} == {
        "城关镇": (1, 2),
        "柳林镇": (1, 1),
    }
    assert len(tables.stations(month, townships).rows) == 4


def test_rows_of_a_county_are_for_those_who_may_see_it(own_city):
    """The city's administrators, and whom the directory names; an account of that name that has
    not signed in is nobody's.
    """
    seen = own_city.settings.counties().seen_by("云溪县", ["李四"])
    own_city.setting_writes.set_counties(seen, ACT, expected_version=own_city.version())
    city, month = october(own_city)
    assert [one.name for one in city.visible(CLERK)] == ["云溪县"]
    assert len(city.visible(CHIEF)) == 5 and not city.visible(VISITOR)
    assert len(city.rows(CLERK, month, MISSING, ["云溪县"])["云溪县"]) == 1
    for actor, county in (
        (CLERK, "清源县"),
        (VISITOR, "云溪县"),
        (replace(CLERK, account=""), "云溪县"),
    ):
        with pytest.raises(NotAllowed) as refused:
            city.rows(actor, month, MISSING, ["云溪县", county])
        assert county in str(refused.value)
    with pytest.raises(GovsvcError):
        city.rows(CHIEF, month, MISSING, ["无此县"])


def test_a_county_that_cannot_be_read_is_said_and_the_others_are_shown(own_city, tmp_path):
    gone = own_city.settings.counties().without("云溪县")
    gone = gone.with_county("云溪县", tmp_path / "gone.duckdb", "")
    own_city.setting_writes.set_counties(gone, ACT, expected_version=own_city.version())
    _, month = october(own_city)
    assert {one.county.name for one in month.counted} == {"清源县", "临江区"}
    (unread,) = (one for one in month.missing if one.standing == "读不到")
    assert unread.county.name == "云溪县" and "gone.duckdb" in unread.trouble
    assert not (tmp_path / "gone.duckdb").exists()


def test_a_file_that_another_program_holds_is_said(own_city, tmp_path, empty_file):
    path = shutil.copy(empty_file, tmp_path / "held.duckdb")
    listed = own_city.settings.counties().with_county("南山县", Path(path), "")
    own_city.setting_writes.set_counties(listed, ACT, expected_version=own_city.version())
    code = f"import duckdb\nheld = duckdb.connect({str(path)!r})\nprint(1, flush=True)\ninput()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1)
    try:
        holder.stdout.readline()
        _, month = october(own_city)
    finally:
        holder.communicate(b"\n", timeout=20)
    held = month.counties[-1]
    assert held.standing == "读不到" and "另一个程序" in held.trouble and len(month.counted) == 3


def test_a_server_that_is_away_is_said_at_once(own_city):
    """All its counties have the one sentence, without waiting for each."""
    listed = own_city.settings.counties()
    for number in range(40):
        address = database_address.read(f"postgresql://u@127.0.0.1:1/d?schema=c{number}")
        listed = listed.with_county(f"第{number}县", address, "")
    own_city.setting_writes.set_counties(listed, ACT, expected_version=own_city.version())
    begun = time.monotonic()
    _, month = october(own_city)
    assert time.monotonic() - begun < 3
    assert len(month.counted) == 3
    unread = [one for one in month.missing if one.standing == "读不到"]
    assert len(unread) == 40 and {"连不上数据库服务器" in one.trouble for one in unread} == {True}


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_county_imports_the_bulletin_and_gets_the_same_values(city_store, empty_store, suffix):
    _, month = october(city_store)
    if suffix == ".xlsx":
        content = export.to_xlsx(bulletin.sheet(month))
    else:
        content = city_bulletin.content(
            bulletin.title(month),
            bulletin.opening(month),
            bulletin.parts(month),
            office=bulletin.office(month),
            day=WHEN.date(),
            spacing=Decimal("28.95"),
            made_at=WHEN,
        )
    plan = pipeline.plan(
        empty_store, [(f"{bulletin.title(month)}{suffix}", content)], home="清源县"
    )
    assert not plan.refused and plan.months == [OCTOBER]
    assert not plan.files[0].issues and len(plan.batches) == 1
    pipeline.commit(empty_store, plan, who="测试", when=WHEN)
    stored = {(one.county, one.indicator): one for one in empty_store.counts.snapshots()}
    for indicator in headline_indicators():
        ranks = month.ranks(indicator)
        for one in month.counties:
            found, rank = stored[one.county.name, indicator.key], ranks[one.county.name]
            counts = one.counts_of(indicator)
            assert (found.numerator, found.denominator) == counts
            assert found.printed == one.published(indicator)
            assert found.printed_rank == (rank.place if rank else None)
            assert (found.group or "") == GROUPS[one.county.name]


def test_a_directory_has_each_county_once_and_no_password(tmp_path):
    made = CountyDirectory().with_county("清源县", tmp_path / "a.duckdb", "县市组")
    assert CountyDirectory.of_settings({"counties": made.text()}) == made
    for name, path in (("清源县", tmp_path / "b"), ("云溪县", tmp_path / "a.duckdb")):
        with pytest.raises(GovsvcError, match="清源县"):
            made.with_county(name, path, "")
    for name, address in (
        ("清源", tmp_path / "c"),
        ("云溪县", Path("c.duckdb")),
        ("云溪县", database_address.read("postgresql://u:secret@h/d?schema=yunxi")),
    ):
        with pytest.raises(GovsvcError) as refused:
            made.with_county(name, address, "")
        assert "secret" not in str(refused.value)
    assert not made.without("清源县").counties
    with pytest.raises(GovsvcError):
        made.without("云溪县")


def test_counties_on_the_citys_server_have_its_password_and_no_other():
    city = database_address.read("postgresql://u:secret@h/d?schema=tianhe&sslmode=require")
    text = "postgresql://{}:5432/d?schema=qingyuan"
    near, far = (County("清源县", text.format(who)).located(city) for who in ("u@h", "u@other"))
    assert (near.schema, near.password, near.sslmode) == ("qingyuan", "secret", "require")
    assert (far.schema, far.password, far.sslmode) == ("qingyuan", "", "")


def granted(postgres, own, counties) -> None:
    """The user of the city alone, as the manual has it made; its name is that of its schema."""
    manual = (Path(__file__).parents[2] / "docs" / "运维手册.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"^CREATE ROLE govsvc_city.*?(?=```)", manual, re.M | re.S)
    script = script.replace("govsvc_city", own.schema).replace("再换一个密码", own.password)
    made, of_schema, of_county = script.partition("CREATE SCHEMA")
    statements = [made, f"ALTER SCHEMA {own.schema} OWNER TO {own.schema};"]
    of_county = of_county.partition(";")[2]
    statements += [of_county.replace("qingyuan", county.schema) for county in counties]
    assert of_schema and "qingyuan" in of_county
    said = postgres.psql("\n".join(statements))
    assert not said, said


def test_a_city_of_schemas_is_that_of_files(postgres, made_once, city_store):
    """One walks over the schemas with rights to read a few tables of each; one that is not there,
    and one of another version, are said.
    """
    addresses = {name: postgres.new_schema() for name in GROUPS}
    engines = {name: ServerConnection(address) for name, address in addresses.items()}
    fill_city({name: Store(Session(engine)) for name, engine in engines.items()})
    own = postgres.new_schema()
    granted(postgres, own, addresses.values())
    denied = f"SET ROLE {own.schema}; SELECT content FROM {addresses['清源县'].schema}.original;"
    assert "permission denied" in postgres.psql(denied)
    own = replace(own, user=own.schema)
    store = Store(Session(ServerConnection(own)))
    plain = {name: replace(each, user=own.user, password="") for name, each in addresses.items()}
    listed = directory(plain)
    missing = replace(own, schema="nowhere", password="")
    listed = listed.with_county("南山县", missing, "")
    store.setting_writes.set_counties(listed, ACT, expected_version=0)
    city, month = october(store)
    of_files, files = october(city_store)
    assert [one.counts for one in month.counties[:-1]] == [one.counts for one in files.counties]
    assert month.counties[-1].standing == "读不到"
    assert city.townships(month) == of_files.townships(files)
    assert city.rules_of_counties(month) == of_files.rules_of_counties(files)
    wanted = ["清源县", "云溪县"]
    assert city.rows(CHIEF, month, MISSING, wanted) == of_files.rows(CHIEF, files, MISSING, wanted)
    postgres.psql(f'UPDATE "{addresses["临江区"].schema}".state SET schema_version = 99;')
    states = dict(zip(GROUPS, city.states()))
    assert isinstance(states["临江区"], StoreError) and "更新版本" in states["临江区"].title
    assert not isinstance(states["云溪县"], StoreError)
    for engine in engines.values():
        engine.close()
