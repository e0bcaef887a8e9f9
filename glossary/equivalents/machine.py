"""Machine translation, only ever asked for by name: one adapter over deep-translator, LibreTranslate and DeepL.

A text that fails is told apart from the others; a service that is busy or slow is asked again a few times; one that
still does not answer ends the run, which keeps what it had.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tm.errors import ReportedError, UsageError
from tm.text import nfc, printable

SCORE = 40.0
BATCH = 20
_TRIES = 3
_LONGEST = 300  # characters: a longer answer to a term is no term
_LONGEST_PAUSE = 5.0  # seconds, whatever a service asks for
_DEEP = {"google": "GoogleTranslator", "mymemory": "MyMemoryTranslator"}
_LOCALES = {"fr": "fr-FR", "en": "en-GB", "vi": "vi-VN"}  # what MyMemory asks for
NAMES = ("deepl", *_DEEP, "libretranslate")
Service = Callable[[Sequence[str]], list[str]]  # texts in, translations out, as many


class UnreachableError(ReportedError):
    """A translation service that cannot be reached (exit code 4)."""

    exit_code = 4


class _BusyError(Exception):
    """The service asks to be left alone for some seconds."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        super().__init__("the service is busy")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one text: its translation, or why there is none."""

    text: str
    translation: str = ""
    error: str = ""


def service(name: str, source: str, target: str, *, url: str = "", timeout: float = 20.0) -> Service:
    """A translator by its name. Raises UsageError where it is not known, or lacks its address or key."""
    if name == "libretranslate":
        address = url or os.environ.get("GLOSSARY_LIBRETRANSLATE_URL", "")
        if not address:
            raise UsageError(name, "no server is named", "Give --url, or set GLOSSARY_LIBRETRANSLATE_URL")
        return lambda texts: _libre(address, texts, source, target, timeout)
    if name == "deepl":
        return _deepl(source, target)
    if name in _DEEP:
        return _deep(name, source, target, timeout)
    raise UsageError(name, "no such translator", f"Choose from {', '.join(NAMES)}")


def translate(texts: Sequence[str], ask: Service, *, pause: Callable[[float], None] = time.sleep) -> Iterator[list[Answer]]:
    """The answers for some texts, batch by batch, in order.

    Raises UnreachableError where the service cannot be reached at all; what was yielded before is good.
    """
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        try:
            answers = _patiently(ask, batch, pause)
        except UnreachableError:
            raise
        except Exception:  # one bad text must not cost the others their answers
            answers = [_alone(ask, text, pause) for text in batch]
        yield answers


def _alone(ask: Service, text: str, pause: Callable[[float], None]) -> Answer:
    try:
        return _patiently(ask, [text], pause)[0]
    except UnreachableError:
        raise
    except Exception as error:
        return Answer(text, error=" ".join(str(error).split())[:200] or type(error).__name__)


def _patiently(ask: Service, texts: Sequence[str], pause: Callable[[float], None]) -> list[Answer]:
    """The answers, asking again a few times where the service is busy."""
    for tried in range(_TRIES):
        try:
            found = ask(texts)
        except _BusyError as error:
            if tried + 1 == _TRIES:
                raise UnreachableError("translator", f"no answer in {_TRIES} tries", "Try again later, or give --timeout") from error
            pause(min(_LONGEST_PAUSE, error.pause or 0.5 * 2**tried))
            continue
        if len(found) != len(texts):
            raise ValueError(f"{len(found)} answers to {len(texts)} texts")
        return [_checked(text, answer) for text, answer in zip(texts, found, strict=True)]
    raise AssertionError("the last try returns or raises")


def _checked(text: str, answer: object) -> Answer:
    """An answer that may be a term: text, not empty, on one line, not far too long."""
    if not isinstance(answer, str):
        return Answer(text, error="the answer is no text")
    clean = nfc(" ".join(printable(answer).split()))
    if not clean or len(clean) > _LONGEST:
        return Answer(text, error="the answer is empty" if not clean else "the answer is far too long")
    return Answer(text, clean)


def _libre(address: str, texts: Sequence[str], source: str, target: str, timeout: float) -> list[str]:
    """LibreTranslate's own interface: a list of texts in one request, as JSON."""
    import requests

    body: dict[str, Any] = {"q": list(texts), "source": source, "target": target, "format": "text"}
    if key := os.environ.get("GLOSSARY_LIBRETRANSLATE_KEY"):
        body["api_key"] = key
    try:
        answer = requests.post(address.rstrip("/") + "/translate", json=body, timeout=timeout)
    except requests.Timeout as error:
        raise _BusyError(0) from error
    except requests.RequestException as error:
        raise UnreachableError(address, "the translation service cannot be reached", "Check its address and the network") from error
    if answer.status_code in (429, 500, 502, 503, 504):
        raise _BusyError(_seconds(answer.headers.get("Retry-After", "")))
    if answer.status_code != 200:
        raise ValueError(f"the service answered {answer.status_code}")
    found = answer.json().get("translatedText")
    return list(found) if isinstance(found, list) else [found]


def _seconds(header: str) -> float:
    return float(header) if header.isdigit() else 0.0


def _deep(name: str, source: str, target: str, timeout: float) -> Service:
    import deep_translator
    import requests

    codes = _LOCALES if name == "mymemory" else {}
    translator = getattr(deep_translator, _DEEP[name])(source=codes.get(source, source), target=codes.get(target, target))

    def ask(texts: Sequence[str]) -> list[str]:
        try:
            return [_within(timeout, translator.translate, text) for text in texts]
        except requests.ConnectionError as error:
            raise UnreachableError(name, "the translation service cannot be reached", "Check the network") from error

    return ask


def _deepl(source: str, target: str) -> Service:
    key = os.environ.get("DEEPL_AUTH_KEY", "")
    if not key:
        raise UsageError("deepl", "no key is set", "Set DEEPL_AUTH_KEY")
    try:
        import deepl
    except ImportError as error:
        raise UsageError("deepl", "the package is not installed", "Install diplomatic-glossary[deepl]") from error
    client = deepl.Translator(key)
    code = "EN-GB" if target == "en" else target.upper()

    def ask(texts: Sequence[str]) -> list[str]:
        try:
            found = client.translate_text(list(texts), source_lang=source.upper(), target_lang=code)
        except deepl.TooManyRequestsException as error:
            raise _BusyError(0) from error
        except deepl.ConnectionException as error:
            raise UnreachableError("deepl", "the translation service cannot be reached", "Check the network") from error
        return [answer.text for answer in found]

    return ask


def _within(seconds: float, call: Callable[[str], str], text: str) -> str:
    """What a call gives, if it does so in time: deep-translator knows no time limit of its own."""
    results: queue.Queue[tuple[str, BaseException | None]] = queue.Queue()

    def run() -> None:
        try:
            results.put((call(text), None))
        except BaseException as error:  # handed to whoever waits
            results.put(("", error))

    threading.Thread(target=run, daemon=True).start()
    try:
        answer, error = results.get(timeout=seconds)
    except queue.Empty:
        raise _BusyError(0) from None
    if error:
        raise error
    return answer
