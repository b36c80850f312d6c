//! Making HTML harmless. In: HTML within limits. Out: well-formed HTML of an allow-list of tags; what
//! it may hold is looked at once more when it is taken apart (`build`).

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

use super::scan::in_pieces;

/// Tags an article may have.
const TAGS: [&str; 66] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
];

/// Elements that go with all they hold.
const WITH_CONTENT: [&str; 22] = [
    "script", "style", "title", "textarea", "noscript", "template", "iframe", "object", "embed",
    "applet", "svg", "math", "select", "button", "audio", "video", "canvas", "map", "noframes",
    "noembed", "xmp", "dialog",
];

/// On saved pages that could not be read otherwise, these too.
const PAGE_FURNITURE: [&str; 5] = ["nav", "footer", "aside", "form", "menu"];

fn builder(without: &[&'static str]) -> Builder<'static> {
    let mut builder = Builder::default();
    let mut tags: HashSet<&str> = TAGS.into_iter().collect();
    let mut removed: HashSet<&str> = WITH_CONTENT.into_iter().collect();
    for name in without {
        tags.remove(name);
        removed.insert(name);
    }
    builder
        .tags(tags)
        .clean_content_tags(removed)
        .generic_attributes(HashSet::from([
            "data-at", "id", "class", "title", "lang", "dir",
        ]))
        .tag_attributes(
            [
                ("a", HashSet::from(["href"])),
                ("img", HashSet::from(["src", "alt", "width", "height"])),
                ("input", HashSet::from(["type", "checked", "disabled"])),
                ("ol", HashSet::from(["start"])),
                ("td", HashSet::from(["colspan", "rowspan", "align"])),
                (
                    "th",
                    HashSet::from(["colspan", "rowspan", "align", "scope"]),
                ),
                ("time", HashSet::from(["datetime"])),
                ("del", HashSet::from(["datetime"])),
                ("ins", HashSet::from(["datetime"])),
            ]
            .into(),
        )
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(None)
        .strip_comments(true);
    builder
}

static ARTICLE: LazyLock<Builder<'static>> = LazyLock::new(|| builder(&[]));
static PAGE: LazyLock<Builder<'static>> = LazyLock::new(|| builder(&PAGE_FURNITURE));

/// Clean HTML of an article's own markup.
pub(crate) fn article(html: &str) -> String {
    ARTICLE.clean(&in_pieces(html)).to_string()
}

/// Clean HTML of a whole saved page, without its menus and footers.
pub(crate) fn whole_page(html: &str) -> String {
    PAGE.clean(&in_pieces(html)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_stay_as_they_are_and_take_linear_time() {
        let text = "Q&amp;A — « été » &lt;b&gt; ".repeat(20_000);
        assert_eq!(article(&format!("<p>{text}</p>")), format!("<p>{text}</p>"));
        // Ten seconds and more before texts were cut.
        assert_eq!(article(&"&".repeat(400_000)), "&amp;".repeat(400_000));
        assert_eq!(article(&format!("<script>{text}</script>x")), "x");
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(article(html), expected);
    }

    #[test]
    fn nothing_runs() {
        check("<p onclick=x>a<script>b</script></p>", "<p>a</p>");
        check("<a href=\"java&#9;script:x\">a</a>", "<a>a</a>");
        check("<svg><script>x</script></svg>b", "b");
        check("<p style=\"x\" data-at=\"3\">a", "<p data-at=\"3\">a</p>");
        check(
            "<noscript><p title=\"</noscript><img src=x onerror=y>\">",
            "<img src=\"x\">\"&gt;",
        );
    }
}
