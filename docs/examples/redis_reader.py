"""Follows the engine's events in Redis with Python's standard library alone.

python3 redis_reader.py orders HOST PORT [LAST_ID]    the stream of orders, from behind LAST_ID on (0: the beginning);
                                                      of several engines, sp1=LAST_ID,sp2=LAST_ID
python3 redis_reader.py listen HOST PORT PATTERN      channels, as it happens: 'order-*', 'pregao:top:*'

One line of JSON an event. Each engine's stream is complete and in order; who remembers its last id misses nothing. Channels tell only who is
there. HOST and PORT may be any server of a Redis Cluster.
"""

import json
import socket
import sys
import threading

PREFIX = "pregao"


class Redis:
    """One connection; speaks RESP2, the plain protocol of Redis. In a Cluster it moves to the server that has the key."""

    def __init__(self, host, port):
        self.connect(host, port)

    def connect(self, host, port):
        self.socket = socket.create_connection((host, int(port)))
        self.file = self.socket.makefile("rb")

    def call(self, *words):
        self.send(*words)
        try:
            return self.read()
        except RuntimeError as error:
            if not str(error).startswith("MOVED "):
                raise
            self.socket.close()
            self.connect(*str(error).split()[2].rsplit(":", 1))
            return self.call(*words)

    def send(self, *words):
        encoded = [str(word).encode() for word in words]
        parts = b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded)
        self.socket.sendall(b"*%d\r\n%s" % (len(encoded), parts))

    def read(self):
        line = self.file.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("Redis has closed the connection")
        kind, rest = line[:1], line[1:-2]
        if kind == b"+":
            return rest.decode()
        if kind == b"-":
            raise RuntimeError(rest.decode())
        if kind == b":":
            return int(rest)
        size = int(rest)
        if size < 0:
            return None
        if kind == b"$":
            return self.file.read(size + 2)[:-2].decode()
        return [self.read() for _ in range(size)]


def engines(redis):
    """Names of the engines, where there are several."""
    return sorted(redis.call("SMEMBERS", f"{PREFIX}:engines"))


def follow_orders(redis, last="0", engine=None):
    """Entries of an engine's stream of orders, for ever. Another journal means another data directory: begin anew there."""
    prefix = PREFIX if engine is None else f"{PREFIX}:{engine}"
    journal = redis.call("GET", f"{prefix}:journal")
    key = f"{prefix}:{journal}:orders"
    name = {} if engine is None else {"engine": engine}
    while True:
        answer = redis.call("XREAD", "COUNT", 100, "BLOCK", 5000, "STREAMS", key, last)
        for _, entries in answer or []:
            for last, fields in entries:
                yield {**name, "id": last, **dict(zip(fields[::2], fields[1::2]))}


def listen(redis, pattern):
    """Messages of all channels that fit, for ever."""
    redis.send("PSUBSCRIBE", pattern)
    while True:
        kind, *rest = redis.read()
        if kind == "pmessage":
            _, channel, message = rest
            yield {"channel": channel, "message": json.loads(message)}
        else:
            print("listening", file=sys.stderr, flush=True)


def main(what, host, port, argument="0"):
    redis = Redis(host, port)
    names = engines(redis) if what == "orders" else []
    if not names:
        tell(follow_orders(redis, argument) if what == "orders" else listen(redis, argument))
    last = dict(part.split("=") for part in argument.split(",") if "=" in part)
    for name in names:
        events = follow_orders(Redis(host, port), last.get(name, "0"), name)
        threading.Thread(target=tell, args=(events,)).start()


OUTPUT = threading.Lock()


def tell(events):
    for event in events:
        with OUTPUT:
            print(json.dumps(event), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
