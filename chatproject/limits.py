"""Every limit, once, with its unit. `docs/operations.md` shows this table to whoever runs a server."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` within a window of `seconds`; `RATE_LIMIT_FACTOR` multiplies the count."""

    count: int
    seconds: int


RATE_LIMITS: dict[str, Rate] = {
    "sign_in_address": Rate(50, 300),
    "sign_in_name": Rate(10, 300),
    "registration": Rate(20, 3600),
    "refresh": Rate(60, 60),
    "password": Rate(10, 300),
    "ticket": Rate(60, 60),
    "handshake": Rate(120, 60),
    "send": Rate(60, 10),
    "change": Rate(120, 10),
    "join": Rate(60, 60),
    "create": Rate(60, 3600),
    "search": Rate(60, 60),
    "read": Rate(600, 60),
    "call": Rate(20, 60),
    "signal": Rate(600, 10),
    "probe": Rate(60, 60),
    "frame": Rate(300, 10),
    "upload": Rate(60, 3600),
}
"""Who is counted: the address for `sign_in_address`, `registration`, `refresh` and `handshake`; the name for
`sign_in_name`; the socket for `frame`, whose excess closes it with 4429; the account for the rest. `change` is edits,
deletions, reactions, roles and the like; `read` is every reading call of REST and every reading frame."""

LIMITS: dict[str, int] = {
    "message_chars": 4_000,
    "frame_bytes": 32 * 1024,
    "server_frame_bytes": 96 * 1024,
    "body_bytes": 256 * 1024,
    "json_depth": 32,
    "ref_chars": 64,
    "client_id_chars": 64,
    "group_members": 1_000,
    "room_members": 100_000,
    "conversations": 1_000,
    "sockets": 20,
    "watched_users": 200,
    "resumed_conversations": 100,
    "resume_entries": 2_000,
    "welcome_conversations": 200,
    "receipt_members": 50,
    "posted_typing_members": 50,
    "unread": 100,
    "reactions_per_message": 50,
    "search_chars": 200,
    "socket_frames": 256,
    "socket_bytes": 1024 * 1024,
    "device_sessions": 100,
    "webhooks": 10,
    "call_participants": 6,
    "call_ringing": 50,
    "call_ring_seconds": 45,
    "call_reconnect_seconds": 30,
    "call_look_seconds": 60,
    "call_signal_bytes": 16 * 1024,
    "recording_bytes": 2 * 1024 * 1024 * 1024,
    "recording_parts": 10_000,
    "recording_upload_seconds": 600,
    "part_bytes": 16 * 1024 * 1024,
    "part_bytes_least": 5 * 1024 * 1024,
    "file_bytes": 100 * 1024 * 1024,
    "files_bytes_per_user": 2 * 1024 * 1024 * 1024,
    "file_name_chars": 200,
    "attachments_per_message": 10,
    "image_pixels": 40_000_000,
    "webp_pixels": 16_000_000,
    "thumbnail_pixels": 480,
    "inline_check_bytes": 1024 * 1024,
    "inline_check_pixels": 1_000_000,
    "upload_seconds": 3600,
    "address_seconds": 300,
    "unattached_seconds": 24 * 3600,
}
"""Characters are code points. `reactions_per_message` counts distinct emoji; `socket_frames` and `socket_bytes` bound
what waits for one slow socket, which is then closed with 4409; `webhooks` are those of one conversation;
`posted_typing_members` are those up to which a serverless installation tells who types, which is billed for each;
a call has `call_participants` at a time, of the `call_ringing` members whom it may ring, waits `call_reconnect_seconds`
for somebody who is lost, and is looked after every `call_look_seconds`;
`image_pixels` is those of all pictures of a moving one, `webp_pixels` those of one WebP, for which 40 times as many
bytes are needed, and `thumbnail_pixels` its longer side; a file within the two
`inline_check` ones is looked at by the call that completes it, others by the worker; what hangs on nothing is forgotten
after `unattached_seconds`; a part of a recording has `part_bytes_least` unless it is the last, and whoever
recorded has `recording_upload_seconds` to send the rest once it stopped."""
