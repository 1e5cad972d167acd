"""The app beside a program that holds its port: it says so and ends. No browser is needed."""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

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
