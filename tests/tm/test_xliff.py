"""XLIFF 1.2 and 2.x, read: segments with their context, states, notes, proposals and inline tags under TMX names."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import pytest

from tm.errors import DataError
from tm.exchange import Item, Refused, Wanted, read, write
from tm.exchange.stream import Elements
from tm.units import PLACEHOLDER, InlineTag, Property, TranslationUnit

P = PLACEHOLDER
ALL = Wanted()


def old(body: str, target: str = 'target-language="en"', source: str = "fr") -> str:
    return (
        f'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="port.txt" datatype="plaintext" '
        f'source-language="{source}" {target}><body>{body}</body></file></xliff>'
    )


def new(body: str, version: str = "2.0") -> str:
    return (
        f'<xliff version="{version}" xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" '
        f'srcLang="fr-FR" trgLang="vi"><file id="f1">{body}</file></xliff>'
    )


def trans_unit(source: str, target: str = "", number: int = 1, more: str = "", state: str = "") -> str:
    said = f"<target{state}>{target}</target>" if target else ""
    return f'<trans-unit id="{number}"><source>{source}</source>{said}{more}</trans-unit>'


def items(path: Path, content: str, wanted: Wanted = ALL) -> list[Item]:
    path.write_text(content, "utf-8")
    return list(read(path, wanted))


def found(items: Iterable[Item]) -> list[TranslationUnit]:
    return [item for item in items if isinstance(item, TranslationUnit)]


def refused(items: Iterable[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Refused)]


def texts(units: Iterable[TranslationUnit]) -> list[tuple[str, ...]]:
    return [tuple(variant.text for variant in unit.variants) for unit in units]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "port.xlf"


def test_a_translated_unit_with_what_it_says_of_itself(path: Path) -> None:
    note = '<note xml:lang="en">harbour</note>'
    [unit] = found(items(path, old(trans_unit("Le quai est ouvert.", "The quay is open.", 7, note, ' state="final"'))))
    assert texts([unit]) == [("Le quai est ouvert.", "The quay is open.")]
    assert (unit.name, unit.source_language, [v.tag for v in unit.variants]) == ("port.txt#7", "fr", ["fr", "en"])
    assert unit.details.properties == (Property("harbour", "", "en"), Property("final", "x-state"))


def test_segments_know_their_neighbours_in_their_document_only(path: Path) -> None:
    one = trans_unit("Un.", "One.") + trans_unit("Deux.", number=2) + "<group>" + trans_unit("Trois.", "Three.", 3) + "</group>"
    two = old(trans_unit("Quatre.", "Four.", 4)).split(">", 1)[1]
    read_in = items(path, old(one).replace("</xliff>", two))
    assert [(unit.previous, unit.next) for unit in found(read_in)] == [("", "Deux."), ("Deux.", ""), ("", "")]
    assert refused(read_in) == ["no translation"]


def test_segments_inside_a_unit(path: Path) -> None:
    source = "<seg-source><mrk mtype='seg' mid='a'>Un <g id='1'>quai</g>.</mrk> <mrk mtype='seg' mid='b'>Deux.</mrk></seg-source>"
    target = "<target><mrk mtype='seg' mid='a'>One <g id='1'>quay</g>.</mrk></target>"
    read_in = items(path, old(f"<trans-unit id='1'><source>Un quai. Deux.</source>{source}{target}</trans-unit>"))
    assert texts(found(read_in)) == [(f"Un {P}quai{P}.", f"One {P}quay{P}.")]
    assert found(read_in)[0].next == "Deux."
    assert refused(read_in) == ["no translation"]


def test_proposals_are_units_with_their_quality(path: Path) -> None:
    proposals = (
        '<alt-trans match-quality="84 %"><source>Le quai est fermé.</source><target>The quay is closed.</target></alt-trans>'
        '<alt-trans match-quality="high"><target xml:lang="en-GB">The wharf is open.</target></alt-trans>'
        '<alt-trans alttranstype="previous-version"><target>Old.</target></alt-trans>'
    )
    units = found(items(path, old(trans_unit("Le quai est ouvert.", more=proposals))))
    assert texts(units) == [("Le quai est fermé.", "The quay is closed."), ("Le quai est ouvert.", "The wharf is open.")]
    assert [(unit.origin, unit.score) for unit in units] == [("alt-trans", 84.0), ("alt-trans", 0.0)]


CODES_12 = {
    '<g id="1" ctype="bold">': InlineTag("bpt", (("i", "1"), ("x", "1"), ("type", "bold"))),
    "</g>": InlineTag("ept", (("i", "1"),)),
    '<x id="2" ctype="lb" equiv-text="&lt;br/&gt;"/>': InlineTag("ph", (("x", "2"), ("type", "lb")), "&lt;br/&gt;"),
    '<bx id="3" rid="9"/>': InlineTag("bpt", (("i", "9"), ("x", "3"))),
    '<ex id="4" rid="9"/>': InlineTag("ept", (("i", "9"),)),
    '<bpt id="5">&lt;i&gt;</bpt>': InlineTag("bpt", (("i", "5"), ("x", "5")), "&lt;i&gt;"),
    '<ept id="5">&lt;/i&gt;</ept>': InlineTag("ept", (("i", "5"),), "&lt;/i&gt;"),
    '<ph id="6">{<sub>x</sub>}</ph>': InlineTag("ph", (("x", "6"),), "{<sub>x</sub>}"),
    '<it id="7" pos="close">}</it>': InlineTag("it", (("pos", "end"), ("x", "7")), "}"),
    '<mrk mtype="term" mid="8">': InlineTag("hi", (("x", "8"), ("type", "term"))),
    "</mrk>": InlineTag("hi", closes=True),
}


def test_inline_tags_of_1_2(path: Path) -> None:
    [unit] = found(items(path, old(trans_unit("a".join(["", *CODES_12, ""]), "x"))))
    assert unit.variants[0].tags == tuple(CODES_12.values())
    assert unit.variants[0].text == "a".join(["", *P * len(CODES_12), ""])


CODES_2 = {
    '<pc id="1" subType="xlf:b" dataRefStart="d1" dataRefEnd="d2">': InlineTag(
        "bpt", (("i", "1"), ("x", "1"), ("type", "xlf:b")), "&lt;b&gt;"
    ),
    "</pc>": InlineTag("ept", (("i", "1"),), "&lt;/b&gt;"),
    '<ph id="2" dataRef="d3"/>': InlineTag("ph", (("x", "2"),), "&lt;br/&gt;"),
    '<sc id="3" dataRef="d1"/>': InlineTag("bpt", (("i", "3"), ("x", "3")), "&lt;b&gt;"),
    '<ec startRef="3" equivEnd="x" dataRef="d2"/>': InlineTag("ept", (("i", "3"),), "&lt;/b&gt;"),
    '<sc id="4" isolated="yes"/>': InlineTag("it", (("pos", "begin"), ("x", "4"))),
    '<ec id="5" isolated="yes"/>': InlineTag("it", (("pos", "end"), ("x", "5"))),
    '<mrk id="m1" type="term">': InlineTag("hi", (("type", "term"),)),
    "</mrk>": InlineTag("hi", closes=True),
    '<cp hex="001A"/>': InlineTag("ph", (("type", "x-cp"),), "001A"),
}


def test_inline_tags_of_2(path: Path) -> None:
    data = '<originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data><data id="d3">&lt;br/&gt;</data></originalData>'
    source = "a".join(["", *CODES_2, "<sm id='m2'/><em startRef='m2'/><cp hex='00E9'/>"])
    body = f'<unit id="u1">{data}<segment><source>{source}</source><target>x</target></segment></unit>'
    [unit] = found(items(path, new(body)))
    assert unit.variants[0].tags == tuple(CODES_2.values())
    assert unit.variants[0].text == "a".join(["", *P * len(CODES_2), "é"])


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_units_segments_states_and_matches_of_2(path: Path, version: str) -> None:
    body = (
        '<unit id="u1"><mtc:matches><mtc:match ref="#m" matchQuality="72.5"><source>Un phare.</source><target>Ngọn hải đăng.</target>'
        '</mtc:match></mtc:matches><notes><note id="n1">bến cảng</note></notes><segment id="s1" state="reviewed" subState="x:y">'
        "<source>Un quai.</source><target>Một cầu cảng.</target></segment><ignorable><source> </source></ignorable>"
        "<segment><source>Deux.</source></segment></unit>"
    )
    read_in = items(path, new(body, version))
    first, second = found(read_in)
    assert texts([first, second]) == [("Un quai.", "Một cầu cảng."), ("Un phare.", "Ngọn hải đăng.")]
    assert (first.name, first.next, [v.tag for v in first.variants]) == ("u1:s1", "Deux.", ["fr-FR", "vi"])
    assert first.details.properties == (Property("bến cảng"), Property("reviewed", "x-state"), Property("x:y", "x-substate"))
    assert (second.origin, second.score, second.previous) == ("alt-trans", 72.5, "")
    assert refused(read_in) == ["no translation"]


def test_what_is_read_goes_through_tmx_unchanged(path: Path) -> None:
    [unit] = found(items(path, old(trans_unit("a".join(CODES_12), "x" + "b".join(CODES_12)))))
    stream = io.BytesIO()
    write(stream, [unit], Path("memory.tmx"))
    memory = path.with_suffix(".tmx")
    memory.write_bytes(stream.getvalue())
    assert list(read(memory)) == [unit]


BAD = {
    "invalid language": (old(trans_unit("Un.", "One."), 'target-language="english"'), "invalid language code 'english'"),
    "no language": (old(trans_unit("Un.", "One."), ""), "the file does not say its languages"),
    "empty source": (old(trans_unit(" ", "One.")), "an empty segment in fr"),
    "too long": (old(trans_unit("Un.", "x" * 10_000_000)), "a segment of 10,000,000 characters in en, more than 10,000"),
    "too deep": (old(trans_unit("<g id='1'>" * 1500 + "</g>" * 1500, "x")), "tags nested too deeply"),
    "cut": (old(trans_unit("Un.", "One."))[:-20], "breaks off here"),
    "not the pair": (old(trans_unit("Un.", "One."), 'target-language="de"'), "no variant in en"),
    "one language": (old(trans_unit("Un.", "Une."), 'target-language="FR"'), "one language only (fr)"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_unit_is_told(path: Path, name: str) -> None:
    content, reason = BAD[name]
    [told] = refused(items(path, content, Wanted("fr", "en") if name == "not the pair" else ALL))
    assert reason in told


def test_the_units_after_a_bad_one_are_read(path: Path) -> None:
    deep = trans_unit("<g id='1'>" * 1500 + "</g>" * 1500, "x")
    assert texts(found(items(path, old(deep + "<trans-unit id='4'/>" + trans_unit("Un.", "One."))))) == [("Un.", "One.")]


def test_entities_are_refused(path: Path) -> None:
    with pytest.raises(DataError, match="declares entities"):
        items(path, '<!DOCTYPE xliff [<!ENTITY a "b">]>' + old(trans_unit("&a;", "&a;")))


def test_memory_does_not_grow_with_the_file(path: Path) -> None:
    body = "".join(f"<group id='g{n}'>{trans_unit(f'Un {n}.', f'One {n}.', n)}</group>" for n in range(5000))
    assert len(found(items(path, old(body)))) == 5000
    sizes = []
    for number, element in enumerate(Elements(path, ("xliff",), ("trans-unit",))):
        if number % 100 == 0:
            sizes.append(sum(1 for _ in element.getroottree().iter()))
    assert len(sizes) == 50
    assert max(sizes) < 5_000, "of 20,000 elements, those of one piece of the file are kept"
