"""Sentences: where they begin and end, and where they stand in the original text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.model import Document, Paragraph, ParagraphType, RawText
from tm.newswire import split_article
from tm.segment import segments, sentence_spans
from tm.text import Edit, Traced, normalize

# Each entry is one text, given by its sentences.
FRENCH = [
    ["M. Duval ouvre la séance.", "Il la ferme à midi."],
    ["MM. Blanc et Noir signent.", "Mmes. Roy et Le aussi."],
    ["Mme. Roy préside.", "Elle sourit."],
    ["Le Dr. Vo soigne.", "Le Pr. Mai enseigne."],
    ["Me. Petit plaide pour Mlle. Bui.", "Le juge écoute."],
    ["L’envoyé V. Orlov arrive.", "Đ. Nguyen l’attend."],
    ["Selon A. B. Martin, tout va bien.", "Personne n’en doute."],
    ["Cf. art. 5, al. 2 et p. 12 du code.", "Le reste est libre."],
    ["Voir le vol. 3 et le n°. 7.", "Ils sont épuisés."],
    ["La ville compte 1.250 places et 3.5 hectares.", "Le stade ouvre à 18.30."],
    ["Le prix monte de 6,5 % en un an.", "En 2030, il baissera."],
    ["Le site www.exemple.fr est ouvert.", "Écrire à port@exemple.vn suffit."],
    ["« Nous reviendrons ! » a dit le chef.", "Il est parti."],
    ["“C’est fait.”", "Le public applaudit."],
    ['Il a lancé : "Au travail."', "Puis il est sorti."],
    ["Où est le port ?", "Là !", "Allons-y."],
    ["Un mot seul"],
    ["Le budget de J.-B. Roux est voté.", "Il vaut pour 2031.", "18 communes le contestent."],
    ["Des quais, des grues, etc.", "Le reste suivra."],
    ["Il attend…", "Elle aussi !", "« Enfin ! » dit-il."],
    ["Le roi Louis XIV. fut cité.", "(Personne ne rit.)", "– Et après ?"],
    ["Une phrase sans point final.", "Une autre sans rien"],
]  # fmt: skip
OTHERS = [
    ["Mr. Brown met Mrs. Green and Gov. Hill.", "They talked."],
    ["TS. Mai nói chuyện với GS. Hòa ở TP. Huế.", "Ông ra về."],
]


def _document(*texts: str, kind: ParagraphType = ParagraphType.BODY) -> Document:
    return Document("a.txt", "d", paragraphs=tuple(Paragraph(kind, Traced(text)) for text in texts))


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


class TestSentenceSpans:
    @pytest.mark.parametrize("sentences", FRENCH, ids=lambda sentences: sentences[0])
    def test_french(self, sentences: list[str]) -> None:
        assert _sentences(" ".join(sentences)) == sentences

    @pytest.mark.parametrize("sentences", OTHERS, ids=lambda sentences: sentences[0])
    def test_other_languages(self, sentences: list[str]) -> None:
        assert _sentences(" ".join(sentences)) == sentences

    def test_white_space_around_is_left_out(self) -> None:
        text = "  Le quai.   La halle.  "
        assert list(sentence_spans(text)) == [(2, 10), (13, 22)]

    @pytest.mark.parametrize("text", ["", " ", "\n \t"])
    def test_blank(self, text: str) -> None:
        assert list(sentence_spans(text)) == []

    @settings(max_examples=100, derandomize=True, deadline=None)
    @given(
        st.one_of(
            st.text("aéMD ..!?\"'’«»()\n-–:;,12°…“”\u00a0中😀", max_size=60),
            st.lists(
                st.sampled_from(["M.", "Mme.", "Le quai", "n’a", "« rien »", "dit.", "Oui !", "3.5", "etc.", "(fin.)", "\n", "V."])
            ).map(" ".join),
        )
    )
    def test_spans_are_ordered_disjoint_and_cover_the_text(self, text: str) -> None:
        spans = list(sentence_spans(text))
        bounds = [bound for span in spans for bound in span]
        assert bounds == sorted(bounds)
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
        covered = {i for start, end in spans for i in range(start, end)}
        assert {i for i, c in enumerate(text) if not c.isspace()} <= covered


class TestSegments:
    def test_types_and_order(self) -> None:
        document = Document(
            "a.txt",
            "d",
            paragraphs=(
                Paragraph(ParagraphType.TITLE, Traced("Le port ouvre")),
                Paragraph(ParagraphType.CAPTION, Traced("Une grue.")),
                Paragraph(ParagraphType.BODY, Traced("Il pleut. Il vente.")),
            ),
        )
        assert [(s.text, s.type.value) for s in segments(document)] == [
            ("Le port ouvre", "title"),
            ("Une grue.", "caption"),
            ("Il pleut.", "body"),
            ("Il vente.", "body"),
        ]

    def test_what_stands_twice_is_one_segment(self) -> None:
        document = _document("Le port ouvre. Il pleut.", "LE PORT OUVRE. Il vente.", "Il pleut. Il neige.")
        found = [(s.text, s.start) for s in segments(document)]
        assert found == [("Le port ouvre.", 0), ("Il pleut.", 15), ("Il vente.", 15), ("Il neige.", 10)]

    def test_offsets_are_those_of_the_original_text(self) -> None:
        text = (
            "Le port de Vinh s’agrandit\n\n"
            "Le port de Vinh s’agrandit ảnh 1Une grue (à gauche) et un bac. Photo: VNA\n"
            "Vinh (VNA) - Le quai est long.\u00a0Il est large. M. Lê l’a vu.-VNA\n"
            "Il est large. Les dockers chan\u00adtent ce soir.\n"
        )
        (document,) = split_article(RawText("a.txt", text, "d"))
        found = list(segments(document))
        assert [s.text for s in found] == [
            "Le port de Vinh s’agrandit",
            "Une grue et un bac.",
            "Le quai est long.",
            "Il est large.",
            "M. Lê l’a vu.",
            "Les dockers chantent ce soir.",
        ]
        assert [text[s.start : s.end] for s in found] == [
            "Le port de Vinh s’agrandit",
            "Une grue (à gauche) et un bac.",
            "Le quai est long.",
            "Il est large.",
            "M. Lê l’a vu.",
            "Les dockers chan\u00adtent ce soir.",
        ]

    @settings(max_examples=100, derandomize=True, deadline=None)
    @given(
        st.lists(st.sampled_from(["Le quai ouvre.", "M. Lê sourit.", "Déjà ?", "Rien ne presse !", "« Bien. »", " ", "Fin"]), max_size=8)
    )
    def test_an_unedited_segment_is_a_slice_of_the_text(self, parts: list[str]) -> None:
        text = "\n".join(parts)
        for document in split_article(RawText("a.txt", text, "d")):
            for segment in segments(document):
                assert text[segment.start : segment.end] == segment.text

    def test_a_mended_word_inside_a_segment(self) -> None:
        text = "Le port auVietnam ouvre. Il pleut."
        mended = Traced(text).apply([Edit(8, 17, "au Vietnam")])
        found = list(segments(Document("a.txt", "d", paragraphs=(Paragraph(ParagraphType.BODY, mended),))))
        assert [(s.text, text[s.start : s.end]) for s in found] == [
            ("Le port au Vietnam ouvre.", "Le port auVietnam ouvre."),
            ("Il pleut.", "Il pleut."),
        ]

    def test_a_mended_word_at_the_end(self) -> None:
        text = "Un port auVietnam"
        mended = Traced(text).apply([Edit(8, 17, "au Vietnam")])
        (segment,) = segments(Document("a.txt", "d", paragraphs=(Paragraph(ParagraphType.TITLE, mended),)))
        assert segment.end == len(text)

    def test_a_decomposed_word_at_the_end(self) -> None:
        text = "Un port pre\u0301vu"
        (segment,) = segments(Document("a.txt", "d", paragraphs=(Paragraph(ParagraphType.TITLE, normalize(text)),)))
        assert text[segment.start : segment.end] == text
