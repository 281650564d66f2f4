#!/usr/bin/env python3
"""What the transactions pipeline took the place of: rows in chunks of 1,000, sixteen workers, prices asked for
once per asset and day, each chunk waiting for its slowest price, results in SQLite. No lots, no errors, no
restarts. The price API is a wait of 20 ms behind a limit of 1,000 calls a second, in this process.

    transactions.py FILE.csv [rows]
"""

import asyncio
import csv
import os
import resource
import sqlite3
import sys
import tempfile
import time
from decimal import Decimal

CHUNK = 1_000
WORKERS = 16
LATENCY = 0.020
CALLS_A_SECOND = 1_000


class Limit:
    def __init__(self, per_second):
        self.interval = 1 / per_second
        self.next = time.monotonic()

    async def wait(self):
        now = time.monotonic()
        self.next = max(self.next, now) + self.interval
        await asyncio.sleep(max(0, self.next - now))


class Prices:
    def __init__(self):
        self.limit = Limit(CALLS_A_SECOND)
        self.known = {}
        self.calls = 0

    async def of(self, asset, day):
        key = asset, day
        if key not in self.known:
            self.known[key] = asyncio.ensure_future(self.ask(asset, day))
        return await self.known[key]

    async def ask(self, asset, day):
        await self.limit.wait()
        self.calls += 1
        await asyncio.sleep(LATENCY)
        return Decimal(100 + sum(map(ord, asset + day)) % 400)


def chunks(path, most):
    with open(path, newline="") as file:
        chunk = []
        for number, row in enumerate(csv.DictReader(file)):
            if number == most:
                break
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk


async def work(path, most):
    folder = tempfile.mkdtemp()
    database = sqlite3.connect(os.path.join(folder, "before.db"))
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, at, wallet, type, asset, amount, quote, price, value)")
    database.execute("CREATE TABLE balance (wallet, asset, amount, PRIMARY KEY (wallet, asset))")
    database.execute("CREATE TABLE total (year, asset, bought, sold, PRIMARY KEY (year, asset))")
    prices, balances, totals = Prices(), {}, {}
    semaphore = asyncio.Semaphore(WORKERS)
    rows = 0

    async def enrich(row):
        async with semaphore:
            price = await prices.of(row["base_asset"], row["timestamp"][:10])
            amount = Decimal(row["base_amount"])
            return (row["timestamp"], row["wallet"], row["type"], row["base_asset"], str(amount),
                    row["quote_amount"], str(price), str(amount * price))

    for chunk in chunks(path, most):
        done = await asyncio.gather(*(enrich(row) for row in chunk))
        database.executemany(
            "INSERT INTO row (at, wallet, type, asset, amount, quote, price, value) VALUES (?,?,?,?,?,?,?,?)", done)
        database.commit()
        for at, wallet, kind, asset, amount, _, _, value in done:
            out = kind in ("sell", "spend")
            key = wallet, asset
            balances[key] = balances.get(key, Decimal(0)) + (-Decimal(amount) if out else Decimal(amount))
            bought, sold = totals.get((at[:4], asset), (Decimal(0), Decimal(0)))
            totals[at[:4], asset] = (bought, sold + Decimal(value)) if out else (bought + Decimal(value), sold)
        rows += len(done)
    database.executemany("INSERT INTO balance VALUES (?,?,?)", [(*key, str(value)) for key, value in balances.items()])
    database.executemany("INSERT INTO total VALUES (?,?,?,?)",
                         [(*key, str(a), str(b)) for key, (a, b) in totals.items()])
    database.commit()
    return rows, prices.calls


def main():
    most = int(sys.argv[2]) if len(sys.argv) > 2 else -1
    began = time.monotonic()
    rows, calls = asyncio.run(work(sys.argv[1], most))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print("%d rows, %d price calls, %.1f s, %.1f CPU s" %
          (rows, calls, time.monotonic() - began, used.ru_utime + used.ru_stime))


main()
