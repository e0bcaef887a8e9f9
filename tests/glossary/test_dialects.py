"""TBX as others write it: no concept, term, note or status is lost, whatever the dialect calls its levels."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.formats import FORMATS, Entry, Refused
from glossary.formats.words import status
from glossary.model import AdministrativeStatus, Concept, TermType

HEAD = {
    "v2": '<!DOCTYPE martif SYSTEM "TBX.dtd"><martif type="TBX" xml:lang="en"><martifHeader/><text><body>{}</body></text></martif>',
    "v3": '<tbx type="{}" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader/><text><body>{}</body></text></tbx>',
}
TIG = """<termEntry id="e1"><descrip type="subjectField">coast</descrip><note>look out</note>
<langSet xml:lang="en-US"><descripGrp><descrip type="definition">A tower
   with a light.</descrip><admin type="source">Book of coasts</admin></descripGrp>
<tig><term>light<hi>house</hi></term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
<termNote type="partOfSpeech">Noun</termNote><termNote type="geographicalUsage">Canada</termNote></tig>
<tig><term>beacon tower</term><termNote type="administrativeStatus">notRecommended</termNote></tig></langSet>
<langSet xml:lang="fr-CA"><tig><term>phare</term><descripGrp><descrip type="context">Le phare brille.</descrip>
<admin type="source">Revue, 2019</admin></descripGrp></tig></langSet></termEntry>"""
NTIG = """<termEntry id="e1"><langSet xml:lang="en"><ntig><termGrp><term>lighthouse</term>
<termNoteGrp><termNote type="termType">entryTerm</termNote><note>old word</note></termNoteGrp></termGrp>
<descripGrp><descrip type="reliabilityCode">9</descrip></descripGrp><note>seen at sea</note></ntig></langSet></termEntry>"""
IATE = """<conceptEntry id="35"><descrip type="subjectField">1236 law</descrip><langSec xml:lang="fr"><termSec><term>phare</term>
<termNote type="termType">fullForm</termNote><descrip type="reliabilityCode">9</descrip></termSec></langSec>
<langSec xml:lang="mt"><termSec><term>fanal</term></termSec></langSec></conceptEntry>"""
DCT = """<tbx type="TBX-Linguist" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min"
 xmlns:basic="http://www.tbxinfo.net/ns/basic" xmlns:ling="http://www.tbxinfo.net/ns/linguist"><tbxHeader/><text><body>
<conceptEntry id="e1">
<min:subjectField>coast</min:subjectField><transacGrp>
<basic:transactionType>origination</basic:transactionType><date>2020-01-01</date></transacGrp>
<langSec xml:lang="en"><termSec><term>lighthouse</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus>
<ling:register>slang</ling:register><basic:termType>variant</basic:termType></termSec></langSec></conceptEntry></body></text></tbx>"""
OLD_MIN = """<TBX dialect="TBX-Min"><header><id>x</id></header><body><entry id="C2"><subjectField>coast</subjectField>
<langGroup xml:lang="en"><termGroup><term>lighthouse</term><note>seen</note><termStatus>notRecommended</termStatus>
<partOfSpeech>noun</partOfSpeech></termGroup></langGroup></entry></body></TBX>"""
SECOND_MIN = """<TBX dialect="TBX-Min"><header/><body><termEntry id="C2"><langSet xml:lang="en"><tig><term>lighthouse</term>
<noteGrp><note><noteKey>shape</noteKey><noteValue>round</noteValue></note></noteGrp><termStatus>obsolete</termStatus></tig></langSet>
</termEntry></body></TBX>"""


def only(folder: Path, text: str) -> tuple[Concept, Entry]:
    path = folder / "file.tbx"
    path.write_text(text, "utf-8")
    [entry] = FORMATS["tbx3"].read(path)
    assert isinstance(entry, Entry)
    return entry.concept, entry


def test_default_tbx_with_tig(tmp_path: Path) -> None:
    concept, entry = only(tmp_path, HEAD["v2"].format(TIG))
    assert (entry.identifier, concept.subject_field) == ("e1", "coast")
    assert concept.note == "entry id: e1 | look out | definition source (en): Book of coasts"
    english = concept.sections[1]
    assert english.definition == "A tower\nwith a light."
    assert [(t.term, t.status.value) for t in english.terms] == [("lighthouse", "preferred"), ("beacon tower", "deprecated")]
    assert english.terms[0].pos == "noun"
    assert english.terms[0].note == "geographicalUsage: Canada"
    assert english.terms[1].note == "administrativeStatus: notRecommended"
    [phare] = concept.terms("fr")
    assert phare.note == "language: fr-CA"
    assert (phare.contexts[0].text, phare.contexts[0].source, phare.contexts[0].date) == ("Le phare brille.", "Revue", "2019")


def test_default_tbx_with_ntig(tmp_path: Path) -> None:
    [found] = only(tmp_path, HEAD["v2"].format(NTIG))[0].terms("en")
    assert found.term == "lighthouse"
    assert set(found.note.split(" | ")) == {"termType: entryTerm", "old word", "seen at sea", "reliabilityCode: 9"}
    assert found.reliability == 4


def test_iate_and_languages_beyond_ours(tmp_path: Path) -> None:
    concept, _ = only(tmp_path, HEAD["v3"].format("TBX-Core", IATE))
    assert {s.language: s.terms[0].term for s in concept.sections} == {"fr": "phare", "mt": "fanal"}
    assert concept.terms("fr")[0].reliability == 4


def test_linguist_in_dct_style(tmp_path: Path) -> None:
    concept, _ = only(tmp_path, DCT)
    [found] = concept.terms("en")
    assert (concept.subject_field, found.type, found.status) == ("coast", TermType.VARIANT, AdministrativeStatus.SUPERSEDED)
    assert found.note == "register: slang"
    assert "history: origination, 2020-01-01" in concept.note


@pytest.mark.parametrize(("text", "note", "how"), [(OLD_MIN, "seen", "deprecated"), (SECOND_MIN, "shape: round", "superseded")])
def test_the_first_tbx_min(tmp_path: Path, text: str, note: str, how: str) -> None:
    [found] = only(tmp_path, text)[0].terms("en")
    assert note in found.note
    assert found.status.value == how


def test_utf_16_and_prefixes(tmp_path: Path) -> None:
    text = HEAD["v3"].format("TBX-Basic", IATE).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    path = tmp_path / "a.tbx"
    path.write_bytes(f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16"))
    assert len(list(FORMATS["tbx3"].read(path))) == 1


def test_an_entry_without_terms_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    path.write_text(
        HEAD["v2"].format("\n<termEntry id='a'><langSet xml:lang='fr'><tig><term> </term></tig></langSet></termEntry>"), "utf-8"
    )
    assert list(FORMATS["tbx3"].read(path)) == [Refused(2, "no term in it")]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["tbx-basic-v2-martif.tbx", "tbx-basic-v3-dca.tbx", "tbx-basic-v3-dct.tbx"])
def test_one_sample_in_every_dialect_is_one_concept(shared: Path, name: str) -> None:
    [entry] = FORMATS["tbx3"].read(shared / "samples" / name)
    [model] = FORMATS["tbx3"].read(shared / "samples" / "tbx-basic-v3-dca.tbx")
    assert isinstance(entry, Entry)
    assert isinstance(model, Entry)
    assert entry.concept == model.concept
    assert {s.language: len(s.terms) for s in entry.concept.sections} == {"fr": 3, "en": 2, "vi": 1}
    assert "projectSubset" in entry.concept.note
    assert "https://" in entry.concept.note


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("preferredTerm-admn-sts", "preferred"),
        ("Not Recommended", "deprecated"),
        ("obsolete", "superseded"),
        ("forbidden", "deprecated"),
        ("x", None),
    ],
)
def test_statuses_of_all_dialects(word: str, meaning: str | None) -> None:
    found = status(word)[0]
    assert (found.value if found else None) == meaning
