"""`completion`: the script that lets a shell complete a command, and what is proposed: nothing, where anything goes wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    PowerShellComplete,
    add_completion_class,
    get_completion_class,
)

from glossary.formats import FORMATS
from glossary.model import ReviewState
from tm.text import printable

Items = list[CompletionItem[str]]
Complete = Callable[[click.Context, click.Parameter, str], Items]
_SHELLS = ("bash", "zsh", "fish", "powershell")
_MOST = 100  # ids that are proposed
_SPECIAL = re.compile(r"[^\w\-./:,=@%+]")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS), metavar="bash|zsh|fish|powershell")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print the script that lets a shell complete a command.

    Then the Tab key proposes verbs, options, languages, formats, states, subject fields, and ids with their terms.

    \b
    Examples:
      glossary completion bash >> ~/.bashrc
      glossary completion zsh >> ~/.zshrc
      glossary completion fish > ~/.config/fish/completions/glossary.fish
      glossary completion powershell | Out-String | Invoke-Expression
    """
    complete = get_completion_class(shell)
    if complete:
        click.echo(complete(ctx.find_root().command, {}, "glossary", "_GLOSSARY_COMPLETE").source().encode(), nl=False)
    return 0


class _Bash(BashComplete):
    """Bash takes words as they are: what is special to it is escaped, unless the user has opened quotes.

    Click's script loses the escapes while it reads, and lets the shell match words as patterns.
    """

    source_template = BashComplete.source_template.replace("read type", "read -r type").replace("($value)", '("$value")')

    def format_completion(self, item: CompletionItem[str]) -> str:
        word = os.environ["COMP_WORDS"].split("\n")[int(os.environ["COMP_CWORD"]) :]
        quoted = bool(word and word[0][:1] in ("'", '"') and word[0])
        plain = item.type == "plain" and not quoted
        return f"{item.type},{_SPECIAL.sub(_escaped, item.value) if plain else item.value}"


def _escaped(special: re.Match[str]) -> str:
    return special[0] if special[0].isalnum() else f"\\{special[0]}"


class _Fish(FishComplete):
    """Click's script cuts descriptions, and words, at their first comma."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


class _PowerShell(PowerShellComplete):
    """PowerShell takes words as they are: one with a space needs quotes."""

    def format_completion(self, item: CompletionItem[str]) -> str:
        kind, value, described = super().format_completion(item).split("\n")
        if kind == "plain" and not re.fullmatch(r"[\w\-./:]*", value):
            value = "'" + value.replace("'", "''") + "'"
        return f"{kind}\n{value}\n{described}"


for _class in (_Bash, _Fish, _PowerShell):
    add_completion_class(_class)


def concepts(*states: ReviewState) -> Complete:
    """Proposes the ids of concepts in these review states, with their terms: what was mined first, the best of it first."""

    def propose(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
        from glossary.termbase import hints, reading

        digits = incomplete.removeprefix("c")
        if digits and not digits.isdecimal():
            return []
        with reading(_database(ctx)) as db:
            found = hints.concepts(db, digits, [state.value for state in states or ReviewState], _MOST)
        return [CompletionItem(f"c{concept}", help=_line(f"{term} ({state})")) for concept, state, term in found]

    return _silent(propose)


def _fields(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    from glossary.termbase import hints, reading
    from tm.text import fold

    with reading(_database(ctx)) as db:
        found = hints.subject_fields(db)
    return [CompletionItem(_line(field), help=f"{number} concepts") for field, number in found if fold(field).startswith(fold(incomplete))]


def _exports(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    stem, point, ending = os.path.basename(incomplete).rpartition(".")
    if not point or not stem:
        return [CompletionItem(incomplete, type="file")]
    found = {form.extension: form.description for form in reversed(FORMATS.values()) if form.extension.startswith(f".{ending}")}
    return [
        CompletionItem(incomplete[: len(incomplete) - len(ending) - 1] + extension, help=found[extension]) for extension in sorted(found)
    ]


def _silent(complete: Complete) -> Complete:
    """The same, proposing nothing where there is no termbase, a broken one, or settings that are wrong."""

    def propose(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> Items:
        try:
            return complete(ctx, parameter, incomplete)
        except Exception:
            return []

    return propose


def _database(ctx: click.Context) -> Path:
    """The termbase that the command would open."""
    found: Path = ctx.params["database"]
    return found


def _line(text: str) -> str:
    return " ".join(printable(text).split())


fields = _silent(_fields)
exports = _silent(_exports)
