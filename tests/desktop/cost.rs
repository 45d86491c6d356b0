//! What the running app takes from the machine: time to the first paint, memory.

use super::driver::Driver;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

/// Ticks in a second, as `/proc` counts; Linux has told programs 100 on every machine for decades.
const TICKS: f64 = 100.0;

/// From the start of the app's process to the page's first paint with something on it, in milliseconds.
pub fn first_paint(driver: &Driver, app: u32) -> f64 {
    let script = "const paint = performance.getEntriesByType('paint').at(-1);
                  return paint ? performance.timeOrigin + paint.startTime : null";
    let painted = driver.until("the first paint", script, &[]).as_f64().unwrap();
    let uptime: f64 = fs::read_to_string("/proc/uptime").unwrap().split(' ').next().unwrap().parse().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    // The twentieth field after the name, which stands in parentheses and may hold spaces.
    let stat = fs::read_to_string(format!("/proc/{app}/stat")).unwrap();
    let fields = stat.rsplit_once(')').unwrap().1;
    let started: f64 = fields.split_whitespace().nth(19).unwrap().parse().unwrap();
    painted - (now - uptime + started / TICKS) * 1000.0
}

/// Memory of these processes in MiB, what they share counted once.
pub fn memory(processes: &[u32]) -> f64 {
    let kib = |id: &u32| -> f64 {
        let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0.0)
    };
    processes.iter().map(kib).sum::<f64>() / 1024.0
}
