"""What an amendment can do wrong: every refusal with its reason and its remedy."""

from collections.abc import Iterable, Mapping
from typing import Any

from ocopkit.conversion import shown
from ocopkit.errors import Path, Problem, Told, Where, nearest
from ocopkit.rules.addresses import NEW, Place, written
from ocopkit.text import Text

PLACING = ("after", "in")
"""The words that say where a place stands."""


def refusal(path: Path, told: Told) -> Problem:
    """Return a problem at a place of an amendment."""
    return Problem(*told, Where(path))


NOTHING_AT_ALL: Told = (
    "changes-nothing",
    Text(vi="Không có thay đổi nào", en="There is no change"),
    Text(vi="Sửa đổi phải thay đổi ít nhất một chỗ", en="An amendment changes at least one place"),
    Text(vi="Ghi trường cần sửa, hoặc bỏ dòng này", en="Write the field to change, or leave the line out"),
)
CANNOT_GO: Told = (
    "cannot-remove",
    Text(vi="Không thể bỏ chỗ này", en="This place can't be removed"),
    Text(vi="Nó là toàn bộ văn bản hoặc toàn bộ bộ tiêu chí", en="It is a whole book or criteria set"),
    Text(
        vi='Để bỏ một bộ tiêu chí, bỏ dòng của nó: "sets/SỐ": null',
        en='To remove a set, remove its line: "sets/NUMBER": null',
    ),
)
NOT_INTO: Told = (
    "not-into",
    Text(vi="Không thể chuyển vào chỗ đó", en="It can't be put in there"),
    Text(vi="Chỗ đó không chứa loại nội dung này", en="That place holds no such thing"),
    Text(vi="Bỏ 'in', hoặc ghi nơi khác", en="Leave out 'in', or name another place"),
)
WHERE: Told = (
    "where",
    Text(vi="Chưa rõ đặt vào đâu", en="It isn't said where it belongs"),
    Text(vi="Chỗ mới phải đứng trong một danh sách", en="A new place stands in some list"),
    Text(
        vi="Ghi 'after' (đứng sau) hoặc 'in' (đứng đầu trong)",
        en="Write 'after' (it follows) or 'in' (it comes first in)",
    ),
)
ELSEWHERE: Told = (
    "elsewhere",
    Text(vi="'after' và 'in' chỉ hai nơi khác nhau", en="'after' and 'in' name different places"),
    Text(vi="Chỗ đứng trước không nằm trong nơi ghi ở 'in'", en="What it follows isn't in what 'in' names"),
    Text(vi="Chỉ ghi một trong hai", en="Write only one of the two"),
)
CIRCLE: Told = (
    "circle",
    Text(vi="Các chỗ đứng sau lẫn nhau thành vòng", en="Places follow each other in a circle"),
    Text(vi="Không chỗ nào đứng trước được", en="None of them can come first"),
    Text(vi="Cho một chỗ đứng sau nội dung có sẵn", en="Let one of them follow something that stays"),
)
THERE_ALREADY: Told = (
    "changes-nothing",
    Text(vi="Đã đứng ở đó", en="It stands there already"),
    Text(
        vi="Sửa đổi không làm thay đổi gì có thể là nhầm chỗ",
        en="A change that changes nothing may have missed its place",
    ),
    Text(vi="Bỏ dòng này hoặc kiểm tra lại địa chỉ", en="Leave it out, or check the address"),
)
NO_ENTRY: Told = (
    "set-without-line",
    Text(
        vi="Bộ tiêu chí mới chưa có trong danh mục", en="The new criteria set has no line in the list of sets"
    ),
    Text(vi="Tên, nhóm và số của bộ nằm ở danh mục", en="The list tells its name, group and number"),
    Text(vi='Thêm "+sets/SỐ": {add: …, in: …}', en='Add "+sets/NUMBER": {add: …, in: …}'),
)
NO_BANDS: Told = (
    "no-bands",
    Text(vi="Không còn hạng sao nào", en="No star band is left"),
    Text(vi="Không thể xếp hạng", en="Nothing could be rated"),
    Text(vi="Giữ lại các hạng sao", en="Keep the star bands"),
)
NO_LEVELS: Told = (
    "no-levels",
    Text(vi="Tiêu chí không còn mức nào", en="A criterion is left without levels"),
    Text(vi="Không thể chấm tiêu chí đó", en="It couldn't be answered"),
    Text(
        vi="Ghi ít nhất một mức, hoặc bỏ cả tiêu chí", en="Write at least one level, or remove the criterion"
    ),
)
TWO_LADDERS: Told = (
    "two-ladders",
    Text(vi="Tiêu chí vừa có mức riêng vừa có các trường hợp", en="A criterion has levels and cases as well"),
    Text(vi="Không rõ chấm theo thang nào", en="Which ladder counts is unclear"),
    Text(vi="Bỏ 'levels' hoặc bỏ 'alternatives'", en="Remove 'levels' or 'alternatives'"),
)


TOO_DEEP: Told = (
    "too-deep",
    Text(vi="Các giá trị lồng nhau quá sâu", en="Values nest too deep"),
    Text(
        vi="Có thể giá trị chứa chính nó; không chỗ nào của văn bản cần sâu như vậy",
        en="Something may hold itself; no place of a book is that deep",
    ),
    Text(vi="Viết lại giá trị này", en="Write the value anew"),
)


def key_not_text(key: object) -> Told:
    """Refuse a field whose name is no text."""
    return (
        "key-not-text",
        Text(vi=f"Khóa {shown(key)} không phải là chữ", en=f"The key {shown(key)} is no text"),
        Text(vi="Trường được gọi theo tên", en="Fields go by their names"),
        Text(vi="Viết khóa bằng chữ, đặt trong ngoặc kép", en="Write it as text, in quotes"),
    )


def no_id(called: str) -> Told:
    """Refuse an id that is none."""
    return (
        "wrong-id",
        Text(vi=f"{called!r} không phải là một mã", en=f"{called!r} is no id"),
        Text(
            vi="Mã là một dòng chữ, không bắt đầu hay kết thúc bằng khoảng trắng",
            en="An id is a line of text that neither begins nor ends with a blank",
        ),
        Text(vi="Chọn mã khác, hoặc bỏ trống", en="Choose another one, or leave it out"),
    )


def id_taken(called: str) -> Told:
    """Refuse an id that another book bears, above all the law itself."""
    return (
        "id-taken",
        Text(vi=f"{called} là mã của một văn bản khác", en=f"{called} is the id of another book"),
        Text(
            vi="Kết quả theo bản sửa đổi sẽ bị nhầm là theo văn bản đó",
            en="What follows from the amendment would be taken for what follows from that book",
        ),
        Text(
            vi=f"Chọn mã riêng, như {called}-du-thao, hoặc bỏ trống",
            en=f"Choose an id of its own, such as {called}-draft, or leave it out",
        ),
    )


def nowhere(key: str, known: Iterable[str]) -> Told:
    """Refuse an address that names no place."""
    return (
        "unknown-address",
        Text(vi=f"Không có chỗ nào là {key!r}", en=f"There is no place {key!r}"),
        Text(vi="Địa chỉ phải chỉ một chỗ có trong văn bản", en="An address names a place that the book has"),
        nearest(key.removeprefix(NEW), list(known)),
    )


def not_fields(change: Any) -> Told:
    """Refuse a change that is neither fields nor nothing."""
    return (
        "not-a-change",
        Text(vi=f"{shown(change)} không phải là một thay đổi", en=f"{shown(change)} is not a change"),
        Text(vi="Không rõ trường nào nhận giá trị này", en="Which field gets the value is unclear"),
        Text(
            vi="Viết {trường: giá trị}, hoặc null để bỏ",
            en="Write {field: value}, or null to remove the place",
        ),
    )


def unknown_field(place: Place, name: str, known: Mapping[str, Any]) -> Told:
    """Refuse a field that a place does not have."""
    return (
        "unknown-field",
        Text(
            vi=f"{written(place.id)} không có trường {name!r}",
            en=f"{written(place.id)} has no field {name!r}",
        ),
        Text(
            vi="Trường viết sai, hoặc được ghi ở địa chỉ khác",
            en="The field is mistyped, or is told at another address",
        ),
        nearest(name, [*known, *PLACING]),
    )


def changes_nothing(value: str) -> Told:
    """Refuse a value that a place has already."""
    return (
        "changes-nothing",
        Text(vi=f"Hiện đã là {value}", en=f"It is {value} already"),
        Text(
            vi="Sửa đổi không làm thay đổi gì có thể là nhầm chỗ",
            en="A change that changes nothing may have missed its place",
        ),
        Text(vi="Bỏ dòng này hoặc kiểm tra lại địa chỉ", en="Leave it out, or check the address"),
    )


def not_a_neighbour(value: Any) -> Told:
    """Refuse a neighbour that is not named by text."""
    return (
        "not-a-neighbour",
        Text(
            vi=f"{shown(value)} không phải là mã của một chỗ", en=f"{shown(value)} is not the name of a place"
        ),
        Text(vi='Mã là chữ, như "2.4"', en='Names are text, such as "2.4"'),
        Text(vi="Đặt trong ngoặc kép", en="Put it in quotes"),
    )


def no_neighbour(key: str, known: Iterable[str]) -> Told:
    """Refuse a neighbour that is not there."""
    names = [one.rsplit("/", 1)[-1] for one in known]
    return (
        "unknown-neighbour",
        Text(vi=f"Không có {key!r} ở đó", en=f"There is no {key!r} there"),
        Text(
            vi="Chỗ được nêu phải còn lại sau sửa đổi và ở cùng danh sách",
            en="What is named must be left after the amendment, in the same list",
        ),
        nearest(key, names),
    )


def beside_add(name: str) -> Told:
    """Refuse a field beside those of a new place."""
    return (
        "beside-add",
        Text(vi=f"{name!r} đứng cạnh 'add'", en=f"{name!r} stands beside 'add'"),
        Text(vi="Một chỗ mới chỉ có 'add', 'after', 'in'", en="A new place has 'add', 'after' and 'in' only"),
        Text(vi="Đưa vào trong 'add'", en="Put it inside 'add'"),
    )


def taken(key: str) -> Told:
    """Refuse an address that another place bears."""
    return (
        "address-taken",
        Text(vi=f"Đã có {key}", en=f"{key} is there already"),
        Text(vi="Hai chỗ không thể cùng một địa chỉ", en="Two places can't have one address"),
        Text(
            vi="Chọn mã khác; nếu chỗ cũ bị bỏ hoặc đánh số lại, thêm dấu + trước địa chỉ mới",
            en="Choose another name; if the old place goes or is renumbered, put + before the new address",
        ),
    )


def other_name(found: str, wanted: str) -> Told:
    """Refuse a name that differs from the address."""
    return (
        "name-differs",
        Text(
            vi=f"Là {found!r}, nhưng địa chỉ ghi {wanted!r}",
            en=f"It is {found!r}, but the address says {wanted!r}",
        ),
        Text(vi="Mã đã nằm trong địa chỉ", en="The address tells the name already"),
        Text(vi="Bỏ trường này", en="Leave the field out"),
    )


def twice(key: str, other: str) -> Told:
    """Refuse a second change of the very same."""
    return (
        "changed-twice",
        Text(vi=f"{key} và {other} cùng sửa một nội dung", en=f"{key} and {other} change the very same"),
        Text(vi="Không rõ thay đổi nào có hiệu lực", en="Which change counts is unclear"),
        Text(vi="Gộp thành một", en="Make them one"),
    )


def within_removed(key: str, other: str) -> Told:
    """Refuse a change inside what goes or is replaced."""
    return (
        "changed-twice",
        Text(
            vi=f"{key} nằm trong chỗ mà {other} bỏ hoặc thay",
            en=f"{key} is within what {other} removes or replaces",
        ),
        Text(vi="Không rõ thay đổi nào có hiệu lực", en="Which change counts is unclear"),
        Text(vi="Giữ một trong hai thay đổi", en="Keep one of the two changes"),
    )


def same_spot(key: str, other: str) -> Told:
    """Refuse two places that would follow one neighbour."""
    return (
        "same-spot",
        Text(vi=f"{key} và {other} cùng đứng một chỗ", en=f"{key} and {other} would stand at one spot"),
        Text(vi="Không rõ chỗ nào đứng trước", en="Which comes first is unclear"),
        Text(vi='Cho chỗ này đứng sau chỗ kia: after: "+…"', en='Let one follow the other: after: "+…"'),
    )


def no_form(number: int) -> Told:
    """Refuse a line of the list of sets without criteria."""
    return (
        "line-without-set",
        Text(vi=f"Bộ {number} chưa có tiêu chí", en=f"Set {number} has no criteria"),
        Text(vi="Mỗi dòng của danh mục có một bộ tiêu chí", en="Every line of the list has a criteria set"),
        Text(vi=f'Thêm "+{number}": {{add: {{parts: …}}}}', en=f'Add "+{number}": {{add: {{parts: …}}}}'),
    )


def no_such(key: str, known: list[str]) -> Told:
    """Refuse a reference to what the amended book does not have."""
    return (
        "unknown-reference",
        Text(vi=f"Không có {key!r}", en=f"There is no {key!r}"),
        Text(
            vi="Văn bản sau sửa đổi nhắc đến một chỗ không còn hoặc chưa có",
            en="The amended book refers to something that it doesn't have",
        ),
        nearest(key, known),
    )
