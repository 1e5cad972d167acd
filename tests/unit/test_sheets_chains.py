"""A 一件事清单 as it looks: merged things, items in one cell, banks, before → after in one cell."""

from pathlib import Path

import pytest
from chain_lists import HEADER, TITLE, book, cases_book

from govsvc import sheets
from govsvc.domain.chains import Chain, ChainCases, Change, Member, cases_of, chain_of
from govsvc.domain.entries import COUNTED, LEFT_OUT
from govsvc.domain.indicators import CHAIN_CASES, CHAINS
from govsvc.domain.mappings import Choices
from govsvc.domain.rows import FileRead


def read(content: bytes, name: str = "一件事.xlsx", choices: Choices = Choices()) -> FileRead:
    (file,) = sheets.read_files([(name, content)], home="云溪县", choices=choices)
    assert not file.refused, file.refused
    return file


def chains(file: FileRead) -> list[Chain]:
    return [chain_of(one) for one in file.entries if one.kind == CHAINS]


def cases(file: FileRead) -> list[ChainCases]:
    return [cases_of(one) for one in file.entries if one.kind == CHAIN_CASES]


def codes(file: FileRead) -> list[tuple[str, int | None, str | None]]:
    return [(issue.code, issue.row, issue.column) for issue in file.issues]


def one_row(**said: object) -> list:
    """A row of `HEADER` with these cells."""
    row: dict[str, object] = {
        "一件事名称": "企业开办",
        "牵头部门": "市场监督管理局",
        "关联事项": "营业执照",
        "状态": "已上线",
    } | said
    return [row.get(name, "") for name in HEADER]


def read_one(**said: object) -> tuple[Chain, FileRead]:
    file = read(book([[TITLE], HEADER, one_row(**said)]))
    (chain,) = chains(file)
    return chain, file


def test_the_list_of_four_columns_with_things_merged_over_rows() -> None:
    rows = [
        ["云溪县2026年10月一件事清单"],
        ["序号", "一件事名称", "关联事项", "涉及部门"],
        [1, "开办企业", "营业执照", "县市场监管局"],
        ["", "", "刻制印章备案", "县公安局"],
        ["", "", "银行开户", "县本级银行"],
        ["", "", "税务登记", "县税务局"],
        [2, "开办食品经营店", "营业执照", "市场监管局"],
        ["", "", "食品经营许可", "市场监管局"],
    ]
    file = read(book(rows, ["A3:A6", "B3:B6", "A7:A8", "B7:B8"]))
    (sheet,) = file.sheets
    assert (sheet.kind, sheet.rows, sheet.left_out, file.issues) == (CHAINS, 6, 0, [])
    first, second = chains(file)
    assert first.members == (
        Member("营业执照", "市场监管局"),
        Member("刻制印章备案", "公安局"),
        Member("银行开户", "本级银行"),
        Member("税务登记", "税务局"),
    )
    assert first.partners == ("市场监管局", "公安局", "本级银行", "税务局")
    assert (first.state, first.is_due, first.row) == ("", None, 3)
    assert [one.name for one in second.members] == ["营业执照", "食品经营许可"]
    assert any("没有上线状态的列" in note for note in sheet.notes)


def test_names_stand_in_the_first_row_alone_and_items_look_like_headings() -> None:
    rows = [
        [TITLE],
        ["一件事名称", "关联事项", "状态"],
        ["企业开办", "营业执照", "已上线"],
        ["", "（一）刻章备案", ""],
        ["", "税务登记", ""],
        ["新生儿出生", "出生医学证明", "推进中"],
    ]
    first, second = chains(read(book(rows, ["A3:A5"])))
    assert [one.name for one in first.members] == ["营业执照", "刻章备案", "税务登记"]
    assert (first.state, second.state) == ("launched", "under_way")


@pytest.mark.parametrize(
    "cell",
    [
        "营业执照、刻章备案、税务登记",
        "营业执照；刻章备案；税务登记",
        "营业执照\n刻章备案\n税务登记",
        "1.营业执照2.刻章备案3.税务登记",
        "①营业执照②刻章备案③税务登记",
        "1、营业执照；2、刻章备案；3、税务登记等3项",
        "（1）营业执照\n（2）刻章备案\n（3）税务登记。",
    ],
)
def test_all_items_in_one_cell(cell: str) -> None:
    chain, _ = read_one(关联事项=cell)
    assert [one.name for one in chain.members] == ["营业执照", "刻章备案", "税务登记"]


def test_what_stands_in_brackets_is_no_list_and_a_department_there_is_whose_it_is() -> None:
    chain, _ = read_one(
        关联事项="建设工程规划许可（含临时、变更）；营业执照（市监局）\n公安局：刻章、户口登记\n"
        "银行开户（中国银行）"
    )
    assert chain.members == (
        Member("建设工程规划许可（含临时、变更）"),
        Member("营业执照", "市监局"),
        Member("刻章", "公安局"),
        Member("户口登记", "公安局"),
        Member("银行开户", "中国银行"),
    )


def test_lead_and_partners_with_banks_and_companies() -> None:
    chain, file = read_one(牵头部门="县发改局、县住建局", 联办部门="公安局；云溪供水公司、建设银行")
    assert chain.unit == "发改局"
    assert chain.partners == ("住建局", "公安局", "云溪供水公司", "建设银行")
    assert any("牵头部门有2个" in note for note in file.sheets[0].notes)


@pytest.mark.parametrize(
    "cell, change",
    [
        ("7→2", Change("7", "2")),
        ("7个减为2个", Change("7", "2")),
        ("由7个环节减少到2个环节（减少71%）", Change("7", "2", "71%")),
        ("从七个压减至两个", Change("7", "2")),
        ("7-->2", Change("7", "2")),
        ("压缩71%", Change(printed="71%")),
        ("减少71.43%", Change(printed="71.43%")),
        ("减少5个", Change(printed="减少5个")),
    ],
)
def test_before_and_after_in_one_cell(cell: str, change: Change) -> None:
    chain, file = read_one(办理环节=cell)
    assert (chain.changes["steps"], file.issues) == (change, [])


@pytest.mark.parametrize(
    "cell, change",
    [
        ("15个工作日→2个工作日", Change("15工作日", "2工作日")),
        ("15个工作日减为2个", Change("15工作日", "2工作日")),
        ("1个月压缩至即办", Change("1个月", "即办")),
        ("30自然日→3天", Change("30自然日", "3工作日")),
    ],
)
def test_time_limits_before_and_after(cell: str, change: Change) -> None:
    assert read_one(办理时限=cell)[0].changes["limit"] == change


def test_visits_in_words() -> None:
    assert read_one(跑动次数="6次→零跑动")[0].changes["visits"] == Change("6", "0")
    assert read_one(跑动次数="6次→最多跑一次")[0].changes["visits"] == Change("6", "1")


@pytest.mark.parametrize("cell", ["8", "7-2", "大幅压减", "7→2→1", "约7→2", "→", "7/2"])
def test_what_may_be_either_is_asked_and_costs_nothing_else(cell: str) -> None:
    chain, file = read_one(办理环节=cell, 申请材料="21→9")
    assert codes(file) == [("change_unclear", 3, "H")]
    assert (chain.status, chain.changes) == (COUNTED, {"materials": Change("21", "9")})


@pytest.mark.parametrize(
    "upper, lower",
    [
        (["办理环节", "", "申请材料", ""], ["改革前", "改革后", "改革前", "改革后"]),
        (["改革前", "", "改革后", ""], ["环节（个）", "材料（份）", "环节（个）", "材料（份）"]),
        (["优化前环节", "现办理环节", "原申请材料", "优化后材料"], None),
    ],
)
def test_before_and_after_in_columns_of_their_own(upper: list, lower: list | None) -> None:
    cells = [7, 2, 21, 9]
    if lower and upper[0] == "改革前":
        cells = [7, 21, 2, 9]
    header = ["一件事名称", "关联事项", *upper]
    rows = [[TITLE], header, *([["", "", *lower]] if lower else [])]
    rows.append(["企业开办", "营业执照", *cells])
    merges = ["C2:D2", "E2:F2", "A2:A3", "B2:B3"] if lower else []
    file = read(book(rows, merges))
    (chain,) = chains(file)
    assert chain.changes == {"steps": Change("7", "2"), "materials": Change("21", "9")}


def test_more_after_than_before_is_an_error_that_costs_this_saving() -> None:
    chain, file = read_one(办理环节="2→7", 申请材料="21→9")
    assert codes(file) == [("after_over_before", 3, "H")]
    assert chain.changes.keys() == {"materials"} and chain.status == COUNTED


def test_nothing_left_to_do_is_a_number_too() -> None:
    rows = [[TITLE], ["一件事名称", "关联事项", "改革前跑动", "改革后跑动"], ["退休", "甲", 3, 0]]
    (chain,) = chains(read(book(rows)))
    assert chain.changes["visits"].amounts() == (3, 0)


def test_a_printed_percent_is_checked_against_before_and_after() -> None:
    # O11: 昌乐 prints 71% of 7→2, which is 71.43; 洪雅 25→17 is 32.00
    assert not read_one(办理环节="7→2（减少71%）")[1].issues
    assert not read_one(办理时限="25天→17天（压缩32.00%）")[1].issues
    chain, file = read_one(办理环节="7→2（减少72%）")
    assert codes(file) == [("printed_differs", 3, "H")] and "71.43%" in file.issues[0].message
    assert file.issues[0].severity == "warning" and chain.changes["steps"].before == "7"


@pytest.mark.parametrize(
    "word, state",
    [
        ("已上线", "launched"),
        ("上线", "launched"),
        ("√", "launched"),
        ("试运行", "trial"),
        ("未上线", "not_launched"),
        ("未启动", "not_begun"),
        ("已取消", "cancelled"),
        ("", ""),
    ],
)
def test_states(word: str, state: str) -> None:
    assert read_one(状态=word)[0].state == state


def test_a_state_in_prose_is_asked_once_and_remembered() -> None:
    chain, file = read_one(状态="基本落地，待验收")
    assert codes(file) == [("state_unclear", 3, "F")] and chain.state == ""
    (unclear,) = file.sheets[0].unclear
    said = {(unclear.field, unclear.header): {unclear.value: "试运行"}}
    again = read(
        book([[TITLE], HEADER, one_row(状态="基本落地，待验收")]), choices=Choices(values=said)
    )
    assert chains(again)[0].state == "trial" and not again.issues


def test_rows_of_one_thing_that_say_different_things() -> None:
    rows = [
        [TITLE],
        HEADER,
        one_row(),
        one_row(关联事项="税务登记", 状态="推进中"),
        one_row(一件事名称="新生儿出生"),
    ]
    file = read(book(rows))
    assert codes(file) == [("chain_contradicts", 4, "F")]
    assert [one.status for one in chains(file)] == [LEFT_OUT, COUNTED]
    assert file.sheets[0].left_out == 2


def test_a_list_with_a_row_an_item_and_the_department_of_each_as_its_lead() -> None:
    name = "一件事清单_一行一事项.xlsx"
    content = (Path(__file__).parents[1] / "cases" / name).read_bytes()
    file = read(content, name)
    (chain,) = chains(file)
    assert (chain.key, chain.state, len(chain.members)) == ("出生", "launched", 10)
    assert chain.unit == "住建局" and "卫健局" in chain.partners
    assert any("牵头部门有6个，按第一个“住建局”计" in note for note in file.sheets[0].notes)


def test_a_plan_of_work_is_no_list_of_things() -> None:
    rows = [
        ["云溪县2026年10月重点工作推进表"],
        ["序号", "重点事项", "牵头单位", "进展情况", "完成时限"],
        [1, "修路", "交通运输局", "推进中", "12月底"],
    ]
    (file,) = sheets.read_files([("工作.xlsx", book(rows, name="Sheet1"))], home="云溪县")
    assert file.refused and file.refused.code in ("not_ours", "no_known_sheet")
    rows[0][0] = "云溪县2026年10月“高效办成一件事”推进表"
    assert chains(read(book(rows, name="Sheet1")))[0].unit == "交通运输局"


def test_a_thing_twice_and_a_row_without_a_name() -> None:
    rows = [
        [TITLE],
        HEADER,
        one_row(一件事名称="“企业开办”一件事"),
        one_row(一件事名称="新生儿出生"),
        one_row(一件事名称="企业开办一件事"),
    ]
    file = read(book(rows))
    assert codes(file) == [("duplicate", 5, "B")]
    assert [one.status for one in chains(file)] == [LEFT_OUT, COUNTED, LEFT_OUT]
    file = read(book([[TITLE], HEADER, one_row(一件事名称=""), one_row()]))
    assert codes(file) == [("chain_blank", 3, "B")] and file.sheets[0].left_out == 1


def test_cases_beside_the_list() -> None:
    _, file = read_one(本月办件量=12)
    assert [(one.key, one.cases) for one in cases(file)] == [("企业开办", 12)]
    header = [*HEADER[:-1], "办件量"]
    file = read(book([[TITLE], header, one_row()[:-1] + [12]]))
    assert [issue.code for issue in file.issues] == ["cases_unclear"]
    assert not cases(file) and chains(file)[0].status == COUNTED
    header[-1] = "累计办件量"
    file = read(book([[TITLE], header, one_row()[:-1] + [12]]))
    assert [issue.code for issue in file.issues] == ["cumulative"] and not cases(file)


def test_a_sheet_of_cases() -> None:
    title = "2026年10月一件事办件情况"
    file = read(cases_book(title, ["一件事名称", "办件量"], ["企业开办", 3], ["新生儿出生", 0]))
    assert [(one.name, one.cases) for one in cases(file)] == [("企业开办", 3), ("新生儿出生", 0)]
    file = read(cases_book(title, ["一件事名称", "10月办件量", "累计"], ["企业开办", 3, 30]))
    assert [(one.cases, one.cumulative) for one in cases(file)] == [(3, 30)]
    file = read(cases_book(title, ["一件事名称", "本月办件", "累计办件"], ["企业开办", 30, 3]))
    assert codes(file) == [("cumulative_under_month", 3, "C")]
    assert [one.status for one in cases(file)] == [LEFT_OUT]
    file = read(cases_book(title, ["一件事名称", "办件量"], ["企业开办", ""], ["退休", "不详"]))
    assert [code for code, *_ in codes(file)] == ["count_blank", "not_a_count"]
    assert not cases(file) and file.sheets[0].left_out == 2


def test_the_total_of_several_months_is_no_count_of_a_month() -> None:
    for title, header in (
        ("2026年1—10月一件事办件情况", "办件量"),
        ("2026年10月一件事办件情况", "累计办件量"),
        ("2026年10月一件事累计办件情况", "办件量"),
    ):
        content = cases_book(title, ["一件事名称", header], ["企业开办", 30])
        file = read(content, "2026年10月一件事.xlsx")
        assert [issue.code for issue in file.issues] == ["cumulative"], title
        assert not cases(file) and file.sheets[0].left_out == 1
    title = "2026年10月一件事办件情况"
    file = read(cases_book(title, ["一件事名称", "9月办件量"], ["企业开办", 30]))
    assert [issue.code for issue in file.issues] == ["another_month"] and not cases(file)
    assert file.sheets[0].left_out == 1
