"""What happens to the bundle's libraries on Linux; ``build.spec`` calls it."""

from pathlib import Path

from linux import elf, icudata

Entry = tuple[str, str, str]


def with_less_icu(binaries: list[Entry], work: Path) -> list[Entry]:
    """Put ICU's reduced data in the place of the whole; raise when there is none to replace."""
    entries = []
    for name, source, kind in binaries:
        base = Path(name).name
        if base.startswith("libicudata."):
            source = str(icudata.reduced(Path(source), work / base))
        entries.append((name, source, kind))
    if entries == binaries:
        raise RuntimeError("Qt brings no ICU data any more: take the reduction out")
    return entries


def without_search_paths(folder: Path) -> None:
    """Make every library look beside itself where it was told to look on the building machine."""
    for path in elf.files(folder):
        data = path.read_bytes()
        changed = elf.beside_itself(data)
        if changed != data:
            path.write_bytes(changed)
