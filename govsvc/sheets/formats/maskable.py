"""Whether a workbook or document can be masked in its own parts, which are XML in the usual
spelling; where it cannot it has to be written anew from its values.
"""

import html
import re
import zipfile

from govsvc.domain import personal_data
from govsvc.sheets.formats import redaction

#: sheets of old macros, and files within the file
_OTHER_FILES = re.compile(
    r"xl/macrosheets/|(^|/)embeddings/"
    r"|\.(html?|mht|mhtml|xhtml|rtf|txt|csv|pdf|doc[xm]?|xls[xmb]?|ppt[xm]?|wps|et)$",
    re.IGNORECASE,
)
#: parts that repeat what stands in cells
_REPEATING = re.compile(
    r"xl/(pivotCache|charts|externalLinks|revisions|threadedComments)/|xl/comments", re.IGNORECASE
)
_CELL_END, _PARAGRAPH_END = re.compile(r"</?\w+:tc\b"), re.compile(r"</\w+:p>")
_RUN = re.compile(r"<\w+:(?:t|delText|instrText)(?: [^<>]*)?>([^<]*)<")


def can_be_masked(source: zipfile.ZipFile) -> bool:
    """Whether the parts are those that `redaction` looks into."""
    names = source.namelist()
    if any(map(_OTHER_FILES.search, names)) or len(set(names)) < len(names):
        return False
    is_workbook = "xl/workbook.xml" in names
    if not is_workbook and "word/document.xml" not in names:
        return False
    for name in names:
        if name.endswith((".xml", ".rels")):
            part = redaction.part_text(source, name)
            # comments, entities, CDATA and other encodings would hide what is looked for
            if "<!" in part or "\0" in part:
                return False
            if not (_is_plain(name, part) if is_workbook else _is_without_persons(part)):
                return False
    return True


def repeats_cells(source: zipfile.ZipFile) -> bool:
    """Whether parts of a workbook repeat what its cells hold: charts, pivot tables, notes."""
    return any(map(_REPEATING.match, source.namelist()))


def _is_plain(name: str, part: str) -> bool:
    """Whether a part of a workbook has cells only where `redaction` looks for them."""
    is_known = redaction.SHEET.fullmatch(name) or name.startswith("xl/externalLinks/")
    return bool(is_known) or "sheetData" not in part


def _is_without_persons(part: str) -> bool:
    """Whether a part of a document has no header of persons, and each number in one piece."""
    if any(personal_data.is_personal("".join(_runs(cell))) for cell in _CELL_END.split(part)):
        return False
    for paragraph in _PARAGRAPH_END.split(part):
        runs = _runs(paragraph)
        if personal_data.mask("".join(runs)) != "".join(map(personal_data.mask, runs)):
            return False
    return True


def _runs(part: str) -> list[str]:
    return [html.unescape(run) for run in _RUN.findall(part)]
