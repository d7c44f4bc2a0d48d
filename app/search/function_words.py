"""Small words that a search does not insist on: articles, prepositions and conjunctions.

"crown of St Stephen" is to find a text that speaks of St Stephen's crown. Only words typed in lower case and
side by side with others are left out, never in quotation marks, beside AND or behind a field. Words that mean
something in another language on the list are not on it: `die`, `war`, `son`, `mit`, `us`, `un`, `who`, `may`;
nor are single Latin letters.
"""

from __future__ import annotations

from app.domain.folding import fold

_BY_LANGUAGE = {
    "en": "about after against among an and as at before between by during for from in into of on or over"
    " that the their this through to under until upon was were with",
    "fr": "au aux avec dans de des du en entre et la le les ou par pour sans sous une",
    "de": "auf aus bei das dem den der des ein eine einem einen einer für im in ins und vom von zu zum zur",
    "es": "al con de del el en entre la las los para por sin sobre una",
    "it": "al alla con da dal dalla dei del della delle di gli il in la le lo nel nella per una",
    "pt": "ao aos com da das de do dos em na nas no nos os para por uma",
    "nl": "aan bij de een en het in met naar of om onder op over uit van voor",
    "sv": "att av den det ett för med och om på till vid",
    "da": "af at den det et for fra i med og på til ved",
    "ru": "в во для до за и из к на о об от по при с со у",
}
FUNCTION_WORDS = frozenset(fold(word) for words in _BY_LANGUAGE.values() for word in words.split())


def is_function_word(typed: str) -> bool:
    """Whether a word stands on the list, as it was typed: `UN`, `The` and `IT` do not."""
    return typed == typed.lower() and fold(typed) in FUNCTION_WORDS
