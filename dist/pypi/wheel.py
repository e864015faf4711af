#!/usr/bin/env python3
"""A wheel of the program: installed, it is a script on PATH. Needs nothing but Python.
    wheel.py PROGRAM PLATFORM FOLDER [COMPANIONS]
PLATFORM is the tag of a wheel, such as manylinux_2_17_x86_64 or win_amd64. COMPANIONS is a folder that dist/companions.py
wrote: installed, its completions and manual pages lie where shells and man look for them in that environment.
"""
import base64
import hashlib
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXECUTABLE, PLAIN = 0o100755 << 16, 0o100644 << 16


# Where shells look below the folder that an environment or a system installs into.
SHARED = {
    "complete/dateline.bash": "share/bash-completion/completions/dateline",
    "complete/_dateline": "share/zsh/site-functions/_dateline",
    "complete/dateline.fish": "share/fish/vendor_completions.d/dateline.fish",
}


def main(program, platform, folder, companions=None):
    package = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]
    version, program = package["version"], Path(program)
    about = f"dateline-{version}.dist-info"
    files = {
        f"dateline-{version}.data/scripts/{program.name}": program.read_bytes(),
        **shared(f"dateline-{version}.data/data", companions),
        f"{about}/METADATA": metadata(version).encode(),
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nGenerator: dateline\nRoot-Is-Purelib: false\nTag: py3-none-{platform}\n".encode(),
    }
    record = "".join(f"{name},sha256={digest(content)},{len(content)}\n" for name, content in files.items())
    files[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()

    wheel = Path(folder) / f"dateline-{version}-py3-none-{platform}.whl"
    wheel.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # No time of day: the same program makes the same wheel.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, EXECUTABLE if "/scripts/" in name else PLAIN
            archive.writestr(entry, content)
    print(wheel)


def shared(below, companions):
    """The completions and manual pages, by their names in the wheel."""
    if companions is None:
        return {}
    pages = sorted(Path(companions, "man").iterdir())
    places = SHARED | {f"man/{page.name}": f"share/man/man1/{page.name}" for page in pages}
    return {f"{below}/{place}": Path(companions, file).read_bytes() for file, place in places.items()}


def metadata(version):
    return f"""Metadata-Version: 2.1
Name: dateline
Version: {version}
Summary: Who said it, and when? A language server and command line for folders of plain-text news
License: MIT OR Apache-2.0
Project-URL: Source, https://github.com/OWNER/dateline
Requires-Python: >=3.7
Description-Content-Type: text/markdown

{(ROOT / "README.md").read_text(encoding="utf-8")}"""


def digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    main(*sys.argv[1:])
