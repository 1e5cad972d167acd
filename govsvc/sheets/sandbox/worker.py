"""The child process that reads and marks workbooks.

Frames come in on standard input and go out on standard output: eight bytes of length and a pickle.
What was read is followed by its rows as an Arrow stream. The program ends when its standard input
does.
"""

import gc
import math
import os
import pickle
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from io import BufferedReader
from typing import Any

import pyarrow as pa

from govsvc.domain.errors import FileRefused, Issue
from govsvc.domain.rows import Entries, FileRead
from govsvc.sheets.formats import letterhead, paper_text, workbooks
from govsvc.sheets.marking import ways
from govsvc.sheets.records import case_list, workbook
from govsvc.sheets.records.case_list import CaseList
from govsvc.sheets.records.options import ColumnLetters, ReadOptions
from govsvc.sheets.sandbox.frames import LENGTH

# Windows has no such limits; there the parent alone ends a file, by its clock and its memory
if sys.platform != "win32":
    import resource

    def _lower(kind: int, wanted: int, is_hard: bool = True) -> None:
        """Lowers a limit, never above the one that already holds."""
        _, hard = resource.getrlimit(kind)
        wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (wanted, wanted if is_hard else hard))


def _limit(memory: int) -> None:
    """Limits the process: its address space in bytes, and no core dumps and no files."""
    if sys.platform != "win32":
        _lower(resource.RLIMIT_AS, memory)
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_FSIZE, 0)


def _limit_file(cpu_seconds: int) -> None:
    """Limits the CPU time of the file that comes next; CPU time adds up over a process's files."""
    if sys.platform != "win32":
        limit = math.ceil(time.process_time()) + cpu_seconds
        _lower(resource.RLIMIT_CPU, limit, is_hard=False)


def _read_exactly(stream: BufferedReader, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def main(memory: int, cpu_seconds: int) -> None:
    """Answers questions until standard input ends.

    `memory`: bytes of address space; `cpu_seconds`: for each question.
    """
    # nothing but frames may reach the parent: prints go to standard error
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    stream = sys.stdin.buffer
    assert isinstance(stream, BufferedReader)
    _limit(memory)
    # what was imported stays: the collector need not go over it after each file
    gc.freeze()
    while True:
        try:
            (size,) = LENGTH.unpack(_read_exactly(stream, LENGTH.size))
        except EOFError:
            return
        # the collector would go over millions of cells again and again
        gc.disable()
        task, *arguments = pickle.loads(_read_exactly(stream, size))
        _limit_file(cpu_seconds)
        rows, *answer = _TASKS[task](*arguments)
        frame = pickle.dumps((rows is not None, answer))
        out.write(LENGTH.pack(len(frame)) + frame)
        if rows is not None:
            with pa.ipc.new_stream(out, rows.table.schema) as rows_out:
                rows_out.write_table(rows.table)
        out.flush()
        del arguments, answer, frame, rows
        workbooks.let_go()
        gc.enable()
        gc.collect()


def _read(
    file: str, sha256: str, content: bytes, options: ReadOptions
) -> tuple[Entries, FileRead, ColumnLetters, str]:
    """(rows, what else was read, letters of its columns, traceback of a fault of this program)."""
    result, columns, trace = FileRead(file, sha256), ColumnLetters(), ""
    try:
        columns = workbook.read_file(result, content, options)
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        trace, result = traceback.format_exc(), _crashed(file, sha256, error)
    except BaseException as error:  # calamine's PanicException is no Exception
        result = _crashed(file, sha256, error)
    rows, result.entries = result.entries, Entries()
    return rows, result, columns, trace


def _case_list(file: str, content: bytes) -> tuple[None, CaseList, str]:
    """(no rows, the cases of a 办件明细, traceback of a fault of this program)."""
    try:
        return None, case_list.read_case_list(file, content), ""
    except BaseException as error:  # calamine's PanicException is no Exception
        refused = _crashed(file, "", error).refused
        return None, CaseList(refused=refused), traceback.format_exc()


def _document(read: Callable[[bytes], object]) -> Callable[..., tuple[Any, ...]]:
    """A task that reads a Word document: (no rows, what was read or why not, traceback of a fault
    of this program).
    """

    def task(content: bytes) -> tuple[None, object, str]:
        try:
            return None, read(content), ""
        except FileRefused as refusal:
            return None, refusal, ""
        except BaseException as error:
            return None, _crashed("", "", error).refused, traceback.format_exc()

    return task


def _mark(
    way: str, file: str, content: bytes, issues: Sequence[Issue]
) -> tuple[None, bytes | None, list[str], str, str]:
    """(no rows, marked workbook, notes, why there is none, traceback of a fault of openpyxl)."""
    try:
        return None, *ways.mark(way, file, content, issues), "", ""
    except FileRefused as refusal:
        return None, None, [], refusal.title.rstrip("。"), ""
    except MemoryError:
        return None, None, [], "内容过大", ""
    except (Exception, KeyboardInterrupt, SystemExit):
        return None, None, [], "含有无法原样另存的内容", traceback.format_exc()
    except BaseException:  # calamine's PanicException is no Exception
        return None, None, [], "含有无法读取的内容", ""


def _rewrite(file: str, content: bytes) -> tuple[None, bytes | None, str]:
    """(no rows, the workbook as an .xlsx of its values, traceback where there is none)."""
    try:
        # openpyxl takes longer to load than an ordinary file to read
        from govsvc.sheets.marking import values_only

        return None, values_only.rewritten(file, content), ""
    except BaseException:  # calamine's PanicException is no Exception
        return None, None, traceback.format_exc()


#: name of a task → its function; its answer begins with the rows, if any
_TASKS: dict[str, Callable[..., tuple[Any, ...]]] = {
    "read": _read,
    "case_list": _case_list,
    "paper_text": _document(paper_text.read_text),
    "letterhead": _document(letterhead.read_letterhead),
    "mark": _mark,
    "rewrite": _rewrite,
}


def _crashed(file: str, sha256: str, error: BaseException) -> FileRead:
    if isinstance(error, MemoryError):
        refused = FileRefused(
            "读取这个文件需要的内存太多，已停止。",
            "请删去表中离数据很远的单元格和多余的表，另存为新的 .xlsx 后上传。",
            "crashed",
        )
    else:
        refused = FileRefused(
            "文件无法读取，可能已损坏。",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。",
            "crashed",
        )
    return FileRead(file, sha256, refused=refused)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
