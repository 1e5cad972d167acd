"""Issues grouped: one wrong column is one sentence."""

from support import golden_files

from govsvc import sheets
from govsvc.domain.errors import Issue
from govsvc.domain.issue_groups import grouped


def at(
    cell: str,
    what: str,
    header: str = "是否网上可办",
    found: str = "1",
    severity: str = "error",
    code: str = "not_yes_no",
    expected: str = "是 或 否",
) -> Issue:
    return Issue.at_cell(
        "事项", int(cell[1:]), cell[0], severity, code, what, found, expected, header
    )


def said(*issues: Issue) -> list[tuple[str, str, str]]:
    return [
        (group.address, group.message, group.expected) for group in grouped([("a.xlsx", issues)])
    ]


def test_a_wrong_column_is_one_sentence():
    wrong = [at(f"G{row}", "不是“是”或“否”", found=str(row % 2 + 1)) for row in range(3, 3000)]
    assert said(*wrong) == [
        ("事项!G列", "“是否网上可办”列有2997处不是“是”或“否”：G3“2”、G4“1”、G5“2” 等。", "是 或 否")
    ]


def test_one_issue_keeps_its_own_sentence():
    one = at("G3", "不是“是”或“否”")
    assert said(one) == [("事项!G3", one.message, "是 或 否")]


def test_blank_cells_are_named_without_quotes():
    assert (
        said(at("G3", "没有填写", found=""), at("G4", "没有填写", found=""))[0][1]
        == "“是否网上可办”列有2处没有填写：G3、G4。"
    )


def test_columns_codes_and_severities_are_apart_and_errors_come_first():
    found = said(
        at("G3", "存疑", severity="warning", code="odd"),
        at("G4", "不是“是”或“否”"),
        at("H4", "不是“是”或“否”"),
        at("G5", "没有填写", code="flag_blank"),
    )
    assert [place for place, *_ in found] == ["事项!G4", "事项!H4", "事项!G5", "事项!G3"]


def test_what_differs_from_cell_to_cell_is_shown_by_the_first():
    found = said(
        *(
            at(
                f"B{row}",
                f"与第{row - 5}行重复，两行都未计入",
                "实施编码",
                f"编码{row}",
                code="duplicate",
                expected=f"请核对第{row - 5}行",
            )
            for row in (9, 10, 11)
        )
    )
    assert found == [
        (
            "事项!B列",
            "“实施编码”列有3处：B9与第4行重复，两行都未计入；其余如 B10“编码10”、B11“编码11”。",
            "见逐个说明",
        )
    ]


def test_issues_without_a_cell():
    rows = [
        Issue(
            "站点",
            None,
            None,
            "warning",
            "village_not_listed",
            f"第{row}行的甲村不在村居名录中，未计入。",
        )
        for row in (2, 3)
    ]
    assert said(*rows) == [("站点", "第2行的甲村不在村居名录中，未计入；这样的共2处。", "")]


def test_a_sentence_that_only_looks_like_one_of_a_cell_is_not_taken_apart():
    rows = [
        Issue("站点", row, "B", "warning", "odd", f"第{row}行“村”的“甲”不明。", "甲", header="村")
        for row in (2, 3)
    ]
    assert said(*rows) == [("站点!B列", "第2行“村”的“甲”不明；这样的共2处。", "")]


def test_quotes_in_a_header_or_a_value_change_nothing():
    rows = [at(f"G{row}", "不是“是”或“否”", "是否“网上”可办", "”的“1”") for row in (3, 4)]
    assert said(*rows)[0][1] == "“是否“网上”可办”列有2处不是“是”或“否”：G3“”的“1””、G4“”的“1””。"


def test_an_issue_carries_where_it_is_and_says_the_whole_sentence():
    issue = at("G3", "不是“是”或“否”")
    assert (issue.sheet, issue.row, issue.column, issue.header, issue.value, issue.code) == (
        "事项",
        3,
        "G",
        "是否网上可办",
        "1",
        "not_yes_no",
    )
    assert issue.cell == "G3" and issue.message == "第3行“是否网上可办”的“1”不是“是”或“否”。"
    assert Issue.at_cell("事项", 3, "G", "error", "odd", "存疑").message == "第3行“G列”存疑。"


def test_none_is_lost_and_each_stands_in_one_group():
    files = sheets.read_files(golden_files("05_items_with_faults.xlsx"), home="云溪县")
    groups = grouped((file.file, file.issues) for file in files)
    assert (
        sorted((i for g in groups for i in g.issues), key=str) == sorted(files[0].issues, key=str)
        and len(groups) <= 9
    )
    assert all(group.message.endswith("。") for group in groups)


def test_each_missing_column_is_named():
    missing = [
        Issue("表", None, None, "error", "column_missing", f"缺少{name}列。", "", f"加上{name}列")
        for name in ("是否网上可办", "是否进驻大厅")
    ]
    assert [group.message for group in grouped([("表.xlsx", missing)])] == [
        issue.message for issue in missing
    ]
