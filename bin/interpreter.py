"""Find a Python that is new enough. Written so that an old Python can read it and say what is wrong."""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
KNOWN = ("python3.13", "python3.12", "python3.11")


def require():
    """Return under Python 3.11 or newer; else start again under an installed one, or stop with a line."""
    if sys.version_info >= OLDEST:
        return
    for name in KNOWN:
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found] + sys.argv)
    sys.exit(
        "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + "."
        " Install one (Debian 12, Ubuntu 24.04: apt-get install python3)"
        " and name it: make run PYTHON=/path/to/python3"
    )
