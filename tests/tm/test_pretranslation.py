"""Pretranslation: the analysis, tags put back, and each kind of document with everything else as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import pytest
from babel.messages.pofile import read_po
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.tm import generated
from tests.tm.test_readers import compressed_badly, zipped
from tm.errors import DataError, UsageError
from tm.pretranslation import SUFFIXES, Answer, Query, in_context, pretranslate
from tm.pretranslation.analysis import BANDS, Analysis, band, words
from tm.pretranslation.placing import pieces
from tm.units import PLACEHOLDER, InlineTag, plain

P = PLACEHOLDER
BOLD = (InlineTag("bpt", (("i", "1"), ("type", "bold"))), InlineTag("ept", (("i", "1"),)))
KNOWN = {
    "Le quai est ouvert.": Answer(100, "The quay is open."),
    "Le phare est fermé.": Answer(101, "The lighthouse is closed."),
    "Le musée est neuf.": Answer(87.5, "The museum is old."),
    f"Le {P}quai{P} est long.": Answer(100, f"The {P}quay{P} is long.", BOLD),
    f"Le {P}port{P} est long.": Answer(100, "The port is long."),
    "Peu sûr.": Answer(60, "Unsure."),
}


class Memory:
    """Answers what it knows by the text with its placeholders, and remembers what it was asked."""

    def __init__(self, known: Mapping[str, Answer] | None = None) -> None:
        self.known = KNOWN if known is None else known
        self.asked: list[Query] = []

    def __call__(self, queries: Sequence[Query]) -> list[Answer | None]:
        self.asked += queries
        return [self.known.get(query.text) or self.known.get(plain(query.text)) for query in queries]


def filled(path: Path, memory: Memory | None = None, cutoff: float = 75) -> tuple[Path, Analysis]:
    out = path.with_name(f"out{path.suffix}")
    return out, pretranslate(path, out, memory or Memory(), source="fr", target="en", cutoff=cutoff)


# The analysis


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Le ministre est arrivé.", 4),
        ("« Oui », dit-il : non !", 3),
        ("l’accord", 1),
        ("Bộ trưởng Bộ Ngoại giao", 5),
        ("12,5 % — 3", 2),
        ("\u00a0", 0),
        ("", 0),
    ],
)
def test_words_are_what_stands_between_white_space(text: str, count: int) -> None:
    assert words(text) == count


@pytest.mark.parametrize(
    ("score", "name"),
    [(102, "102–101"), (101, "102–101"), (100, "100"), (99.9, "95–99"), (95, "95–99"), (94.9, "85–94"), (85, "85–94"), (75, "75–84"),
     (74.9, "50–74"), (50, "50–74"), (49.9, "new"), (0, "new")],
)  # fmt: skip
def test_bands(score: float, name: str) -> None:
    assert band(score) == name


@given(st.lists(st.tuples(st.sampled_from(["un deux", "trois", "un  deux"]), st.sampled_from([0, 60, 100, 101]))))
def test_every_segment_is_in_one_band(segments: list[tuple[str, float]]) -> None:
    analysis = Analysis()
    for text, score in segments:
        analysis.count(text, score)
    assert analysis.total.segments == len(segments)
    assert analysis.total.words == sum(words(text) for text, _ in segments)
    seen: set[str] = set()
    expected = dict.fromkeys(BANDS, 0)
    for text, score in segments:
        key = text.replace("  ", " ")
        expected["repetitions" if key in seen and score < 101 else band(score)] += 1
        seen.add(key)
    assert {name: count.segments for name, count in analysis.bands.items()} == expected


# Tags


def tag(element: str, number: str = "1", kind: str = "", content: str = "") -> InlineTag:
    key = "pos" if element == "it" else "x" if element == "ph" else "i"
    return InlineTag(element, ((key, number), *((("type", kind),) if kind else ())), content)


def test_tags_of_one_kind_take_each_others_places() -> None:
    own = (tag("bpt", "7", "x-font"), tag("ept", "7"), tag("ph", "3"))
    found, placed = pieces(Answer(100, f"a{P}b{P}c{P}", (tag("ph"), tag("bpt"), tag("ept"))), own)
    assert (found, placed) == (["a", 2, "b", 0, "c", 1], True)


def test_the_likest_tag_is_chosen() -> None:
    own = (tag("bpt", "1", "bold"), tag("ept", "1"), tag("bpt", "2", "italic"), tag("ept", "2"))
    theirs = (tag("bpt", "5", "italic"), tag("ept", "5"), tag("bpt", "6", "bold"), tag("ept", "6"))
    found, placed = pieces(Answer(100, f"{P}a{P}{P}b{P}", theirs), own)
    assert (found, placed) == ([2, "a", 3, 0, "b", 1], True)


@pytest.mark.parametrize(
    ("theirs", "own"),
    [
        ((tag("ph"),), ()),
        ((), (tag("ph"),)),
        ((tag("bpt"), tag("ept")), (tag("ph"), tag("ph"))),
        ((tag("bpt"),), (tag("bpt"), tag("ept"))),
        ((tag("it", "begin"),), (tag("it", "end"),)),
        ((tag("ept"), tag("bpt")), (tag("bpt"), tag("ept"))),
    ],
)
def test_tags_that_do_not_correspond_are_left_out(theirs: tuple[InlineTag, ...], own: tuple[InlineTag, ...]) -> None:
    assert pieces(Answer(100, "a" + P * len(theirs), theirs), own) == (["a"], False)


@pytest.mark.parametrize("text", ["a", f"a{P}b{P}c", f"{P}{P}ac"])
def test_an_answer_whose_placeholders_are_not_its_tags_is_text(text: str) -> None:
    assert pieces(Answer(100, text, (tag("ph"),)), (tag("ph"),)) == ([plain(text)], False)


def test_remarks_need_not_correspond() -> None:
    remark = (InlineTag("hi"), InlineTag("hi", closes=True))
    assert pieces(Answer(100, f"{P}a{P}", remark), ()) == (["a"], True)
    assert pieces(Answer(100, "a", ()), remark) == (["a"], True)
    assert pieces(Answer(100, f"{P}a{P}", remark), remark) == ([0, "a", 1], True)


@given(generated.segments())
def test_a_segment_translated_by_itself_keeps_all_its_tags(segment: tuple[str, tuple[InlineTag, ...]]) -> None:
    text, tags = segment
    found, placed = pieces(Answer(100, text, tags), tags)
    assert placed
    numbers = [piece for piece in found if isinstance(piece, int)]
    assert sorted(numbers) == [number for number, tag in enumerate(tags) if tag.element]
    assert "".join(piece for piece in found if isinstance(piece, str)).replace(P, "") == plain(text)


def test_segments_know_their_neighbours() -> None:
    found = in_context([("Un.", ()), (f"{P}Deux.", (tag("ph"),)), ("Trois.", ())])
    assert [(query.previous, query.next) for query in found] == [("", "Deux."), ("Un.", "Trois."), ("Deux.", "")]


# What is common to all documents


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_a_file_that_is_not_there_or_not_what_it_says(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"port{suffix}"
    with pytest.raises(DataError, match="cannot be read"):
        filled(path)
    path.write_bytes(b"\x00\x01 no document")
    with pytest.raises(DataError):
        filled(path)
    assert [file.name for file in tmp_path.iterdir()] == [path.name], "nothing is half-written"


def test_what_makes_no_sense(tmp_path: Path) -> None:
    path = tmp_path / "port.txt"
    path.write_text("Le quai est ouvert.")
    for out, what in ((path, "the document itself"), (tmp_path / "port.docx", "another extension")):
        with pytest.raises(UsageError, match=what):
            pretranslate(path, out, Memory(), source="fr", target="en")
    with pytest.raises(UsageError, match="cannot be pretranslated"):
        pretranslate(tmp_path / "port.pdf", tmp_path / "out.pdf", Memory(), source="fr", target="en")


# Plain text

TEXT = "LE PORT\r\n\r\n  Le quai est ouvert. Le phare est fermé.  Inconnu.\r\nPeu sûr.\r\n\r\nLe quai est\r\nouvert.\r\n"
TRANSLATED = "LE PORT\r\n\r\n  The quay is open. The lighthouse is closed.  Inconnu.\r\nPeu sûr.\r\n\r\nThe quay is open.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_keeps_its_layout(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "port.txt"
    path.write_bytes(TEXT.encode(encoding))
    out, analysis = filled(path)
    assert out.read_bytes().decode("utf-8-sig" if encoding == "utf-8-sig" else "utf-8") == TRANSLATED
    assert out.read_bytes().startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    counts = {name: (count.segments, count.words) for name, count in analysis.bands.items() if count.segments}
    assert counts == {"102–101": (1, 4), "100": (1, 4), "repetitions": (1, 4), "50–74": (1, 2), "new": (2, 3)}
    assert (analysis.filled, analysis.untagged) == (3, 0)


def test_the_cutoff_decides_what_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "port.txt"
    path.write_text("Le musée est neuf. Peu sûr.")
    assert filled(path, cutoff=90)[0].read_text() == "Le musée est neuf. Peu sûr."
    assert filled(path, cutoff=50)[0].read_text() == "The museum is old. Unsure."


@given(st.lists(st.sampled_from(["Un mot. ", "deux", "\n", "\r\n", " ", "«\u00a0Oui\u00a0!\u00a0» ", "\t", "3"]), max_size=15).map("".join))
def test_a_text_of_which_nothing_is_known_stays_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("plain") / "port.txt"
    path.write_bytes(text.encode())
    assert filled(path, Memory({}))[0].read_bytes() == text.encode()


# XLIFF


def xliff(body: str, languages: str = 'source-language="fr-FR" target-language="en"') -> str:
    return (
        f'<?xml version="1.0"?>\n<!-- kept -->\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        f'<file original="a" datatype="x" {languages}><body>{body}</body></file></xliff>'
    )


def parsed(path: Path) -> etree._Element:
    """The root of a file, with names without namespace."""
    root = etree.parse(str(path)).getroot()
    for element in root.iter("*"):
        element.tag = etree.QName(element).localname
    return root


def content_of(element: etree._Element | None) -> str:
    assert element is not None
    return (
        etree.tostring(element, encoding="unicode", with_tail=False)
        .split(">", 1)[1]
        .rpartition("<")[0]
        .replace(' xmlns="urn:oasis:names:tc:xliff:document:1.2"', "")
    )


def test_xliff_1_2_targets_and_states(tmp_path: Path) -> None:
    path = tmp_path / "port.xlf"
    bodies = [
        "<source>Le quai est ouvert.</source>",
        "<source>Le phare est fermé.</source><target/><note>n</note>",
        '<source>Le musée est neuf.</source><target state="new"> </target>',
        '<source>Le quai est ouvert.</source><target state="translated">Done.</target>',
        "<source>Inconnu.</source>",
    ]
    body = "".join(f'<trans-unit id="{number}">{body}</trans-unit>' for number, body in enumerate(bodies))
    body += '<group translate="no"><trans-unit id="9"><source>Le quai est ouvert.</source></trans-unit></group>'
    path.write_text(xliff(body), "utf-8")
    out, analysis = filled(path)
    units = parsed(out).findall(".//trans-unit")
    assert [unit.findtext("target") for unit in units] == [
        "The quay is open.", "The lighthouse is closed.", "The museum is old.", "Done.", None, None,
    ]  # fmt: skip
    states = [target.get("state") for unit in units for target in unit.findall("target")]
    assert states == ["translated", "final", "needs-review-translation", "translated"]
    proposal = units[2].find("alt-trans")
    assert proposal is not None
    assert (proposal.get("match-quality"), proposal.findtext("target")) == ("87.5%", "The museum is old.")
    assert [child.tag for child in units[1]] == ["source", "target", "note"]
    assert analysis.left.segments == 2
    assert "<!-- kept -->" in out.read_text("utf-8")


def test_xliff_1_2_tags_come_back(tmp_path: Path) -> None:
    path = tmp_path / "port.xlf"
    bodies = [
        'Le <g id="4" ctype="bold">quai</g> est long.',
        'Le <bpt id="5">&lt;b></bpt>quai<ept id="5">&lt;/b></ept> est long.',
        'Le <g id="6">port</g> est long.',
    ]
    path.write_text(xliff("".join(f'<trans-unit id="{n}"><source>{body}</source></trans-unit>' for n, body in enumerate(bodies))), "utf-8")
    out, analysis = filled(path)
    targets = parsed(out).findall(".//trans-unit/target")
    assert [content_of(target) for target in targets] == [
        'The <g id="4" ctype="bold">quay</g> is long.',
        'The <bpt id="5">&lt;b&gt;</bpt>quay<ept id="5">&lt;/b&gt;</ept> is long.',
        "The port is long.",
    ]
    assert [target.get("state") for target in targets] == ["translated", "translated", "needs-review-translation"]
    assert analysis.untagged == 1


def test_xliff_1_2_elements_never_overlap(tmp_path: Path) -> None:
    path = tmp_path / "port.xlf"
    path.write_text(xliff('<trans-unit id="1"><source><g id="1">Un</g> <g id="2">deux</g></source></trans-unit>'), "utf-8")
    theirs = (tag("bpt", "1"), tag("bpt", "2"), tag("ept", "1"), tag("ept", "2"))
    out, analysis = filled(path, Memory({f"{P}Un{P} {P}deux{P}": Answer(100, f"{P}One {P}and{P} two{P}", theirs)}))
    assert content_of(parsed(out).find(".//target")) == "One and two"
    assert analysis.untagged == 1


def test_xliff_1_2_segments(tmp_path: Path) -> None:
    path = tmp_path / "port.xlf"
    marks = "".join(f'<mrk mtype="seg" mid="{n}">{text}</mrk> ' for n, text in enumerate(["Le quai est ouvert.", "Le musée est neuf."]))
    other = marks.replace("Le musée est neuf.", "Inconnu.")
    begun = '<target><mrk mtype="seg" mid="0">Begun.</mrk></target>'
    path.write_text(
        xliff("".join(f'<trans-unit id="{n}"><source>x</source><seg-source>{seg}</seg-source>{target}</trans-unit>'
                      for n, (seg, target) in enumerate([(marks, ""), (other, ""), (marks, begun)]))),
        "utf-8",
    )  # fmt: skip
    memory = Memory()
    out, analysis = filled(path, memory)
    whole, partial, rest = parsed(out).findall(".//trans-unit/target")
    assert ["".join(mark.itertext()) for mark in whole.iter("mrk")] == ["The quay is open.", "The museum is old."]
    assert "".join(map(str, whole.itertext())).strip() == "The quay is open. The museum is old."
    assert whole.get("state") == "needs-review-translation"
    assert partial.get("state") == "needs-translation"
    assert [mark.text for mark in rest.iter("mrk")] == ["Begun.", "The museum is old."]
    assert analysis.left.segments == 1
    assert [query.previous for query in memory.asked if query.text == "Le musée est neuf."] == ["Le quai est ouvert."] * 2


XLIFF_2 = """<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="fr">
<file id="f"><unit id="1"><originalData><data id="d">&lt;b></data></originalData>
<segment id="a"><source>Le quai est ouvert.</source></segment>
<ignorable><source> </source></ignorable>
<segment id="b"><source>Le <pc id="1" dataRefStart="d">quai</pc> est long.</source></segment>
<segment id="c"><source>Le <sc id="2"/>port<ec startRef="2"/> est long.</source><target></target></segment>
<segment id="d"><source>Le musée est neuf.</source></segment>
<segment id="e" state="final"><source>Le phare est fermé.</source><target>Done.</target></segment>
<segment id="f"><source>Le phare est fermé.</source></segment>
</unit></file></xliff>"""


def test_xliff_2(tmp_path: Path) -> None:
    path = tmp_path / "port.xlf"
    path.write_text(XLIFF_2, "utf-8")
    out, analysis = filled(path)
    root = parsed(out)
    segments = root.findall(".//segment")
    assert root.get("trgLang") == "en"
    assert ["".join(map(str, target.itertext())) for target in root.iter("target")] == [
        "The quay is open.", "The quay is long.", "The port is long.", "The museum is old.", "Done.", "The lighthouse is closed.",
    ]  # fmt: skip
    assert [(segment.get("state"), segment.get("subState")) for segment in segments] == [
        ("translated", "glossary:exact"),
        ("translated", "glossary:exact"),
        ("initial", "glossary:exact-untagged"),
        ("initial", "glossary:fuzzy-87.5"),
        ("final", None),
        ("final", "glossary:exact"),
    ]
    pair = segments[1].find("target/pc")
    assert pair is not None
    assert dict(pair.attrib) == {"id": "1", "dataRefStart": "d"}
    assert (analysis.filled, analysis.untagged, analysis.left.segments) == (5, 1, 1)


@pytest.mark.parametrize("languages", ['source-language="de" target-language="en"', 'source-language="fr" target-language="vi"'])
def test_xliff_in_other_languages(tmp_path: Path, languages: str) -> None:
    path = tmp_path / "port.xlf"
    path.write_text(xliff("", languages), "utf-8")
    with pytest.raises(UsageError, match=r"its (source|target)-language is"):
        filled(path)


@pytest.mark.parametrize("content", ['<!DOCTYPE xliff [<!ENTITY a "b">]>' + xliff("").split("?>")[1], xliff("")[:-9], "<html/>"])
def test_xliff_that_is_unsafe_or_broken(tmp_path: Path, content: str) -> None:
    path = tmp_path / "port.xlf"
    path.write_text(content, "utf-8")
    with pytest.raises(DataError):
        filled(path)


# PO

PO = r"""# A remark.
msgid ""
msgstr ""
"Language: en\n"
"Content-Type: text/plain; charset=UTF-8\n"

#. for the sign
#: port.c:1
#, c-format
msgctxt "sign"
msgid "Le quai est ouvert."
msgstr ""

msgid ""
"Le musée "
"est neuf.\n"
msgstr ""
""

#, c-format
msgid "Le musée est neuf."
msgstr ""

msgid "Le phare est fermé."
msgstr "Done."

msgid "un bateau"
msgid_plural "%d bateaux"
msgstr[0] ""
msgstr[1] ""

#~ msgid "Le quai est ouvert."
#~ msgstr ""
msgid "Dit \"oui\"\t\\"
msgstr ""
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_po(tmp_path: Path, newline: str) -> None:
    path = tmp_path / "port.po"
    path.write_bytes(PO.replace("\n", newline).encode())
    known = {**KNOWN, "Le musée est neuf.\n": Answer(90, "The museum is old."), 'Dit "oui"\t\\': Answer(100, 'Says "yes"\t\\')}
    out, analysis = filled(path, Memory(known))
    catalog = read_po(io.BytesIO(out.read_bytes()))
    messages = {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalog}
    assert messages["Le quai est ouvert."].string == "The quay is open."
    assert not messages["Le quai est ouvert."].fuzzy
    assert messages["Le musée est neuf.\n"].string == "The museum is old.\n"
    assert messages["Le musée est neuf."].flags == {"c-format", "fuzzy"}
    assert messages["Le musée est neuf.\n"].fuzzy
    assert messages["Le phare est fermé."].string == "Done."
    assert messages["un bateau"].string == ("", "")
    assert messages['Dit "oui"\t\\'].string == 'Says "yes"\t\\'
    assert (analysis.filled, analysis.left.segments) == (4, 2)
    before, after = (set(file.read_bytes().splitlines()) for file in (path, out))
    assert all(b"msgstr" in line or b"#," in line for line in after - before), "no other line has changed"
    assert out.read_bytes().count(newline.encode()) == out.read_bytes().count(b"\n")


def test_po_with_flags_on_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "port.po"
    entry = 'msgid "Le quai est neuf."\nmsgstr ""\n'
    path.write_text(f'#, fuzzy\n#~ msgid "Quai"\n#~ msgstr ""\n{entry}\n#, fuzzy\n#, c-format\nmsgctxt "b"\n{entry}', "utf-8")
    out, _ = filled(path, Memory({"Le quai est neuf.": Answer(90, "The quay is old.")}))
    done = entry.replace('""', '"The quay is old."')
    assert out.read_text("utf-8") == (
        f'#, fuzzy\n#~ msgid "Quai"\n#~ msgstr ""\n#, fuzzy\n{done}\n#, fuzzy\n#, c-format\nmsgctxt "b"\n{done}'
    )


def test_a_po_file_of_which_nothing_is_known_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "port.po"
    path.write_text(PO, "utf-8")
    assert filled(path, Memory({}))[0].read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b'msgid "a\nmsgstr ""\n', "line 1 is not what PO files have"),
        (b'"a"\n', "line 1"),
        (b'msgid ""\nmsgstr "charset=UTF-8\\n"\n\nmsgid "\xff"\nmsgstr ""\n', "is not utf-8"),
    ],
)
def test_po_that_is_broken(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "port.po"
    path.write_bytes(content)
    with pytest.raises(DataError, match=what):
        filled(path)


def test_po_whose_encoding_cannot_hold_the_translation(tmp_path: Path) -> None:
    path = tmp_path / "port.po"
    path.write_bytes('msgid ""\nmsgstr "Content-Type: text/plain; charset=iso-8859-1\\n"\n\nmsgid "été"\nmsgstr ""\n'.encode("latin-1"))
    with pytest.raises(DataError, match="cannot hold"):
        filled(path, Memory({"été": Answer(100, "mùa hạ \u1ea1")}))
    assert filled(path, Memory({"été": Answer(100, "summer")}))[0].read_bytes().endswith(b'msgid "\xe9t\xe9"\nmsgstr "summer"\n')


@given(generated.texts)
def test_any_text_goes_into_a_po_file_and_comes_out(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    text = text.strip("\n\r").replace("\r", "")
    path = tmp_path_factory.mktemp("po") / "port.po"
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "x"\nmsgstr ""\n', "utf-8")
    out, _ = filled(path, Memory({"x": Answer(100, text)}))
    message = read_po(io.BytesIO(out.read_bytes())).get("x")
    assert message
    kept = "".join(char for char in text if char in "\n\t" or char.isprintable() or ord(char) > 0x9F)
    assert message.string == kept


# Word


def document(path: Path) -> Document:
    """A document with formatting inside sentences, a header, a footnote-like object, a link and a table."""
    made = docx.Document()
    made.add_heading("Le quai est ouvert.", 1)
    body = made.add_paragraph("Le ")
    body.add_run("quai").bold = True
    body.add_run(" est long. Inconnu.")
    body.add_run().add_break()
    body.add_run("Le musée ")
    body.add_run("est neuf.")
    made.add_table(1, 1).cell(0, 0).text = "Le phare est fermé."
    made.sections[0].header.paragraphs[0].text = "Le quai est ouvert."
    made.add_paragraph("Peu sûr.").runs[0].italic = True
    made.save(str(path))
    return made


def runs(path: Path, number: int) -> list[tuple[str, bool | None, bool]]:
    """The runs of a paragraph: text, bold, and whether it is highlighted."""
    return [
        (run.text, run.bold, run.font.highlight_color == WD_COLOR_INDEX.YELLOW) for run in docx.Document(str(path)).paragraphs[number].runs
    ]


def test_word_documents_keep_their_formatting(tmp_path: Path) -> None:
    path = tmp_path / "port.docx"
    document(path)
    out, analysis = filled(path)
    found = docx.Document(str(out))
    assert found.paragraphs[0].text == "The quay is open."
    assert found.paragraphs[0].style == found.styles["Heading 1"]
    assert [run for run in runs(out, 1) if run[0]] == [
        ("The ", None, False), ("quay", True, False), (" is long.", None, False), (" Inconnu.\n", None, False),
        ("The museum is old.", None, True),
    ]  # fmt: skip
    assert found.tables[0].cell(0, 0).text == "The lighthouse is closed."
    assert found.sections[0].header.paragraphs[0].text == "The quay is open."
    assert (analysis.filled, analysis.untagged) == (5, 0)


def test_nothing_else_of_the_package_changes(tmp_path: Path) -> None:
    path = tmp_path / "port.docx"
    document(path)
    out, _ = filled(path)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        assert after.namelist() == before.namelist()
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert changed <= {"word/document.xml", "word/header1.xml"}
        old, new = (etree.fromstring(archive.read("word/document.xml")) for archive in (before, after))
    untouched = [etree.tostring(root.findall(".//{*}p")[-1]) for root in (old, new)]
    assert untouched[0] == untouched[1]


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(content: str) -> bytes:
    """A document of one paragraph."""
    members: dict[str, str | bytes] = {"other.bin": b"\x00\x01"}
    members["word__document.xml"] = (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:pPr><w:jc w:val="left"/></w:pPr>{content}</w:p></w:body></w:document>'
    )
    return zipped(**members)


def written(path: Path, content: str, known: Mapping[str, Answer], cutoff: float = 75) -> tuple[str, Memory, Analysis]:
    """What a paragraph holds after the pretranslation, without namespaces."""
    path.write_bytes(paragraph(content))
    memory = Memory(known)
    out, analysis = filled(path, memory, cutoff)
    with zipfile.ZipFile(out) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    [body] = root.iter(f"{{{WORD}}}p")
    inside = "".join(etree.tostring(child, encoding="unicode") for child in body[1:])
    return inside.replace(f' xmlns:w="{WORD}"', "").replace("w:", "").replace(' xml:space="preserve"', ""), memory, analysis


def run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{look}<w:t>{text}</w:t></w:r>"


def test_runs_that_look_alike_are_one(tmp_path: Path) -> None:
    content = (
        run("Le qu", '<w:lang w:val="fr-FR"/>') + '<w:proofErr w:type="spellStart"/>' + run("ai est", "<w:noProof/>") + run(" ouvert.")
    )
    _, memory, analysis = written(tmp_path / "port.docx", content, KNOWN)
    assert [query.text for query in memory.asked] == ["Le quai est ouvert."]
    assert analysis.filled == 1


def test_what_is_no_text_stays_when_tags_are_lost(tmp_path: Path) -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    content = run("Le quai") + note + run(" est ouvert.")
    inside, memory, analysis = written(tmp_path / "port.docx", content, KNOWN)
    assert [query.tags[0].element for query in memory.asked] == ["ph"]
    assert inside == (
        '<r><rPr><highlight val="yellow"/><lang val="en"/></rPr><t>The quay is open.</t></r><r><footnoteReference id="2"/></r>'
    )
    assert analysis.untagged == 1


def test_links_fields_and_marks(tmp_path: Path) -> None:
    field = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate")) + run("3")
    field += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    content = (
        '<w:bookmarkStart w:id="1"/>' + run("Le ") + '<w:hyperlink w:anchor="a">' + run("quai") + "</w:hyperlink>"
        + '<w:bookmarkEnd w:id="1"/>' + run(" est long") + field + run(". Ici.")
    )  # fmt: skip
    theirs = (*BOLD, tag("ph"))
    known = {f"Le {P}quai{P} est long{P}.": Answer(100, f"At{P} length {P}quay{P}.", (theirs[2], *BOLD))}
    inside, memory, _ = written(tmp_path / "port.docx", content, known)
    assert [t.element for t in memory.asked[0].tags] == ["bpt", "ept", "ph"]
    assert inside.index("bookmarkStart") < inside.index("At") < inside.index("fldChar") < inside.index("length") < inside.index("hyperlink")
    assert '<hyperlink anchor="a"><r><rPr><lang val="en"/></rPr><t>quay</t></r></hyperlink>' in inside
    assert inside.endswith('<t>.</t></r><bookmarkEnd id="1"/><r><t> Ici.</t></r>')


def test_deleted_text_is_not_translated_and_inserted_text_is(tmp_path: Path) -> None:
    content = run("Le quai est ") + "<w:del><w:r><w:delText>fermé</w:delText></w:r></w:del><w:ins>" + run("ouvert.") + "</w:ins>"
    inside, memory, _ = written(tmp_path / "port.docx", content, {})
    assert plain(memory.asked[0].text) == "Le quai est ouvert."
    assert "delText" in inside


def test_a_line_break_inside_a_sentence_is_a_space_to_the_memory(tmp_path: Path) -> None:
    content = "<w:r><w:t>Le quai</w:t><w:br/><w:t>est</w:t><w:tab/><w:t>ouvert.</w:t></w:r>"
    inside, _, _ = written(tmp_path / "port.docx", content, KNOWN)
    assert inside == '<r><rPr><lang val="en"/></rPr><t>The quay is open.</t></r>'


def test_a_highlight_stands_where_the_schema_wants_it(tmp_path: Path) -> None:
    content = run("Le musée est neuf.", '<w:b/><w:u w:val="single"/><w:lang w:val="fr-FR" w:bidi="ar-SA"/><w:oMath/>')
    inside, _, _ = written(tmp_path / "port.docx", content, KNOWN)
    assert inside.startswith('<r><rPr><b/><highlight val="yellow"/><u val="single"/><lang val="en" bidi="ar-SA"/><oMath/></rPr>')


_inline = st.lists(
    st.sampled_from(
        [run("Un mot. "), run("deux", "<w:b/>"), run(". Et", "<w:i/>"), "<w:r><w:tab/></w:r>", '<w:bookmarkStart w:id="1"/>',
         '<w:r><w:footnoteReference w:id="2"/></w:r>', "<w:hyperlink>" + run("Trois. Quatre") + "</w:hyperlink>", "<w:sdt/>",
         '<w:r><w:t>a</w:t><w:drawing/><w:t>. B</w:t></w:r>', "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"]
    ),
    max_size=8,
)  # fmt: skip


@given(_inline, st.booleans())
def test_translated_by_itself_a_paragraph_loses_nothing(tmp_path_factory: pytest.TempPathFactory, parts: list[str], tagged: bool) -> None:
    class Echo(Memory):
        def __call__(self, queries: Sequence[Query]) -> list[Answer | None]:
            return [Answer(100, query.text, query.tags) if tagged else Answer(99, plain(query.text)) for query in queries]

    path = tmp_path_factory.mktemp("word") / "port.docx"
    path.write_bytes(paragraph("".join(parts)))
    out, _ = filled(path, Echo())

    def shown(file: Path) -> tuple[str, dict[str, int]]:
        with zipfile.ZipFile(file) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        names = [etree.QName(element).localname for element in root.iter()]
        kept = ("footnoteReference", "bookmarkStart", "sdt", "drawing", "fldChar")
        return "".join(node.text or "" for node in root.iter(f"{{{WORD}}}t")), {name: names.count(name) for name in kept}

    before, after = shown(path), shown(out)
    assert after[1] == before[1]
    assert sorted(after[0].replace(" ", "")) == sorted(before[0].replace(" ", ""))
    if tagged:
        assert after[0] == before[0]


@pytest.mark.parametrize(
    "content",
    [
        zipped(**{"other.xml": "<a/>"}),
        zipped(**{"word__document.xml": "<a>"}),
        zipped(**{"word__document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        paragraph(run("Le quai est ouvert."))[:200],
    ],
)
def test_what_is_no_word_document(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "port.docx"
    path.write_bytes(content)
    with pytest.raises(DataError):
        filled(path)


def test_a_word_document_that_cannot_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "port.docx"
    path.write_bytes(compressed_badly(zipped(**{"word__document.xml": "<a/>" * 50})))
    with pytest.raises(DataError, match="not a DOCX file"):
        filled(path)


DOCUMENTS = {
    ".xlf": [XLIFF_2, xliff('<trans-unit id="1"><source>Le <g id="1">quai</g> est long.</source><target/></trans-unit>')],
    ".po": [PO],
    ".txt": [TEXT],
    ".docx": [run("Le ") + run("quai", "<w:b/>") + run(" est long. Ici.") + "<w:hyperlink>" + run("Là.") + "</w:hyperlink>"],
}


@given(st.data())
def test_no_damage_makes_a_filler_fall(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(sorted(DOCUMENTS)))
    text = data.draw(st.sampled_from(DOCUMENTS[suffix]))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        damage = data.draw(st.sampled_from(["", "<", ">", "&", '"', "\x00", text[start : start + 30]]))
        text = text[:start] + damage + text[start + data.draw(st.integers(0, 20)) :]
    path = tmp_path_factory.mktemp("damaged") / f"port{suffix}"
    path.write_bytes(paragraph(text) if suffix == ".docx" else text.encode())
    told = ""
    try:
        filled(path)
    except (DataError, UsageError) as error:
        told = str(error)
    assert path.with_name(f"out{suffix}").exists() == (not told)
    assert not told or told.startswith(str(path))
