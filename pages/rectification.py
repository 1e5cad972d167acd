"""整改: what was assigned to whom, what is overdue, what the data say of it, and each step to its
end.
"""

from pages._ui import data, frame, outcome
from pages._ui.rectification import (
    holidays_form,
    ledger_upload,
    ledger_view,
    letters_form,
    meetings_view,
    settings_form,
    typed_form,
)

board, month = frame.require_month()
ledger = data.ledger()
frame.title(ledger.headline())
outcome.show()
if not ledger.standings:
    ledger_view.nothing_yet()
else:
    ledger_view.units(ledger)
    ledger_view.reminder(ledger)
    ledger_view.what_data_say(ledger)
meetings_view.show(ledger)
if ledger.standings:
    ledger_view.entries(ledger)
    letters_form.sent()
typed_form.show()
ledger_upload.show()
settings_form.show(ledger)
holidays_form.show(ledger)
