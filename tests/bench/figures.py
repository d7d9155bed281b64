# SPDX-License-Identifier: GPL-3.0-or-later
"""A benchmark's figures: medians of several runs, beside a baseline of the same run."""
import json
import math
import os
import statistics


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def figure(unit, values, goal=None, baseline=None, at_most_ratio=None, at_most=None, at_least=None):
    """One member of bench.json. @baseline: values of the peer, measured in turn with @values. Absent figures stay out."""
    out = {"unit": unit, "median": statistics.median(values), "p95": percentile(values, 0.95),
           "worst": min(values) if at_least is not None else max(values), "runs": len(values)}
    ok = True
    if baseline:
        out["baseline"] = statistics.median(baseline)
        out["ratio"] = out["median"] / out["baseline"]
        if at_most_ratio is not None:
            ok = ok and out["ratio"] <= at_most_ratio
    if at_most is not None:
        ok = ok and out["median"] <= at_most
    if at_least is not None:
        ok = ok and out["median"] >= at_least
    if goal is not None:
        out["goal"] = goal
        out["ok"] = ok
    return out


def frames_figure(runs, baseline, by="p95", goal=None, p95_at_most=None, worst_at_most=None, ratio_at_most=None):
    """Frame times in ms, one list a run: the median over the runs of each figure. @by: which of them the ratio is of."""
    def over_runs(of, lists):
        return statistics.median(of(frames) for frames in lists)

    figures = {"median": statistics.median, "p95": lambda frames: percentile(frames, 0.95), "worst": max}
    out = {"unit": "ms", "runs": len(runs)}
    out.update((name, over_runs(of, runs)) for name, of in figures.items())
    out["baseline"] = over_runs(figures[by], baseline)
    out["ratio"] = out[by] / out["baseline"]
    if goal is not None:
        out["goal"] = goal
        out["ok"] = all(limit is None or value <= limit for value, limit in (
            (out["p95"], p95_at_most), (out["worst"], worst_at_most), (out["ratio"], ratio_at_most)))
    return out


def _cell(value):
    if isinstance(value, bool):
        return "yes" if value else "NO"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
    return "" if value is None else str(value)


def table(figures):
    columns = ["name", "unit", "median", "p95", "worst", "baseline", "ratio", "runs", "goal", "ok"]
    rows = [columns] + [[_cell({"name": name, **data}.get(column)) for column in columns]
                        for name, data in figures.items()]
    widths = [max(len(row[i]) for row in rows) for i in range(len(columns))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def write(path, figures):
    """Keeps what earlier runs measured under other names."""
    known = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            known = json.load(file)
    known.update(figures)
    part = f"{path}.part"
    with open(part, "w", encoding="utf-8") as file:
        json.dump(known, file, indent=1, sort_keys=True)
        file.write("\n")
    os.replace(part, path)
