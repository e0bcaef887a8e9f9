"""TMX: read as the compliance kit prescribes, written so that it validates and nothing is lost, and bad files told unit by unit."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.tm import generated
from tm.errors import DataError
from tm.exchange import MAX_SEGMENT, Item, Noted, Refused, Wanted, read, stream, write
from tm.units import PLACEHOLDER, Details, InlineTag, Property, TranslationUnit, Variant

ALL = Wanted()
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
KIT_PAIR = Wanted("en-us", "en-gb")


def tmx(body: str, header: str = "", attributes: str = 'srclang="fr" datatype="plaintext" segtype="sentence"', version: str = "1.4") -> str:
    return f'<tmx version="{version}"><header {attributes}>{header}</header><body>{body}</body></tmx>'


def tuv(language: str, content: str, attribute: str = "xml:lang") -> str:
    return f'<tuv {attribute}="{language}"><seg>{content}</seg></tuv>'


def tu(french: str = "Le quai", english: str = "The quay", attributes: str = "") -> str:
    return f"<tu {attributes}>{tuv('fr', french)}{tuv('en', english)}</tu>"


def items(path: Path, content: str | bytes, wanted: Wanted = ALL) -> list[Item]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read(path, wanted))


def found(items: Iterable[Item]) -> list[TranslationUnit]:
    return [item for item in items if isinstance(item, TranslationUnit)]


def refused(items: Iterable[Item]) -> list[tuple[str, str]]:
    return [(item.where, item.reason) for item in items if isinstance(item, Refused)]


def noted(items: Iterable[Item]) -> list[str]:
    return [item.what for item in items if isinstance(item, Noted)]


def written(units: Iterable[TranslationUnit], wanted: Wanted = ALL) -> bytes:
    stream = io.BytesIO()
    write(stream, units, Path("memory.tmx"), wanted)
    return stream.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.tmx"


@pytest.fixture(scope="session")
def dtd(shared: Path) -> etree.DTD:
    return etree.DTD(str(shared / "schemas" / "tmx" / "tmx14.dtd"))


def texts(path: Path, wanted: Wanted = ALL) -> list[list[str]]:
    """The texts of each unit of a file in which nothing is refused."""
    read_in = list(read(path, wanted))
    assert refused(read_in) == []
    return [[variant.text for variant in unit.variants] for unit in found(read_in)]


def oracle(path: Path, *languages: str) -> list[list[str]]:
    """The same by a parser that reads the file whole: the texts in these languages, in this order."""
    units = etree.parse(str(path)).findall("body/tu")
    by_language = [{tuv.get(LANG, "").lower(): tuv.findtext("seg", "") for tuv in unit.iter("tuv")} for unit in units]
    return [[unit[language] for language in languages] for unit in by_language]


@pytest.mark.shared
class TestComplianceKit:
    """The import tests of the TMX compliance kit; level 1 is about text, level 2 about inline tags."""

    @pytest.fixture
    def kit(self, shared: Path) -> Path:
        return shared / "samples" / "tmx"

    def test_1a_white_space_is_kept(self, kit: Path) -> None:
        found = texts(kit / "ImportTest1A.tmx")
        assert found == oracle(kit / "ImportTest1A.tmx", "en-us", "fr-ca")
        assert [text[text.index("[") :] for text in found[0] + found[1]] == ["[\t\t   ]"] * 2 + ["[  \t\t]"] * 2

    def test_1b_white_space_in_markup_and_case_of_languages_do_not_count(self, kit: Path) -> None:
        file = kit / "ImportTest1B.tmx"
        assert texts(file, Wanted("en-us", "fr-ca")) == oracle(file, "en-us", "fr-ca")

    @pytest.mark.parametrize("target", ["en-gb", "ja-jp", "fr-ca", "es-es"])
    def test_1c_the_pair_is_found_among_many_languages(self, kit: Path, target: str) -> None:
        found = texts(kit / "ImportTest1C.tmx", Wanted("en-us", target))
        assert len(found) == 3
        assert found == oracle(kit / "ImportTest1C.tmx", "en-us", target)

    @pytest.mark.parametrize("letter", "DEFGH")
    def test_1d_to_1h_encodings_and_references(self, kit: Path, letter: str) -> None:
        found = texts(kit / f"ImportTest1{letter}.tmx", KIT_PAIR)
        assert found == oracle(kit / f"ImportTest1{letter}.tmx", "en-us", "en-gb")
        assert len(found) == 3
        for american, british in found:
            assert american == british, "one of them is written with references"
        assert {c for pair in found for c in pair[0] if not c.isascii()} == set("àéæÿ™’“–¤")

    def test_1i_ideographic_spaces(self, kit: Path) -> None:
        [[english, japanese]] = texts(kit / "ImportTest1I.tmx")
        assert "[\x20 \x20 ]" in english
        assert "[\u3000\u3000]" in japanese

    def test_1j_the_source_need_not_come_first(self, kit: Path) -> None:
        found = texts(kit / "ImportTest1J.tmx", KIT_PAIR)
        assert found == oracle(kit / "ImportTest1J.tmx", "en-us", "en-gb")
        assert all("US" in american and "UK" in british for american, british in found)

    def test_1j_many_a_unit_without_the_pair_is_not_imported(self, kit: Path) -> None:
        read_in = list(read(kit / "ImportTest1J_many.tmx", KIT_PAIR))
        assert len(found(read_in)) == 2
        assert refused(read_in) == [("line 17", "no variant in en-gb")]

    def test_1k_each_unit_has_its_source(self, kit: Path) -> None:
        assert [unit.source_language for unit in found(read(kit / "ImportTest1K.tmx"))] == ["de", "fr"]

    @pytest.mark.parametrize("name", ["ImportTest1L", "ImportTest2C"])
    def test_1l_and_2c_everything_that_a_unit_can_say(self, kit: Path, name: str) -> None:
        read_in = list(read(kit / f"{name}.tmx"))
        [unit] = found(read_in)
        assert noted(read_in) == ["not carried of the header: 2 note, 1 prop, 1 ude"]
        assert (unit.name, unit.source_language, unit.details.created_by) == ("tu001", "en", "ys")
        assert unit.details.created == unit.details.changed == "2002-05-23T09:12:00Z"
        assert dict(unit.details.attributes)["usagecount"] == "100"
        assert [prop.type for prop in unit.details.properties] == ["", "", "myPropeType"]
        assert {(prop.language, prop.encoding) for prop in unit.details.properties} == {("en-us", "iso-8859-1")}
        assert [prop.type for prop in unit.variants[1].details.properties] == ["myPropeType", "", "myPropeType", ""]

    @pytest.mark.parametrize("name", ["ImportTest2A", "ImportTest2A-0index", "ImportTest2B"])
    def test_2a_and_2b_tags_stand_where_they_stood(self, kit: Path, name: str) -> None:
        units = found(read(kit / f"{name}.tmx"))
        first = units[0].variants[0]
        assert [len(piece) for piece in first.text.split(PLACEHOLDER)] == [8, 5, 1, 3, 8]
        assert [tag.element for tag in first.tags] == ["bpt", "ept", "bpt", "ept"]
        assert first.tags[0].content in ("&lt;b&gt;", "{\\b ")
        highlighted = units[6].variant("fr")
        assert highlighted
        assert [(tag.element, tag.closes) for tag in highlighted.tags] == [("hi", False), ("hi", True)]
        assert dict(units[3].variants[0].tags[0].attributes)["pos"] == "begin"

    def test_2c_a_segment_inside_a_tag_is_kept(self, kit: Path) -> None:
        [unit] = found(read(kit / "ImportTest2C.tmx"))
        image = unit.variants[0].tags[2].content
        assert image.startswith("&lt;IMG SRC=")
        assert image.count("<sub>") == image.count("</sub>") == 1

    def test_export_then_import_is_the_identity(self, kit: Path, path: Path, dtd: etree.DTD) -> None:
        for file in sorted(kit.glob("*.tmx")):
            units = found(read(file))
            assert units, file
            again = written(units)
            assert dtd.validate(etree.fromstring(again)), dtd.error_log
            assert found(items(path, again)) == units, file


@given(st.lists(generated.units(), max_size=3))
def test_what_is_written_is_read_back_and_written_the_same(tmp_path_factory: pytest.TempPathFactory, units: list[TranslationUnit]) -> None:
    path = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    content = written(units)
    again = items(path, content)
    assert found(again) == units
    assert refused(again) == []
    assert written(units) == content


@pytest.mark.shared
@given(st.lists(generated.units(), max_size=3))
def test_what_is_written_is_valid(dtd: etree.DTD, units: list[TranslationUnit]) -> None:
    assert dtd.validate(etree.fromstring(written(units))), dtd.error_log


_any_tag = st.builds(
    InlineTag,
    st.sampled_from(["bpt", "ept", "ph", "it", "ut", "hi", "sub", "", "g"]),
    st.dictionaries(st.sampled_from(["i", "x", "pos", "type", "equiv"]), generated.anything, max_size=2).map(lambda d: tuple(d.items())),
    st.sampled_from(["", "<b>", "<sub>x</sub>", "<sub><seg/></sub>", "a & b", "&nbsp;", "]]>", "\x01"]) | generated.anything,
    st.booleans(),
)


@pytest.mark.shared
@given(generated.anything, st.lists(_any_tag, max_size=4), st.integers(0, 5), generated.anything, generated.anything)
def test_whatever_a_unit_holds_the_file_is_valid(
    dtd: etree.DTD, text: str, tags: list[InlineTag], placeholders: int, name: str, value: str
) -> None:
    details = Details(
        created=value, attributes=(("segtype", value), ("datatype", value), ("odd", value)), properties=(Property(value, name),)
    )
    variant = Variant("fr", text + PLACEHOLDER * placeholders, tuple(tags), "fr", details)
    unit = TranslationUnit((variant, Variant("en", text)), name, previous=value, origin=name or "import", details=details)
    assert dtd.validate(etree.fromstring(written([unit]))), dtd.error_log


def test_what_xml_cannot_hold_is_left_out_and_counted() -> None:
    stream = io.BytesIO()
    unit = TranslationUnit((Variant("fr", "Le\x00 quai\x1b\ud800\ufffe"), Variant("en", "The quay")))
    told = write(stream, [unit], Path("memory.tmx"))
    assert (told.units, told.dropped) == (1, 4)
    assert b"<seg>Le quai</seg>" in stream.getvalue()


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4"])
@pytest.mark.parametrize("attribute", ["lang", "xml:lang"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("doctype", ["", '<!DOCTYPE tmx SYSTEM "http://example.invalid/tmx14.dtd">'])
def test_versions_attributes_and_encodings(path: Path, version: str, attribute: str, encoding: str, doctype: str) -> None:
    declared = 'encoding="ISO-8859-1"' if encoding == "latin-1" else ""
    body = f"<tu>{tuv('FR-fr', 'Été', attribute)}{tuv('EN', 'Summer', attribute)}</tu>"
    content = f'<?xml version="1.0" {declared}?>{doctype}{tmx(body, version=version)}'.encode(encoding)
    [unit] = found(items(path, content))
    assert [(v.language, v.tag, v.text) for v in unit.variants] == [("fr", "FR-fr", "Été"), ("en", "EN", "Summer")]


def test_every_unit_may_be_the_source(path: Path) -> None:
    [one, two] = found(items(path, tmx(tu() + tu(attributes='srclang="en"'), attributes='srclang="*all*"')))
    assert (one.source_language, two.source_language) == ("", "en")


def test_what_a_header_says_of_all_units_is_kept_with_each(path: Path) -> None:
    [unit] = found(items(path, tmx(tu(), attributes='srclang="fr" datatype="html" segtype="block"')))
    assert unit.details.attributes == (("datatype", "html"), ("segtype", "block"))


def test_old_codes_and_foreign_namespaces_are_read(path: Path) -> None:
    body = tu("Le <ut>{\\b </ut>quai<ut x='2'>}</ut> <x:odd xmlns:x='urn:x'>est</x:odd>")
    [unit] = found(items(path, tmx(body).replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" ')))
    assert unit.variants[0].text == f"Le {PLACEHOLDER}quai{PLACEHOLDER} est"
    assert [tag.element for tag in unit.variants[0].tags] == ["ut", "ut"]


def test_context_in_the_properties_of_other_tools(path: Path) -> None:
    body = f'<tu><prop type="prev">Avant</prop><prop type="next">Après</prop>{tuv("fr", "Ici")}{tuv("en", "Here")}</tu>'
    [unit] = found(items(path, tmx(body)))
    assert (unit.previous, unit.next, unit.details.properties) == ("Avant", "Après", ())


def test_an_attribute_that_tmx_does_not_know_becomes_a_property(path: Path) -> None:
    [unit] = found(items(path, tmx(tu(attributes='client="port"'))))
    assert unit.details.properties == (Property("port", "x-client"),)


def test_text_is_brought_to_nfc(path: Path) -> None:
    [unit] = found(items(path, tmx(tu("Pha\u0301p", "Pháp"))))
    assert unit.variants[0].text == unit.variants[1].text == "Pháp"


def test_entities_that_html_knows_are_read(path: Path) -> None:
    [unit] = found(items(path, '<!DOCTYPE tmx SYSTEM "tmx11.dtd">' + tmx(tu("Le&nbsp;quai &odd;"))))
    assert unit.variants[0].text == "Le\u00a0quai &odd;"


BAD_UNITS = {
    "no segment": ('<tu><tuv xml:lang="fr"/>' + tuv("en", "Here") + "</tu>", "no segment (<seg>) in the variant fr"),
    "one language": (f"<tu>{tuv('fr', 'Ici')}</tu>", "one language only (fr)"),
    "one language twice": (f"<tu>{tuv('fr', 'Ici')}{tuv('FR', 'Là')}</tu>", "one language only (fr)"),
    "no variant": ("<tu/>", "no variant (<tuv>) in it"),
    "invalid language": (f"<tu>{tuv('french', 'Ici')}{tuv('en', 'Here')}</tu>", "invalid language code 'french'"),
    "no language": (f"<tu>{tuv('', 'Ici')}{tuv('en', 'Here')}</tu>", "a variant without a language"),
    "empty": (f"<tu>{tuv('fr', ' ')}{tuv('en', 'Here')}</tu>", "an empty segment in fr"),
    "too long": (tu("x" * 10_000_000), f"a segment of 10,000,000 characters in fr, more than {MAX_SEGMENT:,}"),
    "too deep": (tu("<hi>" * 1500 + "x" + "</hi>" * 1500), "tags nested too deeply"),
}


@pytest.mark.parametrize("name", BAD_UNITS)
def test_a_bad_unit_is_told_and_the_next_is_read(path: Path, name: str) -> None:
    body, reason = BAD_UNITS[name]
    read_in = items(path, tmx(f"{tu('Avant', 'Before')}\n{body}\n{tu()}"))
    assert [unit.variants[0].text for unit in found(read_in)] == ["Avant", "Le quai"]
    assert refused(read_in) == [("line 2", reason)]


def test_lines_are_told_in_long_files(path: Path) -> None:
    read_in = items(path, tmx("\n" * 70_000 + f"<tu>{tuv('fr', 'Ici')}</tu>"))
    assert refused(read_in) == [("line 70001", "one language only (fr)")]


def test_a_unit_is_kept_without_a_variant_that_is_bad(path: Path) -> None:
    read_in = items(path, tmx(f"<tu>{tuv('fr', 'Ici')}{tuv('en', 'Here')}{tuv('viet', 'Đây')}</tu>"))
    assert [variant.tag for unit in found(read_in) for variant in unit.variants] == ["fr", "en"]
    assert noted(read_in) == ["kept without one variant: invalid language code 'viet'"]


def test_a_name_that_two_units_have_is_told(path: Path) -> None:
    read_in = items(path, tmx(tu(attributes='tuid="7"') + tu("Là", "There", attributes='tuid="7"')))
    assert [unit.name for unit in found(read_in)] == ["7", "7"]
    assert noted(read_in) == ["another unit has the name (tuid) 7: both are kept"]


def test_characters_that_xml_cannot_hold_do_not_end_the_reading(path: Path) -> None:
    read_in = items(path, tmx(tu("Le\x02 quai&#x1f;&#0;\ufffe") + " " * 65_200 + tu("&#2;" * 200 + "Le quai")))
    assert [unit.variants[0].text for unit in found(read_in)] == ["Le quai", "Le quai"]
    assert noted(read_in) == ["204 characters that XML cannot hold were left out"]


def test_a_truncated_file_keeps_what_was_whole(path: Path) -> None:
    whole = tmx("\n".join(tu(f"Le quai {i}", f"Quay {i}") for i in range(3000)))
    for cut in (len(whole) // 2, len(whole) - 10):
        read_in = items(path, whole[:cut])
        assert len(found(read_in)) == whole[:cut].count("</tu>")
        [(where, reason)] = refused(read_in)
        assert where == f"line {whole[:cut].count(chr(10)) + 1}"
        assert f"the {len(found(read_in))} units before it were whole" in reason


def test_bytes_that_are_no_characters_end_the_reading(path: Path) -> None:
    read_in = items(path, tmx(tu()).encode().replace(b"</body>", b"\xff</body>"))
    assert len(found(read_in)) == 1
    assert "breaks off here" in refused(read_in)[0][1]


def test_bytes_that_are_no_characters_at_the_very_beginning(path: Path) -> None:
    assert refused(items(path, b"\xff\xfe<\x00t\x00\x00\xdc")) == [
        ("line 1", "the file breaks off here (bytes that are not utf-16-le); the 0 units before it were whole")
    ]


def test_a_unit_without_end_does_not_fill_the_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MAX_UNIT", 1 << 20)
    read_in = items(path, tmx(tu() + "<tu>" + tuv("fr", "x" * 1000) * 3000))
    assert len(found(read_in)) == 1
    assert "MB in one unit" in refused(read_in)[0][1]


BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
UNSAFE = {
    "bomb": f'<!DOCTYPE tmx [<!ENTITY e0 "ha">{BOMB}]>',
    "external": '<!DOCTYPE tmx [<!ENTITY e12 SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE tmx [<!ENTITY % d SYSTEM "http://example.invalid/d">%d;]>',
    "hidden behind comments": f'<!-- ]> --><!DOCTYPE tmx PUBLIC "[>" "]>" [<!ENTITY e0 "ha">{BOMB}]>',
}


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_are_read(path: Path, name: str, encoding: str) -> None:
    started = time.monotonic()
    with pytest.raises(DataError, match="declares entities"):
        items(path, f'<?xml version="1.0"?>{UNSAFE[name]}{tmx(tu("&e12;"))}'.encode(encoding))
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "it is empty"),
        ("  \n", "it is empty"),
        ("just words", "no XML in it"),
        ("<!-- only this -->", "no XML in it"),
        ("<html><tu/></html>", "its root element is <html>"),
        ("<!--" + "x" * 2_000_000, "no XML in it"),
    ],
)
def test_what_is_no_tmx_is_refused_whole(path: Path, content: str, what: str) -> None:
    with pytest.raises(DataError, match=what):
        items(path, content)


def test_a_file_that_is_not_there(path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        list(read(path))


@given(st.text(st.sampled_from("<>&/=\"' tmxuvseglanhi:\n"), max_size=200))
def test_no_text_makes_the_reader_fall(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    for item in items(path, tmx(tu() + text)):
        assert isinstance(item, TranslationUnit | Refused | Noted)


def test_one_pair_is_written_from_many_languages(path: Path) -> None:
    unit = TranslationUnit((Variant("fr", "Ici"), Variant("en", "Here"), Variant("vi", "Đây", tag="vi-VN")), source_language="fr")
    lonely = TranslationUnit((Variant("fr", "Là"), Variant("en", "There")))
    stream = io.BytesIO()
    told = write(stream, [unit, lonely], path, Wanted("fr", "vi"))
    assert (told.units, told.skipped) == (1, 1)
    assert b'srclang="fr"' in stream.getvalue()
    [again] = found(items(path, stream.getvalue()))
    assert [variant.tag for variant in again.variants] == ["fr", "vi-VN"]
