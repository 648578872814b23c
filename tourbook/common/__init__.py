"""Building blocks that know nothing of exhibitions; they import nothing of Tourbook but each other."""
