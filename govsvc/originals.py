"""Originals of what was uploaded, as they are kept: compressed, without macros, with telephone and identity numbers masked."""

import io
import re
import zipfile
import zlib
from pathlib import PurePath

from govsvc import sheets
from govsvc.store import Original

#: a larger file is not kept: its name and its hash are
MOST_BYTES = 5 * 2**20
_OLE = b"\xd0\xcf\x11\xe0"
_MACRO = re.compile(r"(^|/)(vbaProject|vbaData|vbaProjectSignature)[^/]*$", re.IGNORECASE)
_MACRO_PART = re.compile(rb'<(Override|Relationship)\b[^>]*vba(Project|Data)[^>]*?/>', re.IGNORECASE)
_MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# a number that stands alone: 31-digit codes hold eleven digits in a row, too
_PHONE = re.compile(r"(?<![0-9A-Za-z.])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9A-Za-z])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z.])([1-9][0-9]{5})(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}([0-9Xx])(?![0-9A-Za-z])")
_NUMBER_CELL = re.compile(r"(<v>)(1[3-9][0-9])[0-9]{8}(</v>)")


def keep(sha256: str, file: str, content: bytes) -> Original | None:
    """The file as it is kept; None where it is too large or cannot be cleaned."""
    if len(content) > MOST_BYTES:
        return None
    name = PurePath(file.replace("\\", "/")).name
    try:
        if content.startswith(b"PK"):
            if _is_binary_workbook(content):
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


def _is_binary_workbook(content: bytes) -> bool:
    return "xl/workbook.bin" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def _rewritten(name: str, content: bytes) -> tuple[str, bytes]:
    """A binary workbook as an .xlsx of the same sheets and cells: binary parts may hold macros and cannot be masked."""
    found = sheets.mark_workbook(name, content, []).content
    return str(PurePath(name).with_suffix(".xlsx")), _cleaned_zip(found)


def _cleaned_zip(content: bytes) -> bytes:
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if _MACRO.search(entry.filename) or entry.filename.endswith("/"):
                continue
            part = source.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                part = _MACRO_PART.sub(b"", part).replace(_MACRO_TYPE, _PLAIN_TYPE)
                part = masked(_NUMBER_CELL.sub(r"\g<1>\g<2>E8\g<3>", part.decode("utf-8", "surrogateescape"))).encode("utf-8", "surrogateescape")
            target.writestr(entry.filename, part)
    return out.getvalue()


def _masked_bytes(content: bytes) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return masked(content.decode("utf-16", "replace")).encode("utf-16")
    # digits are the same bytes in UTF-8 and GB18030 and never part of a character: a GB18030 four-byte character has a byte above 0x80 before each
    return masked(content.decode("latin-1")).encode("latin-1")


def masked(text: str) -> str:
    """The text with telephone and identity numbers masked."""
    return _IDENTITY.sub(r"\g<1>***********\g<2>", _PHONE.sub(r"\g<1>****\g<2>", text))
