"""The members of a council: what each is, and what each did."""

import unicodedata
from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from ocopkit.product import Product
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.readings import Readings
from ocopkit.scoring.regulation import Regulation
from ocopkit.scoring.score import Score
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

Role = Literal["chair", "member", "expert", "secretary"]
"""What somebody is in a council."""

Part = Literal["scores", "advises", "abstains", "absent", "conflict"]
"""What somebody did in the end: only the sheets of those who score count."""

Held = Literal["meeting", "written"]
"""How a council came to its result: it met, or gave written opinions."""

ROLES: Mapping[Role, Text] = {
    "chair": Text(vi="Chủ tịch hội đồng", en="chair"),
    "member": Text(vi="thành viên", en="member"),
    "secretary": Text(vi="thư ký", en="secretary"),
    "expert": Text(vi="chuyên gia được mời", en="invited expert"),
}
"""The roles in words, in the order in which a council is listed."""


@frozen
class MemberFile:
    """Who filled in a sheet: the block ``member`` of a score sheet's file.

    Args:
        name: A name or any label, different for each member.
        role: What they are in the council.
        present: Whether they took part.
        votes: Whether their sheet counts, if it isn't to follow from the role and the regulation.
        conflict: The conflict of interest that they declared.
        scoring: Which scoring the sheet is of, from 1.
    """

    name: str
    role: Role = "member"
    present: bool = True
    votes: bool | None = None
    conflict: str | None = None
    scoring: int = 1


@frozen
class MemberSheet:
    """A member of a council and the sheet that this member filled in.

    Args:
        member: Who it is: a name or any label, different for each.
        sheet: The sheet; ``None`` for somebody who filled in none.
        role: What they are in the council.
        present: Whether they took part (in a written procedure: whether they answered).
        votes: Whether their sheet counts, if it isn't to follow from the role and the regulation: a
            member who abstains has ``False``.
        conflict: The conflict of interest that they declared; they are then left out and recorded.
        earlier: The sheets that they filled in earlier scorings of the same product, first to last.

    Example:
        >>> MemberSheet("Ủy viên vắng mặt", present=False).scorings
        ()
    """

    member: str
    sheet: ScoreSheet | None = field(default=None, repr=False)
    role: Role = "member"
    present: bool = True
    votes: bool | None = None
    conflict: str | None = field(default=None, repr=False)
    earlier: tuple[ScoreSheet, ...] = field(default=(), repr=False)

    @property
    def scorings(self) -> tuple[ScoreSheet, ...]:
        """The sheets of all scorings, first to last; the last counts."""
        return (*self.earlier, self.sheet) if self.sheet else self.earlier


@frozen(eq=False)
class Seat:
    """A member of a council, with what they did and what each of their sheets scores by itself.

    Args:
        member: The member.
        part: What they did.
        scores: The score of each of their sheets, first scoring first; only of those who score.
    """

    member: MemberSheet
    part: Part
    scores: tuple[Score, ...] = field(default=(), repr=False)


@frozen(eq=False)
class Sitting:
    """A council that may decide.

    Args:
        seats: Everyone, by role and name, whatever the order they were given in.
        criteria_set: What they scored against.
        product: The product, if a sheet says which.
        regulation: The regulation.
        rules: How it reads the law, by the book, the regulation and the caller's choices.
        held: Whether it met.
    """

    seats: tuple[Seat, ...]
    criteria_set: CriteriaSet
    product: Product | None
    regulation: Regulation
    rules: Readings
    held: Held

    @property
    def scoring(self) -> tuple[Seat, ...]:
        """Those whose sheets count."""
        return tuple(seat for seat in self.seats if seat.part == "scores")

    @property
    def council(self) -> tuple[Seat, ...]:
        """Those who are of the council for this product: neither invited nor left out."""
        return tuple(seat for seat in self.seats if seat.member.role != "expert" and seat.part != "conflict")


def part_of(one: MemberSheet, rules: Readings) -> Part:
    """Return what somebody's part is, by what they declared, their role and the rules."""
    if one.conflict is not None:
        return "conflict"
    if not one.present:
        return "absent"
    if one.votes is False:
        return "abstains"
    invited = {"expert": "experts", "secretary": "secretary"}.get(one.role)
    return "advises" if invited and rules.of(invited) == "advise" else "scores"


def canonical(name: str) -> str:
    """Return a name as it is compared: whatever its case, its white space and its Unicode form."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
