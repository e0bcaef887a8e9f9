"""Options that many verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from glossary.model import LANGUAGES, EntityType, ReviewState
from tm.errors import DataError

Command = TypeVar("Command", bound=Callable[..., Any])
_DEFAULT = Path("glossary.db")
_SETTINGS = Path("glossary.toml")


def database(command: Command) -> Command:
    """`--db`, which counts before the one in front of the verb; the verb gets the path as `database`."""
    option = click.option(
        "--db", "database", type=click.Path(path_type=Path), callback=_resolve, help="The termbase.", show_default="./glossary.db"
    )
    return option(command)


def _resolve(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> Path:
    return value or (ctx.obj or {}).get("db") or _from_settings() or _DEFAULT


def _from_settings() -> Path | None:
    """The `db` that ./glossary.toml names, if it names one."""
    if not _SETTINGS.is_file():
        return None
    import tomllib

    try:
        value = tomllib.loads(_SETTINGS.read_text("utf-8")).get("db")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(_SETTINGS, f"cannot be read ({error})", "Mend it or move it away") from error
    if value is not None and not isinstance(value, str):
        raise DataError(_SETTINGS, "db must be a path in quotes", 'Write it as db = "glossary.db"')
    return Path(value) if value else None


class Language(click.ParamType[str]):
    """A BCP 47 language tag, reduced to its language: `vi-VN` is `vi`."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        language = str(value).replace("_", "-").split("-")[0].lower()
        if language not in LANGUAGES:
            self.fail(f"{value!r} is not one of {', '.join(LANGUAGES)}", param, ctx)
        return language


class AnyLanguage(click.ParamType[str]):
    """A BCP 47 language tag of any language, reduced to its language: `pt-BR` is `pt`."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        language = str(value).replace("_", "-").split("-")[0].lower()
        if not (2 <= len(language) <= 8 and language.isascii() and language.isalpha()):
            self.fail(f"{value!r} is no language code", param, ctx)
        return language


def to_option(command: Command) -> Command:
    """`--to`, once for each target language."""
    return click.option("--to", "targets", type=Language(), multiple=True, metavar="L", help="A target language; may be repeated.")(command)


def json_option(command: Command) -> Command:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


STATE = click.Choice([state.value for state in ReviewState])
ENTITY = click.Choice([entity.value for entity in EntityType])
FAULT = click.Choice(["duplicate", "contradictory", "untranslated", "empty", "wrong-language", "too-long"])  # tm.memory.maintenance.Fault
SOURCES = click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
ENCODING = click.option("--encoding", help="The encoding of the files, where it is not UTF-8 and cannot be told.")
SOURCE_LANGUAGE = click.option(
    "--from", "source", type=Language(), default="fr", show_default=True, metavar="L", help="The language of the articles."
)
CONTEXTS = click.option(
    "--contexts", type=click.IntRange(0), default=0, metavar="N", help="Show each with its forms by year and N of its contexts."
)
JOBS = click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="How many processes to work with.")
MIN_COUNT = click.option("--min-count", type=click.IntRange(1), default=2, show_default=True, help="The least number of uses.")


def must_exist(database: Path) -> None:
    """Raises DataError where there is no termbase: nothing is made by looking."""
    if not database.is_file():
        raise DataError(database, "there is no termbase here", "Make one with 'glossary build SOURCES', or name one with --db")


def who() -> str:
    """The name under which decisions are kept: GLOSSARY_USER, else the user of this machine."""
    import getpass
    import os

    try:
        return os.environ.get("GLOSSARY_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
