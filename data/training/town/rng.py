# SPDX-License-Identifier: GPL-3.0-or-later
"""Random numbers that are the same on every machine and in every run.

Only random.Random.random() is used: Python promises its sequence for an integer seed.
Each part of the region draws from its own stream, named by a label, so that a change in
one part (one house more in a village) leaves all other parts as they were.
"""

import hashlib
import random

SEED = 'KMZB training region 1'


class Rng:
    def __init__(self, label):
        digest = hashlib.sha256(f'{SEED}/{label}'.encode('utf-8')).digest()
        self._random = random.Random(int.from_bytes(digest[:8], 'big'))

    def unit(self):
        """A float in [0, 1)."""
        return self._random.random()

    def range(self, low, high):
        return low + (high - low) * self.unit()

    def integer(self, low, high):
        """An integer from low to high, both possible."""
        return low + int(self.unit() * (high - low + 1))

    def chance(self, probability):
        return self.unit() < probability

    def pick(self, sequence):
        return sequence[int(self.unit() * len(sequence))]

    def weighted(self, pairs):
        """One value of (value, weight) pairs."""
        total = sum(weight for _, weight in pairs)
        at = self.unit() * total
        for value, weight in pairs:
            at -= weight
            if at < 0:
                return value
        return pairs[-1][0]

    def bell(self, spread=1.0):
        """Roughly normal with the given standard deviation, never beyond 3.5 of them."""
        return (sum(self.unit() for _ in range(12)) - 6.0) * spread

    def shuffled(self, sequence):
        items = list(sequence)
        for i in range(len(items) - 1, 0, -1):
            j = self.integer(0, i)
            items[i], items[j] = items[j], items[i]
        return items


def hash_bytes(label):
    return hashlib.sha256(f'{SEED}/{label}'.encode('utf-8')).digest()


def hash_unit(*parts):
    """A value in [0, 1) that depends on the parts alone."""
    digest = hash_bytes('/'.join(str(part) for part in parts))
    return int.from_bytes(digest[:6], 'big') / float(1 << 48)
