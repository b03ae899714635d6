"""The database of tests: a cluster has a single one, which is then the tests' own."""

from typing import Any

from django.db.backends.postgresql import creation


class DatabaseCreation(creation.DatabaseCreation):
    def _get_test_db_name(self) -> str:
        return str(self.connection.settings_dict["NAME"])

    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        return self._get_test_db_name()

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        """Leave it: it ends with the cluster that the tests started."""

    def _clone_test_db(self, suffix: str, verbosity: int, keepdb: bool = False) -> Any:  # noqa: FBT001, FBT002
        raise NotImplementedError("A cluster has one database.")
