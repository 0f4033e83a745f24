"""A real WordPress for the crash tests."""

from tests.servers.fixtures import wordpress

__all__ = ["wordpress"]
