"""JSON Schemas of our documents, made from the classes that read them."""

import inspect
import re
import types
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import attrs

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: type, *, title: str) -> dict[str, Any]:
    """Return the JSON Schema of the documents that a class reads.

    Args:
        kind: A class made of attrs, or a typed dictionary. A type ``Annotated`` with keywords of JSON
            Schema is described by these too.
        title: The schema's title.

    Example:
        >>> from ocopkit.text import Text
        >>> schema_of(Text, title="A text")["$defs"]["Text"]["required"]
        ['vi', 'en']
    """
    definitions: dict[str, Any] = {}
    top = _schema(kind, definitions)
    return {"$schema": DIALECT, "title": title, **top, "$defs": dict(sorted(definitions.items()))}


_PLAIN: dict[object, dict[str, Any]] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    Fraction: {"type": ["number", "string"]},
    type(None): {"type": "null"},
    Any: {},
    object: {},
}


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    return _generic(kind, definitions) if get_origin(kind) else _class(kind, definitions)


def _generic(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        inner, keywords = arguments
        return {**_schema(inner, definitions), **keywords}
    if origin is NotRequired:
        return _schema(arguments[0], definitions)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_schema(one, definitions) for one in arguments]}
    if origin in {dict, Mapping}:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    return {"type": "array", "items": _schema(arguments[0], definitions)}


def _class(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__.lstrip("_")
    if name not in definitions:
        definitions[name] = {}  # stands in while the class's own fields are read, which may name it
        definitions[name] = _object(kind, definitions)
    reference = {"$ref": f"#/$defs/{name}"}
    if getattr(kind, "written_as", None):
        return {"anyOf": [{"type": "string"}, reference]}
    return reference


def _object(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    told = _described(kind.__doc__ or "")
    properties: dict[str, Any] = {}
    required: list[str] = []
    if is_typeddict(kind):
        for name, hint in hints.items():
            described = {"description": told[name]} if name in told else {}
            properties[name] = {**_schema(hint, definitions), **described}
            if get_origin(hint) is not NotRequired:
                required.append(name)
    else:
        for field in attrs.fields(kind):
            if not field.init or not field.metadata.get("in_documents", True):
                continue
            described = {"description": told[field.name]} if field.name in told else {}
            given = field.metadata.get("schema") or _schema(hints[field.name], definitions)
            properties[field.name] = {**given, **described}
            if field.default is attrs.NOTHING:
                required.append(field.name)
    return {
        **({"description": inspect.cleandoc(kind.__doc__).splitlines()[0]} if kind.__doc__ else {}),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _described(docstring: str) -> dict[str, str]:
    """Return what the section "Args" of a docstring says of each field."""
    _, _, rest = inspect.cleandoc(docstring).partition("Args:\n")
    section = re.split(r"\n\n|\n\w+:\n", rest, maxsplit=1)[0]
    entries = re.split(r"\n(?=    \w+: )", "\n" + section)
    found: dict[str, str] = {}
    for entry in entries:
        name, _, text = entry.strip().partition(": ")
        if text:
            found[name] = " ".join(text.split())
    return found
