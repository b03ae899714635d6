"""Every fault that a run may be given, by its name."""

from tests.faults import accounts, databases, pieces, processes, wires, worker
from tests.faults.fault import Fault
from tests.faults.stack import Stack

ALL: tuple[type[Fault[Stack]], ...] = (
    processes.Nothing,
    processes.WebKilled,
    processes.RollingRestart,
    processes.LoopStalled,
    processes.OutOfFiles,
    processes.ClockJumps,
    databases.DatabaseKilled,
    databases.ConnectionsRefused,
    databases.RowsLocked,
    databases.ConflictStorm,
    wires.RedisKilled,
    wires.RedisFrozen,
    wires.RedisSlow,
    wires.HalfOpen,
    wires.FramesCut,
    pieces.CutAtEachByte,
    wires.StoppedReading,
    worker.WorkerKilled,
    accounts.AccountBanned,
)
BY_NAME = {kind.__name__: kind for kind in ALL}
