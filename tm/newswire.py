"""The structure of agency copy: headline, dateline, captions, credits, sign-offs, teasers. Pure functions.

A page of an agency site that was saved as text holds an article and, after "Voir plus", teasers for others.
Each teaser becomes a small document of its own. Nothing is lost: what is taken out is listed as removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tm.language import paragraph_language
from tm.model import Document, DocumentType, Paragraph, ParagraphType, RawText, Removed
from tm.text import Edit, Traced, normalize

_DATE = re.compile(r"\s*date\s+(\d{4}(?:-\d{2}){0,2})\s+")
_MORE = re.compile(r"(?:voir plus|lire aussi|à lire aussi|voir aussi|lire la suite|sur le même sujet)\s*:?", re.IGNORECASE)
_NUMBERED_CAPTION = re.compile(r"\s*\bảnh\s+\d+\s*")
_CREDIT = re.compile(
    r"(?:\s*\(?\b(?:Photos?|Crédits?(?: photo)?|Illustration|Ảnh)|(?:^|(?<=[.!?…»\"”)]))\s*\(?(?:photos?|crédits?(?: photo)?))"
    r"\s*:\s*[^.:]{1,80}\.?$"
)
_DATELINE = re.compile(r"(?P<place>[^\W\d_][\w'’ .-]{1,40}?)(?:,[^()]{1,30})? ?\((?P<agency>[A-Z]{2,8}(?:/[A-Z]{2,8})*)\) ?[-–—] ?")
_SIGN_OFF = re.compile(r"\s*[-–—]\s?(?:VNA|[A-Z]{2,5}/VNA|VNP|CVN|VOV|NDEL|AVI|AFP|TASS)(?:/[A-Z]{2,5})*\.?$")
_POSITION = re.compile(r"\s?\((?:à |de |au )?(?:droite|gauche|centre|(?:\w+, )?à (?:droite|gauche)|debout|assise?)\)")
_PICTOGRAPH = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]+(?:(?<=^.) |(?<=\s.) |)")
_FULL_STOP = re.compile(r"\.[\"»”’)\s]*$")
_ENDED = re.compile(r"[.!?…][\"»”’)\s]*$")
_ARTICLES = ("Le", "La", "Les", "L’", "L'")
_GAP = re.compile(r"\s{2,}")
_TAIL = 150  # characters: where a credit or sign-off stands
_SHORT = 12  # words: a teaser's lead is longer, or ends as a sentence does


@dataclass(slots=True)
class _Draft:
    """A document being put together, in a language that single paragraphs may differ from; `repeats` says whether they may repeat."""

    language: str
    repeats: bool
    paragraphs: list[Paragraph] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    place: str = ""
    agency: str = ""
    seen: set[str] = field(default_factory=set)

    def drop(self, kind: str, text: str) -> None:
        if text.strip():
            self.removed.append(Removed(kind, text.strip()))

    def cut(self, kind: str, text: Traced, pattern: re.Pattern[str], tail: int = 0) -> Traced:
        """The text without what the pattern finds, in its last `tail` characters only where told, noted as removed."""
        begin = max(0, len(text.text) - tail) if tail else 0
        edits = [Edit(m.start(), m.end(), "") for m in pattern.finditer(text.text, begin)]
        for edit in edits:
            self.drop(kind, text.text[edit.start : edit.end])
        return text.apply(edits).strip() if edits else text

    def add(self, kind: ParagraphType, text: Traced) -> None:
        """Keeps a paragraph unless it is empty, or stands in the document already and may not repeat."""
        text = self.cut("pictograph", text.strip(), _PICTOGRAPH)
        if "(" in text.text:
            text = self.cut("position", text, _POSITION)
        if not text.text:
            return
        if (key := text.text.casefold()) in self.seen and not self.repeats:
            self.drop("repeated", text.text)
            return
        self.seen.add(key)
        self.paragraphs.append(Paragraph(kind, text, paragraph_language(text.text, self.language)))


def split_article(raw: RawText, language: str = "fr", *, repeats: bool = False) -> list[Document]:
    """The documents in one file: the article first, then each teaser, with `source` and `position` telling which.

    A paragraph that stands in its document already is taken out, unless `repeats` says to keep it.
    """
    content = normalize(raw.text)
    date, prefix = raw.date, ""
    if found := _DATE.match(content.text):
        date, prefix, content = found.group(1), found.group(), content.cut(found.end(), len(content.text))
    lines = list(_paragraphs(content))
    more = next((i for i, line in enumerate(lines) if _MORE.fullmatch(line.text)), len(lines))
    article = _article(lines[:more], _Draft(language, repeats))
    article.drop("date", prefix)
    behind = []
    for line in lines[more:]:
        if _MORE.fullmatch(line.text):
            article.drop("teasers", line.text)
        else:
            behind.append(line)
    drafts = [article]
    for teaser in _teasers(behind, language, repeats):
        if teaser.paragraphs:
            drafts.append(teaser)
        else:
            drafts[-1].removed += teaser.removed
    base = Document(raw.source, raw.digest, language=language, date=date)
    return [
        replace(
            base,
            type=DocumentType.TEASER if position else DocumentType.ARTICLE,
            position=position,
            title=_title(draft.paragraphs),
            place=draft.place,
            agency=draft.agency,
            paragraphs=tuple(draft.paragraphs),
            removed=tuple(draft.removed),
        )
        for position, draft in enumerate(drafts)
        if draft.paragraphs or draft.removed
    ]


def _paragraphs(content: Traced) -> Iterator[Traced]:
    """The lines that are not empty."""
    for match in re.finditer(r"[^\n]+", content.text):
        line = content.cut(match.start(), match.end()).strip()
        if line.text:
            yield line.apply(Edit(gap.start(), gap.end(), " ") for gap in _GAP.finditer(line.text))


def _credit(text: str) -> bool:
    return ":" in text[-_TAIL:] and bool(_CREDIT.search(text, max(0, len(text) - _TAIL)))


def _title(paragraphs: list[Paragraph]) -> str:
    return next((p.content.text for p in paragraphs if p.type is ParagraphType.TITLE), "")


def _article(lines: list[Traced], draft: _Draft) -> _Draft:
    for number, line in enumerate(lines):
        if number == 0 and not _FULL_STOP.search(line.text):
            draft.add(ParagraphType.TITLE, line)
            continue
        if marks := list(_NUMBERED_CAPTION.finditer(line.text)):
            _add_captions(draft, line, marks)
        elif _credit(line.text):
            _add_caption(draft, line)
        else:
            _add_body(draft, line)
    return draft


def _add_captions(draft: _Draft, line: Traced, marks: list[re.Match[str]]) -> None:
    """Adds the captions of a line, each of which stands behind the headline and a number."""
    headline = line.text[: marks[0].start()]
    draft.drop("headline", headline)
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        draft.drop("caption mark", mark.group())
        end = after.start() if after else len(line.text)
        if after and line.text.endswith(headline, mark.end(), end):
            draft.drop("headline", headline)
            end -= len(headline)
        _add_caption(draft, line.cut(mark.end(), end))


def _add_caption(draft: _Draft, line: Traced) -> None:
    draft.add(ParagraphType.CAPTION, draft.cut("credit", line, _CREDIT, _TAIL))


def _add_body(draft: _Draft, line: Traced) -> None:
    if (found := _DATELINE.match(line.text)) and _is_place(found["place"]):
        draft.place, draft.agency = draft.place or found["place"].strip(), draft.agency or found["agency"]
        draft.drop("dateline", found.group())
        line = line.cut(found.end(), len(line.text))
    draft.add(ParagraphType.BODY, draft.cut("sign-off", line, _SIGN_OFF, _TAIL))


def _is_place(text: str) -> bool:
    """Whether the text in front of an agency is a place's name: small words only between words with a capital."""
    words = text.split()
    return words[0][0].isupper() and words[0] not in _ARTICLES and all(w[0].isupper() or len(w) <= 3 or not w[0].isalpha() for w in words)


def _teasers(lines: list[Traced], language: str, repeats: bool) -> Iterator[_Draft]:
    """Teasers: captions with a credit, a headline, and a lead, which ends each of them."""
    group: list[Traced] = []
    for line in lines:
        group.append(line)
        if not _credit(line.text) and _ENDED.search(line.text) and len(line.text.split()) >= _SHORT:
            yield _teaser(group, _Draft(language, repeats))
            group = []
    if group:
        yield _teaser(group, _Draft(language, repeats))


def _teaser(group: list[Traced], draft: _Draft) -> _Draft:
    *before, last = group
    if not _ENDED.search(last.text) or _CREDIT.search(last.text):
        before, last = group, Traced("")
    titles = [line for line in before if not _credit(line.text)]
    for line in titles[-1:]:
        draft.add(ParagraphType.TITLE, line)
    for line in before:
        if line not in titles[-1:]:
            _add_caption(draft, line)
    _add_body(draft, last)
    return draft
