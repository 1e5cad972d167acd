"""A province's item list (120 counties × 2,000 items × 12 columns) from bytes to committed; `pytest
-m full tests/bench -s`.

What is seen goes into docs/MEASURED.md. The yardstick is python-calamine handing out the same
rows in the same run.
"""

import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl.utils import get_column_letter
from support import GOLDEN

ROOT = GOLDEN.parents[1]

HEADER = [
    "序号",
    "实施编码",
    "事项名称",
    "事项类型",
    "实施主体",
    "行使层级",
    "是否进驻大厅",
    "是否在省平台发布",
    "是否网上可办",
    "是否全程网办",
    "是否明进暗不进",
    "备注",
]
#: what the item list carries of authorisation, limits, visits and windows
POWER = (
    "授权情况",
    "法定办结时限",
    "承诺办结时限",
    "办件类型",
    "到办事现场次数",
    "是否一窗受理",
    "是否并联推送",
    "是否综窗出件",
    "是否电子归档",
)
#: of an item, wherever it is; of a department
_LIMITS = [
    (law, promise, kind, visits)
    for law in ("20个工作日", "15工作日", "1个月", "10", "60", "30自然日", "无")
    for promise, kind, visits in (("即办", "即办件", 0), ("5", "承诺件", 0), ("7", "承诺件", 1))
]
_WINDOWS = ("是是是是", "是否是是", "是否否是", "否否是否", "否否否否")
_POWERS = ("全权授权", "全权授权", "全权授权", "部分授权", "未授权", "不适用")
COUNTIES, ITEMS_EACH = 120, 2000
LETTERS = tuple(map(get_column_letter, range(1, 40)))
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OPEN = "http://schemas.openxmlformats.org"
_RELATED = f"{_OPEN}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: the parts of a workbook beside its sheet and its texts
PARTS = {
    "[Content_Types].xml": (
        f'{XML}<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'{XML}<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{_RELATED}"><sheets>'
        '<sheet name="政务服务事项" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{XML}<Relationships xmlns="{_OPEN}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"
    ),
}

YARDSTICK = """
import io, sys, time
from python_calamine import CalamineWorkbook
content = open(sys.argv[1], "rb").read()
started = time.perf_counter()
sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
rows = sheet.to_python(skip_empty_area=False)
print(time.perf_counter() - started)
"""

#: seconds from bytes to committed, then the peak of memory of this process and of the one that
#: reads (KiB)
IMPORT = """
import sys, time, resource
from datetime import datetime
from pathlib import Path
from govsvc import sheets
from govsvc.importing import pipeline
from govsvc.sheets.sandbox import process
from govsvc.store import open_store
store = open_store(sys.argv[2])
content = Path(sys.argv[1]).read_bytes()
# the process that reads is up, as in a running app
sheets.read_files([("2026年10月.csv", "县市区,网上可办率\\n云溪县,99.00%".encode())])
started = time.perf_counter()
planned = pipeline.plan(store, [("2026年10月.xlsx", content)], home="云溪县")
pipeline.commit(store, planned, who="测试", when=datetime(2026, 11, 5))
seconds = time.perf_counter() - started
store.close()
process._end_idle()
both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
peaks = [resource.getrusage(who).ru_maxrss for who in both]
print(seconds, *peaks, sum(batch.row_count for batch in planned.batches), planned.error_count)
"""


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "with_power"])
def province(request, tmp_path_factory):
    """The list, without and with the columns of authorisation, limits and windows."""
    path = tmp_path_factory.mktemp("province") / "2026年10月.xlsx"
    write(path, POWER if request.param else ())
    return path


def further_cells(county: int, item: int, chance: random.Random) -> list[object]:
    """The cells below `POWER`."""
    windows = _WINDOWS[(county + item % 30) % len(_WINDOWS)]
    return [chance.choice(_POWERS), *_LIMITS[item % len(_LIMITS)], *windows]


def write(path, further: Sequence[str]) -> None:
    """As an office program writes it: texts once, in a table of their own."""
    chance, strings = random.Random(1), dict[str, int]()

    def line(number: int, cells: Sequence[object]) -> str:
        texts = (
            f'<c r="{letters}{number}" t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>'
            if isinstance(cell, str)
            else f'<c r="{letters}{number}"><v>{cell}</v></c>'
            for letters, cell in zip(LETTERS, cells)
            if cell != ""
        )
        return f'<row r="{number}">{"".join(texts)}</row>'

    lines = [line(1, ["2026年10月政务服务事项清单"]), line(2, [*HEADER, *further])]
    for number in range(COUNTIES * ITEMS_EACH):
        county, item = divmod(number, ITEMS_EACH)
        cells = [
            number + 1,
            f"{110000000000 + county:012d}{item:019d}",
            f"建筑工程第{item}号施工许可证核发（{county}县）",
            chance.choice(["行政许可", "行政确认", "公共服务", "其他行政权力"]),
            f"第{county}县住房和城乡建设局第{item % 30}处",
            "县级",
            chance.choice("是是是是是否"),
            "是",
            chance.choice("是是是是是否"),
            "否",
            "否",
            "",
        ]
        cells += further_cells(county, item, chance) if further else []
        lines.append(line(number + 3, cells))
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        archive.writestr("xl/sharedStrings.xml", f'{XML}<sst xmlns="{MAIN}">{shared}</sst>')
        data = f"<sheetData>{''.join(lines)}</sheetData>"
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'{XML}<worksheet xmlns="{MAIN}">{data}</worksheet>'
        )


def answer(program: str, *arguments) -> list[float]:
    found = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [float(word) for word in found.stdout.split()]


@pytest.mark.full
def test_a_province(province, request, tmp_path):
    columns = len(HEADER) + len(POWER) * ("with_power" in request.node.name)
    turns = [
        (answer(YARDSTICK, province)[0], answer(IMPORT, province, tmp_path / f"{turn}.duckdb"))
        for turn in range(3)
    ]
    unit, (seconds, own, child, rows, errors) = (
        min(calamine for calamine, _ in turns),
        min((seen for _, seen in turns), key=lambda seen: seen[0]),
    )
    print(
        f"\n{rows:,.0f}行×{columns}列：从字节到保存 {seconds:.2f} s，是 python-calamine "
        f"取出各行（{unit:.2f} s）的 {seconds / unit:.2f} 倍；"
        f"内存峰值合计 {(own + child) / 2**20:.2f} GiB"
    )
    assert (rows, errors) == (COUNTIES * ITEMS_EACH, 0)
    # to be measured where nothing else runs
    assert (own + child) / 2**20 < 2 and seconds <= 2 * unit


@pytest.mark.full
def test_a_county_with_a_warm_process(tmp_path):
    path = GOLDEN / "01_clean_month.xlsx"
    seconds, *_ = min(
        (answer(IMPORT, path, tmp_path / f"{turn}.duckdb") for turn in range(3)),
        key=lambda seen: seen[0],
    )
    started = time.perf_counter()
    answer(YARDSTICK, path)
    print(
        f"\n一个月（3,150项）从字节到保存，读取进程已就绪 {seconds:.2f} s（python-calamine "
        f"一个空进程 {time.perf_counter() - started:.2f} s）"
    )
    assert seconds < 2
