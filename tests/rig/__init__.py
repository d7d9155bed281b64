# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests from outside stand on: a screen with a finger, the accessibility tree, a booth and its server."""
