"""Streamlit's static files in gzip, each packed when it is first asked for and kept in memory."""

import gzip
import threading
from pathlib import Path

#: endings of files that gzip makes smaller → content type (Windows may know another for .js)
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
#: a file's name holds the hash of its content
_HEADERS = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-encoding": "gzip",
    "vary": "Accept-Encoding",
}


class PackedFiles:
    """All that may be asked for, about 8 MB, in the end stays in memory."""

    def __init__(self, folder: Path):
        self._files = {
            file.relative_to(folder).as_posix(): file
            for file in folder.rglob("*")
            if file.suffix in _TYPES
        }
        self._packed: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def has(self, name: str) -> bool:
        """`name`: the path below the folder, with slashes."""
        return name in self._files

    def packed(self, name: str) -> bytes:
        """The file's bytes in gzip; the first time of a file this takes up to half a second."""
        with self._lock:
            if name not in self._packed:
                self._packed[name] = gzip.compress(self._files[name].read_bytes(), 6)
            return self._packed[name]

    def headers(self, name: str) -> dict[str, str]:
        return {**_HEADERS, "content-type": _TYPES[self._files[name].suffix]}
