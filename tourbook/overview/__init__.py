"""What a planner looks up: rows of records, and all there is to know about one."""
