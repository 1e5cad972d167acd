"""The sheets that this program writes into workbooks beside the data, and that hold none: whoever
sends such a workbook back need not be told that they were not read.
"""

#: names of the pages of a template that are read and not filled in, and of its hidden page
EXPLANATION, EXAMPLES, CHOICES = "说明", "填写示例", "下拉选项"
#: name and title of the list of a marked workbook
ISSUE_LIST = "错误清单"
#: names of the pages beside the cases to be called
RESERVE, HOW_DRAWN = "备用办件", "抽样说明"
EXAMPLES_TITLE = f"{EXAMPLES}（本页只供对照，不会被导入）"
RESERVE_TITLE = f"{RESERVE}（替换时按顺序用，并在系统里写明原因）"

#: names that nobody else gives to a sheet of data; an office program may put a number behind them
NAMES = (EXAMPLES, CHOICES, ISSUE_LIST, HOW_DRAWN)
#: what stands in the first cell of such a sheet, whatever its name has become
TITLES = (EXAMPLES_TITLE, ISSUE_LIST, RESERVE_TITLE)
