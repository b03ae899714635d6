"""What a process has used, as the kernel counts it (proc(5))."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Return user and system time so far."""
    # The second field is the command in parentheses, which may hold spaces.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_bytes(pid: int) -> int:
    """Return the memory of its own, in RAM or swapped out: pages of files come and go as the kernel likes."""
    rows = (line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return sum(int(row[1]) * 1024 for row in rows if row[0] in {"RssAnon:", "VmSwap:"})
