"""Texts made ready: from what a file says to documents whose structure is known and whose words are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tm.fusion import Vocabulary
from tm.model import Document, RawText
from tm.newswire import split_article
from tm.repair import Mender


def cleaned(read: Callable[[], Iterable[RawText]], language: str = "fr") -> Iterator[Document]:
    """The documents in some texts, cleaned and repaired with the vocabulary of all of them.

    `read` is called twice, once to count words and once to mend: only the vocabulary is held in memory.
    """
    vocabulary = Vocabulary.of(document.text for raw in read() for document in split_article(raw, language))
    mender = Mender(vocabulary)
    for raw in read():
        for document in split_article(raw, language):
            yield mender.repair(document)
