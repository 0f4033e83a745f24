"""Measures the real app from outside and from inside: ``python3 dev.py bench``."""
