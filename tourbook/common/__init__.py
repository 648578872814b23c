"""Building blocks that know nothing of exhibitions. They import only each other."""
