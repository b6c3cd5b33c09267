//! How much memory a program has taken, as Linux tells it.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// The most memory in kB that a process of `binary` has taken while `work` ran; 0 where the system does not tell it.
pub(super) fn peak_while<T>(binary: &Path, work: impl FnOnce() -> T) -> (T, u64) {
    let over = CancellationToken::new();
    // The same file has several names.
    let size = fs::metadata(binary).map(|file| file.len()).unwrap_or_default();
    thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut peak = 0;
            while !over.is_cancelled() {
                peak = peak.max(processes(size).max().unwrap_or_default());
                thread::sleep(Duration::from_millis(20));
            }
            peak
        });
        // The watch ends with the work, also if that panics.
        let working = over.clone().drop_guard();
        let result = work();
        drop(working);
        (result, watch.join().expect("the watch does not panic"))
    })
}

/// The peaks of the processes whose program has this size.
fn processes(size: u64) -> impl Iterator<Item = u64> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(move |process| {
        let is_it = fs::metadata(process.path().join("exe")).ok()?.len() == size;
        let status = fs::read_to_string(process.path().join("status"))
            .ok()
            .filter(|_| is_it)?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        peak.trim().strip_suffix(" kB")?.parse().ok()
    })
}
