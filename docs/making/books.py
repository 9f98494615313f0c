"""The page of a decision: its articles, and the list of its criteria sets."""

from collections.abc import Iterator, Mapping

from making.words import both, bullets, cited, doubt_lines, heading, md, page_of, short, stars, table
from ocopkit.rules.articles import Articles, Route, Tier
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text

_ROUTES: Mapping[Route, Text] = {
    "first": Text(vi="lần đầu", en="first evaluation"),
    "upgrade": Text(vi="nâng hạng", en="upgrade"),
    "re-evaluation": Text(vi="đánh giá lại", en="re-evaluation"),
}
_PRODUCER = Text(vi="Chủ thể", en="Producer")


def book_page(book: RuleBook) -> str:
    """Return the page of a rule book."""
    articles = book.articles
    blocks = [
        f"# {md(articles.name.vi)}",
        f"*{md(articles.name.en)}*",
        *_head(book),
        *_sets(book),
        *_rating(articles),
        *_people(articles),
        *_dossier(articles),
        *_after(articles),
        *_data(book),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _head(book: RuleBook) -> Iterator[str]:
    one = book.articles.instrument
    last = one.in_force.last_day
    facts = [
        ("Số hiệu · *Number*", md(one.number)),
        ("Ban hành · *Issued*", f"{one.issued_on}, {both(one.issuer)}"),
        ("Hiệu lực · *In force*", f"{one.in_force.first_day} – {last or ''}"),
        ("Thay thế · *Replaces*", ", ".join(one.replaces)),
        ("Sửa đổi · *Amends*", ", ".join(one.amends)),
        ("Được sửa đổi bởi · *Amended by*", ", ".join(one.amended_by)),
        ("Bị thay thế bởi · *Replaced by*", one.replaced_by or ""),
        ("Mã · *Id*", f"`{book.id}`"),
        ("Mã nội dung · *Digest*", f"`{book.digest[:12]}…`"),
    ]
    yield bullets(f"{name}: {fact}" for name, fact in facts if fact)


def _sets(book: RuleBook) -> Iterator[str]:
    articles = book.articles
    yield heading(2, "Bộ tiêu chí", "Criteria sets", "sets")
    folder = ""
    if articles.sets_from:
        folder = f"../{articles.sets_from}/"
        yield (
            f"Các bộ tiêu chí là của [{articles.sets_from}]({folder}index.md). · "
            f"*The criteria sets are those of [{articles.sets_from}]({folder}index.md).*"
        )
    names = {one.key: one.name for one in articles.ministries}
    for group in articles.groups:
        yield f"**{both(group.name)}**{cited(group.cite)}"
        rows = [
            (
                entry.number,
                f"[{both(entry.name)}]({folder}{page_of(entry)})",
                "; ".join(both(names[key]) for key in entry.ministries),
            )
            for subgroup in group.subgroups
            for entry in subgroup.sets
        ]
        if any(row[2] for row in rows):
            yield table(("Số:", "Bộ sản phẩm · *Product set*", "Bộ quản lý · *Ministry*"), rows)
        else:
            yield table(("Số:", "Bộ sản phẩm · *Product set*"), [row[:2] for row in rows])


def _rating(articles: Articles) -> Iterator[str]:
    tiers = {tier.key: tier.name for tier in articles.tiers}
    yield heading(2, "Điểm và hạng sao", "Points and stars", "stars")
    rows = [(one.code, both(one.name) + cited(one.cite), one.max) for one in articles.parts]
    yield table(("Phần", "Nội dung · *Part*", "Tối đa:"), rows)
    most = sum(one.max for one in articles.parts)
    bands = [
        (
            stars(one.stars),
            f"{one.at_least} – " + (f"< {one.below}" if one.below else f"{most}"),
            (both(tiers[one.recognised_by]) if one.recognised_by else "–") + cited(one.cite),
        )
        for one in articles.bands
    ]
    yield table(("Hạng · *Stars*", "Điểm · *Points*", "Công nhận · *Recognised by*"), bands)
    if articles.minimums:
        yield both(articles.minimums)
    yield (
        "Chỗ văn bản không quy định: [cách hiểu](../../readings.md). · "
        "*Where the decision is silent: [readings](../../readings.md).* "
        + ", ".join(f"[`{one.key}`](../../readings.md#{one.key})" for one in articles.readings)
    )


def _people(articles: Articles) -> Iterator[str]:
    if articles.producers:
        yield heading(2, "Chủ thể", "Producers", "producers")
        groups = {group.key: group.name for group in articles.groups}
        yield bullets(
            f"{both(one.name)} (`{one.key}`)"
            + (": " + "; ".join(both(groups[key]) for key in one.groups) if one.groups else "")
            + cited(one.cite)
            for one in articles.producers
        )
    if articles.tiers:
        yield heading(2, "Các cấp", "Levels of government", "tiers")
        for tier in articles.tiers:
            yield f"**{both(tier.name)}** ({both(tier.body)})"
            yield bullets(_tier(tier))
    if articles.councils:
        yield heading(2, "Hội đồng", "Councils", "councils")
        tiers = {tier.key: tier.name for tier in articles.tiers}
        for council in articles.councils:
            yield f"**{both(tiers[council.tier])}**{cited(council.cite)}"
            lines = [
                f"Chủ tịch · *Chair:* {both(council.chair)}",
                "Thành viên · *Members:* " + "; ".join(both(one) for one in council.members),
            ]
            if council.experts:
                lines.append(both(council.experts))
            if council.not_fixed:
                left = "; ".join(both(one) for one in council.not_fixed)
                lines.append(f"Không quy định · *Left open:* {left}")
            yield bullets(lines)
    if articles.rounds:
        yield heading(2, "Đợt đánh giá trong năm", "Yearly rounds", "rounds")
        tiers = {tier.key: tier.name for tier in articles.tiers}
        rows = [
            (both(tiers[one.tier]), one.number, one.files_before, one.finish_before, cited(one.cite).strip())
            for one in articles.rounds
        ]
        yield table(
            ("Cấp · *Tier*", "Đợt:", "Nộp trước · *Files before*", "Xong trước · *Finished before*", ""), rows
        )
        yield "Tháng-ngày. · *Month and day.*"


def _tier(tier: Tier) -> Iterator[str]:
    yield both(tier.does) + cited(tier.cite)
    if tier.topics:
        yield "Nội dung · *Topics:* " + "; ".join(both(one) for one in tier.topics)
    if tier.output:
        yield "Kết quả · *Output:* " + "; ".join(both(one) for one in tier.output)
    if tier.recognises:
        yield "Công nhận · *Recognises:* " + ", ".join(stars(one) for one in tier.recognises)
    if tier.forwards:
        one = tier.forwards
        yield f"Từ {one.at_least} điểm · *From {one.at_least} points* → `{one.to}`: {both(one.text)}"
    if tier.otherwise:
        yield both(tier.otherwise)


def _dossier(articles: Articles) -> Iterator[str]:
    dossier = articles.dossier
    if dossier:
        tiers = {tier.key: tier.name for tier in articles.tiers}
        yield heading(2, "Hồ sơ", "Dossier", "dossier")
        copies = []
        if dossier.paper_copies is not None:
            copies.append(f"Bản giấy · *On paper:* {dossier.paper_copies}")
        if dossier.electronic_copies is not None:
            copies.append(f"Bản điện tử · *Electronic:* {dossier.electronic_copies}")
        yield bullets([*copies, *(both(one) for one in dossier.notes)])
        for one in dossier.submissions:
            by = tiers.get(one.by, _PRODUCER)
            routes = "; ".join(both(_ROUTES[route]) for route in one.routes)
            yield f"**{both(by)} → {both(tiers[one.to])}** ({routes}){cited(one.cite)}"
            yield bullets(both(paper) for paper in one.papers)
        if dossier.evidence:
            yield heading(3, "Minh chứng", "Evidence", "evidence")
            rows = [(f"`{one.key}`", both(one.name), both(one.form)) for one in dossier.evidence]
            yield table(("", "Nội dung · *What*", "Hình thức · *Form*"), rows)
    if articles.forms:
        yield heading(2, "Mẫu biểu", "Forms", "forms")
        for form in articles.forms:
            yield f"**{form.number}. {both(form.name)}** ({both(form.filled_by)}){cited(form.cite)}"
            yield bullets(both(one) for one in form.contents)
    if articles.product_code:
        yield heading(2, "Mã sản phẩm", "Product code", "product-code")
        rule = articles.product_code
        yield f"`{'-'.join(rule.fields)}`: {both(rule.text)}{cited(rule.cite)}"


def _after(articles: Articles) -> Iterator[str]:
    if one := articles.certificate:
        yield heading(2, "Giấy chứng nhận", "Certificate", "certificate")
        yield (
            f"Từ {one.from_stars} sao, {one.valid_months} tháng. · *From {one.from_stars} stars, for "
            f"{one.valid_months} months.* {both(one.starts)}{cited(one.cite)}"
        )
    if rule := articles.upgrade:
        yield heading(2, "Nâng hạng", "Upgrade", "upgrade")
        yield both(rule.text) + cited(rule.cite)
    if again := articles.re_evaluation:
        yield heading(2, "Đánh giá lại", "Re-evaluation", "re-evaluation")
        lines = []
        if again.not_earlier_than_days is not None:
            days = f"{again.not_earlier_than_days} – {again.not_later_than_days}"
            lines.append(f"Nộp trước khi hết hạn {days} ngày · *Filed {days} days before expiry*")
        if again.within_days is not None:
            lines.append(f"Trong {again.within_days} ngày · *Within {again.within_days} days*")
        yield bullets([*lines, *(both(note) for note in again.notes)])
        yield cited(again.cite).strip()
    if out := articles.revocation:
        yield heading(2, "Thu hồi", "Revocation", "revocation")
        yield f"Trong {out.within_days} ngày · *Within {out.within_days} days*{cited(out.cite)}"
        yield bullets(f"{ground.point}) {both(ground.text)}" for ground in out.grounds)
        yield bullets(
            f"{', '.join(stars(star) for star in authority.stars)}: {both(authority.by)}"
            for authority in out.authorities
        )
    if articles.supervision:
        yield heading(2, "Giám sát", "Supervision", "supervision")
        yield bullets(f"`{by.tier}`: {both(by.text)}{cited(by.cite)}" for by in articles.supervision)
    if articles.transition:
        yield heading(2, "Chuyển tiếp", "Transition", "transition")
        yield bullets(both(clause.text) + cited(clause.cite) for clause in articles.transition)


def _data(book: RuleBook) -> Iterator[str]:
    articles = book.articles
    yield heading(2, "Về dữ liệu này", "About this data", "data")
    if articles.sources:
        yield both(articles.sources)
    yield (
        "Văn bản chính thức có giá trị pháp lý; chữ ở đây là cách viết ngắn của chúng tôi. · "
        "*The official text is authoritative; the words here are our own short wording.*"
    )
    yield bullets(doubt_lines(articles.doubts))
    name = short(book)
    yield f"[{name}: kết quả rà soát · *what the audit finds*](../../audit.md#{book.id})"
