//! The client's process: when it is gone, so is the server, even if nobody said goodbye.

#[cfg(unix)]
use std::thread;
#[cfg(unix)]
use std::time::Duration;

/// How often it is looked whether the client is there.
#[cfg(unix)]
const EVERY: Duration = Duration::from_secs(2);

/// Ends the program when this process has ended.
#[cfg(unix)]
pub fn watch(process: i32) {
    let Some(process) = rustix::process::Pid::from_raw(process) else { return };
    // Somebody else's process cannot be asked, but is there.
    let is_alive = move || rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH);
    // A client in another container names a process that is none of ours.
    if !is_alive() {
        return;
    }
    let watch = move || {
        while is_alive() {
            thread::sleep(EVERY);
        }
        tracing::warn!("the client's process is gone");
        std::process::exit(1);
    };
    if let Err(error) = thread::Builder::new().name("parent".to_owned()).spawn(watch) {
        tracing::warn!("the client's process is not watched: {error}");
    }
}

/// Where processes cannot be asked, the end of standard input has to do.
#[cfg(not(unix))]
pub fn watch(_: i32) {}
