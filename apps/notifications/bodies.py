"""What the REST calls about webhooks take and answer."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from apps.accounts.frames import UserBrief
from apps.notifications.models import ADDRESS_CHARS

Address = Annotated[str, msgspec.Meta(min_length=1, max_length=ADDRESS_CHARS)]


class NewWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """`address` begins with https:// or http://."""

    address: Address


class WebhookChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What is absent stays. `active` true also takes back that the server gave the address up."""

    address: Address | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """An address that hears of a conversation.

    `failures` counts attempts that failed since the last that did not, the first of which was at `failing_since`.
    `disabled_at`: the server gave the address up. `last_status` is what HTTP answered to the last attempt that changed
    anything here, null when nothing answered; `last_error` says why it failed, or is empty.
    """

    id: str
    conversation: str
    address: str
    active: bool
    created_by: UserBrief | None
    created_at: datetime
    failing_since: datetime | None
    failures: int
    disabled_at: datetime | None
    last_status: int | None
    last_error: str


class WebhookMade(Webhook, frozen=True, kw_only=True):
    """`secret` is what deliveries are signed with; it is not shown again."""

    secret: str


class WebhookSecret(msgspec.Struct, frozen=True, kw_only=True):
    """The new secret; it is not shown again."""

    secret: str
