"""Copy the web client and the static files of Django's pages to the site's bucket; have CloudFront forget its copies.

    .lambda/bin/python -m tools.publish_site BUCKET [DISTRIBUTION]

Both names are outputs of infra/serverless. What did not change is not sent again; what is gone here goes there.
"""

import argparse
import hashlib
import mimetypes
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools import lambda_package

WEB = lambda_package.ROOT / "web"
STATIC = ("*/static", "django/contrib/*/static")
"""Where the packages keep what `/static/` serves."""
LAST = ("shell.js", "service-worker.js", "index.html")
"""What names the other files, sent when those are there."""
CACHED = {"static/": "public, max-age=60", "": "no-cache"}
"""By the beginning of the path, what `apps/web` and WhiteNoise say of each file's age."""


def files() -> dict[str, Path]:
    """Return every file of the site by its path there, in the order in which they may be sent."""
    packages = lambda_package.site(lambda_package.environment("arm64"))
    static = {
        f"static/{file.relative_to(folder).as_posix()}": file
        for pattern in STATIC
        for folder in packages.glob(pattern)
        for file in _files_below(folder)
    }
    web = {file.relative_to(WEB).as_posix(): file for file in _files_below(WEB)}
    return static | dict(sorted(web.items(), key=lambda found: (found[0] in LAST, found[0])))


def publish(s3: Any, bucket: str, wanted: Mapping[str, Path]) -> tuple[int, int]:
    """Make the bucket hold what is wanted, and return how many files were sent and how many removed."""
    there = _tags(s3, bucket)
    sent = 0
    for path, file in wanted.items():
        content = file.read_bytes()
        if there.pop(path, None) == hashlib.md5(content, usedforsecurity=False).hexdigest():
            continue
        s3.put_object(Bucket=bucket, Key=path, Body=content, **_headers(path))
        sent += 1
    for path in there:
        s3.delete_object(Bucket=bucket, Key=path)
    return sent, len(there)


def _headers(path: str) -> dict[str, str]:
    kind = "application/manifest+json" if path.endswith(".webmanifest") else mimetypes.guess_type(path)[0]
    age = next(age for beginning, age in CACHED.items() if path.startswith(beginning))
    return {"ContentType": kind or "application/octet-stream", "CacheControl": age}


def _tags(s3: Any, bucket: str) -> dict[str, str]:
    """Return the ETag of each file in the bucket: the MD5 of its content, but where a key of one's own encrypts."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {found["Key"]: found["ETag"].strip('"') for page in pages for found in page.get("Contents", [])}


def _files_below(folder: Path) -> Iterator[Path]:
    yield from (file for file in folder.rglob("*") if file.is_file())


def main() -> None:
    # Of .lambda, which deploys; the checks of this file have none.
    import boto3  # type: ignore[import-not-found]  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m tools.publish_site", description=__doc__)
    parser.add_argument("bucket")
    parser.add_argument("distribution", nargs="?")
    given = parser.parse_args()
    sent, removed = publish(boto3.client("s3"), given.bucket, files())
    print(f"{sent} files sent, {removed} removed")
    if given.distribution and (sent or removed):
        paths = {"Quantity": 1, "Items": ["/*"]}
        batch = {"Paths": paths, "CallerReference": str(time.time_ns())}
        boto3.client("cloudfront").create_invalidation(
            DistributionId=given.distribution, InvalidationBatch=batch
        )


if __name__ == "__main__":
    main()
