"""What must hold in every record; it cannot be waived. Imports schedule and packages before it."""
