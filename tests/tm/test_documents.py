"""Files in, texts out: which files a source names, and what characters their bytes are."""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from tm.documents import find_files, read_sources
from tm.errors import DataError
from tm.readers.plain import decode

SENTENCE = (
    "Le préfet a rappelé que le marché couvert, fermé depuis l’été, rouvrira en février après deux années de travaux.\n"
    "« Les pêcheurs de la région y vendront eux-mêmes leurs crevettes », a-t-il précisé à l’issue de la réunion.\n"
)
NOWHERE = Path("nowhere.txt")


def _write(path: Path, text: str = "Du texte.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


class TestFindFiles:
    def test_a_file_is_itself(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "sans-suffixe")
        assert list(find_files(path)) == [(path, "sans-suffixe")]

    def test_a_folder_is_all_text_files_below_it_in_order(self, tmp_path: Path) -> None:
        for name in ("b/deux.txt", "b/a/trois.TXT", "a.txt", "c.text", "image.png", "notes.log", "b/sans", ".caché.txt"):
            _write(tmp_path / name)
        (tmp_path / "dossier.txt").mkdir()
        found = list(find_files(tmp_path))
        assert [name for _, name in found] == ["a.txt", "b/a/trois.TXT", "b/deux.txt", "c.text"]
        assert [path for path, _ in found] == [tmp_path / name for _, name in found]

    def test_the_order_does_not_hang_on_the_order_of_making(self, tmp_path: Path) -> None:
        for folder, names in (("un", "cab"), ("deux", "bca")):
            for name in names:
                _write(tmp_path / folder / f"{name}.txt")
        first, second = ([name for _, name in find_files(tmp_path / folder)] for folder in ("un", "deux"))
        assert first == second == ["a.txt", "b.txt", "c.txt"]

    def test_missing_path(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match=r"no such file or folder") as raised:
            list(find_files(tmp_path / "absent"))
        assert str(tmp_path / "absent") in str(raised.value)

    @pytest.mark.parametrize("name", [None, "image.png"])
    def test_folder_without_text(self, tmp_path: Path, name: str | None) -> None:
        if name:
            _write(tmp_path / name)
        with pytest.raises(DataError, match=r"no file that can be read in this folder \(\.txt, .*Name a folder of articles"):
            list(find_files(tmp_path))


class TestDecode:
    def test_utf8(self) -> None:
        assert decode(SENTENCE.encode(), NOWHERE) == SENTENCE

    @pytest.mark.parametrize(
        ("bom", "encoding"), [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
    )
    def test_byte_order_mark_decides_and_goes(self, bom: bytes, encoding: str) -> None:
        assert decode(bom + SENTENCE.encode(encoding), NOWHERE) == SENTENCE

    @pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
    def test_legacy_encodings_are_recognised(self, encoding: str) -> None:
        assert decode(SENTENCE.encode(encoding), NOWHERE) == SENTENCE

    def test_one_accent_in_cp1252_is_enough(self) -> None:
        assert decode("Le marché ouvre lundi matin.".encode("cp1252"), NOWHERE) == "Le marché ouvre lundi matin."

    def test_the_encoding_named_wins(self) -> None:
        assert decode("€ é".encode("iso8859_15"), NOWHERE, "iso8859_15") == "€ é"
        assert decode("Lê Thị".encode("utf-16-le"), NOWHERE, "utf-16-le") == "Lê Thị"

    def test_what_was_encoded_twice_is_set_right(self) -> None:
        """UTF-8 that somebody took for another encoding and saved as UTF-8."""
        twice = SENTENCE.encode().decode("cp1252").encode()
        assert decode(twice, NOWHERE) == SENTENCE

    @pytest.mark.parametrize("text", ["Đà Nẵng et Huế, déjà 5 €", "Le signe « Â » et l’Ångström"])
    def test_sound_text_stays(self, text: str) -> None:
        assert decode(text.encode(), NOWHERE) == text

    def test_binary(self) -> None:
        with pytest.raises(DataError, match=r"nowhere\.txt: not a text file \(a NUL byte at 8\)\."):
            decode(b"\x89PNG\r\n\x1a\n\x00\x00", NOWHERE)

    def test_noise_is_not_taken_for_a_legacy_encoding(self) -> None:
        with pytest.raises(DataError, match=r"byte 0 \(0x80\) is not UTF-8\..*--encoding"):
            decode(bytes(range(128, 256)) * 3, NOWHERE)

    @pytest.mark.parametrize(
        ("data", "encoding", "says"),
        [
            (b"caf\xe9 noir", "utf-8", "byte 3 (0xe9) is not utf-8"),
            (b"caf\xe9 noir", "ascii", "byte 3 (0xe9) is not ascii"),
            (b"un \x81 deux", "cp1252", "byte 3 (0x81) is not cp1252"),
        ],
    )
    def test_a_wrong_encoding_names_the_byte_and_the_option(self, data: bytes, encoding: str, says: str) -> None:
        with pytest.raises(DataError) as raised:
            decode(data, NOWHERE, encoding)
        message = str(raised.value)
        assert message.startswith(f"nowhere.txt: {says}.")
        assert "--encoding cp1252" in message
        assert "\n" not in message

    def test_cut_utf16(self) -> None:
        with pytest.raises(DataError, match=r"byte 4 \(0x62\) is not utf-16"):
            decode(codecs.BOM_UTF16_LE + b"a\x00b", NOWHERE)

    @pytest.mark.parametrize("encoding", ["klingon", "hex"])
    def test_an_unknown_encoding(self, encoding: str) -> None:
        with pytest.raises(DataError, match=rf"nowhere\.txt: no encoding is called {encoding}\. Give another --encoding"):
            decode(b"abc", NOWHERE, encoding)

    def test_a_bad_byte_behind_a_byte_order_mark(self) -> None:
        with pytest.raises(DataError, match=r"byte 6 \(0xff\)"):
            decode(codecs.BOM_UTF8 + b"abc\xffdef", NOWHERE)


class TestOneFile:
    def test_what_is_known_of_it(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "a.txt", "Le quai neuf.\n")
        (raw,) = read_sources([path])
        assert (raw.source, raw.text, raw.path, raw.named, raw.date) == ("a.txt", "Le quai neuf.\n", str(path.resolve()), True, "")
        assert raw.digest == hashlib.sha256(b"Le quai neuf.\n").hexdigest()

    @pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8])
    def test_empty(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "vide.txt").write_bytes(data)
        with pytest.raises(DataError, match=r"vide\.txt: the file is empty\. Remove it or fill it\."):
            list(read_sources([tmp_path / "vide.txt"]))

    def test_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tm.documents.MAX_BYTES", 2_000_000)
        path = tmp_path / "gros.txt"
        path.write_bytes(b"a" * 2_000_000)
        assert [len(raw.text) for raw in read_sources([path])] == [2_000_000]
        path.write_bytes(b"a" * 2_000_001)
        with pytest.raises(DataError, match=r"gros\.txt: larger than 2 MB\. Split it into articles"):
            list(read_sources([path]))

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_forbidden(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "secret.txt")
        path.chmod(0)
        with pytest.raises(DataError, match=r"secret\.txt: cannot be read \(Permission denied\)"):
            list(read_sources([path]))


class TestReadSources:
    def test_in_the_order_given(self, tmp_path: Path) -> None:
        _write(tmp_path / "d" / "b.txt", "b")
        _write(tmp_path / "d" / "a.txt", "a")
        last = _write(tmp_path / "seul.txt", "seul")
        assert [raw.text for raw in read_sources([last, tmp_path / "d"])] == ["seul", "a", "b"]

    def test_a_file_named_twice_is_read_once(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "d" / "a.txt")
        roundabout = tmp_path / "d" / ".." / "d" / "a.txt"
        link = tmp_path / "lien.txt"
        link.symlink_to(path)
        raws = list(read_sources([path, path, roundabout, link, tmp_path / "d"]))
        assert [(raw.source, raw.named) for raw in raws] == [("a.txt", True)]

    def test_who_named_it(self, tmp_path: Path) -> None:
        _write(tmp_path / "d" / "a.txt")
        path = _write(tmp_path / "b.txt")
        assert [raw.named for raw in read_sources([tmp_path / "d", path])] == [False, True]

    def test_a_bad_file_in_a_folder_is_a_problem(self, tmp_path: Path) -> None:
        (tmp_path / "b.txt").write_bytes(b"\x00")
        (tmp_path / "d.txt").write_bytes(b"")
        for name in "ace":
            _write(tmp_path / f"{name}.txt", name)
        problems: list[DataError] = []
        assert [raw.text for raw in read_sources([tmp_path], problems=problems)] == ["a", "c", "e"]
        assert [problem.where for problem in problems] == [str(tmp_path / "b.txt"), str(tmp_path / "d.txt")]

    def test_a_bad_file_named_itself_raises(self, tmp_path: Path) -> None:
        (tmp_path / "b.txt").write_bytes(b"\x00")
        problems: list[DataError] = []
        with pytest.raises(DataError, match="not a text file"):
            list(read_sources([tmp_path / "b.txt"], problems=problems))
        assert problems == []

    def test_a_bad_file_raises_where_nobody_collects(self, tmp_path: Path) -> None:
        (tmp_path / "b.txt").write_bytes(b"\x00")
        with pytest.raises(DataError, match="not a text file"):
            list(read_sources([tmp_path]))

    def test_a_missing_source_raises(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="no such file or folder"):
            list(read_sources([tmp_path / "absent"], problems=[]))

    def test_the_encoding_goes_for_all(self, tmp_path: Path) -> None:
        for name in "ab":
            (tmp_path / f"{name}.txt").write_bytes("déjà € ".encode("iso8859_15"))
        assert {raw.text for raw in read_sources([tmp_path], encoding="iso8859_15")} == {"déjà € "}


class TestStandardInput:
    def test_a_dash_is_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Déjà vu.\n".encode("cp1252"))))
        (raw,) = read_sources([Path("-")], encoding="cp1252")
        assert (raw.source, raw.text, raw.named) == ("stdin", "Déjà vu.\n", True)

    def test_nothing_comes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
        with pytest.raises(DataError, match="the file is empty"):
            list(read_sources([Path("-")], problems=[]))


class TestArchives:
    def _zip(self, path: Path, **members: bytes) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name.replace("__", "/").replace("_", "."), data)
        return path

    def test_its_articles_in_order(self, tmp_path: Path) -> None:
        path = self._zip(tmp_path / "a.zip", b_txt=b"b", image_png=b"png", a__c_txt=b"c")
        raws = list(read_sources([tmp_path]))
        assert [(raw.source, raw.text) for raw in raws] == [("a.zip/a/c.txt", "c"), ("a.zip/b.txt", "b")]
        assert [raw.text for raw in read_sources([path, path])] == ["c", "b"]

    def test_a_bad_member_is_a_problem(self, tmp_path: Path) -> None:
        path = self._zip(tmp_path / "a.zip", a_txt=b"a", b_txt=b"\0", c_txt=b"c")
        problems: list[DataError] = []
        assert [raw.text for raw in read_sources([path], problems=problems)] == ["a", "c"]
        assert [problem.where for problem in problems] == [f"{path}!b.txt"]

    def test_not_an_archive(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "a.zip")
        with pytest.raises(DataError, match=r"a\.zip: not a ZIP archive"):
            list(read_sources([path], problems=[]))
        _write(tmp_path / "b.txt", "b")
        problems: list[DataError] = []
        assert [raw.text for raw in read_sources([tmp_path], problems=problems)] == ["b"]
        assert [problem.where for problem in problems] == [str(path)]

    def test_too_much_to_unpack(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = self._zip(tmp_path / "a.zip", a_txt=b"a" * 1_000_000, b_txt=b"b" * 1_000_001)
        monkeypatch.setattr("tm.documents.MAX_ARCHIVE_BYTES", 2_000_000)
        with pytest.raises(DataError, match=r"a\.zip: unpacks to more than 2 MB"):
            list(read_sources([path]))

    def test_nothing_to_read_inside(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="no file in this archive that can be read"):
            list(read_sources([self._zip(tmp_path / "a.zip", image_png=b"png")]))
