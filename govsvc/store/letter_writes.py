"""Writes of letters: a letter gets its number and is an event of each of its entries."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from govsvc.domain.errors import GovsvcError, StaleVersion
from govsvc.domain.rectification import (
    LETTER,
    STATES,
    Event,
    Letter,
    SentLetter,
    Standing,
    Step,
)
from govsvc.security import audit_sentences, write_kinds
from govsvc.store import rectification_rows
from govsvc.store.engine import Transaction
from govsvc.store.rectification_writes import RectificationWrites
from govsvc.store.session import Session
from govsvc.store.values import RECTIFY, Act


class LetterWrites:
    """Registers letters."""

    def __init__(self, session: Session):
        self._session = session
        self._entries = RectificationWrites(session)

    def send(
        self, letters: Sequence[Letter], seen: Mapping[int, int], act: Act
    ) -> list[SentLetter]:
        """Registers all of the letters, or none; gives them with their numbers, which go on from
        the last of the kind and year. Their day is that of `act`.

        `seen`: number of an entry → number of its last step that whoever acts has seen. Raises
        StaleVersion where an entry has changed since, GovsvcError where there is no letter, nobody
        signs it, or it may not be about an entry as that stands, NotAllowed, StoreError; nothing
        changes then.
        """
        with self._session.write(
            self._session.version(), replace(act, what=RECTIFY), write_kinds.SENDING
        ) as write:
            transaction, act = write.transaction, write.act
            if not letters:
                raise GovsvcError.of("no_letters")
            stands = {one.entry.number: one for one in self._entries.chosen(transaction, seen)}
            account = self._session.actor.account or act.who
            sent = []
            for letter in letters:
                _refuse(letter, stands)
                numbered = _numbered(transaction, replace(letter, day=act.when.date()), act)
                _note(transaction, numbered.letter, act, account)
                sent.append(numbered)
            write.note(audit_sentences.letters_sent([one.letter for one in sent]))
            return sent


def _refuse(letter: Letter, stands: Mapping[int, Standing]) -> None:
    """Raises as `send` does."""
    if not letter.office:
        raise GovsvcError.of("letter_without_office", name=letter.kind.word)
    for number in letter.entries:
        one = stands.get(number)
        if one is None:
            raise GovsvcError.of("no_such_entry", number=number)
        if one.unit != letter.unit:
            raise StaleVersion.of("entry_changed", matter=one.entry.matter)
        if not letter.kind.takes(one):
            raise GovsvcError.of(
                "letter_not_possible",
                matter=one.entry.matter,
                state=STATES[one.state],
                name=letter.kind.word,
            )


def _numbered(transaction: Transaction, letter: Letter, act: Act) -> SentLetter:
    """Writes the letter with the next serial of its kind and year."""
    year = letter.day.year
    ((last, serial),) = transaction.rows("last_letter_numbers", kind=str(letter.kind), year=year)
    numbered = replace(letter, serial=serial + 1)
    transaction.rows(
        "insert_rectification_letter",
        number=last + 1,
        kind=str(letter.kind),
        year=year,
        serial=serial + 1,
        who=act.who,
        content=numbered.text(),
    )
    return SentLetter(last + 1, numbered, act.who)


def _note(transaction: Transaction, letter: Letter, act: Act, account: str) -> None:
    """Writes the letter as an event of each of its entries."""
    ((_, last),) = transaction.rows("last_rectification_numbers")
    step = Step(LETTER, letter.noted)
    for place, number in enumerate(letter.entries, start=1):
        event = Event(last + place, number, step, letter.day, act.when, act.who, account)
        rectification_rows.write_event(transaction, event)
