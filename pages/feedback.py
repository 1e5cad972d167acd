"""群众评价: what people say on the phone, in 好差评 and in 问卷.

First who was not content and what became of it, then rates with their samples.
"""

from govsvc.board.evaluation import Evaluation
from pages._ui import data, outcome
from pages._ui.feedback import (
    call_assigning,
    call_settings,
    calling,
    comparison_sections,
    draw_settings,
    drawing_form,
    evaluation_sections,
    measure_sections,
    rating_sections,
    sections,
    totals,
    views,
    wave_sections,
)

period, trend = sections.choose()
view = views.choose(period.is_held)
outcome.show()
month, is_cumulative = period.months[-1], len(period.months) > 1
board = views.board_of(month)
if view == views.RATINGS:
    ratings = board.ratings
    rating_sections.show(
        ratings.period(month, is_cumulative),
        ratings.bad(month, data.now().date(), is_cumulative),
        ratings.contradictions(month, is_cumulative),
    )
elif view == views.QUESTIONNAIRES:
    wave_sections.show(period.months, board.questionnaires.waves(month, is_cumulative))
elif view == views.COMPARED:
    comparison_sections.show(board.compared(month, is_cumulative))
elif view == views.MEASURES:
    measure_sections.show(month, is_cumulative)
elif view == views.WINDOWS:
    evaluation_sections.show(
        Evaluation(board.ratings.period(month, is_cumulative), period),
        board.window_scores.sheets(month, is_cumulative),
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
    sections.cases(period.months[-1], len(period.months) > 1)
    sections.personal_data()
    drawing_form.show()
    calling.show()
    totals.form(period)
    call_settings.show(period)
    draw_settings.show()
