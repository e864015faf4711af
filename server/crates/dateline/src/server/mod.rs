//! The language server.
//!
//! ```text
//! stdin ─ stdio: whole messages only
//!            │
//!         backend: one event for each message, in order of arrival
//!            │
//!         owner: one thread, all state ── pool: answers to questions, from a view of the state
//!            │  │                       └─ diagnostics: findings, version after version
//!            │  └ reading, watch: files, beside everything else; what they bring are events, too
//!         outbox ─ stdout
//! ```
//!
//! Nobody here waits for the client, and no handler holds state: that is what keeps edits in order and typing quick.

mod actions;
mod answers;
mod backend;
mod colours;
mod completing;
mod diagnostics;
pub mod event;
mod folder;
mod hierarchy;
mod lenses;
mod moving;
mod outbox;
mod owner;
pub mod pages;
mod parent;
mod pool;
mod profile;
mod proto;
mod reading;
mod renaming;
mod speaking;
mod status;
mod stdio;
mod view;
pub mod watch;
mod watching;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use lang::Language;
use tower_lsp::{LspService, Server};

use self::backend::Backend;
use self::diagnostics::Findings;
use self::event::Event;
use self::outbox::Outbox;
use self::owner::{Owner, Tools};
use self::pages::Links;
use self::pool::Pool;
use self::reading::Rereader;

/// How a server is to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The day that counts as today.
    pub today: Option<Date>,
    /// Answer questions that only tests ask.
    pub test_requests: bool,
}

/// Has the system give memory in small pages from here on. With large ones, a server over thousands of articles takes a tenth
/// more than it uses; what they save in time is not seen in it. Where that cannot be asked for, nothing changes.
pub fn use_small_pages() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

/// Serves one client on standard input and output. Gives back whether it said goodbye before it left.
pub fn run(options: &Options, lang: Arc<Language>) -> io::Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (events, queue) = channel();
    let said_goodbye = Arc::new(AtomicBool::new(false));
    let backend = Backend::new(events.clone(), Arc::clone(&said_goodbye));
    let mut client = None;
    let mut builder = LspService::build(|made| {
        client = Some(made);
        backend
    });
    builder = builder
        .custom_method("$/setTrace", Backend::set_trace)
        .custom_method("window/workDoneProgress/cancel", Backend::cancel_progress)
        .custom_method("dateline/status", Backend::status);
    if options.test_requests {
        builder = builder.custom_method("dateline/test/wait", Backend::wait);
    }
    let (service, socket) = builder.finish();
    let client = client.ok_or_else(|| io::Error::other("the service was made without its client"))?;
    let (output, written) = stdio::Output::stdout()?;
    let outbox = Outbox::new(client, output.clone(), runtime.handle().clone(), events.clone());
    start_owner(options, lang, outbox, events, queue)?;

    let input = stdio::Input::stdin(output.clone())?;
    // Questions that wait for an answer must never keep edits from being read; what works on them is bounded elsewhere.
    let server = Server::new(input, output.clone(), socket).concurrency_level(usize::MAX);
    runtime.block_on(server.serve(service));
    runtime.shutdown_background();
    output.close();
    wait_for(&written);
    Ok(said_goodbye.load(Ordering::Acquire))
}

fn start_owner(
    options: &Options,
    lang: Arc<Language>,
    outbox: Outbox,
    events: Sender<Event>,
    queue: std::sync::mpsc::Receiver<Event>,
) -> io::Result<()> {
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let links = Arc::new(Links::new());
    let tools = Tools {
        findings: Findings::new(outbox.clone(), Arc::clone(&links)),
        pool: Pool::new(cores),
        rereader: Rereader::new(events.clone()),
        events,
        outbox,
        links,
        lang,
        today: options.today,
    };
    let owner = Owner::new(tools);
    thread::Builder::new().name("owner".to_owned()).spawn(move || owner.run(&queue))?;
    Ok(())
}

/// The last answers are written; but a client that does not read is not waited for.
fn wait_for(written: &thread::JoinHandle<()>) {
    let patience = Instant::now() + Duration::from_secs(1);
    while !written.is_finished() && Instant::now() < patience {
        thread::sleep(Duration::from_millis(1));
    }
}
