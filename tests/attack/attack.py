"""Attacks the app in every way that this folder knows and prints what held.

`python tests/attack/attack.py [ADDRESS] [role=name:password …]`

Without an address it starts an app and an identity provider of its own. With one, attacks that need
an account that is not given, or the app's files, stay untried; its guesses make this machine's
address wait for a while. Exit code 1 where anything did not hold.
"""

import importlib
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from target import ATTACKS, Attack, Target, Untried

TESTS = Path(__file__).parents[1]
#: in this order: guessing comes last
SUBJECTS = (
    "headers",
    "names",
    "paths",
    "redirects",
    "error_pages",
    "forms",
    "cookies",
    "uploads",
    "roles",
    "units",
    "other_county",
    "backups",
    "operation_log",
    "downloads",
    "media",
    "single_sign_on",
    "lost_accounts",
    "start_link",
    "signing_in",
)
for subject in SUBJECTS:
    importlib.import_module(subject)

HELD, FAILED, UNTRIED = "守住", "没有守住", "未试"


@dataclass(frozen=True)
class Outcome:
    attack: Attack
    result: str
    evidence: str = ""


def run(target: Target, attacks: Iterable[Attack] = ATTACKS) -> list[Outcome]:
    return [run_one(target, attack) for attack in attacks]


def run_one(target: Target, attack: Attack) -> Outcome:
    try:
        evidence = attack.run(target)
    except Untried:
        return Outcome(attack, UNTRIED, "要账号，或要看板自己的文件")
    except (OSError, AssertionError) as error:
        return Outcome(attack, FAILED, f"没有试成：{error!r}")
    return Outcome(attack, FAILED if evidence else HELD, evidence)


def table(outcomes: list[Outcome]) -> str:
    """攻击, 期望, 结果."""
    rows = [("攻击", "期望", "结果")] + [
        (f"{outcome.attack.group}：{outcome.attack.name}", outcome.attack.expected, outcome.result)
        for outcome in outcomes
    ]
    widths = [max(map(_width, column)) for column in zip(*rows)]
    lines = [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths)).rstrip()
        for row in rows
    ]
    lines.insert(1, "─" * (sum(widths) + 4))
    details = [
        f"  {outcome.attack.group}：{outcome.attack.name}\n    {outcome.evidence[:1500]}"
        for outcome in outcomes
        if outcome.result == FAILED
    ]
    count = {
        result: sum(outcome.result == result for outcome in outcomes)
        for result in (HELD, FAILED, UNTRIED)
    }
    return "\n".join(
        [
            *lines,
            "",
            "，".join(f"{result}{number}项" for result, number in count.items() if number),
            *details,
        ]
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def main(arguments: list[str]) -> int:
    accounts = dict(
        _account(text) for text in arguments if "=" in text and not text.startswith("http")
    )
    address = next((text for text in arguments if text.startswith("http")), None)
    start = time.monotonic()
    if address:
        outcomes = run(Target(address.rstrip("/"), accounts))
    else:
        sys.path[:0] = [str(TESTS), str(TESTS.parent)]
        from local_app import started

        with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as target:
            outcomes = run(target)
    print(table(outcomes))
    print(f"用时{time.monotonic() - start:.0f}秒")
    return int(any(outcome.result == FAILED for outcome in outcomes))


def _account(text: str) -> tuple[str, tuple[str, str]]:
    role, _, rest = text.partition("=")
    name, _, password = rest.partition(":")
    return role, (name, password)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
