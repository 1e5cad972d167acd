"""An old Python: one sentence, before it meets anything that it cannot read."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("module", ["govsvc", "govsvc.child_process"])
def test_an_old_python_is_one_sentence(module):
    started = subprocess.run(
        [
            sys.executable,
            "-c",
            "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0);"
            f"runpy.run_module('{module}', None, '__main__')",
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert started.returncode == 1 and started.stdout == ""
    (sentence,) = started.stderr.splitlines()
    assert "3.11" in sentence and "3.9" in sentence


def test_an_old_python_can_read_the_file_that_says_so():
    source = (ROOT / "govsvc" / "__init__.py").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6))
    first = next(node for node in ast.parse(source).body if isinstance(node, ast.Import))
    assert [name.name for name in first.names] == ["sys"]
