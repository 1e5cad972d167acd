"""Files that were made to do harm, or look like it: each has its answer within 20 seconds, and the
next file is read.
"""

import subprocess
import sys
import time
import unicodedata

import pytest
from hostile_files import (
    HEADER,
    HOSTILE,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    ROW,
    external_link,
    longest_cells,
    macros,
    styled_columns,
    styled_rows,
)
from openpyxl.xml import functions
from support import few, golden_files
from test_sheets_bad import CHINESE
from test_sheets_layout import issues

from govsvc import sheets

#: tried with `-m full`; that such a file is read, the next test sees always
LARGE = ("1,048,576 styled rows", "16,384 styled columns")


@pytest.mark.parametrize(
    "case", few(sorted(HOSTILE, key=lambda case: case in LARGE), len(HOSTILE) - len(LARGE))
)
def test_a_hostile_file_has_its_answer_in_time(case):
    name, make, code = HOSTILE[case]
    content, start = make(), time.monotonic()
    bad, good = sheets.read_files(
        sheets.unpack([(name, content), *golden_files("06_city_bulletin_differs.csv")])
    )
    assert time.monotonic() - start < 20
    assert good.refused is None and len(good.reported) == 12
    if code is None:
        assert bad.refused is None and len(bad.entries)
    else:
        assert bad.refused.code in ((code,) if isinstance(code, str) else code), bad.refused
        assert (
            CHINESE.search(bad.refused.title)
            and CHINESE.search(bad.refused.step)
            and not len(bad.entries)
            and not bad.issues
        )


@pytest.mark.parametrize("make", few([styled_rows, macros, external_link, styled_columns], 3))
def test_what_little_it_holds_is_read(make):
    (file,) = sheets.read_files([("a.xlsx", make())])
    (entry,) = file.entries
    assert (entry.key, entry.name, entry.unit, entry.status, file.issues) == (
        ROW[1],
        ROW[2],
        ROW[4],
        "counted",
        [],
    )
    assert file.sheets[0].rows == 1
    assert MOST_ROWS == 1_048_576 and MOST_COLUMNS == 16_384


def test_each_longest_cell_is_named():
    (file,) = sheets.read_files([("a.xlsx", longest_cells())])
    assert file.sheets[0].rows == 201 and all(
        str(LONGEST_CELL) in issue.message for issue in file.issues if issue.code == "cell_too_long"
    )
    assert {cell for cell, _, code in issues(file) if code == "cell_too_long"} == {
        *(f"J{row}" for row in range(2, 202)),
        "C202",
    }


def test_each_of_twenty_thousand_equal_rows_is_named():
    (file,) = sheets.read_files([(name, make()) for name, make, _ in [HOSTILE["all the same"]]])
    assert (
        len(file.issues) == 19_999
        and {entry.status for entry in file.entries} == {"left_out"}
        and file.sheets[0].left_out == 20_000
    )


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "=1+1",
        "@SUM(A1)",
        "'; DROP TABLE entry; --",
        ":red[住房]",
        "$\\frac{1}{2}$",
        "[住房](http://a.b)",
        "![](x)",
        "{{7*7}}",
        "..\\..\\windows",
        "%s%n",
        "NULL",
        "TRUE",
        "1e999",
        "٣事项",
    ],
)
def test_a_name_is_a_text_and_nothing_else(name):
    (file,) = sheets.read_files(
        [("a.csv", "\n".join(map(",".join, (HEADER, [*ROW[:2], f'"{name}"', *ROW[3:]]))).encode())]
    )
    (entry,) = file.entries
    # brackets and stops become Chinese ones
    assert (
        unicodedata.normalize("NFKC", entry.name) == name
        and entry.status == "counted"
        and file.issues == []
    )


def test_workbooks_are_read_by_the_parser_that_refuses_hostile_xml():
    known = (
        "import govsvc.exports.export, openpyxl.xml.functions as f;print(f.fromstring.__module__)"
    )
    told = subprocess.run([sys.executable, "-c", known], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == functions.fromstring.__module__ == "defusedxml.common"
