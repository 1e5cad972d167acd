"""Writes of papers: each makes one more version; none is changed or removed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from govsvc.domain.errors import GovsvcError, StaleVersion
from govsvc.domain.letterheads import MOST_MEGABYTES
from govsvc.domain.paper_versions import APPROVED, PaperOf, PaperVersion, Words, cleaned
from govsvc.domain.safe_text import without_controls
from govsvc.security import audit_sentences, write_kinds
from govsvc.store.session import Session, Write
from govsvc.store.values import PAPER, SETTING, Act


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

    def set_letterhead(self, file: str, content: bytes, act: Act, *, expected_version: int) -> int:
        """Has papers written into that document, which was read and is safe; gives the new version.

        Raises GovsvcError where it is too large, NotAllowed, StaleVersion, StoreError; nothing
        changes then.
        """
        if not 0 < len(content) <= MOST_MEGABYTES * 2**20:
            raise GovsvcError.of("letterhead_too_large", most=MOST_MEGABYTES)
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_LETTERHEAD
        ) as write:
            return _set_letterhead(write, " ".join(without_controls(file).split()), content)

    def remove_letterhead(self, act: Act, *, expected_version: int) -> int:
        """Has papers written in the layout of the standard again; gives the new version.

        Raises GovsvcError where there is no document, else as `set_letterhead`.
        """
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_LETTERHEAD
        ) as write:
            return _set_letterhead(write, "", b"")


def _set_letterhead(write: Write, file: str, content: bytes) -> int:
    """Raises GovsvcError where there is none to be removed."""
    known = write.transaction.rows("read_letterhead")
    before = known[0][0] if known and known[0][1] else ""
    if not content and not before:
        raise GovsvcError.of("no_letterhead")
    act = write.act
    write.transaction.rows(
        "insert_letterhead", file=file, content=content, who=act.who, noted_at=act.when
    )
    write.note(audit_sentences.letterhead_set(before, file))
    return write.transaction.version


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
