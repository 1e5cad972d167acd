"""50,000 ratings of a 好差评 export from bytes to rows; `pytest tests/bench -s`.

The yardstick is python-calamine handing out the same rows in the same process. What is seen goes
into docs/MEASURED.md.
"""

import random
import subprocess
import sys

import pytest
from openpyxl import Workbook
from rating_exports import HEADER, rating
from support import GOLDEN

ROOT = GOLDEN.parents[1]
RATINGS = 50_000
#: processor seconds of calamine and of reading in turn, then the peak of memory (KiB), rows read
PROGRAM = """
import gc, io, resource, sys, time
from pathlib import Path
from python_calamine import CalamineWorkbook
from govsvc.domain.rows import FileRead
from govsvc.sheets.records import workbook
from govsvc.sheets.records.options import ReadOptions
content = Path(sys.argv[1]).read_bytes()
gc.disable()  # as the process that reads does
for turn in range(3):
    started = time.process_time()
    CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    print(time.process_time() - started)
    result, started = FileRead("好差评.xlsx", ""), time.process_time()
    workbook.read_file(result, content, ReadOptions(home="云溪县"))
    print(time.process_time() - started)
    rows, left_out = result.sheets[0].rows, result.sheets[0].left_out
    del result
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, rows, left_out)
"""


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    chance = random.Random(1)
    path = tmp_path_factory.mktemp("ratings") / "好差评.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("评价明细")
    sheet.append(["2026年10月政务服务“好差评”评价明细"])
    sheet.append(HEADER)
    for number in range(RATINGS):
        item = chance.randrange(1200)
        level, reasons = chance.choices(
            [("非常满意", "510,517"), ("满意", "413"), ("基本满意", "314"), ("不满意", "211,213")],
            [9500, 400, 90, 10],
        )[0]
        sheet.append(
            rating(
                number,
                事项编码=f"114105230{item:022d}",
                事项名称=f"第{item}项业务办理",
                受理部门=f"第{item % 32}局",
                窗口名称=f"{item % 32}号窗口",
                评价人员=f"王大明{number % 977}",
                评价渠道=chance.choice(["PC端", "移动服务端", "二维码", "政务大厅平板电脑"]),
                满意度=level,
                测评指标编码=reasons,
                文字评价=f"办得很快{number % 300}" if number % 10 == 0 else "",
            )
        )
    book.save(path)
    return path


def test_50000_ratings_are_read_within_twice_their_raw_parse(export):
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(export)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    *seconds, memory, rows, left_out = map(float, found.stdout.split())
    raw, read = min(seconds[::2]), min(seconds[1::2])
    print(
        f"\n{rows:,.0f}条评价×{len(HEADER)}列：从字节到各行 {read:.2f} s，是 python-calamine "
        f"取出各行（{raw:.2f} s）的 {read / raw:.2f} 倍；内存峰值 {memory / 2**20:.2f} GiB"
    )
    assert (rows, left_out) == (RATINGS, 0)
    assert read < 2 * raw and memory < 2**20
