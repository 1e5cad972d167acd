"""逐件回访: one call of a drawn case is stored as soon as it was made."""

from datetime import date

from govsvc.domain.entries import COUNTED, Entries
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import Call, DrawSettings, call_of, week_text
from govsvc.domain.feedback.calling import ON_SCREEN, Answer, CallProgress, checked, entry_of
from govsvc.domain.indicators import CALLS
from govsvc.importing import drawing, entered_rows
from govsvc.store import Act, Batch, Store


def progress(store: Store, month: date, week: date) -> CallProgress:
    """How far the calls of that week's draw are. Raises GovsvcError where there is no draw."""
    draw = next((one for one in drawing.stored(store, month) if one.week == week), None)
    if draw is None:
        raise GovsvcError(f"{week_text(week)}还没有抽样。", "请先抽样。", "no_such_draw")
    settings = DrawSettings.of(store.settings.all())
    return CallProgress.of(draw, _calls(store, month), settings.attempts)


def record(
    store: Store, month: date, week: date, place: int, answer: Answer, act: Act
) -> CallProgress:
    """Stores what was said of the case at that place; gives how far the calls are then.

    Raises GovsvcError where the answer says nothing or two things, or the place is none;
    MonthClosed, NotAllowed, StaleVersion, StoreError; nothing is stored then.
    """
    answer, version = checked(answer), store.version()
    so_far = progress(store, month, week)
    one = next((case for case in so_far.draw.to_call if case.place == place), None)
    if one is None:
        raise GovsvcError(f"没有保存：名单里没有第{place}号。", "请核对序号。", "no_such_place")
    row = entry_of(so_far.draw, one, answer, act.when.date(), so_far.calls[place])
    batch = Batch(
        CALLS, month, [(ON_SCREEN, "")], Entries.of([row]), is_changes=True, is_by_key=True
    )
    entered_rows.commit(store, batch, act, expected_version=version)
    return progress(store, month, week)


def _calls(store: Store, month: date) -> list[Call]:
    rows = store.rows.entries(CALLS, month)
    return [call_of(row) for row in rows if row.status == COUNTED]
