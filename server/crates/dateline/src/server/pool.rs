//! The threads that work out answers: a fixed number, and two lanes, so that what somebody waits for at the keyboard
//! never queues behind what takes long.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How soon a job is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// Somebody waits for it at the keyboard.
    Interactive,
    /// It may take its time.
    Background,
}

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads with a queue of jobs. Threads end when the pool is dropped.
#[derive(Debug)]
pub struct Pool {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    queues: Mutex<Queues>,
    wake: Condvar,
}

#[derive(Default)]
struct Queues {
    interactive: VecDeque<Job>,
    background: VecDeque<Job>,
    /// Threads that work on the background lane.
    in_background: usize,
    threads: usize,
    closed: bool,
}

impl Pool {
    /// Starts `threads` threads, two at least: one is always free of background work.
    pub fn new(threads: usize) -> Pool {
        let threads = threads.max(2);
        let shared = Arc::new(Shared::default());
        shared.lock().threads = threads;
        for number in 0..threads {
            let shared = Arc::clone(&shared);
            let name = format!("answers {number}");
            // Without the memory for a thread there is nothing to be done.
            thread::Builder::new().name(name).spawn(move || shared.work()).expect("a thread can be started");
        }
        Pool { shared }
    }

    /// Queues a job. Jobs look after their own panics.
    pub fn run(&self, lane: Lane, job: impl FnOnce() + Send + 'static) {
        let mut queues = self.shared.lock();
        match lane {
            Lane::Interactive => queues.interactive.push_back(Box::new(job)),
            Lane::Background => queues.background.push_back(Box::new(job)),
        }
        drop(queues);
        self.shared.wake.notify_one();
    }

    /// Drops all jobs that have not begun.
    pub fn clear(&self) {
        let mut queues = self.shared.lock();
        let dropped = (std::mem::take(&mut queues.interactive), std::mem::take(&mut queues.background));
        // Jobs may do something when they are dropped: not under the lock.
        drop(queues);
        drop(dropped);
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.wake.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        // Jobs run outside the lock, so that it is never left in disorder.
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        while let Some((lane, job)) = self.next() {
            // Jobs catch their panics where they answer; whatever else happens must not cost a thread.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
            if lane == Lane::Background {
                self.lock().in_background -= 1;
                self.wake.notify_one();
            }
        }
    }

    fn next(&self) -> Option<(Lane, Job)> {
        let mut queues = self.lock();
        loop {
            if queues.closed {
                return None;
            }
            if let Some(job) = queues.interactive.pop_front() {
                return Some((Lane::Interactive, job));
            }
            if queues.in_background + 1 < queues.threads
                && let Some(job) = queues.background.pop_front()
            {
                queues.in_background += 1;
                return Some((Lane::Background, job));
            }
            queues = self.wake.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl std::fmt::Debug for Queues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} and {} jobs", self.interactive.len(), self.background.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn long_work_never_takes_the_last_thread() {
        let pool = Pool::new(2);
        let (release, wait) = mpsc::channel::<()>();
        let wait = Arc::new(Mutex::new(wait));
        for _ in 0..10 {
            let wait = Arc::clone(&wait);
            pool.run(Lane::Background, move || {
                let _ = wait.lock().map(|wait| wait.recv());
            });
        }
        let (done, is_done) = mpsc::channel();
        pool.run(Lane::Interactive, move || {
            let _ = done.send(());
        });
        assert!(is_done.recv_timeout(Duration::from_secs(10)).is_ok());
        drop(release);
    }

    #[test]
    fn a_panic_costs_no_thread() {
        let pool = Pool::new(2);
        for lane in [Lane::Interactive, Lane::Background] {
            for _ in 0..5 {
                pool.run(lane, || panic!("on purpose"));
            }
            let (done, is_done) = mpsc::channel();
            pool.run(lane, move || {
                let _ = done.send(());
            });
            assert!(is_done.recv_timeout(Duration::from_secs(10)).is_ok());
        }
    }
}
