"""The browser editor: its page, its forms, and what it gives and takes of source files."""
