"""What is known about French words."""

from __future__ import annotations

import pytest

from tm.lexicon import frequency, known, lemma, readings


def _tags(word: str) -> str:
    return "".join(dict.fromkeys(reading.tag for reading in readings(word)))


class TestReadings:
    @pytest.mark.parametrize(
        ("word", "tag", "base", "gender", "number"),
        [
            ("ministres", "N", "ministre", "", "p"),
            ("ambassadrice", "N", "ambassadeur", "f", "s"),
            ("navire", "N", "navire", "m", "s"),
            ("économies", "N", "économie", "f", "p"),
            ("commerciales", "A", "commercial", "f", "p"),
            ("navals", "A", "naval", "m", "p"),
            ("vietnamiennes", "A", "vietnamien", "f", "p"),
            ("ouvrir", "I", "ouvrir", "", ""),
            ("ouvrent", "V", "ouvrir", "", ""),
            ("renforcé", "P", "renforcer", "m", "s"),
            ("œuvres", "N", "oeuvre", "", "p"),
        ],
    )
    def test_the_first_reading_of_common_words(self, word: str, tag: str, base: str, gender: str, number: str) -> None:
        first = readings(word)[0]
        assert (first.tag, first.lemma) == (tag, base)
        assert first.gender == gender or not gender
        assert first.number == number or not number

    @pytest.mark.parametrize(
        ("word", "tags"),
        [
            ("des", "SD"),
            ("du", "S"),
            ("d'", "S"),
            ("d’", "S"),
            ("que", "C"),
            ("l'", "D"),
            ("leurs", "D"),
            ("ne", "R"),
            ("où", "R"),
        ],
    )
    def test_function_words(self, word: str, tags: str) -> None:
        assert _tags(word) == tags

    @pytest.mark.parametrize(("word", "tags"), [("visite", "NV"), ("accueil", "N"), ("portes", "NV"), ("conseiller", "NI")])
    def test_all_readings_are_given(self, word: str, tags: str) -> None:
        assert set(_tags(word)) >= set(tags)

    @pytest.mark.parametrize("word", ["visite", "conseiller", "signé", "public", "grave", "marche"])
    def test_the_most_frequent_first(self, word: str) -> None:
        weights = [reading.weight for reading in readings(word)]
        assert len(weights) > 1
        assert weights == sorted(weights, reverse=True)

    @pytest.mark.parametrize("word", ["18e", "1er", "1re", "2ᵉ", "2030", "3,5", "1.250", "xxᵉ"])
    def test_numerals(self, word: str) -> None:
        assert _tags(word) == "M"

    @pytest.mark.parametrize("word", ["xxe", "xive", "xixe"])
    def test_roman_ordinals(self, word: str) -> None:
        assert _tags(word) == "M"


class TestGuesses:
    @pytest.mark.parametrize(
        ("word", "tag", "base"),
        [
            ("bilatérales", "A", "bilatéral"),
            ("multilatéraux", "A", "multilatéral"),
            ("interparlementaires", "A", "interparlementaire"),
            ("macroéconomiques", "A", "macroéconomique"),
            ("eurasiatiques", "A", "eurasiatique"),
            ("numérisations", "N", "numérisation"),
            ("sous-préfectures", "N", "sous-préfecture"),
            ("franco-laotiennes", "A", "franco-laotien"),
            ("décarbonation", "N", "décarbonation"),
            ("cybersécurité", "N", "cybersécurité"),
            ("reconfigurer", "I", "reconfigurer"),
            ("géopolitiquement", "B", "géopolitiquement"),
        ],
    )
    def test_from_lemma_part_or_ending(self, word: str, tag: str, base: str) -> None:
        assert (readings(word)[0].tag, readings(word)[0].lemma) == (tag, base)

    @pytest.mark.parametrize(
        ("word", "gender", "number"), [("bilatérales", "f", "p"), ("bilatérale", "f", "s"), ("sous-préfectures", "f", "p")]
    )
    def test_gender_and_number_from_a_known_lemma(self, word: str, gender: str, number: str) -> None:
        assert (readings(word)[0].gender, readings(word)[0].number) == (gender, number)

    @pytest.mark.parametrize("word", ["zzyzx", "qwrt", "hmông"])
    def test_what_has_no_ending_is_a_noun(self, word: str) -> None:
        assert [(r.tag, r.lemma) for r in readings(word)] == [("N", word)]

    @pytest.mark.parametrize("word", ["eurasiatiques", "indopacifiques", "écosystémiques"])
    def test_a_plural_cut_from_its_s_is_a_plural(self, word: str) -> None:
        (guess,) = readings(word)
        assert guess.lemma == word.removesuffix("s")
        assert guess.number == "p"


class TestLemma:
    @pytest.mark.parametrize(
        ("word", "base"),
        [
            ("nationales", "national"),
            ("chevaux", "cheval"),
            ("directrices", "directeur"),
            ("pêches", "pêche"),
            ("ouvrent", "ouvrir"),
            ("voisines", "voisin"),
            ("œuvre", "oeuvre"),
        ],
    )
    def test_dictionary_form(self, word: str, base: str) -> None:
        assert lemma(word) == base

    @pytest.mark.parametrize("word", ["visite", "marche", "porte", "conseiller", "accord"])
    def test_noun_before_verb(self, word: str) -> None:
        assert lemma(word) == word


class TestFrequency:
    def test_common_words_are_more_frequent_than_rare_ones(self) -> None:
        order = ["de", "ministre", "ambassadeur", "plénipotentiaire"]
        shares = [frequency(word) for word in order]
        assert shares == sorted(shares, reverse=True)
        assert 0 < shares[-1] < shares[0] < 1

    def test_apostrophes_are_one(self) -> None:
        assert frequency("aujourd’hui") == frequency("aujourd'hui") > 0

    @pytest.mark.parametrize("word", ["lesrelations", "stratégiqueintégral", "auvietnam"])
    def test_fused_words_are_not_french(self, word: str) -> None:
        assert frequency(word) == 0
        assert not known(word)

    @pytest.mark.parametrize("word", ["navire", "œuvre", "oeuvre", "vice-ministre", "signé"])
    def test_known(self, word: str) -> None:
        assert known(word)

    @pytest.mark.parametrize("word", ["", "ministry", "Navire", "đối"])
    def test_not_known(self, word: str) -> None:
        assert not known(word)
