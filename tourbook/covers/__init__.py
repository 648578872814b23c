"""Covers for records without a picture of their own: geometric drawings made from their ids."""
