"""The command line's help in Vietnamese: what each English text of the commands reads as."""

HELP = {
    # the top, and the groups
    "Vietnam's OCOP programme (Mỗi xã một sản phẩm): its rules, scores and their reasons.": (
        "Chương trình Mỗi xã một sản phẩm (OCOP): quy định, kết quả chấm điểm và lý do."
    ),
    "Show the version.": "Hiện phiên bản.",
    "Packs to use: off, names, or -NAME for all but it.": (
        "Các gói được dùng: off (không gói nào), tên các gói, hoặc -TÊN (mọi gói trừ gói đó)."
    ),
    "Score sheets to fill in (phiếu đánh giá).": "Phiếu đánh giá để điền.",
    "The life of a product (vòng đời sản phẩm).": "Vòng đời của một sản phẩm.",
    "Many cases (sổ theo dõi).": "Sổ theo dõi nhiều sản phẩm.",
    "A province's own pack (gói địa phương).": "Gói riêng của địa phương.",
    "A place's plan and its targets (kế hoạch).": "Kế hoạch của địa phương và các chỉ tiêu.",
    "What is measured of a product (số liệu).": "Số liệu đo được của sản phẩm.",
    # options that many commands have
    "Language of the answers (ngôn ngữ).": "Ngôn ngữ trả lời: vi hoặc en.",
    "by locale": "theo ngôn ngữ của máy",
    "The rule book; the one in force today if left out.": (
        "Mã của quyết định; bỏ trống là quyết định đang có hiệu lực hôm nay."
    ),
    "A criteria set, by number or slug (bộ tiêu chí).": "Bộ tiêu chí, theo số hoặc tên ngắn.",
    "A score sheet: YAML, JSON or .xlsx (phiếu).": "Phiếu đánh giá: YAML, JSON hoặc .xlsx.",
    "Score sheets: YAML, JSON or .xlsx (các phiếu).": "Các phiếu đánh giá: YAML, JSON hoặc .xlsx.",
    "Read the law otherwise where it is silent; may be repeated (cách hiểu).": (
        "Chọn cách hiểu khác ở chỗ văn bản chưa quy định; ghi được nhiều lần."
    ),
    "Write the result as a page to hand over, for telephone and paper (trang để gửi, in).": (
        "Ghi kết quả thành một trang để gửi, đọc trên điện thoại, in ra giấy."
    ),
    "Personal data that the page shows, by its name; may be repeated (dữ liệu cá nhân).": (
        "Dữ liệu cá nhân được hiện trên trang, gọi theo tên; ghi được nhiều lần."
    ),
    "A folder of documents to look at besides (thư mục).": "Thư mục văn bản được tìm thêm.",
    "Show names as a pack's translation has them (bản dịch).": "Hiện tên theo bản dịch của một gói.",
    "Write to a file instead.": "Ghi ra tệp thay vì hiện ra màn hình.",
    "Overwrite the file if it exists.": "Ghi đè nếu tệp đã có.",
    "How to write it.": "Dạng kết quả.",
    "Print JSON.": "Kết quả dạng JSON.",
    "Write JSON.": "Kết quả dạng JSON.",
    "Print one JSON document.": "Kết quả là một tài liệu JSON.",
    "Print one JSON document for all files.": "Kết quả của mọi tệp trong một tài liệu JSON.",
    "The day; today if left out.": "Ngày xét; bỏ trống là hôm nay.",
    "The day; needed with a register.": "Ngày xét; phải ghi khi có sổ sản phẩm.",
    "The day.": "Ngày xét.",
    # the law
    "List the rule books known here (các quyết định).": "Liệt kê các quyết định có ở đây.",
    "List the criteria sets of a rule book (các bộ tiêu chí).": "Liệt kê các bộ tiêu chí của một quyết định.",
    "Show a form, with what chooses each level (xem một mẫu phiếu).": (
        "Xem mẫu phiếu, cùng điều kiện của từng mức."
    ),
    "A criteria set, or a criterion of it, such as 11/3.3 (bộ tiêu chí, tiêu chí).": (
        "Một bộ tiêu chí, hoặc một tiêu chí của bộ, như 11/3.3."
    ),
    "List how the law is read where it is silent, and on councils (cách hiểu).": (
        "Liệt kê cách hiểu ở chỗ văn bản chưa quy định."
    ),
    "Print a whole rule book as one document (xuất dữ liệu).": "Xuất cả quyết định thành một tài liệu.",
    "The id of a rule book.": "Mã của quyết định.",
    "Tell what is wrong or doubtful in rule books (rà soát bộ quy tắc).": (
        "Rà soát chỗ sai hoặc chưa chắc chắn trong dữ liệu."
    ),
    "Rule books by id, or their folders; all that are known here if left out.": (
        "Mã hoặc thư mục của các quyết định; bỏ trống là mọi quyết định có ở đây."
    ),
    "Print SARIF 2.1.0, for the checks of a repository.": (
        "Kết quả dạng SARIF 2.1.0, cho công cụ kiểm tra mã nguồn."
    ),
    "Leave with status 1 on warnings too, not only errors.": "Mã kết thúc là 1 cả khi chỉ có cảnh báo.",
    "Tell clause by clause how two rule books differ (so sánh hai văn bản).": (
        "So sánh hai quyết định theo từng điều khoản."
    ),
    "A rule book: its id, its folder, or an amendment's file.": (
        "Một quyết định: mã, thư mục, hoặc tệp sửa đổi."
    ),
    "The book to compare it with.": "Quyết định để so sánh.",
    "Compare one criteria set, by number or slug.": "Chỉ so sánh một bộ tiêu chí, theo số hoặc tên ngắn.",
    "Tell also translations, citations, sources and new numbers.": (
        "Nêu cả bản dịch, trích dẫn, nguồn và số thứ tự mới."
    ),
    # sheets
    "Print a blank score sheet to fill in (phiếu trắng).": "Lập phiếu trắng để điền.",
    "Check how sheets are written, and whether packs hold (kiểm tra phiếu, gói).": (
        "Kiểm tra cách ghi phiếu, kiểm tra gói."
    ),
    "Score sheets; or folders of packs (các phiếu, hoặc gói).": "Các phiếu, hoặc thư mục của các gói.",
    "Score sheets: points, stars and every reason (chấm điểm).": "Chấm điểm: số điểm, hạng sao và lý do.",
    "Tell why a sheet scores as it does (giải thích kết quả).": "Giải thích kết quả của một phiếu.",
    "Add what the checks of installed packs find (kiểm tra của gói).": (
        "Thêm kết quả kiểm tra của các gói đã cài."
    ),
    "Tell what a sheet can still come to (khoảng điểm).": "Khoảng điểm, hạng sao mà phiếu còn có thể đạt.",
    "Tell what to raise to reach a star, at least cost (lộ trình nâng hạng).": (
        "Cách nâng ít nhất để đạt một hạng sao."
    ),
    "The stars to reach (hạng sao).": "Hạng sao cần đạt.",
    "What to have least of: criteria raised, levels climbed, or points gained.": (
        "Tính ít nhất theo: số tiêu chí phải nâng (raises), số mức (levels) hay số điểm (points)."
    ),
    "What each level costs, YAML or JSON, by criterion and level: least cost instead (chi phí).": (
        "Chi phí của từng mức, YAML hoặc JSON, theo tiêu chí và mức: tìm lộ trình ít chi phí nhất."
    ),
    "A criterion that stays as it is; may be repeated (giữ nguyên).": (
        "Tiêu chí giữ nguyên; ghi được nhiều lần."
    ),
    "Allow another case of an either-or criterion.": "Cho phép đổi trường hợp ở tiêu chí chọn một trong hai.",
    "The most ways to list; all are counted.": "Số lộ trình tối đa được liệt kê; mọi lộ trình đều được đếm.",
    "Make a form to fill in: a workbook, or a page to print (lập phiếu).": (
        "Lập phiếu để điền: bảng tính, hoặc trang để in."
    ),
    "The file: .xlsx to fill in, or .html.": "Tệp: .xlsx để điền, hoặc .html.",
    "The rule book in force on that day instead.": "Theo quyết định có hiệu lực vào ngày này.",
    "Vietnamese and English on one form (song ngữ).": "Phiếu song ngữ Việt, Anh.",
    "A council's workbook: a sheet for each member, and a summary (hội đồng).": (
        "Bảng tính của hội đồng: mỗi thành viên một trang, và một trang tổng hợp."
    ),
    "Fill it in from a score sheet, YAML, JSON or .xlsx.": "Điền sẵn từ một phiếu YAML, JSON hoặc .xlsx.",
    "A form of the dossier instead, by its number, such as 02 or 03; .html (mẫu của hồ sơ).": (
        "Lập mẫu của hồ sơ theo số, ví dụ 02 hoặc 03; tệp .html."
    ),
    "Make one result of the sheets of a council's members (kết quả của hội đồng).": (
        "Tổng hợp kết quả từ phiếu của các thành viên hội đồng."
    ),
    "The council's regulation; or a tier, for the national rules alone (quy chế).": (
        "Quy chế của hội đồng; hoặc tên cấp, nếu chỉ theo quy định quốc gia."
    ),
    "Why the product is evaluated (hình thức đánh giá).": (
        "Hình thức: đánh giá lần đầu (first), nâng hạng (upgrade), đánh giá lại (re-evaluation)."
    ),
    "The council gave written opinions (lấy ý kiến bằng văn bản).": (
        "Hội đồng lấy ý kiến bằng văn bản, không họp."
    ),
    # facts
    "Tell which levels measured facts choose, and why (số liệu chọn mức).": (
        "Suy ra các mức từ số liệu đo được, kèm lý do."
    ),
    "A fact sheet: YAML, JSON or .xlsx (phiếu số liệu).": "Phiếu số liệu: YAML, JSON hoặc .xlsx.",
    "The day of the council; the sheet's own if left out, else today.": (
        "Ngày họp hội đồng; bỏ trống là ngày ghi trong phiếu, nếu không có thì hôm nay."
    ),
    "Write the score sheet that follows (phiếu đề xuất).": "Ghi phiếu đánh giá đề xuất theo số liệu.",
    "Make a blank fact sheet: YAML, or a workbook (phiếu số liệu trắng).": (
        "Lập phiếu số liệu trắng: YAML hoặc bảng tính .xlsx."
    ),
    "Tell how much of each decision facts decide (phần đo được, phần nhận định).": (
        "Cho biết bao nhiêu tiêu chí do số liệu quyết định."
    ),
    # a product's life
    "Show where a product's case stands on a day (Xem vòng đời sản phẩm).": (
        "Xem vòng đời của một sản phẩm vào một ngày."
    ),
    "A case, in YAML or JSON.": "Vòng đời của một sản phẩm, YAML hoặc JSON.",
    "Add an event to a case, if the law of its day allows it (Ghi thêm một sự kiện).": (
        "Ghi thêm một sự kiện, nếu văn bản cho phép."
    ),
    "The event as JSON or YAML: '{kind: assessed, on: …}'.": (
        "Sự kiện, JSON hoặc YAML: '{kind: assessed, on: …}'."
    ),
    "Keep personal data of the file.": "Giữ dữ liệu cá nhân có trong tệp.",
    "List what is due in a case: what, by whom, by when, by which clause (Việc đến hạn).": (
        "Việc đến hạn: việc gì, ai làm, hạn nào, căn cứ nào."
    ),
    "The place's plan, whose rounds hold (kế hoạch).": "Kế hoạch của địa phương, tính theo các đợt trong đó.",
    "Count products by star, group, province and producer on a day (Thống kê sổ sản phẩm).": (
        "Thống kê theo hạng sao, nhóm, tỉnh, loại hình chủ thể."
    ),
    "List the certificates that run out soon, the first to end first (Giấy chứng nhận sắp hết hạn).": (
        "Liệt kê giấy chứng nhận sắp hết hạn, hết hạn trước đứng trước."
    ),
    "Within how long.": "Trong bao nhiêu tháng tới.",
    "A register: cases as JSON lines.": "Sổ sản phẩm: mỗi dòng JSON là vòng đời của một sản phẩm.",
    "A register, as JSON lines (sổ sản phẩm).": "Sổ sản phẩm, mỗi dòng một tài liệu JSON.",
    "Where products count whose higher stars are hoped for.": (
        "Cách đếm sản phẩm tiềm năng: để riêng (apart), theo hạng sao đang có hiệu lực "
        "(with-stars-in-force), theo hạng sao tiềm năng (with-stars-hoped-for)."
    ),
    "By which provinces: as recorded, before or after the merger.": (
        "Đếm theo tỉnh như đã ghi (as-recorded), trước (before) hay sau (after) sáp nhập."
    ),
    "Count what expires within so long.": "Đếm giấy chứng nhận hết hạn trong số tháng này.",
    "Hold what the rules say against what cases expect (kiểm tra các trường hợp).": (
        "Đối chiếu quy định với kết quả mong đợi của các ví dụ."
    ),
    "Case files, YAML or JSON, or folders of them.": (
        "Các tệp ví dụ, YAML hoặc JSON, hoặc thư mục chứa chúng."
    ),
    "Name also the cases that came out as expected.": "Nêu cả các ví dụ đúng như mong đợi.",
    # a place
    "List the packs known here, with their places and documents (các gói địa phương).": (
        "Liệt kê các gói, địa phương và văn bản của gói."
    ),
    "Tell whether a pack satisfies what every pack must (kiểm tra gói).": (
        "Kiểm tra một gói theo yêu cầu chung đối với mọi gói."
    ),
    "A folder that holds pack.yaml, or the name of an installed pack (gói).": (
        "Thư mục có pack.yaml, hoặc tên của một gói đã cài."
    ),
    "Examples drawn for each form.": "Số ví dụ được thử cho mỗi mẫu.",
    "Score sheets of local supplements (chấm tiêu chí bổ sung của địa phương).": (
        "Chấm phiếu tiêu chí bổ sung của địa phương."
    ),
    "Sheets of supplements (phiếu).": "Các phiếu tiêu chí bổ sung.",
    "The national sheet to show first (phiếu quốc gia).": "Phiếu theo bộ tiêu chí quốc gia, hiện trước.",
    "Write a new pack; asks what the options don't say (tạo gói mới).": (
        "Tạo gói mới; hỏi những gì tùy chọn chưa ghi."
    ),
    "Where the pack is written (thư mục).": "Thư mục để ghi gói.",
    'The province, or "province / commune" (địa phương).': 'Tên tỉnh, hoặc "tỉnh / xã".',
    "What it begins with: supplement, regulation, plan, benefits, book, translation, check (loại).": (
        "Gói bắt đầu bằng: tiêu chí bổ sung (supplement), quy chế (regulation), kế hoạch (plan), mức thưởng "
        "(benefits), bộ tiêu chí riêng (book), bản dịch (translation), kiểm tra (check)."
    ),
    "The year it is for (năm).": "Năm mà gói áp dụng.",
    "The national decision (quyết định).": "Quyết định quốc gia mà gói căn cứ.",
    "Who publishes it (đơn vị công bố).": "Đơn vị công bố.",
    "Tell where a plan contradicts the law (rà soát kế hoạch theo quyết định).": (
        "Rà soát chỗ kế hoạch trái với quyết định."
    ),
    "A plan, in YAML or JSON (kế hoạch).": "Kế hoạch, YAML hoặc JSON.",
    "The decision; those that the plan names if left out.": (
        "Quyết định để đối chiếu; bỏ trống là các quyết định ghi trong kế hoạch."
    ),
    "Tell how far a plan's targets are reached (tiến độ thực hiện chỉ tiêu).": (
        "Tiến độ thực hiện các chỉ tiêu của kế hoạch."
    ),
    "Counts that no register has, in YAML or JSON.": "Số liệu không có trong sổ sản phẩm, YAML hoặc JSON.",
    "Count all cases: the register is of the plan's place alone.": (
        "Đếm mọi sản phẩm: sổ chỉ có sản phẩm của địa phương này."
    ),
    "Write a plan's dates as a calendar, with the standing of its targets (lịch của kế hoạch).": (
        "Ghi các mốc của kế hoạch thành lịch điện tử."
    ),
    "Tell what products get by a reward scheme, and the sum (tiền thưởng theo chính sách).": (
        "Tính tiền thưởng của sản phẩm theo chính sách."
    ),
    "A reward scheme, in YAML or JSON.": "Chính sách thưởng, YAML hoặc JSON.",
    "A case, or a register as JSON lines (.jsonl).": "Vòng đời của một sản phẩm, hoặc sổ sản phẩm (.jsonl).",
    "The last day that counts.": "Ngày cuối được tính.",
    "The first day whose awards are summed.": "Ngày đầu được tính vào tổng.",
    "Take all cases to lie in the scheme's place.": "Coi mọi sản phẩm đều thuộc địa phương của chính sách.",
    # many products
    "Count the stars of many products, and who moves under other rules (mô phỏng sửa quy định).": (
        "Đếm hạng sao, mô phỏng tác động khi sửa quy định."
    ),
    "A population in Parquet, CSV or Arrow (tệp hồ sơ).": "Tệp nhiều hồ sơ: Parquet, CSV hoặc Arrow.",
    "The book that the dossiers were scored by: id, folder, file.": (
        "Quyết định đã dùng để chấm các hồ sơ: mã, thư mục hoặc tệp."
    ),
    "The book to compare with: id, folder or amendment's file.": (
        "Quyết định để so sánh: mã, thư mục hoặc tệp sửa đổi."
    ),
    "The criteria set, where the file has no column for it.": (
        "Bộ tiêu chí, khi tệp không có cột bộ tiêu chí."
    ),
    "Read answers by the other book's forms, with bounds for what stays open.": (
        "Đọc câu trả lời theo mẫu của quyết định kia; chỗ còn bỏ ngỏ thì tính khoảng điểm."
    ),
    "Count by a column.": "Đếm theo một cột.",
    "A column of weights.": "Cột trọng số.",
    "Tell what each clause does.": "Nêu tác động của từng điều khoản.",
    "Write the comparison as a page to hand over (trang để gửi, in).": (
        "Ghi kết quả so sánh thành một trang để gửi, in."
    ),
    "The day of the council, for certificates by days.": "Ngày họp hội đồng, để xét hạn giấy chứng nhận.",
    "Write every row's points and stars to a file.": "Ghi điểm và hạng sao của từng dòng ra tệp.",
}
"""Help texts: English as declared, and its Vietnamese. A command's line in a list has room for 60 letters."""

METAVARS = {
    "BOOK": "MÃ",
    "CASE": "TỆP",
    "CODE": "MÃ TIÊU CHÍ",
    "COLUMN": "CỘT",
    "DATE": "NGÀY",
    "EVENT": "SỰ KIỆN",
    "FILE": "TỆP",
    "FILE…": "TỆP…",
    "FOLDER": "THƯ MỤC",
    "ID": "MÃ",
    "KEY=OPTION": "TÊN=LỰA_CHỌN",
    "KIND": "LOẠI",
    "MONTHS": "SỐ THÁNG",
    "NAME": "TÊN",
    "NAMES": "TÊN",
    "NUMBER": "SỐ",
    "REGISTER": "SỔ",
    "SET": "BỘ",
    "SHEET": "PHIẾU",
    "STARS": "SAO",
    "TIER": "CẤP",
    "YEAR": "NĂM",
}
"""Words that stand for what a person writes."""

MESSAGES = (
    (r"Missing argument (?P<name>.+?)\.(?: (?P<inner>.+))?", "Thiếu {name}. {inner}"),
    (r"Missing option (?P<name>.+?)\.(?: (?P<inner>.+))?", "Thiếu tùy chọn {name}. {inner}"),
    (r"Missing command\.", "Thiếu tên lệnh."),
    (
        r"No such command (?P<name>.+?)\. Did you mean (?P<near>.+)\?",
        "Không có lệnh {name}. Có phải là {near}?",
    ),
    (r"No such command (?P<name>.+?)\.", "Không có lệnh {name}."),
    (
        r"No such option: (?P<name>\S+) (?:\(Possible options: (?P<near>.+)\)|Did you mean (?P<one>.+)\?)",
        "Không có tùy chọn {name}. Có phải là {near}{one}?",
    ),
    (r"No such option: (?P<name>\S+)", "Không có tùy chọn {name}."),
    (r"Option (?P<name>.+?) requires an argument\.", "Tùy chọn {name} cần một giá trị."),
    (r"Option (?P<name>.+?) does not take a value\.", "Tùy chọn {name} không có giá trị."),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.+)\)", "Thừa: {words}."),
    (
        r"Invalid value for (?P<name>'[^']+'|\S+) \(env var: (?P<var>'.+?')\): (?P<inner>.+)",
        "Giá trị của {name} (biến môi trường {var}) không đúng: {inner}",
    ),
    (r"Invalid value for (?P<name>'[^']+'|\S+): (?P<inner>.+)", "Giá trị của {name} không đúng: {inner}"),
    (r"Invalid value: (?P<inner>.+)", "Không đúng: {inner}"),
    (r"(?P<value>.+) is not one of (?P<choices>.+)\.", "{value} không phải một trong: {choices}."),
    (r"(?P<value>.+) is not a valid int(?:eger)?\.", "{value} không phải số nguyên."),
    (r"(?P<value>.+) is not in the range (?P<range>.+)\.", "{value} ngoài khoảng {range}."),
    (
        r"(?P<value>.+) does not match the formats? '%Y-%m-%d'\.",
        "{value} không phải ngày viết như 2026-09-30.",
    ),
    # what our own commands say
    (r"(?P<one>--\S+) and (?P<other>--\S+) exclude each other", "{one} và {other} không dùng cùng nhau."),
    (r"--html takes one sheet at a time", "--html chỉ nhận mỗi lần một phiếu."),
    (
        r"--members makes workbooks; print the page once for each member",
        "--members lập bảng tính; trang để in thì in mỗi thành viên một bản.",
    ),
    (r"--both is for \.xlsx", "--both chỉ dùng với tệp .xlsx."),
    (r"--html is for national criteria sets", "--html chỉ dùng với bộ tiêu chí quốc gia."),
    (
        r"a supplement's fact sheet is YAML, not \.xlsx",
        "phiếu số liệu của tiêu chí bổ sung là tệp YAML, không phải .xlsx.",
    ),
    (r"--report is for \.html", "--report chỉ dùng với tệp .html."),
    (r"--on is a date such as 2026-09-01", "--on là ngày viết như 2026-09-01."),
    (
        r"--fill is for one sheet, not for a council's workbook",
        "--fill chỉ dùng cho một phiếu, không dùng cho bảng tính của hội đồng.",
    ),
    (
        r"(?P<file>.+) is for the plan (?P<one>\S+), not (?P<other>\S+)",
        "{file} là của kế hoạch {one}, không phải {other}.",
    ),
    (
        r"(?P<file>.+) counts up to (?P<day>\S+), which says nothing of (?P<other>\S+)",
        "{file} đếm đến ngày {day}, không cho biết gì về ngày {other}.",
    ),
    (r"which day\? (?P<example>.+)", "Chưa ghi ngày, ví dụ {example}"),
)
"""What typer and our commands say about wrong use: a pattern of the English, and the Vietnamese.

A group ``inner`` is a message too.
"""
