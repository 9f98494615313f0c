"""The command line's own words in Vietnamese: help, and what is wrong with a command.

The commands are declared in English. Where the answers are Vietnamese, the tree of commands is given its
Vietnamese before it runs; typer's own words are few and stand in the tables below.
"""

import re
from collections.abc import Mapping, Sequence

import typer
from typer._click import Command, HelpFormatter, Parameter
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError
from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.main import get_command

from ocopkit.cli._help_vi import HELP, MESSAGES, METAVARS
from ocopkit.cli._problems import note

_HEADINGS = {"Arguments": "Tham số", "Options": "Tùy chọn", "Commands": "Lệnh"}
_ASIDES = (
    (re.compile(r"^default: (.*)$"), r"mặc định: \1"),
    (re.compile(r"^env var: (.*)$"), r"biến môi trường: \1"),
    (re.compile(r"^required$"), "bắt buộc"),
)
_ASIDE = re.compile(r"^(?P<help>.*  |)\[(?P<asides>[^\[\]]*)\]$", re.DOTALL)
_NUMBERS = {"int", "int range"}
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), said) for pattern, said in MESSAGES)


class _Formatter(HelpFormatter):
    """Writes help with Vietnamese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, _aside(text)) for name, text in rows], col_max, col_spacing)


class _Context(typer.Context):
    formatter_class = _Formatter


def run(app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run the command line with Vietnamese help and Vietnamese words about wrong use.

    Args:
        app: The commands.
        arguments: The words of the command line; the process's if left out.

    Returns:
        The exit status.
    """
    command = get_command(app)
    dress(command)
    try:
        status = command.main(args=arguments, prog_name="ocopkit", standalone_mode=False)
    except ClickException as error:
        _tell(error)
        return error.exit_code
    except typer.Abort:
        note("Đã dừng.")
        return 1
    return status if isinstance(status, int) else 0


def dress(command: Command) -> None:
    """Give a command, and all below it, its Vietnamese help.

    Args:
        command: The command, changed in place.
    """
    command.context_class = _Context
    command.help = _said(HELP, command.help)
    command.short_help = None  # the Vietnamese help is short enough for lists too
    command.options_metavar = "[TÙY CHỌN]"
    for parameter in command.params:
        _dress_parameter(parameter)
    own = command.get_help_option(_Context(command))
    if own is not None:
        own.help = "Hiện trợ giúp này rồi thoát."
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = "LỆNH [THAM SỐ]..."
        for one in command.commands.values():
            dress(one)


def in_vietnamese(message: str) -> str:
    """Return what typer, or a command of ours, says about wrong use in Vietnamese.

    Args:
        message: The message in English; what no pattern knows comes back as it is.

    Example:
        >>> in_vietnamese("No such command 'scor'. Did you mean 'score'?")
        "Không có lệnh 'scor'. Có phải là 'score'?"
    """
    for pattern, said in _PATTERNS:
        if found := pattern.fullmatch(message):
            parts = {
                name: in_vietnamese(part) if name == "inner" else part
                for name, part in found.groupdict(default="").items()
            }
            return said.format(**parts).rstrip()
    return message


def _tell(error: ClickException) -> None:
    """Write what is wrong to standard error, as typer does: usage, where to find help, the message."""
    if isinstance(error, NoArgsIsHelpError):
        note(error.format_message())
        return
    context = error.ctx if isinstance(error, UsageError) else None
    if context is not None:
        note(f"{context.get_usage()}\nXem hướng dẫn: {context.command_path} --help\n")
    note(f"Lỗi: {in_vietnamese(error.format_message())}")


def _dress_parameter(parameter: Parameter) -> None:
    if isinstance(parameter, TyperArgument | TyperOption):
        parameter.help = _said(HELP, parameter.help)
        if isinstance(parameter.show_default, str):
            parameter.show_default = _said(HELP, parameter.show_default) or False
    if parameter.metavar is not None:
        parameter.metavar = "|".join(METAVARS.get(one, one) for one in parameter.metavar.split("|"))
    elif parameter.type.name in _NUMBERS:
        parameter.metavar = "SỐ"


def _said(table: Mapping[str, str], english: str | None) -> str | None:
    return None if english is None else table.get(english, english)


def _aside(text: str) -> str:
    """Return a help text with what typer adds behind it, ``[default: 10; required]``, in Vietnamese."""
    found = _ASIDE.match(text)
    if found is None:
        return text
    asides = found["asides"].split("; ")
    for pattern, said in _ASIDES:
        asides = [pattern.sub(said, one) for one in asides]
    return f"{found['help']}[{'; '.join(asides)}]"
