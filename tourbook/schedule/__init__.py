"""Answers about the schedule: opening, stages, distances, availability, figures. Imports model and
what is below."""
