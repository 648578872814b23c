"""What knows nothing of exhibitions: problems, dates, zones, languages, URLs, digests. Imports
nothing of Tourbook."""
