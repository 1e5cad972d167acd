"""How the app starts: beside a program that holds its port, and on files that all can read. No
browser is needed.
"""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from running_app import running

ROOT = Path(__file__).parents[2]


def test_no_second_dashboard_on_the_next_port(tmp_path):
    with socket.socket() as holder:
        with suppress(OSError):  # another program holds it already, which does as well
            holder.bind(("127.0.0.1", 8501))
            holder.listen()
        started = subprocess.run(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "127.0.0.1"],
            cwd=ROOT,
            env={**os.environ, "GOVSVC_DATABASE": str(tmp_path / "a.duckdb")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
    assert started.returncode and "端口8501已被另一个程序使用" in started.stderr
    assert "Traceback" not in started.stderr and "浏览器打开" not in started.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes are of systems that have them")
def test_the_running_app_leaves_nothing_open_to_others(tmp_path, october_file):
    folder = tmp_path / "data"
    folder.mkdir()
    database = folder / "a.duckdb"
    database.write_bytes(october_file.read_bytes())
    database.chmod(0o644)
    earlier = os.umask(0)
    try:
        with running(database, tmp_path / "out.txt", is_prepared=False):
            files = list(folder.iterdir())
            assert {".key", ".sqlite", ".log"} <= {file.suffix for file in files}
            assert [file.name for file in files if file.stat().st_mode & 0o077] == []
    finally:
        os.umask(earlier)
