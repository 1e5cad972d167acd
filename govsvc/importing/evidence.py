"""Evidence (佐证材料) of a step: kept as originals are, or as pictures and PDF that are what their
names say.
"""

import hashlib
import zlib
from pathlib import PurePath

from govsvc.domain.errors import FileRefused
from govsvc.importing import originals
from govsvc.store import Original

#: endings that a file may have → how its content begins
_PLAIN = {
    ".pdf": b"%PDF-",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
}
_OFFICE = {".docx", ".xlsx"}
#: what an upload may be called
ENDINGS = tuple(ending.removeprefix(".") for ending in (*_PLAIN, *sorted(_OFFICE)))
MOST_FILES = 5


def keep(name: str, content: bytes) -> Original:
    """The file as it is kept. Raises FileRefused where it is larger than originals may be, or is
    not what its name says.
    """
    name = PurePath(name.replace("\\", "/")).name
    if len(content) > originals.MOST_BYTES:
        most = originals.MOST_BYTES // 2**20
        raise FileRefused(f"“{name}”超过{most} MB，没有保存。", "请压缩后再传。", "too_large")
    ending, sha256 = PurePath(name).suffix.lower(), hashlib.sha256(content).hexdigest()
    kept = None
    if ending in _PLAIN and content.startswith(_PLAIN[ending]):
        kept = Original(sha256, name, name, zlib.compress(content, 1))
    elif ending in _OFFICE and content.startswith(b"PK"):
        kept = originals.keep(sha256, name, content)
    if kept is None:
        raise FileRefused(
            f"“{name}”的内容与文件名不符，或不能保存，没有保存。",
            "佐证材料可以是PDF、图片、Word（.docx）、Excel（.xlsx）。",
            "not_what_it_says",
        )
    return kept
