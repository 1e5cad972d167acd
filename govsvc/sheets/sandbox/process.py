"""The parent's side of the worker process: start, ask, and end it when it dies or takes too long."""

import atexit
import contextlib
import hashlib
import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from govsvc.domain.errors import FileRefused, Issue
from govsvc.domain.rows import Entries, FileRead
from govsvc.sheets.sandbox.worker import LENGTH

_ROOT = Path(__file__).resolve().parents[3]
#: a file of more bytes leaves a child large
_LARGE = 5 * 2**20
#: the child that waits for the next file, if any
_idle: list[subprocess.Popen] = []
_idle_lock = threading.Lock()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """Of one worker: address space in bytes, CPU seconds and seconds by the clock, both for each
    file.

    By the clock it is less than the 20 seconds within which every file has its answer: ending the
    child takes time, too.
    """

    memory: int = 2 * 2**30
    cpu_seconds: int = 20
    seconds: float = 18


class Worker:
    """Reads and marks files in a child process, one after another; a child that died is replaced at
    the next file.

    Used with `with`. A child within the usual limits is kept warm for the next one that asks, so
    that an ordinary file
    pays no start-up; one that held a large file is ended, to give its memory back.
    """

    def __init__(self, limits: Limits = Limits()):
        self._limits = limits
        self._child: subprocess.Popen | None = None
        self._was_large = False

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_) -> None:
        if self._child and self._limits == Limits() and not self._was_large:
            with _idle_lock:
                if not _idle:
                    _idle.append(self._child)
                    self._child = None
        self._end()

    def read(self, file: str, sha256: str, content: bytes, *options) -> tuple[FileRead, dict]:
        """(what was read, places of its columns); a child that died or ran over gives a refused
        file.
        """
        self._was_large |= len(content) > _LARGE
        try:
            result, places, trace, result.entries = self._answer(
                "read", file, sha256, content, *options
            )
        except TimeoutError:
            refused = FileRefused(
                f"读取超过{self._limits.seconds:g}秒，已停止。",
                "请删去多余的行、列和表，或拆成几个文件分别上传。",
                "timeout",
            )
            return FileRead(file, sha256, refused=refused), {}
        except EOFError:
            return FileRead(
                file,
                sha256,
                refused=FileRefused(
                    "读取这个文件时程序被系统中止（内容过大，或有单元格离数据太远）。",
                    (
                        "请删去表中离数据很远的单元格和多余的表，用 Excel 或 WPS 另存为新的 "
                        ".xlsx 后上传。"
                    ),
                    "crashed",
                ),
            ), {}
        if trace:
            log.error("reading %s failed\n%s", sha256, trace)
        if result.refused:
            # it may still be at what it was told to leave
            self._end()
        return result, places

    def mark(
        self, way: str, file: str, content: bytes, issues: Sequence[Issue]
    ) -> tuple[bytes | None, list[str], str]:
        """(marked workbook or None, notes, why there is none), the last two in Chinese.

        `way` as `marked` names it.
        """
        self._was_large |= len(content) > _LARGE
        try:
            marked, notes, why, trace = self._answer("mark", way, file, content, issues)
        except TimeoutError:
            return None, [], f"处理超过{self._limits.seconds:g}秒"
        except EOFError:
            return None, [], "内容过大"
        if trace:
            log.error("marking %s (%s) failed\n%s", hashlib.sha256(content).hexdigest(), way, trace)
        return marked, notes, why

    def _answer(self, *question) -> tuple:
        """What the child says.

        Raises TimeoutError where it ran over, EOFError where it died; then it is ended.
        """
        if self._child is None:
            self._child = self._warm() or self._start()
        answers: queue.SimpleQueue = queue.SimpleQueue()
        threading.Thread(
            target=_ask, args=(self._child, pickle.dumps(question), answers), daemon=True
        ).start()
        try:
            answer = answers.get(timeout=self._limits.seconds)
        except queue.Empty:
            self._end()
            raise TimeoutError from None
        if answer is None:
            self._end()
            raise EOFError
        return answer

    def _warm(self) -> subprocess.Popen | None:
        """A child that waits, where there is one alive and this worker's limits are the usual ones."""
        if self._limits == Limits():
            with _idle_lock:
                while _idle:
                    child = _idle.pop()
                    if child.poll() is None:
                        return child
        return None

    def _start(self) -> subprocess.Popen:
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
        program = [sys.executable, "-m", "govsvc.sheets.sandbox.worker", *limits]
        return subprocess.Popen(
            program,
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


def _ask(child: subprocess.Popen, question: bytes, answers: queue.SimpleQueue) -> None:
    """Puts the child's answer, or None where it died."""
    try:
        child.stdin.write(LENGTH.pack(len(question)) + question)
        child.stdin.flush()
        head = child.stdout.read(LENGTH.size)
        (size,) = LENGTH.unpack(head)
        has_rows, answer = pickle.loads(child.stdout.read(size))
        if has_rows:
            answer.append(Entries(pa.ipc.open_stream(child.stdout).read_all()))
        answers.put(answer)
    except Exception:  # a broken pipe, a short frame: the child is gone
        answers.put(None)
