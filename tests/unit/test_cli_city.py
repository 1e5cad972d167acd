"""python -m govsvc city …: a city is set up, compared and published without a screen."""

import json
import shutil

import pytest
from command_line import run
from counties import GROUPS, city_of_files
from support import mentions

from govsvc.security.audit_log import AuditLog
from govsvc.store import open_store


@pytest.fixture
def folder(empty_file, tmp_path):
    """The files of a city's counties; the city itself has none yet."""
    city_of_files(empty_file, tmp_path).unlink()
    yield tmp_path
    for path in tmp_path.glob("*.duckdb"):
        open_store(path).close()


def city(folder, *words, code: int = 0):
    return run("city", *words, "--database", folder / "tianhe.duckdb", code=code)


def test_a_city_is_set_up_compared_and_published(folder):
    city(folder, "name", "天河市")
    for name in ("清源县", "云溪县"):
        said = city(folder, "add", name, folder / f"{name}.duckdb", "--group", GROUPS[name]).stdout
        assert mentions(said, name, "加入名单")
    listed = json.loads(city(folder, "list", "--json").stdout)
    assert [(one["name"], one["months"]) for one in listed["counties"]] == [
        ("清源县", {"2026-10": "closed"}),
        ("云溪县", {"2026-10": "closed"}),
    ]
    table = json.loads(city(folder, "table", "--json").stdout)
    values = [one["values"]["online_rate"] for one in table["counties"]]
    assert [(one["published"], one["rank"]) for one in values] == [("77.78", 2), ("90.00", 1)]
    words = ("--from", "2026-10", "--name", "市口径", "--exempt", "online_rate=not_met")
    city(folder, "rules", *words)
    assert mentions(city(folder, "rules").stdout, "2026年10月", "市口径")
    assert "70.00" in city(folder, "table", "--month", "2026-10").stdout
    (row,) = json.loads(city(folder, "table", "--differences", "--json").stdout)
    assert mentions(row["原因"], "豁免的处理")
    for suffix in ("xlsx", "docx"):
        out = folder / f"通报.{suffix}"
        assert "天河市2026年10月" in city(folder, "bulletin", "--out", out).stdout
        assert out.read_bytes().startswith(b"PK")
    city(folder, "allow", "清源县", "李四")
    city(folder, "remove", "云溪县")
    left = json.loads(city(folder, "list", "--json").stdout)["counties"]
    assert [(one["name"], one["viewers"]) for one in left] == [("清源县", ["李四"])]
    kinds = [entry.kind for entry in AuditLog(folder / "tianhe.duckdb").entries()]
    assert kinds.count("setting") == 5 and kinds.count("rules") == 1


def test_what_cannot_be_is_refused_in_a_sentence(folder):
    gone = city(folder, "add", "南山县", folder / "gone.duckdb", code=1).stderr
    assert mentions(gone, "没有这个数据库文件", "gone.duckdb")
    broken = folder / "broken.duckdb"
    shutil.copy(folder / "清源县.duckdb", broken)
    broken.write_bytes(b"no database" * 500)
    assert "无法打开数据库文件" in city(folder, "add", "南山县", broken, code=1).stderr
    broken.unlink()
    assert not json.loads(city(folder, "list", "--json").stdout)["counties"]
    assert "没有已定稿" in city(folder, "table", code=1).stderr
    secret = "postgresql://u:s3cret@127.0.0.1/d?schema=nanshan"
    refused = city(folder, "add", "南山县", secret, code=1).stderr
    assert "不保存密码" in refused and "s3cret" not in refused
