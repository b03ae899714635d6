"""The browser of the tests, the figures and the pictures: Debian's or the system's Chromium, without a window."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Browser, BrowserType

from tools.chromium import chromium as find_chromium

# In a container there is neither a sandbox for root nor much of /dev/shm.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    # A camera with a moving picture and a microphone that beeps, given to whoever asks.
    "--use-fake-device-for-media-stream=fps=10",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
)


@contextmanager
def chromium(kind: BrowserType) -> Iterator[Browser]:
    browser = kind.launch(executable_path=str(find_chromium()), args=list(ARGUMENTS))
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def asleep(browser: Browser) -> Iterator[None]:
    """Stop all processes of a browser, as closing a laptop does; nothing may be asked of it meanwhile.

    The debugger's own "frozen" does nothing to a page that the driver keeps in focus.
    """
    session = browser.new_browser_cdp_session()
    processes = [int(one["id"]) for one in session.send("SystemInfo.getProcessInfo")["processInfo"]]
    session.detach()
    try:
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)
