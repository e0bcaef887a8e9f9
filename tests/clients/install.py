"""Puts Translate Toolkit and Weblate into environments of their own: `python tests/clients/install.py .clients [toolkit] [weblate]`.

Both are under the GPL: test clients, never requirements. Weblate takes a minute and half a gigabyte.
"""

from __future__ import annotations

import re
import subprocess
import sys
import venv
from pathlib import Path

PROGRAMS = {"toolkit": "translate-toolkit==3.20.4", "weblate": "weblate==5.14.3"}
# Bindings to system libraries for pictures and backups, which pip would have to compile and no format needs.
WITHOUT = frozenset(("pygobject", "pycairo", "tesserocr", "borgbackup"))
_REQUIRED = "from importlib.metadata import requires; print(*requires('weblate'), sep='\\n')"


def install(folder: Path, requirement: str) -> None:
    """Makes the environment of one program, unless it is there with this very version."""
    done = folder / "installed"
    if done.exists() and done.read_text("utf-8") == requirement:
        return
    venv.create(folder, with_pip=True, clear=True)
    python = str(folder / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-warn-conflicts"]
    if folder.name == "weblate":
        subprocess.run([*pip, "--no-deps", requirement], check=True)
        told = subprocess.run([python, "-c", _REQUIRED], check=True, capture_output=True, text=True).stdout
        subprocess.run([*pip, *needed(told)], check=True)
    else:
        subprocess.run([*pip, requirement], check=True)
    done.write_text(requirement, "utf-8")


def needed(told: str) -> list[str]:
    """What a package requires, by its own metadata, without its extras and without what is left out on purpose.

    >>> needed("lxml>=5\\nPyGObject<4; python_version < '4'\\nruff; extra == 'lint'")
    ['lxml>=5']
    """
    every = (line for line in told.splitlines() if line and "extra ==" not in line)
    return [line for line in every if re.split(r"[^\w-]", line)[0].casefold() not in WITHOUT]


if __name__ == "__main__":
    for name in sys.argv[2:] or PROGRAMS:
        install(Path(sys.argv[1]) / name, PROGRAMS[name])
