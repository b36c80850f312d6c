//! From saving a file to the new page being served, as an editor waits for it: starts `dateline serve` on
//! generated articles, saves an article, asks for its page and for the timeline until both show the
//! change, then the same with a template. Prints one row a size, medians in milliseconds, memory held
//! in megabytes, and a plain rebuild in the same run.
//!
//! `cargo bench --bench preview` runs 1 000 and 10 000 articles, `cargo bench --bench preview -- 500`
//! any sizes. `DATELINE_BIN` names another binary, `DATELINE_BENCH_DIR` another folder.

mod articles;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 11;
/// The pages that may show an event of 3 May 2017.
const TIMELINES: [&str; 3] = ["/", "/2017/05/", "/2017/"];
const PATIENCE: Duration = Duration::from_secs(30);

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
        "{:>8} {:>9} {:>8} {:>8} {:>9} {:>8} {:>9} {:>9} {:>10}",
        "articles",
        "first ms",
        "article",
        "timeline",
        "worst",
        "template",
        "memory MB",
        "peak MB",
        "rebuild s"
    );
    for size in sizes {
        measure(&base.join(format!("preview-{size}")), size);
    }
}

fn measure(site: &Path, size: usize) {
    if !site.join("content").is_dir() {
        articles::generate(site, size);
    }
    // A theme of the site's own, to be changed: a copy of the built-in timeline page.
    let template = site.join("templates/index.html");
    let _ = fs::remove_file(&template);
    let begun = Instant::now();
    let preview = Preview::start(site);
    preview.wait_for("/", "<");
    let first = begun.elapsed();
    let path = an_article(&site.join("content"));
    let route = route_of(&site.join("content"), &path);
    let original = fs::read_to_string(&path).expect("the article is readable");
    let (mut article, mut home) = (Vec::new(), Vec::new());
    // Large sites have pages by month; the timeline is the page that shows the event.
    let mut timeline = None;
    for round in 0..=ROUNDS {
        let word = format!("Zanzibar{round}x");
        let text = format!(
            "{original}\n\nThe parliament of {word} voted for the new treaty on 3 May 2017.\n"
        );
        let saved = Instant::now();
        fs::write(&path, &text).expect("the article is writable");
        preview.wait_for(&route, &word);
        let shown = saved.elapsed();
        let page = *timeline.get_or_insert_with(|| {
            let shows = |page: &&&str| preview.get(page).contains(&word);
            *TIMELINES
                .iter()
                .find(shows)
                .expect("the timeline shows the event")
        });
        preview.wait_for(page, &word);
        if round > 0 {
            article.push(shown);
            home.push(saved.elapsed());
        }
        std::thread::sleep(Duration::from_millis(60));
    }
    fs::write(&path, &original).expect("the article is writable");
    preview.wait_without(timeline.unwrap_or("/"), "Zanzibar");
    let templates = change_template(&preview, site, &template);
    let (memory, peak) = preview.memory();
    drop(preview);
    let rebuild = rebuild(site);
    let worst = home.iter().max().copied().unwrap_or_default();
    println!(
        "{size:>8} {:>9.0} {:>8.1} {:>8.1} {:>9.1} {:>8.1} {memory:>9.0} {peak:>9.0} {rebuild:>10.2}",
        ms(first),
        ms(median(&mut article)),
        ms(median(&mut home)),
        ms(worst),
        templates.map_or(f64::NAN, ms)
    );
}

/// Saves the timeline's template with another word in it until each is served.
fn change_template(preview: &Preview, site: &Path, template: &Path) -> Option<Duration> {
    let theirs = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/index.html");
    let text = fs::read_to_string(theirs).ok()?;
    fs::create_dir_all(site.join("templates")).expect("the site is writable");
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let word = format!("template-{round}-x");
        let block = "{% block main %}";
        if !text.contains(block) {
            return None;
        }
        let changed = text.replacen(block, &format!("{block}<i>{word}</i>"), 1);
        let saved = Instant::now();
        fs::write(template, changed).expect("the template is writable");
        preview.wait_for("/", &word);
        // The first one makes the folder known to the watch.
        if round > 0 {
            times.push(saved.elapsed());
        }
        std::thread::sleep(Duration::from_millis(60));
    }
    let _ = fs::remove_file(template);
    Some(median(&mut times))
}

struct Preview {
    process: Child,
    address: String,
}

impl Preview {
    fn start(site: &Path) -> Self {
        let mut process = Command::new(binary())
            .args(["serve", "--quiet", "--root"])
            .arg(site)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let out = process.stdout.take().expect("it is piped");
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it prints its address");
        let address = line
            .trim()
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        Self { process, address }
    }

    fn get(&self, route: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it answers");
        let request = format!(
            "GET {route} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        );
        stream.write_all(request.as_bytes()).expect("it listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[track_caller]
    fn wait_for(&self, route: &str, word: &str) {
        self.wait(route, |page| page.contains(word));
    }

    #[track_caller]
    fn wait_without(&self, route: &str, word: &str) {
        self.wait(route, |page| !page.contains(word));
    }

    #[track_caller]
    fn wait(&self, route: &str, is_it: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        while !is_it(&self.get(route)) {
            assert!(
                begun.elapsed() < PATIENCE,
                "{route} never showed the change"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Memory held now and at most, in megabytes.
    fn memory(&self) -> (f64, f64) {
        let path = format!("/proc/{}/status", self.process.id());
        let status = fs::read_to_string(path).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim_start_matches(':')
                .split_whitespace()
                .next()?
                .parse::<f64>()
                .ok()
        };
        let megabytes = |name| field(name).unwrap_or(f64::NAN) / 1024.0;
        (megabytes("VmRSS"), megabytes("VmHWM"))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn binary() -> PathBuf {
    std::env::var_os("DATELINE_BIN")
        .map_or_else(|| env!("CARGO_BIN_EXE_dateline").into(), PathBuf::from)
}

/// A clean build of the same site: what a generator without memory would make the editor wait.
fn rebuild(site: &Path) -> f64 {
    let _ = fs::remove_dir_all(site.join(".dateline"));
    let _ = fs::remove_dir_all(site.join("public"));
    let begun = Instant::now();
    let status = Command::new(binary())
        .args(["build", "--quiet", "--root"])
        .arg(site)
        .stderr(Stdio::null())
        .status()
        .expect("the binary starts");
    assert!(status.success(), "the site builds");
    begun.elapsed().as_secs_f64()
}

/// The first article in path order.
fn an_article(folder: &Path) -> PathBuf {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("readable")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    let first = entries.first().expect("there are articles").clone();
    if first.is_dir() {
        an_article(&first)
    } else {
        first
    }
}

fn route_of(content: &Path, path: &Path) -> String {
    let inner = path.with_extension("");
    let inner = inner.strip_prefix(content).expect("beneath content/");
    format!("/{}/", inner.display())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
