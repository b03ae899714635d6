"""What a client may ask for over a socket: each command's fields, and what it does, in one place."""

from .base import Command
from .calls import CallAccept, CallDecline, CallHangup, CallRecord, CallSignal, CallStart
from .messages import Chat, Delete, Edit, PrivateMessage, React
from .presence import TypingIndicator, Watch
from .rooms import JoinRoom, LeaveRoom, ListRooms
from .sync import Ping, Read, Resume

COMMAND_TYPES: tuple[type[Command], ...] = (
    Chat,
    PrivateMessage,
    JoinRoom,
    LeaveRoom,
    ListRooms,
    TypingIndicator,
    Edit,
    Delete,
    React,
    Read,
    Watch,
    Resume,
    Ping,
    CallStart,
    CallAccept,
    CallDecline,
    CallHangup,
    CallRecord,
    CallSignal,
)
COMMANDS: dict[str, type[Command]] = {
    str(command.__struct_config__.tag): command for command in COMMAND_TYPES
}

__all__ = ["COMMANDS", "COMMAND_TYPES", "Chat", "Command"]
