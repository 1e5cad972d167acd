"""Writes of meetings; what they decide is assigned by `RectificationWrites.assign`."""

from collections.abc import Sequence
from dataclasses import replace

from govsvc.domain import personal_data
from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import LONGEST_NAME, Entry, Meeting
from govsvc.security import audit_sentences, write_kinds
from govsvc.store import meeting_rows
from govsvc.store.session import Session, Write
from govsvc.store.values import RECTIFY, Act


class MeetingWrites:
    """Enters meetings and corrects them; what was said of one earlier stays in its table."""

    def __init__(self, session: Session):
        self._session = session

    def save_meeting(self, meeting: Meeting, act: Act, *, expected_version: int) -> Meeting:
        """Enters a meeting without a number, which it gets, or corrects the one of its number.

        Raises GovsvcError where it has no name, another has this name and day, or there is none of
        that number, NotAllowed, StaleVersion, StoreError; nothing changes then.
        """
        with self._session.write(
            expected_version, replace(act, what=RECTIFY), write_kinds.MEETING
        ) as write:
            return save(write, meeting)


def save(write: Write, meeting: Meeting) -> Meeting:
    """Writes a new meeting, which gets its number, or what is corrected of one.

    Raises GovsvcError where it has no name, another has this name and day, or it is not there.
    """
    transaction = write.transaction
    name, document = (
        personal_data.mask(" ".join(text.split())) for text in (meeting.name, meeting.document)
    )
    if not 0 < len(name) <= LONGEST_NAME:
        raise GovsvcError.of("meeting_without_name", most=LONGEST_NAME)
    known = meeting_rows.meetings(transaction.rows)
    if any(
        (one.name, one.held_on) == (name, meeting.held_on) and one.number != meeting.number
        for one in known
    ):
        raise GovsvcError.of("meeting_known", name=name, held_on=meeting.held_on)
    before = meeting_rows.found(known, meeting.number) if meeting.number else None
    ((last,),) = transaction.rows("last_meeting_number")
    saved = replace(meeting, number=meeting.number or last + 1, name=name, document=document)
    transaction.rows(
        "insert_meeting",
        meeting_number=saved.number,
        name=saved.name,
        held_on=saved.held_on,
        document=saved.document,
    )
    write.note(audit_sentences.meeting_saved(before, saved))
    return saved


def decide(write: Write, meeting: Meeting, entries: Sequence[Entry]) -> None:
    """Writes that the meeting decided the entries, and the meeting itself where it is new.

    Raises GovsvcError where it has not been held yet, or is not there.
    """
    if meeting.number:
        meeting = meeting_rows.found(meeting_rows.meetings(write.transaction.rows), meeting.number)
    if meeting.held_on > write.act.when.date():
        raise GovsvcError.of("meeting_to_come", name=meeting.name, held_on=meeting.held_on)
    if not meeting.number:
        meeting = save(write, meeting)
    for entry in entries:
        write.transaction.rows(
            "insert_meeting_matter", meeting_number=meeting.number, number=entry.number
        )
    write.note(audit_sentences.decided(meeting, entries))
