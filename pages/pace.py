"""时限与跑动: how fast items are and how often one has to come, of the county and by department."""

from govsvc.board import pace, window_steps
from pages._ui import frame
from pages._ui.results import pace_sections

board, month = frame.require_month()
found = pace.paces(board, month)
frame.title(pace.sentence(found, month))
if found:
    pace_sections.county(found, pace.lists_of(board, found, month))
    pace_sections.units(board, found, month)
if lines := window_steps.lines(board, month):
    pace_sections.steps(lines)
if not found:
    pace_sections.how_to_begin()
