//! Machines fail at any moment: in every case the old site or the new one is there, whole, and the message says
//! what to do. Each fault here is really caused.

#![cfg(target_os = "linux")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use common::{DATELINE, Site, Tree, assert_exit, assert_same, said, tree};

/// Every step a build can be ended at. Source: the calls of `output::fail_point`.
const STEPS: [&str; 9] = [
    "locked",
    "read",
    "cleared",
    "staged",
    "carried",
    "manifest",
    "synced",
    "exchanged",
    "remembered",
];

/// A site of `articles` with its two versions: what a build publishes of each.
fn two_versions(articles: usize) -> (Site, Tree, Tree) {
    let site = Site::with(articles);
    site.build();
    let old = tree(&site.public());
    change(&site, articles);
    site.build();
    let new = tree(&site.public());
    change_back(&site, articles);
    site.build();
    assert_same(&old, &tree(&site.public()), "the way back");
    (site, old, new)
}

fn change(site: &Site, articles: usize) {
    for number in 0..articles / 2 {
        site.article(number, "closed");
    }
    site.article(articles, "opened");
}

fn change_back(site: &Site, articles: usize) {
    for number in 0..articles / 2 {
        site.article(number, "opened");
    }
    let month = articles / 28 % 12 + 1;
    fs::remove_file(site.path(&format!("content/{month:02}/bridge-{articles}.md")))
        .expect("it was written by `change`");
}

#[track_caller]
fn assert_whole(site: &Site, old: &Tree, new: &Tree, when: &str) {
    let now = tree(&site.public());
    assert!(
        now == *old || now == *new,
        "{when}: neither the old site nor the new one stands ({} files; old {}, new {})",
        now.len(),
        old.len(),
        new.len()
    );
}

#[test]
fn killed_two_hundred_times_the_site_is_whole() {
    let articles = 24;
    let (site, old, new) = two_versions(articles);
    let start = Instant::now();
    change(&site, articles);
    site.build();
    let usual = start.elapsed();
    change_back(&site, articles);
    site.build();
    let mut random = 20_160_212_u64;
    let (mut killed, mut is_new) = (0, false);
    for round in 0..200 {
        if is_new {
            change_back(&site, articles);
        } else {
            change(&site, articles);
        }
        is_new = !is_new;
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let share = (random >> 40) as f64 / f64::from(1 << 24);
        let mut child = site
            .command(&["build", "--quiet"])
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be started");
        std::thread::sleep(usual.mul_f64(share * 1.1));
        let _ = child.kill();
        let status = child.wait().expect("the child is ours");
        killed += usize::from(status.code().is_none());
        assert_whole(&site, &old, &new, &format!("round {round}"));
    }
    assert!(killed > 50, "only {killed} of 200 were killed in time");
    site.build();
    assert_same(
        if is_new { &new } else { &old },
        &tree(&site.public()),
        "the build after all kills",
    );
    assert!(!site.has_stage());
    println!("killed {killed} of 200 builds before their end");
}

#[test]
fn killed_at_every_named_step_the_site_is_whole() {
    let articles = 6;
    for step in STEPS {
        let (site, old, new) = two_versions(articles);
        change(&site, articles);
        let output = site
            .command(&["build"])
            .env("DATELINE_FAIL_AT", step)
            .output()
            .expect("the program can be started");
        assert_eq!(output.status.code(), None, "{step}: {}", said(&output));
        assert_whole(&site, &old, &new, step);
        site.build();
        assert_same(&new, &tree(&site.public()), step);
        assert!(!site.has_stage(), "{step}: the stage is still there");
    }
}

#[test]
fn killed_at_every_named_step_of_a_first_build_there_is_no_half_site() {
    for step in STEPS {
        let site = Site::with(4);
        let output = site
            .command(&["build"])
            .env("DATELINE_FAIL_AT", step)
            .output()
            .expect("the program can be started");
        assert_eq!(output.status.code(), None, "{step}: {}", said(&output));
        let left = tree(&site.public());
        site.build();
        let whole = tree(&site.public());
        assert!(left.is_empty() || left == whole, "{step}: half a site");
    }
}

/// A small file system of its own, where one can be mounted.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    fn mount(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("the temporary folder is writable");
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        if status.is_ok_and(|status| status.success()) {
            return Some(Self { folder });
        }
        println!("skipped: a tmpfs with {options} cannot be mounted here");
        None
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.folder.path()).status();
    }
}

#[track_caller]
fn check_full_disk(options: &str) {
    let Some(disk) = SmallDisk::mount(options) else {
        return;
    };
    let site = Site::with(2);
    let output = disk.path().join("public");
    let arguments = ["build", "--output", output.to_str().expect("ASCII")];
    let first = site.run(&arguments);
    assert_exit(&first, 0);
    let old = tree(&output);
    for number in 0..400 {
        site.article(number, "closed");
        site.write(&format!("static/{number}.bin"), &"x".repeat(16 << 10));
    }
    let full = site.run(&arguments);
    assert_exit(&full, 3);
    let said = said(&full);
    assert!(said.contains(&disk.path().display().to_string()), "{said}");
    assert!(said.contains("free some space"), "{said}");
    assert_same(&old, &tree(&output), "the disk is full");
    assert!(
        !disk.path().join(".public.dateline-stage").exists(),
        "{said}"
    );
}

#[test]
fn a_disk_full_by_bytes_leaves_the_old_site() {
    check_full_disk("size=6m");
}

#[test]
fn a_disk_full_by_inodes_leaves_the_old_site() {
    check_full_disk("nr_inodes=250");
}

#[test]
fn a_disk_too_full_for_the_cache_costs_only_time() {
    let Some(disk) = SmallDisk::mount("size=64k") else {
        return;
    };
    let site = Site::with(60);
    std::os::unix::fs::symlink(disk.path(), site.path(".dateline")).expect("writable");
    site.build();
    let whole = tree(&site.public());
    fs::remove_file(site.path(".dateline")).expect("it is our link");
    site.build();
    assert_same(&whole, &tree(&site.public()), "with a cache");
}

#[test]
fn standard_output_on_a_full_disk_is_the_machines_failure() {
    let Ok(full) = fs::File::options().write(true).open("/dev/full") else {
        println!("skipped: there is no /dev/full here");
        return;
    };
    let site = Site::with(1);
    let output = site
        .command(&["extract", "content/01/bridge-0.md"])
        .stdout(full)
        .output()
        .expect("the program can be started");
    assert_exit(&output, 3);
    assert!(
        said(&output).contains("standard output"),
        "{}",
        said(&output)
    );
}

/// The program as somebody whom file permissions bind: root is bound by none.
fn as_nobody(site: &Site, arguments: &[&str]) -> Option<Command> {
    let is_root = fs::metadata("/proc/self").is_ok_and(|meta| {
        use std::os::unix::fs::MetadataExt as _;
        meta.uid() == 0
    });
    if !is_root {
        return Some(site.command(arguments));
    }
    let program = site.path(".dateline-under-test");
    fs::copy(DATELINE, &program).expect("the temporary folder is writable");
    let given = Command::new("chown")
        .args(["-R", "65534:65534"])
        .arg(site.root())
        .status();
    let there = Command::new("setpriv").arg("--version").output();
    if !given.is_ok_and(|status| status.success()) || there.is_err() {
        println!("skipped: root cannot become nobody here");
        return None;
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(program)
        .args(arguments)
        .current_dir(site.root());
    Some(command)
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the path is ours");
}

#[test]
fn an_unreadable_article_is_named_and_nothing_is_published() {
    let site = Site::with(3);
    site.build();
    let old = tree(&site.public());
    site.article(0, "closed");
    set_mode(&site.path("content/01/bridge-1.md"), 0o000);
    let Some(mut command) = as_nobody(&site, &["build"]) else {
        return;
    };
    let output = command.output().expect("the program can be started");
    assert_exit(&output, 1);
    assert!(
        said(&output).contains("content/01/bridge-1.md"),
        "{}",
        said(&output)
    );
    assert_same(&old, &tree(&site.public()), "an unreadable article");
}

#[test]
fn a_closed_output_folder_is_refused_and_named() {
    let site = Site::with(3);
    site.build();
    let old = tree(&site.public());
    site.article(0, "closed");
    set_mode(&site.public(), 0o555);
    let Some(mut command) = as_nobody(&site, &["build"]) else {
        return;
    };
    let output = command.output().expect("the program can be started");
    assert_exit(&output, 3);
    assert!(said(&output).contains("public"), "{}", said(&output));
    assert_same(&old, &tree(&site.public()), "a closed output folder");
    assert!(!site.has_stage());
    set_mode(&site.public(), 0o755);
}

#[test]
fn an_output_on_a_read_only_disk_is_refused_and_named() {
    let Some(disk) = SmallDisk::mount("size=4m") else {
        return;
    };
    let site = Site::with(3);
    let output = disk.path().join("public");
    let arguments = ["build", "--output", output.to_str().expect("ASCII")];
    assert_exit(&site.run(&arguments), 0);
    let old = tree(&output);
    let closed = Command::new("mount")
        .args(["-o", "remount,ro"])
        .arg(disk.path())
        .status();
    if !closed.is_ok_and(|status| status.success()) {
        println!("skipped: the tmpfs cannot be made read-only");
        return;
    }
    site.article(0, "closed");
    let refused = site.run(&arguments);
    assert_exit(&refused, 3);
    assert!(said(&refused).contains("public"), "{}", said(&refused));
    assert_same(&old, &tree(&output), "a read-only disk");
}

#[test]
fn files_that_vanish_and_come_during_a_build_never_break_it() {
    let site = Site::with(30);
    site.build();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut round = 0;
            while !stop.load(Ordering::Relaxed) {
                round += 1;
                let _ = fs::remove_file(site.path("content/01/bridge-7.md"));
                std::thread::sleep(Duration::from_micros(300 * (round % 7)));
                site.article(7, "opened");
            }
        });
        for _ in 0..15 {
            let output = site.run(&["build"]);
            let code = output.status.code();
            assert!(matches!(code, Some(0 | 1)), "{code:?} {}", said(&output));
            if code == Some(1) {
                assert!(said(&output).contains("bridge-7.md"), "{}", said(&output));
            }
            assert!(!site.has_stage());
        }
        stop.store(true, Ordering::Relaxed);
    });
    site.build();
}

#[test]
fn a_file_that_grows_while_it_is_read_never_breaks_a_build() {
    let site = Site::with(10);
    site.build();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            use std::io::Write as _;
            let mut file = fs::File::options()
                .append(true)
                .open(site.path("content/01/bridge-3.md"))
                .expect("it was written");
            let mut lines = 0;
            while !stop.load(Ordering::Relaxed) && lines < 20_000 {
                lines += 1;
                let _ = file.write_all(b"It closed on 4 March 2021. ");
            }
        });
        for _ in 0..6 {
            let output = site.run(&["build"]);
            let code = output.status.code();
            assert!(matches!(code, Some(0 | 1)), "{code:?} {}", said(&output));
            if code == Some(1) {
                assert!(said(&output).contains("bridge-3.md"), "{}", said(&output));
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
    site.build();
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let site = Site::with(1);
    let line = "{\"id\":\"a\",\"text\":\"It opened on 4 March 2021.\"}\n".repeat(20_000);
    site.write("lines.jsonl", &line);
    let mut child = site
        .command(&["extract"])
        .stdin(fs::File::open(site.path("lines.jsonl")).expect("just written"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the child is ours");
    assert_exit(&output, 0);
    assert_eq!(said(&output), "");
}

/// A build that waits at `step` until a signal comes or the file `go` is there.
fn paused(site: &Site, step: &str) -> Child {
    let child = site
        .command(&["build"])
        .env("DATELINE_FAIL_AT", format!("pause:{step}"))
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let waiting = site.path(".dateline/paused");
    let start = Instant::now();
    while !waiting.exists() {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{step} was not reached"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[track_caller]
fn check_signal(name: &str, step: &str, code: i32) {
    let articles = 6;
    let (site, old, _) = two_versions(articles);
    change(&site, articles);
    let child = paused(&site, step);
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status();
    assert!(sent.is_ok_and(|status| status.success()));
    let output = child.wait_with_output().expect("the child is ours");
    assert_exit(&output, code);
    assert_same(&old, &tree(&site.public()), name);
    assert!(
        !site.has_stage(),
        "{name} at {step}: the stage is still there"
    );
}

#[test]
fn sigint_ends_with_130_and_removes_the_stage() {
    check_signal("-INT", "staged", 130);
    check_signal("-INT", "synced", 130);
}

#[test]
fn sigterm_ends_with_143_and_removes_the_stage() {
    check_signal("-TERM", "staged", 143);
    check_signal("-TERM", "carried", 143);
}

#[test]
fn two_builds_at_once_take_turns_or_say_so() {
    let site = Site::with(4);
    let first = paused(&site, "staged");
    let pid = first.id().to_string();
    let second = site.run(&["build"]);
    assert_exit(&second, 3);
    assert!(said(&second).contains(&pid), "{}", said(&second));
    assert!(said(&second).contains("--wait"), "{}", said(&second));
    let third = site
        .command(&["build", "--wait"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    std::thread::sleep(Duration::from_millis(300));
    site.write(".dateline/go", "");
    let first = first.wait_with_output().expect("the child is ours");
    assert_exit(&first, 0);
    let third = third.wait_with_output().expect("the child is ours");
    assert_exit(&third, 0);
    assert!(said(&third).contains("nothing changed"), "{}", said(&third));
}

#[track_caller]
fn check_refused(prepare: impl Fn(&Site), output: &str) {
    let site = Site::with(2);
    prepare(&site);
    let before = tree(site.root());
    let refused = site.run(&["build", "--output", output]);
    assert_exit(&refused, 1);
    assert!(said(&refused).contains("--output"), "{}", said(&refused));
    let mut after = tree(site.root());
    after.retain(|path, _| !path.starts_with(".dateline/"));
    assert_same(&before, &after, output);
}

#[test]
fn an_output_that_would_hurt_the_site_is_refused_before_anything_is_written() {
    let nothing = |_: &Site| {};
    for output in [
        "content",
        "content/01",
        "content/new",
        ".",
        "..",
        "/",
        "content/../content",
    ] {
        check_refused(nothing, output);
    }
    check_refused(|site| site.write("static/a.css", ""), "static/out");
    check_refused(|site| site.write("out", "a file"), "out");
    check_refused(
        |site| std::os::unix::fs::symlink("content", site.path("out")).expect("writable"),
        "out",
    );
    check_refused(
        |site| std::os::unix::fs::symlink(site.root(), site.path("here")).expect("writable"),
        "here/content",
    );
}

#[test]
fn foreign_files_stay_whatever_they_are() {
    let site = Site::with(3);
    site.build();
    let public = site.public();
    site.write("public/CNAME", "example.org\n");
    site.write("public/deep/er/own.html", "<p>mine</p>");
    fs::create_dir(public.join("empty")).expect("writable");
    std::os::unix::fs::symlink("CNAME", public.join("link")).expect("writable");
    std::os::unix::fs::symlink("nowhere", public.join("dangling")).expect("writable");
    let pipe = Command::new("mkfifo").arg(public.join("pipe")).status();
    site.article(1, "closed");
    site.build();
    let now = tree_without_pipes(&public);
    assert_eq!(now["CNAME"], b"example.org\n");
    assert_eq!(now["deep/er/own.html"], b"<p>mine</p>");
    assert!(public.join("empty").is_dir());
    assert_eq!(
        fs::read_link(public.join("link")).expect("kept"),
        PathBuf::from("CNAME")
    );
    assert!(public.join("dangling").is_symlink());
    assert!(pipe.is_err() || public.join("pipe").exists());
}

fn tree_without_pipes(folder: &Path) -> Tree {
    let _ = fs::remove_file(folder.join("pipe-read"));
    let _ = fs::rename(folder.join("pipe"), folder.with_file_name("pipe-aside"));
    let tree = tree(folder);
    let _ = fs::rename(folder.with_file_name("pipe-aside"), folder.join("pipe"));
    tree
}

#[test]
fn foreign_files_in_the_place_of_pages_are_kept_beside_them() {
    let site = Site::with(3);
    site.write("public/index.html", "mine");
    site.write("public/events.json/inside", "mine too");
    let said = site.build();
    let now = tree(&site.public());
    assert_ne!(now["index.html"], b"mine");
    assert_eq!(now["index.html.kept"], b"mine", "{said}");
    assert!(said.contains("index.html.kept"), "{said}");
    if now.contains_key("events.json") {
        assert_eq!(now["events.json-inside.kept"], b"mine too", "{said}");
    }
}

#[test]
fn a_page_edited_by_hand_is_kept_with_a_warning() {
    let site = Site::with(3);
    site.build();
    let clean = tree(&site.public());
    fs::write(site.public().join("index.html"), "edited by hand").expect("writable");
    let said = site.build();
    assert!(said.contains("warning[output-edited]"), "{said}");
    let now = tree(&site.public());
    assert_eq!(now["index.html"], clean["index.html"]);
    assert_eq!(now["index.html.kept"], b"edited by hand");
    let again = site.build();
    assert!(again.contains("nothing changed"), "{again}");
    assert!(!again.contains("warning"), "{again}");
}

#[test]
fn a_page_of_ours_that_was_deleted_comes_back() {
    let site = Site::with(3);
    site.build();
    let whole = tree(&site.public());
    fs::remove_file(site.public().join("index.html")).expect("it was built");
    site.build();
    assert_same(&whole, &tree(&site.public()), "a deleted page");
}

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::with(5);
    site.build();
    let times = |folder: &Path| -> Vec<_> {
        walkdir::WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .map(|entry| {
                use std::os::unix::fs::MetadataExt as _;
                let entry = entry.expect("readable");
                let meta = entry.metadata().expect("readable");
                (
                    entry.into_path(),
                    meta.ino(),
                    meta.mtime(),
                    meta.mtime_nsec(),
                )
            })
            .collect()
    };
    let before = times(&site.public());
    let said = site.build();
    assert!(said.contains("nothing changed"), "{said}");
    assert_eq!(before, times(&site.public()));
    fs::remove_dir_all(site.path(".dateline")).expect("the build made it");
    let said = site.build();
    assert!(said.contains("nothing changed"), "{said}");
    assert_eq!(before, times(&site.public()));
}

#[test]
fn unchanged_files_are_not_rewritten_when_others_change() {
    let site = Site::with(5);
    site.build();
    let inode = || {
        use std::os::unix::fs::MetadataExt as _;
        let path = site.public().join("static/style.css");
        let path = if path.exists() {
            path
        } else {
            site.public().join("style.css")
        };
        fs::metadata(path)
            .map(|meta| (meta.ino(), meta.mtime_nsec()))
            .ok()
    };
    let before = inode();
    site.article(1, "closed");
    site.build();
    assert_eq!(before, inode());
}

/// Every file under `.dateline/cache` and the memory of the last build, spoilt by `spoil`.
fn spoil(site: &Site, spoil: impl Fn(&Path)) {
    for entry in walkdir::WalkDir::new(site.path(".dateline")) {
        let entry = entry.expect("readable");
        if entry.file_type().is_file() && entry.file_name() != "lock" {
            spoil(entry.path());
        }
    }
}

#[test]
fn broken_old_and_truncated_caches_are_set_aside() {
    let site = Site::with(12);
    site.build();
    let whole = tree(&site.public());
    let check = |what: &str, damage: &dyn Fn(&Path)| {
        spoil(&site, damage);
        site.build();
        assert_same(&whole, &tree(&site.public()), what);
    };
    check("empty", &|path| fs::write(path, b"").expect("writable"));
    check("garbage", &|path| {
        fs::write(path, vec![0xa5; 4096]).expect("writable")
    });
    check("truncated", &|path| {
        let bytes = fs::read(path).expect("readable");
        fs::write(path, &bytes[..bytes.len() / 2]).expect("writable");
    });
    check("one bit turned", &|path| {
        let mut bytes = fs::read(path).expect("readable");
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 1;
        }
        fs::write(path, bytes).expect("writable");
    });
    check("folders in their place", &|path| {
        fs::remove_file(path).expect("writable");
        fs::create_dir(path).expect("writable");
    });
}
