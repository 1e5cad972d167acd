"""The parts of a zipped workbook or document, looked at before a parser gets to see them."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError

import pyarrow as pa
import pyarrow.compute as pc
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.cells.addresses import number_of
from govsvc.sheets.formats import foreign

_DAMAGED = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传；打不开时请重新从原系统导出。"
#: a cell from row 300,000 or beyond column ZZ: only these are looked at closer
_FAR = re.compile(
    rb"""r=["']([A-Z]+(?:[3-9]\d{5}|\d{7,})|[A-Z]{3,}\d+)["'][^>]*>\s*<(?:\w+:)?(?:v|is|f)\b"""
)
#: a formula, a cell with an error, something hidden, in any writer's spelling
_ODD = (b"<f", b":f", b'"e"', b"'e'", b"hidden")
#: what `_FAR` or `_ODD` finds has this (RE2): most sheets have nothing of it, and calamine goes on
#: beside while it is looked for
_MAY_MATTER = r"""r=["'](?:[A-Z]+(?:[3-9]\d{5}|\d{7,})|[A-Z]{3,}\d+)["']|[<:]f|"e"|'e'|hidden"""
_CHUNK, _OVERLAP = 2**20, 400
XLSX, XLSB, ODS, DOCX, PPTX = "xlsx", "xlsb", "ods", "docx", "pptx"
#: a part that only this format has → format, its parts that hold cells
_FORMATS = (
    (r"xl/workbook\.bin$", XLSB, r"xl/worksheets/[^/]+\.bin$"),
    (r"xl/workbook", XLSX, r"xl/worksheets/[^/]+\.xml$"),
    (r"word/document\.xml$", DOCX, r"word/document\.xml$"),
    (r"content\.xml$", ODS, r"content\.xml$"),
)
#: slides, which hold no data to be imported
_SLIDES = (r"ppt/presentation\.xml$", PPTX, r"ppt/slides/slide\d+\.xml$")
#: a part that all sheets take their texts from
_SHARED = r"xl/sharedStrings\.(xml|bin)$"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
#: tracked changes that take a text away
_NOT_SHOWN = (f"{_W}del", f"{_W}moveFrom")
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def check_zip(content: bytes, *, with_slides: bool = False) -> tuple[str, zipfile.ZipFile]:
    """The format of a zipped workbook or document, and its parts. `with_slides`: slides are taken,
    too.

    Raises FileRefused where a zip is none, is damaged, encrypted, or says that it unpacks too
    large.
    """
    with _damage_refused():
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    _refuse_too_large(entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("压缩包设有密码，无法读取。", "请取消密码后重新上传。", "password")
    kind = next(
        (
            kind
            for part, kind, _ in (*_FORMATS, *((_SLIDES,) if with_slides else ()))
            if any(re.match(part, entry.filename, re.IGNORECASE) for entry in entries)
        ),
        None,
    )
    if kind is None:
        foreign.refuse_zipped([entry.filename for entry in entries])
    if kind is None or (kind == ODS and not _is_ods(archive)):
        raise FileRefused(
            "文件是压缩包或其他文档，不是 Excel 工作簿。",
            "请上传 .xlsx、.xls 或 .csv 文件；压缩包请先解压。",
            "not_a_workbook",
        )
    return kind, archive


def with_slashes(content: bytes) -> bytes:
    """The zip with / in the names of its parts, where a program of Windows wrote \\; else as it is.

    Raises FileRefused where it is damaged or unpacks too large.
    """
    with _damage_refused():
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = [entry.orig_filename for entry in archive.infolist()]
        if not any("\\" in name for name in names):
            return content
        _refuse_too_large(archive.infolist())
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in archive.infolist():
                target.writestr(entry.orig_filename.replace("\\", "/"), read_part(archive, entry))
    return out.getvalue()


def _refuse_too_large(entries: list[zipfile.ZipInfo]) -> None:
    if (
        len(entries) > limits.MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > limits.MOST_UNPACKED
    ):
        raise FileRefused(
            f"文件解压后过大（上限{limits.MOST_ENTRIES}个部件、"
            f"{limits.MOST_UNPACKED // 2**20} MB）。",
            "请只保留需要的表，另存为新的 .xlsx 后上传。",
            "unpacks_too_large",
        )


def check_sheets(archive: zipfile.ZipFile, kind: str) -> list[str]:
    """The names of the parts that hold sheets with formulas, errors or something hidden.

    Raises FileRefused where a part is damaged, is larger than it says, or has a cell far off.
    """
    unpacked = 0
    odd: list[str] = []
    pattern = next(cells for _, other, cells in _FORMATS if other == kind)
    for entry in archive.infolist():
        if re.match(pattern, entry.filename, re.IGNORECASE):
            unpacked = _check_sheet(archive, entry, unpacked, odd)
        elif re.match(_SHARED, entry.filename, re.IGNORECASE):
            # read to its end its checksum is checked, too: the parser does not
            unpacked = _check_sheet(archive, entry, unpacked, [])
    return odd


def _is_ods(archive: zipfile.ZipFile) -> bool:
    """Whether it is a spreadsheet and no other document.

    Raises FileRefused for one with a password.
    """
    try:
        if _ODS_TYPE not in read_part(archive, "mimetype"):
            return False
        is_encrypted = b"encryption-data" in read_part(archive, "META-INF/manifest.xml")
    except KeyError:
        return False
    if is_encrypted:
        raise FileRefused(
            "工作簿设有打开密码，无法读取。",
            "请取消密码（另存为时不设密码）后重新上传。",
            "password",
        )
    return True


def is_document(archive: zipfile.ZipFile) -> bool:
    """Whether a zip is itself a workbook or document, and no archive of files."""
    return any(
        re.match(part, name.replace("\\", "/"), re.IGNORECASE)
        for name in archive.namelist()
        for part, _, _ in _FORMATS
    )


def read_part(
    archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, most: int = limits.MOST_UNPACKED
) -> bytes:
    """One part of a zip.

    Raises FileRefused where it is damaged or has more than `most` bytes, whatever it says.
    """
    if isinstance(name, str):
        name = archive.getinfo(name)
    with _damage_refused(), archive.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise _too_large()
    return content


def parse_xml(content: bytes) -> Element:
    """The root element. Raises FileRefused for XML that is damaged or defines entities."""
    try:
        return ElementTree.fromstring(content)
    except DefusedXmlException as error:
        raise entities() from error
    except (ParseError, LookupError, ValueError) as error:
        raise damaged_xml() from error


def as_shown(root: Element) -> Element:
    """The part as it is shown: of what is there in two ways for older programs the first, without
    what is deleted or moved away.
    """
    for parent in list(root.iter()):
        for place, child in reversed(list(enumerate(parent))):
            if child.tag in _NOT_SHOWN or _is_deleted(child):
                parent.remove(child)
            elif child.tag == _EITHER:
                parent[place : place + 1] = list(child[0]) if len(child) else []
    return root


def _is_deleted(child: Element) -> bool:
    """Whether it is a row of a table that is deleted."""
    return child.tag == f"{_W}tr" and child.find(f"{_W}trPr/{_W}del") is not None


def damaged_xml() -> FileRefused:
    """The refusal of a part that is no XML."""
    return FileRefused("文件不完整或已损坏（内容不是完整的 XML）。", _DAMAGED, "damaged")


def entities() -> FileRefused:
    """The refusal of XML that defines entities."""
    return FileRefused(
        "文件中定义了 XML 实体（正常的表格没有），为安全起见未读取。", _DAMAGED, "xml_entities"
    )


def _too_large() -> FileRefused:
    return FileRefused(
        f"文件解压后超过{limits.MOST_UNPACKED // 2**20} MB。",
        "请只保留需要的表，另存为新的 .xlsx 后上传。",
        "unpacks_too_large",
    )


@contextmanager
def _damage_refused() -> Iterator[None]:
    """Makes what zipfile raises of a damaged archive a FileRefused."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise FileRefused(
            "文件不完整或已损坏（可能没有下载或复制完）。", _DAMAGED, "damaged"
        ) from error


def _check_sheet(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, unpacked: int, odd: list[str]
) -> int:
    """Gives the bytes unpacked so far: the sizes that a zip states may be false."""
    tail = b""
    with _damage_refused(), archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > limits.MOST_UNPACKED:
                raise _too_large()
            text = tail + chunk
            if _may_matter(text):
                for cell in _FAR.finditer(text):
                    if text[: cell.start()][-1:].isspace():
                        _check_far(cell[1].decode("ascii"))
                if any(sign in text for sign in _ODD):
                    odd.append(entry.filename)
            tail = chunk[-_OVERLAP:]
    return unpacked


def _may_matter(text: bytes) -> bool:
    chunk = pa.array([text], pa.large_binary())
    return bool(pc.match_substring_regex(chunk, _MAY_MATTER)[0].as_py())


def _check_far(address: str) -> None:
    letters = address.rstrip("0123456789")
    row = int(address[len(letters) :])
    if number_of(letters) > limits.MOST_COLUMNS or row > limits.MOST_ROWS:
        raise limits.far_cell(address)
