"""The AppImage: a folder, squeezed, behind a small program that mounts and starts it.

That small program, the runtime, is fetched by nobody here: ``--runtime FILE`` gives it, and it is
taken only when its sum is the one that is written below. Without it the squeezed folder is made.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import product

from linux import elf, needs, tree

RUNTIME_VERSION = "20251108"  # of AppImage/type2-runtime, file runtime-x86_64
RUNTIME_SHA256 = "2fca8b443c92510f1483a883f60061ad09b46b978b2631c807cd873a47ec260d"
# What a system may lack though it has a desktop: these go inside. All else in needs.LIBRARIES is
# on AppImage's list of what every desktop has, or must match the system's drivers.
INSIDE = (
    "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-image.so.0", "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0", "libxcb-util.so.1", "libxcb-xkb.so.1", "libxkbcommon-x11.so.0",
    "libxkbcommon.so.0", "libbrotlicommon.so.1", "libbrotlidec.so.1",
)  # fmt: skip


def make(target: Path, runtime: Path | None = None) -> Path:
    """Make ``target``, a folder, hold the AppImage, or its squashfs; return the file."""
    name = f"{product.TITLE}-{product.version()}-{product.machine()}"
    squeezed = target / f"{name}.squashfs"
    folder = lay_out(product.BUILD / "appimage" / f"{product.TITLE}.AppDir")
    squeezed.unlink(missing_ok=True)
    command = ["mksquashfs", str(folder), str(squeezed), "-root-owned", "-noappend", "-no-xattrs"]
    command += ["-comp", "zstd", "-Xcompression-level", "22", "-b", "1M", "-quiet", "-no-progress"]
    # Several processors would lay the blocks down as they are ready.
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(product.commit_time())}
    subprocess.run([*command, "-processors", "1"], check=True, env=env)
    if runtime is None:
        return squeezed
    image = join(runtime, squeezed, target / f"{name}.AppImage")
    squeezed.unlink()
    return image


def join(runtime: Path, squeezed: Path, image: Path) -> Path:
    """Write the runtime and behind it the squashfs, which it looks for where its own ELF ends."""
    start = runtime.read_bytes()
    if hashlib.sha256(start).hexdigest() != RUNTIME_SHA256:
        raise SystemExit(f"{runtime} is not the runtime {RUNTIME_VERSION} that was tried")
    image.write_bytes(start + squeezed.read_bytes())
    image.chmod(0o755)
    return image


def lay_out(folder: Path) -> Path:
    """Fill ``folder`` as the AppImage specification wants its root to be."""
    tree.lay_out(folder)
    inside = folder / "usr" / "lib" / product.NAME
    brought = _libraries(inside / "_internal")
    left = needs.of_the_system(inside)[0] & set(INSIDE)
    if left:
        raise RuntimeError(f"the AppImage lacks {', '.join(sorted(left))}; it has {brought}")
    (folder / "AppRun").symlink_to(f"usr/lib/{product.NAME}/{product.NAME}")
    entry = f"{product.APP_ID}.desktop"
    (folder / entry).symlink_to(f"usr/share/applications/{entry}")
    icons = "usr/share/icons/hicolor"
    (folder / f"{product.APP_ID}.svg").symlink_to(f"{icons}/scalable/apps/{product.APP_ID}.svg")
    (folder / ".DirIcon").symlink_to(f"{icons}/256x256/apps/{product.APP_ID}.png")
    tree.settle(folder)
    return folder


def _libraries(folder: Path) -> list[str]:
    """Copy the libraries that go inside from this system, as the loader of it finds them."""
    listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True)
    places = {}
    for line in listed.stdout.splitlines():
        name, _arrow, place = line.strip().partition(" => ")
        if "x86-64" in name or "AArch64" in name:
            places.setdefault(name.split()[0], Path(place))
    wanted = needs.of_the_system(folder.parent)[0]
    copied = sorted(set(INSIDE) & wanted)
    while copied:
        name = copied.pop()
        if name not in places:
            raise RuntimeError(f"{name} is not on this system: install {needs.LIBRARIES[name]}")
        shutil.copyfile(places[name].resolve(), folder / name)
        # What a copied one needs itself and a system may lack.
        more = set(elf.needed((folder / name).read_bytes())) & set(INSIDE)
        copied += [each for each in more if not (folder / each).exists()]
    return sorted(path.name for path in folder.glob("libx*"))
