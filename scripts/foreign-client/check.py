#!/usr/bin/env python3
"""Drives the emulator with Kingsoft Cloud's own Python SDK, which knows nothing of this project.

Usage: check.py EMULATOR [--packages FOLDER]

The SDK is installed with pip into FOLDER, which is kept and used again, or into a folder that is removed at the end.
EMULATOR is the path of the executable. Ends with status 0 if everything went as the API's documentation says.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("emulator", type=pathlib.Path, help="path of ksyun-autoscaling-emulator")
    parser.add_argument("--packages", type=pathlib.Path, help="folder to install the SDK into, and to keep")
    arguments = parser.parse_args()
    emulator = arguments.emulator.resolve()
    with tempfile.TemporaryDirectory(prefix="foreign-client-") as scratch:
        packages = (arguments.packages or pathlib.Path(scratch)).resolve()
        install(packages)
        return drive(emulator, packages, home=scratch)


def install(packages):
    """Installs the SDK unless that very list was installed there before, by the same version of Python."""
    requirements = HERE / "requirements.txt"
    wanted = f"# {sys.version}\n{requirements.read_text()}"
    stamp = packages / "installed.txt"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--root-user-action=ignore", "--no-warn-conflicts", "--upgrade"]
    pip += ["--target", str(packages), "--requirement", str(requirements)]
    subprocess.run(pip, check=True)
    stamp.write_text(wanted)


def drive(emulator, packages, home):
    # A thousand times faster than real time, so that instances take milliseconds. HOME keeps the SDK from reading, or
    # writing, whatever the user has configured for it.
    command = [str(emulator), "run", "--clock", "scale=1000", "--"]
    command += [sys.executable, str(HERE / "drive.py")]
    environment = dict(os.environ, PYTHONPATH=str(packages), PYTHONDONTWRITEBYTECODE="1", HOME=str(home))
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
