"""Writes of papers: each makes one more version; none is changed or removed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from govsvc.domain.errors import GovsvcError, StaleVersion
from govsvc.domain.paper_versions import APPROVED, PaperOf, PaperVersion, Words, cleaned
from govsvc.security import audit_sentences, write_kinds
from govsvc.store.session import Session, Write
from govsvc.store.values import PAPER, Act


class PaperWrites:
    """Saves what a person did to a paper, and who approved it."""

    def __init__(self, session: Session):
        self._session = session

    def save(
        self,
        paper: PaperOf,
        step: str,
        about: str,
        words: Iterable[Words],
        text: Sequence[str],
        act: Act,
        *,
        seen: int,
    ) -> PaperVersion:
        """Writes a version with these words, and gives it. `text`: the whole paper with them.

        `seen`: number of the last version that whoever acts has seen, 0 where there was none.
        Raises StaleVersion where there is a later one, GovsvcError where a paragraph is too long,
        NotAllowed, StoreError; nothing changes then.
        """
        kept = cleaned(words)
        with self._session.write(
            self._session.version(), replace(act, what=PAPER), write_kinds.WRITING_PAPER
        ) as write:
            before = _last(write, paper, seen)
            version = _add(write, paper, seen, step, about, kept, text)
            old = {one.key: one for one in before.words} if before else {}
            write.note(audit_sentences.paper_saved(version, paper.name, old.get(about)))
            return version

    def approve(
        self,
        paper: PaperOf,
        text: Sequence[str],
        act: Act,
        *,
        goes_out_as: str = "",
        seen: int,
    ) -> PaperVersion:
        """Writes that the paper was approved with this whole text, and gives the version.

        `goes_out_as`: one of what its kind goes out as, where that is more than one. Raises
        GovsvcError where that very text was approved, else as `save`.
        """
        with self._session.write(
            self._session.version(), replace(act, what=PAPER), write_kinds.APPROVING_PAPER
        ) as write:
            before = _last(write, paper, seen)
            if before and (before.step, before.about, before.text) == (
                APPROVED,
                goes_out_as,
                tuple(text),
            ):
                raise GovsvcError.of("paper_approved")
            words = before.words if before else ()
            version = _add(write, paper, seen, APPROVED, goes_out_as, words, text)
            write.note(audit_sentences.paper_saved(version, paper.name, None))
            return version


def _last(write: Write, paper: PaperOf, seen: int) -> PaperVersion | None:
    """The last version. Raises StaleVersion where it is not the one that was seen."""
    rows = write.transaction.rows("read_paper_versions", kind=paper.kind, month=paper.month)
    last = PaperVersion.of_stored(*rows[0]) if rows else None
    if (last.number if last else 0) != seen:
        raise StaleVersion.of("paper_changed")
    return last


def _add(
    write: Write,
    paper: PaperOf,
    seen: int,
    step: str,
    about: str,
    words: Iterable[Words],
    text: Sequence[str],
) -> PaperVersion:
    act = write.act
    version = PaperVersion(
        paper.kind,
        paper.month,
        seen + 1,
        step,
        about,
        tuple(words),
        tuple(text),
        act.who,
        act.when,
    )
    write.transaction.rows(
        "insert_paper_version",
        kind=version.kind,
        month=version.month,
        number=version.number,
        who=version.who,
        noted_at=version.at,
        content=version.stored(),
    )
    return version
