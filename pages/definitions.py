"""指标口径: the definitions as the code has them, with this month's numbers put in."""

from govsvc.domain import indicators
from govsvc.domain.months import month_text
from govsvc.security import Right
from pages._ui import data, frame, outcome, permissions, ui
from pages._ui.settings import definition_sections, extras_form, limit_form, rule_form

current = frame.current()
board, month = current.board, current.month
twins = sum(
    indicator.nominal is not None and not indicator.is_extra for indicator in indicators.INDICATORS
)
frame.title(
    "指标口径"
    + (f"（{month_text(month)}）" if month else "")
    + f"：{len(indicators.headline_indicators())}项指标和{twins}项核减、规范指标"
)
for indicator in (one for one in indicators.INDICATORS if not one.is_extra):
    definition_sections.indicator_card(indicator, board, month)
definition_sections.extras(board, month)
definition_sections.partial_lists()
definition_sections.problem_lists()
definition_sections.suspects(board, month)
ui.section("口径版本", "每个版本有名称、依据文件和生效月份")
outcome.show()
rule_form.versions_table(data.reading().settings.rule_versions())
if not board.is_demonstration:
    actor = data.actor()
    permissions.refused((Right.MANAGE, "设置新的口径"), (Right.REVIEW, "设置导入核对的界限"))
    if actor.may(Right.MANAGE):
        rule_form.form(data.store(), board)
        extras_form.show(data.store(), permissions.act())
    if actor.may(Right.REVIEW):
        limit_form.show(data.store(), permissions.act())
definition_sections.common_rules()
