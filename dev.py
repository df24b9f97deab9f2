"""One command for everybody who works on Huce: ``python dev.py`` lists what it can do.

Only the standard library, on Linux and Windows. This file stays readable for old Pythons, so that they get a
sentence instead of a syntax error; the work is done in ``devtools/``.
"""

import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def wrong_python(version: "tuple[int, int]", bits: int) -> str:
    """Return why this Python cannot be used, or an empty text."""
    if not OLDEST <= tuple(version) <= NEWEST:
        return "户册需要 Python 3.11、3.12 或 3.13，现在是 {}.{}。请安装其中之一，再用它运行 dev.py。".format(*version)
    if bits != 64:
        return "户册需要 64 位的 Python，现在是 {} 位。请改装 64 位的 Python。".format(bits)  # noqa: UP032
    return ""


if __name__ == "__main__":
    TROUBLE = wrong_python(sys.version_info[:2], 64 if sys.maxsize > 2**32 else 32)
    if TROUBLE:
        sys.stderr.write(TROUBLE + "\n")
        sys.exit(3)
    from devtools.main import main

    sys.exit(main(sys.argv[1:]))
