# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that are too big, too slow or not clients at all: they are cut off, and the others do not notice."""
import http.client
import os
import random
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from central import API, ENV, PROGRAM, Case, report, run
import tap

TIMEOUT = 1  # seconds that a whole request may last in these tests
SLACK = 2.5  # more than that on a busy machine


class Limits(Case):
    def setUp(self):
        super().setUp()
        self.server = self.start("--request-timeout", TIMEOUT)

    def tearDown(self):
        """Whatever happened: the server lives, takes a report, and says no word of complaint."""
        fields = report()
        self.assert_receipt(self.server.post(self.key, fields), fields["attribute[client_report_id]"])
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(self.server.errors, [])

    def raw(self):
        connection = socket.create_connection((self.server.host, self.server.port), timeout=10)
        self.addCleanup(connection.close)
        return connection

    def read_all(self, connection):
        data = b""
        try:
            while part := connection.recv(65536):
                data += part
        except ConnectionResetError:
            pass
        return data

    def drip(self, connection, data, seconds=TIMEOUT + SLACK + 1):
        """Sends a byte at a time; returns after how many seconds the server had enough."""
        begin = time.monotonic()
        connection.settimeout(0.02)
        for index in range(10**6):
            elapsed = time.monotonic() - begin
            if elapsed > seconds:
                self.fail(f"still connected after {elapsed:.1f} s")
            try:
                connection.send(data[index:index + 1] or b"x")
                if connection.recv(4096) == b"":
                    return elapsed
            except (TimeoutError, socket.timeout):
                continue
            except (BrokenPipeError, ConnectionResetError):
                return time.monotonic() - begin

    def head(self, length, extra=""):
        return (f"POST {API}/requests.json HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {length}\r\n{extra}\r\n").encode()

    # Size

    def test_refused_before_the_body_is_sent(self):
        connection = self.raw()
        connection.sendall(self.head(10 * 1024 * 1024))
        answer = self.read_all(connection)
        self.assertIn(b"HTTP/1.1 413 ", answer)
        self.assertIn(b'[{"code":413,"description":', answer)

    def test_expect_continue(self):
        connection = self.raw()
        connection.sendall(self.head(10 * 1024 * 1024, "Expect: 100-continue\r\n"))
        self.assertTrue(self.read_all(connection).startswith(b"HTTP/1.1 413 "))

    def test_largest_body_and_one_more(self):
        fields = report()
        body = urlencode(dict(fields, api_key=self.key))
        body += "&padding=" + "x" * (65536 - len(body) - len("&padding="))
        self.assertEqual(self.server.ask("POST", API + "/requests.json", body).status, 200)
        self.assert_error(self.server.ask("POST", API + "/requests.json", body + "x"), 413)

    def test_chunked(self):
        fields = urlencode(dict(report(), api_key=self.key)).encode()
        connection = self.server.connect()
        connection.request("POST", API + "/requests.json", iter([fields[:50], fields[50:]]), encode_chunked=True)
        self.assertEqual(connection.getresponse().status, 200)
        connection.close()
        connection = self.server.connect()
        connection.request("POST", API + "/requests.json", iter([b"x" * 50000] * 3), encode_chunked=True)
        self.assertEqual(connection.getresponse().status, 413)
        connection.close()

    def test_chunked_without_end(self):
        connection = self.raw()
        connection.sendall(f"POST {API}/requests.json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        sent = 0
        with self.assertRaises((BrokenPipeError, ConnectionResetError)):
            while sent < 50 * 1024 * 1024:
                connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
                sent += 0x10000
        self.assertLess(sent, 20 * 1024 * 1024)

    def test_headers(self):
        connection = self.raw()
        try:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(100)))
            connection.sendall(b"\r\n")
        except (BrokenPipeError, ConnectionResetError):
            return
        self.assertNotIn(b" 200 ", self.read_all(connection)[:20])

    # Time

    def test_slow_senders(self):
        """Of the first line, of the headers, of the body; each at a pace that never looks idle."""
        starts = [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", self.head(60000)]
        connections = [self.raw() for _ in starts]
        for connection, start in zip(connections, starts):
            connection.sendall(start)
        with ThreadPoolExecutor(len(starts)) as pool:
            for seconds in pool.map(self.drip, connections, [b"GET /", b"X-Slow: ", b"service_code="]):
                self.assertGreater(seconds, TIMEOUT / 2)
                self.assertLess(seconds, TIMEOUT + SLACK)

    def test_silent(self):
        connection = self.raw()
        begin = time.monotonic()
        self.assertEqual(self.read_all(connection), b"")
        self.assertLess(time.monotonic() - begin, TIMEOUT + SLACK)

    def test_slow_reader(self):
        """An answer nobody takes does not hold its connection for ever."""
        for _ in range(3):
            self.server.post(self.key, report())
        connection = socket.socket()
        self.addCleanup(connection.close)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.settimeout(10)
        connection.connect((self.server.host, self.server.port))
        # Many answers are asked for at once and none is read: sooner or later one cannot be sent.
        request = f"GET {API}/services.json HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        connection.settimeout(TIMEOUT + SLACK)
        with self.assertRaises((BrokenPipeError, ConnectionResetError)):
            while True:
                connection.sendall(request * 100)

    def test_a_good_connection_stays(self):
        connection = self.server.connect()
        for _ in range(3):
            self.assertEqual(self.server.post(self.key, report(), connection=connection).status, 200)
            port = connection.sock.getsockname()[1]
            time.sleep(TIMEOUT * 0.75)
        self.assertEqual(connection.sock.getsockname()[1], port)
        connection.close()

    def test_many_slow_ones_and_a_good_one(self):
        slow = [self.raw() for _ in range(300)]
        for connection in slow:
            connection.sendall(self.head(1000))
        begin = time.monotonic()
        self.assertEqual(self.server.post(self.key, report()).status, 200)
        self.assertLess(time.monotonic() - begin, 1)

    # Nonsense

    def test_garbage(self):
        lines = [b"\0" * 100, b"\xff" * 5000, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 100,
                 b"POST " + API.encode() + b"/requests.json HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                 b"POST " + API.encode() + b"/requests.json HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                 b"POST " + API.encode() + b"/requests.json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                 b"GET " + b"/a" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01"]
        rand = random.Random(311)
        lines += [rand.randbytes(rand.randrange(1, 3000)) for _ in range(50)]
        connections = []
        for line in lines:
            connections.append(self.raw())
            try:
                connections[-1].sendall(line)
                connections[-1].shutdown(socket.SHUT_WR)
            except OSError:
                pass
        for connection in connections:
            self.assertNotIn(b" 200 ", self.read_all(connection)[:20])

    def test_two_ends_of_one_body(self):
        """What a proxy might read otherwise than the server: refused, and nothing behind it is taken for a request."""
        body = urlencode(dict(report(), api_key=self.key)).encode()
        behind = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        for extra, sent in (("Content-Length: 5\r\n", body), (f"content-length: {len(body)}\r\n", body),
                            ("Transfer-Encoding: chunked\r\n", chunks), ("Transfer-Encoding: gzip\r\n", body)):
            connection = self.raw()
            connection.sendall(self.head(len(body), extra) + sent + behind)
            said = self.read_all(connection)
            self.assertTrue(said.startswith(b"HTTP/1.1 400 "), said)
            self.assertEqual(said.count(b"HTTP/1.1 "), 1, said)
        connection = self.raw()
        connection.sendall(self.head(0, "Transfer-Encoding: gzip\r\n").replace(b"Content-Length: 0\r\n", b"") + body)
        self.assertTrue(self.read_all(connection).startswith(b"HTTP/1.1 400 "))
        self.assertEqual(self.server.rows(), [])

    def test_whole_addresses(self):
        for line, status in (("GET http://x%s/services.json?a=b" % API, 200), ("GET HTTPS://x:1/healthz", 200), ("GET http://x", 404),
                             ("GET http:///healthz", 200), ("GET x://y/healthz", 404), ("OPTIONS *", 404)):
            connection = self.raw()
            connection.sendall(f"{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            self.assertTrue(self.read_all(connection).startswith(b"HTTP/1.1 %d " % status), line)

    def test_pipelined(self):
        connection = self.raw()
        connection.sendall(f"GET {API}/services.json HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 3
                           + b"GET /s/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        self.assertEqual(self.read_all(connection).count(b"HTTP/1.1 200 OK"), 4)

    def test_client_gone_while_its_report_is_stored(self):
        ids = []
        for _ in range(30):
            fields = report()
            ids.append(fields["attribute[client_report_id]"])
            body = urlencode(dict(fields, api_key=self.key)).encode()
            connection = self.raw()
            connection.sendall(self.head(len(body)) + body)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.close()
        # Who comes again gets its answer, whether or not the first try was read.
        for report_id in ids:
            fields = report(**{"attribute[client_report_id]": report_id})
            self.assert_receipt(self.server.post(self.key, fields), report_id)
        self.assertEqual(len(self.server.rows()), 30)

    def test_no_descriptor_is_lost(self):
        folder = f"/proc/{self.server.process.pid}/fd"

        def burst():
            def client():
                for _ in range(5):
                    self.server.post(self.key, report())
                    self.server.get(API + "/requests.json")
            threads = [threading.Thread(target=client) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            time.sleep(0.1)
            return len(os.listdir(folder))

        burst()
        before = burst()
        for _ in range(3):
            after = burst()
        # A reader's connection more or less; 120 clients came and went.
        self.assertLessEqual(after, before + 12)


class Quotas(Case):
    def test_each_booth_has_its_own(self):
        server = self.start("--quota", 5)
        other = self.add_key("booth-2")
        sent = [report() for _ in range(6)]
        for fields in sent[:5]:
            self.assertEqual(server.post(self.key, fields).status, 200)
        for _ in range(3):
            refused = server.post(self.key, sent[5])
            self.assert_error(refused, 429)
            self.assertTrue(1 <= int(refused.headers["Retry-After"]) <= 3600)
        # A new key of the same booth is the same booth; another booth does not notice.
        self.command("keys", "revoke", "booth-1")
        self.assert_error(server.post(self.add_key("booth-1"), sent[5]), 429)
        self.assert_receipt(server.post(other, sent[5]), sent[5]["attribute[client_report_id]"])
        self.assertEqual(run("--quota", 0).returncode, 2)

    def test_trying_numbers(self):
        server = self.start("--behind-proxy")
        own = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
        codes = [server.ask("GET", f"/s/{number:09}", None, own).status for number in range(40)]
        self.assertEqual(codes, [200] * 30 + [429] * 10)
        # The client's own claim, in front of the proxy's word, changes nothing; another client is another one.
        self.assertEqual(server.ask("GET", "/s/1", None, {"X-Forwarded-For": "192.0.2.1,198.51.100.7"}).status, 429)
        self.assertEqual(server.ask("GET", "/s/1", None, {"X-Forwarded-For": "198.51.100.8"}).status, 200)
        # An IPv4 address in IPv6's dress is that client, not everybody's; the same one in either dress.
        codes = [server.ask("GET", "/s/1", None, {"X-Forwarded-For": f"::ffff:203.0.113.{number}"}).status for number in range(40)]
        self.assertEqual(codes, [200] * 40)
        self.assertEqual(server.ask("GET", "/s/1", None, {"X-Forwarded-For": "::ffff:198.51.100.7"}).status, 429)
        for address in ("2001:db8::1", "2001:db8::ffff:1", "nonsense", "", "1.2.3.4:99", "x" * 3000):
            self.assertEqual(server.ask("GET", "/s/1", None, {"X-Forwarded-For": address}).status, 200)


class Printing(Case):
    def test_a_pipe_that_nobody_reads(self):
        """Reports are taken, and the server ends, though its terminal has gone to sleep."""
        read, write = os.pipe()
        process = subprocess.Popen([PROGRAM, "--data-dir", self.data, "--listen", "127.0.0.1:0", "--print-reports"],
                                   stdout=write, stderr=subprocess.PIPE, text=True, env=ENV)
        self.addCleanup(os.close, read)
        os.close(write)
        line = b""
        while not line.endswith(b"\n"):
            line += os.read(read, 1)
        connection = http.client.HTTPConnection(line.split(b"//")[1].strip().decode(), timeout=10)
        # Far more than a pipe holds.
        for _ in range(3000):
            body = urlencode(dict(report(), api_key=self.key))
            connection.request("POST", API + "/requests.json", body)
            response = connection.getresponse()
            response.read()
            self.assertEqual(response.status, 200)
        connection.close()
        process.terminate()
        self.assertEqual(process.wait(timeout=10), 0)
        self.assertEqual(process.stderr.read(), "")
        process.stderr.close()


tap.main()
