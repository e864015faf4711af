#!/usr/bin/env python3
"""A release: for every system that can be built here an archive, a wheel, npm packages and an extension of VS Code.
    release.py [--rehearsal] [--program PROGRAM] FOLDER
--rehearsal lets a version pass whose changelog has no day yet. --program takes this program, for the system of this
machine, instead of building any. What was not tried is said at the end. Needs Python 3.11; cargo to build; Node.js for
the npm packages; the extension's modules (npm ci in editors/vscode) for the extension.
"""
import argparse
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import companions
import versions

DIST = Path(__file__).parent
ROOT = DIST.parent
PAGES = ("README.md", "CHANGELOG.md", "LICENSE", "LICENSE-MIT", "LICENSE-APACHE")
# The same files make the same archive, whenever it is made.
WHEN = int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))


@dataclass(frozen=True)
class Target:
    """A system, in the words of those who distribute for it."""

    rust: str
    npm: str
    vscode: str
    wheel: str

    @property
    def program(self):
        return "dateline.exe" if "windows" in self.rust else "dateline"

    @property
    def archive(self):
        return f"dateline-{self.rust}{'.zip' if 'windows' in self.rust else '.tar.gz'}"


TARGETS = (
    Target("x86_64-unknown-linux-gnu", "linux-x64", "linux-x64", "manylinux_{glibc}_x86_64"),
    Target("aarch64-unknown-linux-gnu", "linux-arm64", "linux-arm64", "manylinux_{glibc}_aarch64"),
    Target("x86_64-unknown-linux-musl", "linux-x64-musl", "alpine-x64", "musllinux_1_2_x86_64"),
    Target("aarch64-unknown-linux-musl", "linux-arm64-musl", "alpine-arm64", "musllinux_1_2_aarch64"),
    Target("x86_64-apple-darwin", "darwin-x64", "darwin-x64", "macosx_10_12_x86_64"),
    Target("aarch64-apple-darwin", "darwin-arm64", "darwin-arm64", "macosx_11_0_arm64"),
    Target("x86_64-pc-windows-msvc", "win32-x64", "win32-x64", "win_amd64"),
    Target("aarch64-pc-windows-msvc", "win32-arm64", "win32-arm64", "win_arm64"),
)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rehearsal", action="store_true")
    arguments.add_argument("--program", type=Path)
    arguments.add_argument("folder", type=Path)
    given = arguments.parse_args()
    wrong = versions.complaints(release=not given.rehearsal)
    if wrong:
        sys.exit("\n".join(wrong))

    given.folder.mkdir(parents=True, exist_ok=True)
    programs, untried = build_all() if given.program is None else taken(given.program.resolve())
    with tempfile.TemporaryDirectory() as scratch:
        # Those of one system are those of all: they say what the command line understands.
        companions.write(programs[host()], scratch)
        for target, program in programs.items():
            untried += distribute(target, program, Path(scratch), given.folder)
    write_sums(given.folder)
    print("".join(f"not tried  {what}\n" for what in untried), end="")


def host():
    """The system of this machine."""
    said = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
    triple = next(line.removeprefix("host: ") for line in said.splitlines() if line.startswith("host: "))
    found = [target for target in TARGETS if target.rust == triple]
    return found[0] if found else sys.exit(f"nothing is released for {triple}, the system of this machine")


def taken(program):
    others = [f"{target.rust}: a program was given" for target in TARGETS if target != host()]
    return {host(): program}, others


def build_all():
    """The programs, and the targets that this machine cannot build, each with the reason."""
    # That of this machine first: it writes what goes along with all others.
    targets = sorted(TARGETS, key=lambda target: target != host())
    lacks = {target: lacking(target) for target in targets}
    programs = {target: build(target) for target in targets if lacks[target] is None}
    return programs, [f"{target.rust}: {why}" for target, why in lacks.items() if why is not None]


def lacking(target):
    """What building for a target would need that is not here."""
    asked = ["rustc", "--print", "target-libdir", "--target", target.rust]
    libraries = subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    if not libraries or not Path(libraries).is_dir():
        return f"Rust's libraries for it are not installed (rustup target add {target.rust})"
    if target == host():
        return None
    name = target.rust.replace("-", "_")
    usual = target.rust.replace("-unknown", "") + "-gcc"
    compiler = os.environ.get(f"CC_{name}", usual)
    if shutil.which(compiler) is None:
        return f"there is no C compiler for it ({compiler}; CC_{name} names another)"
    return None


def build(target):
    flags = ["--locked", "--release", "--package", "dateline", "--target", target.rust]
    subprocess.run(["cargo", "build", *flags], check=True, cwd=ROOT)
    built = Path(os.environ.get("CARGO_TARGET_DIR", "target"))
    return ROOT / built / target.rust / "release" / target.program


def distribute(target, program, scratch, folder):
    """Writes all packages of a system; says what was left out."""
    archive(target, program, scratch, folder / target.archive)
    tag = target.wheel.format(glibc=glibc(program))
    run(sys.executable, DIST / "pypi" / "wheel.py", program, tag, folder, scratch)
    left_out = []
    if shutil.which("node") is None:
        left_out.append(f"the npm packages and the extension for {target.rust}: there is no Node.js")
    else:
        run("node", DIST / "npm" / "package.mjs", program, target.npm, folder / "npm", scratch)
        extension = ROOT / "editors" / "vscode"
        if (extension / "node_modules").is_dir():
            file = (folder / f"dateline-{target.vscode}.vsix").resolve()
            run("node", "scripts/package.mjs", target.vscode, program, file, cwd=extension)
        else:
            left_out.append(f"the extension for {target.vscode}: its modules are not installed (npm ci in editors/vscode)")
    return left_out


def run(*command, cwd=None):
    subprocess.run([str(part) for part in command], check=True, cwd=cwd)


def glibc(program):
    """The newest version of glibc that a program asks for, as the tags of wheels write it."""
    asked = re.findall(rb"GLIBC_2\.(\d+)\b", program.read_bytes())
    return f"2_{max(map(int, asked), default=17)}"


def archive(target, program, scratch, file):
    """One folder with the program, its licences, completions and manual pages."""
    files = {target.program: (program.read_bytes(), True), "NOTICES": ((scratch / "NOTICES").read_bytes(), False)}
    files |= {page: ((ROOT / page).read_bytes(), False) for page in PAGES}
    for kind in ("complete", "man"):
        files |= {f"{kind}/{one.name}": (one.read_bytes(), False) for one in sorted((scratch / kind).iterdir())}
    pack = pack_zip if file.suffix == ".zip" else pack_tar
    pack(file, {f"dateline-{target.rust}/{name}": content for name, content in files.items()})


def pack_tar(file, files):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, (content, runs) in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(content), WHEN, 0o755 if runs else 0o644
            tar.addfile(entry, io.BytesIO(content))
    file.write_bytes(gzip.compress(packed.getvalue(), mtime=WHEN))


def pack_zip(file, files):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, (content, _) in files.items():
            entry = zipfile.ZipInfo(name, time.gmtime(WHEN)[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            packed.writestr(entry, content)


def write_sums(folder):
    """SHA-256 of every file that people download, in the form that sha256sum --check reads."""
    files = sorted(one for one in folder.iterdir() if one.suffix in {".gz", ".zip", ".whl", ".vsix"})
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in files]
    (folder / "sha256.sum").write_text("".join(lines), encoding="utf-8")
    for one, line in zip(files, lines):
        print(f"made  {one.name}, {one.stat().st_size} bytes, {line[:12]}…")


if __name__ == "__main__":
    main()
