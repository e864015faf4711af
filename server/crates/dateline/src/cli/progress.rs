//! How far a long reading has come, on a terminal.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter waits need no news.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar on standard error. It appears after a second, and only on a terminal.
pub struct Bar {
    bar: ProgressBar,
    begun: Instant,
    shown: AtomicBool,
}

impl Bar {
    /// A bar of `total` steps; `what` says what is counted.
    pub fn new(total: usize, what: &str) -> Bar {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:24} {human_pos} of {human_len} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        bar.set_message(what.to_owned());
        Bar { bar, begun: Instant::now(), shown: AtomicBool::new(false) }
    }

    /// One more is done.
    pub fn step(&self) {
        self.bar.inc(1);
        if self.begun.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// All is done.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
