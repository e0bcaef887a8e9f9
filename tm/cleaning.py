"""Texts made ready: from what a file says to documents whose structure is known and whose words are whole."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

from tm.fusion import Vocabulary
from tm.language import document_language
from tm.model import Document, RawText
from tm.newswire import split_article
from tm.repair import Mender

_IN_MEMORY = 16_000_000  # bytes


def cleaned(raws: Iterable[RawText]) -> Iterator[Document]:
    """The documents in some texts, cleaned and repaired with the vocabulary of all of them.

    No document is mended before all are read: meanwhile they wait in a file, so that memory does not grow with them.
    """
    vocabulary = Vocabulary()
    with SpooledTemporaryFile(_IN_MEMORY) as waiting:
        number = 0
        for raw in raws:
            for document in split_article(raw, document_language(raw.text)):
                vocabulary.add(document.text)
                pickle.dump(document, waiting, pickle.HIGHEST_PROTOCOL)
                number += 1
        waiting.seek(0)
        mender = Mender(vocabulary)
        for _ in range(number):
            yield mender.repair(pickle.load(waiting))  # noqa: S301 - our own, written a moment ago
