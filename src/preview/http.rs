//! HTTP/1.1 over plain threads: one connection, one thread, with a cap and a deadline.
//!
//! No reply grants another origin anything.
#![expect(clippy::disallowed_methods, reason = "layer 5 opens sockets and keeps time")]

use std::fmt::Write as _;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::Stage;
use super::ask::{Asked, ask};
use super::overlay::EVENTS;
use super::respond::{Body, Reply, respond};
use crate::error::{During, Error};

/// Most connections at a time; who comes later is told to come again.
const CONNECTIONS: usize = 512;
/// How long a client may take to send a request.
const DEADLINE: Duration = Duration::from_secs(10);
/// The same when more than half of the connections are taken.
const DEADLINE_BUSY: Duration = Duration::from_secs(1);
/// Most bytes of a request's head.
const HEAD_BYTES: usize = 16 << 10;
/// How often an event stream shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// A connection's thread needs little.
const STACK_BYTES: usize = 512 << 10;

/// What every connection shares.
#[derive(Debug)]
struct Server {
    stage: Arc<Stage>,
    base: String,
    port: u16,
    active: AtomicUsize,
}

/// Listens.
pub(super) fn bind(addr: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(addr).map_err(|error| {
        Error::io("listen to", Path::new(&addr.to_string()), error)
            .with_help("name another port, or stop the program that uses it")
    })
}

/// Starts to answer; gives the address to visit.
pub(super) fn start(
    listener: TcpListener,
    stage: Arc<Stage>,
    base: &str,
) -> Result<String, Error> {
    let addr = listener.local_addr().during("listen to", Path::new("the socket"))?;
    let shown = match addr.ip() {
        ip if ip.is_unspecified() => "localhost".to_owned(),
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    };
    let server = Server {
        stage,
        base: base.to_owned(),
        port: addr.port(),
        active: AtomicUsize::new(0),
    };
    thread::Builder::new()
        .name("preview".to_owned())
        .spawn(move || accept(&listener, &Arc::new(server)))
        .during("start", Path::new("a thread"))?;
    Ok(format!("http://{shown}:{}{base}", addr.port()))
}

fn accept(listener: &TcpListener, server: &Arc<Server>) {
    loop {
        let Ok((stream, _)) = listener.accept() else {
            // Too many open files, or a client that left: neither is for long.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let active = server.active.fetch_add(1, Ordering::SeqCst) + 1;
        let mine = Arc::clone(server);
        let answer = move || {
            let _leave = Leave(&mine);
            // A client that hangs up is no fault of ours, and there is nobody to tell.
            let _ = if active > CONNECTIONS {
                refuse(&stream)
            } else {
                converse(&stream, &mine)
            };
        };
        let thread = thread::Builder::new().stack_size(STACK_BYTES);
        if active > CONNECTIONS + 64 || thread.spawn(answer).is_err() {
            server.active.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Counts a connection out, also when its thread panics.
struct Leave<'a>(&'a Server);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.active.fetch_sub(1, Ordering::SeqCst);
    }
}

fn refuse(stream: &TcpStream) -> io::Result<()> {
    stream.set_write_timeout(Some(DEADLINE_BUSY))?;
    let reply =
        Reply::plain(503, "too many connections; try again").with("Retry-After", "1");
    send(stream, reply, End::Close)?;
    linger(stream)
}

/// Whether the connection goes on, and whether a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Close,
    KeepAlive,
    KeepAliveHead,
    CloseHead,
}

/// Answers one request after the other.
fn converse(stream: &TcpStream, server: &Server) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(DEADLINE))?;
    let mut buffer = Vec::new();
    loop {
        let head = match read_head(stream, &mut buffer, server)? {
            Some(head) => head,
            None if buffer.is_empty() => return Ok(()),
            None => {
                let reply = Reply::plain(431, "the request is too long");
                send(stream, reply, End::Close)?;
                return linger(stream);
            }
        };
        let local = stream.local_addr()?;
        let asked = match ask(&head, server.port, local.ip()) {
            Ok(asked) => asked,
            Err(reply) => {
                send(stream, *reply, End::Close)?;
                return linger(stream);
            }
        };
        if asked.request.target == EVENTS && !asked.request.is_head {
            return events(stream, server, &asked);
        }
        let reply = respond(&asked.request, &server.stage.now(), &server.base);
        let end = match (asked.closes, asked.request.is_head) {
            (true, true) => End::CloseHead,
            (true, false) => End::Close,
            (false, true) => End::KeepAliveHead,
            (false, false) => End::KeepAlive,
        };
        send(stream, reply, end)?;
        if asked.closes {
            return Ok(());
        }
    }
}

/// Reads up to the empty line; `None` if the client left (an empty buffer) or sends too much.
fn read_head(
    mut stream: &TcpStream,
    buffer: &mut Vec<u8>,
    server: &Server,
) -> io::Result<Option<Vec<u8>>> {
    let busy = server.active.load(Ordering::SeqCst) > CONNECTIONS / 2;
    let start = Instant::now();
    let deadline = if busy { DEADLINE_BUSY } else { DEADLINE };
    loop {
        let end = buffer.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(at) = end.filter(|at| *at < HEAD_BYTES) {
            let rest = buffer.split_off(at + 4);
            return Ok(Some(std::mem::replace(buffer, rest)));
        }
        if buffer.len() > HEAD_BYTES {
            return Ok(None);
        }
        let left = deadline.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk) {
            Ok(0) => {
                buffer.clear();
                return Ok(None);
            }
            Ok(length) => buffer.extend(chunk.iter().take(length)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Tells a page the version served, now and whenever it changes.
fn events(mut stream: &TcpStream, server: &Server, asked: &Asked) -> io::Result<()> {
    if !asked.is_own_page() {
        let reply = Reply::plain(403, "events are only for the pages of this server");
        return send(stream, reply, End::Close);
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
         {SAFETY}Connection: close\r\n\r\nretry: 500\n\n"
    );
    stream.write_all(head.as_bytes())?;
    let mut version = server.stage.now().version;
    stream.write_all(format!("data: {version}\n\n").as_bytes())?;
    loop {
        let now = server.stage.after(&version, HEARTBEAT);
        if now == version {
            stream.write_all(b":\n\n")?;
        } else {
            stream.write_all(format!("data: {now}\n\n").as_bytes())?;
            version = now;
        }
    }
}

/// Headers of every reply.
const SAFETY: &str = "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\nX-Frame-Options: SAMEORIGIN\r\n";

fn send(mut stream: &TcpStream, reply: Reply, end: End) -> io::Result<()> {
    let length = reply.body.length();
    let mut head = format!("HTTP/1.1 {} {}\r\n", reply.status, phrase(reply.status));
    for (name, value) in &reply.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    if reply.status != 304 {
        let _ = write!(head, "Content-Length: {length}\r\n");
    }
    head.push_str(SAFETY);
    if matches!(end, End::Close | End::CloseHead) {
        head.push_str("Connection: close\r\n");
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    if matches!(end, End::KeepAliveHead | End::CloseHead) || reply.status == 304 {
        return Ok(());
    }
    match reply.body {
        Body::Bytes(bytes, range) => {
            let part = usize::try_from(range.start)
                .ok()
                .zip(usize::try_from(range.end).ok())
                .and_then(|(start, end)| bytes.get(start..end));
            stream.write_all(part.unwrap_or_default())
        }
        Body::File(mut file, range) => {
            file.seek(SeekFrom::Start(range.start))?;
            let sent = io::copy(&mut file.take(length), &mut stream)?;
            // A file that shrank meanwhile: only closing tells the client.
            if sent == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
        }
    }
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        304 => "Not Modified",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

/// Reads a little of what is still coming, so that the reply is not lost with it.
fn linger(mut stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(100)))?;
    let mut waste = [0; 4096];
    for _ in 0..64 {
        if stream.read(&mut waste)? == 0 {
            break;
        }
    }
    Ok(())
}
