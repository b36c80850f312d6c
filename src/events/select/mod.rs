//! From many articles to the days and sentences that matter: `dateline timeline`.
//!
//! In: articles as sentences with the days they name. Out: days, each with whole sentences of the
//! articles. All of it is counting: a day weighs as much as articles on topic name it, and its sentences are those
//! whose words most of the day's articles share.

mod days;
mod sentences;
mod topic;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::words::Words;

/// One article, reduced to what choosing needs.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its publication day.
    pub published: Option<NaiveDate>,
    /// Its language, for stems and stop words.
    pub language: Option<String>,
    /// Its first sentences in order, clutter left out, at most [`Report::SENTENCES`].
    pub sentences: Vec<Told>,
}

impl Report {
    /// How much of an article counts: the news stand at its head; what follows in long ones are other stories,
    /// the day by the minute, and readers' comments.
    pub const SENTENCES: usize = 40;
}

/// One sentence and the days it names.
#[derive(Debug, Clone)]
pub struct Told {
    /// The sentence, whole.
    pub text: String,
    /// The days it names, each once, in order of mention. A time of the clock names none.
    pub days: Vec<NaiveDate>,
}

/// What is asked of the selection.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The first day to print.
    pub from: Option<NaiveDate>,
    /// The last day to print.
    pub to: Option<NaiveDate>,
    /// How many days; `None`: as many as are worth telling.
    pub top: Option<usize>,
    /// How many sentences a day; `None`: as many as add something, at most three.
    pub per_date: Option<usize>,
    /// What it is about: a printed sentence holds one of these. Empty: found out.
    pub keywords: Vec<String>,
}

/// Chooses the days of `reports` and the sentences that tell them, whatever order the reports come in.
pub fn select(mut reports: Vec<Report>, ask: &Ask) -> BTreeMap<NaiveDate, Vec<String>> {
    // Sums of fractions depend on their order in the last digit.
    reports.sort_by(|a, b| {
        let a_texts = a.sentences.iter().map(|told| &told.text);
        let b_texts = b.sentences.iter().map(|told| &told.text);
        (a.published.cmp(&b.published)).then_with(|| a_texts.cmp(b_texts))
    });
    let about = topic::Topic::new(&reports, &ask.keywords);
    let days = days::choose(&reports, &about, ask);
    sentences::choose(&reports, &about, &days, ask.per_date)
}

fn words_of(report: &Report) -> &'static Words {
    Words::for_language(report.language.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2014, 5, day).expect("a day of May")
    }

    /// An article of the `published`th of May; each sentence beside the days of May it names.
    fn report(published: u32, sentences: &[(&str, &[u32])]) -> Report {
        Report {
            published: Some(day(published)),
            language: Some("en".into()),
            sentences: sentences
                .iter()
                .map(|(text, days)| Told {
                    text: (*text).into(),
                    days: days.iter().map(|of_may| day(*of_may)).collect(),
                })
                .collect(),
        }
    }

    fn reports() -> Vec<Report> {
        let breach =
            "The dam at Lake Orvo broke on Tuesday and flooded three villages below the ridge.";
        let again = "Lake Orvo broke through its dam on Tuesday, flooding three villages below.";
        let other = "A choir from Lake Orvo sang on Tuesday for guests of the old railway museum.";
        vec![
            report(
                7,
                &[
                    (breach, &[6]),
                    (
                        "Rescue teams searched Orvo all night with dogs and lamps.",
                        &[],
                    ),
                ],
            ),
            report(7, &[(again, &[6])]),
            report(
                8,
                &[
                    (other, &[6]),
                    (
                        "Orvo opens a school garden on Saturday with music and cake.",
                        &[10],
                    ),
                ],
            ),
            report(
                9,
                &[
                    (again, &[6]),
                    (
                        "Engineers of the county closed the second dam of Orvo on Thursday morning.",
                        &[8],
                    ),
                ],
            ),
        ]
    }

    fn ask(top: usize) -> Ask {
        Ask {
            top: Some(top),
            per_date: Some(1),
            keywords: vec!["orvo".into()],
            ..Ask::default()
        }
    }

    #[test]
    fn the_day_most_articles_name_is_told_by_what_most_of_them_tell() {
        let told = select(reports(), &ask(1));
        assert_eq!(told.keys().copied().collect::<Vec<_>>(), [day(6)]);
        assert!(told[&day(6)][0].contains("flood"), "{told:?}");
    }

    #[test]
    fn what_happened_comes_before_what_is_announced() {
        let told = select(reports(), &ask(2));
        assert!(told.contains_key(&day(8)), "{told:?}");
        assert!(!told.contains_key(&day(10)), "{told:?}");
    }

    #[test]
    fn the_order_of_articles_changes_nothing() {
        let mut turned = reports();
        turned.reverse();
        assert_eq!(select(turned, &ask(4)), select(reports(), &ask(4)));
    }
}
