"""单位晾晒: departments, townships and 分管领域 in one table; a unit's own page with all its items,
to print and to hand on.
"""

from pages._ui import frame
from pages._ui.league import league_pickers, league_table, unit_page

board, month = frame.require_month()
comparison = league_pickers.choose(board, month)
if comparison.picked:
    unit_page.show(board, month, comparison, comparison.picked)
else:
    league_table.show(board, month, comparison)
