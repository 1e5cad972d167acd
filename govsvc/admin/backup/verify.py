"""python -m govsvc.admin.backup.verify FILE: what is wrong with a database file, as a JSON list of
sentences. A program of its own.
"""

import json
import sys
from pathlib import Path

from govsvc.admin.backup import beside
from govsvc.domain.errors import GovsvcError
from govsvc.store import copies, file_probe


def main(path: Path) -> int:
    try:
        found = file_probe.faults(path)
        known = copies.read(path)
        if not found and known and copies.sha256(path) != known.sha256:
            found = ["文件内容与备份时不同。"]
        found += beside.faults(known) if known else []
    except GovsvcError as error:
        found = [error.title]
    except FileNotFoundError:
        found = ["文件不见了。"]
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
