"""The command line as a program checks it: JSON, exit codes, sentences on standard error."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from command_line import run
from docx import Document
from openpyxl import load_workbook
from support import GOLDEN, WHEN, mentions

from govsvc.demo import HOME, months
from govsvc.domain.paper_versions import WRITTEN, PaperOf, Words
from govsvc.store import Act, open_store

ROOT = Path(__file__).parents[2]


def run_process(*arguments, code: int = 0) -> subprocess.CompletedProcess:
    """The command as a process: exit code, encoding, and nothing else printed."""
    result = subprocess.run(
        [sys.executable, "-m", "govsvc", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    return result


def imported(database: Path, *names: str, options=(), code: int = 0) -> dict:
    return json.loads(
        run(
            "import",
            *(GOLDEN / name for name in names),
            "--database",
            database,
            "--json",
            *options,
            code=code,
        ).stdout
    )


@pytest.fixture
def database(tmp_path) -> Path:
    return tmp_path / "county.duckdb"


def test_together(database, expected):
    truth = expected["together"]
    result = json.loads(
        run_process(
            "import",
            *(GOLDEN / name for name in truth["files"]),
            *("--database", database, "--json", "--home", "云溪县"),
        ).stdout
    )
    assert result["committed"] is True and result["version"] == 1
    assert [file["month"] for file in result["files"]] == ["2026-09"] * 3
    assert [sheet["rows"] for sheet in result["files"][0]["sheets"]] == [640]
    rates = json.loads(run("rates", "--database", database, "--month", "2026-09", "--json").stdout)
    assert (
        rates["month"] == "2026-09" and rates["home"] == "云溪县" and rates["own"] == truth["own"]
    )
    for key, values in truth["headline"].items():
        assert {county: rates["counties"][county][key]["published"] for county in values} == values
        assert {county: rates["counties"][county][key]["rank"] for county in values} == truth[
            "ranks"
        ][key]
        assert {
            county: rates["counties"][county][key]["printed_rank"] for county in values
        } == truth["ranks"][key]
    home = rates["counties"]["云溪县"]
    assert home["online_rate"]["source"] == "市通报" and home["hall_entry_rate"] == {
        **truth["own"]["hall_entry_rate"],
        "rank": None,
        "group": None,
        "printed_rank": None,
        "source": "本县测算",
    }


def test_the_nine_faults(database, expected):
    truth = expected["files"]["05_items_with_faults.xlsx"]
    file = imported(database, "05_items_with_faults.xlsx", options=["--home", "云溪县"])["files"][0]
    assert {issue["cell"] for issue in file["issues"]} == {
        fault["cell"] for fault in truth["faults"]
    } and len(file["issues"]) == 9
    assert all(
        issue["message"] and issue["expected"] and issue["sheet"] == "政务服务事项"
        for issue in file["issues"]
    )
    assert [issue["cell"] for issue in file["issues"] if issue["severity"] == "warning"] == ["D21"]
    sheet = file["sheets"][0]
    assert (sheet["kind"], sheet["rows"], sheet["rows"] - sheet["left_out"]) == (
        "items",
        truth["rows"],
        truth["counted"],
    )


def test_the_same_file_again_is_not_stored_twice(database):
    imported(database, "02_items_clerk.xlsx")
    assert imported(database, "02_items_clerk.xlsx") | {"files": []} == {
        "committed": False,
        "version": 1,
        "files": [],
    }


def test_dry_run_and_strict_store_nothing(database):
    assert (
        imported(database, "05_items_with_faults.xlsx", options=["--dry-run"])["committed"] is False
    )
    assert (
        imported(database, "05_items_with_faults.xlsx", options=["--strict"], code=1)["committed"]
        is False
    )
    assert imported(database, "02_items_clerk.xlsx")["version"] == 1


def test_replace_drops_departments_that_are_not_in_the_file(database, tmp_path):
    def denominator() -> int:
        return json.loads(
            run("rates", "--database", database, "--month", "2026-10", "--json").stdout
        )["own"]["online_rate"]["denominator"]

    book = load_workbook(GOLDEN / "05_items_with_faults.xlsx")
    book.active.delete_rows(3, 39)  # one row of 住房和城乡建设局 stays
    book.save(tmp_path / "one.xlsx")
    imported(database, "01_clean_month.xlsx", options=["--home", "云溪县"])
    one = ("import", tmp_path / "one.xlsx", "--database", database)
    stopped = run(*one, code=1)
    assert "--accept rows_drop" in stopped.stderr and denominator() == 3150
    run(*one, "--accept", "rows_drop")
    assert denominator() == 3150 - 580 + 1
    run("import", GOLDEN / "01_clean_month.xlsx", "--database", database)
    assert denominator() == 3150
    accepted = ("--accept", "rows_drop", "--accept", "indicator_moves")
    said = run(*one, "--replace", *accepted).stdout
    assert denominator() == 1 and "移除文件中没有的" in said


def test_a_refused_file_stops_the_whole_import(database, tmp_path):
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"not a workbook")
    result = run_process(
        "import", GOLDEN / "02_items_clerk.xlsx", bad, "--database", database, "--json", code=1
    )
    assert "坏.xlsx" in result.stderr and json.loads(result.stdout)["committed"] is False
    assert (
        run("rates", "--database", database, "--month", "2026-09", "--json").stdout.count(
            "numerator"
        )
        == 0
    )


def test_month_only_fills_a_gap(database):
    assert (
        imported(database, "02_items_clerk.xlsx", options=["--month", "2026-08"], code=1)[
            "committed"
        ]
        is False
    )
    assert (
        imported(database, "02_items_clerk.xlsx", options=["--month", "2026-09"])["committed"]
        is True
    )


def test_what_is_asked_is_listed_with_the_option_that_answers_it(database, tmp_path):
    """Headers of which nobody can tell what they are, and a list that does not say whose it is."""
    table = tmp_path / "清单2026年9月.csv"
    table.write_text(
        "事项名称,事项类型,是否全程网办,2025年是否网办\n身份证,行政许可,是,是\n", encoding="utf-8"
    )
    said = run("import", table, "--database", database, "--home", "云溪县").stdout
    assert mentions(said, "D列“2025年是否网办”", "可能是“是否网上可办”", "--unit")
    said = run("import", table, "--database", database, "--unit", "公安局").stdout
    assert "--unit" not in said


def test_problem_lists(database, tmp_path, expected):
    imported(database, "03_stations_townships.xls", options=["--home", "云溪县"])
    truth = expected["files"]["03_stations_townships.xls"]["truth"]
    for key in ("stations_not_renamed", "villages_without_station"):
        rows = json.loads(
            run("problems", key, "--database", database, "--month", "2026-09", "--json").stdout
        )["rows"]
        assert sorted(row["village"] for row in rows) == sorted(truth[key])
    for suffix in (".xlsx", ".csv"):
        out = tmp_path / f"list{suffix}"
        run(
            "problems",
            "stations_not_renamed",
            "--database",
            database,
            "--month",
            "2026-09",
            "--out",
            out,
        )
        assert out.stat().st_size > 500
    run(
        "problems",
        "stations_not_renamed",
        "--database",
        database,
        "--month",
        "2026-09",
        "--out",
        tmp_path / "list.pdf",
        code=1,
    )


def test_a_database_that_is_not_there_is_said(database):
    assert (
        "没有这个数据库文件"
        in run("rates", "--database", database, "--month", "2026-09", "--json", code=1).stderr
    )
    assert not database.exists()


@pytest.mark.parametrize("count", [2, pytest.param(24, marks=pytest.mark.full)])
def test_demo_months_come_back_as_workbooks(tmp_path, database, monkeypatch, count):
    """That each of the 24 is written, test_demo.py shows; writing all takes half a minute."""
    latest = months()[-count:]
    monkeypatch.setattr("govsvc.demo.workbooks.months", lambda: latest)
    run("demo", "--out", tmp_path / "demo")
    files = sorted((tmp_path / "demo").glob("*.xlsx"))
    assert len(files) == count
    result = json.loads(
        run("import", *files[-2:], "--database", database, "--home", HOME, "--json").stdout
    )
    assert (
        result["committed"]
        and [issue for file in result["files"] for issue in file["issues"]] == []
    )


def test_templates(database, tmp_path):
    """Empty without a database, prefilled with one, one a unit into a folder."""
    out = tmp_path / "out" / "模板.xlsx"
    run("template", out)
    assert load_workbook(out)["政务服务事项"].max_row == 1
    assert "请加上 --database" in run("template", out, "--month", "2026-11", code=1).stderr
    files = ("02_items_clerk.xlsx", "03_stations_townships.xls")
    imported(database, *files, options=["--home", "云溪县"])
    run("template", out, "--database", database)
    assert load_workbook(out)["政务服务事项"].max_row == 1
    run("template", out, "--database", database, "--unit", "公安局")
    page = load_workbook(out)["政务服务事项"]
    assert {row[0] for row in page.iter_rows(min_row=2, values_only=True)} == {
        "2026年10月"
    } and page.max_row > 20
    assert (
        "没有“没有局”的行可以预填"
        in run("template", out, "--database", database, "--unit", "没有局", code=1).stderr
    )
    assert (
        "2026年8月及以前没有"
        in run("template", out, "--database", database, "--month", "2026-08", code=1).stderr
    )
    run("template", tmp_path / "模板.csv", code=1)
    said = run(
        "template", tmp_path / "每部门", "--database", database, "--month", "2026-12", "--each"
    ).stdout.split()
    assert len(said) == 21 and sorted(map(Path, said)) == sorted((tmp_path / "每部门").iterdir())
    files = sorted((tmp_path / "每部门").iterdir())
    result = json.loads(run("import", *files, "--database", database, "--json").stdout)
    assert result["committed"] and {file["month"] for file in result["files"]} == {"2026-12"}
    rates = [
        json.loads(run("rates", "--database", database, "--month", month, "--json").stdout)["own"]
        for month in ("2026-09", "2026-12")
    ]
    assert rates[0] == rates[1] and rates[0]["online_rate"]["denominator"] == 640


def test_a_folder_and_an_archive_are_read_as_their_files(tmp_path):
    folder = tmp_path / "十月"
    (folder / "乡镇").mkdir(parents=True)
    (folder / "通报.csv").write_bytes((GOLDEN / "06_city_bulletin_differs.csv").read_bytes())
    (folder / "~$通报.csv").write_bytes(b"lock")
    (folder / "说明.pdf").write_bytes(b"%PDF")
    with zipfile.ZipFile(folder / "乡镇" / "各乡镇.zip", "w") as archive:
        archive.write(GOLDEN / "03_stations_townships.xls", "站点.xls")
    database = tmp_path / "a.duckdb"
    result = json.loads(
        run("import", folder, "--database", database, "--home", HOME, "--json").stdout
    )
    assert [file["file"] for file in result["files"]] == [
        "乡镇/各乡镇.zip/站点.xls",
        "通报.csv",
    ] and result["committed"]
    # the same content by another name
    assert not json.loads(
        run("import", folder / "通报.csv", "--database", database, "--json").stdout
    )["committed"]


def test_an_empty_folder_is_said(tmp_path):
    (tmp_path / "空").mkdir()
    assert (
        "没有可以读取的文件"
        in run("import", tmp_path / "空", "--database", tmp_path / "a.duckdb", code=1).stderr
    )


def test_a_paper(database, october_file, tmp_path):
    shutil.copy(october_file, database)
    out = tmp_path / "总结.docx"
    words = ("paper", "总结", "--month", "2026-10", "--database", database, "--json", "--out")
    result = json.loads(run(*words, out, "--office", "云溪县政务服务局").stdout)
    assert zipfile.is_zipfile(out) and result["file"] == str(out)
    first = next(one for one in result["figures"] if one["number"] == "99.94%")
    assert (first["about"], first["counts"], first["where"]) == ("网上可办率", "3,148/3,150", "一")
    assert "署名单位" not in [gap["about"] for gap in result["gaps"]]
    for wrong, said in ((tmp_path / "总结.doc", ".docx"), (tmp_path / "无" / "a.docx", "文件夹")):
        assert said in run(*words, wrong, code=1).stderr
        assert not wrong.exists()


def test_a_paper_has_the_words_of_persons_unless_only_the_data_are_wanted(
    database, october_file, tmp_path
):
    shutil.copy(october_file, database)
    store, act = open_store(database), Act("张三", WHEN)
    said = [Words("opening", "人工修改的开头。")]
    paper = PaperOf("summary", "总结", date(2026, 10, 1))
    store.paper_writes.save(paper, WRITTEN, "opening", said, ["全文"], act, seen=0)
    head = io.BytesIO()
    document = Document()
    document.add_paragraph("云溪县局文件")
    document.save(head)
    version = store.version()
    store.paper_writes.set_letterhead("红头.docx", head.getvalue(), act, expected_version=version)
    store.close()
    out = tmp_path / "总结.docx"
    words = ("paper", "总结", "--month", "2026-10", "--database", database, "--out", out)
    printed = run(*words).stdout
    assert printed.startswith("已写出总结（初稿）") and "文字是“材料”页上的第1稿" in printed
    texts = [one.text for one in Document(out).paragraphs]
    assert texts[0] == "云溪县局文件" and "人工修改的开头。" in texts
    assert "第1稿" not in run(*words, "--generated").stdout
    assert "人工修改的开头。" not in [one.text for one in Document(out).paragraphs]


def test_papers_of_other_kinds(database, october_file, tmp_path):
    shutil.copy(october_file, database)
    words = ("--month", "2026-10", "--database", database, "--out")
    slides, figures = tmp_path / "汇报.pptx", tmp_path / "核对表.docx"
    printed = run("paper", "汇报PPT", *words, slides).stdout
    assert mentions(printed, "已写出汇报PPT（初稿）") and zipfile.is_zipfile(slides)
    assert "的数据核对表" in run("paper", "汇报PPT", "--figures", *words, figures).stdout
    texts = [one.text for one in Document(figures).paragraphs]
    assert "数据核对表" in texts
    final = run("paper", "通报", "--version", "正式", *words, tmp_path / "通报.docx").stdout
    assert final.startswith("已写出通报（初稿）：")
    for wrong in (
        ("汇报PPT", *words, tmp_path / "a.docx"),
        ("简报", "--version", "正式", *words, tmp_path / "a.docx"),
    ):
        assert "请" in run("paper", *wrong, code=1).stderr
        assert not (tmp_path / "a.docx").exists()
    # nothing is said to be written before it is
    (taken := tmp_path / "a.docx").mkdir()
    printed = run("paper", "简报", *words, taken, code=1)
    assert printed.stdout == "" and printed.stderr.startswith("没有写出")
