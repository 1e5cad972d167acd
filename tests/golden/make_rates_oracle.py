"""Makes rates_oracle.xlsx: inputs and live formulas, whose values LibreOffice computes and stores.

The formulas share no code with the library, so that no fault of ours can be in both. They use whole
numbers only (hundredths of a percent, ten-thousandths of a point), because a spreadsheet's floats
would round ties by chance. "—" stands for unknown. Columns whose header begins with ``k=`` are the
helper tables of the two k searches.

    python tests/golden/make_rates_oracle.py        (needs openpyxl, and `soffice` on the path)
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

OUT = Path(__file__).with_name("rates_oracle.xlsx")
WIDEST_K = 110
COUNTS = ("numerator", "denominator")

PUBLISHED = [
    (3149, 3150),
    (3148, 3150),
    (3150, 3150),
    (99999, 100000),
    (99994, 100000),
    (99995, 100000),
    (999999, 1000000),
    (1, 100000),
    (1, 1000000),
    (4, 100000),
    (5, 100000),
    (15, 100000),
    (0, 5),
    (0, 1),
    (1, 1),
    (5, 5),
    (1, 16),
    (3, 16),
    (1, 32),
    (1, 3),
    (2, 3),
    (1, 6),
    (5, 6),
    (1, 7),
    (19989, 20000),
    (19990, 20000),
    (19991, 20000),
    (19987, 20000),
    (19999, 20000),
    (1, 20000),
    (3, 20000),
    (5, 20000),
    (7, 20000),
    (13001, 20000),
    (2001, 4000),
    (2003, 4000),
    (1999, 4000),
    (3999, 4000),
    (799, 800),
    (797, 800),
    (1, 800),
    (7, 8),
    (0, 0),
    (9, 0),
    (412, 418),
    (1071, 1087),
    (3997, 4000),
    (15999, 16000),
    (15993, 16000),
    (1, 2),
    (99949, 100000),
    (199989, 200000),
    (1000, 2001),
] + [
    (d - short, d)
    for d in (97, 418, 1087, 2000, 2719, 3150, 3200, 8000)
    for short in (1, 2, 3, 7, 11)
    if 98 * d <= 100 * (d - short)
]

GROUPS = [  # (set, group or "—", published values in hundredths, None where not reported)
    ("plain", "—", (9994, 9997, 9997, 9989, 10000, 9994, 9994)),
    ("first_tied", "—", (10000, 10000, 9999, 9990)),
    ("missing", "—", (9859, None, 9900, None, 9859)),
    ("all_equal", "—", (9999, 9999, 9999)),
    ("only_one", "—", (9999, None, None)),
    ("nobody", "—", (None, None)),
    ("zero", "—", (0, 1, 0)),
    ("grouped", "县市组", (9994, 9997, 9994, None, 9980)),
    ("grouped", "城区组", (9999, 9997, 9994, 9994)),
    ("grouped", "开发区组", (10000, None)),
    ("half_grouped", "县市组", (9950, 9940, 9950)),
    ("half_grouped", "—", (9999, 9998, 9998)),
]
RANKS = [
    (name, group, f"{group}{place}", value)
    for name, group, values in GROUPS
    for place, value in enumerate(values, start=1)
]

TARGETS = [  # (N, D, target in hundredths of a percent)
    (0, 100, 700),
    (7, 100, 700),
    (6, 100, 700),
    (8, 100, 700),
    (0, 100, 2900),
    (0, 100, 5700),
    (0, 100, 5800),
    (0, 1000, 110),
    (3149, 3150, 9994),
    (3148, 3150, 9994),
    (3147, 3150, 9994),
    (9993, 10000, 9994),
    (9994, 10000, 9994),
    (99935, 100000, 9994),
    (99939, 100000, 9994),
    (99940, 100000, 9994),
    (3149, 3150, 10000),
    (3150, 3150, 10000),
    (3150, 3150, 9999),
    (410, 418, 9900),
    (414, 418, 9900),
    (413, 418, 9900),
    (0, 3, 3333),
    (1, 3, 3333),
    (0, 3, 3334),
    (1, 3, 3334),
    (0, 5, 0),
    (0, 1, 1),
    (1070, 1087, 9850),
    (1071, 1087, 9850),
    (35, 50, 7000),
    (34, 50, 7000),
    (14, 25, 5600),
    (0, 0, 9900),
    (4, 0, 9900),
]

OVERTAKE = [  # (N, D, the rival's published value in hundredths)
    (3147, 3150, 9994),
    (3147, 3150, 9997),
    (3147, 3150, 9999),
    (3147, 3150, 10000),
    (3150, 3150, 10000),
    (3150, 3150, 9999),
    (3100, 3150, 9841),
    (3100, 3150, 9842),
    (3100, 3150, 9900),
    (3100, 3150, 9999),
    (3100, 3150, 9000),
    (19985, 20000, 9994),
    (19985, 20000, 9995),
    (19985, 20000, 9999),
    (19985, 20000, 9993),
    (99990, 100000, 9999),
    (99990, 100000, 9998),
    (410, 418, 9809),
    (410, 418, 9900),
    (410, 418, 9976),
    (410, 418, 9977),
    (400, 418, 9999),
    (0, 5, 0),
    (0, 5, 2000),
    (0, 5, 1999),
    (0, 5, 9999),
    (0, 5, 10000),
    (5, 5, 10000),
    (5, 5, 8000),
    (0, 1, 0),
    (0, 100, 699),
    (0, 100, 700),
    (0, 16, 624),
    (0, 16, 625),
    (1, 16, 625),
    (1, 16, 624),
    (0, 32, 312),
    (0, 32, 313),
    (1071, 1087, 9890),
    (1071, 1087, 9853),
    (1071, 1087, 9852),
    (2719, 2719, 10000),
    (0, 0, 9900),
    (99900, 100000, 9994),
]

BEFORE = [  # (N, D, the rival's published value in hundredths)
    (3149, 3150, 9994),
    (3149, 3150, 9997),
    (3149, 3150, 9998),
    (3150, 3150, 10000),
    (3150, 3150, 9999),
    (3150, 3150, 9700),
    (3150, 3150, 9841),
    (3100, 3150, 9841),
    (3100, 3150, 9842),
    (3100, 3150, 9800),
    (19990, 20000, 9995),
    (19990, 20000, 9994),
    (19989, 20000, 9995),
    (19988, 20000, 9995),
    (19999, 20000, 9999),
    (99999, 100000, 9999),
    (99999, 100000, 9990),
    (418, 418, 9900),
    (410, 418, 9809),
    (410, 418, 9810),
    (410, 418, 9000),
    (5, 5, 0),
    (5, 5, 1),
    (5, 5, 2000),
    (5, 5, 2001),
    (0, 5, 0),
    (0, 5, 1),
    (1, 5, 0),
    (1, 1, 10000),
    (1, 1, 0),
    (16, 16, 625),
    (16, 16, 624),
    (32, 32, 313),
    (32, 32, 312),
    (100, 100, 700),
    (1087, 1087, 9853),
    (1071, 1087, 9700),
    (0, 0, 9900),
    (60, 100, 5900),
]

MOVED = [  # (N0, D0, N1, D1)
    (3147, 3150, 3149, 3150),
    (3149, 3150, 3147, 3150),
    (3149, 3150, 3149, 3150),
    (3140, 3142, 3148, 3150),
    (3148, 3150, 3140, 3142),
    (3140, 3150, 3140, 3142),
    (3140, 3142, 3140, 3150),
    (410, 418, 415, 419),
    (415, 419, 410, 418),
    (0, 5, 1, 5),
    (1, 5, 0, 5),
    (0, 5, 0, 7),
    (1, 16, 1, 32),
    (1, 32, 1, 16),
    (1, 3, 2, 3),
    (2, 3, 1, 3),
    (5, 5, 6, 6),
    (6, 6, 5, 5),
    (1071, 1087, 1080, 1087),
    (1071, 1087, 1075, 1090),
    (99999, 100000, 100000, 100000),
    (100000, 100000, 99999, 100000),
    (1, 100000, 0, 100000),
    (19989, 20000, 19990, 20000),
    (1, 160000, 2, 160000),
    (2, 160000, 1, 160000),
    (3, 200000, 4, 200000),
    (1, 2000000, 2, 2000000),
    (2, 2000000, 1, 2000000),
    (9, 64, 11, 64),
    (9, 64, 9, 128),
    (3, 7, 5, 11),
    (50, 50, 49, 53),
    (2700, 2719, 2719, 2719),
    (0, 0, 1, 5),
    (1, 5, 0, 0),
]


def published_formula(n: str, d: str) -> str:
    """Hundredths of a percent, half up, as a formula over two cell expressions (`d` above 0)."""
    half_up = f"INT((20000*({n})+{d})/(2*{d}))"
    return f"IF(AND(({n})<{d},{half_up}>=10000),9999,IF(AND(({n})>0,{half_up}=0),1,{half_up}))"


def ten_thousandths_formula(top: str, bottom: str) -> str:
    """10,000 × 100 × top / bottom, rounded half away from zero (`bottom` above 0)."""
    return f"SIGN({top})*INT((2000000*ABS({top})+{bottom})/(2*{bottom}))"


def add_sheet(
    book: Workbook,
    name: str,
    inputs: tuple[str, ...],
    rows: list,
    formulas: dict[str, str],
    helpers: dict[str, str] | None = None,
) -> None:
    """One sheet: inputs, then results (header → formula with {row} and {last}), then helper
    columns.
    """
    sheet = book.create_sheet(name)
    sheet.append([*inputs, *formulas, *(helpers or {})])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    last = len(rows) + 1
    for row, values in enumerate(rows, start=2):
        texts = [*formulas.values(), *(helpers or {}).values()]
        sheet.append(
            ["—" if v is None else v for v in values]
            + ["=" + t.format(row=row, last=last) for t in texts]
        )


def k_helpers(sign: str) -> dict[str, str]:
    """k=0…WIDEST_K → hundredths of (N ± k)/D, or "x" where that is below 0 or above D."""
    found = {}
    for k in range(WIDEST_K + 1):
        value = published_formula(f"A{{row}}{sign}{k}", "B{row}")
        found[f"k={k}"] = (
            f'IF(OR(B{{row}}=0,A{{row}}{sign}{k}>B{{row}},A{{row}}{sign}{k}<0),"x",{value})'
        )
    return found


def add_published(book: Workbook) -> None:
    value = published_formula("A{row}", "B{row}")
    add_sheet(
        book,
        "published",
        COUNTS,
        PUBLISHED,
        {
            "published_hundredths": f'IF(B{{row}}=0,"—",{value})',
            "percent_text": 'IF(B{row}=0,"—",INT(C{row}/100)&"."&RIGHT("0"&MOD(C{row},100),2)&"%")',
        },
    )


def add_ranks(book: Workbook) -> None:
    same = "$A$2:$A${last},A{row},$B$2:$B${last},B{row},$D$2:$D${last}"
    of = f'COUNTIFS({same},">=0")'
    add_sheet(
        book,
        "ranks",
        ("set", "group", "unit", "value_hundredths"),
        RANKS,
        {
            key: f'IF(OR(NOT(ISNUMBER(D{{row}})),{of}<2),"—",{formula})'
            for key, formula in {
                "place": f'1+COUNTIFS({same},">"&D{{row}})',
                "place_lowest_first": f'1+COUNTIFS({same},"<"&D{{row}})',
                "is_tied": f'IF(COUNTIFS({same},"="&D{{row}})>1,1,0)',
                "of": of,
            }.items()
        },
    )


def add_distances(book: Workbook) -> None:
    """Items to a target, to overtaking a rival, and until a rival overtakes."""
    add_sheet(
        book,
        "items_to_target",
        (*COUNTS, "target_hundredths"),
        TARGETS,
        {
            "items": 'IF(B{row}=0,"—",MAX(0,INT((C{row}*B{row}+9999)/10000)-A{row}))',
            "is_reached": 'IF(B{row}=0,"—",IF(10000*A{row}>=C{row}*B{row},1,0))',
        },
    )

    # column D is the result, the k table starts in E; published values rise with k, so counting
    # finds the first
    table = f"$E{{row}}:${get_column_letter(5 + WIDEST_K)}{{row}}"
    add_sheet(
        book,
        "items_to_overtake",
        (*COUNTS, "rival_hundredths"),
        OVERTAKE,
        {
            "items": f'IF(COUNTIF({table},">"&C{{row}})>0,COUNTIF({table},"<="&C{{row}}),'
            f'IF(B{{row}}-A{{row}}>{WIDEST_K},"table too narrow","—"))'
        },
        k_helpers("+"),
    )
    add_sheet(
        book,
        "items_before_overtaken",
        (*COUNTS, "rival_hundredths"),
        BEFORE,
        {
            "items": f'IF(AND(A{{row}}>{WIDEST_K},COUNTIF({table},">="&C{{row}})={WIDEST_K + 1}),'
            f'"table too narrow",IF(COUNTIF({table},">="&C{{row}})=0,"—",'
            f'COUNTIF({table},">="&C{{row}})-1))'
        },
        k_helpers("-"),
    )


def add_movement(book: Workbook) -> None:
    before, now = published_formula("A{row}", "B{row}"), published_formula("C{row}", "D{row}")
    add_sheet(
        book,
        "why_moved",
        ("n0", "d0", "n1", "d1"),
        MOVED,
        {
            key: 'IF(OR(B{row}=0,D{row}=0),"—",' + formula + ")"
            for key, formula in {
                "met_ten_thousandths": ten_thousandths_formula("(C{row}-A{row})", "D{row}"),
                "total_ten_thousandths": ten_thousandths_formula(
                    "(A{row}*(B{row}-D{row}))", "(B{row}*D{row})"
                ),
                "shown_hundredths": f"{now}-{before}",
                "rounding_ten_thousandths": "100*G{row}-E{row}-F{row}",
            }.items()
        },
    )


def workbook() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for add in (add_published, add_ranks, add_distances, add_movement):
        add(book)
    return book


def main() -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        raise SystemExit("soffice (LibreOffice Calc) is not on the path")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in" / OUT.name
        source.parent.mkdir()
        workbook().save(source)
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        shutil.copyfile(Path(folder) / OUT.name, OUT)


if __name__ == "__main__":
    main()
