"""python -m govsvc bundle: the program with all wheels it needs, to install without internet."""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from govsvc import VERSION
from govsvc.admin import bundle_scripts
from govsvc.domain.errors import GovsvcError

_ROOT = Path(__file__).resolve().parents[2]
#: platform → the tags of the wheels that run there
PLATFORMS = {
    "windows_x64": ("win_amd64",),
    "linux_x64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux_arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
}
_PROGRAM = (
    "app.py",
    "pages",
    "govsvc",
    ".streamlit",
    "requirements.txt",
    "requirements.lock",
    "README.md",
    "LICENSE",
    "docs",
)
_WINDOWS_ONLY = ' ; sys_platform == "win32"'


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the parser of `python -m govsvc`."""
    command = commands.add_parser(
        "bundle", help="做离线安装包（要联网；Windows x64、Linux x64 和 ARM64）"
    )
    command.add_argument("--out", required=True, type=Path, metavar="文件夹")
    command.add_argument(
        "--platform", action="append", choices=list(PLATFORMS), help="只做这个平台的；可多次"
    )
    command.add_argument(
        "--python",
        default=f"{sys.version_info[0]}.{sys.version_info[1]}",
        metavar="3.11",
        help="目标电脑的 Python 版本",
    )
    command.set_defaults(
        run=lambda options: _run(options.out, options.platform or list(PLATFORMS), options.python)
    )


def _run(out: Path, platforms: Sequence[str], python: str) -> int:
    folder = make(out, platforms, python)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(
        f"离线安装包：{folder}（{size / 2**20:,.0f}兆，Python {python}，"
        f"{'、'.join(platforms)}）。整个文件夹复制到目标电脑，Linux 运行 "
        "install.sh，Windows 先双击 install.bat，再双击 start.bat。"
    )
    return 0


def make(out: Path, platforms: Sequence[str], python: str) -> Path:
    """Makes the folder with program, wheels, install scripts and checksums.

    Raises GovsvcError where the folder exists already, or where a wheel cannot be downloaded; a
    half-made folder is removed.
    """
    folder = out / f"govsvc-{VERSION}-py{python}"
    if folder.exists():
        raise GovsvcError(f"文件夹已存在：{folder}。", "请先移走，或换一个 --out。", "exists")
    folder.mkdir(parents=True)
    try:
        for name in _PROGRAM:
            _copy(_ROOT / name, folder / name)
        for platform in platforms:
            download(folder / "wheels" / platform, platform, python)
        _write_scripts(folder, python)
        _write_checksums(folder)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return folder


def _write_scripts(folder: Path, python: str) -> None:
    for name, text in bundle_scripts.scripts(python).items():
        (folder / name).write_bytes(text.encode())


def _write_checksums(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def download(folder: Path, platform: str, python: str) -> None:
    """Downloads the wheels of the lock for one platform and compares their hashes.

    Raises GovsvcError where one cannot be had.
    """
    tags = [argument for tag in PLATFORMS[platform] for argument in ("--platform", tag)]
    with tempfile.TemporaryDirectory() as temporary:
        lock = Path(temporary) / "lock.txt"
        lock.write_text(lock_of(platform), encoding="utf-8")
        process = subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--only-binary=:all:",
                "--require-hashes",
                "--python-version",
                python,
                *tags,
                "--dest",
                str(folder),
                "-r",
                str(lock),
            ],
            capture_output=True,
            text=True,
        )
    if process.returncode:
        last_line = next(reversed(process.stderr.strip().splitlines()), "")
        raise GovsvcError(
            f"没能下载{platform}的安装包：{last_line}",
            "请检查网络和 pip 的镜像设置，再试一次。",
            "download",
        )


def lock_of(platform: str) -> str:
    """The lines of the lock file that one platform needs, without their conditions.

    pip judges conditions by the machine that it runs on, not by the one that it downloads for.
    """
    blocks = (
        (_ROOT / "requirements.lock")
        .read_text(encoding="utf-8")
        .replace("\\\n", "\\\0")
        .splitlines(keepends=True)
    )
    needed = [
        block.replace(_WINDOWS_ONLY, "")
        for block in blocks
        if _WINDOWS_ONLY not in block or platform.startswith("windows")
    ]
    return "".join(needed).replace("\\\0", "\\\n")


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(
            source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "secrets.toml")
        )
    elif source.exists():
        shutil.copyfile(source, target)
