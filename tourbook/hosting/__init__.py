"""A site on a server of one's own: pushed to a bare repository, built beside, switched at once."""
