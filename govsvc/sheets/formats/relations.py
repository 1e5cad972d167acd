"""Which parts of a zipped document another part of it leads to."""

import posixpath
import zipfile

from govsvc.sheets.formats import zip_parts


def targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Key of a relation of the part → the name of the part inside the zip that it leads to."""
    folder, name = posixpath.split(part)
    try:
        content = zip_parts.read_part(archive, f"{folder}/_rels/{name}.rels")
    except KeyError:
        return {}
    inside = set(archive.namelist())
    found = {}
    for one in zip_parts.parse_xml(content):
        target = posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target", ""))).lstrip("/")
        if one.get("TargetMode") != "External" and target in inside:
            found[one.get("Id", "")] = target
    return found
