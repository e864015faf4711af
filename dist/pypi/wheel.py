#!/usr/bin/env python3
"""A wheel of the program: installed, it is a script on PATH. Needs nothing but Python.
    wheel.py PROGRAM PLATFORM FOLDER        PLATFORM is the tag of a wheel, such as manylinux_2_17_x86_64 or win_amd64
"""
import base64
import hashlib
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXECUTABLE = 0o100755 << 16


def main(program, platform, folder):
    package = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]
    version, program = package["version"], Path(program)
    about = f"dateline-{version}.dist-info"
    files = {
        f"dateline-{version}.data/scripts/{program.name}": program.read_bytes(),
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
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, EXECUTABLE
            archive.writestr(entry, content)
    print(wheel)


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
