"""The project's files as typed records, or problems with their places. Imports common, formats,
timetable, schema."""
