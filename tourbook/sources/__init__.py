"""Source files as typed records, or problems with their places. Imports schema and below."""
