"""Originals of what was uploaded, as they are kept: compressed, without macros, personal columns
and numbers masked.
"""

import io
import re
import zipfile
import zlib
from pathlib import PurePath

from govsvc import sheets
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


def keep(sha256: str, file: str, content: bytes) -> Original | None:
    """The file as it is kept; None where it is too large or cannot be cleaned."""
    if len(content) > MOST_BYTES:
        return None
    name = PurePath(file.replace("\\", "/")).name
    try:
        if content.startswith(b"PK"):
            if _needs_rewriting(content):
                name, content = _rewritten(name, content)
            else:
                content = _cleaned_zip(content)
                name = re.sub(r"\.(xlsm|xltm)$", ".xlsx", name, flags=re.IGNORECASE)
        elif content.startswith(_OLE):
            name, content = _rewritten(name, content)
        else:
            content = _masked_bytes(content)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError):
        return None
    return Original(sha256, file, name, zlib.compress(content, 6)) if content else None


def restored(original: Original) -> bytes:
    """The bytes to download."""
    return zlib.decompress(original.content)


def _needs_rewriting(content: bytes) -> bool:
    """Whether it is a binary workbook, or has sheets of old macros, which cannot be cut out."""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    return "xl/workbook.bin" in names or any(name.startswith("xl/macrosheets/") for name in names)


def _rewritten(name: str, content: bytes) -> tuple[str, bytes]:
    """A binary workbook as an .xlsx of the same sheets and cells: binary parts may hold macros and
    cannot be masked.
    """
    found = sheets.mark_workbook(name, content, []).content
    return str(PurePath(name).with_suffix(".xlsx")), _cleaned_zip(found)


def _cleaned_zip(content: bytes) -> bytes:
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    of_persons, strings = redaction.in_workbook(source)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if _MACRO.search(entry.filename) or entry.filename.endswith("/"):
                continue
            part = of_persons.get(entry.filename) or source.read(entry)
            if entry.filename == redaction.STRINGS and strings:
                part = redaction.strings_masked(
                    part.decode("utf-8", "surrogateescape"), strings
                ).encode("utf-8", "surrogateescape")
            if entry.filename.endswith((".xml", ".rels")):
                part = _MACRO_PART.sub(b"", part).replace(_MACRO_TYPE, _PLAIN_TYPE)
                text = _FLOAT_CELL.sub(
                    r"\g<1>\g<2>",
                    _NUMBER_CELL.sub(r"\g<1>\g<2>E8\g<3>", part.decode("utf-8", "surrogateescape")),
                )
                # a formula that holds a number goes, its value stays
                text = _FORMULA.sub(
                    lambda found: found[0] if redaction.masked(found[0]) == found[0] else "", text
                )
                part = redaction.masked(text).encode("utf-8", "surrogateescape")
            target.writestr(entry.filename, part)
    return out.getvalue()


def _masked_bytes(content: bytes) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return redaction.masked(
            redaction.columns_masked(content.decode("utf-16", "replace"), str)
        ).encode("utf-16")
    # digits and marks are the same bytes in UTF-8 and GB18030 and never part of a character: a
    # GB18030 four-byte character has a byte above 0x80 before each
    encoding = "utf-8" if _is_utf8(content) else "gb18030"
    text = redaction.columns_masked(
        content.decode("latin-1"), lambda cell: cell.encode("latin-1").decode(encoding, "replace")
    )
    return redaction.masked(text).encode("latin-1")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
