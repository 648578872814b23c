#!/usr/bin/env python3
"""Build the site of this folder: python build.py --help."""

import os
import sys

from tourbook.cli import main

if __name__ == "__main__":
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # the reader is gone
            pass
    os._exit(code)  # skips the slow destruction of a large model
