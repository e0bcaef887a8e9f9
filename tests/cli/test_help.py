"""Help: every verb in a group, with a summary of one line, an example that is right, and options in one order; near misses; quiet."""

from __future__ import annotations

import inspect
import io
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from glossary.cli import cli
from glossary.cli.group import USES, Glossary
from glossary.cli.tm import group
from tests.cli.helpers import is_error, run

VERBS: dict[tuple[str, ...], click.Command] = {
    **{(name,): verb for name, verb in cli.commands.items()},
    **{("tm", name): verb for name, verb in group.commands.items()},
}
names = pytest.mark.parametrize("name", VERBS, ids=" ".join)


def test_every_verb_is_in_one_group() -> None:
    placed = [verb for verbs in USES.values() for verb in verbs]
    assert len(placed) == len(set(placed))
    homeless = set(cli.commands) - set(placed)
    assert not homeless, f"say in glossary/cli/group.py, in USES, what {', '.join(sorted(homeless))} is for"


def test_help_shows_verbs_by_use() -> None:
    shown = run("-h").out
    for use, verbs in USES.items():
        [block] = re.findall(rf"^{use}:\n((?:  .*\n)+)", shown, re.MULTILINE)
        assert [line.split()[0] for line in block.splitlines()] == [verb for verb in verbs if verb in cli.commands]
    assert "\nOther:" not in shown


def test_a_verb_that_is_in_no_group_is_shown_all_the_same() -> None:
    strange = Glossary("glossary", commands={"frob": click.Command("frob", help="Frob.")})
    with click.Context(strange) as ctx:
        assert re.search(r"^Other:\n  frob  Frob\.$", strange.get_help(ctx), re.MULTILINE)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (io.UnsupportedOperation("not seekable"), "output: not seekable. Check the path, its permissions and the room on the disk."),
        (
            PermissionError(13, "no right", "a\x1b[31m\n.csv"),
            "a[31m .csv: no right. Check the path, its permissions and the room on the disk.",
        ),
        (
            ValueError("first\r\n\x1b]0;second\u2028third"),
            "glossary: ValueError (first ]0;second third). This is a fault of the program: run again with --debug and report it.",
        ),
    ],
)
def test_whatever_goes_wrong_is_told_on_one_line(error: Exception, said: str) -> None:
    def fail() -> None:
        raise error

    debug = click.Option(["--debug"], is_flag=True)
    strange = Glossary("glossary", commands={"frob": click.Command("frob", callback=fail)}, params=[debug])
    assert CliRunner().invoke(strange, ["frob"]).stderr == f"Error: {said}\n"


@names
def test_a_summary_is_one_whole_sentence(name: tuple[str, ...]) -> None:
    summary = VERBS[name].get_short_help_str(61)
    assert summary.endswith(".")
    assert not summary.endswith("..."), "longer ones are cut off in the list of verbs"
    assert summary in run(*name[:-1], "-h").out


@names
def test_examples_are_right(name: tuple[str, ...]) -> None:
    """The words of an example are verbs, options and values that the command line takes."""
    examples = re.search(r"^Examples?:\n((?:  .*\n?)+)", inspect.cleandoc(VERBS[name].help or ""), re.MULTILINE)
    assert examples, "give an Example: block"
    for line in examples[1].splitlines():
        program, *words = shlex.split(line.split(" | ")[-1] if line.strip().startswith("cat") else line.split(" > ")[0].split(" | ")[0])
        assert program == "glossary"
        group_of_verb = cli if len(name) == 1 else group
        if isinstance(VERBS[name], click.Group):
            continue
        assert tuple(words[: len(name)]) == name
        with click.Context(group_of_verb, help_option_names=["-h", "--help"]) as ctx:
            made = VERBS[name].make_context(name[-1], words[len(name) :], parent=ctx, resilient_parsing=True)
        known = {option for parameter in VERBS[name].get_params(made) for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known


@names
def test_options_come_in_one_order(name: tuple[str, ...]) -> None:
    options = [parameter.opts[0] for parameter in VERBS[name].params if isinstance(parameter, click.Option)]
    for early, late in (("--from", "--to"), ("--to", "--json"), ("--dry-run", "--json"), ("--json", "--db"), ("--db", "--quiet")):
        if early in options and late in options:
            assert options.index(early) < options.index(late)
    assert options[-1] == "--quiet"
    assert all(parameter.help for parameter in VERBS[name].params if isinstance(parameter, click.Option))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lokup", "x"), "there is no verb lokup. Did you mean lookup?"),
        (("match", "x"), "there is no verb match. Did you mean tm match?"),
        (("tm", "concord"), "there is no verb concord. Did you mean concordance?"),
        (("frobnicate",), "there is no verb frobnicate. 'glossary --help' tells more."),
        (("lookup", "x", "--exat"), "there is no option --exat. Did you mean --exact?"),
        (("lookup", "x", "--qqq"), "there is no option --qqq. 'glossary lookup --help' tells more."),
        (("\x1b[31m",), "there is no verb [31m."),
    ],
)
def test_a_near_miss_is_told(arguments: tuple[str, ...], said: str) -> None:
    ran = run(*arguments)
    assert (ran.code, is_error(ran)) == (2, True)
    assert said in ran.err


@pytest.mark.parametrize("arguments", [("-q", "candidates"), ("candidates", "--quiet"), ("tm", "-q", "concordance", "zzz")])
def test_quiet_leaves_the_notes_out(termbase: Path, arguments: tuple[str, ...]) -> None:
    rest = ("--db", str(termbase), *(["--state", "rejected"] if "candidates" in arguments else []))
    assert (ran := run(*arguments, *rest)).err == ""
    assert ran.code == 1
    assert run(*(word for word in arguments if word not in ("-q", "--quiet")), *rest).err != "", "without it there is a note"


def test_quiet_leaves_errors() -> None:
    assert is_error(run("-q", "stats"))
    Path("folder").mkdir()
    Path("folder/a.txt").write_text("La ministre a signé l’accord de pêche. L’accord de pêche entre en vigueur.", "utf-8")
    Path("folder/b.pdf").write_bytes(b"%PDF-")
    ran = run("-q", "mine", "folder")
    assert ran.code == 3
    assert "Skipped: folder/b.pdf" in ran.err


def test_a_decision_that_stands_is_not_told_as_new(termbase: Path) -> None:
    waiting = run("candidates", "--state", "proposed", "--json", "--db", termbase).data[0]["id"]
    assert run("approve", waiting, "--db", termbase).out.startswith(f"Approved {waiting}")
    again = run("approve", waiting, "--db", termbase)
    assert (again.code, again.out, again.err) == (0, "", f"{waiting} is approved already.\n")


def test_an_export_of_nothing_says_what_to_do(termbase: Path) -> None:
    run("add", "en:alone", "--db", "new.db")
    ran = run("export", "x.fr-vi.tbx", "--to", "vi", "--db", "new.db")
    assert ran.code == 1
    assert "glossary review" in ran.err
    assert run("export", "x.fr-vi.tbx", "--to", "vi", "--db", termbase).code == 0
