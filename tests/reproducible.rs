//! The same input gives the same bytes: the project's own site built twelve ways, one tree.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{DATELINE, Tree, assert_exit, assert_same, tree};

const SITE: [&str; 4] = ["content", "templates", "static", "dateline.toml"];

/// The project's own site in `to`, its files made in the order of `order`.
fn demo(to: &Path, order: impl Fn(&mut Vec<walkdir::DirEntry>)) {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut entries: Vec<_> = SITE
        .iter()
        .flat_map(|name| walkdir::WalkDir::new(project.join(name)))
        .map(|entry| entry.expect("the project is readable"))
        .filter(|entry| entry.file_type().is_file())
        .collect();
    order(&mut entries);
    for entry in entries {
        let inside = entry.path().strip_prefix(project).expect("inside");
        let target = to.join(inside);
        let parent = target.parent().expect("a file lies in a folder");
        fs::create_dir_all(parent).expect("the temporary folder is writable");
        fs::copy(entry.path(), target).expect("the temporary folder is writable");
    }
}

fn in_name_order(entries: &mut Vec<walkdir::DirEntry>) {
    entries.sort_by(|a, b| a.path().cmp(b.path()));
}

#[track_caller]
fn build(root: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Tree {
    let output = Command::new(DATELINE)
        .arg("build")
        .arg("--root")
        .arg(root)
        .args(arguments)
        .env_remove("SOURCE_DATE_EPOCH")
        .envs(environment.iter().copied())
        .output()
        .expect("the program can be started");
    assert_exit(&output, 0);
    tree(&root.join("public"))
}

#[test]
fn twelve_builds_of_the_demo_are_one_tree() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let fresh = |name: &str| {
        let root = folder.path().join(name);
        demo(&root, in_name_order);
        root
    };
    let first = fresh("first");
    let expected = build(&first, &[], &[]);
    assert!(!expected.is_empty());
    let same = |tree: Tree, what: &str| assert_same(&expected, &tree, what);

    same(build(&fresh("1"), &["--threads", "1"], &[]), "one thread");
    same(
        build(&fresh("2"), &["--threads", "7"], &[]),
        "seven threads",
    );
    same(
        build(&fresh("a folder/of another ü name"), &[], &[]),
        "another folder",
    );
    same(
        build(&fresh("tz"), &[], &[("TZ", "Pacific/Kiritimati")]),
        "another time zone",
    );
    same(
        build(
            &fresh("locale"),
            &[],
            &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")],
        ),
        "another locale",
    );
    let backwards = folder.path().join("backwards");
    demo(&backwards, |entries| {
        in_name_order(entries);
        entries.reverse();
    });
    same(
        build(&backwards, &[], &[]),
        "another order of the directory",
    );
    same(build(&first, &[], &[]), "again, nothing changed");
    fs::remove_dir_all(first.join(".dateline")).expect("the build made it");
    same(build(&first, &[], &[]), "again, without the cache");
    fs::remove_dir_all(first.join("public")).expect("the build made it");
    same(build(&first, &[], &[]), "again, from the cache alone");
    let nothing_else = fresh("environment");
    let output = Command::new(DATELINE)
        .args(["build", "--root"])
        .arg(&nothing_else)
        .env_clear()
        .output()
        .expect("the program can be started");
    assert_exit(&output, 0);
    same(tree(&nothing_else.join("public")), "no environment");
    let edited = fresh("edited");
    let article = edited.join("content/zz-new.md");
    fs::write(
        &article,
        "---\ndate: 2016-03-01\n---\nA gate opened on Monday.\n",
    )
    .expect("writable");
    build(&edited, &[], &[]);
    fs::remove_file(&article).expect("it was just written");
    same(build(&edited, &[], &[]), "an article added and removed");
}

/// What depends on the day takes it from `--today`, else from `SOURCE_DATE_EPOCH`: both give one tree.
#[test]
fn today_comes_from_the_option_or_the_epoch() {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let (left, right) = (folder.path().join("left"), folder.path().join("right"));
    demo(&left, in_name_order);
    demo(&right, in_name_order);
    let option = build(&left, &["--today", "2017-01-31"], &[]);
    // 31 January 2017, 12:00 UTC
    let epoch = build(&right, &[], &[("SOURCE_DATE_EPOCH", "1485864000")]);
    assert_same(&option, &epoch, "SOURCE_DATE_EPOCH");
}
