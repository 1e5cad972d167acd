"""The systemd unit is right, and the manual names commands and files that there are."""

import inspect
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from govsvc.cli.parser import parser
from govsvc.store import disk
from govsvc.system import clock
from pages._server import host_names, settings

DOCS = Path(__file__).parents[2] / "docs"
MANUAL = (DOCS / "运维手册.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_the_systemd_unit_is_right(tmp_path):
    unit = (DOCS / "govsvc.service").read_text(encoding="utf-8")
    program = unit.replace("/opt/govsvc/.venv/bin/python", str(Path(sys.executable)))
    assert program != unit

    def verify(text: str) -> str:
        (tmp_path / "govsvc.service").write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(tmp_path / "govsvc.service")],
            capture_output=True,
            text=True,
        )
        return "\n".join(line for line in done.stderr.splitlines() if "govsvc.service" in line)

    assert verify(program) == ""
    assert "Unknown key" in verify(program.replace("RestartSec", "RestartSecs"))


def test_the_manual_names_commands_that_there_are():
    named = set(re.findall(r"python -m govsvc (\w+)", MANUAL))
    known = next(action.choices for action in parser()._actions if action.choices)
    assert {"backup", "check", "bundle", "restore"} <= named <= set(known)
    for option in ("--last", "--as-it-is"):
        assert option in MANUAL and option in known["restore"].format_help()
    assert f"{disk.LEAST_FREE >> 20}兆" in MANUAL


def test_the_manual_names_files_that_there_are():
    for name in re.findall(r"docs/([\w.]+)", MANUAL):
        assert (DOCS / name).exists(), name


def test_the_manual_names_settings_that_there_are():
    sources = inspect.getsource(settings) + inspect.getsource(clock)
    read = set(re.findall(r"GOVSVC_[A-Z]+", sources))
    assert set(re.findall(r"GOVSVC_[A-Z]+", MANUAL)) == read


def test_unit_and_nginx_name_the_app_alike():
    names = re.findall(r"server_name (.+);", (DOCS / "nginx.conf").read_text(encoding="utf-8"))
    unit = (DOCS / "govsvc.service").read_text(encoding="utf-8")
    (setting,) = re.findall(r"^Environment=GOVSVC_HOSTS=(.+)$", unit, re.MULTILINE)
    assert host_names.served_names(setting) == set(names)


def test_the_manual_says_how_names_are_given_before_an_upgrade_and_on_windows():
    upgrade, names = (
        re.split(r"^#{2,3} ", MANUAL.split(f"{title}\n")[1], flags=re.MULTILINE)[0]
        for title in ("## 八、升级", "### 用什么名字打开")
    )
    assert upgrade.index("GOVSVC_HOSTS") < upgrade.index("停止看板")
    assert "docs/govsvc.service" in upgrade and "setx GOVSVC_HOSTS " in names
