"""Runs a command in a pseudo-terminal and types into it.

Usage: terminal.py COLUMNS STEPS COMMAND...

STEPS is a JSON list of pairs: what to wait for in the output, and what to type then. "^C" is Ctrl-C.
Prints JSON: {"output": …, "code": …}.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

columns, steps, command = int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    # The parent sets the size first.
    time.sleep(0.1)
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))

output, searched, end = b"", 0, time.time() + 50
while time.time() < end:
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if ready:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        output += part
    if steps:
        wanted, typed = steps[0]
        found = output.find(wanted.encode(), searched)
        if found >= 0:
            searched = found + len(wanted.encode())
            steps.pop(0)
            time.sleep(0.15)
            os.write(terminal, b"\x03" if typed == "^C" else typed.encode())
else:
    os.kill(child, 9)
_, status = os.waitpid(child, 0)
code = os.waitstatus_to_exitcode(status)
print(json.dumps({"output": output.decode(errors="replace"), "code": code}))
