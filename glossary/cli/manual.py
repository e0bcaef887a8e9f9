"""`man`: the manual page, made from the help of all verbs.

The macros are those of man(7). click-man (MIT) makes a page for each verb, without exit codes, environment and files, and is no
shorter to set up than this is to write.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from typing import cast

import click

from glossary.cli.group import Glossary

_EXITS = (
    ("0", "Done, or found."),
    ("1", "Nothing was found, or a check failed."),
    ("2", "The command line makes no sense."),
    ("3", "Bad data, or a file that cannot be read or written. Files that were only met in a folder are skipped, and told."),
    ("4", "A translation service could not be reached."),
    ("130", "Interrupted."),
)
_VARIABLES = (
    ("GLOSSARY_DB", "The termbase; --db counts before it, glossary.toml after it."),
    ("GLOSSARY_USER", "The name that decisions bear, where it is not the login name."),
    ("NO_COLOR", "Where it is set and not empty, nothing is coloured."),
    ("GLOSSARY_LIBRETRANSLATE_URL, GLOSSARY_LIBRETRANSLATE_KEY", "Your LibreTranslate server, where --url does not name it, and its key."),
    ("DEEPL_AUTH_KEY", "Your key for DeepL. No translator is asked but the one that --translator names."),
)
_FILES = (
    ("./glossary.db", "The termbase, with the translation memory in it: one SQLite file."),
    ("./glossary.toml", "Settings: 'glossary init' writes one with comments, 'glossary config' shows what is in force."),
)
_MORE = (
    ("glossary build articles/ --out exports", "Makes a glossary of a folder of articles."),
    ("glossary candidates --state proposed | head", "Shows the best of what waits for a decision."),
    ("glossary export fr-vi.tbx --to vi", "Writes the approved terms of one pair for a CAT tool."),
    ("glossary lookup - --json < terms.txt", "Looks up a list of terms, one a line."),
)
_ROFF = {"\\": "\\e", "|": "|\\:", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}


@click.command()
@click.pass_context
def man(ctx: click.Context) -> int:
    """Print the manual page.

    It tells of every verb what its help tells, and of exit codes, environment and files.

    \b
    Examples:
      glossary man | man -l -
      glossary man > ~/.local/share/man/man1/glossary.1
    """
    root = ctx.find_root()
    click.echo("\n".join(_page(root)))
    return 0


def _page(root: click.Context) -> Iterator[str]:
    """The lines of the page."""
    from importlib.metadata import version

    command = cast(Glossary, root.command)
    first, *_ = inspect.cleandoc(command.help or "").split("\n\n")
    yield f'.TH GLOSSARY 1 "" "glossary {version("diplomatic-glossary")}" "User Commands"'
    yield from (".SH NAME", f"glossary \\- {_roff(' '.join(first.split()).rstrip('.'))}")
    yield from (".SH SYNOPSIS", f".B {_roff('glossary')}", _roff(" ".join(command.collect_usage_pieces(root))))
    yield from (".SH DESCRIPTION", *_text(command), ".SH OPTIONS", *_options(root))
    for use, verbs in command.by_use():
        yield f".SH {_roff(use.upper())}"
        for verb in verbs:
            yield from _verb(verb, root)
    for heading, entries in (("EXIT STATUS", _EXITS), ("ENVIRONMENT", _VARIABLES), ("FILES", _FILES), ("EXAMPLES", _MORE)):
        yield f".SH {heading}"
        yield from _entries(entries)


def _verb(command: click.Command, parent: click.Context) -> Iterator[str]:
    """What a verb does, and its options; of a group also those of its verbs."""
    with click.Context(command, info_name=command.name, parent=parent) as ctx:
        yield f".SS {_roff(' '.join([ctx.command_path, *command.collect_usage_pieces(ctx)]))}"
        yield from _text(command)
        yield from _options(ctx)
        if isinstance(command, click.Group):
            for verb in command.commands.values():
                yield from _verb(verb, ctx)


def _text(command: click.Command) -> Iterator[str]:
    """The paragraphs of a help text; those that click leaves as they are (after a line with \\b) keep their lines."""
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            heading, *lines = paragraph.lstrip("\b\n").splitlines()
            yield from (".PP", _roff(heading), ".RS 2", ".nf", *(_roff(line.strip()) for line in lines), ".fi", ".RE")
        else:
            yield from (".PP", _roff(" ".join(paragraph.split())))


def _options(ctx: click.Context) -> Iterator[str]:
    records = (option.get_help_record(ctx) for option in ctx.command.get_params(ctx) if isinstance(option, click.Option))
    yield from _entries([record for record in records if record and not record[0].endswith("--help")])


def _entries(entries: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Tagged paragraphs."""
    for tag, text in entries:
        yield from (".TP", f".B {_roff(tag)}", _roff(" ".join(text.split())))


def _roff(text: str) -> str:
    """The text as roff takes it literally, in ASCII; no line of it is taken for a macro.

    >>> print(_roff("'glossary' -h"))
    \\(aqglossary\\(aq \\-h
    >>> print(_roff(".tbx holds é"))
    \\&.tbx holds \\[u00E9]
    """
    escaped = "".join(_ROFF.get(character, character) if character.isascii() else f"\\[u{ord(character):04X}]" for character in text)
    return f"\\&{escaped}" if re.match(r"[.']", escaped) else escaped
