"""Opening hours, public holidays and recurring dates as values. Imports common."""
