"""What the operator chose for either shape, and what a month of it uses of AWS."""

from dataclasses import dataclass

from .day import HOURS_PER_MONTH
from .media import Traffic
from .operations import Counts
from .prices import Usage

RELAY_DISK_GB = 8
"""The smallest that Debian's image takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Months for which messages and files are kept, a zone in Route 53, a relay of one's own for calls."""

    kept_months: float = 12
    zone: bool = True
    relay: bool = False

    def shared(self, counts: Counts, traffic: Traffic) -> dict[str, float]:
        """Return what both shapes use, by the names of prices.toml. Files are fetched through CloudFront, from S3."""
        return {
            "cdn_requests": counts.fetches,
            "cdn_gb": traffic.fetched,
            "transfer_gb": traffic.relayed,
            "s3_writes": counts.s3_writes,
            "s3_reads": counts.s3_reads + counts.fetches,
            "s3_gb_months": self.kept_months * traffic.kept,
            "relay_hours": self.relay * HOURS_PER_MONTH,
            "relay_gb_months": self.relay * RELAY_DISK_GB,
            "address_hours": self.relay * HOURS_PER_MONTH,
            "zones": float(self.zone),
        }


def added(*usages: Usage) -> dict[str, float]:
    """Return the sums of what is used, by name."""
    names = dict.fromkeys(name for usage in usages for name in usage)
    return {name: sum(usage.get(name, 0) for usage in usages) for name in names}
