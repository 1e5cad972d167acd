"""What a person does to a paper: each step makes one more version of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from govsvc.board import Board
from govsvc.documents.papers.editing.edited import Edited, compose, text_of_draft
from govsvc.documents.papers.kinds import Kind
from govsvc.domain.errors import GovsvcError
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
    """The steps on one paper as somebody sees it. `store`: acts for him; `goes_out_as`: what an
    approval is about, of a kind that goes out as more than one thing.
    """

    store: Store
    board: Board
    kind: Kind
    edited: Edited
    goes_out_as: str = ""

    @property
    def paper(self) -> PaperOf:
        return PaperOf(self.kind.key, self.kind.name, self.edited.draft.month)

    def write(
        self, key: str, text: str, act: Act, cells: Mapping[str, str] | None = None
    ) -> PaperVersion:
        """Puts a person's words in place of a paragraph; empty ones are not printed. `cells`: key
        of an open cell of its table → what stands in it. Raises as `PaperWrites.save` does.
        """
        block, cells = self.edited.block(key), cells or {}
        others = [one for one in self.edited.words if one.key != key and one.key not in cells]
        said = [Words(cell, words) for cell, words in cells.items() if words.strip()]
        if block is None or block.words is not None or text != block.data_text:
            said.append(self._words_for(key, text))
        return self._save(WRITTEN, key, [*others, *said], act)

    def put_back(self, key: str, act: Act) -> PaperVersion:
        """What the data say is printed in place of a person's words. Raises as `write` does."""
        others = [one for one in self.edited.words if one.key != key]
        return self._save(PUT_BACK, key, others, act)

    def keep(self, key: str, act: Act) -> PaperVersion:
        """A person's words stay, knowing what the data say now. Raises as `write` does."""
        block = self.edited.block(key)
        others = [one for one in self.edited.words if one.key != key]
        words = self._words_for(key, block.text if block else "")
        return self._save(KEPT, key, [*others, words], act)

    def restore(self, version: PaperVersion, act: Act) -> PaperVersion:
        """The words of an earlier version hold again. Raises as `write` does."""
        return self._save(RESTORED, version.name, version.words, act)

    def approve(self, act: Act) -> PaperVersion:
        """Approves the paper as it stands. Raises GovsvcError where there are places to fill in,
        else as `PaperWrites.approve` does.
        """
        if gaps := sum(point.is_gap for point in self.edited.points):
            raise GovsvcError.of("paper_incomplete", count=gaps)
        text = text_of_draft(self.edited.draft)
        return self.store.paper_writes.approve(
            self.paper, text, act, goes_out_as=self.goes_out_as, seen=self._seen
        )

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
