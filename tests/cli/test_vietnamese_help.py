"""Help and words about wrong use, in Vietnamese."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer._click import Command, Parameter
from typer.main import get_command
from typer.testing import CliRunner

import ocopkit.cli
from ocopkit.cli._app import app
from ocopkit.cli._help_vi import HELP, METAVARS
from ocopkit.cli._language import language_for
from ocopkit.cli._vietnamese import in_vietnamese, run


def commands(command: Command, *names: str) -> Iterator[tuple[tuple[str, ...], Command]]:
    yield names, command
    for name, one in getattr(command, "commands", {}).items():
        yield from commands(one, *names, name)


def parameters() -> list[Parameter]:
    return [parameter for _, command in commands(get_command(app)) for parameter in command.params]


def helps() -> set[str]:
    """Return every English help text of the commands, their options and arguments."""
    texts = {command.help for _, command in commands(get_command(app))}
    texts |= {getattr(parameter, "help", None) for parameter in parameters()}
    return {text for text in texts if text}


NAMES = [names for names, _ in commands(get_command(app))]


def test_every_help_text_has_its_vietnamese() -> None:
    """No command, option or argument is helped in English alone."""
    assert helps() - set(HELP) == set()


def test_no_vietnamese_help_is_left_over() -> None:
    """The table holds nothing that no command says."""
    shown = {getattr(parameter, "show_default", None) for parameter in parameters()}
    assert set(HELP) - helps() - shown == set()


def test_every_word_for_a_value_has_its_vietnamese() -> None:
    """FILE is TỆP; single letters stand for themselves."""
    words = {word for one in parameters() for word in (one.metavar or "").split("|") if len(word) > 1}
    assert words == set(METAVARS)


def test_every_remark_of_our_commands_about_wrong_use_has_its_vietnamese() -> None:
    """What a command of ours says with BadParameter is told in Vietnamese too."""
    told = [
        literal(node.value)
        for file in Path(ocopkit.cli.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message"
    ]
    assert told
    assert [one for one in told if in_vietnamese(one) == one] == []


def literal(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)


@pytest.mark.parametrize("names", NAMES, ids=" ".join)
def test_help_is_vietnamese_throughout(names: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """None of typer's own words stays English, and no line of a list of commands is cut off."""
    assert run(app, [*names, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Cách dùng: {' '.join(['ocopkit', *names])} ")
    english = ("Usage", "Options", "Arguments", "Commands", "required", "default:", "env var", "Show this")
    assert [word for word in english if word in shown] == []
    assert "..." not in shown.partition("Lệnh:\n")[2]


@pytest.mark.parametrize("names", NAMES, ids=" ".join)
def test_english_help_is_as_typer_writes_it(names: tuple[str, ...]) -> None:
    """To have shown Vietnamese help changes nothing of the English."""
    run(app, [*names, "--help"])
    shown = CliRunner().invoke(app, [*names, "--help"], prog_name="ocopkit").stdout
    assert shown.startswith(f"Usage: {' '.join(['ocopkit', *names])} [OPTIONS]")
    assert "  Show this message and exit.\n" in shown


@pytest.mark.parametrize("names", NAMES, ids=" ".join)
def test_lists_of_commands_are_not_cut_off(names: tuple[str, ...]) -> None:
    """In a list each command is told in English alone and to its full stop, on 80 columns too."""
    shown = CliRunner().invoke(app, [*names, "--help"], prog_name="ocopkit", terminal_width=80).stdout
    listed = shown.partition("Commands:\n")[2]
    assert "..." not in listed
    assert listed.isascii()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("scor", "Không có lệnh 'scor'. Có phải là 'score'?"),
        ("xyz", "Không có lệnh 'xyz'."),
        ("--packs off", "Thiếu tên lệnh."),
        ("score", "Thiếu 'TỆP'."),
        ("council x.yaml", "Thiếu tùy chọn '--regulation'."),
        ("score x.yaml --nothing-like-it", "Không có tùy chọn --nothing-like-it."),
        ("score x.yaml --jso", "Không có tùy chọn --jso. Có phải là --json?"),
        ("path x.yaml --to", "Tùy chọn '--to' cần một giá trị."),
        ("path x.yaml --json=3", "Tùy chọn '--json' không có giá trị."),
        ("path x.yaml --to four", "Giá trị của '--to' không đúng: 'four' không phải số nguyên."),
        ("path x.yaml --limit 0", "Giá trị của '--limit' không đúng: 0 ngoài khoảng x>=1."),
        (
            "path x.yaml --by years",
            "Giá trị của '--by' không đúng: 'years' không phải một trong: 'raises', 'levels', 'points'.",
        ),
        (
            "case show x.yaml --on 3/9/2026",
            "Giá trị của '--on' không đúng: '3/9/2026' không phải ngày viết như 2026-09-30.",
        ),
        ("sets 1 2", "Thừa: 1 2."),
        (
            "sets --lang fr",
            (
                "Giá trị của '--lang' (biến môi trường 'OCOPKIT_LANG') không đúng: "
                "'fr' không phải một trong: 'vi', 'en'."
            ),
        ),
        ("score a.yaml --html a.html --json", "Không đúng: --html và --json không dùng cùng nhau."),
    ],
)
def test_wrong_use_is_told_in_vietnamese(words: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong with a command comes on standard error, in Vietnamese, with status 2."""
    assert run(app, words.split()) == 2
    captured = capsys.readouterr()
    assert captured.err.splitlines()[-1] == f"Lỗi: {told}"
    assert captured.out == ""


def test_a_group_alone_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    """A group without a command is wrong use, as in English, and its help says what there is."""
    assert run(app, ["case"]) == 2
    assert "Ghi thêm một sự kiện" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "environment", "lang"),
    [
        ("score --help", {"LANG": "vi_VN.UTF-8"}, "vi"),
        ("score --help", {"LANG": "vi_VN.UTF-8", "OCOPKIT_LANG": "en"}, "en"),
        ("score --help --lang vi", {"OCOPKIT_LANG": "en"}, "vi"),
        ("score --lang=en --help", {"OCOPKIT_LANG": "vi"}, "en"),
        ("score --lang fr", {"OCOPKIT_LANG": "vi"}, "vi"),
        ("score --lang", {}, "en"),
    ],
)
def test_help_speaks_as_answers_do(words: str, environment: dict[str, str], lang: str) -> None:
    """`--lang`, then OCOPKIT_LANG, then the locale; what is no language is passed over."""
    assert language_for(words.split(), environment) == lang
