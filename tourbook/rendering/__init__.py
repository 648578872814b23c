"""A theme and a view as HTML. Imports views and what is below."""
