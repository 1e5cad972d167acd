"""The scripts in the offline bundle: to install it, and, on Windows, to start the app.

On Windows both are double clicked: the window waits for a key at the end, so that what it says can
be read, and each end says what to do. A bracket inside a block of commands would end the block.
"""

_INSTALL_SH = """#!/bin/sh
# 离线安装：sh install.sh [Python程序]。只用本文件夹里的安装包，并逐个核对校验值。
set -eu
cd "$(dirname "$0")"
python=${1:-python3}
case "$(uname -m)" in
    x86_64) wheels=wheels/linux_x64 ;;
    aarch64) wheels=wheels/linux_arm64 ;;
    *) echo "没有适合这台电脑（$(uname -m)）的安装包。" >&2; exit 1 ;;
esac
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (@MAJOR@, @MINOR@))' || {
    echo "需要 Python @MAJOR@.@MINOR@。" >&2
    exit 1
}
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check \\
    --no-index --find-links "$wheels" --require-hashes -r requirements.lock
echo "安装完成。启动：.venv/bin/python -m streamlit run app.py"
"""
_INSTALL_BAT = """@echo off
chcp 65001 >nul
cd /d "%~dp0"
echo 正在安装，约需几分钟，请不要关闭这个窗口。
py -@MAJOR@.@MINOR@ --version >nul
if errorlevel 1 (
    echo.
    echo 没有装成：这台电脑上没有 Python @MAJOR@.@MINOR@（64位）。
    echo 请安装 Python @MAJOR@.@MINOR@（64位，保留 py launcher），再双击 install.bat。
    pause
    exit /b 1
)
py -@MAJOR@.@MINOR@ -m venv .venv
if errorlevel 1 (
    echo.
    echo 没有装成：不能在这个文件夹里写入，原因见上面几行。
    echo 请把整个离线包复制到自己能写入的文件夹，如 D 盘，再双击那里的 install.bat。
    pause
    exit /b 1
)
.venv\\Scripts\\python -m pip install --quiet --disable-pip-version-check ^
    --no-index --find-links wheels\\windows_x64 --require-hashes -r requirements.lock
if errorlevel 1 (
    echo.
    echo 没有装成：安装包不完整，或不适合这台电脑，原因见上面几行。
    echo 请把整个离线包重新复制一次，再双击 install.bat；仍不行的，把上面几行交给技术人员。
    pause
    exit /b 1
)
echo.
echo 安装完成。以后双击 start.bat 启动看板。
echo 账号和数据放在 data 文件夹。请按 docs 里的运维手册，把它的权限设为只有运行看板的人能读写。
pause
"""
_START_BAT = """@echo off
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
if not exist .venv\\Scripts\\python.exe (
    echo 还没有安装。请先双击 install.bat，装完再双击 start.bat。
    pause
    exit /b 1
)
echo 正在启动看板，稍等会显示用浏览器打开的地址。要停止看板，在这个窗口按 Ctrl+C。
.venv\\Scripts\\python -m streamlit run app.py
echo.
echo 看板已停止，已保存的数据不受影响。要再用，双击 start.bat。
echo 不是自己停的，请看上面几行；无法处理的，连同 data 文件夹里的 govsvc.log 交给技术人员。
pause
"""


def scripts(python: str) -> dict[str, str]:
    """File name → text, for that version of Python ("3.11"); lines end as each system wants."""
    major, minor = python.split(".")
    texts = {
        "install.sh": _INSTALL_SH,
        "install.bat": _INSTALL_BAT.replace("\n", "\r\n"),
        "start.bat": _START_BAT.replace("\n", "\r\n"),
    }
    return {
        name: text.replace("@MAJOR@", major).replace("@MINOR@", minor)
        for name, text in texts.items()
    }
