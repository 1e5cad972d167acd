"""The child process that reads and marks workbooks: frames in on standard input, frames out on
standard output.

A frame is eight bytes of length and a pickle; what was read is followed by its rows as an Arrow
stream. The program
ends when its standard input does.
"""

import gc
import math
import os
import pickle
import struct
import sys
import time
import traceback
from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from govsvc.domain.errors import FileRefused, Issue
from govsvc.domain.indicators import Rules
from govsvc.domain.mappings import Choices
from govsvc.domain.rows import Entries, FileRead
from govsvc.sheets.records import workbook

try:
    import resource
except ImportError:  # Windows has no such limits; there the parent's clock alone ends a file
    resource = None

LENGTH = struct.Struct(">Q")


def _lower(kind: int, wanted: int, is_hard: bool = True) -> None:
    """Lowers a limit, never above the one that already holds."""
    _, hard = resource.getrlimit(kind)
    wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(kind, (wanted, wanted if is_hard else hard))


def _limit(memory: int) -> None:
    if resource:
        _lower(resource.RLIMIT_AS, memory)
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_FSIZE, 0)


def _read_exactly(stream, size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


def main(memory: int, cpu_seconds: int) -> None:
    # nothing but frames may reach the parent: prints go to standard error
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    stream = sys.stdin.buffer
    _limit(memory)
    while True:
        try:
            (size,) = LENGTH.unpack(_read_exactly(stream, LENGTH.size))
        except EOFError:
            return
        # the collector would go over millions of cells again and again
        gc.disable()
        task, *arguments = pickle.loads(_read_exactly(stream, size))
        if resource:
            # CPU time adds up over the files of one process
            _lower(resource.RLIMIT_CPU, math.ceil(time.process_time()) + cpu_seconds, is_hard=False)
        rows, *answer = _TASKS[task](*arguments)
        answer = pickle.dumps((rows is not None, answer))
        out.write(LENGTH.pack(len(answer)) + answer)
        if rows is not None:
            with pa.ipc.new_stream(out, rows.table.schema) as rows_out:
                rows_out.write_table(rows.table)
        out.flush()
        del arguments, answer, rows
        gc.enable()
        gc.collect()


def _read(
    file: str,
    sha256: str,
    content: bytes,
    home: str | None,
    month: date | None,
    rules: Rules,
    choices: Choices = Choices(),
) -> tuple:
    result, places, trace = FileRead(file, sha256), {}, ""
    try:
        places = workbook.read_file(result, content, home, month, rules, choices)
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        trace, result = traceback.format_exc(), _crashed(file, sha256, error)
    except BaseException as error:  # calamine's PanicException is no Exception
        result = _crashed(file, sha256, error)
    rows, result.entries = result.entries, Entries()
    return rows, result, places, trace


def _mark(way: str, file: str, content: bytes, issues: Sequence[Issue]) -> tuple:
    # openpyxl is slow to load and reading does without it
    from govsvc.sheets.sandbox import annotate

    try:
        return None, *annotate.mark(way, file, content, issues), "", ""
    except FileRefused as refusal:
        return None, None, [], refusal.title.rstrip("。"), ""
    except MemoryError:
        return None, None, [], "内容过大", ""
    except (Exception, KeyboardInterrupt, SystemExit):
        return None, None, [], "含有无法原样另存的内容", traceback.format_exc()
    except BaseException:  # calamine's PanicException is no Exception
        return None, None, [], "含有无法读取的内容", ""


_TASKS = {"read": _read, "mark": _mark}


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
