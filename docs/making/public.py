"""What the Python reference needs of our docstrings: the arguments of frozen values, examples, names."""

import re
from typing import Any

import griffe

_ROLE = re.compile(r":\w+:`~?(?:[\w.]+\.)?(\w+)`")
"""A name as Sphinx marks it: ``:func:`~ocopkit.scoring.score.score```."""


class OurDocstrings(griffe.Extension):
    """Reads docstrings and classes as they are written here."""

    def on_class(self, *, cls: griffe.Class, **_: Any) -> None:
        """Add the ``__init__`` that ``@frozen`` makes."""
        if not any(str(one.value).partition("(")[0] == "frozen" for one in cls.decorators):
            return
        parameters = [griffe.Parameter("self", kind=griffe.ParameterKind.positional_or_keyword)]
        for name, member in cls.members.items():
            if isinstance(member, griffe.Attribute) and _is_argument(member):
                parameters.append(
                    griffe.Parameter(
                        name.lstrip("_"),
                        annotation=member.annotation,
                        kind=griffe.ParameterKind.positional_or_keyword,
                        default=_default(member),
                    )
                )
        if "__init__" not in cls.members:
            made = griffe.Function("__init__", parameters=griffe.Parameters(*parameters), returns="None")
            cls.set_member("__init__", made)

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Have examples shown as code (griffe knows ``Examples:``), and names as names."""
        if obj.docstring:
            text = obj.docstring.value.replace("Example:\n", "Examples:\n")
            obj.docstring.value = _ROLE.sub(r"`\1`", text)


def _is_argument(member: griffe.Attribute) -> bool:
    made = str(member.value or "")
    of_class = "ClassVar" in str(member.annotation)
    return member.annotation is not None and not of_class and "init=False" not in made.replace(" ", "")


def _default(member: griffe.Attribute) -> Any:
    """Return what stands for the default value in the signature; nothing if the argument is needed."""
    made = str(member.value or "")
    if not made.startswith("field("):
        return member.value
    arguments = {
        one.name: one.value for one in getattr(member.value, "arguments", []) if hasattr(one, "name")
    }
    return arguments.get("default") or ("..." if "factory" in arguments else None)
