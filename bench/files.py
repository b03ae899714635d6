"""A large file on its way into the local store: how fast, and what the server holds of it meanwhile."""

import tempfile
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx

from apps.files.kinds import OPAQUE
from apps.files.stores import store
from tests.live import Installation

from .figure import Figure
from .process import cpu_seconds, resident_bytes
from .seed import Account, accounts

MEGABYTE = 1_000_000
SIZE = 200 * MEGABYTE
LOOK_SECONDS = 0.02


def measure(stage: Installation) -> list[Figure]:
    """Return megabytes a second, CPU time, and by how much the server grew while 200 MB came in and went out."""
    [person] = accounts(1)
    with tempfile.TemporaryDirectory(prefix="parley-files-", dir=stage.directory) as folder:
        content = Path(folder) / "content"
        _write(content)
        environ = {"DJANGO_SETTINGS_MODULE": "bench.large_files", "FILES_FOLDER": f"{folder}/store"}
        with stage.server(**environ) as server, _client(server.base, person) as client:
            # What the first upload brings with it, threads and buffers, is no other's.
            _upload(client, content)
            with _Watched(server.process.pid) as up:
                file_id = _upload(client, content)
            with _Watched(server.process.pid) as down:
                _download(client, _address(file_id))
    return [
        Figure("upload of 200 MB to the local store", f"{up.megabytes_a_second:.0f} MB/s"),
        Figure("CPU of the server for it", f"{up.cpu:.2f} s"),
        Figure("the server grows by, while it comes in", f"{up.grown / MEGABYTE:.1f} MB", "≤ 20 MB"),
        Figure("download of 200 MB from the local store", f"{down.megabytes_a_second:.0f} MB/s"),
        Figure("the server grows by, while it goes out", f"{down.grown / MEGABYTE:.1f} MB", "≤ 20 MB"),
    ]


class _Watched:
    """What a process uses within a block: the most memory of its own beyond what it had, in bytes."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = Event()
        self._watcher = Thread(target=self._watch)
        self.grown = 0

    def __enter__(self) -> "_Watched":
        self._before, self._cpu, self._began = (
            resident_bytes(self._pid),
            cpu_seconds(self._pid),
            time.perf_counter(),
        )
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._began
        self._over.set()
        self._watcher.join()
        self.cpu = cpu_seconds(self._pid) - self._cpu

    @property
    def megabytes_a_second(self) -> float:
        return SIZE / MEGABYTE / self.seconds

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.grown = max(self.grown, resident_bytes(self._pid) - self._before)


def _client(base: str, person: Account) -> httpx.Client:
    return httpx.Client(
        base_url=base, headers={"Authorization": f"Bearer {person.access}"}, timeout=120, trust_env=False
    )


def _write(content: Path) -> None:
    portion = b"\x01" * MEGABYTE
    with content.open("wb") as file:
        for _ in range(SIZE // MEGABYTE):
            file.write(portion)


def _announce(client: httpx.Client) -> Any:
    body = {"name": "film.bin", "size": SIZE, "media_type": OPAQUE}
    return client.post("/api/files", json=body).raise_for_status().json()


def _upload(client: httpx.Client, content: Path) -> str:
    announced = _announce(client)
    with content.open("rb") as file:
        form = announced["upload"]
        client.post(form["url"], data=form["fields"], files={"file": file}).raise_for_status()
    return str(announced["id"])


def _address(file_id: str) -> str:
    return store().address(
        f"uploads/{file_id}", name="film.bin", media_type=OPAQUE, inline=False, seconds=600
    )


def _download(client: httpx.Client, url: str) -> None:
    with client.stream("GET", url) as answer:
        for _ in answer.raise_for_status().iter_raw():
            pass
