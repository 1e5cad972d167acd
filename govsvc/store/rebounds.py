"""反弹: a row that was closed and had left its list comes back, and its entry is open again."""

from govsvc.domain.rectification import REBOUNDED, Event, Standing, State, Step
from govsvc.domain.workdays import WorkCalendar
from govsvc.security import audit_sentences
from govsvc.security.audit_sentences import Note
from govsvc.store import rectification_rows
from govsvc.store.engine import Transaction
from govsvc.store.values import Act

#: workdays for what has come back where the first deadline gave none
_WORKDAYS = 5


def note(transaction: Transaction, act: Act) -> list[Note]:
    """Opens the entries whose rows this write has put back on their lists; gives what the 操作日志
    says of it.
    """
    kinds = {kind for kind, _ in transaction.rows("changed_kinds_and_months")}
    if not kinds:
        return []
    touched = [
        one
        for one in rectification_rows.standings(transaction.rows)
        if one.state == State.CLOSED and one.entry.list_key and one.entry.kind in kinds
    ]
    if not touched:
        return []
    listings = rectification_rows.listings(transaction.rows, [one.entry for one in touched])
    back = []
    for one in touched:
        listing = listings[one.entry.number]
        closed_in = one.closed_on.replace(day=1) if one.closed_on else None
        if listing.has_come_back and closed_in and listing.month and listing.month >= closed_in:
            back.append(one)
    calendar = rectification_rows.calendar(transaction.rows)
    day = act.when.date()
    for one in back:
        month = listings[one.entry.number].came_back_in
        text = audit_sentences.back_on_list(month) if month else ""
        step = Step(REBOUNDED, text, deadline=calendar.after(day, _workdays(one, calendar)))
        ((_, last),) = transaction.rows("last_rectification_numbers")
        event = Event(last + 1, one.entry.number, step, day, act.when, act.who)
        rectification_rows.write_event(transaction, event)
    matters = [one.entry.matter for one in back]
    return [audit_sentences.rebounded(matters)] if back else []


def _workdays(stands: Standing, calendar: WorkCalendar) -> int:
    """As many as it was first given."""
    first = stands.entry.first_deadline
    given = calendar.between(stands.entry.assigned_on, first) if first else 0
    return given or _WORKDAYS
