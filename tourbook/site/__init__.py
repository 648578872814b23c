"""What a build makes: the plan of all outputs, their pages, calendars and feeds. Imports rendering,
schedule and what is below."""
