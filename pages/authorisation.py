"""授权与代表: how many items in the hall are decided there, by what departments fill in and by what
was found, whose are not, and which are only suspected.
"""

from govsvc.board import authorisation
from pages._ui import frame
from pages._ui.results import authorisation_sections

board, month = frame.require_month()
power = authorisation.power(board, month)
frame.title(authorisation.sentence(power, month))
if power is None:
    authorisation_sections.how_to_begin()
else:
    authorisation_sections.rates(power, board)
    authorisation_sections.lists(power)
    authorisation_sections.units(power)
