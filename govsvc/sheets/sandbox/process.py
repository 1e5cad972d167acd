"""The parent's side of the worker process: it is started, asked, and ended if it takes too long."""

import atexit
import contextlib
import hashlib
import logging
import os
import pickle
import queue
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from govsvc import child_process
from govsvc.domain.errors import FileRefused, Issue
from govsvc.domain.letterheads import LetterheadFacts
from govsvc.domain.rows import Entries, FileRead
from govsvc.sheets.cells import limits
from govsvc.sheets.formats.paper_text import PaperText
from govsvc.sheets.records.case_list import CaseList
from govsvc.sheets.records.options import ColumnLetters, ReadOptions
from govsvc.sheets.sandbox.frames import LENGTH
from govsvc.system import usage

_ROOT = Path(__file__).resolve().parents[3]
#: a file of more bytes leaves a child large
_LARGE = 5 * 2**20
#: seconds after which a child's time is looked at; so many times its limit may it wait for its turn
_LOOK_EVERY, _MOST_PATIENCE = 0.25, 5
#: the child that waits for the next file, if any
_idle: list[subprocess.Popen[bytes]] = []
_idle_lock = threading.Lock()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """Of one worker: address space in bytes; for each file the CPU seconds that end the child, and
    the seconds of computing after which it is given up.

    The latter are less than the 20 seconds within which every file has its answer: ending the child
    takes time, too.
    """

    memory: int = 2 * 2**30
    cpu_seconds: int = 20
    seconds: float = 18


class MarkAnswer(NamedTuple):
    """`content`: the marked workbook, or None where there is none for the `reason` given.

    `notes` and `reason` are in Chinese.
    """

    content: bytes | None
    notes: list[str]
    reason: str


class Worker:
    """Reads and marks files in a child process, one after another.

    Used with `with`. A child that died is replaced at the next file. A child within the usual
    limits is kept warm for the next worker, so that an ordinary file pays no start-up; one that
    held a large file is ended, to give its memory back.
    """

    def __init__(self, limits: Limits = Limits()):
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._was_large = False

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        if self._child and self._limits == Limits() and not self._was_large:
            with _idle_lock:
                if not _idle:
                    _idle.append(self._child)
                    self._child = None
        self._end()

    def read(
        self, file: str, sha256: str, content: bytes, options: ReadOptions
    ) -> tuple[FileRead, ColumnLetters]:
        """What was read, and the letters of its columns.

        A child that died or ran over gives a refused file.
        """
        self._was_large |= len(content) > _LARGE
        try:
            result, columns, trace, result.entries = self._answer(
                "read", file, sha256, content, options
            )
        except TimeoutError:
            return FileRead(file, sha256, refused=self._timed_out()), {}
        except EOFError:
            return FileRead(file, sha256, refused=_died()), {}
        if trace:
            log.error("reading %s failed\n%s", sha256, trace)
        if result.refused and (
            result.refused.code == "crashed" or len(content) >= limits.READ_SIDE_BY_SIDE
        ):
            # it may still be at what it was told to leave
            self._end()
        return result, columns

    def read_case_list(self, file: str, content: bytes) -> CaseList:
        """The cases of a 办件明细; a child that died or ran over gives a refused list."""
        self._was_large |= len(content) > _LARGE
        try:
            result, trace = self._answer("case_list", file, content)
        except TimeoutError:
            return CaseList(refused=self._timed_out())
        except EOFError:
            return CaseList(refused=_died())
        if trace:
            log.error("reading a list of cases failed\n%s", trace)
        assert isinstance(result, CaseList)
        return result

    def read_paper(self, content: bytes) -> PaperText:
        """The text of a finished paper. Raises FileRefused as `_read_document` does."""
        found = self._read_document("paper_text", content)
        assert isinstance(found, PaperText)
        return found

    def read_letterhead(self, content: bytes) -> LetterheadFacts:
        """What is used of the office's own document. Raises FileRefused as `_read_document`
        does.
        """
        found = self._read_document("letterhead", content)
        assert isinstance(found, LetterheadFacts)
        return found

    def _read_document(self, task: str, content: bytes) -> object:
        """What the child reads of a document.

        Raises FileRefused for what it refuses, and where it died or ran over.
        """
        self._was_large |= len(content) > _LARGE
        try:
            found, trace = self._answer(task, content)
        except TimeoutError:
            raise self._timed_out() from None
        except EOFError:
            raise _died() from None
        if trace:
            log.error("reading a document failed\n%s", trace)
        if isinstance(found, FileRefused):
            raise found
        return found

    def mark(self, way: str, file: str, content: bytes, issues: Sequence[Issue]) -> MarkAnswer:
        """The workbook marked in one of the ways of `marking.ways`."""
        self._was_large |= len(content) > _LARGE
        try:
            marked, notes, reason, trace = self._answer("mark", way, file, content, issues)
        except TimeoutError:
            return MarkAnswer(None, [], f"处理超过{self._limits.seconds:g}秒")
        except EOFError:
            return MarkAnswer(None, [], "内容过大")
        if trace:
            log.error("marking %s (%s) failed\n%s", hashlib.sha256(content).hexdigest(), way, trace)
        return MarkAnswer(marked, notes, reason)

    def rewrite(self, file: str, content: bytes) -> bytes | None:
        """The workbook as an .xlsx of its values, None where it cannot be written."""
        self._was_large |= len(content) > _LARGE
        try:
            rewritten, trace = self._answer("rewrite", file, content)
        except (TimeoutError, EOFError):
            return None
        if trace:
            log.error("rewriting %s failed\n%s", hashlib.sha256(content).hexdigest(), trace)
        return bytes(rewritten) if rewritten is not None else None

    def _timed_out(self) -> FileRefused:
        return FileRefused(
            f"读取超过{self._limits.seconds:g}秒，已停止。",
            "请删去多余的行、列和表，或拆成几个文件分别上传。",
            "timeout",
        )

    def _answer(self, *question: object) -> Any:
        """What the child answers: what its function for this kind of question returns.

        Raises TimeoutError where it ran over, EOFError where it died; then it is ended.
        """
        if self._child is None:
            self._child = self._warm() or self._start()
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(
            target=_ask, args=(self._child, pickle.dumps(question), answers), daemon=True
        ).start()
        answer = self._waited_for(answers, self._child.pid)
        if answer is None:
            self._end()
            raise EOFError
        return answer

    def _waited_for(self, answers: "queue.SimpleQueue[Any]", child: int) -> Any:
        """The child's answer, None where it died or took more memory than it may.

        Raises TimeoutError where it ran over; then it is ended. What counts is the time that it
        computed: on a busy machine it may wait for its turn.
        """
        before, began = usage.of(child), time.monotonic()
        while True:
            try:
                return answers.get(timeout=min(_LOOK_EVERY, self._limits.seconds))
            except queue.Empty:
                waited, used = time.monotonic() - began, usage.of(child)
                if used.memory > self._limits.memory:  # Windows itself would not end it
                    return None
                computed = used.cpu_seconds - before.cpu_seconds
                if max(computed, waited / _MOST_PATIENCE) >= self._limits.seconds:
                    self._end()
                    raise TimeoutError from None

    def _warm(self) -> subprocess.Popen[bytes] | None:
        """A child that waits, if one is alive and this worker's limits are the usual ones."""
        if self._limits == Limits():
            with _idle_lock:
                while _idle:
                    child = _idle.pop()
                    if child.poll() is None:
                        return child
        return None

    def _start(self) -> subprocess.Popen[bytes]:
        # the program finds the library wherever it was started from, and nothing in the current
        # folder shadows a module
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        # pools that reserve address space at once would use up the limit
        lean = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1"}
        environment = {
            **os.environ,
            **lean,
            "PYTHONPATH": path,
            "PYTHONSAFEPATH": "1",
            "PYTHONIOENCODING": "utf-8",
        }
        limits = [str(self._limits.memory), str(self._limits.cpu_seconds)]
        return subprocess.Popen(
            child_process.command("govsvc.sheets.sandbox.worker", *limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def _end(self) -> None:
        child, self._child = self._child, None
        if child:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                # bytes that the dead child never took
                with contextlib.suppress(OSError):
                    if pipe:
                        pipe.close()


def warm_up() -> None:
    """Starts the child that the first file will need; returns at once."""
    with _idle_lock:
        if not _idle:
            _idle.append(Worker()._start())


@atexit.register
def _end_idle() -> None:
    while _idle:
        _idle.pop().kill()


def _ask(
    child: subprocess.Popen[bytes], question: bytes, answers: "queue.SimpleQueue[Any]"
) -> None:
    """Puts the child's answer, or None where it died."""
    stdin, stdout = child.stdin, child.stdout
    # `_start` opens both as pipes
    assert isinstance(stdin, BufferedWriter) and isinstance(stdout, BufferedReader)
    try:
        stdin.write(LENGTH.pack(len(question)) + question)
        stdin.flush()
        (size,) = LENGTH.unpack(stdout.read(LENGTH.size))
        has_rows, answer = pickle.loads(stdout.read(size))
        if has_rows:
            answer.append(Entries(pa.ipc.open_stream(stdout).read_all()))
        answers.put(answer)
    except Exception:  # a broken pipe, a short frame: the child is gone
        answers.put(None)


def _died() -> FileRefused:
    return FileRefused(
        "读取这个文件时程序被系统中止（内容过大，或有单元格离数据太远）。",
        "请删去表中离数据很远的单元格和多余的表，用 Excel 或 WPS 另存为新的 .xlsx 后上传。",
        "crashed",
    )
