"""The text of a Word document, to be checked against the data."""

from dataclasses import dataclass

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import docx_tables, zip_parts


@dataclass(frozen=True, slots=True)
class WordText:
    """`paragraphs`: those with text, outside of tables; `tables`: how many tables there are."""

    paragraphs: list[str]
    tables: int


def read_text(content: bytes) -> WordText:
    """The text of the document's body. Raises FileRefused for what is no Word document."""
    limits.check_size(content)
    if not content.startswith(b"PK"):
        raise _no_document()
    kind, archive = zip_parts.check_zip(content)
    with archive:
        if kind != zip_parts.DOCX:
            raise _no_document()
        elements = docx_tables.body_of(archive)
    texts = [docx_tables.text_of(one) for one in elements if one.tag == docx_tables.PARAGRAPH]
    lines = [" ".join(text.split()) for text in texts]
    return WordText(
        [line for line in lines if line],
        sum(one.tag == docx_tables.TABLE for one in elements),
    )


def _no_document() -> FileRefused:
    return FileRefused(
        "这个文件不是 Word 文档（.docx）。", "请在 Word 或 WPS 中另存为 .docx 再核对。", "no_word"
    )
