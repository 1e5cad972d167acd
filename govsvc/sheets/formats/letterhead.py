"""The office's own document (.docx), before papers are written into it: what it has, and whether
anything in it would run or fetch something.
"""

import re
import zipfile
from collections import Counter
from xml.etree.ElementTree import Element

from govsvc.domain.errors import FileRefused
from govsvc.domain.letterheads import MOST_MEGABYTES, PLACE, STYLES, LetterheadFacts
from govsvc.sheets.formats import docx_tables, zip_parts

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MACROS = re.compile(r"vba(Project|Data)|macro", re.IGNORECASE)
_OBJECTS = re.compile(r"word/(embeddings|activeX)/|\.(bin|ole|exe)$", re.IGNORECASE)
#: fields that fetch something
_FETCHING = re.compile(r"\b(DDE|DDEAUTO|LINK|INCLUDETEXT|INCLUDEPICTURE|IMPORT|DATABASE)\b")
#: relations to something outside that do nothing by themselves; the template is left out when used
_HARMLESS = ("/hyperlink", "/attachedTemplate")
_MILLIMETRE = 1440 / 25.4
#: where the document does not say
_USUAL = {"top": 1440, "bottom": 1440, "left": 1800, "right": 1800}


def read_letterhead(content: bytes) -> LetterheadFacts:
    """What is used of the document. Raises FileRefused where it is none, or is not safe."""
    if len(content) > MOST_MEGABYTES * 2**20:
        raise FileRefused(
            f"文件大小为{len(content) / 2**20:.1f} MB，超过{MOST_MEGABYTES} MB 的上限。",
            "请只留红头、版记和样式，压缩其中的图片，再上传。",
            "too_large",
        )
    if not content.startswith(b"PK"):
        raise _no_document()
    kind, archive = zip_parts.check_zip(content)
    with archive:
        if kind != zip_parts.DOCX:
            raise _no_document()
        _refuse_unsafe(archive)
        return _facts(archive)


def _refuse_unsafe(archive: zipfile.ZipFile) -> None:
    """Raises FileRefused for macros, embedded objects, and what fetches something."""
    names = archive.namelist()
    if any(count > 1 for count in Counter(name.lower() for name in names).values()):
        raise zip_parts.damaged_xml()
    if any(_MACROS.search(name) for name in names):
        raise _unsafe("带有宏", "macro")
    if any(_OBJECTS.search(name) for name in names):
        raise _unsafe("嵌有对象或控件", "embedded")
    for name in names:
        if name.lower().endswith((".xml", ".rels")):
            part = zip_parts.read_part(archive, name)
            _refuse_part(name, part, zip_parts.parse_xml(part))


def _refuse_part(name: str, content: bytes, root: Element) -> None:
    if name == "[Content_Types].xml" and b"macroEnabled" in content:
        raise _unsafe("带有宏", "macro")
    if name.endswith(".rels"):
        for one in root:
            kind = one.get("Type", "")
            is_outside = one.get("TargetMode") == "External" and not kind.endswith(_HARMLESS)
            if is_outside or kind.endswith("/aFChunk"):
                raise _unsafe("链接了别的文件", "external")
    fields = [one.text or "" for one in root.iter(f"{_W}instrText")]
    fields += [one.get(f"{_W}instr", "") for one in root.iter(f"{_W}fldSimple")]
    if _FETCHING.search("".join(fields).upper()):
        raise _unsafe("有从别处取内容的域", "field")


def _facts(archive: zipfile.ZipFile) -> LetterheadFacts:
    texts = [
        docx_tables.text_of(one).strip()
        for one in docx_tables.body_of(archive)
        if one.tag == docx_tables.PARAGRAPH
    ]
    return LetterheadFacts(PLACE in texts, _margins(archive), _styles(archive))


def _margins(archive: zipfile.ZipFile) -> tuple[int, int, int, int]:
    """Of the last section: top, bottom, left, right in millimetres."""
    root = zip_parts.parse_xml(zip_parts.read_part(archive, "word/document.xml"))
    found = list(root.iter(f"{_W}pgMar"))
    told = {side: found[-1].get(f"{_W}{side}", "") if found else "" for side in _USUAL}
    top, bottom, left, right = (
        round(int(told[side] if told[side].lstrip("-").isdecimal() else usual) / _MILLIMETRE)
        for side, usual in _USUAL.items()
    )
    return top, bottom, left, right


def _styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of a paper → the name of the document's paragraph style for it."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    root = zip_parts.parse_xml(zip_parts.read_part(archive, "word/styles.xml"))
    names = {
        name.get(f"{_W}val", "")
        for style in root.iter(f"{_W}style")
        if style.get(f"{_W}type") == "paragraph"
        for name in style.iter(f"{_W}name")
    }
    return {
        part: next(name for name in known if name in names)
        for part, known in STYLES.items()
        if names & set(known)
    }


def _unsafe(what: str, code: str) -> FileRefused:
    return FileRefused(
        f"这个文件{what}，为安全起见不能用作公文样式。",
        "请新建一个 .docx，只把红头、版记和样式复制进去，再上传。",
        code,
    )


def _no_document() -> FileRefused:
    return FileRefused(
        "这个文件不是 Word 文档（.docx）。",
        "请在 Word 或 WPS 中打开，另存为 .docx 再上传。",
        "no_word",
    )
