"""Orders over REST with Python's standard library alone: python3 rest_orders.py http://127.0.0.1:7070 [KEY_FILE]

Sends an order, changes it, looks at it and cancels it.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request


class Refused(Exception):
    """The engine, or the venue, said no. `status` is the HTTP status, `answer` the body."""

    def __init__(self, status, answer):
        super().__init__(f"{status}: {answer.get('message')}")
        self.status = status
        self.answer = answer


class OrderService:
    """One exchange and strategy of the engine's configuration."""

    def __init__(self, url, exchange_name="pregao", strategy="simple-order", key=None, timeout=30):
        self.url = url.rstrip("/")
        self.where = {"exchange_name": exchange_name, "strategy": strategy}
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.timeout = timeout

    def send_order(self, order, idempotency_key=None):
        """Its id. Under the same idempotency key an order is never sent twice."""
        more = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return self.call("POST", "send-order", {}, order, more)

    def update_order(self, order_id, changes):
        return self.call("PUT", "update-order", {"order_id": order_id}, changes)

    def cancel_order(self, order_id):
        return self.call("DELETE", "cancel-order", {"order_id": order_id})

    def get_order(self, order_id):
        return self.call("GET", "get-order", {"order_id": order_id})

    def call(self, method, name, query, body=None, more=None):
        parameters = urllib.parse.urlencode({**self.where, **query})
        headers = {**self.headers, **(more or {})}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(f"{self.url}/api/v1/{name}?{parameters}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.load(error)) from None


def main(url, key_file=None):
    key = open(key_file, encoding="ascii").read().strip() if key_file else None
    service = OrderService(url, key=key)
    order = {"symbol": "BTC-USD", "side": "BUY", "quantity": 0.25, "order_type": "LIMIT", "price": 60000}
    order_id = service.send_order(order)
    print(service.get_order(order_id)["status"])
    service.update_order(order_id, {"price": 60000.5, "quantity": 0.2})
    print(service.get_order(order_id)["price"])
    print(service.cancel_order(order_id)["message"])
    print(service.get_order(order_id)["status"])


if __name__ == "__main__":
    main(*sys.argv[1:])
