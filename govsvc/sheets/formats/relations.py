"""Which parts of a zipped document another part of it leads to."""

import posixpath
import zipfile
from collections.abc import Iterator

from govsvc.sheets.formats import zip_parts


def targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Key of a relation of the part → the name of the part inside the zip that it leads to."""
    return {key: target for key, _, target in _relations(archive, part)}


def typed_targets(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str]]:
    """(kind: header, footnotes …, the part inside the zip) of each relation of the part."""
    return [(kind, target) for _, kind, target in _relations(archive, part)]


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    folder, name = posixpath.split(part)
    try:
        content = zip_parts.read_part(archive, f"{folder}/_rels/{name}.rels")
    except KeyError:
        return
    inside = set(archive.namelist())
    for one in zip_parts.parse_xml(content):
        target = posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target", ""))).lstrip("/")
        if one.get("TargetMode") != "External" and target in inside:
            yield one.get("Id", ""), one.get("Type", "").rpartition("/")[2], target
