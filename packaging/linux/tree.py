"""Lays out what a package installs: the program, and all by which a desktop knows it."""

import gzip
import os
import shutil
from pathlib import Path
from xml.sax.saxutils import escape

import icons
import product

from linux import shell

RESOURCES = product.ROOT / "resources" / "app"
# Captions of the pictures that a software centre shows; the first is the one in its list.
SCREENSHOTS = {
    "window-light.png": "Sources, articles and the conversation in one window",
    "window-dark.png": "The same in the dark",
    "window-arabic.png": "In Arabic, from right to left",
    "window-small.png": "On a small screen",
}


def lay_out(root: Path, *, zsh: str = "vendor-completions") -> Path:
    """Fill ``root`` with ``usr/…``; return it. ``zsh`` is where the system's zsh looks."""
    if root.exists():
        shutil.rmtree(root)
    share = root / "usr" / "share"
    shutil.copytree(product.require_bundle(), root / "usr" / "lib" / product.NAME, symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / product.NAME).symlink_to(f"../lib/{product.NAME}/{product.NAME}")
    write(
        share / "applications" / f"{product.APP_ID}.desktop",
        (RESOURCES / f"{product.APP_ID}.desktop").read_bytes(),
    )
    write(share / "metainfo" / f"{product.APP_ID}.metainfo.xml", metainfo().encode())
    lay_out_icons(share / "icons" / "hicolor")
    texts = {name: text.encode() for name, text in shell.files().items()}
    write(share / "bash-completion" / "completions" / product.NAME, texts["bash"])
    write(share / "zsh" / zsh / f"_{product.NAME}", texts["zsh"])
    write(share / "fish" / "vendor_completions.d" / f"{product.NAME}.fish", texts["fish"])
    write(share / "man" / "man1" / f"{product.NAME}.1.gz", packed(texts["man"]))
    return root


def lay_out_icons(folder: Path) -> None:
    """Write the icon in all sizes, scalable and symbolic."""
    for size in icons.PNG_SIZES:
        write(folder / f"{size}x{size}" / "apps" / f"{product.APP_ID}.png", icons.png(size))
    picture, symbolic = RESOURCES / "daily8.svg", RESOURCES / "daily8-symbolic.svg"
    write(folder / "scalable" / "apps" / f"{product.APP_ID}.svg", picture.read_bytes())
    write(folder / "symbolic" / "apps" / f"{product.APP_ID}-symbolic.svg", symbolic.read_bytes())


def metainfo() -> str:
    """Return the AppStream metadata: https://www.freedesktop.org/software/appstream/docs/."""
    described = "\n".join(f"    <p>{escape(text)}</p>" for text in product.DESCRIPTION)
    pictures = "\n".join(
        f"    <screenshot{' type=' + chr(34) + 'default' + chr(34) if not index else ''}>\n"
        f"      <caption>{escape(caption)}</caption>\n"
        f"      <image>{product.HOMEPAGE}/screenshots/{name}</image>\n"
        "    </screenshot>"
        for index, (name, caption) in enumerate(SCREENSHOTS.items())
    )
    releases = "\n".join(_release(release) for release in product.releases())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>{product.APP_ID}</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>{product.LICENCE}</project_license>
  <name>{product.TITLE}</name>
  <summary>{escape(product.SUMMARY)}</summary>
  <summary xml:lang="ar">اقرأ أخبار مصادر كثيرة، وشارك في الحوار</summary>
  <developer id="org.daily8">
    <name>The Daily8 Desktop authors</name>
  </developer>
  <description>
{described}
  </description>
  <launchable type="desktop-id">{product.APP_ID}.desktop</launchable>
  <url type="homepage">{product.HOMEPAGE}</url>
  <provides>
    <binary>{product.NAME}</binary>
    <mediatype>application/rss+xml</mediatype>
    <mediatype>application/atom+xml</mediatype>
    <mediatype>text/x-opml+xml</mediatype>
  </provides>
  <categories>
    <category>Network</category>
    <category>News</category>
    <category>Feed</category>
  </categories>
  <branding>
    <color type="primary" scheme_preference="light">#ffd9c7</color>
    <color type="primary" scheme_preference="dark">#7a2a08</color>
  </branding>
  <recommends>
    <control>keyboard</control>
    <control>pointing</control>
  </recommends>
  <screenshots>
{pictures}
  </screenshots>
  <content_rating type="oars-1.1">
    <content_attribute id="social-chat">intense</content_attribute>
  </content_rating>
  <releases>
{releases}
  </releases>
</component>
"""


def _release(release: product.Release) -> str:
    kind = ' type="development"' if release.development else ""
    notes = "".join(f"          <li>{escape(note)}</li>\n" for note in release.notes)
    return (
        f'    <release version="{release.version}" date="{release.date}"{kind}>\n'
        f"      <description>\n        <ul>\n{notes}        </ul>\n      </description>\n"
        "    </release>"
    )


def write(file: Path, data: bytes) -> None:
    """Write a file, its folder made when missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def packed(data: bytes) -> bytes:
    """Return the bytes compressed as gzip does, without time and name."""
    return gzip.compress(data, 9, mtime=0)


def settle(root: Path, *, library: int = 0o644) -> None:
    """Give everything below ``root`` the rights and the time that it has in every build."""
    moment = product.commit_time()
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
        elif not path.is_symlink():
            runs = path.name == product.NAME and path.stat().st_mode & 0o100
            path.chmod(library if ".so" in path.name else (0o755 if runs else 0o644))
        os.utime(path, (moment, moment), follow_symlinks=False)
    root.chmod(0o755)
    os.utime(root, (moment, moment))
