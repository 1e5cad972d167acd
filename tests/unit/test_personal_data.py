"""Personal data: one definition, for the correction view, the kept originals and the log."""

import io
import logging
import zipfile

import openpyxl
import pytest

from govsvc import sheets
from govsvc.domain.personal_data import is_personal, mask, mask_below, mask_cell, mask_number
from govsvc.importing.originals import keep, restored
from pages._server import logging_setup

PERSONS = [
    "申请人",
    "法定代表人",
    "评价人",
    "被回访人",
    "办事群众",
    "企业联系人",
    "接听人",
    "负责人",
    "联系人",
    "经办人",
    "填报人",
    "填表人",
    "审核人",
    "代办员",
    "站长",
    "办事员",
    "工作人员",
    "姓名",
    "身份证",
    "身份证号码",
    "手机",
    "手机号",
    "联系电话",
    "联系方式",
    "电话",
    "电话号码",
    "申请人或委托人",
    "回访对象",
    "受访人",
    "来电人",
    "委托代理人",
    "当事人",
    "投诉人",
    "法人",
    "企业法人",
]
NUMBERS = {
    "13800138000": "138****8000",
    "138 0013 8000": "138****8000",
    "138-0013-8000": "138****8000",
    "138－0013－8000": "138****8000",
    "１３８００１３８０００": "１３８****８０００",
    "(138)0013-8000": "(138)****8000",
    "（138）00138000": "（138）****8000",
    "1380 013 8000": "138****8000",
    "1380-013-8000": "138****8000",
    "138.0013.8000": "138****8000",
    "+86 138-0013-8000": "+86 138****8000",
    "＋８６１３８００１３８０００": "＋８６１３８****８０００",
    "008613800138000": "0086138****8000",
    "110101199003074514": "110101***********4",
    "110101 19900307 451X": "110101***********X",
    "１１０１０１１９９００３０７４５１Ｘ": "１１０１０１***********Ｘ",
    "110101900307451": "110101********1",
}


@pytest.mark.parametrize("header", PERSONS)
def test_columns_of_persons(header):
    for spelled in (
        header,
        f" {header} ",
        f"{header[:1]}　{header[1:]}",
        f"\ufeff{header}",
        f"*{header}",
    ):
        assert is_personal(spelled), spelled
    assert "丰" not in mask_cell(header, "张三丰") and "王" not in mask_cell(header, "王")


@pytest.mark.parametrize(
    "header",
    [
        "申请人姓名",
        "申请人姓名/名称",
        "企业名称（申请人）",
        "负责人（站长）",
        "便民服务站负责人",
        "办理部门联系人",
        "企业联系人\n手机号码",
        "姓名、电话",
        "评价人员",
        "投诉人电话",
        "法人姓名",
    ],
)
def test_headers_that_say_more_than_the_person(header):
    assert is_personal(header)


@pytest.mark.parametrize(
    "header",
    [
        "首席代表",
        "首席事务代表",
        "首席（事务）代表",
        "首席代表联系电话",
        "办公电话",
        "监督投诉电话",
        "申请人类型",
        "是否有联系电话",
        "填报单位：云溪县住建局 填报人：张三",
        "社会团体负责人变更",
        "居民身份证核发",
        "捡拾手机招领",
        "法人单位",
        "法人名称",
        "法人类型",
        "非法人",
        "事业单位法人登记",
        "代理机构",
        "受访人数",
        "事项名称",
        "",
        "负责人" * 30,
    ],
)
def test_what_names_no_column_of_persons(header):
    assert not is_personal(header) and mask_cell(header, "赵六") == "赵六"


@pytest.mark.parametrize("number, masked", NUMBERS.items())
def test_numbers_are_masked_wherever_they_stand(number, masked):
    assert mask(number) == masked
    assert mask(f"请拨打{number}，谢谢") == f"请拨打{masked}，谢谢"
    assert mask_cell("首席代表电话", number) == masked


@pytest.mark.parametrize("number, masked", NUMBERS.items())
@pytest.mark.parametrize("mark", ["", "字", ">", "\udc80"])
def test_numbers_are_masked_in_a_long_text_too(number, masked, mark):
    rest = "无" * 10_000
    assert mask(rest + mark + number + mark) == rest + mark + masked + mark
    assert mask(number + mark + rest) == masked + mark + rest


@pytest.mark.parametrize(
    "text",
    [
        "0123-4567890",
        "01234567890",
        "1111138123456782222222222222222",
        "20261013",
        "12345678901234567890",
        "a13800138000",
        "3.13800138000",
        "138.00138",
        "13800138000.00",
        "2026.1013.0930",
        "2026-10-13 09:30",
        "1111(138)00138000222",
    ],
)
def test_office_numbers_codes_dates_and_amounts_stay(text):
    assert mask(text) == text


@pytest.mark.parametrize(
    "stored, masked",
    [
        ("13812345678", 13800000000),
        ("1.3812345678E10", 13800000000),
        ("1.3812345678E+10", 13800000000),
        ("8613812345678", 8613800000000),
        ("110101199003074514", 110101000000000000),
    ],
)
def test_a_stored_number_stays_a_number(stored, masked):
    assert float(mask_number(stored)) == masked


@pytest.mark.parametrize("stored", ["45000", "13812345678.5", "0.138", "1E99", "1" * 31, "无"])
def test_stored_amounts_days_and_codes_stay(stored):
    assert mask_number(stored) == stored


@pytest.mark.parametrize(
    "word", ["企业法人", "自然人、法人", "云溪县建设有限公司", "√", "是", "5234", ""]
)
def test_below_a_legal_person_only_names_of_persons_are_masked(word):
    assert mask_cell("法人", word) == word and "三丰" not in mask_cell("法人", "张三丰")


def test_below_two_headers_the_stricter_holds():
    assert mask_below(["申请人", "电话"], "0123-4567890") == "012****"
    assert mask_below(["电话"], "0123-4567890") == "0123-4567890"
    assert mask_below([], "13800138000") == "138****8000"


def test_an_office_number_stays_in_a_column_of_telephones_and_not_in_one_of_a_person():
    assert mask_cell("联系电话", "0123-4567890") == "0123-4567890"
    assert mask_cell("申请人电话", "0123-4567890") == "012****"
    assert mask_cell("负责人", "0123-4567890") == "012****"
    assert mask_cell("联系电话", "7654321") == "765****"


# -- where it is applied -----------------------------------------------------------------

LINES = [
    ["申请人", "法定代表人", "电话", "首席代表", "办公电话", "事项名称"],
    ["欧阳若兰", "司马长风", "138-0013-8000", "诸葛青云", "0123-4567890", "公章刻制备案"],
]
SECRETS, READABLE = ("若兰", "长风", "0013"), ("诸葛青云", "0123-4567890", "公章刻制备案")
HEADERS = ["实施编码", "事项名称", "事项类型", "实施主体", "是否网上可办", "全程网办", "省平台发布"]


def csv_of(lines) -> bytes:
    return "\n".join(map(",".join, lines)).encode()


def workbook_of(lines) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def test_what_the_correction_view_shows_of_a_sheet_that_was_not_recognised():
    (file,) = sheets.read_files([("办件.csv", csv_of(LINES))])
    shown = str([table.top for sheet in file.sheets for table in sheet.tables])
    assert not [secret for secret in SECRETS if secret in shown], shown
    assert all(text in shown for text in (*LINES[0], *READABLE))


def test_what_the_correction_view_shows_of_the_columns_of_an_item_list():
    lines = [
        ["2026年10月政务服务事项"],
        [*HEADERS, *LINES[0][:5]],
        ["1" * 31, "甲事项", "行政许可", "住建局", "是", "是", "是", *LINES[1][:5]],
    ]
    (file,) = sheets.read_files([("事项.xlsx", workbook_of(lines))], home="云溪县")
    (sheet,) = file.sheets
    assert sheet.kind == "items" and not [secret for secret in SECRETS if secret in str(file)]
    samples = {column.header: column.samples for column in sheet.seen}
    assert (samples["申请人"], samples["法定代表人"], samples["电话"]) == ((), (), ())
    assert (samples["首席代表"], samples["办公电话"]) == (("诸葛青云",), ("0123-4567890",))


def test_a_person_over_two_header_rows_is_seen():
    lines = [
        ["2026年10月政务服务事项"],
        [*HEADERS, "申请人", None],
        [*[None] * len(HEADERS), "名称", "类型"],
        ["1" * 31, "甲事项", "行政许可", "住建局", "是", "是", "是", "欧阳若兰", "个人"],
    ]
    book, out = openpyxl.load_workbook(io.BytesIO(workbook_of(lines))), io.BytesIO()
    book.active.merge_cells("H2:I2")
    for column in "ABCDEFG":
        book.active.merge_cells(f"{column}2:{column}3")
    book.save(out)
    (file,) = sheets.read_files([("事项.xlsx", out.getvalue())], home="云溪县")
    assert file.sheets[0].kind == "items" and "若兰" not in str(file)


def test_the_correction_view_shows_nothing_under_a_merged_header_of_persons():
    lines = [["事项", "申请人", None], ["公章刻制备案", "欧阳若兰", "司马长风"]]
    book, out = openpyxl.load_workbook(io.BytesIO(workbook_of(lines))), io.BytesIO()
    book.active.merge_cells("B1:C1")
    book.save(out)
    (file,) = sheets.read_files([("办件.xlsx", out.getvalue())])
    assert file.sheets[0].top == [["事项", "申请人", ""], ["公章刻制备案", "", ""]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_original_in_text(encoding):
    content = (
        csv_of([*LINES, ["", "", "１３８００１３８０００", "", "", ""]]).decode().encode(encoding)
    )
    text = restored(keep("1", "办件.csv", content)).decode(encoding)
    assert not [secret for secret in (*SECRETS, "００１３") if secret in text], text
    assert all(word in text for word in (*LINES[0], *READABLE))


@pytest.mark.parametrize("is_inline", [False, True])
def test_an_original_in_a_workbook(is_inline):
    content = workbook_of([*LINES, ["<甲&乙>", "王", "7654321", "", "", "138 0013 8000"]])
    if is_inline:
        source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for entry in source.infolist():
                part = source.read(entry)
                if entry.filename == "xl/worksheets/sheet1.xml":
                    part = part.replace(
                        b"</row></sheetData>",
                        (
                            '</row><row r="4"><c r="A4" t="inlineStr">'
                            "<is><t>&lt;欧阳若兰&amp;</t></is></c>"
                            "</row></sheetData>"
                        ).encode(),
                    )
                target.writestr(entry.filename, part)
        content = out.getvalue()
    book = openpyxl.load_workbook(io.BytesIO(restored(keep("1", "办件.xlsx", content))))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == tuple(LINES[0]) and rows[1][3:] == tuple(LINES[1][3:])
    assert rows[1][:3] == ("欧**", "司**", "138****8000")
    assert rows[2][:3] == ("<**", "*", "765****") and rows[2][5] == "138****8000"
    assert not is_inline or rows[3][0] == "<**"


def test_a_text_with_line_ends_of_an_old_machine_is_kept():
    content = "申请人,事项\r欧阳若兰,甲\r".encode()
    text = restored(keep("1", "a.csv", content)).decode()
    assert "若兰" not in text and "事项" in text


def test_lines_of_the_log(tmp_path):
    handler = logging_setup.start(tmp_path / "a.duckdb")
    try:
        for number in NUMBERS:
            logging.getLogger("govsvc").error("不能读取“%s”，请拨打0123-4567890", number)
    finally:
        logging_setup.stop(handler)
    lines = logging_setup.log_file(tmp_path / "a.duckdb").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(NUMBERS)
    for line, masked in zip(lines, NUMBERS.values()):
        assert f"“{masked}”，请拨打0123-4567890" in line


def test_an_issue_does_not_quote_a_persons_number():
    text = (
        "事项清单（2026年10月）\n事项名称,实施编码,事项类型,实施主体,是否网上可办\n"
        "甲,11999923MB0000100Y4700100000000,行政许可,公安局,是\n"
        "乙,11999923MB0000100Y4700100000001,行政许可,公安局,找张三 138-0013-8000\n"
    )
    (file,) = sheets.read_files([("a.csv", text.encode())], home="云溪县")
    (issue,) = [issue for issue in file.issues if issue.code == "not_yes_no"]
    assert "138****8000" in issue.value and "138****8000" in issue.message
    shown = [issue.value + issue.message for issue in file.issues]
    shown += [unclear.value for sheet in file.sheets for unclear in sheet.unclear]
    assert not [line for line in shown if "0013" in line]
