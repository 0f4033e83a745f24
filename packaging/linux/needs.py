"""What the bundle takes from the system: each library with the Debian package that has it.

The table is the promise; a bundle that needs a library which is not in it is refused, so that a new
Qt cannot ship a package that starts only on the machine that built it.
"""

from pathlib import Path

from linux import elf

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgio-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
# The program works without these, only without what they are for: printers, sound, reading aloud.
OPTIONAL = {
    "libcups.so.2": "libcups2t64 | libcups2",
    "libpulse.so.0": "libpulse0",
    "libspeechd.so.2": "libspeechd2",
}
GLIBC = frozenset(
    {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"}
    | {"libresolv.so.2", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
)


def of_the_system(bundle: Path) -> tuple[set[str], tuple[int, int]]:
    """Return the libraries that the system must bring, and the oldest glibc that will do.

    Raises RuntimeError for a library that the table does not know.
    """
    wanted: set[str] = set()
    brought: set[str] = set()
    floor = (0, 0)
    for path in elf.files(bundle):
        data = path.read_bytes()
        brought.add(path.name)
        wanted.update(elf.needed(data))
        floor = max(floor, elf.glibc(data))
    missing = wanted - brought - GLIBC - OPTIONAL.keys()
    unknown = sorted(missing - LIBRARIES.keys())
    if unknown:
        raise RuntimeError(f"no package is known to bring {', '.join(unknown)}")
    return missing, floor
