"""The commands and their arguments."""

import argparse
from pathlib import Path

from govsvc.admin import offline_bundle
from govsvc.cli import (
    backup,
    chains,
    city,
    copying,
    explain,
    feedback,
    granting,
    importing,
    month,
    paper,
    power,
    rectification,
    reports,
    sso,
    unit,
    user,
)

_DATABASE = Path(__file__).resolve().parents[2] / "data" / "govsvc.duckdb"


def parser() -> argparse.ArgumentParser:
    """The parser of `python -m govsvc`; its answer has `run`, which runs the command."""
    command_line = argparse.ArgumentParser(
        prog="python -m govsvc", description="政务服务指标看板的命令行"
    )
    commands = command_line.add_subparsers(required=True, metavar="命令")
    importing.add_to(commands)
    reports.add_to(commands)
    unit.add_to(commands)
    month.add_to(commands)
    rectification.add_to(commands)
    feedback.add_to(commands)
    power.add_to(commands)
    chains.add_to(commands)
    offline_bundle.add_to(commands)
    for room in (paper, backup, user, sso, granting):
        room.add_to(commands, _DATABASE)
    city.add_to(commands)
    copying.add_to(commands)
    explain.add_to(commands)
    reports.add_demo_to(commands)
    return command_line
