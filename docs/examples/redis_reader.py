"""Follows the engine's events in Redis with Python's standard library alone.

python3 redis_reader.py orders HOST PORT [LAST_ID]    the stream of orders, from behind LAST_ID on (0: the beginning)
python3 redis_reader.py listen HOST PORT PATTERN      channels, as it happens: 'order-*', 'pregao:top:*'

One line of JSON an event. The stream is complete and in order; who remembers the last id misses nothing. Channels tell only who is there.
"""

import json
import socket
import sys

PREFIX = "pregao"


class Redis:
    """One connection; speaks RESP2, the plain protocol of Redis."""

    def __init__(self, host, port):
        self.socket = socket.create_connection((host, int(port)))
        self.file = self.socket.makefile("rb")

    def call(self, *words):
        self.send(*words)
        return self.read()

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


def follow_orders(redis, last="0"):
    """Entries of the stream of orders, for ever. Another journal means another data directory: begin anew there."""
    journal = redis.call("GET", f"{PREFIX}:journal")
    key = f"{PREFIX}:{journal}:orders"
    while True:
        answer = redis.call("XREAD", "COUNT", 100, "BLOCK", 5000, "STREAMS", key, last)
        for _, entries in answer or []:
            for last, fields in entries:
                yield {"id": last, **dict(zip(fields[::2], fields[1::2]))}


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
    events = follow_orders(redis, argument) if what == "orders" else listen(redis, argument)
    for event in events:
        print(json.dumps(event), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
