"""An archive of workbooks → its files, and files → an archive.

Only the archive's own directory is read here, within limits.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import zip_parts

MOST_FILES = 200
MOST_NAMED = 10
#: what is taken out of an archive; an archive in it is refused where it is read
SUFFIXES = frozenset(
    (
        ".xlsx",
        ".xlsm",
        ".xltx",
        ".xlsb",
        ".xls",
        ".et",
        ".ett",
        ".ods",
        ".docx",
        ".doc",
        ".csv",
        ".txt",
        ".htm",
        ".html",
        ".mht",
        ".xml",
        ".zip",
        ".rar",
        ".7z",
    )
)
_STEP = "请解压后分别上传其中的表格文件。"


@dataclass(slots=True)
class Unpacked:
    """`files`: (name, bytes), those of an archive as 压缩包名/内文件名.

    `notes`: name of a file → what to say with it. `refused`: the archives that cannot be used; they
    stand in `files` as they came.
    """

    files: list[tuple[str, bytes]] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, FileRefused] = field(default_factory=dict)


def unpack(files: Sequence[tuple[str, bytes]]) -> Unpacked:
    """The files, with those of an archive of workbooks in its place, by name; no name stands twice.

    No file raises.
    """
    unpacked = Unpacked()
    taken: set[str] = set()
    for name, content in files:
        name = _untaken(name, taken)
        try:
            inner, notes = _unpack(name, content)
        except FileRefused as refusal:
            unpacked.refused[name] = refusal
            inner, notes = [(name, content)], []
        unpacked.files += inner
        if notes:
            unpacked.notes[inner[0][0]] = notes
    return unpacked


def pack(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A .zip of (name, bytes) files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def _unpack(name: str, content: bytes) -> tuple[list[tuple[str, bytes]], list[str]]:
    """(files of an archive, notes); the file itself where it is no archive.

    Raises FileRefused where an archive has no table, a password, or is over the limits.
    """
    archive = _archive(content)
    if archive is None:
        return [(name, content)], []
    names = {entry: _name(entry) for entry in archive.infolist() if not entry.is_dir()}
    hidden = [entry for entry in names if _is_hidden(names[entry])]
    tables = [
        entry
        for entry in names
        if entry not in hidden and PurePosixPath(names[entry]).suffix.lower() in SUFFIXES
    ]
    _check(len(names), tables)
    files, left = [], limits.MOST_UNPACKED
    for entry in sorted(tables, key=lambda entry: names[entry]):
        part = zip_parts.read_part(archive, entry, min(left, limits.MOST_BYTES))
        left -= len(part)
        files.append((f"{name}/{names[entry]}", part))
    others = [names[entry] for entry in names if entry not in hidden and entry not in tables]
    return files, _notes(name, len(hidden), others)


def _archive(content: bytes) -> zipfile.ZipFile | None:
    """The archive, None where it is none, or a workbook or document.

    What is wrong with a damaged one, the worker says.
    """
    if not content.startswith(b"PK") or len(content) > limits.MOST_BYTES:
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return None
    return None if zip_parts.is_document(archive) else archive


def _notes(name: str, hidden: int, others: Sequence[str]) -> list[str]:
    """What of an archive was not read: `hidden` files, and `others` that are no tables."""
    notes = []
    if hidden:
        notes.append(f"压缩包“{name}”中有{hidden}个系统文件、隐藏文件或临时文件，未读取。")
    if others:
        more = f"等{len(others)}个文件" if len(others) > MOST_NAMED else ""
        notes.append(f"压缩包“{name}”中的{'、'.join(others[:MOST_NAMED])}{more}不是表格，未读取。")
    return notes


def _check(entries: int, tables: Sequence[zipfile.ZipInfo]) -> None:
    """Raises FileRefused where the archive's directory shows that it cannot be used."""
    if not tables:
        raise FileRefused(
            "压缩包里没有表格文件。",
            "请把 .xlsx、.xls、.csv 等表格文件放进压缩包，或直接上传。",
            "zip_no_workbook",
        )
    if any(entry.flag_bits & 1 for entry in tables):
        raise FileRefused("压缩包设有密码，无法读取。", "请取消密码后重新上传。", "password")
    if len(tables) > MOST_FILES or entries > limits.MOST_ENTRIES:
        raise FileRefused(
            f"压缩包里有{len(tables)}个表格文件，超过{MOST_FILES}个的上限。",
            "请分成几个压缩包上传。",
            "zip_too_many_files",
        )
    if sum(entry.file_size for entry in tables) > limits.MOST_UNPACKED:
        raise FileRefused(
            f"压缩包解压后超过{limits.MOST_UNPACKED // 2**20} MB。", _STEP, "unpacks_too_large"
        )


def _untaken(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken; it is taken then."""
    path, number, unlike = PurePosixPath(name), 1, name
    while unlike in taken:
        number += 1
        unlike = str(path.with_name(f"{path.stem}（{number}）{path.suffix}"))
    taken.add(unlike)
    return unlike


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: zip programs of Chinese Windows write GBK and do not say so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        raw = entry.orig_filename.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return "/".join(part for part in name.replace("\\", "/").split("/") if part.strip(". "))


def _is_hidden(name: str) -> bool:
    return any(
        part.startswith((".", "~$", "__MACOSX")) or part.lower() in ("thumbs.db", "desktop.ini")
        for part in name.split("/")
    )
