"""Edits of source files that planners ask for: what changes in which file, and in which words it is
told. Nothing here reads or writes files."""
