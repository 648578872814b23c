"""Standard formats: YAML, front matter, Markdown, iCalendar, QR codes. Imports common."""
