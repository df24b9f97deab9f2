"""Huce 户册: ``python main.py`` opens the desktop, ``python main.py --help`` lists the commands without a screen."""

import sys

from cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
