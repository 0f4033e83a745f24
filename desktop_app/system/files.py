"""Small files written so that a crash leaves either the old or the new one."""

import os
import tempfile
from pathlib import Path

from desktop_app.system.paths import storage_error


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` in one atomic step, readable by the owner alone.

    Raises READ_ONLY, DISK_FULL, STORAGE; the old file then stands untouched.
    """
    temporary = ""
    try:
        # mkstemp makes the file 0600.
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise storage_error(error) from error


def set_aside(path: Path) -> Path:
    """Rename a broken file to the first free ``NAME.broken-N`` beside it and return its new name.

    Raises READ_ONLY, STORAGE.
    """
    number = 1
    while (target := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    try:
        path.rename(target)
    except OSError as error:
        raise storage_error(error) from error
    return target
