//! A static file server for one folder, on this machine only.
//!
//! It adds nothing to the files, like the plainest host on which the page must work. The folder
//! also answers under `/repo/`, as on hosts that give each project a path.

use crate::Outcome;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// A server that listens but does not answer until it is run.
pub struct Server {
    listener: TcpListener,
    port: u16,
    folder: Arc<PathBuf>,
}

/// What is sent for a request.
struct Answer {
    status: &'static str,
    kind: &'static str,
    body: Vec<u8>,
}

impl Server {
    /// Listens on `port`, or on any free one if it is taken or 0.
    pub fn bind(folder: PathBuf, port: u16) -> Outcome<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .map_err(|error| format!("no port to serve on: {error}"))?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        Ok(Server { listener, port, folder: Arc::new(folder) })
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers until the program ends.
    pub fn run(self) {
        for stream in self.listener.incoming().flatten() {
            let folder = Arc::clone(&self.folder);
            // A browser that closes a connection early is no one's mistake.
            thread::spawn(move || drop(respond(stream, &folder)));
        }
    }
}

fn respond(stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(&stream).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let answer = answer(&request, folder);
    let head = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         Connection: close\r\n\r\n",
        answer.status,
        answer.kind,
        answer.body.len(),
    );
    let mut stream = &stream;
    stream.write_all(head.as_bytes())?;
    if !request.starts_with("HEAD ") {
        stream.write_all(&answer.body)?;
    }
    stream.flush()
}

fn answer(request: &str, folder: &Path) -> Answer {
    let refuse = |status: &'static str| Answer {
        status,
        kind: "text/plain; charset=utf-8",
        body: status.as_bytes().to_vec(),
    };
    let mut words = request.split(' ');
    let (Some("GET" | "HEAD"), Some(target)) = (words.next(), words.next()) else {
        return refuse("405 Method Not Allowed");
    };
    let Some(file) = file(target) else { return refuse("404 Not Found") };
    match fs::read(folder.join(&file)) {
        Ok(body) => Answer { status: "200 OK", kind: kind(&file), body },
        Err(_) => refuse("404 Not Found"),
    }
}

/// The file that an address means, within the folder; `None` if it leads out of it.
fn file(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = path.strip_prefix("repo/").unwrap_or(path);
    let plain = |part: &str| part != ".." && !part.contains([':', '\\', '%']);
    if path.starts_with('/') || !path.split('/').all(plain) {
        return None;
    }
    let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    Some(format!("{path}{index}"))
}

/// A module is only compiled while it is received if its type is right.
fn kind(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "csv" => "text/csv; charset=utf-8",
        "md" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_file_of_the_folder_at_both_places() {
        for (target, expected) in [
            ("/", Some("index.html")),
            ("/repo/", Some("index.html")),
            ("/?a=1#b", Some("index.html")),
            ("/repo/data/sp500.csv", Some("data/sp500.csv")),
            ("/a.js?v=2", Some("a.js")),
            ("/../Cargo.toml", None),
            ("/%2e%2e/Cargo.toml", None),
            ("/repo//etc/passwd", None),
            ("//etc/passwd", None),
            ("/C:/x", None),
            ("x", None),
        ] {
            assert_eq!(file(target).as_deref(), expected, "{target}");
        }
    }

    #[test]
    fn files_come_with_their_type_and_the_rest_is_refused() {
        let folder = crate::root().join("xtask");
        let check = |request: &str, status: &str, kind: &str| {
            let answer = answer(request, &folder);
            assert_eq!((answer.status, answer.kind), (status, kind), "{request}");
        };
        let text = "text/plain; charset=utf-8";
        check("GET /Cargo.toml HTTP/1.1", "200 OK", "application/octet-stream");
        check("HEAD /Cargo.toml HTTP/1.1", "200 OK", "application/octet-stream");
        check("GET /nothing.js HTTP/1.1", "404 Not Found", text);
        check("GET /src HTTP/1.1", "404 Not Found", text);
        check("POST / HTTP/1.1", "405 Method Not Allowed", text);
        check("", "405 Method Not Allowed", text);
        assert_eq!(kind("engine_bg-00ff.wasm"), "application/wasm");
    }
}
