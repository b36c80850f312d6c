//! The full build, measured as a whole process on generated articles: about 600 words, three dates,
//! tags and links each. Prints one row a size: wall and CPU seconds, articles a second, peak memory,
//! beside the time that plain reading and writing of the same bytes takes in the same run.
//!
//! `cargo bench --bench build` runs 1 000 and 10 000 articles; `cargo bench --bench build -- 50000`
//! any sizes. Works in `target/bench-sites` (set `DATELINE_BENCH_DIR` for another folder, such as one
//! in memory). Old outputs are renamed away instead of deleted, because deleting thousands of files
//! slows the creation of the next thousands on ext4.

mod articles;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 3;

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![1_000, 10_000]
    } else {
        sizes
    };
    let base = std::env::var_os("DATELINE_BENCH_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-sites"),
        PathBuf::from,
    );
    println!(
        "{:>8} {:>9} {:>9} {:>11} {:>8} {:>12} {:>10} {:>12}",
        "articles",
        "wall s",
        "CPU s",
        "articles/s",
        "peak MB",
        "unchanged s",
        "copy s",
        "wall / copy"
    );
    for size in sizes {
        measure(&base.join(size.to_string()), size);
    }
}

/// Builds one site of `size` articles [`ROUNDS`] times and prints the best of each figure.
fn measure(site: &Path, size: usize) {
    if !site.join("content").is_dir() {
        articles::generate(site, size);
    }
    read_all(&site.join("content"));
    let mut best = Run::WORST;
    let mut unchanged = f64::MAX;
    let mut copy = f64::MAX;
    for round in 0..ROUNDS {
        move_away(site, "public", round);
        move_away(site, ".dateline", round);
        let run = build(site);
        best.wall = best.wall.min(run.wall);
        best.cpu = best.cpu.min(run.cpu);
        best.peak_mb = best.peak_mb.min(run.peak_mb);
        unchanged = unchanged.min(build(site).wall);
        copy = copy.min(plain_copy(site, round));
    }
    println!(
        "{size:>8} {:>9.3} {:>9.3} {:>11.0} {:>8.0} {unchanged:>12.3} {copy:>10.3} {:>12.1}",
        best.wall,
        best.cpu,
        size as f64 / best.wall,
        best.peak_mb,
        best.wall / copy,
    );
    move_away(site, ".dateline", ROUNDS);
    let timings = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["build", "--timings", "--output"])
        .arg(site.join("public-timings"))
        .arg("--root")
        .arg(site)
        .output()
        .expect("the binary was built with this benchmark");
    move_away(site, "public-timings", 0);
    print!("{}", String::from_utf8_lossy(&timings.stderr));
}

struct Run {
    wall: f64,
    cpu: f64,
    peak_mb: f64,
}

impl Run {
    const WORST: Self = Self {
        wall: f64::MAX,
        cpu: f64::MAX,
        peak_mb: f64::MAX,
    };
}

fn build(site: &Path) -> Run {
    let cpu_before = children_cpu();
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["build", "--quiet", "--root"])
        .arg(site)
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary was built with this benchmark");
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    let status = loop {
        if let Ok(text) = fs::read_to_string(&status_file) {
            let kb = text
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:"))
                .and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok());
            peak_kb = peak_kb.max(kb.unwrap_or(0));
        }
        if let Some(status) = child.try_wait().expect("the child is ours") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let wall = start.elapsed().as_secs_f64();
    assert!(status.success(), "the build failed: {status}");
    Run {
        wall,
        cpu: children_cpu() - cpu_before,
        peak_mb: peak_kb as f64 / 1024.0,
    }
}

/// CPU seconds of all finished children. Source: proc(5), fields 16 and 17 of `/proc/self/stat`, in
/// clock ticks of 1/100 s.
fn children_cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks: u64 = after_name
        .split(' ')
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    ticks as f64 / 100.0
}

/// Reads every content file and writes as many bytes as the site has, in files of the same sizes,
/// with two threads and nothing else: the limit no build can pass. Returns seconds.
fn plain_copy(site: &Path, round: usize) -> f64 {
    let sizes: Vec<usize> = files(&site.join("public"))
        .iter()
        .filter_map(|path| fs::metadata(path).ok().map(|meta| meta.len() as usize))
        .collect();
    let inputs = files(&site.join("content"));
    let target = site.join(format!("copy-{round}-{}", std::process::id()));
    fs::create_dir_all(&target).expect("the bench folder is writable");
    let bytes = vec![b'x'; sizes.iter().copied().max().unwrap_or(0)];
    let start = Instant::now();
    std::thread::scope(|scope| {
        for part in 0..2 {
            let (inputs, sizes, bytes, target) = (&inputs, &sizes, &bytes, &target);
            scope.spawn(move || {
                for input in inputs.iter().skip(part).step_by(2) {
                    std::hint::black_box(fs::read(input).expect("generated files are readable"));
                }
                for (index, size) in sizes.iter().enumerate().skip(part).step_by(2) {
                    let path = target.join(index.to_string());
                    fs::write(path, &bytes[..*size]).expect("the bench folder is writable");
                }
            });
        }
    });
    start.elapsed().as_secs_f64()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

fn read_all(folder: &Path) {
    for path in files(folder) {
        std::hint::black_box(fs::read(path).expect("generated files are readable"));
    }
}

fn move_away(site: &Path, name: &str, round: usize) {
    let old = site.join("old");
    fs::create_dir_all(&old).expect("the bench folder is writable");
    let from = site.join(name);
    if from.exists() {
        let to = old.join(format!("{name}-{round}-{}", std::process::id()));
        fs::rename(from, to).expect("both lie on one file system");
    }
}
