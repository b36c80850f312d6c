//! Derivations in words. In: the codes of a [`Derivation`]. Out: a sentence for editors.

use super::timex::Derivation;

/// What each step's code says to a reader; every code of the resolver stands here.
const WORDS: &[(&str, &str)] = &[
    ("written", "as written"),
    ("literal", "the name of a day"),
    ("reference", "no date of its own"),
    ("indefinite", "an unknown number"),
    ("duration", "how long, not when"),
    ("set", "how often, not when"),
    ("clock", "at the time of day told"),
    ("part-of-day", "in the part of the day told"),
    ("count-from-anchor", "counted from there"),
    ("count-from-told", "counted from there"),
    (
        "now-from-then",
        "nothing told before lies behind, so it is the time of writing",
    ),
    (
        "quarter-year-before",
        "the quarter spoken of, a year before",
    ),
    ("year-before", "a year before"),
    ("unit-told", "the one spoken of"),
    ("quarter-told", "the quarter spoken of"),
    ("quarter-before-anchor", "the last full quarter before it"),
    ("unit-of-anchor", "the one it lies in"),
    ("unit-from-anchor", "counted in whole units from there"),
    ("day-told", "the day spoken of"),
    ("anchor-day", "that day"),
    ("each-time", "each time, on no one day"),
    ("day-behind", "on the day told right behind"),
    ("day-before", "on the day told before it in the sentence"),
    ("year-from-anchor", "the year counted from there"),
    ("order-ambiguous", "in the usual order of day and month"),
    ("yearless", "the year is not known"),
    ("year-told", "in the year spoken of"),
    ("weekday-fits", "the year in which the weekday fits"),
    ("nearest-year", "the nearest such day"),
    ("nearest-month", "the nearest such month"),
    ("month-after-told", "the next such month in the story"),
    ("month-before-anchor", "the last such month before it"),
    ("month-after-anchor", "the next such month after it"),
    ("month-of-anchor-year", "in the same year"),
    ("season-near", "the nearest such season"),
    ("quarter-near", "the nearest such quarter"),
    ("weekday-before-anchor", "the last such weekday before it"),
    ("weekday-after-anchor", "the next such weekday after it"),
    (
        "weekday-on-or-before-anchor",
        "that weekday, on or before it",
    ),
    ("weekday-on-or-after-anchor", "that weekday, on or after it"),
    ("day-from-anchor", "counted in days from there"),
    ("month-told", "in the month spoken of"),
    ("holiday", "by the calendar of feasts"),
    ("nth-weekday", "counted within the month"),
    ("weekday-any", "one such weekday, nobody said which"),
    ("day-or-present", "the day, or the present"),
];

impl Derivation {
    /// The derivation as a reader understands it: "from 2016-02-12, the publication day: that
    /// weekday, on or before it".
    pub fn in_words(&self) -> String {
        let steps: Vec<&str> = self
            .steps
            .iter()
            .map(|code| {
                WORDS
                    .iter()
                    .find(|(known, _)| known == code)
                    .map_or(&**code, |(_, words)| *words)
            })
            .collect();
        let steps = steps.join(", ");
        match (self.from, self.from_anchor) {
            (None, _) => steps,
            (Some(from), true) => format!("from {from}, the publication day: {steps}"),
            (Some(from), false) => format!("from {from}, the date told before: {steps}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code the resolver writes, read from its own source.
    #[test]
    fn every_step_has_words() {
        let sources = [
            include_str!("resolve/mod.rs"),
            include_str!("resolve/compose.rs"),
            include_str!("resolve/clock.rs"),
            include_str!("resolve/shift.rs"),
            include_str!("resolve/duration.rs"),
            include_str!("resolve/range.rs"),
        ];
        for source in sources {
            for part in source.split(".step(\"").skip(1) {
                let code = part.split('"').next().expect("a code ends");
                assert!(
                    WORDS.iter().any(|(known, _)| *known == code),
                    "no words for {code}"
                );
            }
        }
        assert_eq!(
            Derivation {
                from: crate::calendar::Edtf::parse("2016-02-12").ok(),
                from_anchor: true,
                steps: vec!["weekday-on-or-before-anchor".into()],
            }
            .in_words(),
            "from 2016-02-12, the publication day: that weekday, on or before it"
        );
    }
}
