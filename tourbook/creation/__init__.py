"""New records: what can be said of them, how a text is read as a value, and where it is written."""
