"""What Django may expect of Aurora DSQL."""

from django.db.backends.postgresql import features


class DatabaseFeatures(features.DatabaseFeatures):
    # One statement of DDL is a transaction: a migration runs statement by statement.
    can_rollback_ddl = False
    uses_savepoints = False
    can_release_savepoints = False
    has_select_for_update_nowait = False
    has_select_for_update_skip_locked = False
    supports_deferrable_unique_constraints = False
    can_introspect_materialized_views = False
