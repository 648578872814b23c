"""Tourbook: a static-site generator for touring exhibitions and vehicles."""

__version__ = "0.1.0"
