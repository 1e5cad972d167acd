"""python -m govsvc COMMAND: see docs/CLI.md.

JSON on standard output with --json; reasons on standard error.
"""

import sys

from govsvc.admin.private_files import keep_new_files_private
from govsvc.cli.parser import parser
from govsvc.domain.errors import GovsvcError
from govsvc.system import console


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; gives the exit code: 0 done, 1 refused (reason on standard error), 2 wrong
    call.
    """
    console.let_print_anything()
    words = sys.argv[1:] if arguments is None else arguments
    options = parser().parse_args(words)
    options.words = words
    if getattr(options, "database", None):
        keep_new_files_private()
    try:
        return options.run(options)
    except GovsvcError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads, as head, has read enough
        sys.stdout = None
        return 0


if __name__ == "__main__":
    sys.exit(main())
