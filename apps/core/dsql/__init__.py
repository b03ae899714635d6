"""Aurora DSQL as Django's database: PostgreSQL's protocol and language, without locks, savepoints and extensions.

`DATABASE_URL=dsql://<cluster endpoint>/postgres` chooses it (docs/adr/0013-record-on-lambda.md).
"""

from django.db import connection

ENGINE = "apps.core.dsql"


def in_use() -> bool:
    """Whether the record is on Aurora DSQL. To Django's queries it is PostgreSQL, which `connection.vendor` says."""
    return bool(connection.settings_dict["ENGINE"] == ENGINE)
