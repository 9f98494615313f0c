"""What is said of rows and columns that don't fit their criteria sets."""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
from attrs import frozen

from ocopkit.errors import Problem, Where, nearest, quoted
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.plan import Slot
from ocopkit.scoring.sheet import choices, title
from ocopkit.text import Text

NUMBER = r"^\s*[-+]?[0-9]+(?:[.,][0-9]+)?\s*$"
"""How a number written as text looks."""


def about_rows(
    kind: str, column: str, slot: Slot | None, many: Text, rows: Text, values: list[Any]
) -> Problem:
    """Return what is wrong with some rows.

    Args:
        kind: The kind of problem.
        column: The column.
        slot: Its criterion, if the rows' set has one.
        many: How many rows, and of which set.
        rows: The first of them.
        values: The first values.
    """
    where = Where((column,))
    if slot is None:
        return _elsewhere(kind, column, many, rows, values, where)
    name = title(slot.criterion)
    lines = Text(vi=choices(slot.lines, "vi"), en=choices(slot.lines, "en"))
    told = {
        "missing": _missing,
        "not-asked": _not_asked,
        "unclear": _unclear,
        "off-ladder": _off_ladder,
        "unknown-level": _unknown_level,
        "text": _text,
        "number-as-text": _number_as_text,
    }
    return told[kind](_Case(many, rows, name, listed(values), values, lines, where))


@frozen
class _Case:
    many: Text
    rows: Text
    name: Text
    shown: str
    values: list[Any]
    lines: Text
    where: Where

    @property
    def use(self) -> Text:
        return Text(vi=f"Dùng một trong: {self.lines.vi}", en=f"Use one of: {self.lines.en}")


def _elsewhere(kind: str, column: str, many: Text, rows: Text, values: list[Any], where: Where) -> Problem:
    shown = listed(values)
    if kind == "no-gate":
        return Problem(
            kind,
            Text(
                vi=f"{many.vi}: {column} để trống ({rows.vi})", en=f"{many.en}: {column} is empty ({rows.en})"
            ),
            Text(vi="Không rõ điều kiện có được nêu hay không", en="Whether the gate is raised is not said"),
            Text(vi="Ghi true hoặc false cho mọi dòng", en="Write true or false in every row"),
            where,
        )
    if kind in {"foreign-gate", "computed-gate"}:
        no_such = Text(vi="Mẫu của bộ này không có điều kiện đó", en="The form of this set has no such gate")
        by_points = Text(vi="Ở bộ này do chính điểm chấm quyết định", en="In this set the points decide it")
        return Problem(
            kind,
            Text(vi=f"{many.vi}: nêu {column} ({rows.vi})", en=f"{many.en}: {column} is raised ({rows.en})"),
            no_such if kind == "foreign-gate" else by_points,
            Text(vi="Để trống hoặc ghi false", en="Leave it empty or write false"),
            where,
        )
    return Problem(
        "foreign-value",
        Text(
            vi=f"{many.vi}: {column} có giá trị {shown} ({rows.vi})",
            en=f"{many.en}: {column} holds {shown} ({rows.en})",
        ),
        Text(vi="Cột này thuộc bộ tiêu chí khác", en="This column belongs to another criteria set"),
        Text(vi="Để trống", en="Leave them empty"),
        where,
    )


def _missing(case: _Case) -> Problem:
    return Problem(
        "missing-answer",
        Text(
            vi=f"{case.many.vi}: chưa trả lời {case.name.vi} ({case.rows.vi})",
            en=f"{case.many.en}: no answer to {case.name.en} ({case.rows.en})",
        ),
        Text(vi="Không trả lời không phải là 0 điểm", en="No answer is not zero points"),
        case.use,
        case.where,
    )


def _not_asked(case: _Case) -> Problem:
    return Problem(
        "not-asked",
        Text(
            vi=f"{case.many.vi}: trả lời {case.shown} cho {case.name.vi} ({case.rows.vi})",
            en=f"{case.many.en}: {case.name.en} is answered with {case.shown} ({case.rows.en})",
        ),
        Text(vi="Tiêu chí không được hỏi ở các dòng này", en="The criterion is not asked in these rows"),
        Text(vi="Để trống hoặc ghi 0 điểm", en="Leave it empty or write 0 points"),
        case.where,
    )


def _unclear(case: _Case) -> Problem:
    return Problem(
        "shared-points",
        Text(
            vi=f"{case.many.vi}: {case.shown} điểm ở {case.name.vi} có thể là nhiều mức ({case.rows.vi})",
            en=f"{case.many.en}: {case.shown} points in {case.name.en}: several levels ({case.rows.en})",
        ),
        Text(vi="Các mức đó dẫn đến kết quả khác nhau", en="Those levels lead to different results"),
        Text(
            vi=f"Ghi ký hiệu của mức trong cả cột: {case.lines.vi}",
            en=f"Write level keys in the whole column: {case.lines.en}",
        ),
        case.where,
    )


def _off_ladder(case: _Case) -> Problem:
    return Problem(
        "off-ladder",
        Text(
            vi=f"{case.many.vi}: không có mức nào {case.shown} điểm ở {case.name.vi} ({case.rows.vi})",
            en=f"{case.many.en}: no level is worth {case.shown} points in {case.name.en} ({case.rows.en})",
        ),
        Text(vi="Chỉ chấm theo các mức in trên mẫu", en="Only printed levels can be given"),
        case.use,
        case.where,
    )


def _unknown_level(case: _Case) -> Problem:
    return Problem(
        "unknown-level",
        Text(
            vi=f"{case.many.vi}: không có mức {case.shown} ở {case.name.vi} ({case.rows.vi})",
            en=f"{case.many.en}: there is no level {case.shown} in {case.name.en} ({case.rows.en})",
        ),
        Text(vi="Mỗi tiêu chí chỉ có các mức in trên mẫu", en="A criterion has only its printed levels"),
        case.use,
        case.where,
    )


def _text(case: _Case) -> Problem:
    return Problem(
        "text-among-points",
        Text(
            vi=f"{case.many.vi}: {case.shown} giữa các số điểm của {case.name.vi} ({case.rows.vi})",
            en=f"{case.many.en}: {case.shown} among the points of {case.name.en} ({case.rows.en})",
        ),
        Text(
            vi="Chỉ một ô chữ cũng làm cả cột điểm thành chữ",
            en="A single text makes text of a whole column of points",
        ),
        Text(
            vi="Sửa các ô này rồi đổi cả cột thành số nguyên",
            en="Mend those cells and turn the whole column into whole numbers",
        ),
        case.where,
    )


def _number_as_text(case: _Case) -> Problem:
    return Problem(
        "points-as-text",
        Text(
            vi=f"{case.many.vi}: điểm của {case.name.vi} ghi bằng chữ: {case.shown} ({case.rows.vi})",
            en=f"{case.many.en}: the points of {case.name.en} stand as text: {case.shown} ({case.rows.en})",
        ),
        Text(
            vi="Chữ là ký hiệu của một mức; điểm là số nguyên",
            en="A text is a level's key; points are whole numbers",
        ),
        Text(
            vi=f"Đổi cả cột thành số nguyên, hoặc ghi ký hiệu của mức: {case.lines.vi}",
            en=f"Turn the whole column into whole numbers, or write keys: {case.lines.en}",
        ),
        case.where,
    )


def rows_counted(count: int) -> Text:
    """Return a number of rows in words."""
    return Text(vi=f"{count} dòng", en=f"{count} row{'' if count == 1 else 's'}")


def listed(values: Sequence[Any]) -> str:
    """Return values as a message shows them."""
    return ", ".join(quoted(value) if isinstance(value, str) else str(value) for value in values)


def no_columns() -> Problem:
    """Return that a dataframe has no columns."""
    return Problem(
        "no-columns",
        Text(vi="Dữ liệu không có cột nào", en="The dataframe has no columns"),
        Text(vi="Mỗi tiêu chí là một cột, như c1_1", en="Each criterion is a column, such as c1_1"),
        Text(vi="Kiểm tra lại dữ liệu đưa vào", en="Check what was handed over"),
    )


def no_rows() -> Problem:
    """Return that a population has no rows."""
    return Problem(
        "no-rows",
        Text(vi="Dữ liệu không có dòng nào", en="There are no rows"),
        Text(vi="Mỗi hồ sơ là một dòng", en="A dossier is one row"),
        Text(vi="Kiểm tra lại tệp hoặc điều kiện lọc", en="Check the file or the filter that they come from"),
    )


def same_column(name: str, places: Sequence[int]) -> Problem:
    """Return that several columns have one name."""
    count, shown = len(places), listed(places)
    return Problem(
        "same-column",
        Text(
            vi=f"{count} cột cùng tên {name} (cột {shown})", en=f"{count} columns are called {name} ({shown})"
        ),
        _WHICH_COUNTS,
        Text(vi="Bỏ cột thừa hoặc đổi tên", en="Remove the surplus columns or rename them"),
        Where((name,), on_key=True),
    )


def same_column_somewhere(reason: str) -> Problem:
    """Return that some columns of a lazy dataframe have one name."""
    said = reason.partition("\n")[0].partition(". ")[0]
    return Problem(
        "same-column",
        Text(vi=f"Có cột trùng tên: {said}", en=f"Columns have one name: {said}"),
        _WHICH_COUNTS,
        Text(vi="Bỏ cột thừa hoặc đổi tên", en="Remove the surplus columns or rename them"),
    )


_WHICH_COUNTS = Text(vi="Không rõ cột nào được dùng", en="Which of them counts is unclear")


def strange_names(columns: Sequence[tuple[int, Any]]) -> Problem:
    """Return that some columns are called by something else than a text.

    Args:
        columns: The places of the columns, counted from 1, and what they are called.
    """
    shown = ", ".join(str(name) for _, name in columns[:_NAMED])
    more = len(columns) - _NAMED
    rest = Text(vi=f" và {more} cột nữa", en=f" and {more} more") if more > 0 else Text(vi="", en="")
    return Problem(
        "column-name",
        Text(
            vi=f"Tên cột không phải là chữ: {shown}{rest.vi} (từ cột thứ {columns[0][0]})",
            en=f"Names of columns that are no text: {shown}{rest.en} (from column {columns[0][0]} on)",
        ),
        Text(vi="Cột được gọi theo tên, như c1_1", en="Columns go by their names, such as c1_1"),
        Text(vi="Đặt tên cho các cột này bằng chữ", en="Give those columns names that are texts"),
        Where((str(columns[0][1]),), on_key=True),
    )


_NAMED = 5
"""How many columns a message names."""


def missing_column(name: str, numbers: list[int]) -> Problem:
    """Return that a criterion has no column."""
    listed = ", ".join(str(number) for number in numbers)
    return Problem(
        "missing-column",
        Text(vi=f"Thiếu cột {name} của bộ {listed}", en=f"The column {name} of set {listed} is missing"),
        Text(
            vi="Mỗi tiêu chí là một cột; thiếu không phải là 0 điểm",
            en="Each criterion is a column; a missing one is not zero points",
        ),
        Text(
            vi="Thêm cột, hoặc kiểm tra lại bộ tiêu chí và quyết định",
            en="Add it, or check that the set and the rule book are meant",
        ),
        Where((name,)),
    )


def foreign_column(name: str, forms: Sequence[CriteriaSet], wanted: Mapping[str, list[int]]) -> Problem:
    """Return that a column belongs to no criterion."""
    listed = ", ".join(str(form.number) for form in forms)
    return Problem(
        "foreign-column",
        Text(vi=f"Bộ {listed} không có cột {name}", en=f"Set {listed} has no column {name}"),
        Text(
            vi="Dữ liệu có thể thuộc bộ tiêu chí hoặc quyết định khác",
            en="The rows may belong to another set or decision",
        ),
        nearest(name, wanted, limit=40),
        Where((name,), on_key=True),
    )


def wrong_type(name: str, dtype: Any) -> Problem:
    """Return that a column holds neither points nor level keys."""
    what = Text(vi=f"Cột {name} có kiểu {dtype}", en=f"The column {name} is of the type {dtype}")
    if dtype == nw.Unknown:
        what = Text(
            vi=f"Cột {name} không có giá trị nào đọc được",
            en=f"The column {name} holds nothing that can be read",
        )
    return Problem(
        "wrong-type",
        what,
        Text(
            vi="Cột tiêu chí chứa điểm (số nguyên) hoặc ký hiệu của mức (chữ)",
            en="A criterion's column holds points (whole numbers) or level keys (text)",
        ),
        Text(vi="Đổi cả cột sang một trong hai kiểu", en="Turn the whole column into one of the two"),
        Where((name,)),
    )


def wrong_gate(name: str, dtype: Any, gates: Mapping[str, bool]) -> list[Problem]:
    """Return what is wrong with the column of a gate; nothing if it is fine."""
    where = Where((name,), on_key=True)
    if name not in gates:
        told = (
            Text(vi=f"Không bộ nào có điều kiện {name}", en=f"No set has the gate {name}"),
            Text(vi="Chỉ nêu được điều kiện in trên mẫu", en="Only gates of the form can be raised"),
            nearest(name, gates),
        )
        return [Problem("unknown-gate", *told, where)]
    if gates[name]:
        told = (
            Text(vi=f"{name} do chính điểm chấm quyết định", en=f"{name} is decided by the points"),
            Text(
                vi="Nêu thêm ở đây có thể trái với điểm đã chấm",
                en="Raising it here could contradict the answers",
            ),
            Text(vi="Bỏ cột này", en="Remove this column"),
        )
        return [Problem("computed-gate", *told, where)]
    if dtype != nw.Boolean:
        told = (
            Text(vi=f"{name} không phải cột true/false", en=f"{name} is not a column of true and false"),
            Text(vi="Điều kiện hoặc được nêu, hoặc không", en="A gate is raised or not"),
            Text(vi="Đổi cột sang true/false", en="Turn it into true and false"),
        )
        return [Problem("wrong-type", *told, where)]
    return []


def reserved(name: str) -> Problem:
    """Return that a column has the name of a result."""
    return Problem(
        "reserved-column",
        Text(vi=f"Tên cột {name} dành cho kết quả", en=f"The column name {name} is kept for results"),
        Text(vi="Kết quả sẽ ghi đè lên cột này", en="Results would overwrite it"),
        Text(vi="Đổi tên cột", en="Rename the column"),
        Where((name,), on_key=True),
    )
