"""群众评价: who was not content on the phone and what became of it, then rates with their samples,
dimensions, units, months.
"""

from pages._ui import outcome
from pages._ui.feedback import (
    call_assigning,
    call_settings,
    calling,
    draw_settings,
    drawing_form,
    sections,
    totals,
)

period, trend = sections.choose()
outcome.show()
sections.not_content(period)
totals.show(period)
if period.is_held:
    call_assigning.show(period)
    sections.rates(period)
    sections.dimensions(period)
    sections.units(period)
    sections.suggestions(period)
    sections.months(trend)
    sections.download(period)
else:
    sections.months(trend)
sections.personal_data()
drawing_form.show()
calling.show()
totals.form(period)
call_settings.show(period)
draw_settings.show()
