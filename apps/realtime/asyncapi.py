"""The AsyncAPI 3 document of the socket, made from the very types that check and write its frames.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from typing import Any, get_args

import msgspec

from apps.calls import frames as calls
from apps.conversations import frames as conversations

from . import frames
from .commands import COMMAND_TYPES

REF = "#/components/schemas/{name}"

SERVER_FRAMES: tuple[type[msgspec.Struct], ...] = (
    frames.Welcome,
    frames.Goodbye,
    frames.Ack,
    frames.Error,
    frames.RoomList,
    frames.Presence,
    frames.Typing,
    frames.Resumed,
    frames.Pong,
    frames.ConversationAdded,
    frames.ConversationRemoved,
    conversations.Receipt,
    calls.CallFrame,
    calls.SignalFrame,
    *get_args(conversations.EntryFrame),
)


def document() -> dict[str, Any]:
    """Return the document, ready to be encoded as JSON."""
    types = [*COMMAND_TYPES, *SERVER_FRAMES]
    _, schemas = msgspec.json.schema_components(types, ref_template=REF)
    messages = {_tag(type_): _message(type_) for type_ in types}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Parley, the realtime half",
            "version": str(frames.PROTOCOL_VERSION),
            "description": "One JSON object per text frame. docs/protocol.md says what the frames mean.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "socket": {
                "address": "/ws",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
                "bindings": {"ws": {"method": "GET"}},
            }
        },
        "operations": {
            "fromClient": _operation("receive", COMMAND_TYPES),
            "fromServer": _operation("send", SERVER_FRAMES),
        },
        "components": {"messages": messages, "schemas": schemas},
    }


def _tag(type_: type[msgspec.Struct]) -> str:
    # The two directions share a few names, and a message of the document has one place.
    tag = str(type_.__struct_config__.tag)
    return f"{tag}_command" if type_ in COMMAND_TYPES else tag


def _message(type_: type[msgspec.Struct]) -> dict[str, Any]:
    return {"name": type_.__struct_config__.tag, "payload": {"$ref": REF.format(name=type_.__name__)}}


def _operation(action: str, types: tuple[type[msgspec.Struct], ...]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/socket"},
        "messages": [{"$ref": f"#/channels/socket/messages/{_tag(type_)}"} for type_ in types],
    }
