"""A termbase made up for the desk: candidates of the fishing trade, with contexts over the years, proposals and evidence."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from glossary.model import AdministrativeStatus, Candidate, Concept, EntityType, Evidence, LanguageSection, Origin, ReviewState, Term
from glossary.termbase import writing
from glossary.termbase.write import add_concept, add_section, first_term, keep_candidate, keep_document, keep_occurrences
from tm.memory import add
from tm.model import Document, Segment
from tm.text import fold
from tm.units import TranslationUnit, Variant

# French, English, Vietnamese, what it names; empty where nothing is proposed.
CANDIDATES = (
    ("accord de pêche côtière", "coastal fishing agreement", "hiệp định đánh cá ven bờ", "term"),
    ("criée aux poissons", "fish auction", "", "term"),
    ("quota de capture", "catch quota", "hạn ngạch đánh bắt", "term"),
    ("phare du large", "", "", "term"),
    ("Comité des ports de pêche", "Fishing Ports Committee", "Ủy ban Cảng cá", "organisation"),
    ("zone de mouillage", "anchorage area", "khu neo đậu", "term"),
    ("filet dérivant", "drift net", "lưới trôi", "term"),
    ("Yann Kerbrat", "", "", "person"),
    ("repos biologique", "biological rest period", "", "term"),
    ("capitainerie du port", "harbour master’s office", "cảng vụ", "term"),
    ("bateau-feu", "lightship", "", "term"),
    ("marée basse", "low tide", "thủy triều thấp", "term"),
    ("Fête des filets bleus", "", "", "event"),
    ("chalut de fond", "bottom trawl", "lưới kéo đáy", "term"),
    ("licence de navigation", "navigation licence", "giấy phép hàng hải", "term"),
    ("ostréiculture durable", "sustainable oyster farming", "", "term"),
    ("brise-lames", "breakwater", "đê chắn sóng", "term"),
    ("Charte des caboteurs", "", "", "document"),
    ("balisage maritime", "buoyage", "", "term"),
    ("cale de halage", "slipway", "", "term"),
    ("carte marine", "nautical chart", "hải đồ", "term"),
    ("vivier flottant", "floating fish tank", "lồng bè nổi", "term"),
    ("sel de mer", "sea salt", "muối biển", "term"),
    ("corne de brume", "foghorn", "", "term"),
)
_SENTENCES = (
    "Les délégués ont examiné jeudi {}, dont le texte sera publié au printemps.",
    "Selon les armateurs réunis à Port-Navet, {} reste au cœur des discussions avec les deux rives de la baie.",
    "La question : {}, disent les marins, change la vie des familles du quai plus que n’importe quel discours.",
    "Pour {}, la commission propose un délai de trois ans.",
    "Les pêcheurs de la côte nord ont rappelé combien {} compte pour eux.",
)
_UNIT = ("La criée aux poissons ouvre à cinq heures.", "The fish auction opens at five o’clock.")


def made(path: Path, count: int = len(CANDIDATES)) -> list[int]:
    """Fills a termbase; gives the concepts of the first `count` candidates, which the queue has in this order, best first.

    Before them stands one approved entry, near the first candidate, with rival terms in texts of three years.
    """
    add_units(path)
    with writing(path) as db:
        neighbour(db)
        return [_candidate(db, place) for place in range(count)]


def add_units(path: Path) -> None:
    """The memory of the termbase, with one unit."""
    list(add(path, [TranslationUnit((Variant("fr", _UNIT[0]), Variant("en", _UNIT[1])))]))


def neighbour(db: Database) -> int:
    """An approved entry with two rival terms and one forbidden."""
    french = (
        Term("accord de pêche hauturière"),
        Term("pacte de pêche hauturière", status=AdministrativeStatus.ADMITTED),
        Term("traité des hauturiers", status=AdministrativeStatus.DEPRECATED),
    )
    sections = (
        LanguageSection("fr", french, "Accord sur la pêche loin des côtes."),
        LanguageSection("en", (Term("deep-sea fishing agreement"),)),
    )
    concept = add_concept(db, Concept(subject_field="fishing", note="One word for both shores.", sections=sections))
    first = first_term(db, concept)
    for year, shares in (("2021", (1, 4)), ("2022", (2, 2)), ("2023", (3, 1))):
        for term, uses in enumerate(shares):
            for number in range(uses):
                _write(db, french[term].term, first + term, f"{year}-0{number + 1}-15", f"hauturiers-{year}-{term}-{number}.txt")
    return concept


def _candidate(db: Database, place: int) -> int:
    french, english, vietnamese, entity = CANDIDATES[place]
    why = {"pattern": 0.9, "weirdness": 0.62, "cohesion": 0.35, "spread": 0.2, "length": 1.0, "known": 0.0}
    if entity in ("person", "organisation", "event"):
        why = {"evidence": 0.7, "kind": 1.0, "spread": 0.2}
    kept = Candidate(french, fold(french), EntityType(entity), 95.0 - place, 3, 3, why=why)
    concept = keep_candidate(db, kept)
    for language, text in (("en", english), ("vi", vietnamese)):
        if text:
            evidence = (Evidence(1, _UNIT[0], 3, 21, _UNIT[1], 4, 16),) if text == "fish auction" else ()
            term = Term(text, state=ReviewState.PROPOSED, origin=Origin.PARALLEL, score=88.0 - place, evidence=evidence)
            add_section(db, concept, LanguageSection(language, (term,)))
    own = first_term(db, concept)
    for number in range(5 if place == 0 else 2):
        _write(
            db,
            french + ("s" if number == 1 and entity == "term" and french[-1] != "s" else ""),
            own,
            f"202{number + 1}-03-0{number + 1}",
            f"quai-{place}-{number}.txt",
        )
    return concept


def _write(db: Database, text: str, term: int, date: str, source: str) -> None:
    """A document of one sentence in which a term stands."""
    sentence = _SENTENCES[sum(map(ord, source)) % len(_SENTENCES)]
    start = sentence.index("{}")
    text = sentence.format(text)
    segment = keep_document(db, Document(source, source, date=date), source, [Segment(text, 0, len(text))])
    keep_occurrences(db, [(term, segment, start, start + len(text) - len(sentence) + 2)])
