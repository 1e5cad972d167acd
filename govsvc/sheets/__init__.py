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
from govsvc.domain.letterheads import LetterheadFacts
from govsvc.domain.mappings import Choices
from govsvc.domain.rows import FileRead

# Each function imports what it needs: a page that only shows a month reads no workbook, and
# calamine, pyarrow and openpyxl are slow to load.
if TYPE_CHECKING:
    from govsvc.sheets.formats.archives import Unpacked
    from govsvc.sheets.formats.paper_text import PaperText
    from govsvc.sheets.records.case_list import CaseList
    from govsvc.sheets.records.options import ColumnLetters
    from govsvc.sheets.sandbox.annotate import Marked

#: called before each file with its name, its number from 1, and how many files there are
Progress = Callable[[str, int, int], None]


def unpack(files: Sequence[tuple[str, bytes]]) -> "Unpacked":
    """The (name, bytes) files, with those of a .zip of workbooks in its place.

    These are called 压缩包名/内文件名; no name stands twice.
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
    on_progress: Progress | None = None,
) -> list[FileRead]:
    """What each (name, bytes) file holds, in order, checked one by one and against each other.

    A file that cannot be used has `refused` set and no rows; no file raises.

    `home`: the home county, whose name is taken off units.
    `month` (of all files, or by file name) fills a gap only: a file that says another is refused.
    `apart`: names of files that the checks across files leave out.
    `choices`: what a person said of headers, values and months, now or before.
    """
    results, columns = read_one_by_one(files, home, month, rules, apart, choices, on_progress)
    check_together(results, columns, apart)
    return results


def read_one_by_one(
    files: "Sequence[tuple[str, bytes]] | Unpacked",
    home: str | None = None,
    month: date | Mapping[str, date] | None = None,
    rules: Rules = Rules(),
    apart: Collection[str] = (),
    choices: Choices = Choices(),
    on_progress: Progress | None = None,
    unit: str = "",
) -> "tuple[list[FileRead], list[ColumnLetters]]":
    """The files before the checks across them, and for each the letters of its columns.

    The arguments are those of `read_files`; `unit`: of tables that say nothing of whose they are.
    """
    from govsvc.sheets.formats.archives import Unpacked
    from govsvc.sheets.records.options import ReadOptions
    from govsvc.sheets.sandbox.process import Worker

    unpacked = files if isinstance(files, Unpacked) else Unpacked(list(files))
    results: list[FileRead] = []
    columns: list[ColumnLetters] = []
    first_names: dict[str, str] = {}  # hash of the content → the first file with it
    with Worker() as worker:
        for number, (file, content) in enumerate(unpacked.files, start=1):
            if on_progress:
                on_progress(file, number, len(unpacked.files))
            result = FileRead(file, hashlib.sha256(content).hexdigest())
            letters: ColumnLetters = {}
            try:
                _check(result, content, unpacked, first_names, apart)
                of_file = month.get(file) if isinstance(month, Mapping) else month
                options = ReadOptions(home, of_file, rules, choices, unit)
                result, letters = worker.read(file, result.sha256, content, options)
            except FileRefused as refusal:
                result.refused = refusal
            result.notes += unpacked.notes.get(file, ())
            results.append(result)
            columns.append(letters)
    return results, columns


def read_case_list(file: str, content: bytes) -> "CaseList":
    """The cases of a 办件明细 with names and numbers, which are to be stored nowhere.

    No file raises: a list that cannot be used has `refused` set.
    """
    from govsvc.sheets.cells.limits import check_size
    from govsvc.sheets.records.case_list import CaseList
    from govsvc.sheets.sandbox.process import Worker

    try:
        check_size(content)
    except FileRefused as refusal:
        return CaseList(refused=refusal)
    with Worker() as worker:
        return worker.read_case_list(file, content)


def read_paper(content: bytes) -> "PaperText":
    """The text of a finished paper, read in a process with limits. Raises FileRefused."""
    from govsvc.sheets.cells.limits import check_size
    from govsvc.sheets.sandbox.process import Worker

    check_size(content)
    with Worker() as worker:
        return worker.read_paper(content)


def read_letterhead(content: bytes) -> LetterheadFacts:
    """What is used of the office's own document, read in a process with limits.

    Raises FileRefused where it is no .docx, is not safe or is too large.
    """
    from govsvc.sheets.cells.limits import check_size
    from govsvc.sheets.sandbox.process import Worker

    check_size(content)
    with Worker() as worker:
        return worker.read_letterhead(content)


def check_together(
    files: Sequence[FileRead],
    columns: "Sequence[ColumnLetters]",
    apart: Collection[str] = (),
    is_renamed: bool = False,
) -> None:
    """The checks across files that were read one by one, but for those `apart`: changes `files`.

    `is_renamed`: units of the rows go by other names than when they were read.
    """
    from govsvc.sheets.records.across_files import check_across

    first_names: dict[str, str] = {}
    for file in files:
        if file.file not in apart and file.sha256 in first_names and not file.refused:
            file.refuse(_same_file_twice(first_names[file.sha256]))
        first_names.setdefault(file.sha256, file.file)
    together = [index for index, file in enumerate(files) if file.file not in apart]
    check_across(
        [files[index] for index in together], [columns[index] for index in together], is_renamed
    )


def _check(
    result: FileRead,
    content: bytes,
    unpacked: "Unpacked",
    first_names: dict[str, str],
    apart: Collection[str],
) -> None:
    """Raises FileRefused where the file need not be opened; adds it to `first_names`."""
    from govsvc.sheets.cells.limits import check_size

    if result.sha256 in first_names and result.file not in apart:
        raise _same_file_twice(first_names[result.sha256])
    first_names.setdefault(result.sha256, result.file)
    check_size(content)
    if result.file in unpacked.refused:
        raise unpacked.refused[result.file]


def _same_file_twice(first_name: str) -> FileRefused:
    return FileRefused(
        f"与“{first_name}”内容完全相同。", "请只保留其中一个文件。", "same_file_twice"
    )


def mark_workbook(file: str, content: bytes, issues: Sequence[Issue]) -> "Marked":
    """The file as a workbook with its faulty cells marked and a first sheet that lists the issues.

    Its notes say what could not be kept; no file raises.
    """
    from govsvc.sheets.sandbox import annotate

    return annotate.mark_workbook(file, content, issues)


def values_workbook(file: str, content: bytes) -> bytes | None:
    """The file as an .xlsx of the same sheets and cells, values only; None where it cannot be
    written.
    """
    from govsvc.sheets.sandbox.process import Worker

    with Worker() as worker:
        return worker.rewrite(file, content)


def warm_up() -> None:
    """Starts the process that will read the first file; returns at once."""
    from govsvc.sheets.sandbox import process

    process.warm_up()
