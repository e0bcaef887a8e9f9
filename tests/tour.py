"""The README's tour: its commands are run in order in a new folder, and their output is what the README shows.

`python -m tests.tour --write` brings the README up to date; a test compares.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
_BEGIN, _END = "<!-- tour -->", "<!-- end of tour -->"


def retold(text: str) -> str:
    """The README with the output that the commands of its tour give now."""
    before, tour, after = _split(text)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds")
        return before + _BLOCK.sub(lambda match: _run(match[1], folder), tour) + after


def _split(text: str) -> tuple[str, str, str]:
    begin, end = text.index(_BEGIN), text.index(_END)
    return text[:begin], text[begin:end], text[end:]


def _run(block: str, folder: str) -> str:
    """A block of commands, each with its output behind it."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "GLOSSARY_USER": "you"}
    environment.pop("GLOSSARY_DB", None)
    lines = []
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        lines.append(f"$ {command}\n{done.stdout}")
    return "".join(lines)


if __name__ == "__main__":
    told = retold(README.read_text("utf-8"))
    if "--write" in sys.argv:
        README.write_text(told, "utf-8")
    else:
        sys.exit(told != README.read_text("utf-8"))
