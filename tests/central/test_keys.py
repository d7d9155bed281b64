# SPDX-License-Identifier: GPL-3.0-or-later
"""Booths' keys: shown once, kept as hashes, worth nothing once revoked."""
import sqlite3
from urllib.parse import urlencode

from central import Case, report, run
import tap


class Keys(Case):
    def keys(self, *arguments):
        return self.command("keys", *arguments)

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

    def test_rotated_while_the_server_runs(self):
        """Both keys are good while the new one is on its way, then the new one alone."""
        server = self.start()
        for hours in ("", "x", "-1", "1.5", "8785", "9" * 30):
            self.assertEqual(self.keys("rotate", "--", "booth-1", hours).returncode, 1, hours)
        self.assertEqual(self.keys("rotate", "nobody", "1").returncode, 1)
        self.assertEqual(self.keys("rotate", "booth-1").returncode, 2)
        made = self.keys("rotate", "booth-1", "2")
        self.assertEqual(made.returncode, 0, made.stderr)
        fresh = made.stdout.strip()
        self.assertRegex(fresh, r"^kmzb_[A-Za-z0-9_-]{43}$")
        self.assertEqual([server.post(key, report()).status for key in (self.key, fresh)], [200, 200])
        self.assertRegex(self.keys("list").stdout, r"^booth-1\tmade \S+\tends \S+\nbooth-1\tmade \S+\n$")
        last = self.keys("rotate", "booth-1", "0").stdout.strip()
        # No older key outlives what was said last.
        self.assertEqual([server.post(key, report()).status for key in (self.key, fresh, last)], [403, 403, 200])

    def test_revoked_at_once_while_the_server_runs(self):
        server = self.start()
        connection = server.connect()
        fields = report()
        self.assertEqual(server.post(self.key, fields, connection=connection).status, 200)
        self.assertEqual(self.keys("revoke", "booth-1").returncode, 0)
        # What the server would say to a bad report, or where reports are tried out, is not said to this key either.
        self.assert_error(server.post(self.key, {"service_code": "no-such"}, connection=connection), 403)
        self.assertEqual(server.ask("POST", "/open311/test/v2/requests.json", urlencode({**fields, "api_key": self.key}),
                                    {"Content-Type": "application/x-www-form-urlencoded"}).status, 403)
        self.assert_error(server.post(self.key, fields, connection=connection), 403)
        connection.close()
        unknown = self.keys("revoke", "booth-1")
        self.assertEqual(unknown.returncode, 1)
        self.assertIn("no key in force", unknown.stderr)

    def test_revoked_between_two_good_reports(self):
        """The server knows the key from the first; the second is refused in the transaction that would store it."""
        server = self.start()
        self.assertEqual(server.post(self.key, report()).status, 200)
        self.assertEqual(self.keys("revoke", "booth-1").returncode, 0)
        self.assert_error(server.post(self.key, report()), 403)
        self.assert_error(server.post(self.key, report()), 403)
        self.assertEqual(len(server.rows()), 1)
        new = self.add_key("booth-1")
        self.assertEqual(server.post(new, report()).status, 200)
        self.assert_error(server.post(self.key, report()), 403)

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


    def test_a_hundred_thousand(self):
        """A key is found by its hash however many there are, and nobody waits for the list of them."""
        self.sqlite_only()
        database = sqlite3.connect(self.data / "central.db")
        database.executemany("INSERT INTO keys(hash, name, created_us) VALUES(randomblob(32), ?, 1)",
                             ((f"b{number}",) for number in range(100_000)))
        database.commit()
        database.close()
        server = self.start()
        self.assertEqual(server.post(self.key, report()).status, 200)
        self.assert_error(server.post(self.key + "x", report()), 403)
        self.assertEqual(self.keys("revoke", "b77777").returncode, 0)
        listed = self.keys("list").stdout
        self.assertEqual((listed.count("\n"), listed.count("\trevoked ")), (100_001, 1))


class SealKeys(Case):
    def seal_key(self, *arguments):
        return self.command("seal-key", *arguments)

    def offered(self, server):
        extension = server.get("/open311/discovery.json").json["endpoints"][0]["kmzb"]
        return extension.get("public_key"), extension.get("key_id")

    def test_made_named_and_changed(self):
        server = self.start()
        self.assertEqual(self.offered(server), (None, None))
        first = self.seal_key()
        self.assertRegex(first.stdout, r"^[A-Za-z0-9+/]{43}=\n$")
        self.assertEqual(self.offered(server)[0], first.stdout.strip())
        self.assertEqual((self.data / "seal-keys").stat().st_mode & 0o777, 0o600)
        second = self.seal_key()
        self.assertNotEqual(first.stdout, second.stdout)
        self.assertEqual(self.offered(server)[0], second.stdout.strip())
        listed = self.seal_key("list").stdout.splitlines()
        self.assertEqual([line.split("\t")[2] for line in listed], [first.stdout.strip(), second.stdout.strip()])
        self.assertTrue(listed[1].endswith("\tin use"))
        self.assertEqual(self.offered(server)[1], listed[1].split("\t")[0])
        # The secret halves are in that file alone.
        for line in (self.data / "seal-keys").read_text().splitlines()[1:]:
            secret = line.split()[2].encode()
            for path in self.data.iterdir():
                self.assertEqual(secret in path.read_bytes(), path.name == "seal-keys")

    def test_a_report_nobody_can_open_is_stored(self):
        self.seal_key()
        server = self.start()
        for sealed in ("AAAA", "not base64 at all", "QUJD" * 400):
            fields = report(description=None, **{"attribute[sealed_description]": sealed})
            self.assert_receipt(server.post(self.key, fields), fields["attribute[client_report_id]"])
        self.assertEqual(len(server.rows("SELECT id FROM reports WHERE sealed_description IS NOT NULL")), 3)

    def test_a_file_that_is_damaged_later(self):
        """The server goes on with what it has read, and does not start over a file it cannot read."""
        self.seal_key()
        server = self.start()
        (self.data / "seal-keys").write_text("nonsense")
        self.assertEqual(self.offered(server), (None, None))
        self.assertEqual(server.post(self.key, report()).status, 200)
        server.stop()
        self.assertTrue(any("are damaged" in line for line in server.errors))
        refused = self.command("--listen", "127.0.0.1:0")
        self.assertEqual(refused.returncode, 1)
        self.assertRegex(refused.stderr, r"^kmzb-central: Seal keys .+/seal-keys are damaged")


tap.main()
