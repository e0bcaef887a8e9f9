"""Options that many verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from glossary.model import ENGLISH_NAMES, LANGUAGES, EntityType, ReviewState
from tm.errors import DataError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from glossary.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])
_SETTINGS = "glossary.settings"


def database(command: Command) -> Command:
    """`--db`, which counts before the one in front of the verb; the verb gets the path as `database`."""
    option = click.option(
        "--db", "database", type=click.Path(path_type=Path), callback=_resolve, help="The termbase.", show_default="./glossary.db"
    )
    return option(command)


def _resolve(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> Path:
    return value or settings(ctx).db


def settings(ctx: click.Context | None = None) -> Settings:
    """The settings of this run, read when they are first asked for. Raises DataError where ./glossary.toml is wrong."""
    from glossary.settings import load

    root = (ctx or click.get_current_context()).find_root()
    if _SETTINGS not in root.meta:
        root.meta[_SETTINGS] = load(db=root.params.get("db"))
    found: Settings = root.meta[_SETTINGS]
    return found


def wanted_targets(given: tuple[str, ...], source: str = "") -> tuple[str, ...]:
    """The target languages that were given, each once; where none was, those of the settings but for the source."""
    return tuple(dict.fromkeys(given)) or tuple(language for language in settings().targets if language != source)


def usual_source(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    """The callback of a `--from` that has a usual value: what the settings say."""
    return value or settings(ctx).source


def said_source(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """The callback of a `--from` that must be given, or set in glossary.toml: no language is guessed."""
    if value or settings(ctx).says("from"):
        return value or settings(ctx).source
    raise click.MissingParameter("Name the language, or set 'from' in glossary.toml", ctx, parameter)


def said_target(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """The callback of a `--to` for one language that must be given, or be the one that glossary.toml names."""
    found = settings(ctx)
    if value or (found.says("to") and len(found.targets) == 1):
        return value or found.targets[0]
    raise click.MissingParameter("Name one language, or set 'to' in glossary.toml", ctx, parameter)


class Tag(click.ParamType[str]):
    """A BCP 47 language tag, as written: the region chooses where a file has several variants of a language."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from tm.exchange.tags import primary

        if not primary(str(value)):
            self.fail(f"{value!r} is not a language code such as fr or en-GB", param, ctx)
        return str(value)

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """The languages of the termbase."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(code, help=ENGLISH_NAMES[code]) for code in LANGUAGES if code.startswith(incomplete)]


class AnyLanguage(Tag):
    """A BCP 47 language tag of any language, reduced to its language: `pt-BR` is `pt`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from tm.exchange.tags import primary

        return primary(super().convert(value, param, ctx))


class Language(Tag):
    """A BCP 47 language tag, reduced to a language of the termbase: `vi-VN` is `vi`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        language = str(value).replace("_", "-").split("-")[0].lower()
        if language not in LANGUAGES:
            self.fail(f"{value!r} is not one of {', '.join(LANGUAGES)}", param, ctx)
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
    "--from", "source", type=Language(), callback=usual_source, show_default="fr", metavar="L", help="The language of the articles."
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
    """The name under which decisions are kept."""
    return settings().user
