"""群众评价: what people say on the phone and in 好差评; who was not content and what became of it
first, then rates with their samples.
"""

from pages._ui import data, outcome
from pages._ui.feedback import (
    call_assigning,
    call_settings,
    calling,
    draw_settings,
    drawing_form,
    rating_sections,
    sections,
    totals,
    views,
)

period, trend = sections.choose()
view = views.choose(period.is_held)
outcome.show()
if view == views.RATINGS:
    month = period.months[-1]
    ratings, is_cumulative = views.board_of(month).ratings, len(period.months) > 1
    rating_sections.show(
        ratings.period(month, is_cumulative),
        ratings.bad(month, data.now().date(), is_cumulative),
        ratings.contradictions(month, is_cumulative),
    )
else:
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
