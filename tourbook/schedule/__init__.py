"""Answers about the schedule: hours, stages, distances, figures. Imports model and below."""
