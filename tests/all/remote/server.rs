//! A server on this computer that answers as real ones do; it writes down what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// One request: when it came, its first line and its headers.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) at: Instant,
    pub(crate) line: String,
    pub(crate) headers: String,
}

/// What a server says: path, method and whether it is the first such request, to status,
/// headers and body; `None` breaks the connection.
pub(crate) type Answers =
    dyn Fn(&str, &str, bool) -> Option<(u16, String, String)> + Send + Sync;

/// Runs until the test ends.
pub(crate) struct Server {
    at: SocketAddr,
    log: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::with(|path, method, is_first| {
            let (status, more) = answer(path, method, is_first)?;
            Some((status, more, "hello".to_owned()))
        })
    }

    /// A server that answers so.
    pub(crate) fn with(
        answers: impl Fn(&str, &str, bool) -> Option<(u16, String, String)>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let answers: Arc<Answers> = Arc::new(answers);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let at = listener.local_addr().unwrap();
        let log: Arc<Mutex<Vec<Request>>> = Arc::default();
        let own = Arc::clone(&log);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (log, answers) = (Arc::clone(&own), Arc::clone(&answers));
                // A client that goes away is no concern of the server.
                thread::spawn(move || drop(serve(&stream, &log, &*answers)));
            }
        });
        Self { at, log }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// The first lines of all requests so far, without `HTTP/1.1`.
    pub(crate) fn asked(&self) -> Vec<String> {
        let lines = self.requests().into_iter().map(|request| request.line);
        lines.map(|line| line.trim_end_matches(" HTTP/1.1").to_owned()).collect()
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log.lock().unwrap().clone()
    }
}

/// The first byte of a client that wants a safe connection.
const TLS_HANDSHAKE: u8 = 0x16;

/// Answers the requests of one connection.
fn serve(
    stream: &TcpStream,
    log: &Mutex<Vec<Request>>,
    answers: &Answers,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    if reader.fill_buf()?.first() == Some(&TLS_HANDSHAKE) {
        let mut stream = stream;
        return stream.write_all(b"HTTP/1.1 400 Said\r\n\r\n");
    }
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut headers = String::new();
        while !headers.ends_with("\r\n\r\n") && headers != "\r\n" {
            if reader.read_line(&mut headers)? == 0 {
                return Ok(());
            }
        }
        let line = line.trim_end().to_owned();
        let mut words = line.split(' ');
        let method = words.next().unwrap_or_default().to_owned();
        let path = words.next().unwrap_or_default().to_owned();
        let is_first = {
            let mut log = log.lock().unwrap();
            let is_first = !log.iter().any(|earlier| earlier.line == line);
            log.push(Request { at: Instant::now(), line, headers });
            is_first
        };
        let Some((status, more, body)) = answers(&path, &method, is_first) else {
            return Ok(());
        };
        let length = body.len();
        let body = if method == "HEAD" { String::new() } else { body };
        let head =
            format!("HTTP/1.1 {status} Said\r\nContent-Length: {length}\r\n{more}\r\n");
        let mut stream = stream;
        stream.write_all(format!("{head}{body}").as_bytes())?;
    }
}

/// Status and headers; `None` breaks the connection.
fn answer(path: &str, method: &str, is_first: bool) -> Option<(u16, String)> {
    let with = |status, header: &str| Some((status, format!("{header}\r\n")));
    let plain = |status| Some((status, String::new()));
    let path = path.split('?').next().unwrap_or_default();
    let is_head = method == "HEAD";
    match path {
        "/moved" => with(301, "Location: /new"),
        "/elsewhere" => with(302, "Location: /new"),
        "/chain" => with(308, "Location: /elsewhere"),
        "/moved-to-nothing" => with(301, "Location: /404"),
        "/circle" => with(302, "Location: /circle"),
        "/later" if is_first => with(429, "Retry-After: 1"),
        "/busy" => with(429, "Retry-After: 7200"),
        "/no-head" if is_head => plain(405),
        "/head-resets" if is_head => None,
        "/resets" => None,
        "/robot" => with(403, "cf-mitigated: challenge"),
        "/slow" => {
            thread::sleep(Duration::from_secs(5));
            plain(200)
        }
        path => plain(path.trim_start_matches('/').parse().unwrap_or(200)),
    }
}
