"""A Debian that nobody has used yet, in a folder, to try packages in: needs root, mmdebstrap."""

import os
import shutil
import subprocess
from pathlib import Path

SUITE = "bookworm"
READER = "reader"
# The clock of a building machine may be far from that of the archive.
_APT = ("Acquire::Check-Valid-Until=false", "Acquire::Check-Date=false")
_ENTER = """
mount --bind /dev "$0/dev" && mount -t devpts devpts "$0/dev/pts" && mount -t proc proc "$0/proc" &&
mount -t tmpfs tmpfs "$0/dev/shm" && exec chroot --userspec="$1:$1" "$0" "${@:2}"
"""


class Fresh:
    """One such system. What runs in it sees its own files, and the network of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def missing() -> str:
        """Say what this machine lacks to make one; "" when nothing."""
        if os.name == "nt" or os.geteuid() != 0:
            return "only root can enter another system"
        absent = [name for name in ("mmdebstrap", "unshare", "chroot") if not shutil.which(name)]
        return f"{absent[0]} is not installed" if absent else ""

    def make(self, *packages: str) -> None:
        """Fill the folder with a smallest Debian, a reader in it, and the named packages."""
        options = [f"--aptopt={each.replace('=', ' ')}" for each in _APT]
        command = ["mmdebstrap", "--variant=minbase", "--quiet", *options]
        command += [f"--include={','.join(packages)}"] if packages else []
        subprocess.run([*command, SUITE, str(self.folder)], check=True)
        for name in ("etc/resolv.conf", "etc/hosts"):
            shutil.copyfile(Path("/") / name, self.folder / name)
        self.run("useradd", "--create-home", READER)
        self.run("apt-get", *[f"-o{each}" for each in _APT], "update")

    def run(self, *command: str, user: str = "root", check: bool = True, **env: str) -> str:
        """Run a command inside; return what it prints on both ways out.

        Raises RuntimeError with that text when it fails, unless ``check`` is off.
        """
        home = "/root" if user == "root" else f"/home/{user}"
        around = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "USER": user, "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive", **env,
        }  # fmt: skip
        done = subprocess.run(
            ["unshare", "--mount", "bash", "-c", _ENTER, str(self.folder), user, *command],
            env=around, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", errors="replace", timeout=600, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stdout[-4000:]}")
        return done.stdout

    def install(self, package: Path) -> None:
        """Install a package file alone: what it depends on must be there."""
        shutil.copyfile(package, self.folder / "tmp" / package.name)
        self.run("dpkg", "--install", f"/tmp/{package.name}")

    def bring_what_it_needs(self, package: Path) -> None:
        """Install what the package file depends on."""
        asked = ["dpkg-deb", "--field", str(package), "Depends"]
        depends = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        apt = ("apt-get", "--yes", "--no-install-recommends")
        self.run(*apt, *[f"-o{each}" for each in _APT], "satisfy", depends)
