"""A bucket of S3, or of storage that speaks as S3 does: what is asked of it, and what others may ask with our name."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from . import account, client
from .signing import S3, Scope, presigned, proof, query, vouched
from .wire import Answer

ERROR = b"<Error>"


@dataclass(frozen=True, slots=True)
class Bucket:
    name: str
    region: str
    endpoint: str | None
    """Where buckets are found by their paths, without a trailing slash; None for S3 itself, which gives each a host."""

    @property
    def address(self) -> str:
        if self.endpoint:
            return f"{self.endpoint}/{self.name}"
        return f"https://{self.name}.s3.{self.region}.amazonaws.com"

    def ask(
        self,
        method: str,
        key: str,
        asked: Mapping[str, str] | None = None,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return a successful answer about `key`; raise `client.AwsError`."""
        url = f"{self._url(key)}?{query(asked)}" if asked else self._url(key)
        return client.exchange(S3, method, url, body, headers, region=self.region)

    def presigned(
        self,
        method: str,
        key: str,
        asked: Mapping[str, str],
        seconds: int,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Return an address at which anybody may do this for so many seconds who sends `headers`."""
        url = self._url(key)
        return presigned(account.credentials(), self._scope(), method, url, asked, seconds, headers)

    def form(self, fixed: Mapping[str, str], size: int, seconds: int) -> dict[str, str]:
        """Return the fields of a form that takes 1 to `size` bytes, and other fields only as `fixed` has them.

        https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
        """
        scope, credentials = self._scope(), account.credentials()
        fields = {**fixed, **proof(credentials, scope)}
        conditions: list[object] = [{"bucket": self.name}, ["content-length-range", 1, size]]
        policy = {
            "expiration": (scope.moment + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "conditions": conditions + [{name: value} for name, value in fields.items()],
        }
        encoded = b64encode(json.dumps(policy).encode()).decode()
        return {**fields, "Policy": encoded, "X-Amz-Signature": vouched(credentials, scope, encoded)}

    def source(self, key: str) -> str:
        """Return how a copy names what it is made from."""
        return quote(f"/{self.name}/{key}")

    def _url(self, key: str) -> str:
        return f"{self.address}/{quote(key)}"

    def _scope(self) -> Scope:
        return Scope(S3, self.region, datetime.now(UTC))


def succeeded(answer: Answer) -> None:
    """Raise `client.AwsError` for work that failed after S3 had begun to answer: then the status says 200."""
    if ERROR in answer.body:
        refused = client.refusal(answer)
        raise client.AwsError(refused.code, str(refused), 500)
