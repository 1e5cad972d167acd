"""Code stays readable: short functions, no tangled blocks, files of one subject."""

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from radon.complexity import cc_rank, cc_visit

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "govsvc").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"])
LONGEST_FUNCTION = 60
LONGEST_FILE = 500
LONGEST_LINE = 100
#: tables of words and definitions
DATA = ("govsvc/demo/names.py", "govsvc/domain/indicators/definitions.py")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short_and_not_tangled(path):
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in functions(path)
        if node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert not long
    tangled = {
        block.fullname: block.complexity
        for block in cc_visit(text_of(path))
        if cc_rank(block.complexity) > "C"
    }
    assert not tangled


def test_files_hold_one_subject():
    sizes = {path.relative_to(ROOT).as_posix(): len(text_of(path).splitlines()) for path in FILES}
    assert not {
        name: size for name, size in sizes.items() if size > LONGEST_FILE and name not in DATA
    }


def columns(line: str) -> int:
    """A Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def test_lines_are_short():
    """ruff leaves a line alone that has no blank in it."""
    tests = (ROOT / "tests").rglob("*.py")
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (*FILES, *tests)
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if columns(line) > LONGEST_LINE
    ]
    assert not long
