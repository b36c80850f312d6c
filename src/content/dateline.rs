//! The opening of an agency report: "MUNICH (AP) -- ", "PARIS, June 6 — ". In: the beginning of a
//! paragraph. Out: where it was written, and where the report itself begins.

/// An opening dateline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// Where it was written, as in running text: "Munich". None for "(CNN) -- ".
    pub(crate) place: Option<String>,
    /// Bytes of the dateline, its dash and the space after it: all of the paragraph where the report
    /// begins with the next one.
    pub(crate) length: usize,
}

/// The longest dateline, in bytes.
const LONGEST: usize = 150;

const AGENCIES: [&str; 34] = [
    "AP",
    "Reuters",
    "REUTERS",
    "AFP",
    "CNN",
    "UPI",
    "dpa",
    "DPA",
    "ANSA",
    "Xinhua",
    "TASS",
    "APA",
    "IANS",
    "PTI",
    "ANI",
    "KUNA",
    "SANA",
    "BBC",
    "CBS",
    "ABC",
    "NBC",
    "NPR",
    "VOA",
    "RFE/RL",
    "epd",
    "sda",
    "kna",
    "SID",
    "AA",
    "EFE",
    "PA",
    "EPA",
    "Getty",
    "Bloomberg",
];

/// Words in capitals that open a paragraph without being a place.
const NO_PLACES: [&str; 40] = [
    "BREAKING",
    "UPDATE",
    "UPDATED",
    "CORRECTED",
    "CORRECTION",
    "WATCH",
    "LIVE",
    "NEWS",
    "ANALYSIS",
    "OPINION",
    "FACTBOX",
    "TIMELINE",
    "EXCLUSIVE",
    "VIDEO",
    "PHOTOS",
    "NOTE",
    "EDITOR",
    "NATO",
    "EU",
    "UN",
    "US",
    "USA",
    "UK",
    "U.S.",
    "U.N.",
    "IMF",
    "OPEC",
    "FIFA",
    "UEFA",
    "NASA",
    "ISIS",
    "ISIL",
    "ASEAN",
    "WHO",
    "BP",
    "GDP",
    "CEO",
    "A",
    "I",
    "Q",
];

/// The dateline `paragraph` opens with.
pub(crate) fn find(paragraph: &str) -> Option<Dateline> {
    let mut end = paragraph.len().min(LONGEST);
    while !paragraph.is_char_boundary(end) {
        end -= 1;
    }
    let head = &paragraph[..end];
    // Most paragraphs have no such sign near their beginning. Dashes begin with the byte E2.
    if !head
        .bytes()
        .any(|b| matches!(b, b'(' | b'-' | b'_' | b':' | 0xe2))
    {
        return None;
    }
    let (agency, agency_end) = agency(head);
    // An agency's name ends the dateline, with or without a dash: "London (CNN) Six people …".
    let (before, length) = match agency {
        Some(start) => {
            let after = after_dash(head, agency_end)?;
            (&head[..start], after)
        }
        None => {
            let (at, after) = dash(head)?;
            (&head[..at], after)
        }
    };
    let place = after_stamp(before).trim().trim_end_matches([',', ':']);
    if place.is_empty() {
        return agency.map(|_| Dateline {
            place: None,
            length,
        });
    }
    let first = place.split(',').next().unwrap_or_default().trim();
    let fits = if agency.is_some() {
        is_name(first) || is_capitals(first)
    } else {
        is_capitals(first) && rest_fits(place)
    };
    fits.then(|| Dateline {
        place: Some(in_running_text(first)),
        length,
    })
}

/// "AP", "AFP/dpa", "Reuters".
pub(crate) fn is_agency(name: &str) -> bool {
    name.split(['/', ' ', '-'])
        .any(|part| AGENCIES.contains(&part))
        || AGENCIES.contains(&name)
}

/// The place that a head ends with, before an agency's name: "Envoy to leave Port Lorn (CNN) -- " was written there.
pub(crate) fn place_before(head: &str) -> Option<String> {
    let (start, _) = agency(head);
    let before = head[..start?].trim_end();
    // The last name and what stands after its comma, a country.
    let first = match before.rsplit_once(',') {
        Some((first, country)) if is_name(country.trim()) => first.trim_end(),
        _ => before,
    };
    let name = first
        .rsplit(|c: char| c.is_whitespace())
        .take_while(|word| {
            word.starts_with(char::is_uppercase) && !word.ends_with(['.', '!', '?', ':'])
        })
        .count();
    let words: Vec<&str> = first.split_whitespace().collect();
    let place = words[words.len() - name..].join(" ");
    (1..=3).contains(&name).then(|| in_running_text(&place))
}

/// Where "(AP)" or "(Reuters)" begins and ends; corpora write their brackets as -LRB- and -RRB-.
pub(crate) fn agency(head: &str) -> (Option<usize>, usize) {
    for (left, right) in [("(", ")"), ("-LRB-", "-RRB-")] {
        let mut from = 0;
        while let Some(open) = head[from..].find(left).map(|at| from + at) {
            let inner = open + left.len();
            let Some(close) = head[inner..].find(right).map(|at| inner + at) else {
                break;
            };
            let name = head[inner..close].trim();
            if is_agency(name) && name.len() <= 40 {
                return (Some(open), close + right.len());
            }
            from = close;
        }
    }
    (None, 0)
}

/// "LONDON | Tue Mar 15, 2011 1:48 pm GMT LONDON": web pages print the place twice, around a time
/// stamp; what follows the stamp is the dateline.
fn after_stamp(before: &str) -> &str {
    let Some(bar) = before.find(" | ") else {
        return before;
    };
    ["GMT", "BST", "EDT", "EST", "CET", "UTC", "IST"]
        .iter()
        .find_map(|zone| before[bar..].find(zone).map(|at| bar + at + zone.len()))
        .map_or(before, |at| &before[at..])
}

/// Past the dash, if any, and the space that follow an agency's name. Without a dash a sentence must
/// begin there: "The agency (AP) said" is prose.
fn after_dash(head: &str, from: usize) -> Option<usize> {
    let after = head[from..].trim_start();
    let rest = after
        .trim_start_matches(['-', '–', '—', '_', ':'])
        .trim_start();
    let begins = rest.is_empty()
        || rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '`'));
    (rest.len() < after.len() || begins).then(|| head.len() - rest.len())
}

/// The dash after a dateline: where it begins, and where the report begins.
fn dash(head: &str) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    for sign in [
        " -- ", " — ", " – ", " - ", " _ ", "— ", "-- ", " --", "—", ": ",
    ] {
        let Some(at) = head.find(sign) else { continue };
        if best.is_none_or(|(found, _)| at < found) {
            best = Some((at, at + sign.len()));
        }
    }
    let (at, mut after) = best?;
    let words = head[..at].split_whitespace().count();
    if head[at..].starts_with(": ")
        && (words > 3 || !is_capitals(head[..at].trim()) || &head[..at] == "NEW")
    {
        return None;
    }
    after += head[after..].len() - head[after..].trim_start().len();
    Some((at, after))
}

/// All letters are capitals, as datelines are set: at least three letters, no stop words.
fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let small = text.chars().any(char::is_lowercase);
    (3..=48).contains(&letters)
        && !small
        && text.split_whitespace().count() <= 5
        && text
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '/'))
        && !text.split([' ', '-', '/']).any(|word| {
            NO_PLACES.contains(&word.trim_end_matches(['.', ':'])) || NO_PLACES.contains(&word)
        })
}

/// Words that begin with a capital: "New York", "Rio de Janeiro".
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=5).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                || [
                    "de", "la", "el", "of", "am", "an", "der", "and", "do", "du", "le",
                ]
                .contains(word)
        })
        && words[0].starts_with(char::is_uppercase)
        && !text.contains(['"', '“', '.', '!', '?']) | text.starts_with("St. ")
}

/// After the place: a country, a state, an agency's date.
fn rest_fits(place: &str) -> bool {
    let Some((_, rest)) = place.split_once(',') else {
        return true;
    };
    let rest = rest.trim();
    rest.split_whitespace().count() <= 6
        && rest.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, ' ' | '.' | ',' | '-' | '\'' | '/' | '(' | ')' | ':')
        })
        && rest
            .split_whitespace()
            .filter(|word| word.starts_with(char::is_alphabetic))
            .all(|word| {
                word.starts_with(char::is_uppercase) || ["of", "the", "de", "and"].contains(&word)
            })
}

/// "ST. LOUIS" as running text has it: "St. Louis".
pub(crate) fn in_running_text(place: &str) -> String {
    if place.chars().any(char::is_lowercase) {
        return place.to_owned();
    }
    let mut out = String::with_capacity(place.len());
    for (index, word) in place.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let small = [
            "OF", "DE", "LA", "AM", "AN", "DER", "AND", "DO", "DU", "DOS", "ES", "DEL",
        ];
        if index > 0 && small.contains(&word) {
            out.push_str(&word.to_lowercase());
            continue;
        }
        // "D.C." stays; every part after a hyphen or slash begins anew.
        let initials = word.matches('.').count() > 1;
        let mut begins = true;
        for c in word.chars() {
            if begins || initials {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            begins = matches!(c, '-' | '/' | '\'' | '’' | '.');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraph: &str, place: Option<&str>, rest: &str) {
        let found = find(paragraph).expect("a dateline");
        assert_eq!(found.place.as_deref(), place, "{paragraph}");
        assert_eq!(&paragraph[found.length..], rest);
    }

    #[test]
    fn datelines_of_agencies() {
        check("MUNICH -- Diplomats met.", Some("Munich"), "Diplomats met.");
        check("MUNICH – Diplomats met.", Some("Munich"), "Diplomats met.");
        check("PARIS, June 6 — It rained.", Some("Paris"), "It rained.");
        check(
            "PARIS, June 6, 2016 — It rained.",
            Some("Paris"),
            "It rained.",
        );
        check(
            "LONDON (Reuters) - Shares fell.",
            Some("London"),
            "Shares fell.",
        );
        check(
            "BEIRUT, Lebanon (AP) — Rebels said.",
            Some("Beirut"),
            "Rebels said.",
        );
        check(
            "BUDAPEST, Hungary (AP)_ Tired of it.",
            Some("Budapest"),
            "Tired of it.",
        );
        check(
            "London (CNN) Six people died - police say.",
            Some("London"),
            "Six people died - police say.",
        );
        check("MANILA, Philippines (AP) _", Some("Manila"), "");
        check("MUNICH --", Some("Munich"), "");
        check("CAIRO (AP) _ Police said.", Some("Cairo"), "Police said.");
        check(
            "UNITED NATIONS (AP) -- The envoy said.",
            Some("United Nations"),
            "The envoy said.",
        );
        check(
            "ST. LOUIS, Mo. -- It rained.",
            Some("St. Louis"),
            "It rained.",
        );
        check(
            "WASHINGTON, D.C. — It rained.",
            Some("Washington"),
            "It rained.",
        );
        check(
            "RIO DE JANEIRO — It rained.",
            Some("Rio de Janeiro"),
            "It rained.",
        );
        check("GENEVA: Talks resumed.", Some("Geneva"), "Talks resumed.");
        check("Berlin (dpa) - Es regnete.", Some("Berlin"), "Es regnete.");
        check(
            "London (CNN) Six people died.",
            Some("London"),
            "Six people died.",
        );
        check("(CNN) -- Six people died.", None, "Six people died.");
        check(
            "BEIJING, Feb. 12 (Xinhua) -- China said.",
            Some("Beijing"),
            "China said.",
        );
        check(
            "GENEVA/DAMASCUS (Reuters) - Talks.",
            Some("Geneva/Damascus"),
            "Talks.",
        );
    }

    #[track_caller]
    fn none(paragraph: &str) {
        assert_eq!(find(paragraph), None, "{paragraph}");
    }

    #[test]
    fn openings_that_are_none() {
        none("The mayor -- who resigned -- left.");
        none("NATO — the alliance — said no.");
        none("BREAKING — It rained.");
        none("NEW: It rained.");
        none("SIR TREVOR OF THE HARBOUR: It rained.");
        none("U.S. Secretary of State John Kerry said: no.");
        none("Kerry - who was there - said.");
        none("On Friday: rain.");
        none("A MAN — it rained.");
        none("The agency (AP) said so.");
        none("Reports (AP) said so.");
        none("");
    }
}
