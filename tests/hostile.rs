//! Hostile content: whatever a file holds or is called, there is a page or a message, nothing runs, and every file of
//! the site is what its ending says. Each case is a small site beside a good article.

#![cfg(target_os = "linux")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use common::{Site, said, tree};

const GOOD: &str = "---\ntitle: Harbour bridge opens\ndate: 2021-05-04\nslug: harbour-bridge\n---\n\
The harbour bridge opened on 3 May 2021. Work had begun on 12 January 2018.\n";
const SETTINGS: &str = "[site]\ntitle = \"Test\"\nbase_url = \"https://example.org\"\n";

/// What every payload calls: no page may call it.
const CALL: &str = "alert(4242)";

/// No case takes longer, in an unoptimised program on a busy machine.
const LONGEST: Duration = Duration::from_secs(60);

fn site() -> Site {
    let site = Site::empty();
    site.write("content/good.md", GOOD);
    site.write("dateline.toml", SETTINGS);
    site
}

fn article(body: &str) -> String {
    format!("---\ntitle: A story\ndate: 2021-05-04\n---\n{body}\n\nIt happened on 3 May 2021.\n")
}

/// Builds and expects `exit`; what is printed must name each of `names`, a published site must be sound.
#[track_caller]
fn judge(site: &Site, exit: i32, names: &[&str]) -> String {
    let start = Instant::now();
    let output = site.run(&["build"]);
    assert!(start.elapsed() < LONGEST, "took {:?}", start.elapsed());
    let text = said(&output);
    assert_eq!(output.status.code(), Some(exit), "{text}");
    for name in names {
        assert!(text.contains(name), "{name} is not named in: {text}");
    }
    assert!(
        !text.contains("panicked") && !text.contains("internal error"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "a control sequence: {text:?}");
    if exit == 0 {
        sound(&site.public());
    }
    text
}

#[track_caller]
fn check(files: &[(&str, &str)], exit: i32, names: &[&str]) {
    let site = site();
    for (path, text) in files {
        site.write(path, text);
    }
    judge(&site, exit, names);
}

/// Every file is portable by name, whole by its ending, and free of scripts from content.
#[track_caller]
fn sound(public: &Path) {
    let mut folded = BTreeMap::new();
    for (path, bytes) in tree(public) {
        for name in path.split('/') {
            let stem = name.split('.').next().unwrap_or(name).to_lowercase();
            let odd = |c: char| c.is_control() || "<>:\"|?*\\\u{202e}\u{2066}".contains(c);
            assert!(
                !name.contains(odd) && name.len() <= 255 && !name.ends_with(['.', ' ']),
                "{path}"
            );
            assert!(
                !["con", "prn", "aux", "nul", "com1", "lpt1"].contains(&&*stem),
                "{path}"
            );
        }
        let parts: Vec<&str> = path.split('/').collect();
        for end in 1..=parts.len() {
            let whole = parts[..end].join("/");
            let fold = whole.to_lowercase().to_uppercase().to_lowercase();
            let first = folded.entry(fold).or_insert_with(|| whole.clone());
            assert_eq!(*first, whole, "one file on some systems");
        }
        let ending = path.rsplit('.').next().unwrap_or_default();
        if !["html", "json", "xml", "csv", "ics", "txt", "css", "js"].contains(&ending) {
            continue;
        }
        let text = std::str::from_utf8(&bytes).unwrap_or_else(|_| panic!("{path} is no UTF-8"));
        assert!(!text.contains('\0'), "{path} holds a NUL");
        match ending {
            "html" => harmless(&path, text),
            "json" => drop(serde_json::from_str::<serde_json::Value>(text).expect(&path)),
            "xml" if path.ends_with("atom.xml") => {
                drop(feed_rs::parser::parse(&bytes[..]).expect(&path))
            }
            "csv" => plain_cells(&path, text),
            "ics" => {
                for line in text.split("\r\n") {
                    assert!(
                        line.len() <= 75 && !line.contains(['\r', '\n']),
                        "{path}: {line:?}"
                    );
                    assert!(
                        !line.starts_with("BEGIN:VALARM") && !line.starts_with("ATTACH:x"),
                        "{path}"
                    );
                }
            }
            _ => {}
        }
    }
}

/// Tags as a browser reads them: no script of content, no handler, no address that runs.
#[track_caller]
fn harmless(path: &str, page: &str) {
    let lower = page.to_lowercase();
    assert!(!lower.contains(&format!("<script>{CALL}")), "{path}");
    for tag in lower.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap_or_default();
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let mut rest = inside;
        // Attributes, their values apart.
        while let Some(equals) = rest.find("=\"") {
            let name = rest[..equals].rsplit(' ').next().unwrap_or_default();
            let value = rest[equals + 2..].split('"').next().unwrap_or_default();
            assert!(!name.starts_with("on"), "{path}: <{inside}>");
            if ["href", "src", "action", "srcdoc"].contains(&name) {
                let bare: String = value.chars().filter(|c| *c > ' ').collect();
                for runs in ["javascript:", "vbscript:", "data:text/html", "//evil"] {
                    assert!(!bare.starts_with(runs), "{path}: <{inside}>");
                }
            }
            rest = rest[equals + 2..].get(value.len()..).unwrap_or_default();
        }
    }
}

#[track_caller]
fn plain_cells(path: &str, table: &str) {
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    for row in rows.records() {
        for cell in &row.expect(path) {
            let number = cell
                .chars()
                .all(|c| c.is_ascii_digit() || "+-.,:TZ".contains(c));
            assert!(
                number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{path}: {cell:?}"
            );
        }
    }
}

#[test]
fn endless_shapes_of_markdown() {
    let bodies = [
        ">".repeat(1_000_000),
        "- ".repeat(20_000),
        "> - ".repeat(20_000),
        "*_".repeat(20_000),
        "[a](".repeat(20_000),
        "~~a ".repeat(20_000),
        "\"'".repeat(50_000),
        "<!-- ".repeat(20_000),
        "<![CDATA[".repeat(20_000),
        "<a ".repeat(50_000),
        "<div>".repeat(200_000),
        format!("<p title=\"{}\">x</p>", "x".repeat(5_000_000)),
        format!("<p {}>x</p>", "a=1 ".repeat(50_000)),
        "<b><i><a href=x>".repeat(2_000) + &"<p>x".repeat(2_000),
        "&#0;&#x110000;&#xD800;&nosuch;&".repeat(5_000),
        "a\u{301}".to_owned() + &"\u{301}\u{200d}".repeat(100_000),
    ];
    let site = site();
    for body in bodies {
        site.write("content/a.md", &article(&body));
        let output = site.run(&["build"]);
        let text = said(&output);
        match output.status.code() {
            Some(0) => sound(&site.public()),
            Some(1) => assert!(text.contains("content/a.md:"), "{text}"),
            code => panic!("{code:?}: {text}"),
        }
    }
}

#[test]
fn footnotes_tables_and_headings_by_the_thousand() {
    use std::fmt::Write as _;
    let mut body = String::new();
    for number in 0..300 {
        let _ = writeln!(
            body,
            "# Same\n\nx[^{number}]\n\n[^{number}]: note\n\n|a|b|\n|-|-|\n|c|d|\n"
        );
    }
    check(&[("content/a.md", &article(&body))], 0, &[]);
    check(
        &[(
            "content/a.md",
            &article("x[^a]\n\n[^a]: see [^b]\n\n[^b]: see [^a]"),
        )],
        0,
        &[],
    );
}

#[test]
fn endless_shapes_of_html() {
    let pages = [
        "<div>".repeat(200_000),
        "<table><tr><td>".repeat(20_000),
        "<svg>".repeat(20_000),
        "<ul><li>".repeat(20_000),
        "<font><p>".repeat(20_000),
        "&".repeat(300_000),
        "<".repeat(300_000),
        "<script>".to_owned() + &"<!--<script>".repeat(50_000),
        "<script type='application/ld+json'>".to_owned() + &"[".repeat(100_000) + "</script>",
    ];
    let site = site();
    for page in pages {
        site.write(
            "content/a.html",
            &format!("<title>T</title><p>On 3 May 2021 it rained.{page}"),
        );
        let output = site.run(&["build"]);
        let text = said(&output);
        match output.status.code() {
            Some(0) => sound(&site.public()),
            Some(1) => assert!(text.contains("content/a.html:"), "{text}"),
            code => panic!("{code:?}: {text}"),
        }
    }
}

#[test]
fn scripts_in_every_disguise() {
    let body = "<script>alert(4242)</script>\n<img src=x onerror=alert(4242)>\n<svg onload=alert(4242)>\
<script>alert(4242)</script></svg>\n[a](javascript:alert(4242)) [b](&#106;avascript:alert(4242)) \
<javascript:alert(4242)> [d](data:text/html,x) [e](//evil.example/x)\n\n```<script>alert(4242)</script>\" onload=alert(4242)\nx\n```\n\n\
<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert(4242) src>\">\n\n\
<noscript><p title=\"</noscript><img src=x onerror=alert(4242)>\">\n\n<math><annotation-xml encoding=\"text/html\"><script>alert(4242)</script>\n\n\
# x {#a onclick=alert(4242)}\n\n<a href=\"java&#9;script:alert(4242)\">x</a><base href=\"//evil.example/\">";
    let evil = "</title><script>alert(4242)</script>'<img src=x onerror=alert(4242)>";
    let front = format!(
        "---\ntitle: \"{evil}\"\ndate: 2021-05-04\nsource: \"{evil}\"\nauthor: [\"</script>\", \"<!--\"]\nplace: \"{evil}\"\n\
tags: [\"{evil}\"]\nsummary: \"</script>\u{2028}{evil}\"\nurl: \"https://example.org/\\\"onmouseover=x\"\n---\n{body}\n\nOn 3 May 2021 \u{2028} it rained.\n"
    );
    check(
        &[
            ("content/x.md", &front),
            ("content/<img src=x onerror=alert(4242)>.md", &article("x")),
            (
                "content/y.html",
                &format!(
                    "<html><title>{evil}</title><body onload={CALL}><p onclick='{CALL}'>On 3 May 2021 it rained.</p><a href=' javascript:{CALL}'>x</a>"
                ),
            ),
            (
                "content/z.csv",
                &format!(
                    "date,headline,url,tags\n2021-05-03,<script>{CALL}</script>,javascript:{CALL},../x;/y\n"
                ),
            ),
            (
                "content/good.md.events.toml",
                &format!(
                    "[[events]]\ndate = \"2021-05-06\"\nheadline = '<script>{CALL}</script>'\nnote = '<script>{CALL}</script>'\n"
                ),
            ),
        ],
        0,
        &[],
    );
}

#[test]
fn exports_hold_what_their_readers_would_run_or_trip_over() {
    let forged = "---\ntitle: \"Talk\\r\\nEND:VEVENT\\r\\nBEGIN:VALARM\\r\\nATTACH:x \\x07 ]]> \\uFFFE\"\ndate: 2021-05-04\nplace: \"A\\nEND:VEVENT\\nBEGIN:VALARM\"\n\
source: \"=1+1\"\ntags: [\"=x\", \"+y\"]\n---\n=1+1 on 3 May 2021 ran \u{2028}BEGIN:VALARM\u{2028}.\n\n@SUM on 5 May 2021 ran \u{b}\u{1f}]]> & so.\n";
    check(
        &[
            ("content/a.md", forged),
            (
                "content/b.csv",
                "date,headline,summary,place,tags,source,quote\n2021-05-03,=a,+b,-c,@d,\"\t=e\",=f\n2021-05-03,\" =a\",\"\n=b\",\"\r=c\",d,e,f\n",
            ),
            (
                "content/c.md",
                &article(&format!("{} is long.", "東京で".repeat(60))),
            ),
        ],
        0,
        &[],
    );
}

#[test]
fn front_matter_of_every_wrong_kind() {
    let keys = "title date updated source url author tags place language slug aliases draft summary image publish kind mode events";
    let wrong: String = keys
        .split(' ')
        .map(|key| format!("{key}: {{a: [1]}}\n"))
        .collect();
    let nothing: String = keys.split(' ').map(|key| format!("{key}:\n")).collect();
    let aliases: String = (1..9)
        .map(|level| {
            format!(
                "a{level}: &a{level} [{}]\n",
                vec![format!("*a{}", level - 1); 9].join(",")
            )
        })
        .collect();
    let bomb = format!("a0: &a0 [x,x,x,x,x,x,x,x,x]\n{aliases}");
    for (front, exit) in [
        (wrong.as_str(), 1),
        (&nothing, 0),
        (&bomb, 1),
        ("- a\n- b\n", 1),
        (&format!("x: {}", "[".repeat(50_000)), 1),
        (
            &format!("x: {}1{}", "{a: ".repeat(9_000), "}".repeat(9_000)),
            1,
        ),
        (&format!("x: {}", "y".repeat(100_000)), 1),
        ("title: One\ntitle: Two\n", 1),
        ("draft: perhaps\n", 1),
        ("events:\n  - {date: nope, headline: 3}\n  - 7\n", 1),
        ("title: NO\ntags: [on, 08, 1.10, true]\nsource: 12\n", 0),
        ("slug: ../../x\n", 1),
        ("slug: /tmp/x\n", 1),
        ("date: 2021-02-30\n", 1),
        ("? [a, b]\n: 1\n", 1),
    ] {
        let names: &[&str] = if exit == 1 { &["content/a.md:"] } else { &[] };
        check(
            &[(
                "content/a.md",
                &format!("---\n{front}\n---\nOn 3 May 2021 it rained.\n"),
            )],
            exit,
            names,
        );
    }
    let tags: Vec<String> = (0..3_000).map(|tag| format!("t{tag}")).collect();
    let many = format!(
        "---\ntags: [{}]\n---\nOn 3 May 2021 it rained.\n",
        tags.join(", ")
    );
    check(
        &[("content/a.md", &many)],
        0,
        &["content/a.md:2", "too-many-tags"],
    );
    let unclosed = format!("---\n{}", "title: T\n".repeat(200_000));
    check(&[("content/a.md", &unclosed)], 1, &["content/a.md"]);
}

#[test]
fn two_that_ask_for_one_place_are_both_named() {
    let one = article("One");
    for (first, second) in [
        ("content/Storm.md", "content/storm.md"),
        ("content/straße.md", "content/strasse.md"),
        ("content/caf\u{e9}.md", "content/Cafe\u{301}.md"),
        ("content/Dir/x.md", "content/dir/y.md"),
        ("content/x.md", "content/x/index.md"),
        ("static/story", "content/story.md"),
        ("content/tags/index.md", "content/tagged.md"),
    ] {
        let tagged = one.replace("---\ntitle", "---\ntags: [a]\ntitle");
        // Paths are told in NFC.
        let told = second.replace("e\u{301}", "é");
        let names: &[&str] = if second.ends_with("tagged.md") {
            &[first]
        } else {
            &[first, &told]
        };
        check(&[(first, &one), (second, &tagged)], 1, names);
    }
    for alias in [
        "/events.json",
        "/events.json/",
        "/harbour-bridge/",
        "/atom.xml",
        "/index.html",
    ] {
        let text = one.replace("---\ntitle", &format!("---\naliases: [\"{alias}\"]\ntitle"));
        check(&[("content/a.md", &text)], 1, &["content/a.md"]);
    }
    let spellings = one.replace(
        "---\ntitle",
        "---\ntags: [C, C++, 'C#', ß, ss, ﬁ, fi, '', '..', 'a/b', con]\ntitle",
    );
    check(&[("content/a.md", &spellings)], 0, &[]);
}

#[test]
fn names_that_some_systems_cannot_hold() {
    let site = site();
    for name in [
        "con",
        "aux.x",
        "-rf",
        "!!!",
        "???",
        "two\nlines",
        "\u{202e}gpj",
        "a 'b' \"c\"",
        &"n".repeat(250),
        &"東".repeat(80),
    ] {
        site.write(&format!("content/{name}.md"), &article("x"));
    }
    let latin = site
        .root()
        .join("content")
        .join(std::ffi::OsStr::from_bytes(b"caf\xe9.md"));
    fs::write(latin, article("x")).expect("the file system takes any bytes");
    judge(&site, 0, &[]);
}

#[test]
fn what_is_no_file_is_passed_by() {
    let site = site();
    let run = |program: &str, arguments: &[&str]| {
        let _ = std::process::Command::new(program)
            .args(arguments)
            .current_dir(site.root())
            .status();
    };
    fs::create_dir_all(site.path("static")).expect("writable");
    run(
        "mkfifo",
        &[
            "content/pipe.md",
            "content/pipe.png",
            "content/good.md.events.toml",
            "static/pipe.css",
        ],
    );
    let socket = site.path("content/socket.md");
    let _kept = std::os::unix::net::UnixListener::bind(socket);
    for (link, target) in [
        ("content/zero.md", "/dev/zero"),
        ("content/leak.txt", "/etc/passwd"),
        ("content/out", "/etc"),
        ("content/loop", ".."),
        ("content/self.md", "self.md"),
        ("static/leak.txt", "/etc/passwd"),
    ] {
        std::os::unix::fs::symlink(target, site.path(link)).expect("writable");
    }
    site.write(
        "content/pictured.md",
        &article("![x](pipe.png) ![y](../../../../etc/passwd) ![z](/etc/passwd)"),
    );
    let text = judge(&site, 0, &["leak.txt"]);
    for (path, bytes) in tree(&site.public()) {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("root:x:0:0"),
            "{path}: {text}"
        );
    }
    fs::remove_file(site.path("dateline.toml")).expect("it was written");
    run("mkfifo", &["dateline.toml"]);
    judge(&site, 1, &["dateline.toml"]);
}

#[test]
fn encodings_of_every_kind() {
    let site = site();
    let wide = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let text = "Gar\u{e7}on served on 3 May 2021 in the old town.";
    for (name, bytes) in [
        (
            "bom.md",
            ["\u{feff}".as_bytes(), article(text).as_bytes()].concat(),
        ),
        (
            "bom-inside.md",
            article(&format!("{text} \u{feff}joined\u{feff}")).into_bytes(),
        ),
        ("utf16.txt", [&b"\xff\xfe"[..], &wide(text)].concat()),
        (
            "lone-surrogate.txt",
            [&b"\xff\xfe"[..], &wide(text), b"\x00\xd8\x41\x00"].concat(),
        ),
        ("cp1252.txt", text.chars().map(|c| c as u8).collect()),
        ("stray.txt", [text.as_bytes(), b" \xff\xc3\x28"].concat()),
        ("cr.md", article(text).replace('\n', "\r").into_bytes()),
        (
            "declared.html",
            [
                b"<meta charset=iso-8859-1><p>".to_vec(),
                text.chars().map(|c| c as u8).collect(),
            ]
            .concat(),
        ),
        (
            "lies.html",
            format!("<meta charset=utf-16><p>{text}").into_bytes(),
        ),
    ] {
        fs::write(site.path(&format!("content/{name}")), bytes).expect("writable");
    }
    judge(&site, 0, &[]);
    for (path, bytes) in tree(&site.public()) {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("Gar\u{c3}"),
            "{path}"
        );
    }
    for (name, bytes) in [
        ("photo.md", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"[..]),
        (
            "archive.txt",
            b"PK\x03\x04\x14\0\0\0\x08\0abc\xff\xfe\x00\x01",
        ),
        ("utf32.txt", b"\xff\xfe\0\0O\0\0\0n\0\0\0 \0\0\0"),
        ("nul.md", b"On 3 May\x002021 it rained."),
    ] {
        let path = site.path(&format!("content/{name}"));
        fs::write(&path, bytes).expect("writable");
        judge(&site, 1, &[name]);
        fs::remove_file(path).expect("it was written");
    }
}

#[test]
fn pictures_that_lie() {
    let site = site();
    // 60 000 × 60 000 pixels in thirty bytes.
    let giant = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0\0\0\0\0";
    fs::write(site.path("content/a.png"), giant).expect("writable");
    site.write(
        "content/b.svg",
        &format!(
            "<svg xmlns='http://www.w3.org/2000/svg' onload='{CALL}'><script>{CALL}</script></svg>"
        ),
    );
    for file in ["a.png", "b.svg", "gone.png", "../../../../etc/passwd"] {
        let name = file.rsplit('/').next().unwrap_or(file);
        site.write(
            &format!("content/of-{name}.md"),
            &format!("---\ndate: 2021-05-04\nimage: {{src: \"{file}\", alt: x}}\n---\n![x]({file}) On 3 May 2021 it rained.\n"),
        );
    }
    judge(&site, 0, &[]);
}

#[test]
fn settings_and_templates_that_are_wrong_end_in_a_message() {
    for (settings, names) in [
        ("[site]\ntitle = 5\n", ["dateline.toml:2", "title"]),
        ("[site]\ntitel = 'x'\n", ["dateline.toml:2", "title"]),
        (
            "[site]\nbase_url = 'javascript:alert(4242)'\n",
            ["dateline.toml:2", "base_url"],
        ),
        (
            "[site]\nmenu = [{name = 'x', url = 'javascript:x'}]\n",
            ["dateline.toml:2", "menu"],
        ),
        (
            "[content]\nmax_file_mb = -1\n",
            ["dateline.toml:2", "max_file_mb"],
        ),
        (
            "[output]\nformats = ['evnts.json']\n",
            ["dateline.toml:2", "events.json"],
        ),
        (
            "[theme]\naccent = 'red;}</style>'\n",
            ["dateline.toml:2", "accent"],
        ),
        (
            "[theme]\nname = '../../x'\n",
            ["dateline.toml:2", "dateline or wire"],
        ),
        (
            &format!("x = {}", "[".repeat(50_000)),
            ["dateline.toml", ""],
        ),
    ] {
        check(&[("dateline.toml", settings)], 1, &names);
    }
    for template in [
        "{% include \"index.html\" %}",
        "{% extends \"index.html\" %}",
        "{% extends \"nope.html\" %}",
        "{{ range(end=99999999999) }}",
        "{{ now() }}",
        "{{ nothing.here.at.all }}",
        "{% include \"../../etc/passwd\" %}",
        &format!("{{{{ {}1 }}}}", "(".repeat(50_000)),
    ] {
        check(&[("templates/index.html", template)], 1, &["index.html"]);
    }
}

#[test]
fn corrections_and_tables_that_are_wrong_end_in_a_message() {
    let deep = format!("x = {}", "[".repeat(50_000));
    for text in [
        "[[events]\nx",
        &deep,
        "[[events]]\nquote = {a = 1}\n",
        "[[events]]\ndate = \"2021-02-30\"\nheadline = \"x\"\n",
    ] {
        check(
            &[("content/good.md.events.toml", text)],
            1,
            &["content/good.md.events.toml"],
        );
    }
    let endless = format!("date,headline\n2021-05-03,\"{}", "x\n".repeat(200_000));
    for text in [
        "date,headline\n2021-02-30,c\n",
        "date,headline,importance\n2021-05-03,a,NaN\n",
        &endless,
    ] {
        check(&[("content/a.csv", text)], 1, &["content/a.csv"]);
    }
    for text in [
        "",
        "date,headline\n",
        "date,headline\n2021-05-03,\n\n,,,,\n",
        "2021-05-03,a\n",
    ] {
        let site = site();
        site.write("content/a.csv", text);
        let output = site.run(&["build"]);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{}",
            said(&output)
        );
        assert!(said(&output).contains("content/a.csv"), "{}", said(&output));
    }
}

#[test]
fn text_made_of_dates_alone() {
    let texts = [
        "1 ".repeat(1_000),
        "January February March ".repeat(8_000),
        "the first of the second of the third week of the ".repeat(200),
        "from 3 to 4 to 5 until 6 between 7 and 8 or ".repeat(200),
        "1-1-1/1/1.1.1:1:1,".repeat(300),
        "May, June, July, August, ".repeat(300),
        "the day after ".repeat(300),
        "1".repeat(20_000),
        "In 44 BC, in the year 0, on 1 January 10000, 99999999999999999999 years ago, in 4294967296 days, 1e308 months later. ".to_owned(),
        "Signed on 30 February 2021, then 31 April 2021, 2021-13-05, 2021-00-10 and 0 May 2021. ".to_owned(),
        "🙂May 3, 2020🙂 \u{301}May\u{301} 3 2020 ２０２０年5月3日 3\u{a0}May\u{202f}2020 May\u{200b}3\u{200b}2020 İı ẞ ".to_owned(),
    ];
    let site = site();
    for (at, text) in texts.iter().enumerate() {
        site.write(&format!("content/{at}.txt"), text);
    }
    judge(&site, 0, &[]);
    for (path, bytes) in tree(&site.public()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("datetime=\"2021-02-30") && !text.contains("datetime=\"2021-04-31"),
            "{path}"
        );
    }
}
