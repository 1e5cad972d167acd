"""Commands as processes of their own while the app runs and holds the database."""

import json
import subprocess
import sys
import urllib.request

from running_app import ROOT, running

from govsvc.security.audit_log import AuditLog
from govsvc.store import open_store

HEADER = "统计月份,实施编码,事项名称,事项类型,实施主体,是否网上可办"


def command(*words, code: int = 0) -> str:
    """What the command prints; it must end with that exit code."""
    process = subprocess.run(
        [sys.executable, "-m", "govsvc", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert process.returncode == code, process.stderr
    return process.stdout + process.stderr


def test_an_import_and_what_follows_while_the_app_runs(tmp_path):
    database = tmp_path / "county.duckdb"
    items = tmp_path / "10月.csv"
    items.write_text(f"{HEADER}\n2026年10月,11999923MB0100100Y01,户口登记,行政许可,公安局,是\n")
    where = ("--database", database)
    open_store(database).close()
    with running(database, tmp_path / "log.txt") as address:

        def data_version() -> int:
            with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:
                return json.load(answer)["data_version"]

        start = data_version()  # it has opened the database, and holds it
        assert "已保存" in command("import", items, "--home", "云溪县", *where)
        command("unit", "rename", "公安局", "公安分局", *where)
        command("month", "open", "2026-11", *where)
        assert "税务局" in command("month", "no-change", "2026-11", "税务局", *where, code=1)
        command("undo", start + 3, *where)
        assert data_version() == start + 4
        assert "看板正在运行" in command("restore", "--as-it-is", *where, code=1)
    entries = AuditLog(database).entries()
    assert [(entry.kind, entry.source) for entry in entries if entry.actor == "命令行"] == [
        ("undone", "本机"),
        ("opened", "本机"),
        ("roster", "本机"),
        ("imported", "本机"),
    ]
