"""Reads of papers: their versions, with the words of persons."""

from datetime import date
from itertools import takewhile

from govsvc.domain.letterheads import Letterhead
from govsvc.domain.paper_versions import APPROVED, PaperVersion
from govsvc.security import Right, write_kinds
from govsvc.store import permissions
from govsvc.store.session import Session


class PaperReads:
    """What became of each paper. Who may not read drafts reads what was approved last."""

    def __init__(self, session: Session):
        self._session = session

    def versions(self, kind: str, month: date) -> list[PaperVersion]:
        """The versions of the paper, the latest first.

        Raises NotAllowed where it is a draft, and the actor may not read drafts.
        """
        rows = self._session.rows("read_paper_versions", kind=kind, month=month)
        found = [PaperVersion.of_stored(*row) for row in rows]
        if self._session.actor.may(Right.UPLOAD_ALL):
            return found
        if not found or found[0].step != APPROVED:
            permissions.require(self._session.actor, write_kinds.READING_DRAFT)
        return list(takewhile(lambda one: one.step == APPROVED, found))

    def last_versions(self, kind: str) -> list[PaperVersion]:
        """The last version of each paper of the kind, the latest month first.

        Raises NotAllowed where the actor may not read drafts.
        """
        permissions.require(self._session.actor, write_kinds.READING_DRAFT)
        found = [PaperVersion.of_stored(*row) for row in self._session.rows("read_papers")]
        return [one for one in found if one.kind == kind]

    def letterhead(self) -> Letterhead | None:
        """The office's own document that papers are written into, None where there is none."""
        found = [Letterhead(*row) for row in self._session.rows("read_letterhead")]
        return next((one for one in found if one.content), None)
