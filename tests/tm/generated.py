"""Translation units at random, as Hypothesis strategies: texts with marks, surrogates' neighbours and tags, attributes, properties."""

from __future__ import annotations

from hypothesis import strategies as st

from tm.exchange.inline import CONTROL
from tm.text import nfc
from tm.units import PLACEHOLDER, Details, InlineTag, Property, TranslationUnit, Variant

# Characters that formats stumble over: markup, marks that combine, white space, characters outside the first plane, controls.
_AWKWARD = "<>&\"'\t\n\r\u00a0\u0301\u0323đọ\u0085\u2028\u200b\U0001f600\U00020000;,|=+@]]>"
characters = st.characters(exclude_categories=["Cs", "Cn"], exclude_characters=PLACEHOLDER) | st.sampled_from(_AWKWARD)
anything = st.text(st.characters(exclude_characters=PLACEHOLDER), max_size=20)


def legal(text: str) -> str:
    """A text as XML can hold it, in NFC."""
    return nfc(CONTROL.sub("", text))


texts = st.text(characters, min_size=1, max_size=30).map(legal).filter(lambda text: bool(text.strip()))
words = st.text(characters, min_size=1, max_size=8).map(legal).filter(bool)
_dates = st.datetimes().map(lambda when: f"{when:%Y}-{when:%m-%dT%H:%M:%S}Z".zfill(20))
_native = st.sampled_from(["", "&lt;b&gt;", "{\\b ", '&lt;img alt="<sub type="alt">Départ</sub>"/&gt;', "a &amp; b"])
_codes = st.one_of(
    st.builds(lambda i, kind, content: InlineTag("bpt", (("i", i), ("type", kind)), content), st.sampled_from("123"), words, _native),
    st.builds(lambda i, content: InlineTag("ept", (("i", i),), content), st.sampled_from("123"), _native),
    st.builds(lambda x, content: InlineTag("ph", (("x", x), ("assoc", "p")), content), words, _native),
    st.builds(lambda pos, content: InlineTag("it", (("pos", pos),), content), st.sampled_from(["begin", "end"]), _native),
    st.builds(lambda content: InlineTag("ut", (), content), _native),
    st.just(InlineTag("", content=PLACEHOLDER)),
)


@st.composite
def segments(draw: st.DrawFn) -> tuple[str, tuple[InlineTag, ...]]:
    """A text with a placeholder for each of its tags; what `hi` opens is closed, also where one stands in another."""
    tags = draw(st.lists(_codes, max_size=4))
    for _ in range(draw(st.integers(0, 2))):
        start, end = sorted((draw(st.integers(0, len(tags))), draw(st.integers(0, len(tags)))))
        if _balanced(tags[start:end]):
            tags[start:end] = [InlineTag("hi", (("type", draw(words)),)), *tags[start:end], InlineTag("hi", closes=True)]
    pieces = [draw(texts), *(draw(texts | st.just("")) for _ in tags)]
    return nfc(PLACEHOLDER.join(pieces)), tuple(tags)


def _balanced(tags: list[InlineTag]) -> bool:
    depth = 0
    for tag in tags:
        depth += (tag.element == "hi") * (-1 if tag.closes else 1)
        if depth < 0:
            return False
    return depth == 0


properties = st.builds(
    Property, words, st.sampled_from(["", "domain", "x-client"]), st.sampled_from(["", "fr", "en-GB"]), st.sampled_from(["", "utf-16"])
)


def details(**attributes: st.SearchStrategy[str]) -> st.SearchStrategy[Details]:
    """What a unit or a variant may say of itself."""
    given = st.fixed_dictionaries({}, optional={name.replace("_", "-"): values for name, values in attributes.items()})
    return st.builds(
        Details,
        created=_dates | st.just(""),
        created_by=words | st.just(""),
        changed=_dates | st.just(""),
        changed_by=words | st.just(""),
        attributes=given.map(lambda found: tuple(found.items())),
        properties=st.lists(properties, max_size=2).map(tuple),
    )


@st.composite
def variants(draw: st.DrawFn, tag: str) -> Variant:
    text, tags = draw(segments())
    return Variant(tag[:2].lower(), text, tags, tag, draw(details(datatype=words, o_encoding=words, usagecount=st.just("7"), o_tmf=words)))


@st.composite
def units(draw: st.DrawFn) -> TranslationUnit:
    tags = draw(st.lists(st.sampled_from(["fr", "FR-CA", "en", "en-GB", "vi", "vi_VN"]), min_size=2, max_size=4, unique=True))
    languages = list(dict.fromkeys(tag[:2].lower() for tag in tags))
    return TranslationUnit(
        tuple(draw(variants(tag)) for tag in tags),
        draw(words | st.just("")),
        draw(st.sampled_from(["", *languages])),
        draw(words | st.just("")),
        draw(words | st.just("")),
        draw(st.sampled_from(["import", "align", "human"])),
        draw(st.sampled_from([100.0, 87.5, 0.0, 99.123456])),
        draw(details(segtype=st.sampled_from(["block", "phrase"]), lastusagedate=st.just("20240101"), creationtool=words)),
    )
