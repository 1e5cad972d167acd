"""The offline bundle: what each platform gets; it installs without network (`-m full`)."""

import shutil
import subprocess
import sys

import pytest

from govsvc.admin import offline_bundle
from govsvc.domain.errors import GovsvcError


def test_each_platform_gets_what_it_needs():
    windows, linux = offline_bundle.lock_of("windows_x64"), offline_bundle.lock_of("linux_x64")
    assert (
        "\ncolorama==" in windows
        and "colorama" not in linux
        and "sys_platform" not in windows + linux
    )
    assert (
        windows.count("==") == linux.count("==") + 1
        and windows.count("--hash=") > linux.count("--hash=") > 100
    )


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    (tmp_path / f"govsvc-{offline_bundle.VERSION}-py3.11").mkdir()
    with pytest.raises(GovsvcError, match="已存在"):
        offline_bundle.make(tmp_path, ["linux_x64"], "3.11")


def test_what_cannot_be_downloaded_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(
        offline_bundle, "lock_of", lambda _: "duckdb==1.5.5 --hash=sha256:" + "0" * 64
    )
    with pytest.raises(GovsvcError, match="没能下载"):
        offline_bundle.make(tmp_path, ["linux_x64"], "3.11")
    assert not list(tmp_path.iterdir())


@pytest.mark.full
@pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("unshare"),
    reason="needs a namespace without network",
)
def test_it_installs_and_reads_a_month_without_network(tmp_path):
    folder = offline_bundle.make(
        tmp_path, ["linux_x64"], f"{sys.version_info[0]}.{sys.version_info[1]}"
    )
    assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder).returncode == 0
    alone = ["unshare", "--net", "env", "-i", "PATH=/usr/bin:/bin", "PIP_CONFIG_FILE=/dev/null"]
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no namespace can be made here")
    done = subprocess.run(
        [*alone, "sh", "install.sh", sys.executable], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0 and "安装完成" in done.stdout, done.stdout + done.stderr
    made = subprocess.run(
        [*alone, ".venv/bin/python", "-m", "govsvc", "demo", "--out", "demo"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    files = sorted(str(path) for path in (folder / "demo").rglob("*.xlsx"))[:1]
    found = subprocess.run(
        [
            *alone,
            ".venv/bin/python",
            "-m",
            "govsvc",
            "import",
            *files,
            "--database",
            "a.duckdb",
            "--home",
            "云溪县",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert "已保存" in found.stdout, found.stdout + found.stderr
