"""Records become one model with its references resolved. Imports history and below."""
