//! Standard input and output, each with a thread of its own.
//!
//! What is written is taken at once, so that a client that does not read cannot stop edits from being taken. What is
//! read is passed on message by message, and only what is a message: a broken one is answered with an error, and the
//! session goes on.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, ready};
use std::thread::{self, JoinHandle};

use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Larger messages are nobody's. Bytes.
const LARGEST: u64 = 1 << 30;

/// A writer that never blocks.
#[derive(Clone, Debug)]
pub struct Output {
    bytes: Sender<Vec<u8>>,
}

impl Output {
    /// Writes to standard output; the thread ends after [`close`](Self::close).
    pub fn stdout() -> io::Result<(Output, JoinHandle<()>)> {
        let (bytes, queue) = channel();
        let thread = thread::Builder::new().name("output".to_owned()).spawn(move || write_all(&queue))?;
        Ok((Output { bytes }, thread))
    }

    /// Writes one message, in front of everything that is written later.
    pub fn tell(&self, message: &serde_json::Value) {
        // The thread may have ended: nothing to do.
        let _ = self.bytes.send(frame(message.to_string().as_bytes()));
    }

    /// Nothing more is going to be written.
    pub fn close(&self) {
        // No message is empty. The thread may have ended: nothing to do.
        let _ = self.bytes.send(Vec::new());
    }
}

/// A reader of whole messages.
#[derive(Debug)]
pub struct Input {
    messages: UnboundedReceiver<Vec<u8>>,
    current: io::Cursor<Vec<u8>>,
}

impl Input {
    /// Reads standard input to its end. Errors are answered on `output`.
    pub fn stdin(output: Output) -> io::Result<Input> {
        let (sender, messages) = unbounded_channel();
        let read = move || {
            if let Err(error) = read_all(BufReader::with_capacity(1 << 16, io::stdin()), &sender, &output) {
                tracing::warn!("standard input: {error}");
            }
        };
        thread::Builder::new().name("input".to_owned()).spawn(read)?;
        Ok(Input { messages, current: io::Cursor::default() })
    }
}

fn write_all(queue: &Receiver<Vec<u8>>) {
    let mut stdout = io::stdout().lock();
    for bytes in queue.iter().take_while(|bytes| !bytes.is_empty()) {
        let written = stdout.write_all(&bytes).and_then(|()| stdout.flush());
        if let Err(error) = written {
            tracing::warn!("the client does not read any more: {error}");
            return;
        }
    }
}

fn read_all(mut input: impl BufRead, messages: &UnboundedSender<Vec<u8>>, output: &Output) -> io::Result<()> {
    while let Some(length) = read_head(&mut input)? {
        if length > LARGEST {
            tracing::warn!("a message of {length} bytes was dropped");
            io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
            continue;
        }
        // The client may promise more than it sends: nothing is set aside before it is there.
        let mut body = Vec::new();
        if input.by_ref().take(length).read_to_end(&mut body)? as u64 != length {
            return Ok(());
        }
        let passed_on = match check(&body) {
            Ok(()) => messages.send(frame(&body)).is_ok(),
            Err((code, error)) => {
                tracing::warn!("a broken message was dropped: {error}");
                output.bytes.send(frame(refusal(code, &error).as_bytes())).is_ok()
            }
        };
        if !passed_on {
            return Ok(());
        }
    }
    Ok(())
}

/// The length of the message that comes next; `None` at the end. What is no head is passed over.
fn read_head(input: &mut impl BufRead) -> io::Result<Option<u64>> {
    let (mut length, mut line) = (None, Vec::new());
    loop {
        line.clear();
        if input.by_ref().take(1 << 16).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        match (text.trim().split_once(':'), length) {
            (Some((name, value)), _) if name.trim().eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok();
            }
            (None, Some(length)) if text.trim().is_empty() => return Ok(Some(length)),
            _ => {}
        }
    }
}

/// What every message has.
#[derive(Deserialize)]
struct Envelope {
    jsonrpc: String,
    method: Option<String>,
    #[serde(default, deserialize_with = "there")]
    result: bool,
    #[serde(default, deserialize_with = "there")]
    error: bool,
    #[serde(default)]
    id: Option<serde_json::Value>,
}

/// `null` is a value, too.
fn there<'de, D: serde::Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|_| true)
}

fn check(body: &[u8]) -> Result<(), (i32, String)> {
    let envelope: Envelope = serde_json::from_slice(body).map_err(|error| {
        let code = if error.is_data() { -32600 } else { -32700 };
        (code, error.to_string())
    })?;
    let id_is_one = envelope.id.as_ref().is_none_or(|id| id.is_i64() || id.is_string() || id.is_null());
    let is_message = envelope.method.is_some() || (envelope.result != envelope.error);
    match envelope.jsonrpc == "2.0" && id_is_one && is_message {
        true => Ok(()),
        false => Err((-32600, "neither a request nor a response of JSON-RPC 2.0".to_owned())),
    }
}

fn refusal(code: i32, message: &str) -> String {
    serde_json::json!({ "jsonrpc": "2.0", "id": null, "error": { "code": code, "message": message } }).to_string()
}

fn frame(body: &[u8]) -> Vec<u8> {
    let head = format!("Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

impl AsyncRead for Input {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let is_read = |current: &io::Cursor<Vec<u8>>| current.position() >= current.get_ref().len() as u64;
        if is_read(&self.current) {
            match ready!(self.messages.poll_recv(cx)) {
                Some(message) => self.current = io::Cursor::new(message),
                None => return Poll::Ready(Ok(())),
            }
        }
        Pin::new(&mut self.current).poll_read(cx, buf)
    }
}

impl AsyncWrite for Output {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if bytes.is_empty() {
            return Poll::Ready(Ok(0));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &str) -> (Vec<String>, Vec<String>) {
        let (sender, mut messages) = unbounded_channel();
        let (bytes, answers) = channel();
        read_all(input.as_bytes(), &sender, &Output { bytes }).unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        drop(sender);
        let messages = std::iter::from_fn(|| messages.try_recv().ok()).map(text).collect();
        (messages, answers.iter().map(text).collect())
    }

    fn framed(body: &str) -> String {
        String::from_utf8(frame(body.as_bytes())).unwrap()
    }

    const GOOD: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

    #[test]
    fn messages_pass_as_they_are() {
        for good in [
            GOOD,
            r#"{"jsonrpc":"2.0","id":1,"result":null}"#,
            r#"{"jsonrpc":"2.0","id":"a","method":"x","params":[]}"#,
        ] {
            assert_eq!(read(&framed(good)), (vec![framed(good)], vec![]));
        }
    }

    #[test]
    fn other_spellings_of_heads_are_understood() {
        let input = format!("content-type: x; charset=utf8\r\nCONTENT-LENGTH : {}\nX-Y: z\n\n{GOOD}", GOOD.len());
        assert_eq!(read(&input).0, [framed(GOOD)]);
    }

    #[test]
    fn a_broken_message_is_answered_and_the_next_one_is_read() {
        for (bad, code) in
            [("{", "-32700"), ("[]", "-32600"), ("{}", "-32600"), (r#"{"jsonrpc":"1.0","method":"x"}"#, "-32600")]
        {
            let (messages, answers) = read(&(framed(bad) + &framed(GOOD)));
            assert_eq!(messages, [framed(GOOD)], "{bad}");
            assert!(answers.len() == 1 && answers[0].contains(code), "{bad}: {answers:?}");
        }
    }

    #[test]
    fn what_is_between_messages_is_passed_over() {
        assert_eq!(read(&format!("nonsense\r\n\r\n{}", framed(GOOD))).0, [framed(GOOD)]);
    }

    #[test]
    fn a_message_that_never_comes_costs_no_memory() {
        assert_eq!(read("Content-Length: 1000000000\r\n\r\n{"), (vec![], vec![]));
    }
}
