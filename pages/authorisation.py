"""授权与代表: how many items in the hall are decided there, by what departments fill in and by what
was found, whose are not, and which are only suspected; whom each department has in the hall.
"""

from govsvc.board import authorisation, representatives, three_in_place
from pages._ui import frame, outcome
from pages._ui.results import authorisation_sections, representative_form, representative_sections

board, month = frame.require_month()
power = authorisation.power(board, month)
delegates = representatives.delegates(board, month)
frame.title(authorisation.sentence(power, month))
outcome.show()
if power is None:
    authorisation_sections.how_to_begin()
else:
    authorisation_sections.rates(power, board)
    authorisation_sections.lists(power)
    authorisation_sections.units(power)
if delegates:
    representative_sections.show(board, month, delegates)
if lines := three_in_place.lines(board, month):
    authorisation_sections.three_in_place(lines)
representative_form.show(board, month, delegates)
