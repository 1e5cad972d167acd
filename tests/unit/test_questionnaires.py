"""问卷: totals, percentages without n, the answers of a survey tool with its questions mapped."""

import json

from call_ledgers import workbook

from govsvc import sheets
from govsvc.__main__ import main
from govsvc.domain.entries import COUNTED
from govsvc.domain.indicators import QUESTIONNAIRES, SURVEY
from govsvc.domain.mappings import Choices, HeaderChoice, of_header
from govsvc.domain.rows import FileRead

TITLE = ["云溪县2026年10月政务服务满意度问卷"]
TOTALS = ["问卷名称", "发放方式", "发放份数", "回收份数", "有效份数", "满意份数"]
O4 = ["2026年下半年问卷", "现场发放", 220, 201, 193, 187]
QUESTIONS = ["题目", "有效份数", "非常满意", "满意", "基本满意", "不满意", "非常不满意", "满意率"]
ANSWERS = [
    *("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"),
    *("1、您对窗口工作人员的服务态度是否满意？", "2、您对本次办事总的感受是？", "3、您的年龄"),
]


def book(header: list, *rows: list, title: list = TITLE) -> bytes:
    return workbook({"问卷": [title, header, *rows]})


def read(content: bytes, choices: Choices = Choices()) -> FileRead:
    (file,) = sheets.read_files([("问卷.xlsx", content)], home="云溪县", choices=choices)
    assert not file.refused, file.refused
    return file


def test_the_totals_of_a_wave(tmp_path, capsys) -> None:
    file, path = tmp_path / "问卷.xlsx", tmp_path / "c.duckdb"
    file.write_bytes(book(TOTALS, O4))
    assert main(["import", str(file), "--database", str(path), "--home", "云溪县"]) == 0
    capsys.readouterr()
    words = ["feedback", "questionnaires", "--month", "2026-10", "--database", str(path), "--json"]
    assert main(words) == 0
    (wave,) = json.loads(capsys.readouterr().out)["waves"]
    rates = {key.partition(".")[2]: one for key, one in wave["rates"].items()}
    assert {key: one["percent"] for key, one in rates.items()} == {
        "returned": "91.36",
        "valid": "96.02",
        "satisfied": "96.89",
    }
    assert (wave["way"], rates["satisfied"]["fraction"]) == ("现场发放", "187/193")
    assert rates["satisfied"]["interval"] is not None
    # the same wave again takes its own place, another wave of the month stands beside it
    second = ["另一次问卷", "二维码", 100, 90, 80, 79]
    file.write_bytes(book(TOTALS, ["2026年下半年问卷", "现场发放", 220, 201, 193, 190], second))
    assert main(["import", str(file), "--database", str(path)]) == 0
    file.write_bytes(book(TOTALS, O4))
    assert main(["import", str(file), "--database", str(path)]) == 0
    capsys.readouterr()
    assert main(words) == 0
    waves = json.loads(capsys.readouterr().out)["waves"]
    found = {one["wave"]: one["rates"]["questionnaire.satisfied"]["fraction"] for one in waves}
    assert found == {"2026年下半年问卷": "187/193", "另一次问卷": "79/80"}


def test_each_question_with_its_levels() -> None:
    file = read(book(QUESTIONS, ["服务态度", 193, 150, 30, 8, 4, 1, ""]))
    (entry,) = file.entries
    assert entry.kind == QUESTIONNAIRES and not file.issues
    assert (entry.attributes["question"], entry.attributes["content"]) == ("attitude", "188")


def test_percentages_without_n_are_kept_as_printed_and_never_computed() -> None:
    file = read(book(["题目", "满意率"], ["服务态度", "96.5%"], ["办事效率", "95%"]))
    assert {issue.code for issue in file.issues} == {"valid_missing"}
    assert "缺有效份数" in file.issues[0].message
    assert [entry.attributes["printed"] for entry in file.entries] == ["96.5%", "95%"]
    assert not any("valid" in entry.attributes for entry in file.entries)


def test_what_does_not_add_up_is_said_at_its_cell() -> None:
    file = read(book(TOTALS, ["问卷", "", 220, 201, 193, 194], ["问卷二", "", 220, 230, 193, 190]))
    assert [issue.code for issue in file.issues] == ["part_over_whole"] * 2
    file = read(book(QUESTIONS, ["服务态度", 190, 150, 30, 8, 4, 1, ""]))
    assert [issue.code for issue in file.issues] == ["levels_do_not_add_up"]


def answers(*rows: tuple) -> bytes:
    filled = [
        [n, f"2026-10-{n:02d} 10:00:00", "60秒", "微信", "", "10.1.2.3", *row]
        for n, row in enumerate(rows, start=1)
    ]
    return book(ANSWERS, *filled, title=["满意度调查"])


def test_questions_of_a_survey_tool_are_asked_once_and_remembered() -> None:
    content = answers(("非常满意", "满意", "30"), ("满意", "不满意", "40"), ("", "", "50"))
    file = read(content)
    (sheet,) = file.sheets
    assert sheet.kind == SURVEY and not len(file.entries)
    assert [issue.code for issue in file.issues] == ["questions_open"]
    asked = {one.letters: one.near for one in sheet.seen if one.near}
    assert asked["G"][0] == "survey_attitude" and "survey_whole" in asked["H"]
    said = {
        of_header(SURVEY, one.text): HeaderChoice(SURVEY, 1, {field: None})
        for one in sheet.seen
        for letters, field in (("G", "survey_attitude"), ("H", "survey_whole"))
        if one.letters == letters
    }
    again = read(content, Choices(headers=said))
    found = {one.attributes["question"]: one.attributes for one in again.entries}
    assert {key: (one["content"], one["valid"]) for key, one in found.items()} == {
        "attitude": ("2", "2"),
        "whole": ("1", "2"),
    }
    assert found["whole"]["returned"] == "3" and again.sheets[0].out_of_scope == 1
    assert {one.status for one in again.entries} == {COUNTED}
    assert "10.1.2.3" not in repr(list(again.entries))
