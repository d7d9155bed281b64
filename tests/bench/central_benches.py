# SPDX-License-Identifier: GPL-3.0-or-later
"""kmzb-central under load, over SQLite and PostgreSQL, empty and full. Each POST is on the disk before it is answered."""
import hashlib
import http.client
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import uuid
from pathlib import Path

from figures import figure

ROOT = Path(__file__).resolve().parents[2]
N_KEYS = 200
CONNECTIONS = 64
SECONDS = 4
# Short, so that the smallest stays small.
GROWTH_SECONDS = 1
RUNS = 5
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "3m": 3_000_000}
PAGE = 1000

FILL = """
WITH RECURSIVE counted(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < :last)
INSERT INTO reports(id, digest, number, booth, service_code, status, lat, lon, sealed_description, day_parts, week_days,
                    source, clock_state, saved_us, requested_us, received_us, updated_us, seq)
SELECT printf('%08x-%04x-7000-8000-%012x', n / 65536, n % 65536, n), randomblob(32), printf('n%08d', n), 'b' || (n % 200),
       'akty-wandalizmu', 'new', 49 + (n % 5000) / 1000.0, 14 + (n % 9973) / 1000.0, :sealed, 1, 0, 'visitor', 'unsure',
       :start + n * 1000, :start + n * 1000, :start + n * 1000, :start + n * 1000, n + 1 FROM counted
"""


def processor_seconds(process):
    """What a running process has used so far."""
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, build, folder, place=None):
        arguments = ["--database", place] if place else []
        self.process = subprocess.Popen(
            [build / "src/central/kmzb-central", "--data-dir", folder, "--listen", "127.0.0.1:0", "--quota", "2000000000",
             *arguments], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def resident(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024


class Bare:
    """The HTTP library alone, with the same settings."""

    def __init__(self, build):
        self.process = subprocess.Popen([build / "tests/bench/bare-http"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def end(self):
        self.process.communicate("")


def hash_keys(folder):
    """As central stores them: hash and booth."""
    keys = (folder / "keys").read_text().split()
    return [(hashlib.sha256(key.encode()).digest(), f"b{index}") for index, key in enumerate(keys)]


def load(build, folder, ports, seconds=SECONDS):
    """Answered a second, and within how many milliseconds 99 of 100 were."""
    done = subprocess.run([build / "tests/bench/post-load", folder / "keys", str(seconds), str(CONNECTIONS),
                           *map(str, ports)], capture_output=True, text=True, check=True)
    n, took, _, p99 = done.stdout.split()
    return int(n) / float(took), float(p99)


def load_one(build, folder, server):
    """Rate and latency as load(), and microseconds of the server's processor for each POST, which a busy machine moves
    less than a rate."""
    before = processor_seconds(server.process)
    rate, latency = load(build, folder, [server.port])
    return rate, latency, (processor_seconds(server.process) - before) / (rate * SECONDS) * 1e6


def prepare_sqlite(build, folder):
    keys = ["kmzb_" + uuid.uuid4().hex for _ in range(N_KEYS)]
    (folder / "keys").write_text("\n".join(keys) + "\n")
    subprocess.run([build / "src/central/kmzb-central", "--data-dir", folder, "keys", "list"], check=True)
    database = sqlite3.connect(folder / "central.db")
    database.executemany("INSERT INTO keys(hash, name, created_us) VALUES(?, ?, 1)", hash_keys(folder))
    database.commit()
    database.close()
    return keys


def start_postgres():
    """The tests' own cluster, or nothing where PostgreSQL is not installed."""
    sys.path.insert(0, str(ROOT / "tests/central"))
    from postgres import Postgres
    try:
        return Postgres.shared()
    except unittest.SkipTest as skipped:
        print(f"bench: central.load.postgres: {skipped}", file=sys.stderr)
        return None


def bench_load(build, names):
    folder = Path(tempfile.mkdtemp(prefix="kmzb-bench-", dir=build))
    rates, latencies, costs, bare_rates, bare_costs, postgres_rates, postgres_latencies = [], [], [], [], [], [], []
    servers = []
    try:
        prepare_sqlite(build, folder)
        servers = [Server(build, folder), Bare(build)]
        postgres = start_postgres() if "central.load.postgres" in names else None
        if postgres:
            place = postgres.create("load")
            # The tables are there once the first command ran; the keys are those of the file.
            subprocess.run([build / "src/central/kmzb-central", "--database", place, "keys", "list"], check=True)
            values = ",".join(f"('\\x{digest.hex()}', '{name}', 1)" for digest, name in hash_keys(folder))
            postgres.psql("load", f"INSERT INTO keys(hash, name, created_us) VALUES {values}")
            servers += [Server(build, folder, place) for _ in range(2)]
        for run in range(RUNS + 1):
            result = load_one(build, folder, servers[0])
            bare = load_one(build, folder, servers[1])
            pair = load(build, folder, [server.port for server in servers[2:]]) if postgres else None
            if run == 0:  # warms up
                continue
            rates.append(result[0])
            latencies.append(result[1])
            costs.append(result[2])
            bare_rates.append(bare[0])
            bare_costs.append(bare[2])
            if pair:
                postgres_rates.append(pair[0])
                postgres_latencies.append(pair[1])
    finally:
        for server in servers:
            server.end()
        shutil.rmtree(folder, ignore_errors=True)
    rate = figure("POSTs/s", rates, goal=">= 8000, ratio >= 0.25", baseline=bare_rates, at_least=8000)
    rate["ok"] = rate["ok"] and rate["ratio"] >= 0.25
    out = {"central.load": rate, "central.load.p99": figure("ms", latencies, goal="<= 60", at_most=60),
           "central.load.cpu": figure("us/POST", costs, baseline=bare_costs)}
    if postgres_rates:
        out["central.load.postgres"] = figure("POSTs/s", postgres_rates, at_least=0)
        out["central.load.postgres.p99"] = figure("ms", postgres_latencies)
    return out


def fill(folder, first, last):
    database = sqlite3.connect(folder / "central.db")
    database.execute("PRAGMA synchronous=OFF")
    database.execute(FILL, {"first": first, "last": last, "sealed": "A" * 320,
                            "start": int(time.time() * 1e6) - 4_000_000_000})
    database.execute("UPDATE counters SET value=max(value, (SELECT max(seq) FROM reports)) WHERE name='changes'")
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def page_times(server, folder, key):
    """Milliseconds for a page of changes, from cursors all over the database."""
    database = sqlite3.connect(folder / "central.db")
    epoch = database.execute("SELECT value FROM meta WHERE name='epoch'").fetchone()[0]
    last = database.execute("SELECT value FROM counters WHERE name='changes'").fetchone()[0]
    database.close()
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    times = []
    for index in range(21):
        begin = time.monotonic()
        connection.request("GET", f"/open311/v2/changes.json?kind=threats&limit={PAGE}&since={epoch}-{last * index // 21}",
                           headers={"Authorization": "Bearer " + key})
        response = connection.getresponse()
        response.read()
        times.append((time.monotonic() - begin) * 1000)
        assert response.status == 200
    connection.close()
    return times[1:]


def bench_growth(build, names):
    """The same load over more and more reports, in turns, and what a page of changes and the process then take."""
    folder = Path(tempfile.mkdtemp(prefix="kmzb-bench-", dir=build))
    sizes = {size: n for size, n in SIZES.items() if f"central.growth.{size}" in names
             or n == SIZES["1m"] and "central.memory" in names}
    servers, keys, rates, pages = {}, {}, {size: [] for size in sizes}, {}
    try:
        for size, n in sizes.items():
            (folder / size).mkdir()
            keys[size] = prepare_sqlite(build, folder / size)
            fill(folder / size, 0, n)
            servers[size] = Server(build, folder / size)
        # Else the first syncs would pay for gigabytes that were filled in.
        os.sync()
        for run in range(RUNS + 1):
            for size, server in servers.items():
                rate, _ = load(build, folder / size, [server.port], GROWTH_SECONDS)
                if run > 0:  # the first fills the caches
                    rates[size].append(rate)
        for size, server in servers.items():
            pages[size] = page_times(server, folder / size, keys[size][0])
        resident = servers["1m"].resident() if "1m" in servers else None
    finally:
        for server in servers.values():
            server.end()
        shutil.rmtree(folder, ignore_errors=True)

    out, smallest = {}, next(iter(sizes))
    for size in sizes:
        goal = "ratio >= 0.8" if size != smallest else None
        out[f"central.growth.{size}"] = figure("POSTs/s", rates[size], goal=goal, baseline=rates[smallest], at_least=0)
        if goal:
            out[f"central.growth.{size}"]["ok"] = out[f"central.growth.{size}"]["ratio"] >= 0.8
        out[f"central.growth.{size}.page"] = figure("ms", pages[size], goal="<= 20", at_most=20)
    if resident is not None:
        out["central.memory"] = figure("MiB", [resident], goal="<= 100", at_most=100)
    return out


CENTRAL_BENCHES = [
    (["central.load", "central.load.postgres"], bench_load),
    ([f"central.growth.{size}" for size in SIZES] + ["central.memory"], bench_growth),
]
