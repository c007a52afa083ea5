"""Real weights, real page, run before a demo: python -m smoke_tests. One line and one time per check."""
