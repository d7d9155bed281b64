# SPDX-License-Identifier: GPL-3.0-or-later
"""The booth's file and its way to central: one save, 10,000 reports out, 100,000 threats in, a start with a long queue."""
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import figure

ROOT = Path(__file__).resolve().parents[2]
TRAINING_PACK = ROOT / "data/training/training.mbtiles"
SAVES = 400
SYNC_RUNS = 3
PULL_RUNS = 3
FRAMES_BEFORE_S = 5
START_RUNS = 5
N_QUEUED = 100_000
N_THREATS = 100_000

# The same POSTs as fast as a client can make them that neither reads what it gets nor writes anything down.
WRK = """
math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
local function hex(n) local s = "" for i = 1, n do s = s .. string.format("%x", math.random(0, 15)) end return s end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
function request()
  local id = hex(8) .. "-" .. hex(4) .. "-4" .. hex(3) .. "-8" .. hex(3) .. "-" .. hex(12)
  wrk.headers["Idempotency-Key"] = id
  return wrk.format(nil, "/open311/v2/requests.json", nil, "BODY&attribute%5Bclient_report_id%5D=" .. id .. "&api_key=KEY")
end
"""
BODY = ("service_code=nieprawidlowe-parkowanie&lat=50.0413&long=21.999&description=" + "Auta+stoj%C4%85+na+chodniku.+" * 3
        + "&attribute%5Bday_part%5D%5B%5D=evening&attribute%5Bweek_days%5D%5B%5D=sat&attribute%5Bsource%5D=visitor")


class Central:
    is_far = False

    def __init__(self, build, folder):
        self.program = build / "src/central/kmzb-central"
        self.folder = folder
        key = self.run("keys", "add", "bench").stdout.strip()
        self.key_file = folder / "key"
        self.key_file.write_text(key + "\n")
        self.key_file.chmod(0o600)
        self.key = key

    def run(self, *arguments):
        return subprocess.run([self.program, "--data-dir", self.folder, *map(str, arguments)], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def __enter__(self):
        # A process beside the booth where another machine would be: it takes what the booth leaves.
        self.process = subprocess.Popen([*(["nice", "-n", "19"] if self.is_far else []), self.program, "--data-dir", self.folder, "--listen", "127.0.0.1:0",
                                         "--quota", "2000000000"], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def tool(build, *arguments):
    done = subprocess.run([build / "tests/bench/sync-bench", *map(str, arguments)], check=True, stdout=subprocess.PIPE,
                          text=True)
    return json.loads(done.stdout)


def scratch():
    """Beside the build: /tmp may be memory, and what is measured is a disk."""
    return tempfile.TemporaryDirectory(prefix="kmzb-bench-", dir=os.environ.get("KMZB_BENCH_DIR", ROOT / "build"))


def bench_save(build, names):
    with scratch() as folder:
        times = tool(build, "save", Path(folder) / "booth", SAVES)
    return {"save": figure("ms", times["save"], goal="ratio <= 1.5", baseline=times["raw"], at_most_ratio=1.5)}


def wrk_rate(central, folder):
    script = folder / "post.lua"
    script.write_text(WRK.replace("BODY", BODY).replace("KEY", central.key))
    done = subprocess.run(["wrk", "-t1", "-c4", "-d3s", "-s", script, central.url], check=True, stdout=subprocess.PIPE,
                          text=True)
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def bench_sync(build, names):
    rates, peers = [], []
    with scratch() as folder:
        folder = Path(folder)
        tool(build, "fill", folder / "queue", 10_000)
        central_folder = folder / "central"
        central_folder.mkdir()
        with Central(build, central_folder) as central:
            for run in range(SYNC_RUNS):
                queue = folder / f"queue-{run}"
                # The reports of each run are others to central: the same ones would be known already.
                shutil.rmtree(folder / "queue", ignore_errors=True)
                tool(build, "fill", folder / "queue", 10_000)
                shutil.move(folder / "queue", queue)
                done = tool(build, "drain", queue, central.url, central.key_file)
                rates.append(done["reports"] / done["seconds"])
                if shutil.which("wrk"):
                    peers.append(wrk_rate(central, folder))
    if not peers:
        print("bench: sync.10k has no baseline without wrk", file=sys.stderr)
    out = figure("reports/s", rates, goal=">= 3000, ratio >= 1/3", baseline=peers or None, at_least=3000)
    out["ok"] = out["ok"] and out.get("ratio", 1) >= 1 / 3
    return {"sync.10k": out}


def write_threats(path):
    features = ({"type": "Feature",
                 "geometry": {"type": "Point", "coordinates": [21.0 + i % 1000 / 1000, 49.5 + i / N_THREATS]},
                 "properties": {"id": f"019a1b2c-{i >> 16:04x}-7000-8000-{i:012x}", "category": "akty-wandalizmu",
                                "status": "confirmed", "source": "people", "created": "2026-04-01T10:00:00Z",
                                "updated": "2026-04-02T10:00:00Z"}} for i in range(N_THREATS))
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","name":"threats","features":[')
        file.write(",".join(json.dumps(feature) for feature in features))
        file.write("]}")


def watch_frames(build, folder, central):
    """The booth's own window with its map in motion: frames before the download and in it, in ms."""
    done = subprocess.run(list(map(str, [
        build / "tests/bench/snapshot-bench", N_THREATS, FRAMES_BEFORE_S, "--data-dir", folder, "--pack", TRAINING_PACK,
        "--central", central.url, "--key-file", central.key_file, "--practice", "--windowed", "1920x1080"])),
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=dict(os.environ, KMZB_DATADIR=str(ROOT / "data"), KMZB_LOCALEDIR=str(build / "po")))
    return json.loads(done.stdout)


def bench_snapshot(build, names):
    from rig.session import Session

    seconds, longest, longest_before = [], [], []
    with scratch() as folder:
        folder = Path(folder)
        write_threats(folder / "threats.geojson")
        central_folder = folder / "central"
        central_folder.mkdir()
        central = Central(build, central_folder)
        central.run("import-threats", folder / "threats.geojson")
        with central:
            for run in range(PULL_RUNS):
                done = tool(build, "pull", folder / f"booth-{run}", central.url, central.key_file)
                if done["threats"] != N_THREATS:
                    raise RuntimeError(f"{done['threats']} threats of {N_THREATS}")
                seconds.append(done["seconds"])
        central.is_far = True
        with central, Session(1920, 1080):
            for run in range(PULL_RUNS):
                done = watch_frames(build, folder / f"window-{run}", central)
                longest.append(max(done["during"]))
                longest_before.append(max(done["before"]))
    frames = figure("ms", longest, baseline=longest_before)
    frames["goal"] = "<= 16 more than before"
    frames["ok"] = frames["median"] - frames["baseline"] <= 16
    return {"snapshot.100k": figure("s", seconds, goal="<= 5", at_most=5), "snapshot.100k.frames": frames}


def start_booth(build, data):
    """Seconds to a settled map, and the booth's memory then, in MB."""
    command = [build / "src/kiosk/kmzb-kiosk", "--pack", TRAINING_PACK, "--data-dir", data]
    begun = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, env=dict(os.environ, G_MESSAGES_DEBUG="kmzb-map"))
    seen = b""
    try:
        while b"map settled" not in seen:
            ready, _, _ = select.select([process.stdout], [], [], 60)
            got = os.read(process.stdout.fileno(), 65536) if ready else b""
            if not got:
                raise RuntimeError(f"the booth never settled: {seen[-500:].decode(errors='replace')}")
            seen += got
        took = time.monotonic() - begun
        time.sleep(1.5)
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
        return took, resident * 1024 / 1e6
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def bench_queue(build, names):
    from rig.session import Session

    long_starts, empty_starts, long_memory, empty_memory = [], [], [], []
    with scratch() as folder, Session(1920, 1080):
        folder = Path(folder)
        tool(build, "fill", folder / "long", N_QUEUED)
        for run in range(START_RUNS + 1):
            empty = start_booth(build, folder / f"empty-{run}")
            long = start_booth(build, folder / "long")
            if run > 0:  # the first fills the disk cache for both
                empty_starts.append(empty[0])
                long_starts.append(long[0])
                empty_memory.append(empty[1])
                long_memory.append(long[1])
    memory = figure("MB", long_memory, baseline=empty_memory)
    memory["goal"] = "<= 30 more than empty"
    memory["ok"] = memory["median"] - memory["baseline"] <= 30
    return {"queue.100k": figure("s", long_starts, goal="ratio <= 1.2", baseline=empty_starts, at_most_ratio=1.2),
            "queue.100k.memory": memory}


SYNC_BENCHES = [(["save"], bench_save), (["sync.10k"], bench_sync),
                (["snapshot.100k", "snapshot.100k.frames"], bench_snapshot),
                (["queue.100k", "queue.100k.memory"], bench_queue)]
