"""Calendars (iCalendar): which there are, their events and their size."""
