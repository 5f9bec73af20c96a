//! A lean HTTP/1.1 client over kept-alive connections: the client must not be what is measured.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One kept-alive connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// Status, `Log-Position` and body of an answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) log_position: Option<u64>,
    pub(crate) body: Vec<u8>,
}

/// A whole request as bytes.
pub(crate) fn request(method: &str, path: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    pub(crate) async fn send(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let end = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the server closed the connection");
            }
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let head = std::str::from_utf8(self.buffer.get(..end).unwrap_or_default())?.to_ascii_lowercase();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .context("no status")?;
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let length: usize = header("content-length:")
            .and_then(|length| length.parse().ok())
            .unwrap_or(0);
        while self.buffer.len() < end + length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the server closed the connection");
            }
        }
        let log_position = header("log-position:").and_then(|position| position.parse().ok());
        Ok(Answer {
            status,
            log_position,
            body: self.buffer.get(end..).unwrap_or_default().to_vec(),
        })
    }
}

/// Requests a second over `connections` connections, each taking its next request from `next` until that has none
/// or the time is over. Every answer must have the status `expected`.
pub(crate) async fn rate(
    address: SocketAddr,
    connections: usize,
    each: Duration,
    expected: u16,
    next: impl Fn(usize, usize) -> Option<Vec<u8>> + Clone + Send + 'static,
) -> anyhow::Result<f64> {
    let started = Instant::now();
    let mut running = Vec::new();
    for connection in 0..connections {
        let next = next.clone();
        running.push(tokio::spawn(async move {
            let mut open = Connection::open(address).await?;
            let mut done = 0_usize;
            while started.elapsed() < each {
                let Some(request) = next(connection, done) else { break };
                let answer = open.send(&request).await?;
                if answer.status != expected {
                    bail!("status {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
                }
                done += 1;
            }
            anyhow::Ok(done)
        }));
    }
    let mut done = 0;
    for task in running {
        done += task.await??;
    }
    Ok(done as f64 / started.elapsed().as_secs_f64())
}
