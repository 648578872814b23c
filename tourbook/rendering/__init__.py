"""A theme and a view become HTML. Imports views and packages before it."""
