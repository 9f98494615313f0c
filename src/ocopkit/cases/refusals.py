"""What is said of an event that isn't possible: why, by which clause, and what would be possible."""

from datetime import date

from ocopkit.cases.certificate import STATUS_NAMES, Certificate, grounds_of, revoking_body
from ocopkit.cases.events import DossierFiled, Inspected, LawChanged
from ocopkit.cases.process import Following, scores, tier_of
from ocopkit.cases.state import Application, State
from ocopkit.cases.transitions import EVENTS, reason_of
from ocopkit.cases.wording import clause, listed, name_of
from ocopkit.errors import Problem, Where, nearest
from ocopkit.rules.articles import Tier, TransitionRule
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text, day_text, same


def too_far_ahead(on: date, last: date) -> Problem:
    """Return the problem "too-far-ahead"."""
    return Problem(
        "too-far-ahead",
        Text(vi=f"Ngày {day_text(on).vi} quá xa", en=f"The day {on} is too far ahead"),
        Text(
            vi="Sự kiện giữ đúng thứ tự: sau một ngày ghi nhầm thì không ghi được gì nữa",
            en="Events keep their order: after a day that is a slip nothing more could be recorded",
        ),
        Text(
            vi=f"Kiểm tra lại năm; ngày muộn nhất là {day_text(last).vi}",
            en=f"Check the year; at most {last}",
        ),
        Where(("on",)),
    )


def wrong_tier(book: RuleBook, named: str, right: Tier) -> Problem:
    """Return the problem "wrong-tier"."""
    return Problem(
        "wrong-tier",
        Text(vi=f"Hồ sơ không gửi tới {named!r}", en=f"The dossier doesn't go to {named!r}"),
        Text(
            vi=f"{clause(book, right.cite).vi}: nơi nhận là {right.name.vi}",
            en=f"{clause(book, right.cite).en}: it goes to: {right.name.en}",
        ),
        Text(vi=f"Ghi to: {right.key}", en=f"Write to: {right.key}"),
        Where(("to",)),
    )


def not_with(book: RuleBook, application: Application, by: str) -> Problem:
    """Return the problem "not-with"."""
    now = name_of(book, application.tier)
    return Problem(
        "wrong-authority",
        Text(
            vi=f"Hồ sơ không ở {name_of(book, by).vi}", en=f"The dossier isn't with: {name_of(book, by).en}"
        ),
        Text(
            vi=f"Từ ngày {day_text(application.received_on).vi} hồ sơ ở {now.vi} ({clause(book).vi})",
            en=f"Since {application.received_on} it is with: {now.en} ({clause(book).en})",
        ),
        Text(
            vi=f"Ghi by: {application.tier}, hoặc ghi việc chuyển hồ sơ trước",
            en=f"Write by: {application.tier}, or record first that it was forwarded",
        ),
        Where(("by",)),
    )


def tier_is_gone(book: RuleBook, older: RuleBook, application: Application, taker: Tier) -> Problem:
    """Return the problem "tier-is-gone"."""
    was, start = name_of(older, application.tier), book.articles.instrument.in_force.first_day
    return Problem(
        "tier-is-gone",
        Text(vi=f"{was.vi} không còn trong quy trình", en=f"The process no longer has the tier: {was.en}"),
        Text(
            vi=f"Hồ sơ ở {was.vi} từ ngày {day_text(application.received_on).vi}; từ ngày "
            f"{day_text(start).vi} {clause(book).vi} không có cấp này",
            en=f"The dossier is there since {application.received_on}; from {start} on {clause(book).en} has "
            "no such tier",
        ),
        Text(
            vi=f"Ghi trước việc chuyển hồ sơ: forwarded, by: {application.tier} (tới {taker.name.vi})",
            en=f"Record first that it was handed on: forwarded, by: {application.tier} (to: {taker.name.en})",
        ),
        Where(("by",)),
    )


def gives_points(book: RuleBook, tier: Tier) -> Problem:
    """Return the problem "gives-points"."""
    return Problem(
        "tier-gives-points",
        Text(vi=f"{tier.name.vi} chấm điểm bằng hội đồng", en=f"{tier.name.en}: its council gives points"),
        Text(
            vi=f"{clause(book, tier.cite).vi}: {tier.does.vi}",
            en=f"{clause(book, tier.cite).en}: {tier.does.en}",
        ),
        Text(vi="Ghi kết quả của hội đồng (council-result)", en="Record its result (council-result)"),
        Where(("kind",)),
    )


def not_allowed(name: str, value: object, choices: tuple[str, ...]) -> Problem:
    """Return the problem "not-allowed"."""
    return Problem(
        "not-allowed",
        Text(vi=f"{value!r} không được phép ở đây", en=f"{value!r} is not allowed here"),
        Text(vi="Ở đây chỉ nhận một số giá trị", en="Only certain values are allowed here"),
        nearest(str(value), choices),
        Where((name,)),
    )


def other_sheet(name: str, found: str, wanted: str) -> Problem:
    """Return the problem "other-sheet"."""
    words = {
        "product": Text(vi="sản phẩm", en="the product"),
        "set": Text(vi="bộ tiêu chí số", en="criteria set"),
        "rule_book": Text(vi="quyết định", en="the rule book"),
    }[name]
    return Problem(
        "other-sheet",
        Text(
            vi=f"Kết quả là của {words.vi} {found!r}",
            en=f"The result is of {words.en} {found!r}",
        ),
        Text(vi=f"Hồ sơ này là của {words.vi} {wanted!r}", en=f"This dossier is of {words.en} {wanted!r}"),
        Text(vi=f"Dùng phiếu của {words.vi} {wanted!r}", en=f"Use the sheets of {words.en} {wanted!r}"),
        Where((name,)),
    )


def no_result_yet(possible: Text) -> Problem:
    """Return the problem "no-result-yet"."""
    return Problem(
        "no-result-yet",
        Text(vi="Chưa có kết quả của hội đồng", en="There is no council result yet"),
        Text(vi="Quyết định dựa trên kết quả của hội đồng", en="A decision rests on a council's result"),
        possible,
    )


def already_certified(book: RuleBook, last: Certificate) -> Problem:
    """Return the problem "already-certified"."""
    return Problem(
        "already-certified",
        Text(
            vi=f"Sản phẩm đang có giấy chứng nhận {last.stars} sao đến {day_text(last.last_day_in_force).vi}",
            en=f"The product has a certificate of {last.stars} stars until {last.last_day_in_force}",
        ),
        clause(book, book.articles.upgrade.cite if book.articles.upgrade else ()),
        Text(
            vi="Ghi route: upgrade (nâng hạng) hoặc re-evaluation (đánh giá lại)",
            en="Write route: upgrade or re-evaluation",
        ),
        Where(("route",)),
    )


def no_certificate(book: RuleBook, state: State, event: DossierFiled, route: str) -> Problem:
    """Return the problem "no-certificate"."""
    status = STATUS_NAMES[state.status(event.on)]
    cite = book.articles.upgrade.cite if route == "upgrade" and book.articles.upgrade else ()
    if route != "upgrade" and book.articles.re_evaluation:
        cite = book.articles.re_evaluation.cite
    return Problem(
        "no-certificate",
        Text(
            vi=f"Không thể nộp theo {route!r}: ngày {day_text(event.on).vi} giấy chứng nhận {status.vi}",
            en=f"It can't be filed as {route!r}: on {event.on} the certificate is {status.en}",
        ),
        clause(book, cite),
        Text(vi="Ghi route: first (đánh giá lần đầu)", en="Write route: first"),
        Where(("route",)),
    )


def nothing_higher(book: RuleBook, last: Certificate) -> Problem:
    """Return the problem "nothing-higher"."""
    return Problem(
        "nothing-higher",
        Text(vi=f"Sản phẩm đã đạt {last.stars} sao", en=f"The product has {last.stars} stars already"),
        Text(
            vi=f"Không có hạng cao hơn ({clause(book, book.articles.bands[0].cite).vi})",
            en=f"There is no higher rank ({clause(book, book.articles.bands[0].cite).en})",
        ),
        Text(vi="Ghi route: re-evaluation khi đến hạn", en="Write route: re-evaluation when it is due"),
        Where(("route",)),
    )


def too_early(book: RuleBook, last: Certificate, first: date) -> Problem:
    """Return the problem "too-early"."""
    rule = book.articles.re_evaluation
    return Problem(
        "too-early",
        Text(
            vi=f"Giấy chứng nhận còn hiệu lực đến {day_text(last.last_day).vi}, chưa đến lúc "
            f"nộp hồ sơ đánh giá lại",
            en=f"The certificate is valid until {last.last_day}: too early to file for re-evaluation",
        ),
        clause(book, rule.cite if rule else ()),
        Text(
            vi=f"Nộp từ ngày {day_text(first).vi}; nâng hạng thì bất cứ lúc nào",
            en=f"File from {first} on; an upgrade at any time",
        ),
        Where(("on",)),
    )


def ran_out(book: RuleBook, last: Certificate, on: date, extension: TransitionRule | None) -> Problem:
    """Return the problem "ran-out"; with the clause by which it can still be extended, if one does."""
    rule = book.articles.re_evaluation
    mend = Text(vi="Ghi route: first (đánh giá lần đầu)", en="Write route: first")
    if extension is not None:
        places = clause(book, extension.cite)
        mend = Text(
            vi=f"{mend.vi}; nếu lỡ thời hạn nộp thì ghi trước việc kéo dài (extended, {places.vi})",
            en=f"{mend.en}; if the time to file was missed, record first that it is extended "
            f"(extended, {places.en})",
        )
    return Problem(
        "ran-out",
        Text(
            vi=f"Giấy chứng nhận hết hạn sau ngày {day_text(last.last_day_in_force).vi}, hồ sơ "
            f"đánh giá lại nộp ngày {day_text(on).vi}",
            en=f"The certificate ended after {last.last_day_in_force}; the re-evaluation is filed on {on}",
        ),
        clause(book, rule.cite if rule else ()),
        mend,
        Where(("route",)),
    )


def nothing_to_choose(book: RuleBook, follows: Following) -> Problem:
    """Return the problem "nothing-to-choose"."""
    return Problem(
        "nothing-to-choose",
        Text(vi="Kết quả này không để lại lựa chọn nào", en="This result leaves nothing to choose"),
        Text(
            vi=f"{follows.because.vi} ({follows.clause.vi})", en=f"{follows.because.en} ({follows.clause.en})"
        ),
        next_step(book, follows),
    )


def not_the_choosers(book: RuleBook, application: Application, follows: Following, by: str) -> Problem:
    """Return the problem "not-the-choosers"."""
    del application
    right = name_of(book, follows.falls_to or "")
    return Problem(
        "wrong-authority",
        Text(
            vi=f"{name_of(book, by).vi} không có quyền chọn",
            en=f"The choice isn't that of: {name_of(book, by).en}",
        ),
        Text(
            vi=f"{follows.because.vi} ({follows.clause.vi})", en=f"{follows.because.en} ({follows.clause.en})"
        ),
        Text(vi=f"Ghi by: {follows.falls_to} ({right.vi})", en=f"Write by: {follows.falls_to} ({right.en})"),
        Where(("by",)),
    )


def choice_is_made(follows: Following) -> Problem:
    """Return the problem "choice-is-made"."""
    return Problem(
        "choice-is-made",
        Text(vi="Việc này không được chọn khác", en="There is no other choice here"),
        Text(
            vi=f"{follows.because.vi} ({follows.clause.vi})", en=f"{follows.because.en} ({follows.clause.en})"
        ),
        Text(vi=f"Ghi choice: {follows.fallback}", en=f"Write choice: {follows.fallback}"),
        Where(("choice",)),
    )


def adopted_already() -> Problem:
    """Return the problem "adopted-already"."""
    return Problem(
        "adopted-already",
        Text(vi="Đã chọn dùng kết quả của cấp trên", en="It was chosen to use the higher tier's result"),
        Text(vi="Không đánh giá lại khi đã dùng kết quả đó", en="There is no new evaluation beside it"),
        Text(
            vi="Công nhận theo kết quả đó, hoặc ghi fallback-chosen với choice: evaluate-anew trước",
            en="Recognise by that result, or record fallback-chosen with choice: evaluate-anew first",
        ),
        Where(("kind",)),
    )


def next_step(book: RuleBook, follows: Following) -> Text:
    """Return the problem "next-step"."""
    if follows.forwards_to:
        to = name_of(book, follows.forwards_to)
        return Text(vi=f"Có thể chuyển lên {to.vi}", en=f"It can be forwarded to: {to.en}")
    if follows.recognises:
        name = name_of(book, follows.tier)
        return Text(
            vi=f"{name.vi} có thể công nhận {follows.recognises} sao",
            en=f"{name.en} can recognise {follows.recognises} stars",
        )
    if follows.falls_to:
        name = name_of(book, follows.falls_to)
        return Text(vi=f"{name.vi} quyết định bước tiếp theo", en=f"The next step is that of: {name.en}")
    return Text(
        vi="Chỉ có thể ghi không công nhận, rồi hoàn thiện và nộp lại",
        en="It can only be refused, then improved and filed again",
    )


def stays_here(book: RuleBook, by: str, follows: Following) -> Problem:
    """Return the problem "stays-here"."""
    tier = tier_of(book, by)
    least = tier.forwards.at_least if tier.forwards else None
    from_points = (
        Text(vi=f" (chuyển từ {least} điểm)", en=f" (forwarded from {least} points)") if least else same("")
    )
    return Problem(
        "not-forwarded",
        Text(
            vi=f"{tier.name.vi} không chuyển kết quả này lên trên",
            en=f"{tier.name.en} doesn't forward this result",
        ),
        Text(
            vi=f"{clause(book, tier.cite).vi}: {follows.because.vi}{from_points.vi}",
            en=f"{clause(book, tier.cite).en}: {follows.because.en}{from_points.en}",
        ),
        next_step(book, follows),
        Where(("kind",)),
    )


def is_the_top(book: RuleBook, tier: Tier) -> Problem:
    """Return the problem "is-the-top"."""
    return Problem(
        "no-tier-above",
        Text(vi=f"Trên {tier.name.vi} không còn cấp nào", en=f"There is no tier above: {tier.name.en}"),
        clause(book, tier.cite),
        Text(
            vi="Ghi kết quả của hội đồng (council-result)", en="Record the council's result (council-result)"
        ),
        Where(("by",)),
    )


def not_assessed_yet(book: RuleBook, tier: Tier) -> Problem:
    """Return the problem "not-assessed-yet"."""
    kind = "council-result" if scores(tier) else "assessed"
    return Problem(
        "not-assessed-yet",
        Text(vi=f"{tier.name.vi} chưa đánh giá hồ sơ", en=f"{tier.name.en} hasn't assessed the dossier yet"),
        Text(
            vi=f"{clause(book, tier.cite).vi}: {tier.does.vi}",
            en=f"{clause(book, tier.cite).en}: {tier.does.en}",
        ),
        Text(vi=f"Ghi {EVENTS[kind].vi} ({kind}) trước", en=f"Record {kind} first"),
        Where(("kind",)),
    )


def choose_first(follows: Following) -> Problem:
    """Return the problem "choose-first"."""
    open_ = ("evaluate-anew",) if follows.fallback == "evaluate-anew" else ("adopt-central", "evaluate-anew")
    return Problem(
        "choose-first",
        Text(
            vi="Chưa chọn cách xử lý kết quả của cấp trên", en="The higher tier's result needs a choice first"
        ),
        Text(
            vi=f"{follows.because.vi} ({follows.clause.vi})", en=f"{follows.because.en} ({follows.clause.en})"
        ),
        Text(
            vi=f"Ghi fallback-chosen với choice: {' hoặc '.join(open_)}",
            en=f"Record fallback-chosen with choice: {' or '.join(open_)}",
        ),
        Where(("kind",)),
    )


def not_yours(book: RuleBook, follows: Following, by: str) -> Problem:
    """Return the problem "not-yours"."""
    return Problem(
        "wrong-authority",
        Text(
            vi=f"{name_of(book, by).vi} không công nhận theo kết quả này",
            en=f"This result isn't recognised by: {name_of(book, by).en}",
        ),
        Text(
            vi=f"{follows.because.vi} ({follows.clause.vi})", en=f"{follows.because.en} ({follows.clause.en})"
        ),
        next_step(book, follows),
        Where(("by",)),
    )


def nothing_to_recognise(book: RuleBook, follows: Following) -> Problem:
    """Return the problem "nothing-to-recognise"."""
    return Problem(
        "nothing-to-recognise",
        Text(vi="Kết quả này không được công nhận ở cấp này", en="Nothing is recognised on this result here"),
        Text(
            vi=f"{follows.because.vi} ({follows.clause.vi})", en=f"{follows.because.en} ({follows.clause.en})"
        ),
        next_step(book, follows),
        Where(("kind",)),
    )


def other_stars(book: RuleBook, tier: Tier, stars: int, due: int, follows: Following) -> Problem:
    """Return the problem "other-stars"."""
    own = ", ".join(map(str, sorted(tier.recognises)))
    return Problem(
        "other-stars",
        Text(
            vi=f"{tier.name.vi} không thể công nhận {stars} sao",
            en=f"{tier.name.en} can't recognise {stars} stars",
        ),
        Text(
            vi=f"{clause(book, tier.cite).vi}: cấp này công nhận {own} sao; {follows.because.vi}",
            en=f"{clause(book, tier.cite).en}: it recognises {own} stars; {follows.because.en}",
        ),
        Text(vi=f"Ghi stars: {due}", en=f"Write stars: {due}"),
        Where(("stars",)),
    )


def no_upgrade(book: RuleBook, last: Certificate, due: int) -> Problem:
    """Return the problem "no-upgrade"."""
    until, now = last.last_day_in_force, last.stars
    return Problem(
        "no-upgrade",
        Text(
            vi=f"Đánh giá nâng hạng chỉ đạt {due} sao, giấy chứng nhận {now} sao còn hiệu lực đến "
            f"{day_text(until).vi}",
            en=f"The upgrade makes {due} stars only; the certificate of {now} stars holds until {until}",
        ),
        clause(book, book.articles.upgrade.cite if book.articles.upgrade else ()),
        Text(
            vi=f"Ghi không công nhận (refused) để giữ {now} sao; nếu vẫn thay bằng {due} sao, ghi lý do "
            "ở note",
            en=f"Record refused, which keeps the {now} stars; if {due} stars replace them all the same, say "
            "why in note",
        ),
        Where(("stars",)),
    )


def say_why(follows: Following, due: int) -> Problem:
    """Return the problem "say-why"."""
    return Problem(
        "say-why",
        Text(vi=f"Kết quả đủ để công nhận {due} sao", en=f"The result is enough to recognise {due} stars"),
        Text(
            vi=f"{follows.because.vi} ({follows.clause.vi})", en=f"{follows.because.en} ({follows.clause.en})"
        ),
        Text(vi="Nếu vẫn từ chối, ghi lý do ở note", en="If it is refused all the same, say why in note"),
        Where(("note",)),
    )


def no_recognition(possible: Text) -> Problem:
    """Return the problem "no-recognition"."""
    return Problem(
        "no-recognition",
        Text(vi="Chưa có quyết định công nhận", en="There is no recognition"),
        reason_of("certificate-issued"),
        possible,
    )


def issuer(book: RuleBook, right: str, by: str) -> Problem:
    """Return the problem "issuer"."""
    name = name_of(book, right)
    return Problem(
        "wrong-authority",
        Text(
            vi=f"{name_of(book, by).vi} không cấp giấy chứng nhận này",
            en=f"This certificate isn't issued by: {name_of(book, by).en}",
        ),
        Text(vi="Cấp công nhận là cấp cấp giấy chứng nhận", en="The tier that recognised it issues it"),
        Text(vi=f"Ghi by: {right} ({name.vi})", en=f"Write by: {right} ({name.en})"),
        Where(("by",)),
    )


def stars_differ(found: int, wanted: int) -> Problem:
    """Return the problem "stars-differ"."""
    return Problem(
        "other-stars",
        Text(vi=f"Giấy chứng nhận ghi {found} sao", en=f"The certificate says {found} stars"),
        Text(vi=f"Quyết định công nhận {wanted} sao", en=f"The recognition is of {wanted} stars"),
        Text(vi=f"Ghi stars: {wanted}", en=f"Write stars: {wanted}"),
        Where(("stars",)),
    )


def number_used(number: str) -> Problem:
    """Return the problem "number-used"."""
    return Problem(
        "number-used",
        Text(
            vi=f"Số giấy chứng nhận {number!r} đã dùng",
            en=f"The certificate number {number!r} is used already",
        ),
        Text(vi="Mỗi giấy chứng nhận có một số", en="Each certificate has a number of its own"),
        Text(vi="Ghi số khác", en="Write another number"),
        Where(("number",)),
    )


def wrong_term(book: RuleBook, found: date, wanted: date) -> Problem:
    """Return the problem "wrong-term"."""
    rule = book.articles.certificate
    months = rule.valid_months if rule else 0
    return Problem(
        "wrong-term",
        Text(vi=f"Ngày hết hạn ghi là {found}", en=f"The last day is given as {found}"),
        Text(
            vi=f"{clause(book, rule.cite if rule else ()).vi}: {months} tháng kể từ ngày cấp",
            en=f"{clause(book, rule.cite if rule else ()).en}: {months} months from the day of issue",
        ),
        Text(vi=f"Ghi last_day: {wanted}, hoặc bỏ trống", en=f"Write last_day: {wanted}, or leave it out"),
        Where(("last_day",)),
    )


def no_extension(book: RuleBook) -> Problem:
    """Return the problem "no-extension"."""
    return Problem(
        "no-extension",
        Text(vi="Không thể kéo dài giấy chứng nhận", en="The certificate can't be extended"),
        Text(
            vi=f"{clause(book).vi} không có quy định kéo dài",
            en=f"{clause(book).en} has no clause on extension",
        ),
        Text(vi="Nộp hồ sơ đánh giá lại khi còn hạn", en="File for re-evaluation while it is valid"),
        Where(("kind",)),
    )


def window_kept(why: Text, rule: Text, last: date | None) -> Problem:
    """Return the problem "window-kept"."""
    return Problem(
        "window-kept",
        Text(
            vi=f"Thời hạn nộp hồ sơ đánh giá lại (đến {day_text(last).vi}) chưa bị lỡ",
            en=f"The time to file for re-evaluation (until {last}) wasn't missed",
        ),
        Text(vi=f"{why.vi}: {rule.vi}", en=f"{why.en}: {rule.en}"),
        Text(
            vi="Nộp hồ sơ trong thời hạn; chỉ kéo dài khi đã lỡ thời hạn",
            en="File in that time; only where it was missed is there an extension",
        ),
        Where(("kind",)),
    )


def ran_out_before(why: Text, last: Certificate) -> Problem:
    """Return the problem "ran-out-before"."""
    return Problem(
        "ran-out",
        Text(
            vi=f"Giấy chứng nhận đã hết hạn ngày {day_text(last.last_day).vi}",
            en=f"The certificate ran out on {last.last_day}",
        ),
        Text(vi=f"{why.vi} chỉ kéo dài giấy còn hiệu lực", en=f"{why.en} keeps in force only what still was"),
        Text(vi="Nộp hồ sơ đánh giá lần đầu (first)", en="File for a first evaluation (first)"),
        Where(("kind",)),
    )


def extended_already(why: Text, last: Certificate) -> Problem:
    """Return the problem "extended-already"."""
    return Problem(
        "extended-already",
        Text(
            vi=f"Đã kéo dài đến {day_text(last.extended_to).vi}",
            en=f"It is extended already, until {last.extended_to}",
        ),
        why,
        Text(vi="Không cần ghi lại", en="Nothing more is to be recorded"),
        Where(("kind",)),
    )


def beyond(why: Text, last: Certificate, limit: date) -> Problem:
    """Return the problem "beyond"."""
    return Problem(
        "beyond-the-extension",
        Text(
            vi=f"Thời gian kéo dài phải nằm sau {day_text(last.last_day).vi} và không quá "
            f"{day_text(limit).vi}",
            en=f"An extension lies after {last.last_day} and ends by {limit}",
        ),
        why,
        Text(vi=f"Ghi until: muộn nhất {limit}", en=f"Write until: {limit} at the latest"),
        Where(("until",)),
    )


def remedy_day(event: Inspected) -> Problem:
    """Return the problem "remedy-day"."""
    return Problem(
        "remedy-day",
        Text(
            vi=f"Hạn khắc phục {day_text(event.remedy_by).vi} không hợp với kết luận "
            f"{event.finding!r} ngày {day_text(event.on).vi}",
            en=f"A day to remedy, {event.remedy_by}, doesn't fit the finding {event.finding!r} of {event.on}",
        ),
        Text(
            vi="Chỉ thiếu sót mới có hạn khắc phục, sau ngày kiểm tra",
            en="Only defects have one, and it lies after the inspection",
        ),
        Text(
            vi="Ghi finding: defects, hoặc bỏ remedy_by", en="Write finding: defects, or leave out remedy_by"
        ),
        Where(("remedy_by",)),
    )


def no_defects(possible: Text) -> Problem:
    """Return the problem "no-defects"."""
    return Problem(
        "no-defects",
        Text(vi="Không có thiếu sót nào chờ khắc phục", en="No defects are waiting to be remedied"),
        Text(
            vi="Khắc phục theo sau lần kiểm tra có thiếu sót",
            en="A remedy follows an inspection that found defects",
        ),
        possible,
        Where(("kind",)),
    )


def not_the_authority(book: RuleBook, last: Certificate, by: str, right: str) -> Problem:
    """Return the problem "not-the-authority"."""
    rule = book.articles.revocation
    body = revoking_body(book, last.stars) or name_of(book, right)
    places = clause(book, rule.cite if rule else ())
    return Problem(
        "wrong-authority",
        Text(
            vi=f"{name_of(book, by).vi} không có thẩm quyền với giấy chứng nhận {last.stars} sao",
            en=f"A certificate of {last.stars} stars isn't in the authority of: {name_of(book, by).en}",
        ),
        Text(vi=f"{places.vi}: {body.vi}", en=f"{places.en}: {body.en}"),
        Text(vi=f"Ghi by: {right}", en=f"Write by: {right}"),
        Where(("by",)),
    )


def not_a_supervisor(book: RuleBook, by: str) -> Problem:
    """Return the problem "not-a-supervisor"."""
    rules = book.articles.supervision
    places = clause(book, dict.fromkeys(cite for rule in rules for cite in rule.cite))
    told = Text(vi="; ".join(rule.text.vi for rule in rules), en="; ".join(rule.text.en for rule in rules))
    known = ", ".join(dict.fromkeys(rule.tier for rule in rules))
    return Problem(
        "wrong-authority",
        Text(
            vi=f"{name_of(book, by).vi} không giám sát sản phẩm đã công nhận",
            en=f"Recognised products aren't supervised by: {name_of(book, by).en}",
        ),
        Text(vi=f"{places.vi}: {told.vi}", en=f"{places.en}: {told.en}"),
        Text(vi=f"Ghi by: một trong {known}", en=f"Write by: one of {known}"),
        Where(("by",)),
    )


def no_such_ground(book: RuleBook, ground: str | None) -> Problem:
    """Return the problem "no-such-ground"."""
    rule = book.articles.revocation
    known = listed(
        Text(vi=f"{one.point}) {one.text.vi}", en=f"{one.point}) {one.text.en}") for one in grounds_of(book)
    )
    return Problem(
        "no-such-ground",
        Text(vi=f"Không có căn cứ thu hồi {ground!r}", en=f"There is no ground {ground!r} for revoking")
        if ground
        else Text(vi="Thiếu căn cứ thu hồi", en="The ground for revoking is missing"),
        clause(book, rule.cite if rule else ()),
        Text(vi=f"Ghi ground: {known.vi}", en=f"Write ground: {known.en}"),
        Where(("ground",)),
    )


def ground_in_words(book: RuleBook) -> Problem:
    """Return the problem "ground-in-words"."""
    return Problem(
        "no-ground",
        Text(vi="Thiếu lý do thu hồi", en="The reason for revoking is missing"),
        Text(
            vi=f"Dữ liệu của {clause(book).vi} không có danh sách căn cứ thu hồi",
            en=f"Our data of {clause(book).en} has no list of grounds",
        ),
        Text(vi="Ghi lý do bằng lời ở note", en="Say the reason in words, in note"),
        Where(("note",)),
    )


def noted_already(last: Certificate) -> Problem:
    """Return the problem "noted-already"."""
    return Problem(
        "noted-already",
        Text(
            vi=f"Đã ghi nhận hết hạn ngày {day_text(last.expiry_noted_on).vi}",
            en=f"Expiry was noted already, on {last.expiry_noted_on}",
        ),
        Text(vi="Mỗi giấy chứng nhận chỉ hết hạn một lần", en="A certificate runs out once"),
        Text(vi="Bỏ sự kiện này", en="Leave this event out"),
        Where(("kind",)),
    )


def other_law(event: LawChanged | DossierFiled, book: RuleBook) -> Problem:
    """Return the problem "other-law"."""
    return Problem(
        "other-law",
        Text(
            vi=f"Ngày {day_text(event.on).vi} không áp dụng {event.rule_book!r} cho hồ sơ mới",
            en=f"On {event.on} it isn't {event.rule_book!r} that holds for new files",
        ),
        Text(
            vi=f"{book.articles.name.vi} có hiệu lực từ "
            f"{day_text(book.articles.instrument.in_force.first_day).vi}",
            en=f"{book.articles.name.en} is in force from {book.articles.instrument.in_force.first_day}",
        ),
        Text(vi=f"Ghi rule_book: {book.id}", en=f"Write rule_book: {book.id}"),
        Where(("rule_book",)),
    )
