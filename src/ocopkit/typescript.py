"""TypeScript types of our documents, made from their JSON Schemas."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN = {
    "boolean": "boolean",
    "integer": "number",
    "null": "null",
    "number": "number",
    "string": "string",
}


def typescript(schemas: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text of a ``.d.ts`` file with a type for each kind of document.

    Args:
        schemas: JSON Schemas by file name, as :func:`ocopkit.published.json_schemas` returns them. The
            documents of ``sheet.schema.json`` get the type ``SheetDocument``; whatever they hold, a type
            by the name of its definition.

    Returns:
        Every definition once: one that several schemas have in common bears its name alone, one that
        differs among them the name of its document too.

    Example:
        >>> from ocopkit.schemas import schema_of
        >>> from ocopkit.text import Text
        >>> print(typescript({"text.schema.json": schema_of(Text, title="A text")}))
        // Made from the JSON Schemas of ocopkit's documents by `python -m ocopkit.published`.
        <BLANKLINE>
        /** A text. */
        export type TextDocument = Text;
        <BLANKLINE>
        /** One text in Vietnamese and in English. */
        export interface Text {
          /** The Vietnamese wording, with its diacritics. */
          vi: string;
          /** The English wording. */
          en: string;
        }
        <BLANKLINE>
    """
    names = _names(schemas)
    blocks = ["// Made from the JSON Schemas of ocopkit's documents by `python -m ocopkit.published`.\n"]
    done: set[str] = set()
    for file, schema in schemas.items():
        said = {"description": str(schema["title"]) + "."}
        known = names[file]
        blocks.append(f"{_comment(said)}export type {_stem(file)}Document = {_type(schema, known)};\n")
        for key, definition in schema["$defs"].items():
            name = known[key]
            if name not in done:
                done.add(name)
                blocks.append(_interface(name, definition, known))
    return "\n".join(blocks)


def _names(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return the name of the type of each definition of each schema."""
    meanings: dict[str, set[str]] = {}
    for schema in schemas.values():
        for key in schema["$defs"]:
            meanings.setdefault(key, set()).add(_meaning(schema, key))
    return {
        file: {key: key if len(meanings[key]) == 1 else _stem(file) + key for key in schema["$defs"]}
        for file, schema in schemas.items()
    }


def _meaning(schema: Mapping[str, Any], key: str) -> str:
    """Return a definition with all that it refers to, as one text."""
    found: dict[str, Any] = {}
    waiting = [key]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = schema["$defs"][one]
            waiting += re.findall(r'"#/\$defs/(\w+)"', json.dumps(found[one]))
    return json.dumps(found, sort_keys=True)


def _stem(file: str) -> str:
    return "".join(word.capitalize() for word in file.partition(".")[0].split("-"))


def _interface(name: str, definition: Mapping[str, Any], names: Mapping[str, str]) -> str:
    head = _comment(definition)
    if "properties" not in definition:
        return f"{head}export type {name} = {_type(definition, names)};\n"
    lines = "".join(_properties(definition, names))
    return f"{head}export interface {name} {{\n{lines}}}\n"


def _properties(definition: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    for key, inner in definition["properties"].items():
        written = key if re.fullmatch(r"[A-Za-z_]\w*", key) else json.dumps(key)
        optional = "" if key in definition["required"] else "?"
        yield f"{_comment(inner, '  ')}  {written}{optional}: {_type(inner, names)};\n"


def _comment(described: Mapping[str, Any], indent: str = "") -> str:
    text = str(described.get("description", "")).replace("*/", "* /")
    return f"{indent}/** {text} */\n" if text else ""


def _type(schema: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return " | ".join(dict.fromkeys(_choices(schema, names)))


def _choices(schema: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """Yield the types that a value may have one of."""
    kind = schema.get("type", [])
    if "$ref" in schema:
        yield names[schema["$ref"].rpartition("/")[2]]
    elif several := schema.get("anyOf") or schema.get("oneOf"):
        for one in several:
            yield from _choices(one, names)
    elif "enum" in schema or "const" in schema:
        for one in schema.get("enum") or [schema["const"]]:
            yield json.dumps(one, ensure_ascii=False)
    elif kind == "array":
        inner = _type(schema.get("items", {}), names)
        yield f"({inner})[]" if "|" in inner else f"{inner}[]"
    elif kind == "object":
        yield _object(schema, names)
    else:
        kinds: list[str] = [kind] if isinstance(kind, str) else kind
        yield from [_PLAIN[one] for one in kinds] or ["unknown"]


def _object(schema: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if "properties" in schema:
        return "{ " + " ".join(line.strip() for line in _properties(schema, names)) + " }"
    return f"Record<string, {_type(schema.get('additionalProperties', {}), names)}>"
