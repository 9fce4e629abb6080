"""Asks real web servers for a built service, by hand: python scripts/servers.py [nginx|caddy|apache...]

Each server runs on a loopback port with what docs/static.md says of it (Apache with the `.htaccess` of the build), and
is asked for pages, feeds and calendars: types, both encodings, validators, CORS, redirects, what is not there. What is
not as it should be is printed. Needs nginx with libnginx-mod-http-brotli-static, caddy and apache2 from Debian, and
openssl; the services that they bring need not run.
"""

from __future__ import annotations

import gzip
import http.client
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import brotli

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from cfpfeeds.building import build  # noqa: E402
from tests.web.samples import CONFIG, Clock, a_filled_service  # noqa: E402

HOST = "calls.example.edu"
FEED = "application/feed+json"
PAGE = "text/html; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8; method=publish"
TYPES = {
    "/": PAGE,
    "/nursing/": PAGE,
    "/de/nursing/": PAGE,
    "/about/": PAGE,
    "/nursing/embed/": PAGE,
    "/nursing/calls.rss": "application/rss+xml; charset=utf-8",
    "/nursing/calls.atom": "application/atom+xml; charset=utf-8",
    "/nursing/calls.json": FEED,
    "/nursing/changes.json": FEED,
    "/nursing/deadlines.ics": CALENDAR,
    "/calls/extended.ics": CALENDAR,
    "/subscriptions.opml": "text/x-opml; charset=utf-8",
    "/embed.js": "javascript; charset=utf-8",
    "/static/site.css": "text/css; charset=utf-8",
    "/llms.txt": "text/plain; charset=utf-8",
}
SHARED = tuple(path for path in TYPES if path.endswith((".rss", ".atom", ".json", ".ics", ".opml", ".js")))
UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
ACCEPTED = (("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip"))
PROMISED = ("X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy", "Cache-Control")


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def __getitem__(self, name: str) -> str:
        return self.headers.get(name, "")


@dataclass(frozen=True)
class Server:
    """A running server: where it speaks TLS, and where plain HTTP."""

    secure: int
    plain: int

    def ask(self, path: str, method: str = "GET", *, over_tls: bool = True, **headers: str) -> Answer:
        """One request; names of headers with underscores for hyphens."""
        raw = socket.create_connection(("127.0.0.1", self.secure if over_tls else self.plain), timeout=10)
        talk = http.client.HTTPConnection(HOST)
        talk.sock = _trusting().wrap_socket(raw, server_hostname=HOST) if over_tls else raw
        talk.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = talk.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        talk.close()
        return found


def _trusting() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the certificate was made for this one run
    return context


def faults(server: Server, site: Path) -> Iterator[str]:
    """Everything that is not as docs/static.md promises."""
    for path, media_type in TYPES.items():
        yield from _of_a_file(server, site, path, media_type)
    for path in SHARED:
        yield from _of_sharing(server, path)
    yield from _of_leading(server)


def _of_a_file(server: Server, site: Path, path: str, media_type: str) -> Iterator[str]:
    body = (site / f"{path[1:]}index.html" if path.endswith("/") else site / path[1:]).read_bytes()
    plain = server.ask(path)
    if plain.status != 200 or plain.body != body:
        yield f"{path}: {plain.status}, {len(plain.body)} bytes"
    yield from (f"{path}: no {name}" for name in PROMISED if not plain[name])
    tags = {plain["ETag"]}
    for accepted, coding in ACCEPTED:
        told = server.ask(path, Accept_Encoding=accepted)
        tags.add(told["ETag"])
        if told["Content-Encoding"] != coding or UNPACK[coding](told.body) != body:
            yield f"{path}: {accepted} gives {told['Content-Encoding']!r}, {len(told.body)} bytes"
        if "accept-encoding" not in told["Vary"].lower():
            yield f"{path}: {accepted} gives Vary {told['Vary']!r}"
        if not told["Content-Type"].lower().endswith(media_type):
            yield f"{path}: {accepted} gives {told['Content-Type']!r}"
        again = server.ask(path, Accept_Encoding=accepted, If_None_Match=told["ETag"])
        if again.status != 304 or again.body:
            yield f"{path}: {accepted} with ETag {told['ETag']} gives {again.status}"
    if not plain["Content-Type"].lower().endswith(media_type):
        yield f"{path}: {plain['Content-Type']!r}"
    if len(tags) != 3 or "" in tags:
        yield f"{path}: ETags {sorted(tags)} for three encodings"
    since = server.ask(path, If_Modified_Since=plain["Last-Modified"])
    if not plain["Last-Modified"] or since.status != 304:
        yield f"{path}: If-Modified-Since {plain['Last-Modified']!r} gives {since.status}"


def _of_sharing(server: Server, path: str) -> Iterator[str]:
    for told in (server.ask(path), server.ask(path, Accept_Encoding="br")):
        if told["Access-Control-Allow-Origin"] != "*":
            yield f"{path}: no Access-Control-Allow-Origin"
    first = server.ask(path, "OPTIONS", Origin="https://guides.example.org", Access_Control_Request_Method="GET")
    allowed = first["Access-Control-Allow-Headers"]
    if not path.endswith(".js") and (first.status not in (200, 204) or "If-None-Match" not in allowed):
        yield f"{path}: OPTIONS gives {first.status}, Access-Control-Allow-Headers {allowed!r}"


def _of_leading(server: Server) -> Iterator[str]:
    lost = server.ask("/no-such-page")
    if lost.status != 404 or b"There is no such page here" not in lost.body:
        yield f"/no-such-page gives {lost.status} and {lost.body[:60]!r}"
    for path in ("/about", "/nursing"):
        led = server.ask(path)
        if led.status not in (301, 302, 307, 308) or led["Location"] not in (f"{path}/", f"https://{HOST}{path}/"):
            yield f"{path} gives {led.status} to {led['Location']!r}"
    yield from (
        f"{path} is shown" for path in ("/.htaccess", "/.cfpfeeds-build.json") if server.ask(path).status == 200
    )
    plain = server.ask("/nursing/deadlines.ics?x=1", over_tls=False)
    if plain.status not in (301, 308) or plain["Location"] != f"https://{HOST}/nursing/deadlines.ics?x=1":
        yield f"plain HTTP gives {plain.status} to {plain['Location']!r}"


def _snippet(language: str) -> str:
    told = (ROOT / "docs" / "static.md").read_text(encoding="utf-8")
    return told.partition(f"```{language}\n")[2].partition("```")[0]


def nginx(work: Path, site: Path, ports: Server) -> list[str]:
    """The command for nginx with the document's server blocks."""
    text = _snippet("nginx").replace("/srv/site", str(site)).replace("listen 80;", f"listen 127.0.0.1:{ports.plain};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{ports.secure} ssl;")
    text = re.sub(r"/etc/ssl/\S+\.(pem|key);", lambda match: f"{work.parent}/{match[1]};", text)
    temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    (work / "conf").write_text(
        "load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;\n"
        f"user root;\npid {work}/pid;\nerror_log {work}/log;\ndaemon off;\nevents {{ }}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n"
        f"{''.join(f'{name}_temp_path {work}/{name};' for name in temporary)}\n{text}}}\n"
    )
    return ["nginx", "-e", f"{work}/log", "-c", f"{work}/conf"]


def caddy(work: Path, site: Path, ports: Server) -> list[str]:
    """The command for Caddy with the document's site."""
    tls = f"{HOST} {{\n    bind 127.0.0.1\n    tls {work.parent}/pem {work.parent}/key"
    text = _snippet("caddyfile").replace("/srv/site", str(site)).replace(f"{HOST} {{", tls, 1)
    ours = f"http_port {ports.plain}\nhttps_port {ports.secure}\nadmin off\nstorage file_system {work}/data"
    (work / "Caddyfile").write_text(f"{{\n{ours}\n}}\n{text}")
    return ["caddy", "run", "--config", f"{work}/Caddyfile", "--adapter", "caddyfile"]


def apache(work: Path, site: Path, ports: Server) -> list[str]:
    """The command for Apache, which reads the `.htaccess` of the build; Debian's own tables of types are in force."""
    modules = "mpm_event authz_core mime dir alias rewrite headers ssl socache_shmcb deflate filter negotiation"
    loaded = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules.split())
    kept = "".join(Path(f"/etc/apache2/mods-available/{name}.conf").read_text() for name in ("mime", "deflate"))
    (work / "conf").write_text(
        f"{loaded}{kept}\nServerName {HOST}\nPidFile {work}/pid\nErrorLog {work}/log\nDefaultRuntimeDir {work}\n"
        f"Listen 127.0.0.1:{ports.plain}\nListen 127.0.0.1:{ports.secure}\nDocumentRoot {site}\nUseCanonicalName On\n"
        '<FilesMatch "^\\.ht">\nRequire all denied\n</FilesMatch>\n'
        f"<Directory {site}>\nAllowOverride FileInfo\nRequire all granted\nOptions FollowSymLinks\n</Directory>\n"
        f"<VirtualHost 127.0.0.1:{ports.plain}>\nRedirect permanent / https://{HOST}/\n</VirtualHost>\n"
        f"<VirtualHost 127.0.0.1:{ports.secure}>\nServerName https://{HOST}\nSSLEngine on\n"
        f"SSLCertificateFile {work.parent}/pem\nSSLCertificateKeyFile {work.parent}/key\n</VirtualHost>\n"
    )
    return ["apache2", "-X", "-f", f"{work}/conf"]


SERVERS = {"nginx": nginx, "caddy": caddy, "apache": apache}
VERSIONS = {"nginx": ["nginx", "-v"], "caddy": ["caddy", "version"], "apache": ["apache2", "-v"]}


@contextmanager
def running(command: list[str], ports: Server, log: Path) -> Iterator[None]:
    """The server, once it answers, until the block ends."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        for _ in range(100):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", ports.secure), timeout=1).close()
                break
            time.sleep(0.1)
        else:
            sys.exit(f"{command[0]} does not answer: {log.read_text(encoding='utf-8')[-2000:]}")
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def free_ports() -> Server:
    """Two ports that nobody listens on."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return Server(one.getsockname()[1], other.getsockname()[1])


def _prepared(work: Path) -> Path:
    (work / "data").mkdir()
    service = a_filled_service(work / "data", base_url=f"https://{HOST}")
    service.publish()
    build(service.store, CONFIG, service.site, work / "site", Clock())
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-days", "2", "-nodes", "-subj", f"/CN={HOST}"]
    where = ["-addext", f"subjectAltName=DNS:{HOST}", "-keyout", f"{work}/key", "-out", f"{work}/pem"]
    subprocess.run([*made, *where], check=True, capture_output=True)
    return work / "site"


def main() -> None:
    """Build the service of the tests, and ask each server for it; exit status 1 when there was a fault."""
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        work.chmod(0o755)  # Apache leaves root behind
        site = _prepared(work)
        for name in sys.argv[1:] or SERVERS:
            ports, own = free_ports(), work / name
            own.mkdir()
            told = subprocess.run(VERSIONS[name], check=True, capture_output=True, text=True)
            print(f"{name}: {(told.stdout or told.stderr).splitlines()[0]}")
            with running(SERVERS[name](own, site, ports), ports, own / "output"):
                found = list(faults(ports, site))
            print("\n".join(f"  {fault}" for fault in found) or "  as promised")
            bad += len(found)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
