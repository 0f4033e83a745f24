"""Files that come with the program: icons, templates, translations, catalogue."""

from functools import cache
from pathlib import Path, PurePosixPath


@cache
def _root() -> Path:
    here = Path(__file__).resolve()
    inside = here.parents[1] / "resources"  # an installed wheel
    # From source and in a PyInstaller bundle the folder lies beside desktop_app.
    return inside if inside.is_dir() else here.parents[2] / "resources"


def path(name: str) -> Path:
    """Return the file ``name`` (with forward slashes) below ``resources/``.

    Raises ValueError for an absolute name or one that climbs out.
    """
    parts = PurePosixPath(name)
    if not name or parts.is_absolute() or ".." in parts.parts or "\\" in name or ":" in name:
        raise ValueError(f"not a resource name: {name!r}")
    return _root().joinpath(*parts.parts)


@cache
def data(name: str) -> bytes:
    """Return the bytes of a resource; they stay in memory. Raises FileNotFoundError."""
    return path(name).read_bytes()


def text(name: str) -> str:
    """Return a resource as text. Raises FileNotFoundError."""
    return data(name).decode("utf-8")
