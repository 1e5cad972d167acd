"""交办单, 提醒函 and 督办单 as Word and as Excel, of the same content; a package of many."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from govsvc.documents.letters import book, pages, word
from govsvc.domain.rectification import Letter
from govsvc.exports import export

#: ending of a file → what it is called
FORMATS = {".docx": "Word", ".xlsx": "Excel"}


def file(
    letter: Letter, ending: str, spacing: Decimal, made_at: datetime, base: bytes | None = None
) -> bytes:
    """The letter in the format of that ending. `spacing`: of lines, in points; `base`: the office's
    own document that a Word file is written into.
    """
    page = pages.page_of(letter)
    if ending == ".docx":
        return word.content(page, spacing, made_at, base)
    return book.content(page)


def file_name(letter: Letter, ending: str) -> str:
    """督办单_市场监督管理局_清政务督〔2026〕3号.docx; of one matter with its number."""
    matter = f"事项{letter.entries[0]}" if len(letter.matters) == 1 else ""
    number = letter.number if letter.serial else "预览"
    return export.file_name(letter.kind.word, letter.unit, matter, number, suffix=ending)


def package(
    letters: Sequence[Letter],
    endings: Sequence[str],
    spacing: Decimal,
    made_at: datetime,
    base: bytes | None = None,
) -> bytes:
    """All letters in these formats as one archive."""
    return export.to_zip(
        {
            file_name(letter, ending): file(letter, ending, spacing, made_at, base)
            for letter in letters
            for ending in endings
        }
    )
