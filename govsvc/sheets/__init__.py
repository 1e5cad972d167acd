"""Bytes of messy workbooks → typed rows and issues, and the workbook with its issues marked.

Every workbook is parsed in a worker process with limits; an archive of workbooks is taken apart
before, within limits.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from govsvc.domain.errors import FileRefused, Issue
from govsvc.domain.indicators import Rules
from govsvc.domain.mappings import Choices
from govsvc.domain.rows import FileRead

if TYPE_CHECKING:
    from govsvc.sheets.formats.archives import Unpacked
    from govsvc.sheets.sandbox.annotate import Marked


def unpack(files: Sequence[tuple[str, bytes]]) -> "Unpacked":
    """The (name, bytes) files, with those of a .zip of workbooks in its place, called
    压缩包名/内文件名; no name twice.
    """
    from govsvc.sheets.formats import archives

    return archives.unpack(files)


def read_files(
    files: "Sequence[tuple[str, bytes]] | Unpacked",
    home: str | None = None,
    month: date | Mapping[str, date] | None = None,
    rules: Rules = Rules(),
    apart: Collection[str] = (),
    choices: Choices = Choices(),
    on_progress: Callable[[str, int, int], None] | None = None,
) -> list[FileRead]:
    """What each (name, bytes) file holds, in order; then the checks across files, without those
    `apart` (by name).

    `home`: the home county, whose name is taken off units. `month` (of all files, or by file name)
    fills a gap only:
    a file that says another month is refused. A file that cannot be used has `refused` set and no
    rows; no file raises.
    `choices`: what was said of headers, values and months, now or before.
    `on_progress` is told before each file its name, its number from 1, and how many there are.
    """
    from govsvc.sheets.cells.limits import check_size
    from govsvc.sheets.formats.archives import Unpacked
    from govsvc.sheets.records.across_files import check_across
    from govsvc.sheets.sandbox.process import Worker

    results: list[FileRead] = []
    places: list[dict] = []
    seen: dict[str, str] = {}
    unpacked = files if isinstance(files, Unpacked) else Unpacked(list(files))
    months = (
        month
        if isinstance(month, Mapping)
        else dict.fromkeys((file for file, _ in unpacked.files), month)
    )
    with Worker() as worker:
        for number, (file, content) in enumerate(unpacked.files, start=1):
            if on_progress:
                on_progress(file, number, len(unpacked.files))
            sha256 = hashlib.sha256(content).hexdigest()
            found, where = FileRead(file, sha256), {}
            if sha256 in seen and file not in apart:
                found.refused = FileRefused(
                    f"与“{seen[sha256]}”内容完全相同。", "请只保留其中一个文件。", "same_file_twice"
                )
            else:
                seen.setdefault(sha256, file)
                try:
                    check_size(content)
                    if file in unpacked.refused:
                        raise unpacked.refused[file]
                    found, where = worker.read(
                        file, sha256, content, home, months.get(file), rules, choices
                    )
                except FileRefused as refusal:
                    found.refused = refusal
            found.notes += unpacked.notes.get(file, ())
            results.append(found)
            places.append(where)
    together = [place for place, file in enumerate(results) if file.file not in apart]
    check_across([results[place] for place in together], [places[place] for place in together])
    return results


def mark_workbook(file: str, content: bytes, issues: Sequence[Issue]) -> "Marked":
    """The file as a workbook with each faulty cell filled and commented and a first sheet that
    lists the issues.

    What could not be kept is said in its notes; no file raises.
    """
    # openpyxl is slow to load; the worker that only reads loads this package too
    from govsvc.sheets.sandbox import annotate

    return annotate.mark_workbook(file, content, issues)


def warm_up() -> None:
    """Starts the process that will read the first file; returns at once."""
    from govsvc.sheets.sandbox import process

    process.warm_up()
