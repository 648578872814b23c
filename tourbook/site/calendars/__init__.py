"""Calendars (iCalendar): which exist, their events, their size. Imports site and below."""
