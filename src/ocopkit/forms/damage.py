"""What can be wrong with a workbook that people filled in, told so that they can mend it."""

from collections.abc import Iterable

from ocopkit.conversion import shown
from ocopkit.errors import Problem, Where, no_extra, quoted, shortened
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import Criterion
from ocopkit.scoring.sheet import title
from ocopkit.text import Text

_ANEW = Text(
    vi="Lập phiếu mới bằng ocopkit form (số liệu: ocopkit facts new) rồi điền lại",
    en="Make a new form with `ocopkit form` (facts: `ocopkit facts new`) and fill it in again",
)
_UNDO = Text(
    vi="Hoàn tác (Ctrl+Z), hoặc chép các ô đã điền sang một phiếu mới",
    en="Undo it (Ctrl+Z), or copy what is filled in into a new form",
)


def not_a_workbook(file: str) -> Problem:
    """Tell of a file that isn't a workbook, whatever its name."""
    return Problem(
        "not-a-workbook",
        Text(vi="Tệp này không phải bảng tính .xlsx", en="This file is no .xlsx workbook"),
        Text(
            vi="Tệp bị hỏng, có mật khẩu, hoặc lưu ở dạng khác (.xls, .ods)",
            en="It is damaged, has a password, or was saved in another format (.xls, .ods)",
        ),
        Text(
            vi="Mở tệp và lưu lại ở dạng .xlsx, không đặt mật khẩu", en="Save it as .xlsx, without a password"
        ),
        Where(file=file),
    )


def too_large(file: str) -> Problem:
    """Tell of a file that is too large to be a form."""
    return Problem(
        "too-large",
        Text(vi="Tệp quá lớn", en="The file is too large"),
        Text(
            vi="Phiếu của cả hội đồng chưa đến 1 MB; tệp lớn hơn nhiều không được đọc",
            en="The form of a whole council is under 1 MB; a much larger file is not read",
        ),
        Text(vi="Kiểm tra xem có đúng tệp không", en="Check that it is the right file"),
        Where(file=file),
    )


def no_libraries(file: str | None = None) -> Problem:
    """Tell that workbooks need libraries which aren't installed."""
    what = Text(vi="Bảng tính cần cài thêm thư viện", en="Workbooks need more libraries")
    return no_extra(what, "forms", file=file)


def not_a_form(file: str) -> Problem:
    """Tell of a workbook that isn't one of our forms."""
    return Problem(
        "not-a-form",
        Text(vi="Bảng tính này không phải phiếu của ocopkit", en="This workbook is no form of ocopkit"),
        Text(
            vi="Không có trang ẩn ghi quyết định và bộ tiêu chí, hoặc trang đó đã bị sửa",
            en="The hidden worksheet that names its decision and set is missing or was changed",
        ),
        _ANEW,
        Where(file=file),
    )


def other_version(found: object, where: Where) -> Problem:
    """Tell of a form of another shape."""
    return Problem(
        "other-form-version",
        Text(vi=f"Phiếu ở phiên bản mẫu {shown(found)}", en=f"The form is of version {shown(found)}"),
        Text(
            vi="Phiên bản ocopkit này đọc mẫu khác, các ô có thể nằm ở chỗ khác",
            en="This release of ocopkit reads another one, whose cells may stand elsewhere",
        ),
        _ANEW,
        where,
    )


def other_text(book: RuleBook, digest: str, where: Where) -> Problem:
    """Tell of a form made from another text of the law."""
    return Problem(
        "other-digest",
        Text(
            vi=f"Phiếu được lập theo một nội dung khác của {book.id}",
            en=f"The form was made from another text of {book.id}",
        ),
        Text(
            vi=f"Mã nội dung (digest) ở đây là {book.digest[:12]}…, trên phiếu là {quoted(digest[:12])}…",
            en=f"The digest here is {book.digest[:12]}…, on the form {quoted(digest[:12])}…",
        ),
        _ANEW,
        where,
    )


def of_facts(file: str) -> Problem:
    """Tell of a fact sheet where a score sheet is wanted."""
    return Problem(
        "other-kind-of-form",
        Text(
            vi="Đây là phiếu số liệu, không phải phiếu chấm điểm", en="This is a fact sheet, no score sheet"
        ),
        Text(
            vi="Số liệu chỉ đề xuất mức; phiếu chấm điểm mới có câu trả lời của hội đồng",
            en="Facts propose levels; the council's answers stand on a score sheet",
        ),
        Text(
            vi="Dùng lệnh ocopkit assess, hoặc load_facts_form",
            en="Use `ocopkit assess`, or load_facts_form",
        ),
        Where(file=file),
    )


def of_scores(file: str) -> Problem:
    """Tell of a score sheet where a fact sheet is wanted."""
    return Problem(
        "other-kind-of-form",
        Text(
            vi="Đây là phiếu chấm điểm, không phải phiếu số liệu", en="This is a score sheet, no fact sheet"
        ),
        Text(
            vi="Phiếu chấm điểm có mức đã chọn, không có số liệu và giấy tờ",
            en="A score sheet has levels, and neither facts nor papers",
        ),
        Text(
            vi="Dùng lệnh ocopkit score, hoặc load_form; lập phiếu số liệu bằng ocopkit facts new",
            en="Use `ocopkit score`, or load_form; make a fact sheet with `ocopkit facts new`",
        ),
        Where(file=file),
    )


def of_a_council(file: str) -> Problem:
    """Tell of a council's form where the sheet of one is wanted."""
    return Problem(
        "council-form",
        Text(vi="Đây là phiếu của một hội đồng", en="This is the form of a council"),
        Text(vi="Mỗi thành viên có một phiếu riêng", en="Each member has a sheet of their own"),
        Text(
            vi="Dùng lệnh ocopkit council; trong Python: load_members",
            en="Use `ocopkit council`; in Python: load_members",
        ),
        Where(file=file),
    )


def of_one(file: str) -> Problem:
    """Tell of the form of one person where a council's is wanted."""
    return Problem(
        "no-member",
        Text(vi="Phiếu không ghi của thành viên nào", en="The sheet doesn't say whose it is"),
        Text(
            vi="Kết quả của hội đồng cần biết mỗi phiếu là của ai, với vai trò gì",
            en="A council's result needs to know whose each sheet is, and in which role",
        ),
        Text(
            vi="Lập phiếu cho hội đồng bằng ocopkit form … --members SỐ",
            en="Make the council's form with `ocopkit form … --members NUMBER`",
        ),
        Where(file=file),
    )


def missing_worksheet(name: str, file: str) -> Problem:
    """Tell of a worksheet that isn't there."""
    return Problem(
        "missing-worksheet",
        Text(vi=f"Không còn trang {quoted(name)}", en=f"The worksheet {quoted(name)} is gone"),
        Text(vi="Các câu trả lời trên trang đó đã mất", en="The answers on it are lost"),
        _UNDO,
        Where(file=file),
    )


def repeated_worksheet(name: str, of: str, file: str) -> Problem:
    """Tell of a copy of a worksheet."""
    return Problem(
        "repeated-worksheet",
        Text(
            vi=f"Trang {quoted(name)} là bản sao của {quoted(of)}",
            en=f"{quoted(name)} is a copy of {quoted(of)}",
        ),
        Text(vi="Không biết bản nào được tính", en="It isn't known which of them counts"),
        Text(
            vi="Xóa bản thừa; cần thêm thành viên thì lập phiếu mới bằng ocopkit form … --members SỐ",
            en="Delete one; for more members make a new form with `ocopkit form … --members NUMBER`",
        ),
        Where((), file, 1, 1, worksheet=name),
    )


def renamed_worksheet(name: str, was: str, file: str) -> Problem:
    """Tell of a worksheet with another name."""
    return Problem(
        "renamed-worksheet",
        Text(
            vi=f"Trang {quoted(was)} đã đổi tên thành {quoted(name)}",
            en=f"The worksheet {quoted(was)} was renamed to {quoted(name)}",
        ),
        Text(
            vi="Tên trang cho biết phiếu là của ai khi ghép với các trang khác",
            en="A worksheet's name tells which sheet it is among the others",
        ),
        Text(
            vi=f"Đặt lại tên là {quoted(was)}; họ tên người chấm ghi vào ô ở đầu phiếu",
            en=f"Name it {quoted(was)} again; the member's name goes into the cell above the form",
        ),
        Where((), file, 1, 1, worksheet=name),
    )


def missing_row(key: str, where: Where) -> Problem:
    """Tell of a row that isn't there."""
    return Problem(
        "missing-row",
        Text(
            vi=f"Dòng của {_called(key).vi} không còn ở đây",
            en=f"The row of {_called(key).en} is gone from here",
        ),
        Text(
            vi="Dòng đã bị xóa, hoặc ô ẩn của dòng bị sửa",
            en="It was deleted, or its hidden cell was changed",
        ),
        _UNDO,
        where,
    )


def moved_row(key: str, was: int, where: Where) -> Problem:
    """Tell of a row that stands elsewhere."""
    return Problem(
        "moved-row",
        Text(
            vi=f"Dòng của {_called(key).vi} đã bị chuyển khỏi dòng {was}",
            en=f"The row of {_called(key).en} was moved from row {was}",
        ),
        Text(
            vi="Các công thức và thứ tự đánh giá dựa vào thứ tự in trên mẫu",
            en="Formulas, and the order in which it is assessed, rest on the order of the form",
        ),
        _UNDO,
        where,
    )


def repeated_row(key: str, first: int, where: Where) -> Problem:
    """Tell of a row that is there twice."""
    return Problem(
        "repeated-row",
        Text(
            vi=f"Dòng của {_called(key).vi} có hai lần (lần đầu ở dòng {first})",
            en=f"The row of {_called(key).en} is there twice (first in row {first})",
        ),
        Text(vi="Không biết câu trả lời nào được tính", en="It isn't known which answer counts"),
        Text(vi="Xóa dòng thừa", en="Delete one of them"),
        where,
    )


def not_offered(criterion: Criterion, value: object, offered: Iterable[str], where: Where) -> Problem:
    """Tell of an answer that the list doesn't have."""
    name, listed = title(criterion), list(offered)
    several = isinstance(value, str) and sum(one in value for one in listed) > 1
    why = Text(
        vi="Ô này nhận một mức trong danh sách; số điểm tự tính",
        en="The cell takes a level from its list; the points follow",
    )
    if several:
        why = Text(vi="Mỗi tiêu chí chỉ có một câu trả lời", en="A criterion takes exactly one answer")
    return Problem(
        "not-offered",
        Text(
            vi=f"{name.vi}: {_value(value)} không có trong danh sách",
            en=f"{name.en}: {_value(value)} is not in the list",
        ),
        why,
        _pick(listed),
        where,
    )


def not_a_choice(label: Text, value: object, offered: Iterable[str], where: Where) -> Problem:
    """Tell of a value that a cell doesn't offer."""
    return Problem(
        "not-offered",
        Text(
            vi=f"{shortened(label.vi)}: {_value(value)} không có trong danh sách",
            en=f"{shortened(label.en)}: {_value(value)} is not in the list",
        ),
        Text(vi="Ô này chỉ nhận giá trị trong danh sách", en="The cell takes a value of its list only"),
        _pick(list(offered)),
        where,
    )


def stray_reason(gate: Text, where: Where) -> Problem:
    """Tell of a reason for a gate that isn't raised."""
    return Problem(
        "stray-reason",
        Text(
            vi=f"Có lý do nhưng chưa chọn áp dụng: {shortened(gate.vi)}",
            en=f"There is a reason, but the gate isn't raised: {shortened(gate.en)}",
        ),
        Text(
            vi="Không rõ điều kiện có áp dụng hay không; điều đó quyết định kết quả",
            en="It isn't clear whether the gate applies, and that decides the result",
        ),
        Text(vi="Chọn ở ô phía trên, hoặc xóa lý do", en="Choose in the cell above, or clear the reason"),
        where,
    )


def not_text(value: object, where: Where) -> Problem:
    """Tell of a value that isn't plain text."""
    return Problem(
        "not-text",
        Text(vi=f"{_value(value)} không phải là chữ", en=f"{_value(value)} is not text"),
        Text(
            vi="Ô này nhận chữ, không nhận công thức, ngày hay lỗi",
            en="The cell takes text: no formula or date",
        ),
        Text(vi="Gõ lại nội dung dưới dạng chữ", en="Type the content as text"),
        where,
    )


def empty_cell(label: Text, where: Where) -> Problem:
    """Tell of a name that is left out."""
    return Problem(
        "empty-cell",
        Text(vi=f"Chưa ghi: {label.vi}", en=f"Left empty: {label.en}"),
        Text(vi="Các ô khác của cùng đối tượng đã được ghi", en="Other cells say more of what it names"),
        Text(vi="Ghi vào ô này", en="Fill in this cell"),
        where,
    )


def overwritten(label: Text, value: object, where: Where, *, repeats: bool = False) -> Problem:
    """Tell of a formula that somebody wrote over: a number, or what repeats the first worksheet."""
    found = (
        Text(vi="bị xóa", en="deleted")
        if value is None
        else Text(vi=f"bị ghi đè bằng {_value(value)}", en=f"written over with {_value(value)}")
    )
    return Problem(
        "overwritten-formula",
        Text(
            vi=f"{shortened(label.vi)}: công thức {found.vi}",
            en=f"{shortened(label.en)}: the formula was {found.en}",
        ),
        Text(
            vi="Ô này lặp lại nội dung của trang thứ nhất",
            en="This cell repeats what the first worksheet says",
        )
        if repeats
        else Text(
            vi="Con số trên phiếu không còn theo các mức đã chọn",
            en="The number on the form no longer follows from the levels chosen",
        ),
        _UNDO,
        where,
    )


def stray(value: object, where: Where) -> Problem:
    """Tell of a value beside the cells that take an answer."""
    return Problem(
        "stray-value",
        Text(vi=f"{_value(value)} nằm ngoài các ô trả lời", en=f"{_value(value)} stands beside the answers"),
        Text(
            vi="Không biết đó là câu trả lời cho tiêu chí nào",
            en="It isn't known which criterion it answers",
        ),
        Text(
            vi="Xóa ô này; chọn mức ở ô vàng trên dòng của tiêu chí",
            en="Clear it; choose the level in the yellow cell on the criterion's row",
        ),
        where,
    )


def _called(key: str) -> Text:
    kind, _, name = key.partition("/")
    words = {
        "answers": Text(vi="tiêu chí", en="criterion"),
        "levels": Text(vi="mức", en="level"),
        "raised": Text(vi="điều kiện", en="gate"),
        "gates": Text(vi="điều kiện", en="gate"),
        "reasons": Text(vi="lý do của", en="the reason for"),
        "parts": Text(vi="phần", en="part"),
        "sections": Text(vi="mục", en="section"),
        "headings": Text(vi="mục", en="heading"),
        "bands": Text(vi="hạng sao", en="star"),
    }
    word = words.get(kind)
    return (
        Text(vi=f"{word.vi} {name}", en=f"{word.en} {name}") if word else Text(vi=quoted(key), en=quoted(key))
    )


def _pick(offered: list[str]) -> Text:
    names = ", ".join(offered)
    return Text(vi=f"Chọn một trong: {names}", en=f"Choose one of: {names}")


def _value(value: object) -> str:
    return quoted(value) if isinstance(value, str) else shown(value)
