"""Records as rows of a spreadsheet, and the edits that a changed spreadsheet asks for."""
