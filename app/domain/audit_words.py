"""The words of the audit trail: what was done, and what is told of it. Codes, never sentences.

An entry keeps these words in English, whoever reads it: they are hashed into the chain. Pages say them in
the reader's language. `tests/unit/test_audit_words.py` finds an action that is missing here.
"""

from __future__ import annotations

ACTIONS = (
    *("signed in", "signed out", "sign-in refused", "password changed", "preferences saved"),
    *("session revoked", "other sessions revoked", "recovery code used", "recovery codes renewed"),
    *("second factor set up", "second factor removed", "second factor reset"),
    "second factor refused",
    *("account created", "account invited", "account invited again", "account cleared"),
    *("account disabled", "account enabled", "account signed out", "password reset"),
    *("password link made", "invitation link used", "password link used", "link mailed"),
    *("access requested", "request granted", "request refused", "request withdrawn"),
    *("access granted", "grant ended", "emergency asked", "emergency approved"),
    *("emergency granted", "emergency refused", "emergency ended", "emergency viewed"),
    *("emergency reported", "emergency report acknowledged"),
    *("record registered", "record amended", "record withdrawn", "record linked"),
    *("record reinstated", "record relabelled", "record disposed of", "record opened"),
    *(
        "file added",
        "file downloaded",
        "file kept with draft",
        "file text read",
        "stub opened",
        "sheet made",
    ),
    "likely duplicates shown",
    *("signatories taken", "draft begun", "draft opened", "draft discarded"),
    *("note added", "note amended", "note removed", "notes opened"),
    *("relation removed", "relations opened", "entry proposed", "entry confirmed"),
    *("proposal refused", "proposals opened", "entries merged", "merge undone"),
    *("synonym added", "synonym removed", "search", "more like this", "wording compared"),
    *("draft searched", "draft search exported", "results exported", "search saved"),
    *("saved search changed", "saved search removed", "saved search shared"),
    *("sharing of a search ended", "shared search copied", "saved search watched"),
    *("watching of a search ended", "search digest chosen", "search digest mailed"),
    *("basket opened", "briefing begun", "briefing changed", "briefing copied", "briefing opened"),
    *("briefing removed", "briefing shared", "briefing sharing ended", "briefing marking changed"),
    *("search digest not mailed", "bulk amendment previewed", "bulk amendment begun"),
    *("bulk amendment opened", "bulk amendment undone", "release proposed", "release refused"),
    *("release taken back", "releases viewed", "consent begun", "consent entered"),
    *("consent paper made", "series created", "series amended", "series assigned"),
    *("series viewed", "hold set", "hold lifted", "hold viewed", "due records viewed"),
    *("disposal proposed", "taken off disposal list", "disposal refused", "disposal taken back"),
    *("disposal list viewed", "disposal carried out", "disposal certificate made"),
    *("records exported", "export proposed", "export approved", "export refused"),
    *("export taken back", "export proposals viewed", "backup made", "backup tried out"),
    *("backup removed", "archive restored", "original found damaged", "original sound again"),
    *("original removed", "audit viewed", "audit verified"),
    *("briefing build begun", "briefing build stopped", "briefing build viewed", "briefing built"),
    *("briefing fetched", "briefing copy made", "report made"),
)
DETAILS = (
    *(
        "approval",
        "at the terminal",
        "certificate",
        "codes left",
        "compartments",
        "copy",
        "count",
        "digest",
    ),
    *("emergency", "entries", "fields", "format", "frequency", "from", "hits", "hours", "kind"),
    *("label", "left out", "level", "lines", "method", "name", "names", "not before"),
    *("originators", "parts", "party", "problems", "proposed by", "records", "report"),
    *("result", "role", "series", "sessions ended", "state", "to", "until"),
)
"""What stands beside an action, each with a value."""
