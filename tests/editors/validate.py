#!/usr/bin/env python3
"""Are the server's messages, as record.py wrote them down, what the protocol's types (3.18, by lsprotocol) allow?
    validate.py LOG...
A message is read into its type and written again, so that a field which is unknown, misspelt, lost or of another type
is seen. What types cannot say is checked besides: one answer to each request, ranges, tokens in fives, versions."""
import json
import sys

from lsprotocol import converters, types

CONVERTER = converters.get_converter()
BEFORE_THE_START = {"window/logMessage", "window/showMessage", "window/showMessageRequest", "telemetry/event", "$/progress"}


def main(paths):
    faults, messages, methods = [], 0, set()
    for path in paths:
        session = Session()
        with open(path, encoding="utf-8") as log:
            for number, line in enumerate(log, 1):
                row = json.loads(line)
                messages += 1
                faults += [f"{path}:{number}: {fault}" for fault in session.take(row["from"], row["message"])]
        faults += [f"{path}: {fault}" for fault in session.end()]
        methods |= session.methods
    for fault in faults:
        print(fault)
    print(f"{messages} messages of {len(methods)} kinds, {len(faults)} faults")
    return bool(faults) or messages == 0


class Session:
    """What the messages before say about the next one."""

    def __init__(self):
        self.methods = set()
        self.begin()

    def begin(self):
        self.open = {"client": {}, "server": {}}
        self.versions = {}
        self.started = False

    def take(self, sender, message):
        if message.get("method") == "initialize":
            self.begin()  # a new session in the same log
        if message.get("jsonrpc") != "2.0":
            yield f"{sender}: no jsonrpc 2.0"
        if "method" in message:
            yield from self.take_call(sender, message)
        else:
            yield from self.take_answer(sender, message)

    def take_call(self, sender, message):
        method = message["method"]
        self.methods.add(method)
        if "id" in message:
            self.open[sender][message["id"]] = method
        if sender == "client":
            if method == "textDocument/didClose":
                # A document that is opened again begins to count anew.
                self.versions.pop(message["params"]["textDocument"]["uri"], None)
            return
        if not self.started and method not in BEFORE_THE_START:
            yield f"{method} before the answer to initialize"
        if method not in types.METHOD_TO_TYPES:
            yield f"{method} is no method of the protocol"
            return
        yield from misfits(message, types.METHOD_TO_TYPES[method][0], method)
        if method == "textDocument/publishDiagnostics":
            yield from self.version(message["params"])

    def take_answer(self, sender, message):
        asker = "server" if sender == "client" else "client"
        method = self.open[asker].pop(message["id"], None)
        if method is None:
            yield f"{sender}: an answer to no open request, {message['id']}"
            return
        if sender == "client":
            return
        self.started = self.started or method == "initialize"
        if "error" in message:
            yield from misfits(message, types.ResponseErrorMessage, method)
            return
        result = message.get("result")
        if method == "textDocument/codeAction":
            yield from actions(result or [])
            return
        yield from misfits(message, types.METHOD_TO_TYPES[method][1], method)
        if method.startswith("textDocument/semanticTokens") and len((result or {}).get("data", [])) % 5:
            yield f"{method}: tokens come in fives"

    def version(self, params):
        version, before = params.get("version"), self.versions.get(params["uri"])
        if version is None:
            return
        if before is not None and version < before:
            yield f"publishDiagnostics: the version goes back from {before} to {version}"
        self.versions[params["uri"]] = version

    def end(self):
        # What an editor asked in the moment it was closed may stay without an answer; what the server asked too.
        asked = [method for method in self.open["client"].values() if method in ("initialize", "shutdown")]
        return [f"{method} was never answered" for method in asked]


def actions(result):
    """Each is an action or a bare command; lsprotocol takes an action that has a command for one."""
    for action in result:
        kind = types.Command if isinstance(action.get("command"), str) else types.CodeAction
        yield from misfits(action, kind, "textDocument/codeAction")


def misfits(message, kind, method):
    try:
        again = CONVERTER.unstructure(CONVERTER.structure(message, kind), kind)
    except Exception as failure:  # the converter has many of its own
        yield f"{method}: {type(failure).__name__}: {str(failure)[:300]}"
        return
    yield from (f"{method}{difference}" for difference in differences(filled(message), filled(again)))
    yield from (f"{method}{fault}" for fault in ranges(message))


def filled(value):
    """Without nulls, which mean the same as absence in optional fields."""
    if isinstance(value, dict):
        return {key: filled(one) for key, one in value.items() if one is not None}
    return [filled(one) for one in value] if isinstance(value, list) else value


def differences(sent, read, path=""):
    if isinstance(sent, dict) and isinstance(read, dict):
        for key in sorted(sent.keys() | read.keys()):
            if key not in read:
                yield f"{path}.{key}: not in the type"
            elif key not in sent:
                yield f"{path}.{key}: missing"
            else:
                yield from differences(sent[key], read[key], f"{path}.{key}")
    elif isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        for index, (one, other) in enumerate(zip(sent, read)):
            yield from differences(one, other, f"{path}[{index}]")
    elif sent != read:
        yield f"{path}: {sent!r}, read as {read!r}"


def ranges(value, path=""):
    if isinstance(value, dict):
        start, end = value.get("start"), value.get("end")
        if isinstance(start, dict) and isinstance(end, dict) and "line" in start:
            if (start["line"], start["character"]) > (end["line"], end["character"]):
                yield f"{path}: a range ends before it starts"
        for key, one in value.items():
            yield from ranges(one, f"{path}.{key}")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from ranges(one, f"{path}[{index}]")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
