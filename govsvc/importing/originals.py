"""Originals of what was uploaded, as they are kept: compressed, without macros, personal columns
and numbers masked.
"""

import codecs
import csv
import io
import re
import zipfile
import zlib
from pathlib import PurePath

from govsvc import sheets
from govsvc.domain import personal_data
from govsvc.domain.errors import FileRefused
from govsvc.importing.plan import Plan
from govsvc.sheets.formats import csv_text, markup, maskable, redaction
from govsvc.store import Original

#: a larger file is not kept: its name and its hash are
MOST_BYTES = 5 * 2**20
_OLE = b"\xd0\xcf\x11\xe0"
_MACRO = re.compile(
    r"(^|/)(vbaProject|vbaData|vbaProjectSignature)[^/]*$|(^|/)(activeX|customUI)/", re.IGNORECASE
)
_MACRO_PART = re.compile(
    rb"<(Override|Relationship)\b[^<>]*(vbaProject|vbaData|activeX|customUI)[^<>]*?/>",
    re.IGNORECASE,
)
_MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
#: a cell that is a number, of so many signs that it may be personal
_NUMBER_CELL = re.compile(r"(?<=<v>)[0-9][0-9.E+]{6,30}(?=</v>)")
_FORMULA = re.compile(r"<f\b[^<>]*>[^<]*</f>")
_ENCODINGS = {"UTF-8": "utf-8", "UTF-16": "utf-16", "GB18030": "gb18030"}


def of_plan(planned: Plan) -> list[Original]:
    """The files of the batches, as they are kept; without those that cannot be."""
    names = dict.fromkeys(
        (name, sha256) for batch in planned.batches for name, sha256 in batch.files
    )
    kept = [
        keep(sha256, name, planned.contents[name])
        for name, sha256 in names
        if name in planned.contents
    ]
    return [original for original in kept if original]


def keep(sha256: str, file: str, content: bytes) -> Original | None:
    """The file as it is kept; None where it is too large or cannot be cleaned."""
    if len(content) > MOST_BYTES:
        return None
    name = PurePath(file.replace("\\", "/")).name
    try:
        name, kept = _cleaned(name, content)
    except (zipfile.BadZipFile, zlib.error, csv.Error, FileRefused, ValueError, OSError):
        return None
    return Original(sha256, file, name, zlib.compress(kept, 6)) if kept else None


def _cleaned(name: str, content: bytes) -> tuple[str, bytes | None]:
    """(name to download it by, the file without macros and with personal data masked, or None)."""
    if content.startswith(b"PK"):
        cleaned = _cleaned_zip(content)
        if cleaned is not None:
            return re.sub(r"\.(xlsm|xltm)$", ".xlsx", name, flags=re.IGNORECASE), cleaned
    elif not content.startswith(_OLE) and markup.kind(content) is None:
        return name, _masked_text(content)
    return _rewritten(name, content)


def restored(original: Original) -> bytes:
    """The bytes to download."""
    return zlib.decompress(original.content)


def _rewritten(name: str, content: bytes) -> tuple[str, bytes | None]:
    """A workbook or document as an .xlsx of the same sheets and cells, where its own parts may hold
    macros or cannot be masked.
    """
    values = sheets.values_workbook(name, content)
    return str(PurePath(name).with_suffix(".xlsx")), values and _cleaned_zip(values)


def _cleaned_zip(content: bytes) -> bytes | None:
    """A workbook or document without macros, with personal data masked; None where that cannot be
    done in its own parts.
    """
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    if not maskable.can_be_masked(source):
        return None
    redacted = redaction.in_workbook(source)
    if not redacted.is_all or redacted.has_persons and maskable.repeats_cells(source):
        return None
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if _MACRO.search(entry.filename) or entry.filename.endswith("/"):
                continue
            part = redacted.sheets.get(entry.filename) or source.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                part = _MACRO_PART.sub(b"", part).replace(_MACRO_TYPE, _PLAIN_TYPE)
                text = part.decode("utf-8", "surrogateescape")
                if entry.filename == redaction.STRINGS:
                    text = redaction.masked_strings(text, redacted.shared)
                elif redacted.has_persons and entry.filename.startswith("xl/tables/"):
                    text = redaction.without_filters(text)
                part = _masked_xml(text).encode("utf-8", "surrogateescape")
            target.writestr(entry.filename, part)
    return out.getvalue()


def _masked_xml(text: str) -> str:
    """A part with mobile and identity numbers masked; a cell that is a number stays one."""
    text = _NUMBER_CELL.sub(lambda number: personal_data.mask_number(number[0]), text)
    # a formula that holds a number goes, its value stays
    text = _FORMULA.sub(
        lambda formula: formula[0] if personal_data.mask(formula[0]) == formula[0] else "", text
    )
    return personal_data.mask(text)


def _masked_text(content: bytes) -> bytes:
    """A text file with personal data masked, in its own encoding.

    Raises FileRefused where it is no text, csv.Error where it is none in columns.
    """
    text, encoding = csv_text.decode(content)
    masked = personal_data.mask(redaction.masked_columns(text))
    if masked == text:
        return content
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return mark + masked.encode(_ENCODINGS[encoding])
