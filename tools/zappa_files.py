"""The bucket of a stage that Zappa owns, for what people send: production's is Terraform's (infra/modules/bucket).

S3 itself keeps a new bucket private, and encrypts it.
"""

from contextlib import suppress
from typing import Any

KEPT_DAYS = {"uploads/": 2}
"""How long files stay whose keys begin so: what was sent and never looked at."""
UNFINISHED_DAYS = 2
FIRST_REGION = "us-east-1"


def name(function: str, account: str) -> str:
    """Return the bucket's name: buckets share one name space with everybody's."""
    return f"{function}-files-{account}"


def make(s3: Any, bucket: str, region: str, origin: str) -> None:
    """Make the bucket, if it is not there, and have pages of `origin` send and fetch files."""
    where = {} if region == FIRST_REGION else {"LocationConstraint": region}
    asked = {"CreateBucketConfiguration": where} if where else {}
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=bucket, **asked)
    rule = {
        "AllowedOrigins": [origin],
        "AllowedMethods": ["GET", "POST", "PUT"],
        "AllowedHeaders": ["*"],
        "MaxAgeSeconds": 3600,
    }
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})
    rules = {"Rules": _rules()}
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=rules)


def _rules() -> list[dict[str, Any]]:
    unfinished = {
        "ID": "unfinished",
        "Status": "Enabled",
        "Filter": {},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UNFINISHED_DAYS},
    }
    kept = [
        {"ID": prefix, "Status": "Enabled", "Filter": {"Prefix": prefix}, "Expiration": {"Days": days}}
        for prefix, days in KEPT_DAYS.items()
    ]
    return [unfinished, *kept]
