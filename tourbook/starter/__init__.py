"""New projects: from a few answers to the smallest project that builds."""
