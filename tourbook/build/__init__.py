"""One build: load, prepare, publish what changed, remember it. Imports everything but commands."""
