"""What kind of drive a folder is on: SQLite keeps its promises on a local disk, not on a share."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

SHARES = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "davfs", "fuse.sshfs", "fuse.rclone"})
STICKS = frozenset({"vfat", "exfat", "msdos"})
REMOVABLE, REMOTE = 2, 4  # GetDriveTypeW


@dataclass(frozen=True, slots=True)
class DriveKind:
    """What the operating system calls the drive, and whether it is on the network or can be pulled out."""

    name: str
    shared: bool = False
    removable: bool = False


def drive_kind(folder: Path) -> DriveKind:
    """Ask the operating system. An unknown kind counts as a local disk."""
    if sys.platform == "win32":
        number = ctypes.windll.kernel32.GetDriveTypeW(f"{folder.absolute().drive}\\")
        return DriveKind(f"类型 {number}", shared=number == REMOTE, removable=number == REMOVABLE)
    try:
        table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return DriveKind("未知")
    return kind_of(file_system(table, folder.resolve()))


def kind_of(name: str) -> DriveKind:
    return DriveKind(name, shared=name in SHARES, removable=name in STICKS)


def file_system(table: str, folder: Path) -> str:
    """Find the file system of the innermost mount point above the folder (format: proc(5), mountinfo)."""
    best, found = "", "未知"
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        mount = fields[4].replace("\\040", " ")
        if (folder == Path(mount) or Path(mount) in folder.parents) and len(mount) >= len(best):
            best, found = mount, after.split()[0]
    return found
