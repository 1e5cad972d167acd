"""一件事: which are in place and used, where chains break and whose that is, what they save."""

from pages._ui import outcome
from pages._ui.chains import assigning, forms, sections

board, month, period = sections.choose()
links = board.chains.links(month)
sections.title(period, links)
outcome.show()
if period.chains:
    sections.rates(period)
    sections.breaks(links)
    assigning.show(links)
    sections.without_cases(period)
    sections.savings(period)
    sections.unmatched(links)
    sections.listed(period)
else:
    sections.how_to_begin()
sections.form_to_fill_in(board, period)
forms.show(period)
