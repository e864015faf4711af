#!/usr/bin/env python3
"""Stands between an editor and a server, and writes down every message: {"from": "client" or "server", "message": …} a line.
    record.py LOG -- SERVER ARGUMENT..."""
import json
import subprocess
import sys
import threading

LOG, COMMAND = sys.argv[1], sys.argv[sys.argv.index("--") + 1 :]


def message(stream):
    """The next message with its header, and its body; nothing at the end of the stream."""
    header = b""
    while not header.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None
        header += line
    lengths = [line for line in header.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    body = stream.read(int(lengths[0].split(b":")[1]))
    return header, body


def pass_on(source, target, sender, log, lock):
    try:
        while found := message(source):
            header, body = found
            with lock:
                log.write(json.dumps({"from": sender, "message": json.loads(body)}) + "\n")
                log.flush()
            target.write(header + body)
            target.flush()
    except (BrokenPipeError, ValueError, OSError):
        pass  # one side has gone
    finally:
        try:
            target.close()
        except OSError:
            pass


def main():
    server = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    lock = threading.Lock()
    with open(LOG, "a", encoding="utf-8") as log:
        towards = (sys.stdin.buffer, server.stdin, "client", log, lock)
        threading.Thread(target=pass_on, args=towards, daemon=True).start()
        pass_on(server.stdout, sys.stdout.buffer, "server", log, lock)
        status = server.wait()
    sys.stdout.flush()
    sys.exit(status)


if __name__ == "__main__":
    main()
