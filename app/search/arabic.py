"""A light stem of Arabic words: the article, a few prefixes and the commonest endings, nothing of the root.

After Larkey, Ballesteros and Connell, "Light stemming for Arabic information retrieval" (light10). Roots
would put `كتاب` (book) and `مكتب` (office) together; a light stem keeps what is one word to a reader. The
prefixes ب, ك, ل and ف go with the article only: before a bare word they cannot be told from its letters.
"""

from __future__ import annotations

_AND = "و"
_ARTICLES = ("وال", "بال", "كال", "فال", "ولل", "ال", "لل")
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_LEAST_REST, _LEAST_AFTER_ARTICLE, _LEAST_AFTER_AND = 2, 3, 4


def arabic_stem(form: str) -> str:
    """The stem of a folded Arabic word: والمحامين, المحامي and محام meet."""
    return _without_endings(_without_prefix(form))


def _without_prefix(form: str) -> str:
    """Without article, then without a leading و, in words with and without the article alike."""
    for article in _ARTICLES:
        if form.startswith(article) and len(form) - len(article) >= _LEAST_AFTER_ARTICLE:
            form = form[len(article) :]
            break
    return form[1:] if form.startswith(_AND) and len(form) > _LEAST_AFTER_AND else form


def _without_endings(form: str) -> str:
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= _LEAST_REST:
            form = form[: -len(ending)]
    return form
