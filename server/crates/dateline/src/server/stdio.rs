//! The server's standard output. Whatever is written is taken at once and written by a thread of its own, so that a
//! client that does not read cannot stop edits from being taken.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};

use tokio::io::AsyncWrite;

/// A writer that never blocks.
#[derive(Debug)]
pub struct Output {
    bytes: Sender<Vec<u8>>,
}

impl Output {
    /// Writes to standard output; the thread ends when this is dropped and everything is written.
    pub fn stdout() -> io::Result<(Output, JoinHandle<()>)> {
        let (bytes, queue) = channel();
        let thread = thread::Builder::new().name("output".to_owned()).spawn(move || write_all(&queue))?;
        Ok((Output { bytes }, thread))
    }
}

fn write_all(queue: &Receiver<Vec<u8>>) {
    let mut stdout = io::stdout().lock();
    while let Ok(bytes) = queue.recv() {
        let written = stdout.write_all(&bytes).and_then(|()| stdout.flush());
        if let Err(error) = written {
            tracing::warn!("the client does not read any more: {error}");
            return;
        }
    }
}

impl AsyncWrite for Output {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let sent = self.bytes.send(bytes.to_vec());
        Poll::Ready(sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
