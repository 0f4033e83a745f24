"""Packages for Linux, all from the bundle in dist/daily8."""
