"""The OpenAPI document, from the structs and the `documented` notes beside the views: nothing is written twice."""

import re
from collections.abc import Iterable
from types import UnionType
from typing import Any, get_args

import msgspec
from drf_spectacular.drainage import warn
from drf_spectacular.openapi import AutoSchema as SpectacularAutoSchema
from drf_spectacular.plumbing import ComponentRegistry
from rest_framework.permissions import AllowAny

from apps.core.operations import ErrorAnswer, Operation

Schema = dict[str, Any]

REF_TEMPLATE = "#/components/schemas/{name}"
JSON = "application/json"
SECURITY: list[Schema] = [{"bearer": []}, {"cookie": []}]
SECURITY_SCHEMES: Schema = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}
ALWAYS_POSSIBLE = (429, 503)
PHRASES = {
    200: "Done.",
    201: "Made.",
    302: "Found: `Location` leads there.",
    204: "Done; there is nothing to say.",
    400: "`invalid`: a field, or the whole, cannot be understood.",
    401: "`unauthenticated`: sign in first.",
    403: "`forbidden` or `banned`.",
    404: "`not_found`: absent, or hidden from the caller.",
    405: "`method_not_allowed`.",
    409: "`conflict`, `last_owner` or `limit_reached`.",
    413: "`too_large`.",
    429: "`rate_limited`; `Retry-After` says for how many seconds.",
    503: "`unavailable`; try again.",
}


class AutoSchema(SpectacularAutoSchema):
    """Describes a view from its note. A view without one is a warning, which `make check` refuses."""

    def get_operation(
        self,
        path: str,
        path_regex: str,  # noqa: ARG002 (the signature is inherited)
        path_prefix: str,  # noqa: ARG002
        method: str,
        registry: ComponentRegistry,  # noqa: ARG002
    ) -> Schema | None:
        self.path, self.method = path, method
        if self.is_excluded():
            return None
        noted = getattr(getattr(self.view, method.lower()), "operation", None)
        if noted is None:
            warn(f"{type(self.view).__name__}.{method.lower()} is not documented().")
            return None
        described = {
            "operationId": _operation_id(path, method),
            "summary": _summary(self.view, method),
            "tags": [_words(path)[0]],
            "parameters": [*_path_parameters(path), *_query_parameters(noted)],
            "responses": _responses(noted, named="{" in path, public=self._is_public()),
            "security": [] if self._is_public() else SECURITY,
        }
        if noted.body is not None:
            described["requestBody"] = {"required": True, "content": _content(noted.body)}
        return described

    def _is_public(self) -> bool:
        return any(isinstance(permission, AllowAny) for permission in self.view.get_permissions())


def add_components(result: Schema, generator: Any, **_: object) -> Schema:
    """Add the schemas of every struct that the operations name: a postprocessing hook of drf-spectacular."""
    notes = list(_notes(generator))
    types = [
        part for note in notes for type_ in (note.body, *note.answers.values()) for part in _parts(type_)
    ]
    queries = [note.query for note in notes if note.query is not None]
    _schemas, components = msgspec.json.schema_components(
        [*types, *queries, ErrorAnswer], ref_template=REF_TEMPLATE
    )
    for query in queries:
        components.pop(query.__name__, None)
    result["components"] = {
        **result.get("components", {}),
        "schemas": dict(sorted(components.items())),
        "securitySchemes": SECURITY_SCHEMES,
    }
    return result


def _notes(generator: Any) -> Iterable[Operation]:
    for _path, _regex, method, callback in generator.endpoints:
        note = getattr(getattr(callback.cls, method.lower()), "operation", None)
        if note is not None:
            yield note


def _words(path: str) -> list[str]:
    return [word for word in path.strip("/").split("/") if word != "api" and not word.startswith("{")]


def _operation_id(path: str, method: str) -> str:
    named = re.sub(r"\{(\w+)\}", r"by_\1", path.removeprefix("/api"))
    return "_".join([method.lower(), *re.findall(r"\w+", named)])


def _summary(view: Any, method: str) -> str:
    text = getattr(view, method.lower()).__doc__ or type(view).__doc__ or ""
    return str(text.strip().partition("\n")[0])


def _path_parameters(path: str) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _query_parameters(noted: Operation) -> list[Schema]:
    if noted.query is None:
        return []
    _schemas, components = msgspec.json.schema_components([noted.query], ref_template=REF_TEMPLATE)
    struct = components[noted.query.__name__]
    return [
        {"name": name, "in": "query", "required": name in struct["required"], "schema": _given(schema)}
        for name, schema in struct["properties"].items()
    ]


def _given(schema: Schema) -> Schema:
    """Return the schema of a parameter that is there: in a query string nothing spells null."""
    choices = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    given = choices[0] if len(choices) == 1 else schema
    return {key: value for key, value in given.items() if value is not None}


def _responses(noted: Operation, *, named: bool, public: bool) -> Schema:
    answers = {str(status): _response(status, type_) for status, type_ in noted.answers.items()}
    statuses = {*noted.errors, *ALWAYS_POSSIBLE}
    if not public:
        statuses |= {401, 403}
    if named:
        statuses |= {404}
    if noted.body is not None:
        statuses |= {400, 413}
    if noted.query is not None:
        statuses |= {400}
    errors = {str(status): _response(status, ErrorAnswer) for status in sorted(statuses)}
    return answers | errors


def _response(status: int, type_: Any) -> Schema:
    described: Schema = {"description": PHRASES[status]}
    if type_ is not None:
        described["content"] = _content(type_)
    return described


def _content(type_: Any) -> Schema:
    schemas, _components = msgspec.json.schema_components(_parts(type_), ref_template=REF_TEMPLATE)
    schema, *others = schemas
    return {JSON: {"schema": {"anyOf": [schema, *others]} if others else schema}}


def _parts(type_: Any) -> list[Any]:
    """Return the types that `type_` may be: msgspec describes no union of structs that only their fields tell apart."""
    if type_ is None:
        return []
    return list(get_args(type_)) if isinstance(type_, UnionType) else [type_]
