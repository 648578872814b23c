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
        except (OSError, ValueError):  # nobody reads any more
            pass
    os._exit(code)  # taking a large model apart piece by piece would only cost time
