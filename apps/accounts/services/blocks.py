"""Blocks: who wants nothing from whom."""

from apps.accounts.models import Block, User
from apps.accounts.services.accounts import touch
from apps.core.errors import Invalid
from apps.core.transactions import run


def block(blocker: User, blocked: User) -> None:
    """Block somebody; once is enough."""
    if blocker.id == blocked.id:
        raise Invalid("Nobody can block themselves.")

    def work() -> None:
        if not Block.objects.filter(blocker=blocker, blocked=blocked).exists():
            Block.objects.create(blocker=blocker, blocked=blocked)
            _tell(blocker, blocked)

    run(work)


def unblock(blocker: User, blocked: User) -> None:
    """Take a block back; nothing happens where there is none."""

    def work() -> None:
        deleted, _ = Block.objects.filter(blocker=blocker, blocked=blocked).delete()
        if deleted:
            _tell(blocker, blocked)

    run(work)


def _tell(blocker: User, blocked: User) -> None:
    # Both, because the sockets of either stop, or begin, to hear of the other.
    touch([blocker.id, blocked.id])
