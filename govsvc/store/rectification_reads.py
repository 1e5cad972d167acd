"""Reads of the 整改台账: entries, what happened to them, the files that came with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from govsvc.assessment.listing import Listing
from govsvc.domain.rectification import (
    Entry,
    Event,
    Meeting,
    SentLetter,
    Standing,
    letters,
    standing,
)
from govsvc.domain.workdays import WorkCalendar
from govsvc.security import Right, write_kinds
from govsvc.store import meeting_rows, permissions, rectification_rows
from govsvc.store.session import Session
from govsvc.store.values import Original


class RectificationReads:
    """The 整改台账, always as it is now, whatever data version the rows are read at."""

    def __init__(self, session: Session):
        self._session = session

    def entries(self) -> list[Entry]:
        """All entries, by their numbers."""
        return rectification_rows.entries(self._session.rows)

    def events(self) -> dict[int, list[Event]]:
        """Entry → its events, in their order."""
        return rectification_rows.events(self._session.rows)

    def standings(self, day: date | None = None) -> list[Standing]:
        """How all entries stand, or stood at the end of `day`."""
        return rectification_rows.standings(self._session.rows, day)

    def meetings(self) -> list[Meeting]:
        """All meetings, the latest held first."""
        return meeting_rows.meetings(self._session.rows)

    def meeting(self, number: int) -> Meeting:
        """The meeting of that number. Raises GovsvcError."""
        return meeting_rows.found(self.meetings(), number)

    def meeting_of(self) -> Mapping[int, int]:
        """Number of an entry that a meeting decided → number of the meeting."""
        return meeting_rows.of_entries(self._session.rows)

    def story(self, day: date) -> tuple[dict[int, list[Event]], list[Standing]]:
        """(entry → its events, how all entries stand at the end of `day`), read once."""
        happened = self.events()
        return happened, rectification_rows.standings_of(self.entries(), happened, day)

    def calendar(self) -> WorkCalendar:
        """The workdays, by 节假日安排 as it was published or entered."""
        return rectification_rows.calendar(self._session.rows)

    def letters(self) -> list[SentLetter]:
        """The letters that were sent, the last one first."""
        return [
            SentLetter(number, letters.of_text(content), who)
            for number, who, content in self._session.rows("read_rectification_letters")
        ]

    def listings(self, of: Iterable[Entry]) -> Mapping[int, Listing]:
        """Number of an entry that was made from a row → where that row was on its list."""
        return rectification_rows.listings(self._session.rows, of)

    def evidence(self) -> dict[int, list[tuple[str, str]]]:
        """Event → (SHA-256, name to download it by) of its files."""
        found = defaultdict(list)
        for event, sha256, _, kept_as in self._session.rows("kept_evidence"):
            found[event].append((sha256, kept_as))
        return dict(found)

    def evidence_file(self, event: int, sha256: str) -> Original | None:
        """A file of an event as it is kept; None where there is none.

        Raises NotAllowed where the actor may not have it: whoever is limited to some units has
        those of their entries.
        """
        if not self._is_own(event):
            permissions.require(self._session.actor, write_kinds.READING_EVIDENCE)
        rows = self._session.rows("read_evidence", event_number=event, sha256=sha256)
        return Original(*rows[0]) if rows else None

    def _is_own(self, event: int) -> bool:
        """Whether the event is of an entry that the actor may act for."""
        if not self._session.actor.may(Right.UPLOAD):
            return False
        entries = {one.number: one for one in self.entries()}
        for number, happened in self.events().items():
            if any(one.number == event for one in happened):
                unit = standing(entries[number], happened).unit
                return not self._session.foreign_units([unit])
        return False
