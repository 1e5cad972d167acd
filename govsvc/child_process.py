"""A module of this program as a process of its own that starts without pandas.

pyarrow imports pandas with the first array it makes, where it can: a third of the time and of the
memory of a child that has no use for it.
"""

import runpy
import sys
from collections.abc import Sequence
from types import ModuleType


class _NoPandas:
    """Finds no pandas, as if it were not installed."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def command(module: str, *arguments: str) -> list[str]:
    """The words that start `module` as a program, without pandas."""
    return [sys.executable, "-m", "govsvc.child_process", module, *arguments]


def main(module: str, *arguments: str) -> None:
    """Runs a module as a program with these arguments."""
    sys.meta_path.insert(0, _NoPandas)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
