"""A Penstock worker in Python: the worker protocol, version 1, over standard input and output.

    import penstock_worker

    def run(chunk):
        for number, line in enumerate(chunk.read().splitlines()):
            chunk.progress(number)
            ...
        return penstock_worker.done(chunk.load, out=blob)

    penstock_worker.serve(run)

Needs nothing but the standard library. docs/worker-protocol.md is the specification.
"""

import json
import mmap
import os
import struct
import sys
import threading
import time
import traceback

PROTOCOL = 1
PIECE = 128 * 1024
MOST_SPAWNS = 1000
OUT_OF_MEMORY = 97


class Stopped(Exception):
    """Nobody wants the chunk any more. Let it pass through."""


class Refused(Exception):
    """The host did not do what it was asked: a blob is missing, the store is full."""

    def __init__(self, kind, detail):
        super().__init__(detail)
        self.kind = kind


def serve(run, divide=None):
    """Runs chunks until the host goes.

    run(chunk) returns what done, retry or give_up make. divide(chunk, item) returns the parts
    around an item and which of them holds it, as divided makes it, or None.
    """
    _Worker(run, divide).serve()


def done(tally, out=b"", spawns=(), rejects=None, results=()):
    """The chunk is done. tally: what became of its items, {"ok": 3, "rejected": 1}.

    out: bytes or a blob, what the next chunk is given. spawns: several chunks for the next stage,
    as spawn makes them. rejects: (blob of JSON lines, {code: count}). results: objects with name,
    media_type and either blob or href.
    """
    header = {"type": "done", "tally": tally, "results": list(results)}
    if rejects is not None:
        lines, by_code = rejects
        header["rejects"] = {"lines": lines, "by_code": by_code}
    header["out"], body = _payload(out)
    return list(spawns), header, body


def retry(code, detail, after_ms=None):
    """Trouble that may pass: the chunk is tried again."""
    header = {"type": "retry", "code": code, "detail": detail}
    if after_ms is not None:
        header["after_ms"] = after_ms
    return [], header, b""


def give_up(code, detail):
    """Trying again will not help: the chunk becomes a dead letter."""
    return [], {"type": "give_up", "code": code, "detail": detail}, b""


def divided(parts, suspect, item):
    """A chunk cut around an item: parts as spawn makes them, which one holds it, and its name."""
    return list(parts), {"type": "divided", "suspect": suspect, "item": item}, b""


def spawn(payload, load, group=""):
    """A chunk for the next stage, or a part of one that is cut."""
    described, body = _payload(payload)
    return {"type": "spawn", "load": load, "group": group, "in": described}, body


def _payload(payload):
    if isinstance(payload, dict):
        return {"blob": payload}, b""
    return {"inline": len(payload)}, bytes(payload)


class Chunk:
    """The chunk in hand: its facts, and what may be done with it."""

    def __init__(self, worker, header, body):
        self._worker = worker
        self._run = header["run"]
        self._body = body
        self.header = header
        self.load = header["load"]
        self.inputs = header.get("inputs", {})
        self.attempt = header["attempt"]

    def read(self):
        """The whole payload."""
        given = self.header["in"]
        if "inline" in given:
            return self._body[: given["inline"]]
        return b"".join(self.pieces(given["blob"]))

    def pieces(self, blob, start=0, end=None):
        """A range of a blob, piece by piece."""
        at = start
        end = blob["length"] if end is None else min(end, blob["length"])
        while at < end:
            asked = {"type": "read", "blob": blob, "from": at, "to": end, "most": PIECE}
            _, piece = self._worker.ask(asked, "bytes")
            if not piece:
                return
            at += len(piece)
            yield piece

    def progress(self, items):
        """So many items are through; the one in hand is the next.

        Outlives this process, whatever ends it. Raises Stopped when nobody wants the chunk any
        more.
        """
        self._worker.board.set_items(items)
        if self.stopping():
            raise Stopped()

    def stopping(self):
        return self._worker.board.stop() == self._run

    def create(self, part, keep="work", hashing="damage"):
        """A new blob of this attempt. keep: "work" until the job has ended, "job" as long as it."""
        return Blob(self._worker, self.header["keys"][keep] + part, hashing)


class Blob:
    """A blob in the making; nobody sees it until it is published."""

    def __init__(self, worker, key, hashing):
        self._worker = worker
        self._id = worker.next_id()
        self._pending = bytearray()
        self._open = True
        worker.tell({"type": "create", "id": self._id, "key": key, "hashing": hashing})

    def write(self, data):
        self._pending += data
        while len(self._pending) >= PIECE:
            self._send(bytes(self._pending[:PIECE]))
            del self._pending[:PIECE]

    def publish(self):
        """Makes it durable; returns the reference to it."""
        if self._pending:
            self._send(bytes(self._pending))
            self._pending.clear()
        self._open = False
        answer, _ = self._worker.ask({"type": "publish", "id": self._id}, "published")
        return answer["blob"]

    def _send(self, piece):
        self._worker.tell({"type": "write", "id": self._id}, piece)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._open:
            self._open = False
            self._worker.tell({"type": "discard", "id": self._id})


class _Board:
    """Shared memory: items through, beats, and the number of the run that is to stop."""

    def __init__(self, path):
        with open(path, "r+b") as file:
            self._page = mmap.mmap(file.fileno(), 24)
        self._numbers = memoryview(self._page).cast("q")

    def set_items(self, items):
        self._numbers[0] = items

    def beat(self):
        self._numbers[1] += 1

    def stop(self):
        return self._numbers[2]


class _Worker:
    def __init__(self, run, divide):
        self._run = run
        self._divide = divide
        self._ids = 0
        self._host = os.getppid()
        # Out of reach of everything else: what is printed goes to the host's log.
        self._in = os.fdopen(os.dup(0), "rb")
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        self.board = None

    def serve(self):
        welcome, _ = self._read()
        if sys.byteorder != "little":
            raise SystemExit("the board's numbers are little-endian, this machine is not")
        self.board = _Board(welcome["board"])
        threading.Thread(target=self._beats, daemon=True).start()
        divides = self._divide is not None
        self.tell({"type": "hello", "protocol": PROTOCOL, "beats": True, "divides": divides})
        while True:
            header, body = self._read()
            if header["type"] == "run":
                self._end(*self._ran(Chunk(self, header, body)))
            elif header["type"] == "divide":
                cut = self._divide(Chunk(self, header, body), header["item"])
                self._end(*(cut or ([], {"type": "indivisible"}, b"")))

    def _ran(self, chunk):
        try:
            return self._run(chunk)
        except Stopped:
            return [], {"type": "stopped"}, b""
        except Refused as e:
            return [], {"type": "failed", "kind": e.kind, "detail": str(e)}, b""
        except MemoryError:
            detail = "The worker ran out of memory."
            return [], {"type": "failing", "kind": "out_of_memory", "detail": detail}, b""
        except Exception as e:  # a bug of the stage, told to the host
            self.tell({"type": "log", "text": traceback.format_exc()})
            return retry("stage.bug", "%s: %s" % (type(e).__name__, e))

    def _end(self, spawns, header, body):
        if len(spawns) > MOST_SPAWNS:
            header, body = retry("stage.bug", "%d spawns in one step" % len(spawns))[1:]
            spawns = []
        for spawn_header, spawn_body in spawns:
            self.tell(spawn_header, spawn_body)
        self.tell(header, body)

    def _beats(self):
        while os.getppid() == self._host:
            self.board.beat()
            time.sleep(0.1)
        os._exit(0)  # the host has gone

    def next_id(self):
        self._ids += 1
        return self._ids

    def ask(self, header, expected):
        self.tell(header)
        answer, body = self._read()
        if answer["type"] == "refused":
            raise Refused(answer["kind"], answer["detail"])
        if answer["type"] != expected:
            raise SystemExit("expected %s, was answered %s" % (expected, answer["type"]))
        return answer, body

    def tell(self, header, body=b""):
        encoded = json.dumps(header).encode()
        self._out.write(struct.pack(">II", len(encoded), len(body)) + encoded + body)
        self._out.flush()

    def _read(self):
        header_length, body_length = struct.unpack(">II", self._take(8))
        return json.loads(self._take(header_length)), self._take(body_length)

    def _take(self, length):
        taken = self._in.read(length)
        if len(taken) < length:
            os._exit(0)  # the host has closed its end
        return taken
