"""Makes data/samples: one month of a made-up county, as its office would send it.

Run once, from the project's folder, when the samples are to change:
`PYTHONPATH=.:tests python -m generator.samples`. The numbers that must come out of them stand in
tests/unit/test_samples.py, counted by hand.
"""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
ITEMS, STATIONS = "事项清单2026年9月.xlsx", "站点台账2026年9月.xls"
BULLETIN, TARGETS = "全市通报2026年9月.docx", "目标值2026年.xlsx"

YES, NO = "√", None
#: department → its items: (name, type). The last department's are done in the townships.
DEPARTMENTS: dict[str, list[tuple[str, str]]] = {
    "市场监督管理局": [
        ("食品经营许可", "行政许可"),
        ("食品生产许可", "行政许可"),
        ("食品小作坊登记", "行政许可"),
        ("药品零售企业经营许可", "行政许可"),
        ("第二类医疗器械经营备案", "其他行政权力"),
        ("企业设立登记", "行政许可"),
        ("企业变更登记", "行政许可"),
        ("企业注销登记", "行政许可"),
        ("个体工商户登记", "行政许可"),
        ("农民专业合作社登记", "行政许可"),
        ("股权出质登记", "行政确认"),
        ("特种设备使用登记", "行政确认"),
        ("计量标准器具核准", "行政许可"),
        ("企业登记档案查询", "公共服务"),
        ("对无照经营的处罚", "行政处罚"),
    ],
    "公安局": [
        ("居民身份证申领", "行政确认"),
        ("户口迁移审批", "行政确认"),
        ("出生登记", "行政确认"),
        ("居住证办理", "行政确认"),
        ("普通护照签发", "行政许可"),
        ("往来港澳通行证签发", "行政许可"),
        ("机动车驾驶证核发", "行政许可"),
        ("机动车注册登记", "行政许可"),
        ("旅馆业特种行业许可", "行政许可"),
        ("公章刻制备案", "其他行政权力"),
        ("大型群众性活动安全许可", "行政许可"),
        ("无犯罪记录证明", "公共服务"),
    ],
    "人力资源和社会保障局": [
        ("人力资源服务许可", "行政许可"),
        ("劳务派遣经营许可", "行政许可"),
        ("特殊工时制度审批", "行政许可"),
        ("民办职业培训学校设立", "行政许可"),
        ("社会保险登记", "公共服务"),
        ("失业保险金申领", "行政给付"),
        ("工伤认定", "行政确认"),
        ("职工提前退休审批", "行政确认"),
        ("就业困难人员认定", "行政确认"),
        ("社会保障卡申领", "公共服务"),
    ],
    "自然资源局": [
        ("建设用地规划许可", "行政许可"),
        ("建设工程规划许可", "行政许可"),
        ("乡村建设规划许可", "行政许可"),
        ("临时用地审批", "行政许可"),
        ("采矿权登记", "行政许可"),
        ("不动产首次登记", "行政确认"),
        ("不动产转移登记", "行政确认"),
        ("不动产登记资料查询", "公共服务"),
        ("地图审核", "行政许可"),
    ],
    "卫生健康局": [
        ("医疗机构执业登记", "行政许可"),
        ("护士执业注册", "行政许可"),
        ("公共场所卫生许可", "行政许可"),
        ("饮用水供水单位卫生许可", "行政许可"),
        ("放射诊疗许可", "行政许可"),
        ("独生子女父母奖励", "行政奖励"),
    ],
    "民政局": [
        ("社会团体成立登记", "行政许可"),
        ("养老机构备案", "其他行政权力"),
        ("殡葬设施审批", "行政许可"),
        ("结婚登记", "行政确认"),
        ("收养登记", "行政确认"),
        ("地名命名审核", "其他行政权力"),
        ("最低生活保障金给付", "行政给付"),
        ("特困人员救助供养", "行政给付"),
        ("临时救助", "行政给付"),
        ("高龄津贴给付", "行政给付"),
    ],
}
IN_TOWNSHIPS = ("最低生活保障金给付", "特困人员救助供养", "临时救助", "高龄津贴给付")
NOT_IN_USE = ("地图审核",)
NOT_ONLINE = ("收养登记", "殡葬设施审批")
NOT_FULLY_ONLINE = (*NOT_ONLINE, "特种设备使用登记", "机动车注册登记", "放射诊疗许可")
NOT_PUBLISHED = ("乡村建设规划许可",)
NOT_IN_HALL = ("民办职业培训学校设立",)
IN_NAME_ONLY = ("采矿权登记",)
OFF_SITE = ("医疗机构执业登记",)

#: township → (village, name of its station or None, its name before)
VILLAGES: dict[str, list[tuple[str, str | None, str]]] = {
    "城关镇": [
        ("东关社区", "东关社区便民服务站", "东关社区党群服务中心"),
        ("西关社区", "西关社区便民服务站", "西关社区服务中心"),
        ("南门社区", "南门社区便民服务站", ""),
        ("北坝村", "北坝村便民服务站", "北坝村便民服务室"),
        ("河湾村", "河湾村便民服务站", "河湾村代办点"),
    ],
    "柳林镇": [
        ("柳林村", "柳林村便民服务站", "柳林村便民服务室"),
        ("上坪村", "上坪村便民服务站", ""),
        ("下坪村", "下坪村便民服务站", "下坪村便民服务点"),
        ("石桥村", "石桥村便民服务室", ""),
        ("大塘村", "大塘村便民服务站", ""),
        ("青杠村", "青杠村便民服务站", "青杠村代办点"),
    ],
    "石门乡": [
        ("石门村", "石门村便民服务站", "石门村便民服务室"),
        ("老鹰村", None, ""),
        ("双河村", "双河村便民服务站", ""),
        ("松林村", "松林村党群服务中心", ""),
    ],
    "新华街道": [
        ("新华社区", "新华社区便民服务站", "新华社区综合服务站"),
        ("建设社区", "建设社区便民服务站", ""),
        ("文昌社区", "文昌社区便民服务站", "文昌社区党群服务中心"),
        ("桂花社区", "桂花社区便民服务站", ""),
        ("马鞍村", "马鞍村便民服务站", "马鞍村便民服务点"),
    ],
}

INDICATORS = ("网上可办率", "全程网办率", "省平台发布率", "站点覆盖率", "大厅进驻率")
#: county, value as printed and rank of each indicator, 综合得分, 综合排名
PRINTED = """
云溪县 96.67% 并列第5 90.00% 第6 98.33% 第5 95.00% 第5 98.21% 第4 91.62 5
东屏县 98.10% 第3 93.25% 第3 99.62% 第3 97.56% 第3 98.90% 第3 95.48 3
临湖市 97.40% 第4 92.18% 第4 99.15% 第4 96.43% 第4 97.35% 第6 93.07 4
北岭县 95.82% 第7 89.47% 第7 98.02% 第6 94.12% 第6 96.88% 第7 89.95 7
南浦区 99.05% 第1 95.30% 第1 100.00% 第1 98.78% 第1 99.40% 第1 98.20 1
安平县 96.67% 并列第5 90.86% 第5 97.95% 第7 92.31% 第8 98.05% 第5 90.44 6
新渡县 94.90% 第8 88.12% 第8 96.74% 第8 93.75% 第7 95.61% 第8 87.13 8
白塔区 98.56% 第2 94.02% 第2 99.80% 第2 98.00% 第2 99.12% 第2 97.36 2
全市平均 97.15% — 91.65% — 98.70% — 95.74% — 97.94% — — —
"""
GOALS = [
    ("网上可办率", "98%", None, "行政审批和政务服务局"),
    ("全程网办率", "92%", None, "行政审批和政务服务局"),
    ("省平台发布率", "100%", None, "行政审批和政务服务局"),
    ("站点覆盖率", "100%", None, "民政局"),
    ("大厅进驻率", "98%", None, "行政审批和政务服务局"),
]


def items() -> bytes:
    """The list of all departments: two rows of headers, merged departments, ticks and subtotals."""
    book = Workbook()
    sheet = book.active
    sheet.title = "9月"
    sheet.append(["云溪县政务服务事项清单（2026年9月）"])
    sheet.append(["填报单位：行政审批和政务服务局　　填报日期：2026年10月9日"])
    sheet.append(
        ["序号", "实施主体", "事项信息", None, None, None, "网上办理情况", None, None]
        + ["是否在省平台\n发布", "进驻大厅情况", None, None, "事项状态", "备注"]
    )
    sheet.append(
        [None, None, "事项名称", "实施编码", "事项类型", "行使层级", "是否网上可办", "是否全程网办"]
        + ["到办事现场次数", None, "是否进驻", "明进暗不进", "体外循环", None, None]
    )
    merged = ["A1:O1", "A2:O2", "A3:A4", "B3:B4", "C3:F3", "G3:I3", "J3:J4", "K3:M3", "N3:N4"]
    merged.append("O3:O4")
    number = 0
    for place, (department, names) in enumerate(DEPARTMENTS.items()):
        top = sheet.max_row + 1
        for name, item_type in names:
            number += 1
            in_township = name in IN_TOWNSHIPS
            code = f"11999923MB{1000 + place:07d}Y{2 if in_township else 1}{470020000000 + number}"
            sheet.append(
                [
                    number,
                    department if sheet.max_row + 1 == top else None,
                    name,
                    code,
                    item_type,
                    "乡镇（街道）" if in_township else "县本级",
                    NO if name in NOT_ONLINE else YES,
                    NO if name in NOT_FULLY_ONLINE else YES,
                    1 if name in NOT_FULLY_ONLINE else 0,
                    NO if name in NOT_PUBLISHED else "是",
                    "否" if name in NOT_IN_HALL else "是",
                    YES if name in IN_NAME_ONLY else NO,
                    YES if name in OFF_SITE else NO,
                    "暂停" if name in NOT_IN_USE else "在用",
                    "在乡镇便民服务中心办理" if in_township else None,
                ]
            )
        merged.append(f"B{top}:B{sheet.max_row}")
        sheet.append([None, "小计", f"共{len(names)}项"])
    sheet.append([None, "合计", f"共{number}项"])
    sheet.append(["注：“√”为已达到；暂停的事项列出，不计入。"])
    for area in merged:
        sheet.merge_cells(area)
    for row in sheet["A1:O4"]:
        for cell in row:
            cell.font = Font(bold=True)
            cell.alignment = Alignment("center", "center", wrap_text=True)
    for column, width in zip("ABCDEFGHIJKLMNO", (6, 22, 28, 36, 14, 14, *[12] * 8, 24)):
        sheet.column_dimensions[column].width = width
    return _saved(book)


def stations() -> bytes:
    """The ledger as WPS keeps it: an old .xls, merged townships, dates as texts."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("站点台账")
    headers = ["序号", "乡镇（街道）", "村（社区）", "是否设站", "站点名称", "原名称", "是否更名"]
    headers += ["更名日期", "是否挂牌", "备注"]
    sheet.write_merge(0, 0, 0, len(headers) - 1, "云溪县基层便民服务站点台账（2026年9月）")
    for column, header in enumerate(headers):
        sheet.write(1, column, header)
    row, number = 2, 0
    for township, villages in VILLAGES.items():
        sheet.write_merge(row, row + len(villages) - 1, 1, 1, township)
        for village, station, former in villages:
            number += 1
            is_standard = station == f"{village}便民服务站"
            sheet.write(row, 0, number)
            for column, text in {
                2: village,
                3: "√" if station else "×",
                4: station or "无",
                5: former or "",
                6: "" if not station else "√" if is_standard else "×",
                7: "2025年11月" if former else "",
                8: "√" if station else "×",
                9: "" if station else "与石门村合建，尚未建成",
            }.items():
                if text:
                    sheet.write(row, column, text)
            row += 1
        sheet.write(row, 1, "小计")
        sheet.write(row, 2, f"{len(villages)}个")
        row += 1
    sheet.write(row, 1, "合计")
    sheet.write(row, 2, f"{number}个")
    sheet.write(row + 1, 0, "注：站点名称应为村（社区）名加“便民服务站”。")
    for column, width in enumerate((6, 14, 14, 10, 26, 26, 10, 12, 10, 26)):
        sheet.col(column).width = 256 * width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bulletin() -> bytes:
    """The city's bulletin: some sentences and a table with two rows of headers."""
    top = ["县（市、区）", *(name for name in INDICATORS for _ in range(2)), "综合得分", "综合排名"]
    second = ["", *(["占比", "排名"] * len(INDICATORS)), "", ""]
    rows = [_docx_row(top, merge="restart"), _docx_row(second, merge="continue")]
    rows += [_docx_row(line.split()) for line in PRINTED.strip().splitlines()]
    lines = [
        "关于2026年9月全市政务服务指标情况的通报",
        "各县（市、区）：",
        "现将2026年9月全市政务服务指标情况通报如下。",
        "全市政务服务指标情况表（数据截至2026年9月30日）",
    ]
    body = "".join(_paragraph(line) for line in lines)
    body += f"<w:tbl>{''.join(rows)}</w:tbl>" + _paragraph("注：“—”为不参加排名。")
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{office}"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{head}<w:document xmlns:w="{name}"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
        "</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(zipfile.ZipInfo(part), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def targets() -> bytes:
    """The year's targets."""
    book = Workbook()
    sheet = book.active
    sheet.title = "目标值"
    sheet.append(["云溪县2026年度政务服务指标目标值"])
    sheet.append(["指标名称", "年度", "目标值", "目标位次", "牵头单位"])
    for name, value, rank, lead in GOALS:
        sheet.append([name, "2026年", value, rank, lead])
    sheet.merge_cells("A1:E1")
    sheet["A1"].font = Font(bold=True)
    for column, width in zip("ABCDE", (18, 10, 10, 10, 26)):
        sheet.column_dimensions[column].width = width
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    book.properties.creator = "云溪县行政审批和政务服务局"
    book.properties.created = book.properties.modified = datetime(2026, 10, 9, 9)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _paragraph(line: str) -> str:
    return f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>"


def _docx_row(cells: list[str], merge: str = "") -> str:
    """A row of a Word table. `merge`: of the two rows of headers, of which the first and the last
    two columns are one cell each, as are two equal cells beside one another in the first row.
    """
    parts, column = [], 0
    while column < len(cells):
        is_pair = (
            merge == "restart" and cells[column : column + 1] == cells[column + 1 : column + 2]
        )
        across = 2 if is_pair else 1
        properties = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
        if merge and (not column or column >= len(cells) - 2):
            properties += f'<w:vMerge w:val="{merge}"/>'
        parts.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(cells[column])}</w:tc>")
        column += across
    return f"<w:tr>{''.join(parts)}</w:tr>"


def make(folder: Path = SAMPLES) -> None:
    """Writes the four files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (
        (ITEMS, items()),
        (STATIONS, stations()),
        (BULLETIN, bulletin()),
        (TARGETS, targets()),
    ):
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    make()
