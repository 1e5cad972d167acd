"""Kept originals of what people say: nobody's name, number or 办件编号 is in them, in the archive
of a workbook neither.
"""

import io
import zipfile

import bad_rating_ledgers
import pytest
import rating_exports
from call_ledgers import month_of_60, workbook

from govsvc.importing.originals import keep, restored

TOOL = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "您的姓名", "您的电话"]
ANSWERED = [1, "2026/10/12 9:01:02", "80秒", "微信", "王大明", "1.2.3.4", "王大明", 13812345678]
SURVEY = [
    [*TOOL, "办件编号", "1、您对本次服务总体是否满意？"],
    [*ANSWERED, "YX2026000001", "满意"],
]
#: name of the file → its bytes
FILES = {
    "好差评.xlsx": rating_exports.book([rating_exports.rating(number) for number in range(3)]),
    "好差评.csv": rating_exports.text([rating_exports.rating(number) for number in range(3)]),
    "差评台账.xlsx": bad_rating_ledgers.book([bad_rating_ledgers.handled(1)]),
    "问卷答卷.xlsx": workbook({"答卷": SURVEY}),
    "回访台账.xlsx": month_of_60(10),
}


def texts_in(content: bytes) -> str:
    """All that the file holds, the parts of a workbook unpacked."""
    if not content.startswith(b"PK"):
        return content.decode("gb18030")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


@pytest.mark.parametrize("name", FILES)
def test_nobody_is_in_a_kept_original(name) -> None:
    written = texts_in(FILES[name])
    kept = texts_in(restored(keep("1", name, FILES[name])))
    for word in ("王大明", "YX2026", "1381234", "13800000001", "1.2.3.4"):
        assert word not in kept, word
    assert "王大明" in written and "YX2026" in written and "满意" in kept
