"""The laws of the architecture, each kept by a test."""

import ast
import inspect
import re
import sqlite3
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from string import Formatter

import duckdb
import numpy as np
import pytest

from govsvc.domain import error_sentences
from govsvc.domain.entries import Entries
from govsvc.domain.indicators import FLAGS, INDICATORS, LISTS
from govsvc.domain.roster import Roster
from govsvc.store import queries, schema, tables

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "govsvc"
MODULES = sorted(LIBRARY.rglob("*.py"))
SQL = sorted((LIBRARY / "sql").glob("*.sql"))


def room(path: Path) -> str:
    """The first folder or file under govsvc, as govsvc.domain.rates names it."""
    return path.relative_to(LIBRARY).parts[0].removesuffix(".py")


def test_the_library_never_loads_streamlit():
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        if path.name not in ("__main__.py", "worker.py")
    ]
    code = (
        f"import importlib, sys\nfor name in {names!r}: "
        "importlib.import_module(name)\nsys.exit('streamlit' in sys.modules)"
    )
    assert len(names) > 20
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_only_sheets_reads_workbooks():
    """openpyxl writes elsewhere; who may import what, lint-imports sees to."""
    readers = {
        room(path)
        for path in MODULES
        if re.search(r"load_workbook|read_excel|ExcelFile", path.read_text(encoding="utf-8"))
    }
    assert readers <= {"sheets"}


def test_the_parts_of_the_store_know_no_file():
    """They reach the data by the members that `engine` names, whichever engine holds them."""
    knowing = {
        path.stem
        for path in (LIBRARY / "store").glob("*.py")
        if re.search(
            r"import duckdb|store\.connection import|store import .*\bconnection",
            path.read_text(encoding="utf-8"),
        )
    }
    of_the_file = {
        "connection",
        "database_errors",
        "fetching",
        "file_probe",
        "manifest",
        "schema",
    }
    assert knowing == of_the_file | {"store"}  # which opens the file


PAGES = sorted((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_a_page_chooses_and_places(path):
    """It does not divide, rank, query or parse, and names no indicator by its key; what it may
    import is a contract of import-linter.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    divisions = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.Div, ast.FloorDiv))
        and path.name != "_shell.py"
    ]  # the shell joins paths
    assert not divisions
    calls = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not calls & {"execute", "groupby", "rank", "sql", "query"}
    words = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not words & {indicator.key for indicator in INDICATORS}


def test_one_place_draws_tables():
    """It has all of a table printed, of which the screen shows a part as a picture, and lays each
    out on a phone.
    """
    assert [
        path.name
        for path in sorted((ROOT / "pages").rglob("*.py"))
        if re.search(r"\.(dataframe|data_editor)\(|st\.table\(", path.read_text(encoding="utf-8"))
    ] == ["ui.py"]


def test_one_place_hands_out_files():
    """It tells the 操作日志 of each download."""
    every = sorted((ROOT / "pages").rglob("*.py"))
    assert [
        path.name for path in every if "download_button(" in path.read_text(encoding="utf-8")
    ] == ["downloads.py"]
    assert not [
        path.name
        for path in every
        if "FileResponse(" in path.read_text(encoding="utf-8") and path.name != "backup_download.py"
    ]


@pytest.mark.parametrize(
    "path",
    [*MODULES, *sorted((ROOT / "pages").rglob("*.py"))],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_no_code_knows_an_indicator_by_name(path):
    """Definitions are values; only the file of the definitions (and the invented months) may spell
    a key.
    """
    if any(path.is_relative_to(LIBRARY / folder) for folder in ("domain/indicators", "demo")):
        return
    keys = {x.key for x in (*INDICATORS, *LISTS)} | {
        flag.key for flag in FLAGS if flag.kind == "items"
    }
    words = {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not words & keys


@pytest.fixture(scope="module")
def tables_of_the_database():
    """All tables and views, empty, and what writes bring under the names that queries read."""
    database = duckdb.connect(":memory:")
    for table in (*schema.TABLES, *schema.VIEWS):
        database.execute(queries.sql(f"create_{table}"))
    database.register("incoming_entry", tables.entries(1, Entries(), np.zeros(0)))
    database.register("incoming_combination", tables.combinations([]))
    database.register("incoming_snapshot", tables.snapshots([]))
    database.register("incoming_unit", tables.units(Roster()))
    database.register("incoming_copy", tables.copies({}))
    database.register("incoming_overlaid", tables.overlaid(np.zeros(0), np.zeros(0)))
    yield database
    database.close()


@pytest.mark.parametrize("path", SQL, ids=lambda p: p.stem)
def test_sql_is_one_query_a_file_and_says_what_a_row_is(path, tables_of_the_database):
    text = path.read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    assert text.startswith("-- ") and ";" not in body
    values = {
        "month": date(2026, 10, 1),
        "since": date(2026, 1, 1),
        "until": date(2026, 10, 1),
        "units": ["a"],
        "unlisted": ["a"],
        "names": ["a"],
        "places": [1],
        "header_rows": 1,
        "faulty_units": ["a"],
        "indicators": ["a"],
        "imported_at": datetime(2026, 1, 1),
        "is_whole": False,
        "expected": 0,
        "schema_version": 1,
        "base": date(2026, 9, 1),
        "done_at": datetime(2026, 11, 1),
        "undone": 1,
        "edition": 1,
        "as_of": 1,
        "other": 1,
        "number": 1,
        "numbers": [1],
        "faulty": ["a"],
        "staying": ["a"],
        "batch_id": 1,
        "version": 1,
        "row_count": 1,
        "left_out_count": 0,
        "year": 2026,
        "place": 1,
        "keys": ["a"],
        "codes": ["a"],
        "short_names": ["a"],
        "aliases": ["a"],
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        "event_number": 1,
        "meeting_number": 1,
        "held_on": date(2026, 11, 5),
        "assigned_on": date(2026, 11, 5),
        "first_deadline": None,
        "deadline": None,
        "event_day": date(2026, 11, 5),
        "special_day": date(2026, 10, 1),
        "is_off": True,
        "noted_at": datetime(2026, 11, 5),
        "code_names": ["a"],
        "code_values": ["a"],
        "moved_to": None,
        "returns_before": 0,
        "extensions_before": 0,
        "rebounds_before": 0,
        "serial": 1,
    }
    if path.stem in ("end_target", "insert_target"):
        values["until"] = 3
    names = set(re.findall(r"\$(\w+)", body))
    assert tables_of_the_database.execute(
        "EXPLAIN " + body, {name: values.get(name, "x") for name in names}
    ).fetchall()


def test_no_query_looks_into_a_column_of_lists_by_any():
    """DuckDB takes each list of a column apart for `= ANY`: tenfold the time of `list_contains`."""
    assert not [path.stem for path in SQL if re.search(r"ANY\((?!\$)", path.read_text("utf-8"))]


SIDE_SQL = sorted((LIBRARY / "sql" / "side").glob("*.sql"))


@pytest.fixture(scope="module")
def side_tables():
    """All tables of the small files beside the database, in one."""
    with sqlite3.connect(":memory:") as database:
        for path in SIDE_SQL:
            if path.stem.startswith("create_"):
                database.execute(path.read_text(encoding="utf-8"))
        yield database


@pytest.mark.parametrize("path", SIDE_SQL, ids=lambda p: p.stem)
def test_sql_of_the_files_beside_the_database_likewise(path, side_tables):
    text = path.read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    assert text.startswith("-- ") and (";" not in body or "TRIGGER" in body)
    assert side_tables.execute(
        "EXPLAIN " + body, dict.fromkeys(re.findall(r"\$(\w+)", body), 1)
    ).fetchall()


def test_every_query_of_the_files_beside_the_database_is_used():
    used = "\n".join(
        path.read_text(encoding="utf-8") for path in MODULES if room(path) == "security"
    )
    assert not [p.stem for p in SIDE_SQL if f'"{p.stem}"' not in used]


def test_every_query_is_used():
    used = "\n".join(path.read_text(encoding="utf-8") for path in (LIBRARY / "store").rglob("*.py"))
    unused = [
        p.stem
        for p in SQL
        if f'"{p.stem}"' not in used and not p.stem.startswith(("create_", "clear_"))
    ]
    assert not unused


def test_no_sql_is_put_together_from_strings():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
                assert not re.match(
                    r"\s*(select|insert|update|delete|create|with)\s", text, re.IGNORECASE
                ), (path, node.lineno)
    text = "".join(path.read_text(encoding="utf-8") for path in SQL)
    assert not re.search(
        r"PRIMARY KEY|UNIQUE|FOREIGN KEY|CREATE INDEX|nextval|SEQUENCE", text, re.IGNORECASE
    )


def test_nothing_happens_at_import():
    """No clock, file or connection: importing the library opens no file but its own and calls no
    clock.
    """
    code = """
import builtins, sys, io, time, datetime, importlib, pathlib
opened = []
real = io.open
def spy(file, *a, **k):
    opened.append(str(file)); return real(file, *a, **k)
import pandas, plotly.graph_objects, openpyxl, duckdb, psutil, psycopg, psycopg_pool, pyarrow
builtins.open = io.open = spy
names = %r
for name in names: importlib.import_module(name)
bad = [f for f in opened if not f.endswith(('.py', '.pyc'))]
sys.exit(repr(bad) if bad else 0)
"""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        if path.name not in ("__main__.py", "worker.py")
    ]
    result = subprocess.run(
        [sys.executable, "-c", code % names], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
                continue
            calls = {
                ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)
            }
            assert not calls & {
                "datetime.now",
                "date.today",
                "time.time",
                "open",
                "duckdb.connect",
            }, path


def test_the_time_comes_from_the_countys_clock():
    """The machine's own is in whatever zone it was set to."""
    for path in [*MODULES, *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]:
        if path != ROOT / "govsvc" / "system" / "clock.py":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\b(datetime\.now|date\.today|utcnow|fromtimestamp)\b", text), (
                path
            )


def test_top_level_holds_only_what_it_may():
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split("\0")
    top = {name.split("/")[0] for name in tracked if name}
    assert top <= {
        "app.py",
        "pages",
        "govsvc",
        "data",
        "tests",
        "requirements.txt",
        ".streamlit",
        "README.md",
        ".ci",
        "docs",
        "pyproject.toml",
        ".gitignore",
        "requirements.lock",
        "LICENSE",
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_files_are_replaced_by_one_function(path):
    """`system.files` tries again where Windows refuses it for a moment."""
    if room(path) == "system":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_of_a_path = len(node.args) == 1 and not node.keywords
            assert not (node.func.attr in ("replace", "rename") and is_of_a_path), path
            assert ast.unparse(node.func) not in ("os.replace", "shutil.move"), path


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_files_are_removed_by_one_function(path):
    """`system.files` tries again where Windows refuses it for a moment."""
    if room(path) == "system":
        return
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if is_call(node)]
    assert not [node for node in calls if node.func.attr == "unlink"], path
    assert "os.remove" not in [ast.unparse(node.func) for node in calls], path


def is_call(node: ast.AST) -> bool:
    """Whether it is a call of something's method or function."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


STORE = sorted((LIBRARY / "store").rglob("*.py"))
#: characters, punctuation and full-width forms, also the marks that Chinese shares with others
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u00b7\u2013-\u201d\u2026]")


@pytest.mark.parametrize("path", STORE, ids=lambda p: p.stem)
def test_the_store_words_nothing(path):
    """It raises situations with facts; `error_sentences`, `audit_sentences` and
    `integrity_sentences` have the words.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    assert not [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and node not in docstrings
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
    ]


@pytest.mark.parametrize("path", STORE, ids=lambda p: p.stem)
def test_the_store_raises_what_has_words(path):
    """Each situation is known, and is raised with the facts that its words need."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "of"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            continue
        wording = error_sentences.SITUATIONS[node.args[0].value]
        needed = (
            set(inspect.signature(wording).parameters)
            if callable(wording)
            else {
                re.match(r"\w+", field)[0]
                for text in (wording.title, wording.step)
                for _, field, _, _ in Formatter().parse(text)
                if field
            }
        )
        assert {keyword.arg for keyword in node.keywords} == needed
