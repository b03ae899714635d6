"""What is for one device of somebody: its sockets get it, and their other devices something else or nothing."""

import asyncio

from apps.fanout.events import DeviceFrame
from apps.fanout.hub import Hub
from tests.fanout.fakes import FakeRecord, Socket


def test_one_device_gets_it_and_the_others_what_is_for_them() -> None:
    async def scenario() -> None:
        hub = Hub(FakeRecord())
        tab, window, phone = Socket("alice", "laptop"), Socket("alice", "laptop"), Socket("alice", "phone")
        stranger = Socket("bob", "laptop of bob")
        for socket in (tab, window, phone, stranger):
            await hub.attach(socket.subscriber)
        hub.deliver(DeviceFrame(user="alice", session="laptop", payload=b"signal"))
        hub.deliver(DeviceFrame(user="alice", session="laptop", payload=b"here", elsewhere=b"elsewhere"))
        hub.deliver(DeviceFrame(user="alice", session="laptop of bob", payload=b"not hers"))
        hub.deliver(DeviceFrame(user="nobody", session="laptop", payload=b"lost"))
        assert tab.got == window.got == ["signal", "here"]
        assert (phone.got, stranger.got) == (["elsewhere"], [])
        await hub.stop()

    asyncio.run(scenario())
