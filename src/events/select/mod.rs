//! From many articles to the days and sentences that matter: `dateline timeline`.
//!
//! In: articles as sentences with the days they name. Out: days, each with whole sentences of the
//! articles. All of it is counting: each article has one unit of attention which it splits over
//! the days it names, a day's weight is the sum, and its sentences are those whose words most of the day's
//! articles share.

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
    /// Its sentences in order, clutter left out.
    pub sentences: Vec<Told>,
}

/// One sentence and the days it names.
#[derive(Debug, Clone)]
pub struct Told {
    /// The sentence, whole.
    pub text: String,
    /// The days it names, each once, in order of mention.
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

/// Chooses the days of `reports` and the sentences that tell them.
pub fn select(reports: &[Report], ask: &Ask) -> BTreeMap<NaiveDate, Vec<String>> {
    let about = topic::Topic::new(reports, &ask.keywords);
    let days = days::choose(reports, &about, ask);
    sentences::choose(reports, &about, &days, ask.per_date)
}

fn words_of(report: &Report) -> &'static Words {
    Words::for_language(report.language.as_deref())
}
