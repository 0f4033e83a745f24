"""The RPM package: ``rpmbuild`` over the same tree as Debian's."""

import os
import subprocess
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import licences
import product

from linux import needs, tree


def make(target: Path) -> Path:
    """Make ``target``, a folder, hold the package; return its file."""
    work = product.BUILD / "rpm"
    root = tree.lay_out(work / "root", zsh="site-functions")
    share = root / "usr" / "share"
    licence = (product.ROOT / "LICENSE").read_text("utf-8")
    text = f"{licence}\n{licences.notice()}"
    tree.write(share / "licenses" / product.NAME / "LICENSE", text.encode())
    changes = (product.ROOT / "CHANGELOG.md").read_bytes()
    tree.write(share / "doc" / product.NAME / "CHANGELOG.md", changes)
    tree.settle(root, library=0o755)  # as RPM systems have them; Debian's have 0644
    spec = work / f"{product.NAME}.spec"
    spec.write_text(specification(root), encoding="utf-8")
    name = f"{product.NAME}-{product.version()}-1.{product.machine()}.rpm"
    defines = {
        "_topdir": work / "top",
        "_rpmdir": target.absolute(),
        "_build_name_fmt": name,
        "_buildhost": "localhost",
        "use_source_date_epoch_as_buildtime": 1,
        "clamp_mtime_to_source_date_epoch": 1,
    }
    command = ["rpmbuild", "-bb", "--quiet", "--target", product.machine()]
    for key, value in defines.items():
        command += ["--define", f"{key} {value}"]
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(product.commit_time())}
    subprocess.run([*command, str(spec)], check=True, env=env, stdout=subprocess.DEVNULL)
    return target / name


def specification(root: Path) -> str:
    """Return the spec file; it copies the tree and changes nothing in it."""
    libraries, floor = needs.of_the_system(root / "usr" / "lib" / product.NAME)
    required = "\n".join(f"Requires: {each}()(64bit)" for each in sorted(libraries))
    described = "\n\n".join(textwrap.fill(text, 78) for text in product.DESCRIPTION)
    listed = "\n".join(_listed(root))
    day = datetime.fromtimestamp(product.commit_time(), UTC).strftime("%a %b %d %Y")
    return f"""%global debug_package %{{nil}}
%global _build_id_links none
%global __os_install_post %{{nil}}
%global __provides_exclude_from ^/usr/lib/{product.NAME}/.*$
%global __requires_exclude_from ^/usr/lib/{product.NAME}/.*$
%global _binary_payload w{19 if product.compression() == 9 else 3}.zstdio
AutoReqProv: no
Name: {product.NAME}
Version: {product.version()}
Release: 1
Summary: {product.SUMMARY}
License: {product.LICENCE}
URL: {product.HOMEPAGE}
Group: Productivity/Networking/News/Clients
Vendor: The Daily8 Desktop authors
Packager: {product.MAINTAINER}
Requires: libc.so.6(GLIBC_{floor[0]}.{floor[1]})(64bit)
{required}
Recommends: xdg-utils
Recommends: ca-certificates
Recommends: speech-dispatcher

%description
{described}

%install
cp -a {root.absolute()}/usr %{{buildroot}}/

%files
{listed}

%changelog
* {day} {product.MAINTAINER} - {product.version()}-1
- See CHANGELOG.md
"""


def _listed(root: Path) -> list[str]:
    """Return the files of the package; the folders that the system has are not ours."""
    lines = [f"/usr/bin/{product.NAME}", f"%dir /usr/lib/{product.NAME}"]
    lines.append(f"/usr/lib/{product.NAME}/*")
    for path in sorted((root / "usr" / "share").rglob("*")):
        inside = path.relative_to(root)
        if not path.is_file():
            if path.name == product.NAME:
                lines.append(f"%dir /{inside}")
            continue
        kind = {"doc": "%doc ", "licenses": "%license "}.get(inside.parts[2], "")
        lines.append(f"{kind}/{inside}")
    return lines
