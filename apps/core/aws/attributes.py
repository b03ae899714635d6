"""DynamoDB's attribute values: `{"S": "text"}` and the like, from Python's values and back.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any

Values = Mapping[str, Any]


def attribute(given: object) -> dict[str, Any]:
    """Return the attribute value of a bool, a number, text, bytes, a list or a dict; raise `KeyError` for others."""
    return _TO[type(given)](given)


def attributes(given: Values) -> dict[str, Any]:
    """Return an item as DynamoDB takes it."""
    return {name: attribute(part) for name, part in given.items()}


def value(stored: Mapping[str, Any]) -> Any:
    """Return the Python value of an attribute value."""
    ((kind, content),) = stored.items()
    return _FROM[kind](content)


def values(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item that DynamoDB answered."""
    return {name: value(part) for name, part in stored.items()}


_TO: dict[type, Callable[[Any], dict[str, Any]]] = {
    bool: lambda given: {"BOOL": given},
    int: lambda given: {"N": str(given)},
    float: lambda given: {"N": repr(given)},
    str: lambda given: {"S": given},
    bytes: lambda given: {"B": b64encode(given).decode()},
    list: lambda given: {"L": [attribute(part) for part in given]},
    dict: lambda given: {"M": attributes(given)},
}
_FROM: dict[str, Callable[[Any], Any]] = {
    "BOOL": bool,
    "N": lambda stored: int(stored) if stored.lstrip("-").isdigit() else float(stored),
    "S": str,
    "B": b64decode,
    "L": lambda stored: [value(part) for part in stored],
    "M": values,
}
