"""What Windows does otherwise, simulated: its codes for files that are open, a console in GBK, a
strftime that takes no Chinese, memory that nothing limits. No Windows was at hand.
"""

import ast
import errno
import io
import logging
import os
import queue
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from support import WHEN

from govsvc.__main__ import main
from govsvc.admin import bundle_scripts, offline_bundle
from govsvc.sheets.sandbox.process import Limits, Worker
from govsvc.store import manifest
from govsvc.system import console, files, usage
from pages._server import logging_setup

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "运维手册.md").read_text(encoding="utf-8")
MODULES = [ROOT / "app.py", *(ROOT / "govsvc").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]


def refusal(code: int) -> PermissionError:
    error = PermissionError(errno.EACCES, "另一个程序正在使用此文件，进程无法访问。")
    error.winerror = code
    return error


class Refusing:
    """An act that Windows refuses so many times before it does it."""

    def __init__(self, act, times: int, code: int = 32):
        self._act, self._times, self._code = act, times, code
        self.calls = 0

    def __call__(self, *given, **named):
        self.calls += 1
        if self.calls <= self._times:
            raise refusal(self._code)
        return self._act(*given, **named)


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(files, "_PAUSE", 0)


# -- files that are open -----------------------------------------------------------------


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_is_open_for_a_moment_is_replaced(tmp_path, monkeypatch, at_once, code):
    target = tmp_path / "a.json"
    manifest.write_whole(target, b"old")
    monkeypatch.setattr(files.os, "replace", Refusing(os.replace, 3, code))
    manifest.write_whole(target, b"new")
    assert target.read_bytes() == b"new" and os.listdir(tmp_path) == ["a.json"]


def test_a_file_that_stays_open_is_left_as_it_was(tmp_path, monkeypatch, at_once):
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    refusing = Refusing(os.replace, 1000)
    monkeypatch.setattr(files.os, "replace", refusing)
    with pytest.raises(PermissionError):
        manifest.write_whole(target, b"new")
    assert target.read_bytes() == b"old" and 2 < refusing.calls < 100


def test_another_fault_is_not_tried_again(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "磁盘空间不足。")

    monkeypatch.setattr(files.os, "replace", full)
    monkeypatch.setattr(files.time, "sleep", lambda _: pytest.fail("it waited"))
    with pytest.raises(OSError, match="磁盘空间不足"):
        files.replace_file(tmp_path / "a", tmp_path / "b")


def test_a_file_that_is_open_for_a_moment_is_removed(tmp_path, monkeypatch, at_once):
    path = tmp_path / "a"
    path.write_bytes(b"")
    monkeypatch.setattr(files.os, "remove", Refusing(os.remove, 3))
    files.remove_file(path)
    assert not path.exists()


# -- memory ------------------------------------------------------------------------------

HOLD = "import sys; held = bytearray(200 << 20); print('held', flush=True); sys.stdin.read()"
LAUNCH = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLD!r}])"


@pytest.fixture(params=[HOLD, LAUNCH], ids=["itself", "by a launcher"])
def large(request, monkeypatch):
    """A process that holds 200 MB, itself or through one that it starts."""
    monkeypatch.setattr(usage, "_HAS_LAUNCHER", request.param == LAUNCH)
    with subprocess.Popen(
        [sys.executable, "-c", request.param], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.stdin.close()


def test_memory_and_time_of_a_process_are_seen(large):
    used = usage.of(large.pid)
    assert 200 << 20 < used.memory < 400 << 20 and used.cpu_seconds > 0


def test_a_process_that_is_gone_has_used_nothing():
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert usage.of(process.pid) == usage.Usage(0, 0)


def test_a_child_that_takes_too_much_memory_is_given_up(large):
    """Where the system does not limit a child's memory, the parent looks."""
    never = queue.SimpleQueue()
    assert Worker(Limits(memory=100 << 20))._waited_for(never, large.pid) is None
    with pytest.raises(TimeoutError):
        Worker(Limits(seconds=0.1))._waited_for(never, large.pid)


# -- dates -------------------------------------------------------------------------------


class OfWindows(datetime):
    """A time whose strftime takes no Chinese, as where the locale has none."""

    def strftime(self, spec):
        spec.encode("ascii")
        return super().strftime(spec)


def date_formats() -> list[tuple[str, str]]:
    """(module, format) of each time that is put into words."""
    formats = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FormattedValue) and node.format_spec:
                parts = node.format_spec.values
                spec = "".join(part.value for part in parts if isinstance(part, ast.Constant))
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "strftime":
                spec = "".join(x.value for x in node.args if isinstance(x, ast.Constant))
            else:
                continue
            if re.search("%[A-Za-z]", spec):
                formats.append((path.name, spec))
    return formats


def test_no_format_of_a_time_holds_chinese():
    with pytest.raises(UnicodeEncodeError):
        f"{OfWindows(2026, 11, 5):%m月}"
    formats = date_formats()
    assert len(formats) > 20
    for module, spec in formats:
        assert format(OfWindows(2026, 11, 5, 9, 30), spec), module


# -- scripts -----------------------------------------------------------------------------

BATCHES = {
    name: text for name, text in bundle_scripts.scripts("3.11").items() if name.endswith(".bat")
}


@pytest.mark.parametrize("name", BATCHES)
def test_a_window_stays_open_until_it_is_read(name):
    text = BATCHES[name]
    assert "\r\n" in text and not re.search("(?<!\r)\n", text)
    lines = [line.strip() for line in text.split("\r\n") if line.strip()]
    ends = [number for number, line in enumerate(lines) if line.startswith("exit")]
    assert lines[-1] == "pause" and ends
    assert all(lines[number - 1] == "pause" for number in ends), lines
    spoken = [line for line in lines if line.startswith("echo") and line != "@echo off"]
    assert not [line for line in spoken if re.search("[()<>|&%^]", line)]


def test_the_bundle_brings_both_scripts(tmp_path, monkeypatch):
    monkeypatch.setattr(offline_bundle, "download", lambda *_: None)
    monkeypatch.setattr(offline_bundle, "_copy", lambda *_: None)
    folder = offline_bundle.make(tmp_path, ["windows_x64"], "3.11")
    for name in ("install.bat", "start.bat"):
        content = (folder / name).read_bytes()
        assert b"@MAJOR@" not in content and content.decode().count("\r\n") > 10
    assert "start.bat" in BATCHES["install.bat"] and "install.bat" in BATCHES["start.bat"]


def test_a_moved_folder_still_starts():
    """streamlit.exe knows only the folder that it was installed in; python.exe needs none."""
    papers = [*bundle_scripts.scripts("3.11").values(), MANUAL]
    papers.append((ROOT / "docs" / "govsvc.service").read_text(encoding="utf-8"))
    for text in papers:
        assert not re.search(r"streamlit\.exe|(?<!-m )streamlit run", text)
    assert sum("-m streamlit run app.py" in text for text in papers) == 4


def test_the_manual_tells_how_to_set_permissions_and_what_was_not_tried():
    assert "icacls" in MANUAL and "没有在 Windows 上试过" in MANUAL


# -- console and log ---------------------------------------------------------------------


class Console(io.BytesIO):
    def isatty(self) -> bool:
        return True


def printed(monkeypatch, stream: io.BytesIO) -> bytes:
    text = io.TextIOWrapper(stream, encoding="cp936", errors="strict")
    monkeypatch.setattr(sys, "stdout", text)
    console.let_print_anything()
    print("𠮷 表：全市第3", end="", flush=True)
    return stream.getvalue()


def test_a_console_in_gbk_shows_what_it_can(monkeypatch):
    assert printed(monkeypatch, Console()) == "? 表：全市第3".encode("gbk")


def test_a_command_says_its_reason_on_a_console_in_gbk(monkeypatch, tmp_path):
    stream = Console()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(stream, encoding="cp936"))
    assert main(["check", "--database", str(tmp_path / "𠮷.duckdb")]) == 1
    sys.stderr.flush()
    assert "找不到数据库" in stream.getvalue().decode("gbk")


def test_what_goes_to_a_file_is_whole(monkeypatch):
    assert printed(monkeypatch, io.BytesIO()) == "𠮷 表：全市第3".encode()


def test_a_log_that_another_program_holds_is_written_on(tmp_path, monkeypatch):
    monkeypatch.setattr(logging_setup, "_BYTES", 2000)
    handler = logging_setup.start(tmp_path / "a.duckdb")
    log, path = logging.getLogger("govsvc"), logging_setup.log_file(tmp_path / "a.duckdb")
    older = [path.with_name(f"{path.name}.{number}") for number in (1, 2)]
    for number, file in enumerate(older):
        file.write_text(f"older {number}", encoding="utf-8")
    rename, refusing = os.rename, Refusing(os.rename, 1000)
    try:
        monkeypatch.setattr(os, "rename", refusing)
        for number in range(40):
            log.warning("第%d条，%s", number, WHEN)
        held = path.read_text(encoding="utf-8")
        assert refusing.calls and all(f"第{number}条" in held for number in range(40))
        assert [file.read_text(encoding="utf-8") for file in older] == ["older 0", "older 1"]
        monkeypatch.setattr(os, "rename", rename)
        log.warning("后来")
        assert "第39条" in older[0].read_text(encoding="utf-8")
        assert "后来" in path.read_text(encoding="utf-8")
    finally:
        logging_setup.stop(handler)
