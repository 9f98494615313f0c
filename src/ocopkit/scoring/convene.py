"""A council convened: who scores, who is left out, and everything that is wrong with it, all at once."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from attrs import evolve, field, frozen

from ocopkit.errors import IncompleteSheetError, NotFoundError, OcopError, Problem, SheetError, Where
from ocopkit.product import Product
from ocopkit.rules.basis import Basis
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.regulation import Regulation, council_readings, faults
from ocopkit.scoring.score import Score, basis_of, score
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

Role = Literal["chair", "member", "expert", "secretary"]
"""What somebody is in a council."""

Part = Literal["scores", "advises", "abstains", "absent", "conflict"]
"""What somebody did in the end: only the sheets of those who score count."""

Held = Literal["meeting", "written"]
"""How a council came to its result: it met, or gave written opinions."""

_ROLES: tuple[Role, ...] = ("chair", "member", "secretary", "expert")


class CouncilError(OcopError):
    """A council cannot decide: its members, its sheets or its votes do not allow it."""


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


def convene(
    sheets: Iterable[MemberSheet],
    regulation: Regulation,
    readings: Mapping[str, str],
    held: Held,
) -> Sitting:
    """Return a council that may decide.

    Args:
        sheets: The members with their sheets, in any order.
        regulation: How the council works.
        readings: Options of the book's and the council's readings to use instead of their own choices.
        held: Whether it met.

    Raises:
        CouncilError: With everything that is wrong: members, quorum, sheets, missing answers.
        NotFoundError: If there is no such reading or option.
    """
    members = tuple(sorted(sheets, key=_order))
    counting = [sheet for one in members if one.conflict is None for sheet in one.scorings]
    if not counting:
        raise CouncilError([_no_sheets()])
    form = _most_common(counting)
    rules, problems = _rules(basis_of(form), regulation, readings)
    problems += faults(regulation)
    problems += _of_regulation(regulation, basis_of(form), rules, held)
    problems += _of_members(members, rules)
    own = {one.key: rules.choices[one.key] for one in basis_of(form).readings if one.key in rules.overridden}
    seats = tuple(_seat(one, form, rules, own, problems) for one in members)
    scored = [one for seat in seats if seat.part == "scores" for one in seat.member.scorings]
    products, others = _products(seats)
    sitting = Sitting(seats, form, products[0] if products else None, regulation, rules, held)
    problems += others
    problems += _of_council(sitting)
    if not scored:
        problems.append(_nobody_scores())
    if problems:
        raise CouncilError(problems)
    return sitting


def _order(one: MemberSheet) -> tuple[int, str, str]:
    return (_ROLES.index(one.role), _plain(one.member), one.member)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _identity(sheet: ScoreSheet) -> tuple[str, str, int]:
    basis = basis_of(sheet.criteria_set)
    return (basis.book, basis.digest, sheet.criteria_set.number)


def _most_common(sheets: list[ScoreSheet]) -> CriteriaSet:
    counted = Counter(map(_identity, sheets))
    chosen = min(counted, key=lambda identity: (-counted[identity], identity))
    return next(sheet.criteria_set for sheet in sheets if _identity(sheet) == chosen)


def _rules(
    basis: Basis, regulation: Regulation, chosen: Mapping[str, str]
) -> tuple[Readings, list[Problem]]:
    """Return how the council reads the law, with every answer of the regulation that doesn't exist."""
    book = {reading.key for reading in basis.readings}
    both = evolve(
        basis, readings=(*basis.readings, *(one for one in council_readings() if one.key not in book))
    )
    readings_of(both, chosen)
    known = {reading.key: reading for reading in both.readings}
    ruled: dict[str, str] = {}
    problems: list[Problem] = []
    for key, ruling in regulation.rules.items():
        if key in known and known[key].option(ruling.choice) is None and key not in book:
            continue  # the regulation's own faults tell of it
        try:
            readings_of(both, {key: ruling.choice})
        except NotFoundError as error:
            problems += [one.under("regulation", "rules", key) for one in error.problems]
        else:
            ruled[key] = ruling.choice
    problems += [
        _not_open(key, option, regulation)
        for key, option in chosen.items()
        if key in ruled and ruled[key] != option
    ]
    return readings_of(both, {**chosen, **ruled}), problems


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


def _seat(
    one: MemberSheet, form: CriteriaSet, rules: Readings, own: Mapping[str, str], problems: list[Problem]
) -> Seat:
    """Return a seat with its scores; what is wrong with its sheets is added to the problems."""
    part = part_of(one, rules)
    scores: list[Score] = []
    for number, sheet in enumerate(one.scorings if part == "scores" else (), start=1):
        if _identity(sheet)[::2] != (basis_of(form).book, form.number) or sheet.criteria_set != form:
            problems.append(_other_form(one, number, sheet, form))
            continue
        try:
            scores.append(score(sheet, readings=own))
        except (IncompleteSheetError, SheetError) as error:
            problems += [problem.under("members", one.member, number) for problem in error.problems]
    return Seat(one, part, tuple(scores))


def _products(seats: Iterable[Seat]) -> tuple[list[Product], list[Problem]]:
    """Return the products that sheets name, the most common first, and those that are another one."""
    named = [
        (seat.member, number, sheet.product)
        for seat in seats
        if seat.part == "scores"
        for number, sheet in enumerate(seat.member.scorings, start=1)
        if sheet.product
    ]
    coded = all(product.code for _, _, product in named)
    counted = Counter(_called(product, coded=coded) for _, _, product in named)
    ranked = sorted(named, key=lambda one: (-counted[_called(one[2], coded=coded)], _called(one[2], coded=coded)))
    if not ranked:
        return [], []
    first = ranked[0][2]
    others = [
        _other_product(member, number, product, first)
        for member, number, product in named
        if _called(product, coded=coded) != _called(first, coded=coded)
    ]
    return [product for _, _, product in ranked], others


def _called(product: Product, *, coded: bool) -> str:
    return _plain(product.code or "") if coded else _plain(product.name)


def _of_regulation(regulation: Regulation, basis: Basis, rules: Readings, held: Held) -> Iterator[Problem]:
    if regulation.rule_books and basis.book not in regulation.rule_books:
        books = ", ".join(regulation.rule_books)
        yield Problem(
            "other-regime",
            Text(
                vi=f"{regulation.name.vi}: không áp dụng cho phiếu theo {basis.instrument}",
                en=f"{regulation.name.en} does not hold for sheets under {basis.instrument}",
            ),
            Text(vi=f"Dữ liệu ghi quy chế này áp dụng cho: {books}", en=f"By its data it holds under: {books}"),
            Text(
                vi=f"Dùng quy chế của hội đồng chấm theo {basis.book}",
                en=f"Use the regulation of a council that scores by {basis.book}",
            ),
            Where(("regulation", "rule_books")),
        )
    allowed = rules.of("form") if "form" in rules.choices else "either"
    if allowed in {"meeting", "written"} and allowed != held:
        met = held == "meeting"
        yield Problem(
            "wrong-form",
            Text(
                vi="Hội đồng đã họp" if met else "Hội đồng đã lấy ý kiến bằng văn bản",
                en="The council met" if met else "The council gave written opinions",
            ),
            Text(
                vi="Quy định yêu cầu lấy ý kiến bằng văn bản" if met else "Quy định yêu cầu hội đồng họp",
                en="Its rules ask for written opinions" if met else "Its rules ask for a meeting",
            ),
            Text(vi="Làm đúng hình thức, rồi chấm", en="Use the form that the rules ask for, and score then"),
            Where(("regulation", "rules", "form")),
        )


def _of_members(members: tuple[MemberSheet, ...], rules: Readings) -> Iterator[Problem]:
    counted = Counter(_plain(one.member) for one in members)
    told: set[str] = set()
    for one in members:
        plain = _plain(one.member)
        if counted[plain] > 1 and plain not in told:
            told.add(plain)
            yield _duplicate(one, counted[plain])
        yield from _of_vote(one, rules)


def _of_vote(one: MemberSheet, rules: Readings) -> Iterator[Problem]:
    part = part_of(one, rules)
    where = Where(("members", one.member))
    out = Text(vi="Bỏ 'votes: true'", en="Remove 'votes: true'")
    if part == "conflict" and one.votes:
        yield Problem(
            "conflict-votes",
            Text(
                vi=f"{one.member} khai có xung đột lợi ích nhưng vẫn chấm điểm",
                en=f"{one.member} declares a conflict of interest and yet votes",
            ),
            Text(
                vi="Người khai xung đột lợi ích không tham gia chấm sản phẩm đó",
                en="Whoever declares a conflict is left out for that product",
            ),
            out,
            where,
        )
    if part == "absent" and (one.votes or one.scorings):
        yield Problem(
            "absent-votes",
            Text(vi=f"{one.member} vắng mặt nhưng có phiếu", en=f"{one.member} is absent and yet has a sheet"),
            Text(
                vi="Chỉ phiếu của người dự họp, hoặc đã trả lời bằng văn bản, mới tính",
                en="Only those who met, or answered in writing, count",
            ),
            Text(
                vi="Ghi 'present: true' nếu người này có tham gia, hoặc bỏ phiếu",
                en="Write 'present: true' if they took part, or remove the sheet",
            ),
            where,
        )
    if part == "advises" and one.votes:
        yield Problem(
            "may-not-vote",
            Text(
                vi=f"{one.member} ({_role(one).vi}) được ghi là chấm điểm",
                en=f"{one.member} ({_role(one).en}) is marked as voting",
            ),
            Text(
                vi="Theo quy định của hội đồng này, người đó chỉ tư vấn, giúp việc",
                en="By this council's rules they advise only",
            ),
            out,
            where,
        )
    if part == "scores" and not one.scorings:
        yield Problem(
            "no-sheet",
            Text(vi=f"{one.member} chưa có phiếu", en=f"{one.member} has no sheet"),
            Text(vi="Người dự họp và có quyền chấm phải chấm", en="Whoever is present and may score has to"),
            Text(
                vi="Thêm phiếu, hoặc ghi 'present: false' (vắng) hay 'votes: false' (không chấm)",
                en="Add the sheet, or write 'present: false' (absent) or 'votes: false' (abstains)",
            ),
            where,
        )


def _of_council(sitting: Sitting) -> Iterator[Problem]:
    chairs = [seat for seat in sitting.council if seat.member.role == "chair"]
    if len(chairs) > 1:
        yield _two_chairs([seat.member.member for seat in chairs])
    if not any(seat.part != "absent" for seat in chairs) and sitting.rules.of("chair") == "needed":
        yield _no_chair(sitting)
    if quorum := sitting.regulation.quorum:
        members = len(sitting.council)
        present = sum(seat.part != "absent" for seat in sitting.council)
        if present < quorum.of(members):
            yield _below_quorum(present, quorum.of(members), members, sitting.regulation)


def _role(one: MemberSheet) -> Text:
    return ROLES[one.role]


ROLES: Mapping[Role, Text] = {
    "chair": Text(vi="Chủ tịch hội đồng", en="chair"),
    "member": Text(vi="thành viên", en="member"),
    "secretary": Text(vi="thư ký", en="secretary"),
    "expert": Text(vi="chuyên gia được mời", en="invited expert"),
}
"""The roles in words."""


def _no_sheets() -> Problem:
    return Problem(
        "no-sheets",
        Text(vi="Không có phiếu nào để tổng hợp", en="There is no sheet to make a result of"),
        Text(vi="Kết quả của hội đồng lấy từ phiếu của các thành viên", en="A council's result is its members'"),
        Text(vi="Đưa vào phiếu của các thành viên dự họp", en="Give the sheets of the members present"),
    )


def _nobody_scores() -> Problem:
    return Problem(
        "nobody-scores",
        Text(vi="Không thành viên nào chấm điểm", en="No member scores"),
        Text(
            vi="Mọi người đều vắng, không chấm hoặc chỉ tư vấn",
            en="Everybody is absent, abstains or only advises",
        ),
        Text(vi="Kiểm tra lại vai trò và việc có mặt", en="Check roles and who was present"),
        Where(("members",)),
    )


def _duplicate(one: MemberSheet, times: int) -> Problem:
    return Problem(
        "duplicate-member",
        Text(vi=f"{one.member} có {times} lần", en=f"{one.member} is there {times} times"),
        Text(vi="Mỗi thành viên chỉ có một phiếu được tính", en="Each member has one sheet that counts"),
        Text(
            vi="Bỏ phiếu thừa; nếu là lần chấm trước thì đưa vào earlier (trong tệp: scoring: 1, 2…)",
            en="Remove one; if it is of an earlier scoring, give it as such (earlier; in files scoring: 1, 2…)",
        ),
        Where(("members", one.member)),
    )


def _other_form(one: MemberSheet, number: int, sheet: ScoreSheet, form: CriteriaSet) -> Problem:
    found, wanted = basis_of(sheet.criteria_set), basis_of(form)
    same = (found.book, sheet.criteria_set.number) == (wanted.book, form.number)
    return Problem(
        "other-text" if same else "other-set",
        Text(
            vi=f"Phiếu của {one.member} theo bộ {sheet.criteria_set.number} của {found.book}",
            en=f"The sheet of {one.member} is against set {sheet.criteria_set.number} of {found.book}",
        ),
        Text(
            vi=f"Hội đồng chấm theo bộ {form.number} ({form.name.vi}) của {wanted.book}"
            + (", với nội dung khác" if same else ""),
            en=f"The council scores against set {form.number} ({form.name.en}) of {wanted.book}"
            + (", with another text" if same else ""),
        ),
        Text(vi="Chấm lại trên đúng mẫu phiếu", en="Score on the same form as the others"),
        Where(("members", one.member, number, "set")),
    )


def _other_product(one: MemberSheet, number: int, found: Product, wanted: Product) -> Problem:
    names = [f"{product.name} ({product.code})" if product.code else product.name for product in (found, wanted)]
    return Problem(
        "other-product",
        Text(
            vi=f"Phiếu của {one.member} chấm {names[0]}", en=f"The sheet of {one.member} scores {names[0]}"
        ),
        Text(vi=f"Hội đồng chấm {names[1]}", en=f"The council scores {names[1]}"),
        Text(vi="Bỏ phiếu này, hoặc sửa tên sản phẩm", en="Remove the sheet, or mend the product's name"),
        Where(("members", one.member, number, "product")),
    )


def _not_open(key: str, option: str, regulation: Regulation) -> Problem:
    choice = regulation.rules[key].choice
    return Problem(
        "not-open",
        Text(
            vi=f"Không chọn được {key}={option}: quy chế đã quy định {choice}",
            en=f"{key}={option} cannot be chosen: the regulation says {choice}",
        ),
        Text(vi="Chỉ chọn được điều còn bỏ ngỏ", en="Only what is left open can be chosen"),
        Text(
            vi="Bỏ lựa chọn này, hoặc dùng một quy chế khác",
            en="Drop the choice, or use another regulation",
        ),
        Where(("readings", key)),
    )


def _two_chairs(names: list[str]) -> Problem:
    both = ", ".join(names)
    return Problem(
        "two-chairs",
        Text(vi=f"Có {len(names)} Chủ tịch: {both}", en=f"There are {len(names)} chairs: {both}"),
        Text(vi="Mỗi hội đồng chỉ có một người chủ trì", en="A council is led by one"),
        Text(vi="Ghi 'role: member' cho những người khác", en="Write 'role: member' for the others"),
        Where(("members", names[-1])),
    )


def _no_chair(sitting: Sitting) -> Problem:
    chairs = [seat for seat in sitting.seats if seat.member.role == "chair"]
    why = Text(vi="Không phiếu nào ghi 'role: chair'", en="No sheet says 'role: chair'")
    if chairs:
        name = chairs[0].member.member
        left = Text(vi="có xung đột lợi ích", en="has a conflict of interest")
        away = Text(vi="vắng mặt", en="is absent")
        said = left if chairs[0].part == "conflict" else away
        why = Text(vi=f"{name} {said.vi}", en=f"{name} {said.en}")
    return Problem(
        "no-chair",
        Text(vi="Hội đồng không có người chủ trì", en="The council is without its chair"),
        why,
        Text(
            vi="Ghi 'role: chair' cho Chủ tịch hoặc người được ủy quyền chủ trì",
            en="Write 'role: chair' for the chair, or for whom the chair delegates",
        ),
        Where(("members", chairs[0].member.member) if chairs else ("members",)),
    )


def _below_quorum(present: int, needed: int, members: int, regulation: Regulation) -> Problem:
    quorum = regulation.quorum
    by = (quorum and quorum.by) or regulation.name
    return Problem(
        "below-quorum",
        Text(
            vi=f"Chỉ có {present} trên {members} thành viên tham gia",
            en=f"Only {present} of {members} members take part",
        ),
        Text(vi=f"Cần ít nhất {needed} ({by.vi})", en=f"At least {needed} are needed ({by.en})"),
        Text(
            vi="Họp lại khi đủ thành viên; người vắng mặt cũng phải được ghi trong danh sách",
            en="Meet again with enough members; those absent have to be listed too",
        ),
        Where(("members",)),
    )
