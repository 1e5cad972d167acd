"""Archives of workbooks from the files to the stored month: names, months, what is there already,
marked workbooks.
"""

import io
import zipfile
from datetime import date

from openpyxl import load_workbook
from support import GOLDEN, WHEN, golden_files

from govsvc import sheets
from govsvc.importing import pipeline
from govsvc.sheets.formats.archives import pack

OCTOBER = date(2026, 10, 1)
NAMES = ("02_items_clerk.xlsx", "03_stations_townships.xls", "06_city_bulletin_differs.csv")


def township(number: int, title: str = "2026年9月") -> bytes:
    return (
        f"{title}\n乡镇（街道）,村（社区）,站点名称,是否设站\n{number}号镇,甲{number}村,"
        f"甲{number}村便民服务站,是\n"
    ).encode()


def forty() -> bytes:
    return pack([(f"九月/{number:02}号镇.csv", township(number)) for number in range(40)])


def stored(store, files, **options):
    plan = pipeline.plan(store, files, home=None if store.settings.home() else "云溪县", **options)
    pipeline.commit(store, plan, who="测试", when=WHEN)
    return plan


def test_forty_files_in_an_archive_are_stored_and_are_there_already_the_second_time(empty_store):
    plan = stored(empty_store, [("九月.zip", forty())])
    assert not plan.refused and [batch.row_count for batch in plan.batches] == [40]
    assert [batch.file for batch in empty_store.records.batches()][:2] == [
        "九月.zip/九月/00号镇.csv",
        "九月.zip/九月/01号镇.csv",
    ]
    again = pipeline.plan(empty_store, [("又一次.zip", forty())])
    assert len(again.already) == 40 and again.batches == [] and not again.refused


def test_a_file_that_came_in_an_archive_is_there_already_alone(empty_store):
    stored(empty_store, [("九月.zip", pack(golden_files(*NAMES)))])
    plan = pipeline.plan(empty_store, golden_files("02_items_clerk.xlsx"))
    assert plan.already == ["02_items_clerk.xlsx"]


def test_what_is_there_already_may_come_twice(empty_store):
    stored(empty_store, golden_files("02_items_clerk.xlsx"))
    plan = pipeline.plan(
        empty_store,
        [
            ("九月.zip", pack(golden_files("02_items_clerk.xlsx"))),
            *golden_files("02_items_clerk.xlsx"),
        ],
    )
    assert (
        plan.already == ["九月.zip/02_items_clerk.xlsx", "02_items_clerk.xlsx"] and not plan.refused
    )


def test_the_same_file_in_an_archive_and_alone_is_read_once(empty_store):
    plan = pipeline.plan(
        empty_store,
        [("九月.zip", pack(golden_files(*NAMES))), *golden_files("02_items_clerk.xlsx")],
    )
    (twice,) = plan.refused
    assert (twice.file, twice.refused.code) == (
        "02_items_clerk.xlsx",
        "same_file_twice",
    ) and "九月.zip/02_items_clerk.xlsx" in twice.refused.title


def test_a_row_of_an_archive_and_of_another_file_is_a_duplicate(empty_store):
    files = [
        ("九月.zip", pack([("甲.csv", township(1))])),
        ("乙.csv", township(1) + "一号镇,乙村,乙村便民服务站,是\n".encode()),
    ]
    plan = pipeline.plan(empty_store, files, home="云溪县")
    assert [(issue.code, issue.cell) for issue in plan.files[1].issues] == [("duplicate", "B3")]
    assert "文件“九月.zip/甲.csv”" in plan.files[1].issues[0].message


def test_a_month_is_given_for_one_file_of_an_archive(empty_store):
    files = [("站点.zip", pack([("甲.csv", township(1, "台账")), ("乙.csv", township(2))]))]
    assert [
        file.refused and file.refused.code for file in pipeline.plan(empty_store, files).files
    ] == [None, "month_not_found"]
    plan = pipeline.plan(empty_store, files, month={"站点.zip/甲.csv": OCTOBER})
    assert not plan.refused and plan.months == [date(2026, 9, 1), OCTOBER]


def test_the_archive_or_folder_may_name_the_month(empty_store):
    plan = pipeline.plan(
        empty_store,
        [
            (
                "2026年10月报送.zip",
                pack([("甲.csv", township(1, "台账")), ("2026年8月/乙.csv", township(2, "台账"))]),
            )
        ],
    )
    assert [(file.month, file.sheets[0].month_from) for file in plan.files] == [
        (date(2026, 8, 1), "压缩包或文件夹名"),
        (OCTOBER, "压缩包或文件夹名"),
    ]


def test_files_of_the_same_name_are_told_apart(empty_store):
    files = [
        ("台账.csv", township(1)),
        ("台账.csv", township(2)),
        ("坏.zip", pack([("说明.pdf", b"x")])),
        ("坏.zip", pack([("图.png", b"x")])),
    ]
    plan = pipeline.plan(empty_store, files)
    assert [file.file for file in plan.files] == [
        "台账.csv",
        "台账（2）.csv",
        "坏.zip",
        "坏（2）.zip",
    ]
    assert [file.refused.code for file in plan.refused] == ["zip_no_workbook"] * 2


def test_a_file_of_an_archive_comes_back_marked(empty_store):
    files = [
        (
            "十月.zip",
            pack(
                [
                    ("住建局/05.xlsx", (GOLDEN / "05_items_with_faults.xlsx").read_bytes()),
                    ("01.csv", township(1)),
                ]
            ),
        )
    ]
    plan = pipeline.plan(empty_store, files)
    file = plan.files[1]
    assert file.file == "十月.zip/住建局/05.xlsx"
    marked = sheets.mark_workbook(file.file, plan.contents[file.file], file.issues)
    book = load_workbook(io.BytesIO(marked.content))
    assert book.sheetnames[0] == "错误清单" and book["政务服务事项"]["F5"].comment


def test_the_steps_of_an_import_are_told(empty_store):
    heard = []
    pipeline.plan(
        empty_store,
        [("九月.zip", pack([("甲.csv", township(1)), ("乙.csv", township(2))]))],
        on_progress=lambda *step: heard.append(step),
    )
    assert heard == [("九月.zip/乙.csv", 1, 2), ("九月.zip/甲.csv", 2, 2)]


def test_an_archive_is_no_zip_bomb_here_either(empty_store):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"{number}.csv", bytes(45 * 2**20))
    (file,) = pipeline.plan(empty_store, [("炸.zip", out.getvalue())]).files
    assert file.refused.code == "unpacks_too_large"
