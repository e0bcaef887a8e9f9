"""Texts made ready: from what a file says to documents whose structure is known and whose words are whole."""

from __future__ import annotations

from collections.abc import Iterable

from tm.fusion import Vocabulary
from tm.model import Document, RawText
from tm.newswire import split_article
from tm.repair import Mender


def cleaned(raws: Iterable[RawText], language: str = "fr") -> list[Document]:
    """The documents in some texts, cleaned and repaired with the vocabulary of all of them."""
    documents = [document for raw in raws for document in split_article(raw, language)]
    mender = Mender(Vocabulary.of(document.text for document in documents))
    return [mender.repair(document) for document in documents]
