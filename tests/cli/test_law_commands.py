"""Commands about the law: books, sets, show, readings, export."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import ocopkit
from ocopkit import CriteriaSet, RuleBook, Text
from ocopkit.cli._form import form_lines
from ocopkit.documents import parse
from ocopkit.rules.export import import_book
from ocopkit.rules.measuring import conditions
from ocopkit.rules.wording import condition_text
from ocopkit.scoring.regulation import council_readings
from ocopkit.text import Lang

Run = Callable[..., CompletedProcess[str]]


def test_books_are_rows_of_id_number_period_and_digest(run: Run, book: RuleBook) -> None:
    """The first column is the id that `--book` takes, the last what a sheet can be checked by."""
    rows = run("books").stdout.splitlines()
    assert f"qd-26-2026\t26/2026/QĐ-TTg\t2026-05-22 –\t{book.digest[:12]}" in rows
    assert [row.split("\t")[0] for row in rows] == list(ocopkit.books().ids)


def test_sets_are_rows_of_number_slug_name_and_group(run: Run, book: RuleBook) -> None:
    """Annex I lists 26 product sets, in the order of their numbers."""
    rows = run("sets", "--book", "qd-26-2026", "--lang", "vi").stdout.splitlines()
    assert rows[10] == "11\tfresh-and-processed-tea\tChè tươi, chè chế biến\tThực phẩm"
    assert [int(row.split("\t")[0]) for row in rows] == list(range(1, 27))
    assert [row.split("\t")[1] for row in rows] == [entry.slug for entry in book.entries]


def test_the_book_in_force_today_is_named(run: Run) -> None:
    """Without `--book` today's decision is used, and a line beside the result says which that is."""
    today = datetime.now().astimezone().date()
    in_force = ocopkit.rule_book(on=today)
    ran = run("sets")
    number = in_force.articles.instrument.number
    assert ran.stderr == f"{in_force.id} ({number}), the decision in force today, {today}\n"
    assert len(ran.stdout.splitlines()) == len(in_force)


def test_a_form_reads_like_the_printed_one(run: Run) -> None:
    """Annex II, form 11: code, name and points; levels by key, points and star marks; gates."""
    ran = run("show", 11, "--book", "qd-26-2026", "--lang", "vi")
    out = ran.stdout.splitlines()
    assert out[0] == "11. Chè tươi, chè chế biến"
    assert out[1] == ("26/2026/QĐ-TTg, Phụ lục II, mẫu số 11 (fresh-and-processed-tea, 100 điểm)")
    at = out.index("  1.1 Nguồn nguyên liệu (3 điểm)")
    end = out.index("  1.2 Vùng nguyên liệu được cấp chứng nhận chất lượng (2 điểm)")
    wording = [line for line in out[at - 2 : end] if not line.startswith(" " * 22)]
    assert wording == [
        "",
        "1. Tổ chức sản xuất (18 điểm)",
        "  1.1 Nguồn nguyên liệu (3 điểm)",
        "    below     0 điểm  thấp hơn mức thấp nhất",
        "    a         1 điểm  Có dùng nguyên liệu trong tỉnh nhưng tỷ lệ dưới 50%",
        "    b         2 điểm  Từ 50% đến dưới 75% nguyên liệu có xuất xứ trong tỉnh  ***",
        "    c         3 điểm  Từ 75% đến 100% nguyên liệu có xuất xứ trong tỉnh",
        "    ! Loại nếu dùng nguyên liệu nhập khẩu toàn bộ hoặc không rõ nguồn gốc",
        "      [raw-material-origin]",
    ]
    assert (ran.returncode, ran.stderr) == (0, "")


def texts_of(form: CriteriaSet) -> Iterator[Text]:
    yield form.name
    yield from (doubt.text for doubt in form.doubts)
    yield from (gate.text for gate, _ in form.all_gates())
    for part in form.parts:
        yield part.name
        for section in part.sections:
            yield section.name
            yield from section.hints
            yield from (heading.name for heading in section.headings)
    for criterion in form.criteria:
        yield criterion.name
        yield from criterion.hints
        yield from (doubt.text for doubt in criterion.doubts)
        yield from (case.name for case in criterion.alternatives)
        yield from (level.name for _, levels in criterion.ladders() for level in levels)
        yield from [criterion.applies_when.text] if criterion.applies_when else []
        yield from [criterion.exempt_when] if criterion.exempt_when else []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_of_a_form_is_left_out(book: RuleBook, lang: Lang) -> None:
    """Whatever one of the 26 forms says is shown, in either language, and every star mark with it."""
    for form in book:
        shown = [line for line, _ in form_lines(form, lang)]
        whole = unfolded(shown)
        assert [text for text in texts_of(form) if unfolded([text.say(lang)]) not in whole] == []
        marks = [
            level.minimum_for
            for criterion in form.criteria
            for _, levels in criterion.ladders()
            for level in levels
            if level.minimum_for
        ]
        marks += [one.marked_for for one in form.criteria if one.marked_for]
        assert sum(line.endswith("*") for line in shown) == len(marks)


def unfolded(lines: Iterable[str]) -> str:
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("key", ["qd-26-2026", "qd-148-2023", "qd-1048-2019"])
def test_each_level_stands_beside_what_chooses_it(key: str, lang: Lang) -> None:
    """A level's condition is shown in words and as a formula, or the criterion is said to be judged."""
    judged = {"vi": "= Hội đồng nhận định.", "en": "= Judged by the council."}[lang]
    of_book = ocopkit.rule_book(key)
    for form in of_book:
        for criterion in form.criteria:
            whole = unfolded(line for line, _ in form_lines(form, lang, only=criterion))
            assert (judged in whole) == criterion.judged
            for condition in conditions(criterion):
                told = unfolded([condition_text(condition, of_book.facts).say(lang)])
                assert told in whole, (form.number, criterion.code)
                formula = f"[{condition.formula_in(lang)}]" if condition.facts() else told
                assert formula in whole, (form.number, criterion.code)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_form_is_readable_on_80_columns(book: RuleBook, lang: Lang) -> None:
    """No line of a form is longer than the narrowest terminal, and no key or per cent sign is cut off."""
    for form in book:
        shown = [line for line, _ in form_lines(form, lang)]
        assert [line for line in shown if len(line) > 80] == []
        assert [line for line in shown if line.strip().startswith("%") or line.endswith("-")] == []


def test_a_criterion_is_shown_alone(run: Run) -> None:
    """`show 11/3.3` is criterion 3.3 of form 11: annex II prints 25 %, 50 % and 75 % of local workers."""
    ran = run("show", "11/3.3", "--book", "qd-26-2026")
    assert ran.stdout.splitlines()[3:10] == [
        "  3.3 Use of local labour (3 points)",
        "    below   0 points  below the lowest level",
        "                      if: Share of workers from the commune-level area: under",
        "                          25 %",
        "                      [local-labour-commune-share < 0.25]",
        "    a        1 point  25% to under 50% of workers are from the commune-level",
        "                      area",
    ]
    assert "Reading share-boundary (lower-level: b, higher-level: c)" in unfolded(ran.stdout.splitlines())
    whole = run("show", 11, "--book", "qd-26-2026").stdout
    assert "\n".join(ran.stdout.splitlines()[3:]) in whole
    ran = run("show", "11/3.33", "--book", "qd-26-2026")
    assert "[unknown-criterion] Set 11 (Fresh and processed tea) has no criterion '3.33'." in ran.stderr
    assert (ran.returncode, ran.stdout) == (2, "")


def test_a_set_goes_by_number_or_slug(run: Run) -> None:
    """`show 11` and `show fresh-and-processed-tea` are the same form."""
    by_number = run("show", 11, "--book", "qd-26-2026")
    by_slug = run("show", "fresh-and-processed-tea", "--book", "qd-26-2026")
    assert by_number.stdout == by_slug.stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("show", "99", "--book", "qd-26-2026"), "[unknown-set] qd-26-2026 has no criteria set 99."),
        (("show", "te", "--book", "qd-26-2026"), "[unknown-set] qd-26-2026 has no criteria set 'te'."),
        (("sets", "--book", "qd-26-2062"), "[unknown-book] There is no rule book 'qd-26-2062'."),
        (("export", "qd-26-2062"), "[unknown-book] There is no rule book 'qd-26-2062'."),
    ],
)
def test_an_unknown_name_is_wrong_use(run: Run, arguments: tuple[str, ...], problem: str) -> None:
    """A book or set named on the command line that isn't there ends with status 2, and no output."""
    ran = run(*arguments)
    assert ran.stderr.startswith(problem)
    assert (ran.returncode, ran.stdout) == (2, "")


def test_every_reading_is_listed_with_its_choice_marked(run: Run, book: RuleBook) -> None:
    """The keys listed are those that `--reading KEY=OPTION` takes."""
    out = run("readings", "--book", "qd-26-2026").stdout
    for reading in book.articles.readings:
        assert f"\n{reading.key}: {reading.question.en}" in "\n" + out
        for option in reading.options:
            mark = "*" if option.key == reading.choice else " "
            assert f"\n  {mark} {option.key} " in out


def test_readings_of_councils_are_listed_after_those_of_the_law(run: Run) -> None:
    """The keys below the heading are those that `ocopkit council --reading KEY=OPTION` takes."""
    out = run("readings", "--book", "qd-26-2026").stdout
    _, _, councils = out.partition("\nCouncils, where a regulation is silent:\n")
    for reading in council_readings():
        assert f"\n{reading.key}: {reading.question.en}" in "\n" + councils


def test_an_exported_book_is_the_book(run: Run, book: RuleBook) -> None:
    """JSON and YAML hold the same document, which reads back as the same law."""
    as_json = json.loads(run("export", "qd-26-2026").stdout)
    as_yaml = parse(run("export", "qd-26-2026", "--format", "yaml").stdout).data
    assert as_json == as_yaml
    assert import_book(as_json) == book


def test_an_export_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    """With `-o` nothing is printed, and a file that exists is kept unless `--force` is given."""
    file = tmp_path / "book.json"
    assert run("export", "qd-26-2026", "-o", file).stdout == ""
    whole = file.read_text(encoding="utf-8")
    assert json.loads(whole)["rule_book"]["id"] == "qd-26-2026"
    file.write_text("mine", encoding="utf-8")
    ran = run("export", "qd-26-2026", "-o", file)
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"{file}: [file-exists] The file exists already.")
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("export", "qd-26-2026", "-o", file, "--force").returncode == 0
    assert file.read_text(encoding="utf-8") == whole


def test_a_place_that_cannot_be_written_is_wrong_use(run: Run, tmp_path: Path) -> None:
    """A folder that isn't there is told in the reader's language, not in the system's."""
    file = tmp_path / "nowhere" / "book.json"
    ran = run("export", "qd-26-2026", "-o", file)
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"{file}: [unwritable] The file cannot be written: there is no such folder.")
    told = run("export", "qd-26-2026", "-o", file, "--lang", "vi").stderr
    assert told.startswith(f"{file}: [unwritable] Không ghi được tệp: không có thư mục này.")
