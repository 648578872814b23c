"""A view and a theme become HTML. Imports views and below."""
