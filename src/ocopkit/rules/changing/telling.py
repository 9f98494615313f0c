"""How differences between two rule books are put into words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from attrs import field, frozen

from ocopkit.rules import articles as law
from ocopkit.rules import criteria as form
from ocopkit.rules.addresses import Place, Tree, class_of
from ocopkit.rules.conditions import Condition, LeftOpen
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.law import Citation, Doubt, Instrument, Option, Period, Reading
from ocopkit.rules.wording import condition_text
from ocopkit.text import Text, day_text, join, same

ASIDE = frozenset({"cite", "doubts", "sources", "evidence", "shared", "slug", "practice", "because"})
"""Fields that say where something comes from or what we call it, and not what the rule is."""

Names = Mapping[str, Text]
"""What short names of the data stand for: tiers, ministries, groups."""

_NAMED_BY = frozenset({"recognised_by", "tier", "to", "by", "ministries", "groups"})

_FIELDS: Mapping[str, Text] = {
    "name": Text(vi="tên", en="name"),
    "text": Text(vi="câu chữ", en="wording"),
    "max": Text(vi="điểm tối đa", en="most points"),
    "points": Text(vi="điểm", en="points"),
    "hints": Text(vi="hướng dẫn chấm", en="how to judge it"),
    "doubts": Text(vi="điểm chưa chắc chắn", en="doubts"),
    "sources": Text(vi="nguồn", en="sources"),
    "cite": Text(vi="trích dẫn", en="citation"),
    "evidence": Text(vi="giấy tờ minh chứng", en="supporting papers"),
    "shared": Text(vi="tên trong số tiêu chí chung", en="name among shared criteria"),
    "all_or_nothing": Text(vi="không in thang điểm", en="no ladder printed"),
    "marked_for": Text(vi="dấu sao in ở tên tiêu chí", en="star mark printed on the criterion"),
    "applies_when": Text(vi="chỉ áp dụng khi", en="asked only if"),
    "exempt_when": Text(vi="được điểm tối đa khi", en="full marks if"),
    "zero_in": Text(vi="tự áp dụng khi 0 điểm ở", en="raised by zero points in"),
    "reading": Text(vi="cách hiểu", en="reading"),
    "kind": Text(vi="hậu quả", en="effect"),
    "judged": Text(vi="do hội đồng nhận định", en="left to judgement"),
    "when": Text(vi="đạt khi", en="reached if"),
    "below_when": Text(vi="dưới mức thấp nhất khi", en="below the lowest level if"),
    "left_open": Text(vi="điều mẫu để ngỏ", en="what the form leaves open"),
    "code": Text(vi="số", en="number"),
    "key": Text(vi="mã", en="key"),
    "number": Text(vi="số hiệu", en="number"),
    "stars": Text(vi="hạng sao", en="stars"),
    "tier": Text(vi="cấp", en="tier"),
    "point": Text(vi="điểm", en="point"),
    "at_least": Text(vi="từ", en="from"),
    "below": Text(vi="đến dưới", en="below"),
    "recognised_by": Text(vi="cấp công nhận", en="recognised by"),
    "question": Text(vi="câu hỏi", en="question"),
    "choice": Text(vi="cách hiểu được chọn", en="choice"),
    "because": Text(vi="lý do", en="reason"),
    "practice": Text(vi="thực tế", en="practice"),
    "issued_on": Text(vi="ngày ban hành", en="issued on"),
    "in_force": Text(vi="hiệu lực", en="in force"),
    "issuer": Text(vi="cơ quan ban hành", en="issuer"),
    "replaces": Text(vi="thay thế", en="replaces"),
    "replaced_by": Text(vi="bị thay thế bởi", en="replaced by"),
    "amends": Text(vi="sửa đổi", en="amends"),
    "amended_by": Text(vi="được sửa đổi bởi", en="amended by"),
    "minimums": Text(vi="cách in mức tối thiểu", en="how minimums are printed"),
    "slug": Text(vi="tên ngắn", en="slug"),
    "ministries": Text(vi="bộ quản lý", en="ministries"),
    "samples": Text(vi="số sản phẩm mẫu", en="sample units"),
    "groups": Text(vi="nhóm sản phẩm", en="product groups"),
    "body": Text(vi="cơ quan", en="body"),
    "does": Text(vi="nhiệm vụ", en="what it does"),
    "working_days": Text(vi="số ngày làm việc", en="working days"),
    "topics": Text(vi="nội dung đánh giá", en="topics assessed"),
    "output": Text(vi="kết quả chuyển đi", en="what it hands on"),
    "recognises": Text(vi="công nhận hạng", en="stars recognised"),
    "forwards": Text(vi="chuyển lên cấp trên", en="forwards"),
    "otherwise": Text(vi="trường hợp khác", en="otherwise"),
    "chair": Text(vi="chủ tịch hội đồng", en="chair"),
    "members": Text(vi="thành viên", en="members"),
    "experts": Text(vi="chuyên gia", en="experts"),
    "not_fixed": Text(vi="do quy chế quy định", en="left to the regulation"),
    "finish_before": Text(vi="hoàn thành trước (tháng-ngày)", en="ends before (month-day)"),
    "files_before": Text(vi="nộp hồ sơ trước (tháng-ngày)", en="files before (month-day)"),
    "by": Text(vi="bên nộp", en="handed over by"),
    "to": Text(vi="nơi nhận", en="received by"),
    "routes": Text(vi="trường hợp", en="routes"),
    "papers": Text(vi="giấy tờ", en="papers"),
    "form": Text(vi="hình thức", en="form"),
    "filled_by": Text(vi="người lập", en="filled by"),
    "contents": Text(vi="nội dung", en="contents"),
    "paper_copies": Text(vi="số bản giấy", en="copies on paper"),
    "electronic_copies": Text(vi="số bản điện tử", en="electronic copies"),
    "notes": Text(vi="ghi chú", en="notes"),
    "fields": Text(vi="các phần của mã", en="fields of the code"),
    "from_stars": Text(vi="cấp từ hạng sao", en="granted from (stars)"),
    "valid_months": Text(vi="thời hạn (tháng)", en="valid for (months)"),
    "starts": Text(vi="tính từ", en="starts on"),
    "not_earlier_than_days": Text(vi="nộp sớm nhất trước (ngày)", en="filed at most (days before)"),
    "not_later_than_days": Text(vi="nộp chậm nhất trước (ngày)", en="filed at least (days before)"),
    "within_days": Text(vi="trong vòng (ngày)", en="within (days)"),
    "notice_days": Text(vi="thông báo trước khi hết hạn (ngày)", en="notice before expiry (days)"),
    "follows": Text(vi="theo quy định", en="follows the rules of"),
    "extends_days": Text(vi="kéo dài thêm (ngày)", en="extended by (days)"),
}

_KINDS: Mapping[str, Text] = {
    "disqualify": Text(vi="Điều kiện loại", en="Ground for elimination"),
    "stop": Text(vi="Điều kiện dừng đánh giá", en="Ground for stopping"),
    "requirement": Text(vi="Yêu cầu của phiếu", en="Requirement of the form"),
}


@frozen(eq=False)
class Teller:
    """Puts the differences between two layouts into words.

    Args:
        before: The first layout.
        after: The second.
        names: What short names stand for.
        facts: The facts that conditions name; one that isn't among them is told by its formula.
    """

    before: Tree
    after: Tree
    names: Names
    facts: Vocabulary = field(factory=Vocabulary)

    def subject(self, tree: Tree, place: Place) -> Text:
        """Return what a place is, in words."""
        told = _SUBJECTS.get(place.cls)
        if told is not None:
            return told(self, tree, place)
        return same("/".join(place.id))

    def subject_of_both(self, a: Place, b: Place) -> Text:
        """Return what a place is in both layouts, with both letters where it is lettered anew."""
        told = self.subject(self.before, a)
        if a.naming.letters and a.id[-1] != b.id[-1]:
            return Text(vi=f"{told.vi} (nay là {b.id[-1]})", en=f"{told.en} (now {b.id[-1]})")
        return told

    def inner(self, tree: Tree, place: Place, vi: str, en: str) -> Text:
        """Return what something inside a place is, in words."""
        parent = tree.places[place.parent or tree.root]
        return join([self.subject(tree, parent), Text(vi=vi, en=en)], ", ")

    def code(self, before: Place | None, after: Place | None) -> str:
        """Return the number on the form of what a place belongs to, old and new if they differ."""
        codes = [
            self._code(tree, place)
            for tree, place in ((self.before, before), (self.after, after))
            if place is not None
        ]
        return " → ".join(dict.fromkeys(code for code in codes if code))

    def _code(self, tree: Tree, place: Place) -> str:
        one: Place | None = place
        while one is not None:
            if one.cls in {form.Criterion, form.Section, form.Heading}:
                return str(one.own["code"])
            one = tree.places[one.parent] if one.parent else None
        return ""

    def added(self, value: Any) -> Text:
        """Return that a place is new, and what it says."""
        what = _content(value)
        return Text(vi=f"thêm mới{what.vi}", en=f"new{what.en}")

    def removed(self, value: Any) -> Text:
        """Return that a place is gone, and what it said."""
        what = _content(value)
        return Text(vi=f"bỏ{what.vi}", en=f"gone{what.en}")

    def moved(self, host: Text, neighbour: Text | None) -> Text:
        """Return that a place moved, and where to."""
        if neighbour is None:
            return Text(vi=f"chuyển lên đầu: {host.vi}", en=f"moved to the beginning: {host.en}")
        return Text(vi=f"chuyển đến sau: {neighbour.vi}", en=f"moved, now after: {neighbour.en}")

    def renumbered(self, before: object, after: object) -> Text:
        """Return that a place bears another number."""
        return Text(vi=f"đánh số lại {before} → {after}", en=f"renumbered {before} → {after}")

    def changed(self, place: Place, name: str, before: Any, after: Any) -> Text:
        """Return how a field differs.

        Args:
            place: The place.
            name: The field.
            before: Its value in the first book.
            after: Its value in the second.
        """
        special = _SPECIAL.get((place.cls, name))
        if special is not None:
            return special(self, before, after)
        label = _FIELDS.get(name, same(name))
        if isinstance(before, Text) and isinstance(after, Text):
            return _worded(label, before, after)
        if isinstance(before, tuple) and isinstance(after, tuple):
            old, new = cast("Sequence[Any]", before), cast("Sequence[Any]", after)
            return self._listed(label, name, old, new)
        return _arrow(label, self.value(name, before), self.value(name, after))

    def _listed(self, label: Text, name: str, before: Sequence[Any], after: Sequence[Any]) -> Text:
        new = [self.value(name, one) for one in after if one not in before]
        gone = [self.value(name, one) for one in before if one not in after]
        said = [Text(vi=f"thêm {one.vi}", en=f"new {one.en}") for one in new]
        said += [Text(vi=f"bỏ {one.vi}", en=f"gone {one.en}") for one in gone]
        if not said:
            said = [Text(vi="thứ tự khác", en="in another order")]
        listed = join(said, "; ")
        return Text(vi=f"{label.vi}: {listed.vi}", en=f"{label.en}: {listed.en}")

    def value(self, name: str, value: Any) -> Text:
        """Return the value of a field in words."""
        if value is None or value == ():
            return Text(vi="không có", en="none")
        if isinstance(value, tuple):
            return join([self.value(name, one) for one in cast("Sequence[Any]", value)], ", ")
        if name in _NAMED_BY and value in self.names:
            return self.names[value]
        if isinstance(value, Condition):
            return self._condition(value)
        if isinstance(value, LeftOpen):
            return _left_open(self._condition(value.when), value)
        told = _VALUES.get(class_of(value))
        return told(value) if told else same(str(value))

    def _condition(self, value: Condition) -> Text:
        if all(key in self.facts for key in value.facts()):
            return condition_text(value, self.facts)
        return Text(vi=value.formula_in("vi"), en=value.formula_in("en"))


def _quoted(text: Text) -> Text:
    return Text(vi=f"“{text.vi}”", en=f"“{text.en}”")


def _arrow(label: Text, before: Text, after: Text) -> Text:
    return Text(vi=f"{label.vi} {before.vi} → {after.vi}", en=f"{label.en} {before.en} → {after.en}")


def _worded(label: Text, before: Text, after: Text) -> Text:
    if before.vi == after.vi:
        told = f"“{before.en}” → “{after.en}”"
        return Text(vi=f"bản tiếng Anh của {label.vi} {told}", en=f"English {label.en} {told}")
    if before.en == after.en:
        told = f"“{before.vi}” → “{after.vi}”"
        return Text(vi=f"{label.vi} {told}", en=f"Vietnamese {label.en} {told}")
    return _arrow(label, _quoted(before), _quoted(after))


def _period(period: Period) -> Text:
    first = day_text(period.first_day)
    if period.last_day is None:
        return Text(vi=f"từ {first.vi}", en=f"from {first.en}")
    last = day_text(period.last_day)
    return Text(vi=f"từ {first.vi} đến hết {last.vi}", en=f"from {first.en} to {last.en}")


def _content(value: Any) -> Text:
    """Return what a new or removed place says, as an end of a sentence."""
    told = _CONTENTS.get(class_of(value))
    return told(value) if told else Text(vi="", en="")


def _criterion_content(value: form.Criterion) -> Text:
    levels = [level for _, ladder in value.ladders() for level in ladder]
    points = "/".join(str(level.points) for level in levels)
    marks = [(level.minimum_for, level.points) for level in levels if level.minimum_for]
    vi = "".join(f", {stars} sao cần {least} điểm" for stars, least in marks)
    en = "".join(f", {stars} stars need {_points(least)}" for stars, least in marks)
    return Text(
        vi=f", tối đa {value.max} điểm ({points}){vi}",
        en=f", {_points(value.max)} at most ({points}){en}",
    )


def _level_content(value: form.Level) -> Text:
    stars = value.minimum_for
    vi = f", tối thiểu cho {stars} sao" if stars else ""
    en = f", required for {stars} stars" if stars else ""
    return Text(
        vi=f", {value.points} điểm: “{value.name.vi}”{vi}",
        en=f", {_points(value.points)}: “{value.name.en}”{en}",
    )


def _set_content(value: form.CriteriaSet) -> Text:
    number = len(value.criteria)
    return Text(
        vi=f", {number} tiêu chí, tối đa {value.max} điểm",
        en=f", {number} criteria, {_points(value.max)} at most",
    )


def _most_content(value: form.Section | form.Heading | form.Part) -> Text:
    return Text(vi=f", tối đa {value.max} điểm", en=f", {_points(value.max)} at most")


def _band_content(value: law.StarBand) -> Text:
    return Text(vi=f", từ {value.at_least} điểm", en=f", from {_points(value.at_least)}")


def _certificate_content(value: law.CertificateRule) -> Text:
    return Text(vi=f", {value.valid_months} tháng", en=f", {value.valid_months} months")


def _words(name: str) -> "Callable[[Any], Text]":
    def told(value: object) -> Text:
        found: Text = getattr(value, name)
        return Text(vi=f": “{found.vi}”", en=f": “{found.en}”")

    return told


_CONTENTS: Mapping[type, "Callable[[Any], Text]"] = {
    form.Criterion: _criterion_content,
    form.Level: _level_content,
    form.CriteriaSet: _set_content,
    form.Part: _most_content,
    form.Section: _most_content,
    form.Heading: _most_content,
    form.Gate: _words("text"),
    law.StarBand: _band_content,
    law.CertificateRule: _certificate_content,
    law.Tier: _words("does"),
    law.CodeRule: _words("text"),
    law.UpgradeRule: _words("text"),
    law.RevocationGround: _words("text"),
    law.SupervisionRule: _words("text"),
    law.TransitionRule: _words("text"),
}


def _points(number: int) -> str:
    return f"{number} point" if number == 1 else f"{number} points"


def _of_text(value: Any) -> Text:
    return _quoted(value.text)


def _of_citation(value: Citation) -> Text:
    return value.text


def _left_open(when: Text, value: LeftOpen) -> Text:
    ways = ", ".join(f"{way.option}: {way.answer}" for way in value.ways)
    more = f" ({value.reading}; {ways})"
    return Text(vi=when.vi + more, en=when.en + more)


def _of_bool(value: bool) -> Text:  # noqa: FBT001 (a value like the others)
    return Text(vi="có", en="yes") if value else Text(vi="không", en="no")


_VALUES: Mapping[type, "Callable[[Any], Text]"] = {
    Text: _quoted,
    Citation: _of_citation,
    Doubt: _of_text,
    form.Applicability: _of_text,
    law.Forwarding: _of_text,
    Period: _period,
    date: day_text,
    bool: _of_bool,
}


# --- what places are called ---


def _titled(vi: str, en: str, name: str = "name") -> "Callable[[Teller, Tree, Place], Text]":
    def told(_: Teller, __: Tree, place: Place) -> Text:
        found: Text = place.own[name]
        return Text(vi=f"{vi} “{found.vi}”", en=f"{en} “{found.en}”")

    return told


def _by_key(vi: str, en: str, *names: str) -> "Callable[[Teller, Tree, Place], Text]":
    def told(teller: Teller, _: Tree, place: Place) -> Text:
        texts = [teller.value(name, place.own[name]) for name in names]
        return Text(vi=vi.format(*(one.vi for one in texts)), en=en.format(*(one.en for one in texts)))

    return told


def _plain(vi: str, en: str) -> "Callable[[Teller, Tree, Place], Text]":
    def told(_: Teller, __: Tree, ___: Place) -> Text:
        return Text(vi=vi, en=en)

    return told


def _numbered(vi: str, en: str) -> "Callable[[Teller, Tree, Place], Text]":
    def told(teller: Teller, tree: Tree, place: Place) -> Text:
        del teller
        number = tree.siblings(place.id).index(place.id) + 1
        return Text(vi=f"{vi} {number}", en=f"{en} {number}")

    return told


def _level(teller: Teller, tree: Tree, place: Place) -> Text:
    letter = place.id[-1]
    return teller.inner(tree, place, f"mức {letter}", f"level {letter}")


def _case(teller: Teller, tree: Tree, place: Place) -> Text:
    letter = place.id[-1]
    return teller.inner(tree, place, f"trường hợp {letter}", f"case {letter}")


def _option(teller: Teller, tree: Tree, place: Place) -> Text:
    name: Text = place.own["text"]
    return teller.inner(tree, place, f"phương án “{name.vi}”", f"option “{name.en}”")


def _gate(teller: Teller, tree: Tree, place: Place) -> Text:
    kind = _KINDS[place.own["kind"]]
    key = place.own["key"]
    parent = tree.places[place.parent or tree.root]
    if parent.cls is form.Criterion:
        return teller.inner(tree, place, f"{kind.vi.lower()} ({key})", f"{kind.en.lower()} ({key})")
    return Text(vi=f"{kind.vi} đối với hồ sơ ({key})", en=f"{kind.en} of the dossier ({key})")


_SUBJECTS: Mapping[type, Callable[[Teller, Tree, Place], Text]] = {
    law.Articles: _plain("Cả văn bản", "The whole book"),
    law.Ministry: _titled("Bộ", "Ministry"),
    law.ProductGroup: _titled("Nhóm sản phẩm", "Product group"),
    law.Subgroup: _titled("Phân nhóm", "Subgroup"),
    law.SetEntry: _by_key("Bộ sản phẩm {0} {1}", "Product set {0} {1}", "number", "name"),
    law.ProducerKind: _titled("Chủ thể", "Producer"),
    law.PartRule: _by_key("Phần {0} {1}", "Part {0} {1}", "code", "name"),
    law.StarBand: _by_key("Hạng {0} sao", "{0} stars", "stars"),
    law.Tier: _titled("Cấp", "Tier"),
    law.Council: _by_key("Hội đồng: {0}", "Council: {0}", "tier"),
    law.Round: _by_key("Đợt {1}: {0}", "Round {1}: {0}", "tier", "number"),
    law.FormSpec: _by_key("Mẫu số {0} {1}", "Form {0} {1}", "number", "name"),
    Reading: _titled("Cách hiểu", "Reading", "question"),
    Option: _option,
    Instrument: _plain("Văn bản pháp lý", "Instrument"),
    law.DossierRules: _plain("Hồ sơ", "Dossier"),
    law.Submission: _numbered("Thành phần hồ sơ, khoản", "Submission"),
    law.SupportingPaper: _titled("Minh chứng", "Supporting paper"),
    law.CodeRule: _plain("Mã số sản phẩm", "Product code"),
    law.CertificateRule: _plain("Giấy chứng nhận", "Certificate"),
    law.UpgradeRule: _plain("Nâng hạng", "Upgrade"),
    law.ReEvaluationRule: _plain("Đánh giá lại", "Re-evaluation"),
    law.RevocationRule: _plain("Thu hồi", "Revocation"),
    law.RevocationGround: _by_key("Căn cứ thu hồi, điểm {0}", "Ground for revocation {0}", "point"),
    law.Authority: _by_key("Thẩm quyền thu hồi hạng {0} sao", "Authority to revoke {0} stars", "stars"),
    law.SupervisionRule: _by_key("Giám sát: {0}", "Supervision: {0}", "tier"),
    law.TransitionRule: _numbered("Quy định chuyển tiếp", "Transitional rule"),
    form.CriteriaSet: _plain("Bộ tiêu chí", "Criteria set"),
    form.Part: _by_key("Phần {0}", "Part {0}", "code"),
    form.Section: _titled("Mục", "Section"),
    form.Heading: _titled("Đề mục", "Heading"),
    form.Criterion: _titled("Tiêu chí", "Criterion"),
    form.Gate: _gate,
    form.Alternative: _case,
    form.Level: _level,
}


# --- fields with sentences of their own ---


def _minimum(_: Teller, before: int | None, after: int | None) -> Text:
    if before is None:
        return Text(vi=f"nay là mức tối thiểu cho {after} sao", en=f"now required for {after} stars")
    if after is None:
        return Text(
            vi=f"không còn là mức tối thiểu cho {before} sao",
            en=f"no longer required for {before} stars",
        )
    return Text(
        vi=f"mức tối thiểu cho {before} sao → cho {after} sao",
        en=f"required for {before} stars → for {after} stars",
    )


def _mark(_: Teller, before: int | None, after: int | None) -> Text:
    if before is None:
        return Text(
            vi=f"nay có dấu {after} sao ở tên tiêu chí", en=f"now marked for {after} stars as a whole"
        )
    if after is None:
        return Text(
            vi=f"không còn dấu {before} sao ở tên tiêu chí",
            en=f"no longer marked for {before} stars as a whole",
        )
    return Text(vi=f"dấu {before} sao → {after} sao", en=f"marked for {before} stars → {after} stars")


def _band(vi: str, en: str) -> Callable[[Teller, int | None, int | None], Text]:
    def told(_: Teller, before: int | None, after: int | None) -> Text:
        def side(points: int | None) -> Text:
            if points is None:
                return Text(vi="không giới hạn trên", en="no upper end")
            return Text(vi=f"{vi} {points} điểm", en=f"{en} {points} points")

        return _arrow(same(""), side(before), side(after))

    return lambda teller, before, after: _stripped(told(teller, before, after))


def _stripped(text: Text) -> Text:
    return Text(vi=text.vi.strip(), en=text.en.strip())


def _renamed(_: Teller, before: Text, after: Text) -> Text:
    if before.vi == after.vi or before.en == after.en:
        return _worded(_FIELDS["name"], before, after)
    return Text(vi=f"đổi tên thành “{after.vi}”", en=f"renamed “{after.en}”")


def _wording(_: Teller, before: Text, after: Text) -> Text:
    return _worded(_FIELDS["text"], before, after)


_SPECIAL: Mapping[tuple[type, str], Callable[[Teller, Any, Any], Text]] = {
    (form.Level, "minimum_for"): _minimum,
    (form.Level, "name"): _wording,
    (form.Criterion, "marked_for"): _mark,
    (form.Criterion, "name"): _renamed,
    (form.Section, "name"): _renamed,
    (form.Heading, "name"): _renamed,
    (law.StarBand, "at_least"): _band("từ", "from"),
    (law.StarBand, "below"): _band("dưới", "below"),
}
