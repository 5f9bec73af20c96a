//! Between the writer and its server: a Unix socket that can keep a statement back.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::oneshot;

/// The name of the socket that clients look for in the directory of a URL.
const SOCKET: &str = ".s.PGSQL.5432";

/// What the server says of a new session: `BackendKeyData`, its length, and then the process id
/// (<https://www.postgresql.org/docs/current/protocol-message-formats.html>).
const KEY_DATA: &[u8] = b"K\0\0\0\x0c";

struct Trap {
    word: &'static [u8],
    caught: oneshot::Sender<Caught>,
}

/// A session whose client has sent a certain word, which the server has not got yet.
pub(crate) struct Caught {
    /// The process that serves it.
    pub(crate) backend: i32,
    client: Option<UnixStream>,
    server: UnixStream,
    held: Vec<u8>,
}

impl Caught {
    /// The client sees its connection end. The server does not.
    pub(crate) fn cut(&mut self) {
        self.client = None;
    }

    /// Sends the server what was kept back, if it still listens.
    pub(crate) async fn deliver(&mut self) {
        drop(self.server.write_all(&self.held).await);
    }

    /// Returns when the server has answered or ended the session.
    pub(crate) async fn settle(&mut self) {
        drop(self.server.read(&mut [0; 8192]).await);
    }
}

/// Carries every session from its own socket to the server's.
pub(crate) struct Proxy {
    directory: TempDir,
    trap: Arc<Mutex<Option<Trap>>>,
}

impl Proxy {
    pub(crate) fn before(server: &Path) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(directory.path().join(SOCKET)).unwrap();
        let trap = Arc::new(Mutex::new(None));
        tokio::spawn(accept(listener, server.join(SOCKET), Arc::clone(&trap)));
        Self { directory, trap }
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Catches the next session whose client sends the word.
    pub(crate) fn catch(&self, word: &'static [u8]) -> oneshot::Receiver<Caught> {
        let (caught, receiver) = oneshot::channel();
        *self.trap.lock().unwrap() = Some(Trap { word, caught });
        receiver
    }
}

async fn accept(listener: UnixListener, server: PathBuf, trap: Arc<Mutex<Option<Trap>>>) {
    while let Ok((client, _)) = listener.accept().await {
        // A server that is being restarted refuses: so does the proxy.
        if let Ok(server) = UnixStream::connect(&server).await {
            tokio::spawn(carry(client, server, Arc::clone(&trap)));
        }
    }
}

async fn carry(mut client: UnixStream, mut server: UnixStream, trap: Arc<Mutex<Option<Trap>>>) {
    let (mut up, mut down) = (vec![0; 65_536], vec![0; 65_536]);
    let mut backend = None;
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let Ok(1..) = read else { return };
                let bytes = &up[..read.unwrap()];
                let sprung = trap.lock().unwrap().take_if(|trap| find(bytes, trap.word).is_some());
                if let Some(trap) = sprung {
                    let held = bytes.to_vec();
                    let (client, backend) = (Some(client), backend.unwrap());
                    drop(trap.caught.send(Caught { backend, client, server, held }));
                    return;
                }
                if server.write_all(bytes).await.is_err() {
                    return;
                }
            }
            read = server.read(&mut down) => {
                let Ok(1..) = read else { return };
                let bytes = &down[..read.unwrap()];
                backend = backend.or_else(|| process_id(bytes));
                if client.write_all(bytes).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn process_id(bytes: &[u8]) -> Option<i32> {
    let start = find(bytes, KEY_DATA)? + KEY_DATA.len();
    Some(i32::from_be_bytes(bytes.get(start..start + 4)?.try_into().unwrap()))
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}
