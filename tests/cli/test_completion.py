"""What the shells propose: words by words, and in the real shells where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.termbase import reading, writing
from tests.cli.helpers import PROGRAM, Ran, call, run
from tests.conftest import lacking
from tests.glossary.test_layers import HEAVY


def asked(*words: str, into: str = "bash") -> Ran:
    """What a shell is answered: it has these words, the last of them being typed."""
    line = {"COMP_WORDS": "\n".join(("glossary", *words)), "COMP_CWORD": words[-1] if into == "fish" else str(len(words))}
    return call(env={**os.environ, "_GLOSSARY_COMPLETE": f"{into}_complete", **line})


def proposed(*words: str) -> list[str]:
    """The words that are proposed."""
    ran = asked(*words)
    assert (ran.code, ran.err) == (0, "")
    return [line.partition(",")[2] for line in ran.out.splitlines() if line]


@pytest.fixture
def here(termbase: Path) -> Path:
    """A termbase that a command finds by itself."""
    return Path(shutil.move(termbase, "glossary.db"))


def test_verbs_and_options() -> None:
    assert proposed("loo") == ["lookup"]
    assert proposed("tm", "conc") == ["concordance"]
    assert proposed("lookup", "--par") == ["--partial"]


def test_languages_formats_states() -> None:
    assert proposed("lookup", "x", "--from", "") == ["fr", "en", "vi"]
    assert proposed("tm", "match", "x", "--to", "v") == ["vi"]
    assert proposed("export", "x", "--format", "tbx3") == ["tbx3", "tbx3-dct"]
    assert proposed("candidates", "--state", "prop") == ["proposed"]
    assert proposed("check", "x", "--rule", "term-f") == ["term-forbidden"]


def test_ids_come_with_their_terms(here: Path) -> None:
    with reading(here) as db:
        waiting = {f"c{row[0]}" for row in db.execute("select id from concepts where state in ('candidate', 'proposed')")}
        term, concept = db.execute(
            "select term, concept from terms join language_sections on language_sections.id = section "
            "where language = 'fr' and position = 0 and concept = 218"
        ).fetchone()
    assert waiting
    assert set(proposed("approve", "")) == waiting
    assert set(proposed("reject", "")) >= waiting, "what is approved may still be rejected"
    assert f"c{concept}" in proposed("show", f"c{concept}")
    told = asked("show", f"c{concept}", into="zsh").out.splitlines()
    assert told[told.index(f"c{concept}") + 1] == f"{term} (approved)"
    assert proposed("show", "vis") == []


@pytest.mark.usefixtures("here")
def test_ids_of_the_termbase_that_the_command_names() -> None:
    other = Path("autre.db")
    run("add", "fr:essai", "--db", other)
    ids = proposed("--db", str(other), "show", "c")
    assert len(ids) == 1
    assert proposed("show", "--db", str(other), "c") == ids != proposed("show", "c")
    Path("glossary.toml").write_text('db = "autre.db"\n', "utf-8")
    assert proposed("show", "c") == ids


def test_subject_fields(here: Path) -> None:
    with writing(here) as db:
        db.execute("update concepts set subject_field = 'Pêche, forêts'")
    assert proposed("add", "fr:x", "--field", "peche") == [r"Pêche,\ forêts"], "accents are optional"
    assert proposed("add", "fr:x", "--field", "'Pê") == ["Pêche, forêts"], "in quotes nothing is escaped"
    assert asked("add", "fr:x", "--field", "P", into="powershell").out.splitlines()[1] == "'Pêche, forêts'"


def test_names_of_exports() -> None:
    assert proposed("export", "out/fr-vi.t") == ["out/fr-vi.tbx", "out/fr-vi.tsv", "out/fr-vi.txt"]
    assert asked("export", "out/fr").out.strip() == "file,out/fr"


def test_no_control_character_reaches_the_shell(here: Path) -> None:
    with writing(here) as db:
        db.execute("update terms set term = term || '\nplain\nrm\x1b[31m'")
    assert "\x1b" not in (out := asked("show", "c", into="zsh").out)
    assert "\nrm" not in out


@pytest.mark.parametrize("spoiled", ["none", "no database", "no settings"])
def test_what_is_broken_proposes_nothing_and_says_nothing(here: Path, spoiled: str) -> None:
    if spoiled == "no settings":
        Path("glossary.toml").write_text("db = ", "utf-8")
    elif spoiled == "no database":
        here.write_bytes(b"text" * 1000)
    else:
        here.unlink()
    for words in (("show", "c"), ("add", "--field", ""), ("equivalents", "c1")):
        assert (ran := asked(*words)).code == 0
        assert (ran.out.strip(), ran.err) == ("", "")
    assert proposed("loo") == ["lookup"]
    assert spoiled != "none" or not here.exists(), "nothing is made by asking"


def test_completing_loads_nothing_heavy(here: Path) -> None:
    assert here.exists()
    code = (
        "import json, sys\nfrom glossary.cli import cli\n"
        "try: cli.main(prog_name='glossary')\nexcept SystemExit: pass\nprint(json.dumps(sorted(sys.modules)))"
    )
    line = {"_GLOSSARY_COMPLETE": "bash_complete", "COMP_WORDS": "glossary\nshow\nc", "COMP_CWORD": "2"}
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **line}, capture_output=True, text=True, check=True)
    names = {name.split(".")[0] for name in done.stdout.splitlines()[-1].strip('[]"').split('", "')}
    assert done.stdout.startswith("plain,c")
    assert "sqlite3" in names
    assert not names & HEAVY


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_is_printed(shell: str) -> None:
    script = run("completion", shell).out
    assert f"{shell}_complete" in script
    assert script.isascii()


def in_shell(shell: str, code: str) -> str:
    """What a shell prints that has read its script."""
    if not shutil.which(shell):
        lacking(shell)
    Path("script").write_text(run("completion", shell).out, "utf-8")
    path = f"{Path(PROGRAM).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run([shell, "-c", code], env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    return done.stdout


def test_bash(here: Path) -> None:
    with writing(here) as db:
        db.execute("update concepts set subject_field = 'Pêche * et forêts'")
    code = """
        source ./script
        COMP_WORDS=(glossary add fr:x --field P) COMP_CWORD=4
        _glossary_completion glossary && printf '%s|' "${COMPREPLY[@]}"
        COMPREPLY=() COMP_WORDS=(glossary tm con) COMP_CWORD=2
        _glossary_completion glossary && printf '%s|' "${COMPREPLY[@]}"
    """
    assert in_shell("bash", code) == r"Pêche\ \*\ et\ forêts|concordance|"


def test_fish(here: Path) -> None:
    with writing(here) as db:
        db.execute("update concepts set subject_field = 'Pêche, forêts'")
    assert in_shell("fish", "source ./script; complete -C 'glossary add fr:x --field P'").startswith("Pêche, forêts\t")


def test_zsh() -> None:
    assert in_shell("zsh", "autoload -Uz compinit; compinit -u -D; source ./script; print ${_comps[glossary]}") == "_glossary_completion\n"
