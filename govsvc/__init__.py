"""govsvc: a county's five government-service indicators, from monthly workbooks to rates, ranks and
named rows.
"""

import sys

#: of the program
VERSION = "0.6"

# before anything that an older one cannot read
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        f"需要 Python 3.11 或更高版本，这里是 {sys.version_info[0]}.{sys.version_info[1]}。"
        "请用新的 Python 重新建立 .venv，步骤见 README。"
    )

import os  # noqa: E402

# lxml comes with python-docx; workbooks stay with the parser that refuses hostile XML (defusedxml).
# openpyxl asks for this when it is first imported.
os.environ["OPENPYXL_LXML"] = "False"
