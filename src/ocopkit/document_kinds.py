"""The kinds of documents, each by a key that tells it: to say what a file is that was taken for another."""

from collections.abc import Collection
from types import MappingProxyType

from attrs import frozen

from ocopkit.text import Text


@frozen
class DocumentKind:
    """A kind of document.

    Args:
        name: What it is called.
        use: The command that takes it.
    """

    name: Text
    use: str


_REGULATION = DocumentKind(
    Text(vi="quy chế của hội đồng", en="a council's regulation"),
    "ocopkit council SHEET… --regulation FILE",
)
_SHEET = DocumentKind(Text(vi="phiếu đánh giá", en="a score sheet"), "ocopkit score FILE")
_PLAN = DocumentKind(Text(vi="kế hoạch", en="a plan"), "ocopkit plan check FILE")

# In this order: a sheet of a supplement has answers too, a fact sheet answers and a set.
KINDS = MappingProxyType(
    {
        "supplement": DocumentKind(
            Text(vi="phiếu chấm tiêu chí bổ sung", en="a sheet of a supplement"), "ocopkit score-local FILE"
        ),
        "facts": DocumentKind(Text(vi="phiếu số liệu", en="a fact sheet"), "ocopkit assess FILE"),
        "events": DocumentKind(Text(vi="hồ sơ vòng đời", en="a case"), "ocopkit case show FILE"),
        "quorum": _REGULATION,
        "spread": _REGULATION,
        "tier": _REGULATION,
        "targets": _PLAN,
        "tasks": _PLAN,
        "rewards": DocumentKind(
            Text(vi="chính sách thưởng", en="a reward scheme"), "ocopkit benefits FILE CASE"
        ),
        "counts": DocumentKind(
            Text(vi="số liệu của kế hoạch", en="a plan's counts"), "ocopkit plan progress PLAN --counts FILE"
        ),
        "grades": DocumentKind(
            Text(vi="bộ tiêu chí bổ sung", en="a supplement"),
            "ocopkit check FOLDER, with the folder of its pack",
        ),
        "changes": DocumentKind(Text(vi="bản sửa đổi", en="an amendment"), "ocopkit diff BOOK FILE"),
        "answers": _SHEET,
        "set": _SHEET,
    }
)
"""The kinds, each by a key at the top of its documents."""


def kind_of(keys: Collection[object], known: Collection[str]) -> tuple[str, DocumentKind] | None:
    """Return the kind of document that keys tell, if it isn't the one wanted.

    Args:
        keys: The keys at the top of the document.
        known: Those of the kind that is wanted.

    Returns:
        The telling key, and the kind; ``None`` if no key tells another.

    Example:
        >>> kind_of(["rule_book", "set", "on", "facts"], ["rule_book", "set", "answers"])[1].use
        'ocopkit assess FILE'
    """
    return next(((key, kind) for key, kind in KINDS.items() if key in keys and key not in known), None)
