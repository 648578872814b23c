"""Random damage to a small project: whatever editors and strangers write, Tourbook says what is wrong or builds.

`python -m tests.fuzz --seconds 300` looks for more than the suite does; `python -m tests.fuzz
--seed 17` repeats one example and shows the smallest files that fail in the same way.
"""
