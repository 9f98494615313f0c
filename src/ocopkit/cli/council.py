"""The command about councils: many members' sheets, one result."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from attrs import evolve, frozen

from ocopkit.cli import _output
from ocopkit.cli._html import HtmlOption, PersonalOption, refuse_together
from ocopkit.cli._language import Language
from ocopkit.cli._law import ForceOption
from ocopkit.cli._problems import FINE, note
from ocopkit.cli._reading import documents_of, member_in
from ocopkit.cli._sheets import FilesArgument, ReadingOption, chosen
from ocopkit.documents import Document, read
from ocopkit.errors import DocumentError, NotFoundError, Problem, Where, together
from ocopkit.rules.articles import Route
from ocopkit.text import Lang, Text

if TYPE_CHECKING:
    from ocopkit.scoring.council import Decision
    from ocopkit.scoring.councils.members import MemberFile, MemberSheet
    from ocopkit.scoring.regulation import Regulation
    from ocopkit.scoring.sheet import ScoreSheet


@frozen
class _Filled:
    """A member's file: who it is of, and the sheet if there is one."""

    member: "MemberFile"
    sheet: "ScoreSheet | None"
    document: Document


def council_command(
    files: FilesArgument,
    lang: Language,
    regulation: Annotated[
        str,
        typer.Option(
            "--regulation",
            metavar="FILE|TIER",
            help="The council's regulation; or a tier, for the national rules alone (quy chế).",
        ),
    ],
    route: Annotated[
        Route, typer.Option("--route", help="Why the product is evaluated (hình thức đánh giá).")
    ] = "first",
    written: Annotated[
        bool, typer.Option("--written", help="The council gave written opinions (lấy ý kiến bằng văn bản).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    reading: ReadingOption = None,
    html: HtmlOption = None,
    personal: PersonalOption = None,
    force: ForceOption = False,
) -> int:
    """Make one result of the sheets of a council's members (kết quả của hội đồng)."""
    from ocopkit.scoring.council import CouncilError, decide
    from ocopkit.scoring.councils.members import canonical

    refuse_together(html=html, as_json=as_json)
    filled = _read(files)
    rules, document = _regulation(regulation, route, filled)
    if document and rules.tier is None:
        note(_NO_TIER.say(lang))
    try:
        decision = decide(
            _members(filled),
            rules,
            readings=chosen(reading),
            held="written" if written else "meeting",
        )
    except CouncilError as error:
        places = {(canonical(one.member.name), one.member.scoring): one.document for one in filled}
        raise DocumentError(_placed(one, places, document) for one in error.problems) from None
    if html is not None:
        from ocopkit.forms.results import decision_page

        _output.save(decision_page(decision, lang=lang, personal=personal or []), html, force=force)
    elif as_json:
        from ocopkit.scoring.report import report

        _output.write(json.dumps(report(decision), ensure_ascii=False, indent=2))
    else:
        _tell(decision, lang)
    return FINE


def _read(files: list[Path]) -> list[_Filled]:
    filled: list[_Filled] = []
    problems: list[Problem] = []
    for file in files:
        try:
            filled += [_member_of(one) for one in documents_of(file)]
        except DocumentError as error:
            problems += error.problems
    if problems:
        raise DocumentError(problems)
    return filled


def _member_of(document: Document) -> _Filled:
    """Return the member and the sheet of a file: a score sheet with a block ``member`` more."""
    from ocopkit.forms.damage import of_one
    from ocopkit.sheets import sheet_of

    data = document.data if isinstance(document.data, dict) else {}
    rest, member, told = member_in(document)
    if "member" not in data:
        told = (of_one(document.name) if document.worksheet else document.located(_no_member()),)
    sheet: ScoreSheet | None = None
    of_sheet: tuple[Problem, ...] = ()
    try:
        if rest.data or not data:
            sheet = sheet_of(rest).sheet
    except DocumentError as error:
        of_sheet = error.problems
        if any(one.code == "other-kind" for one in of_sheet):
            told = ()  # what is no sheet at all is no member's either
    problems = together(document.problems, told, of_sheet)
    if problems or member is None:
        raise DocumentError(problems)
    return _Filled(member, sheet, document)


def _members(filled: list[_Filled]) -> "list[MemberSheet]":
    """Return the members, the files of one's several scorings put together.

    Two files of one scoring are left apart: the council then tells that the member is there twice.
    """
    from ocopkit.scoring.councils.members import canonical

    by_name: dict[str, list[_Filled]] = {}
    for one in sorted(filled, key=lambda one: one.member.scoring):
        by_name.setdefault(canonical(one.member.name), []).append(one)
    members: list[MemberSheet] = []
    problems: list[Problem] = []
    for files in by_name.values():
        numbers = [one.member.scoring for one in files]
        if len(set(numbers)) < len(numbers):
            members += [_joined([one]) for one in files]
        elif numbers == list(range(1, len(files) + 1)):
            members.append(_joined(files))
        else:
            last = files[-1]
            problems.append(last.document.located(_no_earlier(last.member)))
    if problems:
        raise DocumentError(problems)
    return members


def _joined(files: list[_Filled]) -> "MemberSheet":
    from ocopkit.scoring.councils.members import MemberSheet

    last = files[-1].member
    sheets = [one.sheet for one in files if one.sheet]
    return MemberSheet(
        member=last.name,
        sheet=sheets[-1] if sheets else None,
        role=last.role,
        present=last.present,
        votes=last.votes,
        conflict=last.conflict,
        earlier=tuple(sheets[:-1]),
    )


def _regulation(given: str, route: Route, filled: list[_Filled]) -> "tuple[Regulation, Document | None]":
    """Return the regulation over the national rules, and its document if it is a file."""
    from ocopkit.catalog import books
    from ocopkit.scoring.councils.refusals import no_sheets
    from ocopkit.scoring.regulation import (
        FILE,
        national_regulations,
        not_for_route,
        regulation_for,
        regulation_of,
    )
    from ocopkit.scoring.score import basis_of

    forms = [one.sheet.criteria_set for one in filled if one.sheet]
    folder = books().folders.get(basis_of(forms[0]).book) if forms else None
    known = national_regulations(folder) if folder and (folder / FILE).is_file() else ()
    if not Path(given).suffix:
        if not forms:
            raise DocumentError([no_sheets()])  # which decision's rules these are is known from the sheets
        return regulation_for(known, given, route), None
    document = read(Path(given))
    own = regulation_of(document)
    if wrong := list(not_for_route(own, route)):
        raise DocumentError(map(document.located, wrong))
    if own.tier and known:
        try:
            own = own.over(regulation_for(known, own.tier, route))
        except NotFoundError as error:
            raise DocumentError(
                [document.located(evolve(one, where=Where(("tier",)))) for one in error.problems]
            ) from error
    return own, document


def _placed(
    problem: Problem, documents: Mapping[tuple[str, int], Document], regulation: Document | None
) -> Problem:
    """Return a problem of a council with its place in the member's file or in the regulation's."""
    from ocopkit.scoring.councils.members import canonical

    head, *path = problem.where.path or ("",)
    if head == "regulation" and regulation:
        return regulation.located(evolve(problem, where=Where(tuple(path))))
    if head != "members":
        return problem
    field, mend = _ON_A_FORM.get(problem.code, ((), problem.mend))
    if any(one.worksheet for one in documents.values()):
        problem = evolve(problem, mend=mend)
    if not path:
        return problem
    name, *rest = path
    of_name = [number for known, number in documents if known == canonical(str(name))]
    whole: list[str | int] = [max(of_name, default=1), "member", *field]
    number, *inner = rest or whole
    document = documents.get((canonical(str(name)), int(number)))
    return document.located(evolve(problem, where=Where(tuple(inner)))) if document else problem


_ON_A_FORM: Mapping[str, tuple[tuple[str, ...], Text]] = {
    "two-chairs": (
        ("role",),
        Text(vi="Chọn vai trò khác cho những người còn lại", en="Choose another role for the others"),
    ),
    "absent-votes": (
        ("present",),
        Text(
            vi="Chọn có mặt nếu người này có tham gia, hoặc xóa các câu trả lời",
            en="Choose that the member was present, or clear the answers",
        ),
    ),
    "no-chair": (
        (),
        Text(
            vi="Chọn vai trò chủ tịch ở trang của người chủ trì",
            en="Choose the role of the chair on the worksheet of whoever chaired",
        ),
    ),
}
"""The field of a member that a problem is about, and how it is mended on a form."""


def _tell(decision: "Decision", lang: Lang) -> None:
    """Write the members with their totals, the means of the sections, then the reasons."""
    from ocopkit.scoring.councils.members import ROLES
    from ocopkit.scoring.councils.minutes import exact
    from ocopkit.scoring.explain import explain

    form = decision.criteria_set
    product = f"{decision.product.name}, " if decision.product else ""
    heading = f"{product}{form.number}. {form.name.say(lang)} ({decision.rule_book})"
    _output.lines([(heading, "bold")])
    totals = decision.scorings[-1].totals
    rows = [
        (
            seat.member.member,
            ROLES[seat.member.role].say(lang),
            str(totals.get(seat.member.member, "–")),
            str(seat.scores[-1].stars or "–") if seat.scores else "–",
        )
        for seat in decision.seats
    ]
    whole = Text(vi="Hội đồng", en="Council").say(lang)
    rows.append((whole, "", exact(decision.points).say(lang), str(decision.stars or "–")))
    headings = {
        "vi": ("Thành viên", "Vai trò", "Điểm", "Hạng sao"),
        "en": ("Member", "Role", "Points", "Stars"),
    }
    _output.table(headings[lang], rows, numbers=2)
    _output.write(explain(decision, lang=lang))


_NO_TIER = Text(
    vi="Quy chế không ghi cấp, nên không dựa trên quy định quốc gia nào; thêm 'tier: province' để lấy",
    en="The regulation names no tier, so no national rules stand under it; add 'tier: province' to take them",
)


def _no_member() -> Problem:
    return Problem(
        "no-member",
        Text(vi="Phiếu không ghi của thành viên nào", en="The sheet doesn't say whose it is"),
        Text(
            vi="Kết quả của hội đồng cần biết mỗi phiếu là của ai, với vai trò gì",
            en="A council's result needs to know whose each sheet is, and in which role",
        ),
        Text(
            vi='Thêm "member: {name: Ủy viên 1, role: member}"',
            en='Add "member: {name: Ủy viên 1, role: member}"',
        ),
        Where(),
    )


def _no_earlier(member: "MemberFile") -> Problem:
    return Problem(
        "no-earlier-scoring",
        Text(
            vi=f"Phiếu lần {member.scoring} của {member.name} không có đủ các phiếu lần trước",
            en=f"The sheet of scoring {member.scoring} of {member.name} comes without those before it",
        ),
        Text(
            vi="Các lần chấm được đánh số từ 1 và phiếu cũ được giữ lại",
            en="Scorings are numbered from 1, and the old sheets are kept",
        ),
        Text(
            vi="Thêm các phiếu lần trước, hoặc sửa số lần chấm",
            en="Add the sheets before it, or mend the number",
        ),
        Where(("member", "scoring")),
    )
