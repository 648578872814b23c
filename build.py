#!/usr/bin/env python3
"""Build the site of this folder: python build.py --help."""

import sys

from tourbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
