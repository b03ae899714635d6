"""What deploys takes minutes: `make test-serverless` asks for it, and `make test` does not."""

import os

collect_ignore_glob = [] if os.environ.get("PARLEY_TEST_SHAPE") == "serverless" else ["test_*.py"]
