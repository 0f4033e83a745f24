"""A real WordPress to take part in."""

from tests.servers.fixtures import wordpress

__all__ = ["wordpress"]
