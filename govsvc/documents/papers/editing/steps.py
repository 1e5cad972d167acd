"""What a person does to a paper: each step makes one more version of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from govsvc.board import Board
from govsvc.documents.papers.editing.edited import Edited, compose, text_of_draft
from govsvc.documents.papers.kinds import Kind
from govsvc.domain.paper_versions import (
    KEPT,
    PUT_BACK,
    RESTORED,
    WRITTEN,
    PaperOf,
    PaperVersion,
    Words,
    cleaned,
)
from govsvc.store import Act, Store


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps on one paper as somebody sees it. `store`: acts for him."""

    store: Store
    board: Board
    kind: Kind
    edited: Edited

    @property
    def paper(self) -> PaperOf:
        return PaperOf(self.kind.key, self.kind.name, self.edited.draft.month)

    def write(self, key: str, text: str, act: Act) -> PaperVersion:
        """Puts a person's words in place of a paragraph; empty ones are not printed. Raises as
        `PaperWrites.save` does.
        """
        return self._save(WRITTEN, key, self._with(self._words_for(key, text)), act)

    def put_back(self, key: str, act: Act) -> PaperVersion:
        """What the data say is printed in place of a person's words. Raises as `write` does."""
        others = [one for one in self.edited.words if one.key != key]
        return self._save(PUT_BACK, key, others, act)

    def keep(self, key: str, act: Act) -> PaperVersion:
        """A person's words stay, knowing what the data say now. Raises as `write` does."""
        block = self.edited.block(key)
        text = block.text if block else ""
        return self._save(KEPT, key, self._with(self._words_for(key, text)), act)

    def restore(self, version: PaperVersion, act: Act) -> PaperVersion:
        """The words of an earlier version hold again. Raises as `write` does."""
        return self._save(RESTORED, version.name, version.words, act)

    def approve(self, act: Act) -> PaperVersion:
        """Approves the paper as it stands. Raises as `PaperWrites.approve` does."""
        text = text_of_draft(self.edited.draft)
        return self.store.paper_writes.approve(self.paper, text, act, seen=self._seen)

    @property
    def _seen(self) -> int:
        return self.edited.last.number if self.edited.last else 0

    def _words_for(self, key: str, text: str) -> Words:
        keys = [one.key for one in self.edited.blocks]
        place = keys.index(key) if key in keys else 0
        block = self.edited.block(key)
        after = keys[place - 1] if place else ""
        data_text, level = (block.data_text, block.level) if block else ("", 0)
        return Words(key, text, data_text, after, level)

    def _with(self, words: Words) -> list[Words]:
        return [*(one for one in self.edited.words if one.key != words.key), words]

    def _save(self, step: str, about: str, words: Iterable[Words], act: Act) -> PaperVersion:
        """Saves the words, and the whole paper with them."""
        kept = cleaned(words)
        tried = PaperVersion(
            self.kind.key, self.edited.draft.month, 0, step, about, kept, (), act.who, act.when
        )
        text = text_of_draft(compose(self.board, self.edited.generated, [tried]).draft)
        return self.store.paper_writes.save(
            self.paper, step, about, kept, text, act, seen=self._seen
        )
