"""glibc's heap, kept small. Elsewhere nothing of this is known, and nothing happens.

As it comes, glibc gives each thread a heap of its own, and takes pictures and bodies into them once
some have been freed; what is left between two long-lived values is never given back.
"""

import sys
from typing import Any

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h
_BYTES = 128 * 1024  # glibc's own figure, which it raises unless it has been set
_HEAPS = 1


def bound() -> None:
    """Let all threads share one heap, and keep what is large out of it.

    Before the first thread starts, on the main thread.
    """
    libc = _libc()
    if libc is not None:
        libc.mallopt(_M_ARENA_MAX, _HEAPS)
        libc.mallopt(_M_MMAP_THRESHOLD, _BYTES)
        libc.mallopt(_M_TRIM_THRESHOLD, _BYTES)


def trim() -> None:
    """Give freed memory back to the system; a few milliseconds."""
    libc = _libc()
    if libc is not None:
        libc.malloc_trim(0)


def _libc() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None
