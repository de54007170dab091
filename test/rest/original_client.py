"""What a client of the Python order service does, with urllib in place of requests, and what it expects to get.

Usage: original_client.py URL. Prints `ok NAME` or `not ok NAME: why` for each expectation. The engine has BTC-USD in its own
book, called BTCUSDT by `binance`, and PETR4 by `flowa`, whose account 12345 it knows.
"""

import json
import sys
import traceback
import urllib.error
import urllib.parse
import urllib.request

URL = sys.argv[1]


class Response:
    """As much of requests.Response as the clients used."""

    def __init__(self, status_code, text, headers):
        self.status_code = status_code
        self.text = text
        self.headers = headers

    def json(self):
        return json.loads(self.text)


def request(method, path, params=None, data=None, headers=None, **body):
    url = f"{URL}{path}" + (f"?{urllib.parse.urlencode(params)}" if params else "")
    headers = dict(headers or {})
    if "json" in body:
        data = json.dumps(body["json"]).encode()
        headers.setdefault("Content-Type", "application/json")
    made = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(made, timeout=30) as answer:
            return Response(answer.status, answer.read().decode(), answer.headers)
    except urllib.error.HTTPError as error:
        return Response(error.code, error.read().decode(), error.headers)


BINANCE = {"exchange_name": "binance", "strategy": "simple-order"}
FLOWA = {"exchange_name": "flowa", "strategy": "simple-order"}


def send(where, order):
    return request("POST", "/api/v1/send-order", params=where, json=order)


def update(where, order_id, changes):
    return request("PUT", "/api/v1/update-order", params={**where, "order_id": order_id}, json=changes)


def cancel(where, order_id, **more):
    return request("DELETE", "/api/v1/cancel-order", params={**where, "order_id": order_id, **more})


def get(where, order_id, **more):
    return request("GET", "/api/v1/get-order", params={**where, "order_id": order_id, **more})


def btc(**changes):
    return {"symbol": "BTCUSDT", "side": "BUY", "quantity": 0.25, "order_type": "LIMIT", "price": 60000, **changes}


def petr(**changes):
    order = {"symbol": "PETR4", "side": "BUY", "quantity": 300, "order_type": "LIMIT", "price": 38.5}
    return {**order, "time_in_force": "DAY", "broker": "935", "account": "12345", **changes}


def same(got, wanted):
    assert got == wanted, f"got {got!r}, wanted {wanted!r}"


def refused(response, status, reason):
    same((response.status_code, response.json()["success"], response.json()["reason"]), (status, False, reason))
    assert response.json()["message"], "a message"


def test_health():
    same(request("GET", "/healthcheck").json(), {"message": "Status OK"})


def test_the_life_of_an_order_on_binance():
    sent = send(BINANCE, btc())
    same(sent.status_code, 200)
    order_id = sent.json()
    assert isinstance(order_id, str) and sent.text == f'"{order_id}"', sent.text
    same(sent.headers["Content-Type"], "application/json")
    order = get(BINANCE, order_id, symbol="BTCUSDT").json()
    wanted = {"symbol": "BTCUSDT", "side": "BUY", "quantity": "0.25000", "price": 60000, "order_type": "LIMIT"}
    same(order, {**wanted, "exec_qty": "0.00000", "time_in_force": "GTC", "status": "NEW"})
    changed = update(BINANCE, order_id, {"price": "60000.5", "quantity": 0.2})
    same((changed.status_code, changed.text), (200, "null"))
    same(get(BINANCE, order_id).json()["price"], 60000.5)
    same(get(BINANCE, order_id).json()["quantity"], "0.20000")
    cancelled = cancel(BINANCE, order_id, symbol="BTCUSDT")
    same(cancelled.status_code, 200)
    same(cancelled.json()["success"], True)
    same(cancelled.json()["message"], "Order was successfully cancelled")
    same(cancelled.json()["data"]["status"], "CANCELED")
    same(get(BINANCE, order_id).json()["status"], "CANCELED")
    refused(cancel(BINANCE, order_id), 409, "UnknownOrder")
    refused(update(BINANCE, order_id, {"price": 1}), 409, "UnknownOrder")


def test_flowa_has_numbers_and_the_id():
    order_id = send(FLOWA, petr()).json()
    order = get(FLOWA, order_id).json()
    same(order["order_id"], order_id)
    same((order["quantity"], order["price"], order["exec_qty"]), (300, 38.5, 0))
    same((order["time_in_force"], order["status"]), ("DAY", "NEW"))
    same(cancel(FLOWA, order_id).json()["data"]["order_id"], order_id)


def test_fills():
    resting = send(BINANCE, btc(side="SELL", price=61000, quantity=0.3)).json()
    taking = send(BINANCE, btc(price=61000, quantity=0.1)).json()
    same(get(BINANCE, taking).json()["status"], "FILLED")
    same(get(BINANCE, resting).json()["status"], "PARTIALLY_FILLED")
    same(get(BINANCE, resting).json()["exec_qty"], "0.10000")
    market = send(BINANCE, {"symbol": "BTCUSDT", "side": "BUY", "quantity": 0.5, "order_type": "MARKET", "price": None})
    same(market.status_code, 200)
    same(get(BINANCE, resting).json()["status"], "FILLED")
    order = get(BINANCE, market.json()).json()
    same((order["status"], order["exec_qty"], order["price"]), ("CANCELED", "0.20000", 0))
    refused(cancel(BINANCE, resting), 409, "UnknownOrder")


def test_an_update_to_what_has_executed_ends_it():
    resting = send(BINANCE, btc(side="SELL", price=62000, quantity=0.3)).json()
    send(BINANCE, btc(price=62000, quantity=0.1))
    same(update(BINANCE, resting, {"quantity": 0.1}).status_code, 200)
    same(get(BINANCE, resting).json()["exec_qty"], "0.10000")
    refused(cancel(BINANCE, resting), 409, "UnknownOrder")


def test_small_numbers_as_python_writes_them():
    assert "1e-05" in json.dumps(0.00001)
    order_id = send(BINANCE, btc(quantity=0.00001)).json()
    same(get(BINANCE, order_id).json()["quantity"], "0.00001")
    same(cancel(BINANCE, order_id).status_code, 200)


def test_stop_orders():
    refused(send(BINANCE, btc(stop_price=70000)), 422, "InvalidField")
    stop = send(BINANCE, btc(order_type="STOP_LIMIT", price=70000, stop_price=69000)).json()
    same(get(BINANCE, stop).json()["order_type"], "STOP_LIMIT")
    same(cancel(BINANCE, stop).status_code, 200)


def test_idempotency():
    def again():
        return request(
            "POST", "/api/v1/send-order", params=BINANCE, json=btc(), headers={"Idempotency-Key": "once-and-no-more"}
        )

    first = again()
    same(first.status_code, 200)
    second = again()
    refused(second, 409, "DuplicateClientOrderId")
    same(second.json()["order_id"], first.json())
    same(cancel(BINANCE, first.json()).status_code, 200)
    refused(again(), 409, "DuplicateClientOrderId")


def test_mistakes():
    for changes, status, reason in [
        ({"symbol": "NOPE"}, 404, "UnknownInstrument"),
        ({"side": "HOLD"}, 422, "InvalidField"),
        ({"order_type": "ICEBERG"}, 422, "InvalidField"),
        ({"quantity": "many"}, 422, "InvalidField"),
        ({"quantity": True}, 422, "InvalidField"),
        ({"quantity": []}, 422, "InvalidField"),
        ({"quantity": 0}, 422, "QuantityOutOfRange"),
        ({"quantity": -1}, 422, "QuantityOutOfRange"),
        ({"quantity": 2**53 + 1}, 422, "QuantityOutOfRange"),
        ({"quantity": 0.000001}, 422, "QuantityOffLot"),
        ({"quantity": 10**40}, 422, "InvalidField"),
        ({"quantity": 900}, 422, "MaxNotionalExceeded"),
        ({"price": 60000.001}, 422, "PriceOffTick"),
        ({"price": 0.1 + 0.2}, 422, "PriceOffTick"),
        ({"price": 10**9}, 422, "PriceOutOfRange"),
        ({"price": None}, 422, "InvalidField"),
        ({"account": "stranger"}, 404, "UnknownAccount"),
        ({"account": "maker"}, 403, "AccountNotEntitled"),
    ]:
        response = send(BINANCE, btc(**changes))
        assert (response.status_code, response.json()["reason"]) == (status, reason), (changes, response.text)
    refused(send({"exchange_name": "nyse", "strategy": "simple-order"}, btc()), 404, "UnknownExchange")
    refused(send({"exchange_name": "binance", "strategy": "twap"}, btc()), 404, "UnknownExchange")
    refused(send({"exchange_name": "binance"}, btc()), 422, "InvalidField")
    refused(get(BINANCE, "12345678901234567890"), 404, "UnknownOrder")
    refused(get(BINANCE, "99999999999999999999"), 404, "UnknownOrder")
    refused(get(BINANCE, "not-an-id"), 422, "InvalidField")
    refused(cancel(BINANCE, "0"), 404, "UnknownOrder")


def test_algorithms():
    def send_algo(parameters, name="quotes"):
        return request("POST", "/api/v1/send-algo", params={"algo_name": name}, json=parameters)

    def cancel_algo(algo_id):
        return request("DELETE", "/api/v1/cancel-algo", params={"algo_id": algo_id})

    refused(send_algo({}, "nothing-like-it"), 404, "UnknownAlgo")
    refused(send_algo({"spreadBps": "wide"}), 422, "AlgoRefused")
    refused(send_algo({"spreadBps": 2**53 + 1}), 400, "MalformedBody")
    same(request("GET", "/api/v1/list-algos").json(), [])
    started = send_algo({"spreadBps": 20})
    same(started.status_code, 200)
    algo_id = started.json()
    same(len(algo_id), 36)
    refused(send_algo({"spreadBps": 30}), 409, "NoFreeStrategy")
    (run,) = request("GET", "/api/v1/list-algos").json()
    same((run["algo_id"], run["algo_name"], run["state"]), (algo_id, "quotes", "running"))
    same(run["parameters"], {"spreadBps": 20})
    stopped = cancel_algo(algo_id)
    same((stopped.status_code, stopped.text), (200, "true"))
    same(cancel_algo(algo_id).json(), False)
    same(cancel_algo("no-such-run").json(), False)
    same(request("GET", "/api/v1/list-algos").json(), [])


def test_bodies():
    def raw(data, content_type="application/json"):
        headers = {"Content-Type": content_type}
        return request("POST", "/api/v1/send-order", params=BINANCE, data=data, headers=headers)

    refused(raw(json.dumps(btc(quantity=float("nan"))).encode()), 400, "MalformedBody")
    refused(raw(json.dumps(btc(quantity=float("inf"))).encode()), 400, "MalformedBody")
    whole = json.dumps(btc())
    refused(raw(whole[:-1].encode() + b', "quantity": 3}'), 400, "MalformedBody")
    refused(raw(whole[:-1].encode() + b",}"), 400, "MalformedBody")
    refused(raw(b"[" + whole.encode() + b"]"), 400, "MalformedBody")
    refused(raw(b""), 400, "MalformedBody")
    refused(raw(b"\xff\xfe{}"), 400, "MalformedBody")
    refused(raw(b"[" * 16000), 400, "MalformedBody")
    refused(raw(b"{\"a\":" * 2000 + b"1" + b"}" * 2000), 422, "InvalidField")
    refused(raw(whole.encode(), "text/plain"), 415, "WrongContentType")
    refused(raw(whole.encode(), "application/x-www-form-urlencoded"), 415, "WrongContentType")
    refused(raw(b'{"symbol": "' + b"x" * 20000 + b'"}'), 413, "BodyTooLarge")
    same(cancel(BINANCE, raw(whole.encode(), "application/json; charset=utf-8").json()).status_code, 200)


def test_paths():
    refused(request("GET", "/api/v1/send-order", params=BINANCE), 405, "MethodNotAllowed")
    refused(request("GET", "/api/v1/nothing"), 404, "UnknownPath")
    same(request("GET", "/openapi.json").json()["openapi"], "3.1.0")
    same(request("GET", "/apispec_1.json").text, request("GET", "/openapi.json").text)
    assert "<form" in request("GET", "/docs").text or "<main>" in request("GET", "/index.html").text


def test_web_pages():
    page = {"Origin": "https://elsewhere.example"}
    refused(request("POST", "/api/v1/send-order", params=BINANCE, json=btc(), headers=page), 403, "OriginNotAllowed")
    rebound = {"Host": "elsewhere.example"}
    refused(request("GET", "/api/v1/get-order", params=BINANCE, headers=rebound), 403, "OriginNotAllowed")
    friend = {"Origin": "https://desk.example"}
    answer = request("OPTIONS", "/api/v1/send-order", headers=friend)
    same((answer.status_code, answer.headers["Access-Control-Allow-Origin"]), (204, "https://desk.example"))
    sent = request("POST", "/api/v1/send-order", params=BINANCE, json=btc(), headers=friend)
    same((sent.status_code, sent.headers["Access-Control-Allow-Origin"]), (200, "https://desk.example"))
    same(cancel(BINANCE, sent.json()).status_code, 200)


def test_a_wrong_key_is_not_no_key():
    wrong = {"Authorization": "Bearer wrong"}
    refused(request("POST", "/api/v1/send-order", params=BINANCE, json=btc(), headers=wrong), 401, "UnknownKey")


failed = 0
for name, test in [(name, test) for name, test in globals().items() if name.startswith("test_")]:
    try:
        test()
        print(f"ok {name}")
    except Exception:  # pylint: disable=broad-except
        failed += 1
        print(f"not ok {name}: {traceback.format_exc()}")
sys.exit(1 if failed else 0)
