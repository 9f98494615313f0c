"""What keeps a council from deciding, told so that it can be mended."""

from collections.abc import Iterator, Mapping

from ocopkit.errors import OcopError, Problem, Where
from ocopkit.product import Product
from ocopkit.rules.basis import Basis
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.scoring.councils.decision import Scoring
from ocopkit.scoring.councils.members import ROLES, MemberSheet, Seat, Sitting, part_of
from ocopkit.scoring.readings import Readings
from ocopkit.scoring.regulation import Regulation
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import ScoreSheet, title
from ocopkit.text import Text, counted


class CouncilError(OcopError):
    """A council cannot decide: its members, its sheets or its votes do not allow it."""


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


def _no_sheets() -> Problem:
    return Problem(
        "no-sheets",
        Text(vi="Không có phiếu nào để tổng hợp", en="There is no sheet to make a result of"),
        Text(
            vi="Kết quả của hội đồng lấy từ phiếu của các thành viên", en="A council's result is its members'"
        ),
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
def _too_far(last: Scoring, sitting: Sitting) -> list[Problem]:
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
                vi=f"{_said(sitting.regulation, 'spread').vi} ({by.vi})",
                en=f"{_said(sitting.regulation, 'spread').en} ({by.en})",
            ),
            Text(
                vi="Thảo luận, thống nhất, chấm lại; đưa phiếu mới vào cùng phiếu cũ (earlier; trong tệp: scoring)",
                en="Discuss, agree and score again; give the new sheets beside the old (earlier; in files: scoring)",
            )
            if again
            else Text(
                vi="Sản phẩm chưa có kết quả ở hội đồng này",
                en="The product has no result from this council",
            ),
            Where(("members",)),
        )
    ]


def _must_meet(sitting: Sitting) -> list[Problem]:
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


def _tie(stars: int, votes: Mapping[int, int]) -> Problem:
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


def _left_open(seat: Seat, criterion: Criterion) -> Problem:
    name, member = title(criterion), seat.member
    return Problem(
        "missing-answer",
        Text(vi=f"{name.vi}: chưa trả lời", en=f"{name.en}: no answer"),
        Text(
            vi=f"{member.member} nêu điều kiện loại, dừng mà hội đồng không nêu; không trả lời không phải là 0 điểm",
            en=f"{member.member} raises a gate that the council doesn't; no answer is not zero points",
        ),
        Text(
            vi="Thành viên này chấm tiếp, hoặc không tham gia chấm (votes: false)",
            en="The member fills in the rest, or abstains (votes: false)",
        ),
        Where(("members", member.member, len(member.scorings), "answers", criterion.code)),
    )
