#!/usr/bin/env python3
"""Build the site of this folder: python build.py --help."""

from tourbook.__main__ import run

if __name__ == "__main__":
    run()
