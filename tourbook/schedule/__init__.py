"""Answers about the schedule: opening hours, stages, distances, figures. Imports model and below."""
