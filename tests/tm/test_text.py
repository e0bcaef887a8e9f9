"""Characters: what counts as the same, and texts that remember where each of their characters comes from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.text import Edit, Traced, fold, nfc, normalize, printable, same_accents, stem

CHECKED = settings(max_examples=100, derandomize=True, deadline=None)

LETTERS = "aàâäæbcçdđeéèêëfghiîïjklmnñoôöœpqrstuùûüvwxyÿzăắằẳẵặậấầẩẫảãạẹẻẽếềểễệỉĩịọỏõốồổỗộơớờởỡợụủũưứừửữựỳỵỷỹ"
WRITTEN = LETTERS + LETTERS.upper() + "0123456789.,« »()%" + " \u00a0\n'’-–"


def _base_letter(character: str) -> str:
    """The letter without its marks, read off its Unicode name; other characters as they are."""
    name = unicodedata.name(character, "")
    found = re.match(r"LATIN (?:CAPITAL|SMALL) (?:LETTER|LIGATURE) (\w+)", name)
    return found.group(1).lower() if found else character


def _naive_fold(text: str) -> str:
    """What a reader would type who has a bare keyboard: letter by letter, by name."""
    typed = "".join("'" if c == "’" else " " if c in "-– \u00a0\n" else _base_letter(c) for c in text)
    return " ".join(typed.split())


class TestFold:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Réunion d’urgence", "reunion d'urgence"),
            ("Réunion d'urgence", "reunion d'urgence"),
            ("Sœur aînée", "soeur ainee"),
            ("ŒUVRE", "oeuvre"),
            ("et cætera", "et caetera"),
            ("Đà Lạt", "da lat"),
            ("ĐƯỜNG ĐI", "duong di"),
            ("Łódź", "lodz"),
            ("sous-comité", "sous comite"),
            ("sous‑comité", "sous comite"),
            ("  Huê –\u00a0Vinh\t", "hue vinh"),
            ("GROẞE Straße", "grosse strasse"),
            ("D`accord", "d'accord"),
            ("", ""),
        ],
    )
    def test_folds(self, text: str, folded: str) -> None:
        assert fold(text) == folded

    @pytest.mark.parametrize(("one", "other"), [("pêcheur", "pécheresse"), ("dé", "tê"), ("a.b", "ab"), ("l'an", "lan"), ("10", "1 0")])
    def test_keeps_apart(self, one: str, other: str) -> None:
        assert fold(one) != fold(other)

    @CHECKED
    @given(st.text(WRITTEN))
    def test_agrees_with_reading_letters_by_name(self, text: str) -> None:
        assert fold(text) == _naive_fold(text)

    @CHECKED
    @given(st.one_of(st.text(), st.text(WRITTEN)))
    def test_folding_twice_is_folding_once(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @CHECKED
    @given(st.one_of(st.text(), st.text(WRITTEN)))
    def test_normal_form_does_not_matter(self, text: str) -> None:
        assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text)) == fold(text)

    @CHECKED
    @given(st.text(st.characters(max_codepoint=0xFFFF)))
    def test_no_mark_stays(self, text: str) -> None:
        """Beyond the basic plane there are marks as well, of scripts that no article here is written in."""
        assert not [c for c in fold(text) if unicodedata.combining(c)]

    @CHECKED
    @given(st.text(WRITTEN))
    def test_case_does_not_matter(self, text: str) -> None:
        assert fold(text.upper()) == fold(text.lower())


class TestSameAccents:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("L’École", "l'école"),
            ("Sous-Comité", "SOUS COMITÉ"),
            ("Trân Van", "TRÂN\u00a0VAN"),
            ("cafe\u0301", "café"),
            (" pont – levis ", "pont levis"),
        ],
    )
    def test_same(self, one: str, other: str) -> None:
        assert same_accents(one) == same_accents(other)

    @pytest.mark.parametrize(("one", "other"), [("pêche", "peche"), ("Tô", "To"), ("Đà", "Dà"), ("marché", "marche"), ("cœur", "coeur")])
    def test_marks_count(self, one: str, other: str) -> None:
        assert same_accents(one) != same_accents(other)
        assert fold(one) == fold(other)

    @CHECKED
    @given(st.text(WRITTEN), st.text(WRITTEN))
    def test_finer_than_fold(self, one: str, other: str) -> None:
        """What is the same with marks is the same without them."""
        assert fold(same_accents(one)) == fold(one)
        assert same_accents(one) != same_accents(other) or fold(one) == fold(other)


class TestStem:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("accord bilatéral", "accords bilatéraux"),
            ("route maritime", "routes maritimes"),
            ("relation commerciale", "relations commerciales"),
            ("commercial", "commerciale"),
            ("déléguée", "déléguées"),
            ("délégué", "délégués"),
            ("vietnamien", "vietnamiennes"),
            ("européen", "européenne"),
            ("officiel", "officielles"),
            ("tribunal", "tribunaux"),
            ("nouveau bateau", "nouveaux bateaux"),
            ("enjeu", "enjeux"),
            ("conseiller", "conseillers"),
            ("agreement", "agreements"),
        ],
    )
    def test_inflections_meet(self, one: str, other: str) -> None:
        assert stem(fold(one)) == stem(fold(other))

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("accord", "accordéon"),
            ("conseil", "conseiller"),
            ("Russie", "russe"),
            ("ministre", "ministère"),
            ("nation", "national"),
            ("commission", "commissaire"),
            ("chien", "chiens de garde"),
        ],
    )
    def test_other_words_do_not(self, one: str, other: str) -> None:
        assert stem(fold(one)) != stem(fold(other))

    @pytest.mark.parametrize(
        "text", ["đối tác chiến lược", "quan hệ ngoại giao", "hội nghị thượng đỉnh", "phương hướng", "nghiêng", "Trường Sa", "quyền lợi"]
    )
    def test_vietnamese_syllables_stay(self, text: str) -> None:
        assert stem(fold(text)) == fold(text)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("zone franche", "zones franches"), ("aide publique", "aides publiques"), ("base navale", "bases navales"), ("élue", "élues")],
    )
    def test_short_words_and_their_plurals_meet(self, one: str, other: str) -> None:
        assert stem(fold(one)) == stem(fold(other))

    @pytest.mark.parametrize(("one", "other"), [("délégué", "déléguée"), ("zone protégée", "parc protégé"), ("invités", "invitées")])
    def test_feminines_in_ee_meet(self, one: str, other: str) -> None:
        assert stem(fold(one)).split()[-1] == stem(fold(other)).split()[-1]


class TestPrintable:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("rouge \x1b[31mvif", "rouge [31mvif"),
            ("a\x00b\x07c\x7fd\x9be", "abcde"),
            ("un\u202etxt.exe", "untxt.exe"),
            ("\u2066isolé\u2069", "isolé"),
            ("ligne\nsuivante\tcolonne", "ligne\nsuivante\tcolonne"),
            ("Đường ở Huế, déjà « vu » 😀", "Đường ở Huế, déjà « vu » 😀"),
        ],
    )
    def test_cleans(self, text: str, shown: str) -> None:
        assert printable(text) == shown

    @CHECKED
    @given(st.text())
    def test_no_control_character_stays_and_nothing_else_goes(self, text: str) -> None:
        shown = printable(text)
        assert not [c for c in shown if unicodedata.category(c) == "Cc" and c not in "\t\n"]
        assert [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]

    @pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c"])
    def test_direction_marks_go(self, mark: str) -> None:
        assert printable(f"a{mark}b") == "ab"


@dataclass(frozen=True)
class Slow:
    """The oracle for Traced: for each character, the offset in the original text it was kept from, or None."""

    characters: tuple[tuple[str, int | None], ...]

    @classmethod
    def of(cls, text: str) -> Slow:
        return cls(tuple((c, i) for i, c in enumerate(text)))

    @property
    def text(self) -> str:
        return "".join(c for c, _ in self.characters)

    def cut(self, start: int, end: int) -> Slow:
        return replace(self, characters=self.characters[start:end])

    def strip(self) -> Slow:
        kept = list(self.characters)
        while kept and kept[0][0].isspace():
            kept.pop(0)
        while kept and kept[-1][0].isspace():
            kept.pop()
        return Slow(tuple(kept))

    def apply(self, edits: list[Edit]) -> Slow:
        made = list(self.characters)
        for edit in reversed(edits):
            made[edit.start : edit.end] = [(c, None) for c in edit.after]
        return Slow(tuple(made))


def _agree(traced: Traced, slow: Slow) -> None:
    assert traced.text == slow.text
    kept = [(here, there) for here, (_, there) in enumerate(slow.characters) if there is not None]
    assert [traced.original(here) for here, _ in kept] == [there for _, there in kept]


@st.composite
def _edits(draw: st.DrawFn, length: int) -> list[Edit]:
    """Edits in order that do not overlap, on a text of that length."""
    places = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    spans = zip(places[::2], places[1::2], strict=False)
    return [Edit(a, b, draw(st.text("xyz \n", max_size=8))) for a, b in spans]


class TestTraced:
    @CHECKED
    @given(st.data())
    def test_edits_keep_the_way_back(self, data: st.DataObject) -> None:
        text = data.draw(st.text("abc de", max_size=30))
        edits = data.draw(_edits(len(text)))
        _agree(Traced(text).apply(edits), Slow.of(text).apply(edits))

    @CHECKED
    @given(st.data())
    def test_operations_compose(self, data: st.DataObject) -> None:
        text = data.draw(st.text("abc de\n", max_size=40))
        traced, slow = Traced(text), Slow.of(text)
        for _ in range(data.draw(st.integers(1, 5))):
            step = data.draw(st.sampled_from(["cut", "strip", "apply"]))
            if step == "cut":
                end = data.draw(st.integers(0, len(slow.text)))
                start = data.draw(st.integers(0, end))
                traced, slow = traced.cut(start, end), slow.cut(start, end)
            elif step == "strip":
                traced, slow = traced.strip(), slow.strip()
            else:
                edits = data.draw(_edits(len(slow.text)))
                traced, slow = traced.apply(edits), slow.apply(edits)
            _agree(traced, slow)

    @CHECKED
    @given(st.data())
    def test_offsets_ascend_and_stay_within_the_text(self, data: st.DataObject) -> None:
        text = data.draw(st.text("abc de", max_size=30))
        traced = Traced(text).apply(data.draw(_edits(len(text))))
        offsets = [traced.original(here) for here in range(len(traced.text))]
        assert offsets == sorted(offsets)
        assert all(0 <= offset <= len(text) for offset in offsets)

    def test_untouched_text_runs_in_step(self) -> None:
        traced = Traced("le port de Huê")
        assert [traced.original(i) for i in (0, 3, 13)] == [0, 3, 13]

    def test_an_edit_right_behind_something_cut_out(self) -> None:
        traced = Traced("ab-cd").apply([Edit(2, 3, "")]).apply([Edit(2, 4, "xy")])
        assert traced.text == "abxy"
        assert [traced.original(here) for here in range(4)] == [0, 1, 3, 4]

    def test_no_edit_changes_nothing(self) -> None:
        assert Traced("abc").apply([]) == Traced("abc")

    def test_strip_of_blank_text_is_empty(self) -> None:
        assert Traced(" \n ").strip().text == ""

    def test_a_replacement_does_not_point_behind_what_it_replaces(self) -> None:
        traced = Traced("au port libre").apply([Edit(0, 2, "aux grands")])
        offsets = [traced.original(here) for here in range(len(traced.text))]
        assert offsets == [0, 1, *[2] * 8, *range(2, 13)]


class TestNormalize:
    @pytest.mark.parametrize(
        ("text", "plain"),
        [
            ("50\u00a0%\u202fde\u2009plus", "50 % de plus"),
            ("co\u00adopé\u200bration\ufeff", "coopération"),
            ("une\r\ndeux\rtrois\n", "une\ndeux\ntrois\n"),
            ("Hue\u0302\u0301", "Huế"),
            ("Hue\u0302\u200d\u0301", "Huế"),
            ("colonne\tdeux", "colonne deux"),
            ("", ""),
        ],
    )
    def test_plain(self, text: str, plain: str) -> None:
        assert normalize(text).text == plain

    @CHECKED
    @given(st.text("aeoy\u0301\u0302\u0303\u0323đơ \u00a0\u202f\t\r\n\u00ad\u200b\ufeff.1", max_size=40))
    def test_is_nfc_without_invisible_characters(self, text: str) -> None:
        wanted = text.replace("\r\n", "\n").replace("\r", "\n")
        wanted = re.sub("[\u00ad\u200b\ufeff]", "", wanted)
        wanted = re.sub("[\u00a0\u202f\t]", " ", wanted)
        assert normalize(text).text == nfc(wanted)

    @CHECKED
    @given(
        st.lists(
            st.sampled_from(
                ["port", "7,5", "de\u00admain", "a\u200bb", "Viê\u0323t", "e\u0301te\u0301", "\u00a0", "\r\n", "Huê", "«\u202f9\u202f»"]
            )
        )
    )
    def test_ascii_words_keep_their_places(self, words: list[str]) -> None:
        """Each ASCII character that no mark stands near comes from the place where it stood."""
        text = " ".join(words)
        traced = normalize(text)
        marked = {i for m in re.finditer(r"\S*[\u0301\u0323]\S*", text) for i in range(*m.span())}
        wanted = [(c, i) for i, c in enumerate(text) if "!" <= c <= "~" and i not in marked]
        at = [traced.original(here) for here in range(len(traced.text))]
        found = [(c, i) for c, i in zip(traced.text, at, strict=True) if "!" <= c <= "~" and i not in marked]
        assert found == wanted

    def test_letters_behind_a_mark_keep_their_places(self) -> None:
        text = "re\u0301union"
        traced = normalize(text)
        assert [traced.original(traced.text.index(c)) for c in "unio"] == [text.index(c) for c in "unio"]
