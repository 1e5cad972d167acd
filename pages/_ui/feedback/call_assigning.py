"""交办 of calls on 群众评价: who was not content, or suggested something."""

from govsvc.board.feedback_period import FeedbackPeriod
from govsvc.workflow import rectification
from govsvc.workflow.rectification import CALL_SOURCE
from govsvc.workflow.rectification.ledger import NOT_ASSIGNED
from pages._ui import data
from pages._ui.rectification import assigning


def show(period: FeedbackPeriod) -> None:
    """The form, for those who may assign, where something is not assigned yet."""
    ledger = data.ledger()
    waiting = {
        assigning.label(call, call.rating, CALL_SOURCE): call
        for call in (*period.bad, *period.suggestions)
        if call.unit and ledger.of_call(call) == NOT_ASSIGNED
    }
    assigning.form(
        "calls",
        waiting,
        usual=[label for label, call in waiting.items() if call.is_bad],
        usual_text="全部不满意的",
        source=CALL_SOURCE,
        workdays=ledger.settings.call_answer,
        entries=rectification.of_calls,
        note=f"承办单位{ledger.settings.call_contact}个工作日内联系核实（反馈），"
        f"{ledger.settings.call_answer}个工作日内答复；由别的单位的人二次回访，"
        "对方认可或已解释清楚才能销号。",
    )
