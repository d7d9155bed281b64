# SPDX-License-Identifier: GPL-3.0-or-later
"""Booths' keys: shown once, kept as hashes, worth nothing once revoked."""
from central import Case, report, run
import tap


class Keys(Case):
    def keys(self, *arguments):
        return run("--data-dir", self.data, "keys", *arguments)

    def test_shown_once_and_never_stored(self):
        self.assertRegex(self.key, r"^kmzb_[A-Za-z0-9_-]{43}$")
        self.assertNotEqual(self.key, self.add_key("booth-2"))
        listed = self.keys("list").stdout
        self.assertRegex(listed, r"^booth-1\tmade 2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ\nbooth-2\tmade \S+\n$")
        for path in self.data.iterdir():
            self.assertNotIn(self.key.encode(), path.read_bytes())
            self.assertNotIn(self.key[5:].encode(), path.read_bytes())
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_duplicate_and_bad_names(self):
        again = self.keys("add", "booth-1")
        self.assertEqual((again.returncode, again.stdout), (1, ""))
        self.assertIn("booth-1 has a key already", again.stderr)
        for name in ("", " ", "a b", "ż", "x" * 65, "-x", "a/b", "a\nb", "a;b", "'"):
            made = self.keys("add", "--", name)
            self.assertEqual((made.returncode, made.stdout), (1, ""), name)
            self.assertEqual(made.stderr.count("\n"), 1)
        self.assertEqual(self.keys("list").stdout.count("\n"), 1)

    def test_wrong_usage(self):
        for arguments in ((), ("add",), ("list", "x"), ("revoke",), ("add", "a", "b"), ("delete", "a")):
            self.assertEqual(self.keys(*arguments).returncode, 2, arguments)
        self.assertEqual(run("nonsense").returncode, 2)
        self.assertEqual(run("--nonsense").returncode, 2)
        self.assertEqual(run("--tls-cert", "x").returncode, 2)

    def test_only_a_key_in_force_opens(self):
        server = self.start()
        for key in (None, "", "x", "kmzb_", self.key[:-1], self.key + "A", self.key.lower(), "k" * 5000, "%s%n", "ż"):
            self.assert_error(server.post(key, report()), 403)
        self.assertEqual(server.rows(), [])
        self.assertEqual(server.post(self.key, report()).status, 200)

    def test_revoked_at_once_while_the_server_runs(self):
        server = self.start()
        connection = server.connect()
        fields = report()
        self.assertEqual(server.post(self.key, fields, connection=connection).status, 200)
        self.assertEqual(self.keys("revoke", "booth-1").returncode, 0)
        self.assert_error(server.post(self.key, fields, connection=connection), 403)
        connection.close()
        unknown = self.keys("revoke", "booth-1")
        self.assertEqual(unknown.returncode, 1)
        self.assertIn("no key in force", unknown.stderr)

    def test_changed_key(self):
        """A booth's name outlives its key, and a report tried again with the new key is the same report."""
        server = self.start()
        fields = report()
        self.assertEqual(server.post(self.key, fields).status, 200)
        self.keys("revoke", "booth-1")
        new = self.add_key("booth-1")
        self.assert_error(server.post(self.key, fields), 403)
        self.assert_receipt(server.post(new, fields), fields["attribute[client_report_id]"])
        self.assertEqual(len(server.rows()), 1)
        self.assertEqual(self.keys("list").stdout.count("\trevoked "), 1)


tap.main()
