"""Run a build: load, prepare, publish what changed, remember it. Imports all below."""
