"""Days and hours as values: opening hours, public holidays, recurrence. Imports common."""
