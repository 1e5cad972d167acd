"""Files that hold no table that can be read here, told by their first bytes: what they are, and the
way from there to one that can.
"""

import json

from govsvc.domain.errors import FileRefused

_PASTE = "在原文件里选中表格并复制，到“粘贴录入”里粘贴；或向对方要 Excel 版后上传。"
_UNPACK = "请先解压，再上传其中的表格（也可以改打成 .zip 压缩包上传）。"
_WORD = "请用 Word 或 WPS 打开，另存为 .docx 后上传。"
#: first bytes → code, what it is, what to do
_BEGINNINGS = (
    (b"%PDF", "pdf", "PDF 文件", _PASTE),
    (b"Rar!", "rar", "RAR 压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "seven_zip", "7z 压缩包", _UNPACK),
    (b"\x1f\x8b", "gzip", "gz 压缩包", _UNPACK),
    (b"\x89PNG", "picture", "图片", _PASTE),
    (b"\xff\xd8\xff", "picture", "图片", _PASTE),
    (b"{\\rtf", "rtf", "RTF 文档", _WORD),
)
#: name of a part of a compound file, as it is written there → the same
_STREAMS = (
    ("WordDocument", "doc", "旧版 Word 文档（.doc）", _WORD),
    ("PowerPoint Document", "slides", "演示文稿", _PASTE),
)
#: name of a part of a zip → the same
_PARTS = (
    ("OFD.xml", "ofd", "OFD 版式文件", _PASTE),
    ("ppt/presentation.xml", "slides", "演示文稿", _PASTE),
)


def refuse(content: bytes) -> None:
    """Raises FileRefused where the content is of a known kind that holds no readable table."""
    for beginning, code, name, step in _BEGINNINGS:
        if content.startswith(beginning):
            raise _refusal(code, name, step)
    if content.lstrip()[:1] in (b"{", b"[") and _is_json(content):
        raise FileRefused(
            "文件内容是网页接口返回的 JSON，不是表格。",
            "导出没有成功：请回到原系统重新登录，再导出一次。",
            "json",
        )


def refuse_compound(content: bytes) -> None:
    """Raises FileRefused where a compound file is a document of another program."""
    for stream, code, name, step in _STREAMS:
        if stream.encode("utf-16-le") in content:
            raise _refusal(code, name, step)


def refuse_zipped(names: list[str]) -> None:
    """Raises FileRefused where a zip is a document of another program. `names`: of its parts."""
    for part, code, name, step in _PARTS:
        if part in names:
            raise _refusal(code, name, step)


def sign_in_page() -> FileRefused:
    """The refusal of a page that asks to sign in, saved in place of what was to be exported."""
    return FileRefused(
        "文件其实是登录页面，不是导出的表格。",
        "原系统的登录已过期：请重新登录，再导出一次。",
        "sign_in_page",
    )


def _refusal(code: str, name: str, step: str) -> FileRefused:
    return FileRefused(f"这是{name}，不能直接读取。", step, code)


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except ValueError:
        return False
    return True
