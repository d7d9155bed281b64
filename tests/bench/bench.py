# SPDX-License-Identifier: GPL-3.0-or-later
"""./kmzb bench [NAME...]: figures on stdout and in build/bench.json. Nothing here decides whether a test passes;
./kmzb bench soak does, see soak.py."""
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/bench")]
from central_benches import CENTRAL_BENCHES  # noqa: E402
from figures import figure, table, write  # noqa: E402
from map_benches import MAP_BENCHES  # noqa: E402
from monkey_bench import MONKEY_BENCHES  # noqa: E402
import soak  # noqa: E402
from sync_benches import SYNC_BENCHES  # noqa: E402
from visit_benches import VISIT_BENCHES  # noqa: E402

SHARED = ROOT.parent / "shared/data"
TRAINING_PACK = ROOT / "data/training/training.mbtiles"
RUNS = 7


def until_settled(command, timeout=60):
    """Seconds from exec to the line in which the program says that its map has settled."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               env=dict(os.environ, G_MESSAGES_DEBUG="kmzb-map"))
    seen = b""
    try:
        while b"map settled" not in seen:
            ready, _, _ = select.select([process.stdout], [], [], timeout)
            got = os.read(process.stdout.fileno(), 65536) if ready else b""
            if not got:
                raise RuntimeError(f"{command[0]} never settled: {seen[-500:].decode(errors='replace')}")
            seen += got
        return time.monotonic() - start
    finally:
        process.terminate()
        process.wait()


def bench_start(build, names):
    """Exec to settled map, against a bare ShumateMap over the same pack; the two take turns."""
    from rig.session import Session

    booth_times, bare_times = [], []
    with Session(1920, 1080) as session:
        bare = [str(build / "tests/bench/bare-map"), str(TRAINING_PACK)]
        for run in range(RUNS + 1):
            data = session.folder / f"data-{run}"
            booth = [str(build / "src/kiosk/kmzb-kiosk"), "--pack", str(TRAINING_PACK), "--data-dir", str(data)]
            times = until_settled(booth), until_settled(bare)
            if run > 0:  # the first fills the disk cache for both
                booth_times.append(times[0])
                bare_times.append(times[1])
    return {"start": figure("s", booth_times, goal="ratio <= 1.3", baseline=bare_times, at_most_ratio=1.3)}


def bench_pack(build, names):
    """The centre of Rzeszów from OSM to a pack."""
    extract = SHARED / "osm/rzeszow-centrum.osm.gz"
    if not extract.exists():
        print(f"bench: pack needs {extract}", file=sys.stderr)
        return {}
    seconds, rates, sizes = [], [], []
    folder = Path(tempfile.mkdtemp(prefix="kmzb-bench-"))
    try:
        for _ in range(3):
            out = folder / "rzeszow.mbtiles"
            out.unlink(missing_ok=True)
            start = time.monotonic()
            subprocess.run([str(build / "src/packer/kmzb-pack"), "build", "--name", "Rzeszów", "-o", str(out), str(extract)],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            seconds.append(time.monotonic() - start)
            rates.append(count_tiles(out) / seconds[-1])
            sizes.append(out.stat().st_size)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"pack": figure("s", seconds), "pack.tiles": figure("tiles/s", rates, at_least=0), "pack.bytes": figure("B", sizes)}


def count_tiles(path):
    import sqlite3
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        return db.execute("SELECT count(*) FROM tiles").fetchone()[0]


# What is measured together, so that it takes turns with one baseline.
BENCHES = [(["start"], bench_start), (["pack"], bench_pack), *MAP_BENCHES,
           *VISIT_BENCHES, *SYNC_BENCHES, *MONKEY_BENCHES, *CENTRAL_BENCHES]


def choose(wanted):
    """@wanted: names of figures, or of groups ("pan" is all of "pan.…"). Returns [(names, function)], or the unknown."""
    known = [name for names, _ in BENCHES for name in names]
    unknown = [want for want in wanted if not any(name == want or name.startswith(f"{want}.") for name in known)]
    if unknown:
        return None, unknown
    chosen = [([name for name in names if not wanted or any(name == want or name.startswith(f"{want}.") for want in wanted)],
               function) for names, function in BENCHES]
    return [(names, function) for names, function in chosen if names], known


def main():
    build = Path(sys.argv[1])
    if sys.argv[2:3] == ["soak"]:
        return soak.main(build, sys.argv[3:])
    chosen, names = choose(sys.argv[2:])
    if chosen is None:
        print(f"bench: unknown: {' '.join(names)}; there are: "
              f"{' '.join(name for names, _ in BENCHES for name in names)}", file=sys.stderr)
        return 2
    figures = {}
    for names, function in chosen:
        print(f"bench: {' '.join(names)} …", file=sys.stderr, flush=True)
        figures.update(function(build, names))
        write(str(build / "bench.json"), figures)
    print(table(figures))
    return 0


sys.exit(main())
