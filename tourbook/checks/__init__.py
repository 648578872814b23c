"""What must hold in the records, always. Imports schedule and what is below."""
