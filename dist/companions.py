#!/usr/bin/env python3
"""What goes along with a program: completions for shells, manual pages, licences; written by a program that runs here.
    companions.py PROGRAM FOLDER        writes complete/, man/ and NOTICES into the folder
"""
import subprocess
import sys
from pathlib import Path

# Under the names by which each shell looks for them.
COMPLETIONS = {
    "bash": "dateline.bash",
    "zsh": "_dateline",
    "fish": "dateline.fish",
    "powershell": "_dateline.ps1",
    "elvish": "dateline.elv",
    "nushell": "dateline.nu",
}


def write(program, folder):
    program, complete, man = Path(program).resolve(), Path(folder) / "complete", Path(folder) / "man"
    complete.mkdir(parents=True, exist_ok=True)
    for shell, name in COMPLETIONS.items():
        (complete / name).write_bytes(said(program, "completions", shell))
    said(program, "man", "--dir", man)
    (Path(folder) / "NOTICES").write_bytes(said(program, "licenses"))


def said(program, *arguments):
    """What the program prints."""
    return subprocess.run([program, *arguments], check=True, stdout=subprocess.PIPE).stdout


if __name__ == "__main__":
    write(*sys.argv[1:])
