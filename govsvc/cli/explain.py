"""python -m govsvc explain --json: what headers and cells mean, as JSON in and JSON out.

It reads with the grammar of `sheets/tables/concepts` and `sheets/cells/answers`, as the importer.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any

from govsvc.cli import arguments
from govsvc.domain.indicators import FLAGS, INSPECTION, KINDS, flag_by_key, partial_of
from govsvc.sheets.cells import answers
from govsvc.sheets.cells.answers import Reading
from govsvc.sheets.tables.concepts import read_heading

#: where a station's name is asked for without its place
_CONTEXT = {"village": "东关村", "township": "城关镇", "county": "清源县"}


def add_to(commands: arguments.Commands) -> None:
    """Adds the command."""
    command = commands.add_parser(
        "explain", help="说明表头和单元格是什么意思（标准输入、输出均为JSON）"
    )
    command.add_argument("--json", action="store_true", required=True)
    command.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    """Answers the headers and values of standard input; 2 where it is not what is wanted."""
    try:
        request = json.loads(sys.stdin.buffer.read().decode("utf-8"))
        answer = {
            "headers": [_header_json(entry) for entry in request.get("headers", ())],
            "values": [_value_json(entry) for entry in request.get("values", ())],
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"输入不是要求的格式：{error!r}", file=sys.stderr)
        return 2
    print(json.dumps(answer, ensure_ascii=False))
    return 0


def _header_json(entry: Mapping[str, Any]) -> dict[str, Any]:
    if entry["kind"] not in KINDS:
        raise KeyError(entry["kind"])
    heading = read_heading(entry["kind"], str(entry["header"]))
    near = {"near": list(heading.near)} if heading.near else {}
    return {"field": heading.field, "why": heading.why} | near


def _value_json(entry: Mapping[str, Any]) -> dict[str, str]:
    context = _CONTEXT | {key: str(value) for key, value in entry.get("context", {}).items()}
    reading = _reading(str(entry["field"]), str(entry["cell"]), context)
    return {"reading": reading.answer, "why": reading.why}


def _reading(field: str, cell: str, context: Mapping[str, str]) -> Reading:
    if field in {flag.key for flag in FLAGS}:
        return answers.read_flag(flag_by_key(field).question, cell)
    if field == "online_depth":
        return answers.read_depth(cell)
    if field == "published_export.state":
        return answers.read_publication(cell)
    if field == "inspection.about":
        topics = [word for words in partial_of(INSPECTION).owns.values() for word in words]
        return answers.read_finding(cell, topics)
    if field == "station_name":
        place = context["village"], context["township"], context["county"]
        return answers.read_station_name(cell, *place)
    raise KeyError(field)
