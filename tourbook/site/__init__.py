"""What a build makes: the plan of all outputs. Imports schedule, rendering and below."""
