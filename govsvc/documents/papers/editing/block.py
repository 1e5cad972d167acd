"""One paragraph of a paper, as the data have it and as a person left it."""

from dataclasses import dataclass

from govsvc.documents.papers.checking import DIFFERS, Finding
from govsvc.documents.papers.editing.cells import OpenCell
from govsvc.documents.papers.editing.merging import merged
from govsvc.documents.papers.model import Paragraph
from govsvc.domain.paper_versions import Words

#: characters of a paragraph by which a list names it
_NAMED = 14


@dataclass(frozen=True, slots=True)
class Block:
    """`generated`: what the data say now, None where they have no such paragraph any more; `words`:
    of a person, None where there are none; `printed`: the paragraphs in the paper; `findings`: what
    the data say to the numbers that the person typed; `is_hidden`: it stands under a heading that
    is not printed; `open_cells`: of its table, those that the data leave to persons.
    """

    key: str
    generated: Paragraph | None
    words: Words | None = None
    printed: tuple[Paragraph, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_hidden: bool = False
    open_cells: tuple[OpenCell, ...] = ()

    @property
    def level(self) -> int:
        return self.generated.level if self.generated else self.words.level if self.words else 0

    @property
    def text(self) -> str:
        """What is printed, a line a paragraph; of one that is hidden what would be."""
        if self.words is not None:
            return self.words.text
        return self.generated.text if self.generated else ""

    @property
    def name(self) -> str:
        """Its first words, by which a list names it."""
        text = " ".join(self.text.split()) or self.data_text
        return text if len(text) <= _NAMED else f"{text[:_NAMED]}…"

    @property
    def lines(self) -> list[str]:
        return [line for line in self.text.split("\n") if line]

    @property
    def is_editable(self) -> bool:
        """Whether there are words of it: of a table alone there are none but of its open cells."""
        return self.generated is None or bool(self.generated.parts or self.open_cells)

    @property
    def data_text(self) -> str:
        """What the data say now; "" where they say nothing."""
        return self.generated.text if self.generated else ""

    @property
    def is_left_out(self) -> bool:
        """Whether a person wants it not to be printed."""
        return self.words is not None and not self.words.text

    @property
    def is_gone(self) -> bool:
        """Whether a person wrote it and the data have no such paragraph any more."""
        return self.generated is None and self.words is not None and bool(self.words.text)

    @property
    def has_changed(self) -> bool:
        """Whether the data say something else than when the person wrote."""
        return (
            self.words is not None
            and self.generated is not None
            and self.words.base != self.generated.text
        )

    @property
    def renewed(self) -> str | None:
        """The person's words with what the data changed since; None where that does not fit in."""
        if self.words is None or not self.has_changed:
            return None
        text = merged(self.words.base, self.words.text, self.data_text)
        return text if text and text != self.data_text else None

    @property
    def wrong(self) -> list[Finding]:
        """The numbers of the person that are not what the data say."""
        return [one for one in self.findings if one.verdict == DIFFERS]
