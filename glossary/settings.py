"""What ./glossary.toml and the environment say: one value for all settings, and where each of them comes from."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.model import LANGUAGES
from tm.errors import DataError

FILE = Path("glossary.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force. `origins` says of each, by its key in the file, where its value comes from.

    `source` and `targets` are languages (`from` and `to` in the file). `check` says what becomes of the findings of a rule, in the
    words of the file: whoever checks knows which rules and words there are. Its origins have keys like "check.number".
    """

    db: Path
    user: str
    source: str
    targets: tuple[str, ...]
    out: Path
    check: Mapping[str, str]
    origins: Mapping[str, str]

    def listed(self) -> list[tuple[str, str, str]]:
        """Each setting by its key, with its value as text and where it comes from."""
        values = {"db": str(self.db), "user": self.user, "from": self.source, "to": ", ".join(self.targets), "out": str(self.out)}
        values |= {f"check.{rule}": value for rule, value in self.check.items()}
        return [(key, value, self.origins[key]) for key, value in values.items()]

    def says(self, key: str) -> bool:
        """Whether somebody has set a key, so that its value is more than a default."""
        return not self.origins[key].startswith(_DEFAULT)


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the file: what a right value becomes (None for a wrong one), what it must be, how to write it."""

    read: Callable[[object], Any]
    must: str
    example: str
    variable: str = ""


def _text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _path(value: object) -> Path | None:
    return Path(os.path.expanduser(text)) if (text := _text(value)) else None


def _language(value: object) -> str | None:
    language = re.split("[-_]", _text(value) or "")[0].lower()
    return language if language in LANGUAGES else None


def _languages(value: object) -> tuple[str, ...] | None:
    found = [_language(one) for one in value] if isinstance(value, list) else [_language(value)]
    return tuple(dict.fromkeys(one for one in found if one)) if found and all(found) else None


def _words(value: object) -> dict[str, str] | None:
    if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
        return None
    return {str(key): word for key, word in value.items()}


_HEADING = re.compile(r"\s*\[+([^\[\]]+)\]")
_NAME = re.compile(r"\s*([^\s=#][^=#]*?)\s*=")
_DEFAULT = "default"
_CODES = ", ".join(LANGUAGES)
_KEYS = {
    "db": _Key(_path, "a path in quotes", 'db = "glossary.db"', "GLOSSARY_DB"),
    "user": _Key(_text, "a name in quotes", 'user = "Zoé"', "GLOSSARY_USER"),
    "from": _Key(_language, f"one of {_CODES} in quotes", 'from = "fr"'),
    "to": _Key(_languages, f"a list of languages out of {_CODES}", 'to = ["en", "vi"]'),
    "out": _Key(_path, "a folder in quotes", 'out = "exports"'),
    "check": _Key(_words, "a table of rules, each with a word in quotes", '[check], and below it a line such as number = "warning"'),
}


def load(file: Path = FILE, *, db: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings: the option `db` counts before the environment, the environment before the file, the file before the defaults.

    Raises DataError, with the line, where the file cannot be read, has a key that is none, or a value of a wrong kind.
    """
    text, given = _parsed(file)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name, value in given.items():
        place = _place(file, text, name)
        if name not in _KEYS:
            from difflib import get_close_matches

            near = get_close_matches(name, _KEYS, 1)
            todo = f"Write {near[0]} instead" if near else f"The settings are {', '.join(_KEYS)}"
            raise DataError(place, f"there is no setting {name}", todo)
        values[name], origins[name] = _KEYS[name].read(value), place
        if values[name] is None:
            raise DataError(place, f"{name} must be {_KEYS[name].must}", f"Write it as {_KEYS[name].example}")
    source = values.get("from", LANGUAGES[0])
    if source in values.get("to", ()):
        todo = "Name another language" if "from" in values else f"Name another language, or write from: without it, it is {source}"
        raise DataError(origins["to"], "the target is the source language", todo)
    origins |= {f"check.{rule}": _place(file, text, rule, "check") for rule in values.get("check", ())}
    for name, key in _KEYS.items():
        if set_to := key.read(environment.get(key.variable)):
            values[name], origins[name] = set_to, f"environment {key.variable}"
    if db:
        values["db"], origins["db"] = db, "option --db"
    return Settings(
        db=values.get("db", Path("glossary.db")),
        user=values.get("user") or _login(),
        source=source,
        targets=values.get("to") or tuple(language for language in LANGUAGES if language != source),
        out=values.get("out", Path("exports")),
        check=values.get("check", {}),
        origins=dict.fromkeys(_KEYS, _DEFAULT) | {"user": f"{_DEFAULT} (login name)"} | origins,
    )


def _parsed(file: Path) -> tuple[str, dict[str, Any]]:
    """The file's text and what it says; nothing where there is none."""
    if not file.is_file():
        return "", {}
    import tomllib

    try:
        text = file.read_text("utf-8-sig")
        return text, tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(file, f"cannot be read ({error})", "Put texts in quotes, and paths with backslashes in single ones") from error


def _place(file: Path, text: str, key: str, table: str = "") -> str:
    """The file with the line on which a key of a table stands."""
    here: tuple[str, ...] = ()
    wanted = (table, key) if table else (key,)
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.match(line):
            here = found = _parts(heading[1])
        elif name := _NAME.match(line):
            found = (*here, *_parts(name[1]))
        else:
            continue
        if found[: len(wanted)] == wanted:
            return f"{file} line {number}"
    return str(file)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _login() -> str:
    """The user of this machine."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
