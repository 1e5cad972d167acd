"""python -m govsvc.admin.backup.verify FILE: prints what is wrong with a backup, as JSON.

`faults`: how it is damaged; `breaches`: which rules the data in it break.

A program of its own: a damaged file may end the process that reads it.
"""

import json
import sys
from pathlib import Path

from govsvc.admin.backup import beside
from govsvc.admin.integrity_sentences import sentence
from govsvc.domain.errors import GovsvcError
from govsvc.store import copies, file_probe


def main(path: Path) -> int:
    faults: list[str] = []
    breaches: list[str] = []
    try:
        for fault in file_probe.faults(path):
            (faults if fault.is_damage else breaches).append(sentence(fault))
        copy = copies.read(path)
        if not faults and copy and copies.sha256(path) != copy.sha256:
            faults = ["文件内容与备份时不同。"]
        faults += beside.faults(copy) if copy else []
    except GovsvcError as error:
        faults = [error.title]
    except FileNotFoundError:
        faults = ["文件缺失。"]
    print(json.dumps({"faults": faults, "breaches": breaches}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
