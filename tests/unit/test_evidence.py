"""Evidence: what a file may be, and that it is what its name says."""

import zlib

import pytest

from govsvc.domain.errors import FileRefused
from govsvc.importing import evidence, originals


def test_a_picture_is_kept_as_it_is():
    content = b"\xff\xd8\xff\xe0 picture"
    kept = evidence.keep("C:\\照片\\现场.JPG", content)
    assert (kept.kept_as, zlib.decompress(kept.content)) == ("现场.JPG", content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("现场.jpg", b"MZ\x90 a program"),
        ("回函.pdf", b"\xff\xd8\xff\xe0"),
        ("说明.docx", b"\xd0\xcf\x11\xe0"),
        ("说明.docx", b"PK\x03\x04 no archive"),
        ("脚本.exe", b"%PDF-1.7"),
        ("大.pdf", b"%PDF-" + bytes(originals.MOST_BYTES)),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name, content):
    with pytest.raises(FileRefused) as refused:
        evidence.keep(name, content)
    assert "没有保存" in refused.value.title and refused.value.step
