"""Records as one model with its references resolved. Imports history and what is below."""
