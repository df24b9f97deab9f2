"""``python -m bench [name …] [--json]``: every measure of this folder, or the named ones."""

import sys

from bench.runner import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
