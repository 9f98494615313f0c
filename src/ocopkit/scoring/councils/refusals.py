"""What keeps a council from deciding, told so that it can be mended."""

from collections.abc import Iterable, Iterator, Mapping

from ocopkit.errors import OcopError, Problem, Where, nearest, quoted
from ocopkit.product import Product
from ocopkit.rules.basis import Basis
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.scoring.councils.decision import Scoring
from ocopkit.scoring.councils.members import ROLES, Held, MemberSheet, Part, Seat, Sitting
from ocopkit.scoring.readings import Readings
from ocopkit.scoring.regulation import Regulation
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import ScoreSheet, title
from ocopkit.text import Text, counted


class CouncilError(OcopError):
    """A council cannot decide: its members, its sheets or its votes do not allow it."""


def of_regulation(regulation: Regulation, basis: Basis, rules: Readings, held: Held) -> Iterator[Problem]:
    """Yield what is wrong between a regulation, the sheets' rule book and how the council worked."""
    if regulation.rule_books and basis.book not in regulation.rule_books:
        books = ", ".join(regulation.rule_books)
        yield Problem(
            "other-regime",
            Text(
                vi=f"{regulation.name.vi}: không áp dụng cho phiếu theo {basis.instrument}",
                en=f"{regulation.name.en} does not hold for sheets under {basis.instrument}",
            ),
            Text(vi=f"Dữ liệu ghi áp dụng cho: {books}", en=f"By its data it holds under: {books}"),
            Text(
                vi=f"Dùng quy chế của hội đồng chấm theo {basis.book}",
                en=f"Use the regulation of a council that scores by {basis.book}",
            ),
            Where(("regulation", "rule_books")),
        )
    if rules.of("form") in {"meeting", "written"} and rules.of("form") != held:
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
            Text(vi="Chấm theo đúng hình thức quy định", en="Score in the form that the rules ask for"),
            Where(("regulation", "rules", "form")),
        )


def not_a_word(path: tuple[str, ...], value: object, words: Iterable[str]) -> Problem:
    """Tell of a word that is none of those that there are."""
    return Problem(
        "not-allowed",
        Text(vi=f"{quoted(value)} không được phép ở đây", en=f"{quoted(value)} is not allowed here"),
        Text(vi="Ở đây chỉ nhận một số giá trị", en="Only certain values are allowed here"),
        nearest(str(value), words),
        Where(path),
    )


def not_carried_out(key: str, option: str, options: tuple[str, ...]) -> Problem:
    """Tell of a reading's option that councils do not know."""
    return Problem(
        "unknown-option",
        Text(
            vi=f"Lựa chọn {option!r} của {key!r} chưa tính được",
            en=f"The option {option!r} of {key!r} cannot be carried out",
        ),
        Text(vi="Cách tổng hợp của hội đồng không biết lựa chọn này", en="Councils do not know it"),
        nearest(option, options),
        Where(("readings", key)),
    )


def of_vote(one: MemberSheet, part: Part) -> Iterator[Problem]:
    """Yield what is wrong between what somebody's part is and whether they vote."""
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
            Text(
                vi=f"{one.member} vắng mặt nhưng có phiếu", en=f"{one.member} is absent and yet has a sheet"
            ),
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
                vi=f"{one.member} ({ROLES[one.role].vi}) được ghi là chấm điểm",
                en=f"{one.member} ({ROLES[one.role].en}) is marked as voting",
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


def no_sheets() -> Problem:
    """Tell that there is nothing to make a result of."""
    return Problem(
        "no-sheets",
        Text(vi="Không có phiếu nào để tổng hợp", en="There is no sheet to make a result of"),
        Text(
            vi="Kết quả của hội đồng lấy từ phiếu của các thành viên", en="A council's result is its members'"
        ),
        Text(vi="Đưa vào phiếu của các thành viên dự họp", en="Give the sheets of the members present"),
    )


def nobody_scores() -> Problem:
    """Tell that nobody present scores."""
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


def duplicate(one: MemberSheet, times: int) -> Problem:
    """Tell of a member who is there more than once."""
    return Problem(
        "duplicate-member",
        Text(vi=f"{one.member} có {times} lần", en=f"{one.member} is there {times} times"),
        Text(vi="Mỗi thành viên chỉ có một phiếu được tính", en="Each member has one sheet that counts"),
        Text(
            vi="Bỏ phiếu thừa; nếu là lần chấm trước thì đưa vào earlier (trong tệp: scoring: 1, 2…)",
            en="Remove one, or give it as an earlier scoring (earlier; in files scoring: 1, 2…)",
        ),
        Where(("members", one.member)),
    )


def other_form(one: MemberSheet, number: int, sheet: ScoreSheet, form: CriteriaSet) -> Problem:
    """Tell of a sheet against another form than the council's."""
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


def other_product(one: MemberSheet, number: int, found: Product, wanted: Product) -> Problem:
    """Tell of a sheet of another product than the council's."""
    names = [
        f"{product.name} ({product.code})" if product.code else product.name for product in (found, wanted)
    ]
    return Problem(
        "other-product",
        Text(vi=f"Phiếu của {one.member} chấm {names[0]}", en=f"The sheet of {one.member} scores {names[0]}"),
        Text(vi=f"Hội đồng chấm {names[1]}", en=f"The council scores {names[1]}"),
        Text(vi="Bỏ phiếu này, hoặc sửa tên sản phẩm", en="Remove the sheet, or mend the product's name"),
        Where(("members", one.member, number, "product")),
    )


def not_open(key: str, option: str, regulation: Regulation) -> Problem:
    """Tell of a choice of what the regulation has settled."""
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


def two_chairs(names: list[str]) -> Problem:
    """Tell of more than one chair."""
    both = ", ".join(names)
    return Problem(
        "two-chairs",
        Text(vi=f"Có {len(names)} Chủ tịch: {both}", en=f"There are {len(names)} chairs: {both}"),
        Text(vi="Mỗi hội đồng chỉ có một người chủ trì", en="A council is led by one"),
        Text(vi="Ghi 'role: member' cho những người khác", en="Write 'role: member' for the others"),
        Where(("members", names[-1])),
    )


def no_chair(sitting: Sitting) -> Problem:
    """Tell that the council is without its chair, and why."""
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


def below_quorum(present: int, needed: int, members: int, regulation: Regulation) -> Problem:
    """Tell that too few take part."""
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


def too_far(last: Scoring, sitting: Sitting) -> list[Problem]:
    """Return the problem of totals that are too far apart, if they are."""
    spread = sitting.regulation.spread
    if spread is None or last.within is not False:
        return []
    high = ", ".join(name for name, total in last.totals.items() if total == last.most)
    low = ", ".join(name for name, total in last.totals.items() if total == last.least)
    by = spread.by or sitting.regulation.name
    again = spread.beyond == "score-again"
    return [
        Problem(
            "spread-beyond",
            Text(
                vi=f"Lần chấm {last.number}: điểm của các thành viên chênh nhau {last.spread} "
                f"({high}: {last.most}; {low}: {last.least})",
                en=f"Scoring {last.number}: members' totals differ by {counted(last.spread).en} "
                f"({high}: {last.most}; {low}: {last.least})",
            ),
            Text(
                vi=f"{spread.text.vi} ({by.vi})",
                en=f"{spread.text.en} ({by.en})",
            ),
            Text(
                vi="Thảo luận, thống nhất rồi chấm lại; đưa cả phiếu cũ (earlier; trong tệp: scoring)",
                en="Discuss, agree and score again; keep the old sheets (earlier; in files: scoring)",
            )
            if again
            else Text(
                vi="Sản phẩm chưa có kết quả ở hội đồng này",
                en="The product has no result from this council",
            ),
            Where(("members",)),
        )
    ]


def must_meet(sitting: Sitting) -> list[Problem]:
    """Return the problem of written opinions that differ where the council then has to meet."""
    ranked = {seat.scores[-1].stars for seat in sitting.scoring}
    if sitting.held == "meeting" or sitting.rules.of("form") != "written-then-meeting" or len(ranked) == 1:
        return []
    stars = ", ".join(str(one or "–") for one in sorted(ranked, key=lambda one: one or 0))
    return [
        Problem(
            "must-meet",
            Text(
                vi=f"Ý kiến bằng văn bản khác nhau: {stars} sao",
                en=f"The written opinions differ: {stars} stars",
            ),
            Text(
                vi="Theo quy định, ý kiến khác nhau thì hội đồng phải họp",
                en="By its rules the council has to meet if opinions differ",
            ),
            Text(vi="Họp rồi chấm (held='meeting')", en="Meet, and score then (held='meeting')"),
            Where(("members",)),
        )
    ]


def tie(stars: int, votes: Mapping[int, int]) -> Problem:
    """Tell of a tie that nothing decides."""
    said = ", ".join(f"{count} × {one or '–'}" for one, count in votes.items())
    return Problem(
        "tie",
        Text(
            vi=f"Số phiếu bằng nhau: đúng một nửa xếp từ {stars} sao trở lên ({said} sao)",
            en=f"The vote is tied: exactly half rank it at {stars} stars or higher ({said} stars)",
        ),
        Text(vi="Quy chế không nói ai quyết định khi đó", en="The regulation doesn't say who decides then"),
        Text(
            vi="Thảo luận và chấm lại, hoặc ghi 'tie' vào quy chế (chair-decides, lower-stars)",
            en="Discuss and score again, or say it in the regulation as 'tie' (chair-decides, lower-stars)",
        ),
        Where(("regulation", "rules", "tie")),
    )


def left_open(seat: Seat, criterion: Criterion) -> Problem:
    """Tell of what a member left open since their own sheet ended before."""
    name, member = title(criterion), seat.member
    return Problem(
        "missing-answer",
        Text(vi=f"{name.vi}: chưa trả lời", en=f"{name.en}: no answer"),
        Text(
            vi=f"{member.member} nêu điều kiện mà hội đồng không nêu; không trả lời không phải là 0 điểm",
            en=f"{member.member} raises a gate that the council doesn't; no answer is not zero points",
        ),
        Text(
            vi="Thành viên này chấm tiếp, hoặc không tham gia chấm (votes: false)",
            en="The member fills in the rest, or abstains (votes: false)",
        ),
        Where(("members", member.member, len(member.scorings), "answers", criterion.code)),
    )
