"""Originals of what was uploaded, as they are kept: compressed, without macros, personal columns
and numbers masked.
"""

import csv
import io
import re
import zipfile
import zlib
from pathlib import PurePath

from govsvc import sheets
from govsvc.domain import personal_data
from govsvc.importing.plan import Plan
from govsvc.sheets.formats import redaction
from govsvc.store import Original

#: a larger file is not kept: its name and its hash are
MOST_BYTES = 5 * 2**20
_OLE = b"\xd0\xcf\x11\xe0"
_MACRO = re.compile(
    r"(^|/)(vbaProject|vbaData|vbaProjectSignature)[^/]*$|(^|/)(activeX|customUI)/", re.IGNORECASE
)
_MACRO_PART = re.compile(
    rb"<(Override|Relationship)\b[^>]*(vbaProject|vbaData|activeX|customUI)[^>]*?/>", re.IGNORECASE
)
_MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_NUMBER_CELL = re.compile(r"(<v>)(1[3-9][0-9])[0-9]{8}(</v>)")
_FLOAT_CELL = re.compile(r"(<v>1\.[3-9][0-9])[0-9]{1,8}(E\+?10</v>)")
_FORMULA = re.compile(r"<f\b[^>]*>[^<]*</f>")


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
    except (zipfile.BadZipFile, zlib.error, csv.Error, ValueError, OSError):
        return None
    return Original(sha256, file, name, zlib.compress(kept, 6)) if kept else None


def _cleaned(name: str, content: bytes) -> tuple[str, bytes | None]:
    """(name to download it by, the file without macros and with personal data masked, or None)."""
    is_zip = content.startswith(b"PK")
    if content.startswith(_OLE) or is_zip and _needs_rewriting(content):
        return _rewritten(name, content)
    if is_zip:
        plain_name = re.sub(r"\.(xlsm|xltm)$", ".xlsx", name, flags=re.IGNORECASE)
        return plain_name, _cleaned_zip(content)
    return name, _masked_text(content)


def restored(original: Original) -> bytes:
    """The bytes to download."""
    return zlib.decompress(original.content)


def _needs_rewriting(content: bytes) -> bool:
    """Whether it is a binary workbook, or has sheets of old macros, which cannot be cut out."""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    return "xl/workbook.bin" in names or any(name.startswith("xl/macrosheets/") for name in names)


def _rewritten(name: str, content: bytes) -> tuple[str, bytes | None]:
    """A binary workbook as an .xlsx of the same sheets and cells: binary parts may hold macros and
    cannot be masked.
    """
    values = sheets.values_workbook(name, content)
    return str(PurePath(name).with_suffix(".xlsx")), values and _cleaned_zip(values)


def _cleaned_zip(content: bytes) -> bytes:
    """A workbook or document without macros, with personal data masked."""
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    masked_sheets, personal_texts = redaction.in_workbook(source)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if _MACRO.search(entry.filename) or entry.filename.endswith("/"):
                continue
            part = masked_sheets.get(entry.filename) or source.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                part = _MACRO_PART.sub(b"", part).replace(_MACRO_TYPE, _PLAIN_TYPE)
                text = part.decode("utf-8", "surrogateescape")
                if entry.filename == redaction.STRINGS and personal_texts:
                    text = redaction.masked_strings(text, personal_texts)
                part = _masked_xml(text).encode("utf-8", "surrogateescape")
            target.writestr(entry.filename, part)
    return out.getvalue()


def _masked_xml(text: str) -> str:
    """A part with mobile and identity numbers masked; a cell that is a number stays one."""
    text = _NUMBER_CELL.sub(r"\g<1>\g<2>E8\g<3>", text)
    text = _FLOAT_CELL.sub(r"\g<1>\g<2>", text)
    # a formula that holds a number goes, its value stays
    text = _FORMULA.sub(
        lambda formula: formula[0] if personal_data.mask(formula[0]) == formula[0] else "", text
    )
    return personal_data.mask(text)


def _masked_text(content: bytes) -> bytes:
    """A text file with personal data masked, in its own encoding.

    Raises ValueError where it has none that a table is written in.
    """
    encoding = _encoding(content)
    text = content.decode(encoding, "surrogateescape" if encoding == "gb18030" else "strict")
    masked = personal_data.mask(redaction.masked_columns(text))
    return masked.encode(encoding, "surrogateescape" if encoding == "gb18030" else "strict")


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
