"""Rule about names: a person, place or organisation that the target writes without its marks, or with other ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glossary.check.examined import Examined
from glossary.check.known import Designation, Entry
from glossary.check.model import Fault, Rule
from glossary.check.words import Word, term_words
from glossary.model import EntityType
from tm.text import fold, same_accents


def marks(examined: Examined) -> Iterator[Fault]:
    """The names with wrong or missing marks in the target: those that the source has, and long ones that lack their marks."""
    faults = misspelled(examined)
    yield from faults.values()
    found = examined.target.written
    for designation, first, last in examined.known.bare_names(tuple(fold(word.text) for word in found)):
        if designation.concept not in examined.concepts and _lacks_marks(designation, found[first:last], examined.target.language):
            yield _fault(examined, examined.known.entries[designation.concept], "", designation, found[first:last])


def misspelled(examined: Examined) -> dict[int, Fault]:
    """The names of the source that the target has with marks that no approved form has, by concept."""
    faults: dict[int, Fault] = {}
    for term in examined.terms:
        for entry in term.entries:
            if (
                entry.is_name
                and entry.concept not in faults
                and (place := _other_marks(entry, examined.target.written, examined.target.language))
            ):
                faults[entry.concept] = _fault(examined, entry, term.text, *place)
    return faults


def _fault(examined: Examined, entry: Entry, term: str, designation: Designation, found: Sequence[Word]) -> Fault:
    start, end = found[0].start, found[-1].end
    text = examined.target.text[start:end]
    return Fault(Rule.NAME_MARKS, term, entry.expected, text, f"“{text}” is written “{designation.text}”", start, end)


def _other_marks(entry: Entry, found: Sequence[Word], language: str) -> tuple[Designation, Sequence[Word]] | None:
    """A form of a name in a text that differs from the approved forms in its marks alone."""
    forms = {designation: _marked(term_words(designation.text, language), language) for designation in entry.target}
    wrong: tuple[Designation, Sequence[Word]] | None = None
    for designation in forms:
        bare = [fold(word.text) for word in term_words(designation.text, language)]
        for place in range(len(found) - len(bare) + 1):
            window = found[place : place + len(bare)]
            if not _is_name(window, entry) or [fold(word.text) for word in window] != bare:
                continue
            if _marked(window, language) in forms.values():
                if len(bare) == 1:
                    return None  # beside the name itself, a word of the same letters is another word
            elif wrong is None:
                wrong = designation, window
    return wrong or (_part(entry, found, language) if entry.entity is EntityType.PERSON else None)


def _part(entry: Entry, found: Sequence[Word], language: str) -> tuple[Designation, Sequence[Word]] | None:
    """The last word of a person's name, by which people are called again, with other marks, where nothing else of it stands."""
    for designation in entry.target:
        names = term_words(designation.text, language)
        parts = {_marked([name], language) for name in names}
        if any(word.text[0].isupper() and _marked([word], language) in parts for word in found):
            return None
        for word in found[1:]:
            if len(names) > 1 and word.text[0].isupper() and fold(word.text) == fold(names[-1].text):
                return designation, [word]
    return None


def _is_name(window: Sequence[Word], entry: Entry) -> bool:
    """Whether words are written as a name is: with a capital each, or the first one where an organisation is named."""
    checked = window[:1] if entry.entity is EntityType.ORGANISATION else window
    return all(word.text[0].isupper() for word in checked)


def _marked(found: Sequence[Word], language: str) -> tuple[str, ...]:
    """Words by what their marks make of them: where Vietnamese writes a tone is no matter."""
    return tuple(word.key if language == "vi" else same_accents(word.text) for word in found)


def _lacks_marks(designation: Designation, found: Sequence[Word], language: str) -> bool:
    """Whether some words of a name are written without any mark, and the others as they should be."""
    wanted = _marked(term_words(designation.text, language), language)
    written = _marked(found, language)
    bare = tuple(fold(word.text) for word in found)
    return (
        all(word.text[0].isupper() for word in found)
        and written != wanted
        and all(mine in (right, plain) for mine, right, plain in zip(written, wanted, bare, strict=True))
    )
