"""The kinds of finding: how grave each is, why it matters and how it is mended."""

from typing import Literal

from attrs import frozen

from ocopkit.text import Text

Severity = Literal["error", "warning", "note"]
"""``"error"``: the book contradicts itself. ``"warning"``: somebody should look. ``"note"``: known."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""The gravest first."""


@frozen
class Kind:
    """A kind of finding.

    Args:
        code: Its name.
        severity: How grave it is.
        title: What it is, in a few words.
        why: Why it matters.
        mend: How to mend it.
    """

    code: str
    severity: Severity
    title: Text
    why: Text
    mend: Text


_SOURCE = Text(
    vi="Đối chiếu với bản in; nếu bản in đúng như vậy thì ghi thành điểm chưa chắc chắn (doubts)",
    en="Hold it against the print; if that says so too, record it under doubts",
)
_REMOVE = Text(vi="Đổi tên một bên hoặc bỏ bớt một bên", en="Rename one or remove one")
_DOUBT = Text(
    vi="Đối chiếu với nguyên văn, rồi sửa dữ liệu hoặc bỏ ghi chú này",
    en="Hold it against the verbatim text, then mend the data or remove the remark",
)

_ALL = (
    # Sums
    Kind(
        "sum",
        "error",
        Text(vi="Tổng điểm không khớp", en="Points do not add up"),
        Text(
            vi="Điểm tối đa của một mục là tổng điểm tối đa của các phần bên trong",
            en="The most points of a whole are those of its members together",
        ),
        _SOURCE,
    ),
    Kind(
        "part-differs",
        "error",
        Text(vi="Phần khác với quy định chung", en="A part differs from the articles"),
        Text(
            vi="Mọi bộ tiêu chí có cùng các phần và điểm tối đa theo điều khoản của quyết định",
            en="Every set has the parts, and their most points, that the articles give",
        ),
        _SOURCE,
    ),
    # Ladders
    Kind(
        "no-levels",
        "error",
        Text(vi="Tiêu chí không có mức nào", en="A criterion without levels"),
        Text(vi="Không thể chấm điểm tiêu chí này", en="It cannot be answered"),
        Text(vi="Thêm các mức, mức thấp nhất trước", en="Add its levels, lowest first"),
    ),
    Kind(
        "ladder-max",
        "error",
        Text(vi="Mức cao nhất khác điểm tối đa", en="The best level is not the most points"),
        Text(
            vi="Không sản phẩm nào đạt được đúng điểm tối đa đã ghi",
            en="No product can get exactly the most points that are declared",
        ),
        _SOURCE,
    ),
    Kind(
        "ladder-order",
        "error",
        Text(vi="Thang điểm không tăng dần", en="A ladder that does not rise"),
        Text(
            vi="Mức sau phải tốt hơn mức trước, nên điểm không được thấp hơn",
            en="A later level is a better one and cannot be worth less",
        ),
        Text(vi="Xếp lại các mức hoặc sửa điểm", en="Put the levels in order or mend the points"),
    ),
    Kind(
        "repeated-points",
        "warning",
        Text(vi="Hai mức cùng số điểm", en="Two levels of the same points"),
        Text(
            vi="Mức cao hơn không được thêm điểm nào; có thể là lỗi in hoặc lỗi nhập",
            en="The better level earns nothing more, which may be a slip of print or typing",
        ),
        _SOURCE,
    ),
    Kind(
        "negative-points",
        "error",
        Text(vi="Điểm âm", en="Points below 0"),
        Text(vi="Không tiêu chí nào trừ điểm", en="No criterion takes points away"),
        Text(vi="Sửa thành 0 hoặc số dương", en="Make it 0 or more"),
    ),
    Kind(
        "level-keys",
        "warning",
        Text(vi="Ký hiệu của các mức không liền nhau", en="Keys of levels that are not in sequence"),
        Text(
            vi="Ký hiệu là a, b, c… từ mức thấp nhất; thiếu một chữ là mất một mức",
            en="Keys are a, b, c… from the lowest; a missing letter is a missing level",
        ),
        Text(vi="Bổ sung mức bị thiếu hoặc đặt lại ký hiệu", en="Restore the level or letter anew"),
    ),
    Kind(
        "repeated-level",
        "warning",
        Text(vi="Hai mức cùng một câu chữ", en="Two levels with the same wording"),
        Text(vi="Không phân biệt được hai mức khi chấm", en="Nobody can tell them apart"),
        _SOURCE,
    ),
    # Either-or
    Kind(
        "single-case",
        "warning",
        Text(vi="Lựa chọn chỉ có một trường hợp", en="An either-or with a single case"),
        Text(vi="Không có gì để lựa chọn", en="There is nothing to choose"),
        Text(vi="Thêm trường hợp còn thiếu hoặc ghi thẳng các mức", en="Add the other case, or levels"),
    ),
    Kind(
        "case-costs-points",
        "warning",
        Text(vi="Một trường hợp có trần điểm thấp hơn", en="A case with a lower ceiling"),
        Text(
            vi="Chủ thể thuộc trường hợp đó không thể đạt điểm tối đa dù làm tốt đến đâu",
            en="Producers of that case cannot get the most points, however well they do",
        ),
        _SOURCE,
    ),
    # Minimums and reach
    Kind(
        "minimum-without-band",
        "error",
        Text(vi="Mức tối thiểu cho hạng sao không có", en="A minimum for a star that no band has"),
        Text(vi="Mức này không bao giờ được xét đến", en="It is never looked at"),
        Text(vi="Sửa số sao hoặc thêm hạng sao", en="Mend the star, or add its band"),
    ),
    Kind(
        "minimum-idle",
        "warning",
        Text(vi="Mức tối thiểu không ràng buộc gì", en="A minimum that asks for nothing"),
        Text(
            vi="Dấu đặt ở mức thấp nhất và mức đó là 0 điểm, nên sản phẩm nào cũng đạt",
            en="It marks the lowest level, worth 0 points, so that every product meets it",
        ),
        _SOURCE,
    ),
    Kind(
        "minimum-order",
        "warning",
        Text(vi="Hạng sao cao lại cần mức thấp hơn", en="A higher star needs a lower level"),
        Text(
            vi="Hạng sao là các bậc nối tiếp: hạng cao không thể dễ hơn hạng thấp",
            en="Stars are steps of one ladder: a higher one cannot be easier",
        ),
        _SOURCE,
    ),
    Kind(
        "minimum-repeated",
        "warning",
        Text(vi="Một hạng sao có hai mức tối thiểu", en="Two minimums for one star"),
        Text(vi="Chỉ mức cao hơn có tác dụng", en="Only the higher of them has any effect"),
        _SOURCE,
    ),
    Kind(
        "minimum-in-some-cases",
        "warning",
        Text(vi="Chỉ một số trường hợp có mức tối thiểu", en="Only some cases have a minimum"),
        Text(
            vi="Cùng một hạng sao nhưng yêu cầu phụ thuộc vào trường hợp được chọn",
            en="What a star asks for depends on the case that is chosen",
        ),
        _SOURCE,
    ),
    Kind(
        "minimum-unmeetable",
        "error",
        Text(vi="Mức tối thiểu không thể đạt", en="A minimum that cannot be met"),
        Text(
            vi="Không sản phẩm nào đạt được hạng sao cần mức này",
            en="No product can get the star that needs it",
        ),
        _SOURCE,
    ),
    Kind(
        "star-out-of-reach",
        "error",
        Text(vi="Hạng sao không thể đạt", en="A star that cannot be reached"),
        Text(
            vi="Không phiếu nào vừa có tổng điểm trong hạng vừa đạt các mức tối thiểu",
            en="No sheet has a total in the band and meets its minimums as well",
        ),
        Text(
            vi="Xem các thang điểm, mức tối thiểu và điều kiện của bộ",
            en="Look at the set's ladders, minimums and conditions",
        ),
    ),
    Kind(
        "star-out-of-reach-in-case",
        "warning",
        Text(vi="Hạng sao không thể đạt ở một trường hợp", en="A star out of reach for one case"),
        Text(
            vi="Chủ thể thuộc trường hợp đó không bao giờ được hạng sao này",
            en="Producers of that case can never get this star",
        ),
        _SOURCE,
    ),
    # Bands
    Kind(
        "band-gap",
        "error",
        Text(vi="Khoảng điểm không thuộc hạng sao nào", en="Points that no band covers"),
        Text(
            vi="Mỗi tổng điểm phải thuộc đúng một hạng sao",
            en="Every total belongs to exactly one band",
        ),
        Text(vi="Sửa at_least hoặc below của hai hạng", en="Mend at_least or below of the two"),
    ),
    Kind(
        "band-overlap",
        "error",
        Text(vi="Khoảng điểm thuộc hai hạng sao", en="Points that two bands cover"),
        Text(
            vi="Mỗi tổng điểm phải thuộc đúng một hạng sao",
            en="Every total belongs to exactly one band",
        ),
        Text(vi="Sửa at_least hoặc below của hai hạng", en="Mend at_least or below of the two"),
    ),
    Kind(
        "band-empty",
        "error",
        Text(vi="Hạng sao không có điểm nào", en="A band without points"),
        Text(vi="Không tổng điểm nào vào được hạng này", en="No total can fall into it"),
        Text(vi="Sửa at_least hoặc below", en="Mend at_least or below"),
    ),
    Kind(
        "band-order",
        "error",
        Text(vi="Các hạng sao không theo thứ tự", en="Bands out of order"),
        Text(
            vi="Hạng cao đứng trước và cần nhiều điểm hơn; chấm điểm dựa vào thứ tự đó",
            en="The highest stands first and needs more points; scoring relies on that order",
        ),
        Text(vi="Xếp lại, hạng cao nhất trước", en="Put them in order, highest first"),
    ),
    Kind(
        "recogniser-differs",
        "warning",
        Text(vi="Cấp công nhận không khớp", en="Who recognises a star is told in two ways"),
        Text(
            vi="Hạng sao ghi một cấp, danh sách của cấp đó ghi khác",
            en="The band names one tier, and the tiers' own lists say otherwise",
        ),
        Text(vi="Sửa recognised_by hoặc recognises", en="Mend recognised_by or recognises"),
    ),
    # Gates, conditions, names
    Kind(
        "late-zero",
        "warning",
        Text(vi="Điều kiện dừng xét tiêu chí đứng sau nó", en="A gate on what comes after it"),
        Text(
            vi="Khi chấm đến điều kiện này, tiêu chí đó chưa được chấm",
            en="When the gate acts, that criterion has not been answered yet",
        ),
        Text(vi="Chuyển điều kiện xuống tiêu chí cuối cùng", en="Move the gate to the last of them"),
    ),
    Kind(
        "never-asked",
        "error",
        Text(vi="Tiêu chí không bao giờ được chấm", en="A criterion that is never asked"),
        Text(
            vi="Điều kiện đòi cao hơn mức cao nhất, nên không thể xảy ra",
            en="Its condition asks for more than the best level, which cannot be",
        ),
        Text(vi="Sửa mức ở applies_when", en="Mend the level in applies_when"),
    ),
    Kind(
        "unknown-name",
        "error",
        Text(vi="Dẫn đến điều không có", en="A name that nothing has"),
        Text(vi="Quy định dẫn đến nó sẽ không có tác dụng", en="The rule that names it has no effect"),
        Text(vi="Sửa tên hoặc thêm điều được dẫn", en="Mend the name, or add what it names"),
    ),
    Kind(
        "repeated-name",
        "error",
        Text(vi="Một tên dùng hai lần", en="One name used twice"),
        Text(vi="Không rõ bên nào được dùng", en="Which of the two counts is unclear"),
        _REMOVE,
    ),
    Kind(
        "repeated-criterion",
        "warning",
        Text(vi="Hai tiêu chí cùng tên trong một mục", en="Two criteria of one name in a section"),
        Text(vi="Có thể nhập trùng hoặc thiếu chữ", en="One may be entered twice, or cut short"),
        _SOURCE,
    ),
    Kind(
        "differs-from-shared",
        "warning",
        Text(vi="Khác với tiêu chí dùng chung", en="Differs from the shared criterion"),
        Text(
            vi="Các bộ dùng chung một tiêu chí phải có nội dung như nhau",
            en="Sets that share a criterion by name have it alike",
        ),
        Text(vi="Sửa cho khớp, hoặc bỏ tên dùng chung", en="Make them agree, or drop the shared name"),
    ),
    Kind(
        "points-differ",
        "warning",
        Text(vi="Cùng câu chữ nhưng khác điểm", en="The same wording, other points"),
        Text(
            vi="Phần lớn các bộ khác cho điểm khác với cùng các mức và cùng điểm tối đa",
            en="With the same levels and the same most points, most other sets award otherwise",
        ),
        _SOURCE,
    ),
    # Citations and wording
    Kind(
        "missing-citation",
        "warning",
        Text(vi="Thiếu trích dẫn", en="No citation"),
        Text(vi="Người dùng không kiểm tra được căn cứ", en="Nobody can check where it is written"),
        Text(vi="Thêm cite: điều, khoản hoặc phụ lục", en="Add cite: the article or annex"),
    ),
    Kind(
        "citation-form",
        "warning",
        Text(vi="Trích dẫn viết sai dạng", en="A citation in no known form"),
        Text(
            vi="Chỉ dạng đã biết mới đọc được thành điều, khoản, phụ lục",
            en="Only the known forms can be told as article, clause and annex",
        ),
        Text(
            vi="Viết như art. 7.6, art. 12.2a hoặc annex II form 11 item 1.1",
            en="Write it like art. 7.6, art. 12.2a or annex II form 11 item 1.1",
        ),
    ),
    Kind(
        "missing-translation",
        "error",
        Text(vi="Thiếu tiếng Việt hoặc tiếng Anh", en="Vietnamese or English is missing"),
        Text(vi="Mọi câu chữ có ở hai thứ tiếng", en="Every text exists in both languages"),
        Text(vi="Viết thêm câu chữ còn thiếu", en="Write the missing wording"),
    ),
    Kind(
        "not-translated",
        "warning",
        Text(vi="Hai thứ tiếng giống hệt nhau", en="Both languages read alike"),
        Text(vi="Có thể chưa dịch", en="It may not have been translated"),
        Text(vi="Dịch, hoặc rút gọn nếu chỉ là tên riêng", en="Translate it, or keep only the name"),
    ),
    Kind(
        "no-diacritics",
        "warning",
        Text(vi="Tiếng Việt không dấu", en="Vietnamese without diacritics"),
        Text(vi="Câu không dấu đọc được nhiều nghĩa", en="Without them words have several meanings"),
        Text(vi="Viết lại có dấu", en="Write it with its diacritics"),
    ),
    # Doubts
    Kind(
        "doubt",
        "note",
        Text(vi="Điểm chưa chắc chắn chưa được giải đáp", en="A doubt that is not answered"),
        Text(vi="Nguồn có vẻ sai hoặc không nói rõ", en="The source looks wrong or is silent"),
        _DOUBT,
    ),
    Kind(
        "repair",
        "note",
        Text(vi="Chỗ sửa chưa được đối chiếu", en="A repair that is not confirmed"),
        Text(vi="Dữ liệu khác với bản chép", en="The data differs from the transcript"),
        _DOUBT,
    ),
    Kind(
        "single-source",
        "note",
        Text(vi="Chỉ có một nguồn", en="A single source"),
        Text(vi="Chưa có bản thứ hai để đối chiếu", en="No second copy was held against it"),
        _DOUBT,
    ),
    Kind(
        "paper-unused",
        "note",
        Text(vi="Giấy tờ không gắn với tiêu chí nào", en="A paper that supports no criterion"),
        Text(
            vi="Chủ thể phải nộp mà không rõ để chứng minh điều gì",
            en="Producers hand it in, and what it proves isn't said",
        ),
        Text(
            vi="Ghi khóa của nó ở evidence của tiêu chí liên quan",
            en="Name it under evidence of the criteria it bears on",
        ),
    ),
    # Readings
    Kind(
        "unknown-choice",
        "error",
        Text(vi="Cách hiểu chọn điều không có", en="A reading that chooses no option of its own"),
        Text(vi="Không chấm điểm được theo cách hiểu này", en="Nothing can be scored by it"),
        Text(vi="Chọn một trong các lựa chọn đã nêu", en="Choose one of its options"),
    ),
    Kind(
        "single-option",
        "warning",
        Text(vi="Cách hiểu chỉ có một lựa chọn", en="A reading with a single option"),
        Text(vi="Không có gì để người dùng chọn", en="There is nothing that a caller could choose"),
        Text(vi="Nêu cách hiểu khác, hoặc bỏ cách hiểu này", en="Add the other way, or remove it"),
    ),
    Kind(
        "missing-reading",
        "warning",
        Text(vi="Thiếu cách hiểu cần cho việc chấm điểm", en="A reading that scoring needs is missing"),
        Text(
            vi="Chấm điểm sẽ tự chọn một cách mà người dùng không thấy",
            en="Scoring will choose by itself, and its users aren't told",
        ),
        Text(vi="Thêm cách hiểu đó vào readings", en="Add it to readings"),
    ),
    Kind(
        "option-not-carried-out",
        "warning",
        Text(vi="Lựa chọn mà việc chấm điểm không biết", en="An option that scoring does not know"),
        Text(vi="Chọn nó sẽ bị từ chối", en="Choosing it is refused"),
        Text(vi="Dùng khóa mà việc chấm điểm biết", en="Use a key that scoring knows"),
    ),
    # Time
    Kind(
        "period-reversed",
        "error",
        Text(vi="Ngày cuối trước ngày đầu", en="The last day is before the first"),
        Text(vi="Quyết định không có hiệu lực ngày nào", en="It would be in force on no day"),
        Text(vi="Sửa first_day hoặc last_day", en="Mend first_day or last_day"),
    ),
    Kind(
        "issued-late",
        "warning",
        Text(vi="Ký sau ngày có hiệu lực", en="Issued after it came into force"),
        Text(vi="Văn bản hiếm khi có hiệu lực trở về trước", en="Instruments rarely reach back"),
        Text(vi="Kiểm tra hai ngày", en="Check both days"),
    ),
    Kind(
        "no-last-day",
        "warning",
        Text(vi="Đã bị thay thế nhưng không có ngày cuối", en="Replaced, but without a last day"),
        Text(vi="Hai văn bản sẽ cùng có hiệu lực mãi", en="Two would be in force for ever"),
        Text(vi="Thêm last_day", en="Add last_day"),
    ),
    Kind(
        "month-day",
        "error",
        Text(vi="Ngày tháng không có thật", en="A day that does not exist"),
        Text(vi="Ngày của đợt viết như 06-30", en="Days of rounds are written like 06-30"),
        Text(vi="Sửa ngày", en="Mend the day"),
    ),
    Kind(
        "gap-in-time",
        "warning",
        Text(vi="Khoảng thời gian không có văn bản nào", en="Days on which no book is in force"),
        Text(
            vi="Hồ sơ nộp trong những ngày đó không biết theo quy định nào",
            en="Files handed in on those days follow no rules",
        ),
        Text(vi="Kiểm tra ngày hiệu lực của hai văn bản", en="Check the periods of both books"),
    ),
    Kind(
        "overlap-in-time",
        "warning",
        Text(vi="Hai văn bản cùng có hiệu lực", en="Two books in force on the same days"),
        Text(
            vi="Không văn bản nào nói thay thế hoặc sửa đổi văn bản kia",
            en="Neither says that it replaces or amends the other",
        ),
        Text(
            vi="Kiểm tra ngày hiệu lực, hoặc ghi replaces, amended_by",
            en="Check the periods, or say replaces or amended_by",
        ),
    ),
    Kind(
        "declared-overlap",
        "note",
        Text(vi="Hai văn bản cùng có hiệu lực, có khai báo", en="Two books in force, as declared"),
        Text(
            vi="Một văn bản thay thế hoặc sửa đổi văn bản kia: hồ sơ mới theo văn bản sau",
            en="One replaces or amends the other: new files follow the later one",
        ),
        Text(vi="Không phải sửa nếu đúng như vậy", en="Nothing, if that is so"),
    ),
    Kind(
        "not-as-published",
        "error",
        Text(vi="Khác với bản đã công bố", en="Not as it was published"),
        Text(
            vi="Mã nội dung (digest) không khớp với bản đã công bố cùng dữ liệu",
            en="The digest of its content isn't the one published with the data",
        ),
        Text(
            vi="So sánh với bản đã công bố; nếu sửa có chủ ý thì công bố lại mã nội dung",
            en="Compare it with what was published; if the change is meant, publish its digest anew",
        ),
    ),
    # Conditions
    Kind(
        "unmarked-criterion",
        "warning",
        Text(vi="Tiêu chí chưa rõ ai quyết định", en="A criterion of which nobody says who decides it"),
        Text(
            vi="Mỗi tiêu chí hoặc do số liệu chọn mức, hoặc do hội đồng nhận định",
            en="Either facts choose its level or a council judges it",
        ),
        Text(
            vi="Thêm 'when' ở các mức, hoặc ghi judged: true", en="Add 'when' to its levels, or judged: true"
        ),
    ),
    Kind(
        "uncovered-facts",
        "warning",
        Text(vi="Số liệu không thuộc mức nào", en="Facts that no level covers"),
        Text(
            vi="Sản phẩm như vậy không biết được mức nào",
            en="Nobody can say which level such a product reaches",
        ),
        Text(
            vi="Nếu mẫu để ngỏ thì khai báo ở left_open kèm cách hiểu; nếu không thì sửa điều kiện",
            en="If the form leaves it open, declare it under left_open with a reading; else mend it",
        ),
    ),
    Kind(
        "two-levels",
        "warning",
        Text(vi="Số liệu thuộc hai mức", en="Facts that two levels cover"),
        Text(
            vi="Mức dưới kết thúc và mức trên bắt đầu ở cùng một giá trị",
            en="The lower level ends where the higher one begins, and both include it",
        ),
        Text(
            vi="Nếu mẫu in như vậy thì khai báo ở left_open kèm cách hiểu",
            en="If the form prints it so, declare it under left_open with a reading",
        ),
    ),
    Kind(
        "level-falls",
        "error",
        Text(vi="Số liệu tốt hơn lại được mức thấp hơn", en="Better facts reach a lower level"),
        Text(vi="Thang điểm phải tăng theo số liệu", en="A ladder rises with the facts"),
        Text(
            vi="Sửa điều kiện, hoặc hướng tốt hơn (better) của số liệu",
            en="Mend the conditions, or which values of the fact are better",
        ),
    ),
    Kind(
        "never-holds",
        "error",
        Text(vi="Điều kiện không bao giờ đúng", en="A condition that never holds"),
        Text(vi="Không sản phẩm nào đạt được", en="No product can ever meet it"),
        Text(vi="Sửa các ngưỡng của điều kiện", en="Mend its thresholds"),
    ),
    Kind(
        "never-reached",
        "warning",
        Text(vi="Mức không bao giờ được chọn", en="A level that facts never choose"),
        Text(
            vi="Mỗi khi đạt mức này thì cũng đạt mức cao hơn",
            en="Whenever it is reached, a higher one is too",
        ),
        Text(vi="Đối chiếu điều kiện với câu chữ của mẫu", en="Hold the conditions against the form's words"),
    ),
    Kind(
        "fact-without-paper",
        "warning",
        Text(vi="Số liệu không có giấy tờ chứng minh", en="A fact that no paper proves"),
        Text(
            vi="Số liệu có lợi cho sản phẩm chỉ được dùng khi có giấy tờ",
            en="What speaks for a product counts only with a paper",
        ),
        Text(
            vi="Thêm giấy tờ của hồ sơ vào 'papers' của số liệu",
            en="Add a paper of the dossier to the fact's 'papers'",
        ),
    ),
    Kind(
        "too-many-cells",
        "warning",
        Text(vi="Điều kiện quá rối để kiểm tra", en="Conditions too tangled to check"),
        Text(vi="Quá nhiều cách kết hợp số liệu", en="Facts combine in too many ways"),
        Text(vi="Bớt số liệu trong tiêu chí", en="Use fewer facts in the criterion"),
    ),
)

KINDS = {kind.code: kind for kind in _ALL}
"""Every kind of finding by its code."""
