//! Dates as editors write them, beyond the annotated corpora: one table for each kind, a line for
//! each sentence. Brackets hold the extents; beside them stand the EDTF date or TIMEX3 value, and
//! where they matter `mod=`, `interval=` and `alt=`.

use dateline::calendar::Edtf;
use dateline::config::{DateOrder, Mode};
use dateline::content::{Anchor, AnchorOrigin, Block, BlockKind};
use dateline::source::Span;
use dateline::temporal::{Context, Tagger, Timex};

/// A Friday.
const PUBLISHED: &str = "2016-02-12";

fn tag_with(text: &str, context: &Context) -> Vec<Timex> {
    tag_in("en", text, context)
}

fn tag_in(language: &str, text: &str, context: &Context) -> Vec<Timex> {
    let blocks = [Block {
        span: Span::new(0, text.len()),
        kind: BlockKind::Paragraph,
        clutter: false,
    }];
    let sentences = dateline::text::split(text, &blocks);
    Tagger::for_language(language).tag(text, &blocks, &sentences, context)
}

fn context(published: &str) -> Context {
    Context {
        anchor: Edtf::parse(published).ok().map(|date| Anchor {
            date,
            origin: AnchorOrigin::FrontMatter,
        }),
        mode: Mode::News,
        ..Context::default()
    }
}

fn tag(text: &str) -> Vec<Timex> {
    tag_with(text, &context(PUBLISHED))
}

/// The text without brackets, and the extents they held.
fn brackets(marked: &str) -> (String, Vec<Span>) {
    let (mut text, mut extents, mut open) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        match c {
            '[' => open = text.len(),
            ']' => extents.push(Span::new(open, text.len())),
            other => text.push(other),
        }
    }
    (text, extents)
}

#[track_caller]
fn check(marked: &str, expected: &[&str]) {
    check_with(&context(PUBLISHED), marked, expected);
}

#[track_caller]
fn check_with(context: &Context, marked: &str, expected: &[&str]) {
    check_in("en", context, marked, expected);
}

#[track_caller]
fn check_in(language: &str, context: &Context, marked: &str, expected: &[&str]) {
    let (text, extents) = brackets(marked);
    let found = tag_in(language, &text, context);
    let told: Vec<&str> = found.iter().map(|t| t.span.of(&text)).collect();
    let wanted: Vec<&str> = extents.iter().map(|s| s.of(&text)).collect();
    assert_eq!(told, wanted, "extents in {text:?}");
    assert_eq!(
        extents.len(),
        expected.len(),
        "one expectation for each extent of {marked:?}"
    );
    for (timex, expected) in found.iter().zip(expected) {
        let edtf = timex.edtf.map(|e| e.to_string()).unwrap_or_default();
        for part in expected.split(' ') {
            let holds = match part.split_once('=') {
                Some(("mod", name)) => timex.modifier.is_some_and(|m| {
                    serde_json::to_value(m).ok() == Some(serde_json::Value::from(name))
                }),
                Some(("interval", value)) => timex.interval.is_some_and(|i| i.to_string() == value),
                Some(("alt", value)) => timex
                    .alternatives
                    .iter()
                    .any(|a| a.date.to_string() == value),
                Some(("value", value)) => timex.value == value,
                _ => edtf == part || timex.value == part,
            };
            assert!(
                holds,
                "{:?} in {text:?}: expected {part}, found {timex:?}",
                timex.span.of(&text)
            );
        }
    }
}

#[track_caller]
fn silent(text: &str) {
    let found = tag(text);
    assert!(
        found.is_empty(),
        "{text:?}: found {:?}",
        found
            .iter()
            .map(|t| (t.span.of(text), &*t.rule))
            .collect::<Vec<_>>()
    );
}

#[test]
fn the_seed_article() {
    check(
        "Diplomats fell short [early Friday].",
        &["2016-02-12 mod=START"],
    );
    check(
        "A truce could begin [this week].",
        &["2016-W06 2016-02-08/2016-02-14"],
    );
    check(
        "It was announced in [the early hours of today].",
        &["2016-02-12"],
    );
    check(
        "They agreed to resume on or before the U.N.-set target date of [Feb. 25].",
        &["2016-02-25"],
    );
    check("The talks broke down [last month].", &["2016-01"]);
    check("The truce is to begin [March 1].", &["2016-03-01"]);
    check("At [the moment] the talks are stalled.", &["PRESENT_REF"]);
    check("The siege began [months ago].", &["PAST_REF"]);
}

#[test]
fn ranges() {
    check(
        "The years [1939] to [1945] changed everything.",
        &["1939 interval=1939/1945", "1945"],
    );
    check(
        "It happened between [10 p.m. Friday] and [2 a.m. Saturday].",
        &[
            "2016-02-12T22:00 interval=2016-02-12T22:00/2016-02-13T02:00",
            "2016-02-13T02:00",
        ],
    );
    check(
        "Between [May] and [July 2013], exports fell.",
        &["2013-05 interval=2013-05/2013-07", "2013-07"],
    );
    check(
        "It ran from [Feb. 22] to [27].",
        &[
            "2016-02-22 interval=2016-02-22/2016-02-27",
            "2016-02-27 interval=2016-02-22/2016-02-27",
        ],
    );
    check(
        "Between [2011] and [2015] it grew.",
        &["2011 interval=2011/2015", "2015 interval=2011/2015"],
    );
    check(
        "The [1914]–[18] war redrew the map.",
        &["1914 interval=1914/1918", "1918"],
    );
    check(
        "The fair is held [11]–[12 February].",
        &["2016-02-11 interval=2016-02-11/2016-02-12", "2016-02-12"],
    );
    check(
        "It is open [Monday] through [Thursday].",
        &["2016-02-08 interval=2016-02-08/2016-02-11", "2016-02-11"],
    );
    check(
        "He ruled from [1981] to [2011].",
        &["1981 interval=1981/2011", "2011"],
    );
    check(
        "It rained from [March] to [May 2015].",
        &["2015-03 interval=2015-03/2015-05", "2015-05"],
    );
    check(
        "The talks of [23 November 2014] – [2 December 2014] failed.",
        &["2014-11-23 interval=2014-11-23/2014-12-02", "2014-12-02"],
    );
    check(
        "The trial lasted from [December] to [March 2015].",
        &["2014-12 interval=2014-12/2015-03", "2015-03"],
    );
    check(
        "It is shown [June 3]-[5].",
        &["2016-06-03 interval=2016-06-03/2016-06-05", "2016-06-05"],
    );
    check(
        "It is shown from [30 May] to [2 June].",
        &["2016-05-30 interval=2016-05-30/2016-06-02", "2016-06-02"],
    );
    check(
        "The office is open from [9 a.m.] to [5 p.m.] daily."
            .replace(" daily", "")
            .as_str(),
        &["2016-02-12T09:00", "2016-02-12T17:00"],
    );

    check(
        "They met on [May 3], [4] and [5] in Oslo.",
        &[
            "2016-05-03",
            "2016-05-04",
            "2016-05-05 interval=2016-05-03/2016-05-05",
        ],
    );
    check(
        "They met on [3], [4] and [5 May].",
        &["2016-05-03", "2016-05-04", "2016-05-05"],
    );
    check(
        "It will take place [7]–[9 October next year].",
        &["2017-10-07", "2017-10-09 interval=2017-10-07/2017-10-09"],
    );
    check(
        "It rained from [mid-March] to [early May last year].",
        &["2015-03", "2015-05 interval=2015-03/2015-05"],
    );
    check(
        "The [2008]/[09] season was poor.",
        &["2008", "2009 interval=2008/2009"],
    );
    check(
        "The strike lasted from [6 a.m.] to [6 p.m. on Tuesday].",
        &["2016-02-09T06:00", "2016-02-09T18:00"],
    );
}

#[test]
fn open_ends() {
    check("They have fought since [2011].", &["2011 interval=2011/.."]);
    check(
        "It has been shut since [March 2015].",
        &["2015-03 interval=2015-03/.."],
    );
    check(
        "It has been shut since [last month].",
        &["2016-01 interval=2016-01/.."],
    );
    check(
        "He has lived there since [May 3, 2014].",
        &["2014-05-03 interval=2014-05-03/.."],
    );
    check(
        "It has been quiet since [Monday].",
        &["2016-02-08 interval=2016-02-08/.."],
    );
    check(
        "It stays shut until [March 1].",
        &["2016-03-01 interval=../2016-03-01"],
    );
    check("It will be shut until [2018].", &["2018 interval=../2018"]);
    check(
        "From [2017] onwards it is free.",
        &["2017 interval=2017/.."],
    );
    check(
        "Ever since [1990] it has been free.",
        &["1990 interval=1990/.."],
    );
    check(
        "It is valid till [June 2016].",
        &["2016-06 interval=../2016-06"],
    );
    silent("It is shut until further notice.");
}

#[test]
fn approximations() {
    check("It was built [around 3,000 BC].", &["-2999~ mod=APPROX"]);
    check("It sank in [the early to mid-1990s].", &["199X"]);
    check("It rained in [the second week of May].", &["2016-W19"]);
    check("They vote on [the third Sunday in April].", &["2016-04-17"]);
    check("It was built [around 1920].", &["1920~ mod=APPROX"]);
    check("It was built [circa 1650].", &["1650~ mod=APPROX"]);
    check("It was built [c. 1650].", &["1650~ mod=APPROX"]);
    check("It was built [about 1900].", &["1900~ mod=APPROX"]);
    check("It opens in [early March].", &["2016-03 mod=START"]);
    check("It began in [the late 1980s].", &["198X value=198 mod=END"]);
    check("It opens in [mid-February].", &["2016-02 mod=MID"]);
    check(
        "It was built in [the early 20th century].",
        &["19XX mod=START"],
    );
    check("The battle of [490 BC] was won.", &["-0489 value=BC0490"]);
    check("He died in [AD 14].", &["0014"]);
    check("They meet in [the week of March 14].", &["2016-W11"]);
    check("They meet on [the last Friday of May].", &["2016-05-27"]);
    check(
        "It will fall on [the first Tuesday after the first Monday in November].",
        &["2016-11-08"],
    );
    check("It ended in [late 2015].", &["2015 mod=END"]);
    check("It rained over [the weekend].", &["2016-02-06/2016-02-07"]);

    check(
        "They left at [approximately 5:30 p.m. on Thursday].",
        &["2016-02-11T17:30"],
    );
    check("It stood empty from [the mid-1700s].", &["17XX"]);
    check("It began in [the early 1900s].", &["190X"]);
    check("It fell in [the 260s BC].", &["value=BC026"]);
    check(
        "It is busy on [the last weekend of June].",
        &["value=2016-W25-WE"],
    );
    check("It failed in [the second half of February].", &["2016-02"]);
    check(
        "It will open by [the early part of next week].",
        &["value=2016-W07"],
    );
    check("He waited for [just over ten years].", &["P10Y"]);
    check("It lasted [an hour and ten minutes].", &["PT1H10M"]);
}

#[test]
fn holidays() {
    check(
        "They marched on [International Women's Day].",
        &["2016-03-08"],
    );
    check("They prayed on [Orthodox Christmas].", &["2016-01-07"]);
    check(
        "They fell silent on [Remembrance Day 2014].",
        &["2014-11-11"],
    );
    check("They met on [Good Friday].", &["2016-03-25"]);
    check("They met on [Easter Sunday 2015].", &["2015-04-05"]);
    check("They left on [Christmas Eve].", &["2015-12-24"]);
    check("They will leave on [Christmas Day].", &["2016-12-25"]);
    check("They met on [Thanksgiving].", &["2015-11-26"]);
    check(
        "They met on [Orthodox Easter] last year."
            .replace(" last year", " 2015")
            .replace("] 2015", " 2015]")
            .as_str(),
        &["2015-04-12"],
    );
    check(
        "Fighting eased at the start of [Ramadan].",
        &["2016-06-07~"],
    );
    check("It was the second day of [Eid al-Adha].", &["2015-09-24~"]);
    check("[Lunar New Year 2016] was quiet.", &["2016-02-08~"]);
    check("They marched on [New Year's Eve].", &["2015-12-31"]);
    check("They marched on [Labor Day].", &["2015-09-07"]);
    check("They marched on [Palm Sunday].", &["2016-03-20"]);
    check("They voted on [Election Day 2016].", &["2016-11-08"]);
    check("Everything changed after [9/11].", &["2001-09-11"]);

    check("They met on [the day after Christmas].", &["2015-12-26"]);
    check("They prayed on [the eve of Ramadan].", &["2016-06-06~"]);
    check(
        "It rained over [Labor Day weekend].",
        &["value=2015-W36-WE"],
    );
    check(
        "They voted over the [Easter weekend].",
        &["value=2016-W12-WE"],
    );
    check(
        "They fired on [Independence Day last year].",
        &["2015-07-04"],
    );
}

#[test]
fn clock_times() {
    check("It starts at [half past nine].", &["2016-02-12T09:30"]);
    check(
        "It starts at [quarter to six on Monday evening].",
        &["2016-02-15T17:45"],
    );
    check(
        "Sent [12 Feb 2016 17:30 GMT].",
        &["2016-02-12T17:30Z value=2016-02-12T17:30"],
    );
    check(
        "It begins at [9 p.m. EST].",
        &["2016-02-12T21:00-05:00 value=2016-02-12T21:00"],
    );
    check(
        "It began at [14:30 GMT].",
        &["2016-02-12T14:30Z value=2016-02-12T14:30"],
    );
    check(
        "It takes effect at [midnight Friday, Damascus time].",
        &["2016-02-12T00:00+02:00"],
    );
    check(
        "It begins at [5:30 p.m. on March 1].",
        &["2016-03-01T17:30"],
    );
    check("It began at [noon Thursday].", &["2016-02-11T12:00"]);
    check("It began [Thursday at 10 a.m.]", &["2016-02-11T10:00"]);
    check("It began at [3pm].", &["2016-02-12T15:00"]);
    check("It began at [8:05 a.m. yesterday].", &["2016-02-11T08:05"]);
    check("It began at [0735 GMT].", &["2016-02-12T07:35Z"]);
    check(
        "It began at [10 a.m. Moscow time].",
        &["2016-02-12T10:00+03:00"],
    );
    check("They met [Thursday night].", &["2016-02-11TNI"]);
    check("It begins at [7 p.m. tomorrow].", &["2016-02-13T19:00"]);
    check("It left at [4 o'clock].", &["2016-02-12T04:00"]);

    check(
        "Posted [Tue Jun 7, 2011 6:39 pm BST] by the desk.",
        &["2011-06-07T18:39+01:00"],
    );
    check(
        "[Monday 16 May 2005 00.09 BST]",
        &["2005-05-16T00:09+01:00"],
    );
    check("[27 January 12 15:06 GMT]", &["2012-01-27T15:06Z"]);
    check(
        "[Wednesday, October 15, 2008; 1:00 PM]",
        &["2008-10-15T13:00"],
    );
    check(
        "He was online [Friday, May 28, at 1 p.m. ET].",
        &["2016-05-28T13:00-04:00"],
    );
    check(
        "The truce ends at [midnight Friday].",
        &["2016-02-13T00:00 value=2016-02-12T24:00"],
    );
    check(
        "It fell just after [midnight Friday].",
        &["2016-02-12T00:00"],
    );
    check("He spoke at [11 this morning].", &["2016-02-12T11:00"]);
    check(
        "The train left at [ten to five] on [Friday].",
        &["2016-02-12T04:50", "2016-02-12"],
    );
    check("They left [late on Thursday night].", &["2016-02-11TNI"]);
    check("She runs in [the morning].", &["XXXX-XX-XXTMO"]);
    check(
        "It struck at [6 p.m. local time] (1600 GMT) on [Thursday]."
            .replace("1600 GMT", "[1600 GMT]")
            .as_str(),
        &["2016-02-11T18:00", "2016-02-11T16:00Z", "2016-02-11"],
    );
}

#[test]
fn numeric_formats() {
    check("He left on [Fri 12 Feb 2016].", &["2016-02-12"]);
    check("Signed [this 3rd day of May 2012].", &["2012-05-03"]);
    check("In [nineteen eighty-four] he left.", &["1984"]);
    check("It was signed on the [4th July 1776].", &["1776-07-04"]);
    check("Filed [2016-02-25].", &["2016-02-25"]);
    check("Filed [2016/02/25].", &["2016-02-25"]);
    check("Filed [03/04/2016].", &["2016-03-04 alt=2016-04-03"]);
    let british = Context {
        date_order: Some(DateOrder::Dmy),
        ..context(PUBLISHED)
    };
    check_with(
        &british,
        "Filed [03/04/2016].",
        &["2016-04-03 alt=2016-03-04"],
    );
    check("Filed [25/02/2016].", &["2016-02-25"]);
    check("Filed [25.2.2016].", &["2016-02-25"]);
    check("Filed [25 Feb].", &["2016-02-25"]);
    check("Filed on [the 25th of February].", &["2016-02-25"]);
    check("Filed on [February the twenty-fifth].", &["2016-02-25"]);
    check("Filed in [twenty sixteen].", &["2016"]);
    check("Filed on [25 February, 2016].", &["2016-02-25"]);
    check("Filed on [Feb 25 2016].", &["2016-02-25"]);
    check("Filed on [25-Feb-2016].", &["2016-02-25"]);
    check("Filed at [2016-02-25T14:30Z].", &["2016-02-25T14:30Z"]);
    check("Filed on [February 25th, 2016].", &["2016-02-25"]);
    check("Filed on [12-Feb-16].", &["2016-02-12"]);
    check("Filed on [7 December '41].", &["1941-12-07"]);
    check("Filed in [02/2016].", &["2016-02"]);
    check("Filed in [H2 2015].", &["2015-H2"]);
    check("Filed on [2016 February 12].", &["2016-02-12"]);
    check("Filed on [the 12th day of February 2016].", &["2016-02-12"]);
}

#[test]
fn rough_text() {
    check(
        "It closed at [3 p.m] . on a quiet day ."
            .replace(" on a quiet day", "")
            .as_str(),
        &["2016-02-12T15:00"],
    );
    check("He left `` [last week] '' .", &["2016-02-01/2016-02-07"]);
    check(
        "MUNICH, [FEB. 12] -- TALKS FELL SHORT [FRIDAY].",
        &["2016-02-12", "2016-02-12"],
    );
    check("It opens on [March\u{a0}1].", &["2016-03-01"]);
    check(
        "It opens on [25\u{202f}February\u{a0}2016].",
        &["2016-02-25"],
    );
    check("It opens in [Febru-\nary 2017].", &["2017-02"]);
    check("He left on [12 Febru\u{ad}ary].", &["2016-02-12"]);
    check("It ran [Feb. 22]—[27].", &["2016-02-22", "2016-02-27"]);
    check("Talks set for [March 1]", &["2016-03-01"]);
    check("UPDATE: TRUCE BY [MARCH 5], SAYS ENVOY", &["2016-03-05"]);
    check("It was ``the worst since [1990]''.", &["1990"]);
    check("* [25 February]: talks resume", &["2016-02-25"]);
    check("He left [last\nweek].", &["2016-02-01/2016-02-07"]);
    check("[The ’90s] were calm.", &["199X"]);
    check("It ran [1990]--[95].", &["1990", "1995"]);
    check("[Jan]/[Feb 2015]", &["2015-01", "2015-02"]);
    check("He left [Sept.3,2015].", &["2015-09-03"]);
    check(
        "They fell at 3 p.m. -LRB- 1500 GMT -RRB- on [Thursday] ."
            .replace("3 p.m. ", "[3 p.m.] ")
            .replace("1500 GMT", "[1500 GMT]")
            .as_str(),
        &["2016-02-11T15:00", "2016-02-11T15:00Z", "2016-02-11"],
    );
    check("The [9\\/11] attacks .", &["2001-09-11"]);
}

#[test]
fn days_that_are_planned() {
    check(
        "The session could be held in [March] or [May].",
        &["2016-03", "2016-05"],
    );
    check("The hearing continues on [Tuesday].", &["2016-02-16"]);
    check("Rain could reach the coast by [Thursday].", &["2016-02-18"]);
    check("Ferry trips begin [Oct. 28].", &["2016-10-28"]);
    check("FAIR TO START [SATURDAY]", &["2016-02-13"]);
    check("[Monday] marks the end of the harvest.", &["2016-02-15"]);
    check("A vote is set for [Wednesday].", &["2016-02-17"]);
    check("The count should be known on [Sunday].", &["2016-02-14"]);
    check("The mayor might step down on [Monday].", &["2016-02-15"]);
    check(
        "A letter to be published [Tuesday] asks why.",
        &["2016-02-16"],
    );
    check(
        "Wheat, which hit a record on [October 31], would stay dear.",
        &["2015-10-31"],
    );
    // What could be, or may have been, is past.
    check("Bells could be heard on [Wednesday].", &["2016-02-10"]);
    check("She could not be reached on [Monday].", &["2016-02-08"]);
    check(
        "The weir may have been damaged on [Tuesday].",
        &["2016-02-09"],
    );
    check("Neighbours could see smoke on [Sunday].", &["2016-02-07"]);
    check(
        "The fair, originally set for [January], was put off until [May 7].",
        &["2016-01", "2016-05-07"],
    );
    check("They paid for [Monday]'s broken panes.", &["2016-02-08"]);
}

#[test]
fn how_much_more_or_less() {
    check("It took [more than two years].", &["P2Y mod=MORE_THAN"]);
    check("It took [less than an hour].", &["PT1H mod=LESS_THAN"]);
    check("It took [fewer than ten days].", &["P10D mod=LESS_THAN"]);
    check(
        "It took [at least three weeks].",
        &["P3W mod=EQUAL_OR_MORE"],
    );
    check("It took [at most six months].", &["P6M mod=EQUAL_OR_LESS"]);
    check("It took [up to five days].", &["P5D mod=EQUAL_OR_LESS"]);
    check("It took [nearly a decade].", &["P10Y mod=APPROX"]);
    check("It took [about four hours].", &["PT4H mod=APPROX"]);
    check("It took [some sixty years].", &["P60Y mod=APPROX"]);
    check("It took [ten days or so].", &["P10D mod=APPROX"]);
    check("It took [two weeks or more].", &["P2W mod=EQUAL_OR_MORE"]);
    check(
        "It took [more than half a century].",
        &["P50Y mod=MORE_THAN"],
    );
    check("It left [more than a year ago].", &["2015 mod=MORE_THAN"]);
}

#[test]
fn parts_of_the_day() {
    check(
        "She gave up the stall [last summer]. [That night] it burnt.",
        &["2015-22", "value=2016-02-12TNI"],
    );
    check("Hail fell [overnight].", &["value=2016-02-11TNI"]);
    check(
        "Dunlin shares fell in [morning] trading.",
        &["value=2016-02-12TMO"],
    );
    check(
        "The gate was found open shortly after [dawn].",
        &["value=2016-02-12TMO"],
    );
    check(
        "The lake was searched until [nightfall].",
        &["value=2016-02-12TEV"],
    );
    check(
        "They dug from [dawn] to [dusk].",
        &["value=2016-02-12TMO", "value=2016-02-12TEV"],
    );
    check(
        "It rained for [much of the afternoon].",
        &["value=2016-02-12TAF"],
    );
    check(
        "On [Monday] it snowed; [the same evening] it thawed.",
        &["2016-02-08", "value=2016-02-08TEV"],
    );
    check(
        "On [Monday] it snowed, and at [4:15 that afternoon] it thawed.",
        &["2016-02-08", "2016-02-08T16:15"],
    );
    check("Later on [Friday] they left.", &["2016-02-12"]);
    check(
        "It snowed until [mid-afternoon].",
        &["value=2016-02-12TAF mod=MID"],
    );
    check("They left [late on Thursday].", &["2016-02-11 mod=END"]);
    silent("Nobody gets rich overnight.");
    silent("A dawn chorus of larks woke them.");
}

#[test]
fn feasts_and_saints() {
    check("The market will close on [Yom Kippur].", &["2016-10-12"]);
    check("It opened on [the eve of Passover].", &["2016-04-22"]);
    check("The hall was lit for [Hanukkah 2015].", &["2015-12-07"]);
    check(
        "The town was burnt on [St. James's Day 1455].",
        &["1455-07-25"],
    );
    check("Rents fell due at [Michaelmas 1712].", &["1712-09-29"]);
    check("They hope to sell the mill by [year-end].", &["2016-12-31"]);
}

#[test]
fn written_short() {
    check("Profit rose in [1Q16].", &["value=2016-Q1"]);
    check("Profit rose in [Q1 2016].", &["value=2016-Q1"]);
    check("Profit rose in [3Q 2015].", &["value=2015-Q3"]);
    check(
        "Filed at [2016-02-12T14:30+02:00].",
        &["2016-02-12T14:30+02:00"],
    );
    check("Filed at [2016-02-12T14:30:09Z].", &["2016-02-12T14:30Z"]);
    check(
        "Filed at [2016-02-12 14:30:09.5-05:00].",
        &["2016-02-12T14:30-05:00"],
    );
    check("It is a [twice-weekly] market.", &["P1W"]);
    check("They sell 90 carts [a year].", &["P1Y"]);
    silent("The song (2:38) is short.");
    silent("The song -LRB- 2:38 -RRB- is short.");
    silent("She ran 15:12 in the heats.");
    silent("Mrs. June Tolland sold the mill.");
    silent("They wished one another a happy New Year.");
}

#[test]
fn look_alikes() {
    silent("More than a quarter of voters stayed home.");
    silent("The S&P 500 fell; the Nikkei 225 rose.");
    silent("Highway 1990 is closed.");
    silent("They won the second half of the match.");
    silent("They march on the capital.");
    silent("It may rain, and you may go.");
    silent("He came in second.");
    silent("Prices fall, and the fall of the city came.");
    silent("The sun sat low over the sea.");
    silent("See page 1969 of volume 2.");
    silent("He flew in on Flight 1549.");
    silent("The Russell 2000 fell 3 points.");
    silent("He drove a 1987 Chevrolet.");
    silent("They won 4-3 and lost 10-12.");
    silent("It cost $1990, or 2000 euros.");
    silent("Call 555-1990 or 020 7946 0958.");
    silent("See https://example.org/2016/02/12/talks.html for more.");
    silent("Version 2.0.16 runs on Windows 2000.");
    silent(
        "He met May and April's mother-in-law, Augusta."
            .replace("April's", "Avril's")
            .as_str(),
    );
    silent("The 26-year-old won.");
    silent("Some 1990 people died.");
    silent("Room 2010 is in building 1985b.");
    silent("Add a dash of salt for 3 to 1 odds.");

    silent("She was named player of the year.");
    silent("The year-old boy smiled.");
    silent("It was a minute detail.");
    silent("He read Luke 2:10 aloud.");
    silent("The Sunday school was shut, and so was the Saturday Evening Post.");
    silent("They decided to winter there.");
    silent("It weighed less than a quarter.");
}

#[test]
fn histories_count_from_the_date_told_last() {
    let text = "The siege began on 3 May 1453. In June, ships came. By the end of 1454 it was over, and in 1455 peace was \
        signed. In March 1456 the walls were rebuilt; two months later the gates were opened. In 1460, 1461 and 1462 \
        the harvest failed. The following year was better. On 4 April 1470 the old king died. In August his son was \
        crowned.";
    let auto = Context {
        mode: Mode::Auto,
        ..context("2016-02-12")
    };
    let told: Vec<String> = tag_with(text, &auto)
        .iter()
        .map(|t| format!("{} {}", t.span.of(text), t.value))
        .collect();
    for expected in [
        "June 1453-06",
        "two months later 1456-05",
        "The following year 1463",
        "August 1470-08",
    ] {
        assert!(told.iter().any(|t| t == expected), "{expected} in {told:?}");
    }
    // The same words in news count from the day of publication.
    let news = tag("Since 1990 it was shut. In June, ships came.");
    assert_eq!(news[1].value, "2015-06");
}

/// A history: enough years, all far from the day of publication, and then the sentence at hand.
const CHRONICLE: &str = "It grew in 1921. It fell in 1922. It grew in 1923. It fell in 1924. It grew in 1925. It fell in 1926. \
    It grew in 1927. It fell in 1928. It grew in 1929. It fell in 1930. ";

#[track_caller]
fn check_in_history(marked: &str, expected: &[&str]) {
    let (text, extents) = brackets(marked);
    let whole = format!("{CHRONICLE}{text}");
    let told: Vec<(String, String)> = tag_with(
        &whole,
        &Context {
            mode: Mode::Auto,
            ..context(PUBLISHED)
        },
    )
    .iter()
    .filter(|t| t.span.range().start >= CHRONICLE.len())
    .map(|t| (t.span.of(&whole).to_owned(), t.value.clone()))
    .collect();
    let wanted: Vec<(String, String)> = extents
        .iter()
        .zip(expected)
        .map(|(span, value)| (span.of(&text).to_owned(), (*value).to_owned()))
        .collect();
    assert_eq!(told, wanted, "in {text:?}");
}

#[test]
fn short_histories() {
    check_in_history(
        "It opened on [12 August 1952], and [the following year] on [3 July] it closed.",
        &["1952-08-12", "1953", "1953-07-03"],
    );
    check_in_history(
        "The mill burnt in [1952], [the wettest year of the decade].",
        &["1952", "1952"],
    );
    check_in_history(
        "A stone was laid in [1907], on [the 300th anniversary of the revolt].",
        &["1907", "1907"],
    );
    check_in_history(
        "It opened in [1907], and in [the second half of the year] it failed.",
        &["1907", "1907-H2"],
    );
    check_in_history(
        "It fell on [3 May 1841]; the fort gave up [the day after].",
        &["1841-05-03", "1841-05-04"],
    );
    for (marked, expected) in [
        (
            "The rising broke out on [2 April 1607]. Nobody had been paid since [the end of 1605]. By [mid-May] nine towns were held.",
            ["1607-04-02", "1605", "1607-05"],
        ),
        (
            "The league fell in [217 BC]. It rose again in [212]. It ended in [180 BC].",
            ["BC0217", "BC0212", "BC0180"],
        ),
        (
            "He was born in [1831]. He wed in [June 1852] and had a son [the following April].",
            ["1831", "1852-06", "1853-04"],
        ),
        (
            "He died in [1903], aged [72], after [six years of bitter warfare].",
            ["1903", "P72Y", "P6Y"],
        ),
        (
            "It sank on [3 June 1808]. At [noon] it was gone, and [five weeks later] it was raised.",
            ["1808-06-03", "1808-06-03T12:00", "1808-07-08"],
        ),
        (
            "It left at [3:15 p.m.] on [8 March 1913] and ran [daily].",
            ["1913-03-08T15:15", "1913-03-08", "XXXX-XX-XX"],
        ),
        (
            "On [the night of 9]/[10 December 1813] it broke loose. It was found in [1814].",
            ["1813-12-09TNI", "1813-12-10", "1814"],
        ),
        (
            "In [1456] the barges went back before [Easter]. It held for [three decades].",
            ["1456", "1456-03-28", "P3DE"],
        ),
    ] {
        check_in_history(marked, &expected);
    }
}

#[test]
fn years_alone_make_a_history() {
    let context = Context {
        mode: Mode::Auto,
        ..context(PUBLISHED)
    };
    let values = |text: &str| -> Vec<String> {
        tag_with(text, &context)
            .into_iter()
            .map(|t| t.value)
            .collect()
    };
    // One date of long ago, and all else told as past.
    assert_eq!(
        values(
            "The Kell raids were fought in March 1862. The fort fell on 4 April. A relief force was beaten on 31 May, \
             and by July the raids were over."
        ),
        ["1862-03", "1862-04-04", "1862-05-31", "1862-07"]
    );
    // The years in brackets behind the name are those of the story.
    assert_eq!(
        values(
            "The Orchard War (1743–1746) was fought over a hedge. In May a truce was made, and in June it was \
             broken. A ballad was printed in 1811. A play of it was given in 1840, and again in 1909."
        ),
        ["1743", "1746", "1743-05", "1743-06", "1811", "1840", "1909"]
    );
    assert_eq!(
        values(
            "The Harnau Mutiny broke out in 1809. On 4 June a private was flogged. The governor was \
             recalled in November and died in 1811. A ballad was printed in 1840, and a plaque of 1909 \
             was stolen in 1945."
        ),
        [
            "1809",
            "1809-06-04",
            "1809-11",
            "1811",
            "1840",
            "1909",
            "1945"
        ]
    );
}

#[test]
fn years_of_three_digits() {
    let context = Context {
        mode: Mode::Auto,
        ..context(PUBLISHED)
    };
    for (marked, expected) in [
        (
            "The heath wars were fought between [166] and [180]. In [161] King Luc died and left 300 ships. By [the \
             winter of 166/167] plague had come. In [September 171], envoys came with 150 horses; on [1 November] they \
             left. The king died on [17 March 180]. In the crisis of [235]-[284] the wall was lost. The last fort \
             fell in [488].",
            &[
                "0166",
                "0180",
                "0161",
                "0166-WI",
                "0171-09",
                "0171-11-01",
                "0180-03-17",
                "0235",
                "0284",
                "0488",
            ][..],
        ),
        // Before our era, where dates say so and the numbers fall.
        (
            "The hill league arose in [262 BC]. Its fleet of 120 ships was lost in [260] and again in [255 BC]. In \
             [the 230s] it took the coast. Between [214] and [210 BC] it fell apart; in [209], [208] and [205 BC] \
             its towns were burnt.",
            &[
                "BC0262", "BC0260", "BC0255", "BC023", "BC0214", "BC0210", "BC0209", "BC0208",
                "BC0205",
            ][..],
        ),
        // Numbers of a report.
        (
            "In 212 of the 340 huts water stood on [Friday], and by 150 the count had gone up in 187, an aide said.",
            &["2016-02-12"][..],
        ),
    ] {
        check_with(&context, marked, expected);
    }
}

#[test]
fn the_years_of_months_in_histories() {
    for (marked, expected) in [
        // No year is passed over unsaid, nor is one gone back to in mid-paragraph.
        (
            "The talks were taken up in [the summer of 2003], and on [24 December] a truce was signed. On \
             [20 February 2005] it was broken.",
            &["2003-SU", "2003-12-24", "2005-02-20"][..],
        ),
        (
            "The pact was signed on [3 March 1939]. On [31 December] the harbour froze. The boats left on \
             [8 January]. The mill burnt in [August 1941].",
            &["1939-03-03", "1939-12-31", "1940-01-08", "1941-08"][..],
        ),
        // What had been before is seen from where the story stands.
        (
            "The camp was struck on [1 July 1862]. The march had first been mooted in [January]. It was called off \
             in [August].",
            &["1862-07-01", "1862-01", "1862-08"][..],
        ),
        // "That October", "the following September".
        (
            "The pit was flooded in [1943]. On [6 October] the pumps stopped. It was drained [the following September].",
            &["1943", "1943-10-06", "1944-09"][..],
        ),
        // "Last summer" is that of the day of writing.
        (
            "The mine was opened in [May 1951] and shut in [2006]. It has been for sale since [last summer]. In \
             [November] a buyer was found.",
            &["1951-05", "2006", "2015-SU", "2015-11"][..],
        ),
        (
            "The work was begun in [the autumn of 1932]. It was put off until [the spring]. In the course of [the year] three men died.",
            &["1932-FA", "1933-SP", "1932"][..],
        ),
        (
            "The siege of the abbey began in [1945]. On [Ash Wednesday] the monks fled, and by [Easter] it was over.",
            &["1945", "1945-02-14", "1945-04-01"][..],
        ),
        (
            "Independence was told on [31 August 1958], at [noon]. [Early the next morning] it rained.",
            &["1958-08-31", "1958-08-31T12:00", "1958-09-01TMO"][..],
        ),
        (
            "It lay there in [the 2nd millennium BC]. The stone is kissed [every year] on [3 May].",
            &["BC1", "P1Y", "XXXX-05-03"][..],
        ),
    ] {
        check_in_history(marked, expected);
    }
}

#[test]
fn one_old_date_makes_no_history_of_a_report() {
    check(
        "The ministers met on [Feb. 3]. A second tube is due on [Feb. 25]. The first stone was laid on [9 May 1949].",
        &["2016-02-03", "2016-02-25", "1949-05-09"],
    );
    check(
        "The mill burnt down on [9 May 1949]. A new roof is due on [Feb. 25].",
        &["1949-05-09", "2016-02-25"],
    );
}

#[test]
fn histories_go_on_from_day_to_day() {
    for (marked, expected) in [
        (
            "The siege began on [3 June 1940]. [The next day] the town fell.",
            ["1940-06-03", "1940-06-04"],
        ),
        (
            "The siege began on [3 June 1940]. [Three weeks later] the town fell.",
            ["1940-06-03", "1940-06-24"],
        ),
        (
            "The siege began on [3 June 1940]. [Two days earlier] ships had come.",
            ["1940-06-03", "1940-06-01"],
        ),
        (
            "The siege began on [3 June 1940]. In [the following spring] the town fell.",
            ["1940-06-03", "1941-SP"],
        ),
        (
            "The siege began on [3 June 1940]. [That winter] the town fell.",
            ["1940-06-03", "1940-WI"],
        ),
        (
            "The siege began on [3 June 1940]. [Later that month] the town fell.",
            ["1940-06-03", "1940-06"],
        ),
        (
            "The siege began on [3 June 1940]. By [mid-July] the town fell.",
            ["1940-06-03", "1940-07"],
        ),
        (
            "The siege began on [3 June 1940]. On [2 January] the town fell.",
            ["1940-06-03", "1941-01-02"],
        ),
        (
            "The siege began on [3 June 1940]. In [September of the same year] the town fell.",
            ["1940-06-03", "1940-09"],
        ),
        (
            "The siege began on [3 June 1940]. In [September of the following year] the town fell.",
            ["1940-06-03", "1941-09"],
        ),
        (
            "The siege began on [3 June 1940]. In [the spring of the following year] it fell.",
            ["1940-06-03", "1941-SP"],
        ),
        (
            "The siege began on [3 June 1940]. On [Sunday] the town fell.",
            ["1940-06-03", "1940-06-09"],
        ),
        (
            "The siege began on [3 June 1940]. On [the 5th] the town fell.",
            ["1940-06-03", "1940-06-05"],
        ),
        (
            "The siege began on [3 June 1940]. At [4:45 am] the town fell.",
            ["1940-06-03", "1940-06-03T04:45"],
        ),
        (
            "The siege began on [3 June 1940]. At [the same time] ships came.",
            ["1940-06-03", "1940-06-03"],
        ),
        (
            "The siege began on [3 June 1940]. By [this time] ships had come.",
            ["1940-06-03", "PRESENT_REF"],
        ),
        (
            "The siege began on [3 June 1940]. Ships came at [night].",
            ["1940-06-03", "XXXX-XX-XXTNI"],
        ),
        (
            "The siege began on [3 June 1940]. It lasted [three long years].",
            ["1940-06-03", "P3Y"],
        ),
        (
            "The siege began on [3 June 1940]. Over [the ensuing weeks] it rained.",
            ["1940-06-03", "PXW"],
        ),
        (
            "The siege began on [3 June 1940]. For [the next decade] there was peace.",
            ["1940-06-03", "P1DE"],
        ),
        (
            "The siege began on [3 June 1940]. [The year before], there was peace.",
            ["1940-06-03", "1939"],
        ),
        (
            "It began in [the second half of the 19th century] and ended in [the last months of 1942].",
            ["18", "1942"],
        ),
        // Of the day of writing, 12 February 2016.
        (
            "The heights were taken in [1967]. On [Tuesday] ministers met there.",
            ["1967", "2016-02-09"],
        ),
        (
            "The heights were taken in [1967]. The party came to power [nearly 50 years ago].",
            ["1967", "1966"],
        ),
    ] {
        check_in_history(marked, &expected);
    }
    check_in_history(
        "The road was built in [March 1940]. Papers released in [2005] say that it was shut in [June]. In [May 1941] it opened.",
        &["1940-03", "2005", "1940-06", "1941-05"],
    );
    check_in_history(
        "It rained in [the spring] and [early summer of 1943], and again [over a year later].",
        &["1943-SP", "1943-SU", "1944"],
    );
    check_in_history(
        "In [the last month of the war] it closed for [a ten-day period].",
        &["P1M", "P10D"],
    );
}

#[test]
fn news_of_any_year() {
    // The day of publication is a Friday.
    for (marked, expected) in [
        ("It opened [more than a year ago].", "2015"),
        ("It opened [about six months ago].", "2015-08"),
        ("It opened [just over a year ago].", "2015"),
        ("It opened [a year and a half ago].", "2014"),
        ("It opened [two and a half years ago].", "2013"),
        ("It opened [an hour ago].", "2016-02-12"),
        ("It fell from 3 percent [the year before].", "2015"),
        ("It rained [this past week].", "2016-W05"),
        ("It ended [late on Tuesday].", "2016-02-09"),
        ("It ended a [yearlong] ban.", "P1Y"),
        ("It ended a [decades-long] feud.", "PXDE"),
        ("It fell for [four straight days].", "P4D"),
        ("It sank within [hours].", "PTXH"),
        ("It meets [every few years].", "PXY"),
        ("It meets [every Saturday night].", "XXXX-WXX-6TNI"),
        ("It meets [every weekday].", "P1D"),
        ("It began in [the first half of January].", "2016-01"),
        ("It opens in [two weeks' time].", "2016-W08"),
        ("It closed in [the turn of the 20th century].", "19"),
        ("It was held for [two consecutive years].", "P2Y"),
    ] {
        check(marked, &[expected]);
    }
    check(
        "The shop is open [daily] from [9] to [11 a.m.] there.",
        &["P1D", "value=T09:00", "value=T11:00"],
    );
    check(
        "Flights start on [March 30] and run until [August 6].",
        &["2016-03-30", "2016-08-06"],
    );
}

/// Published on 21 March 2013, a Thursday.
#[test]
fn the_side_of_the_anchor() {
    let day = context("2013-03-21");
    for (language, marked, expected) in [
        (
            "en",
            "Workers on strike since [May] want more pay.",
            "value=2012-05",
        ),
        ("en", "Since [early May] nobody has come.", "value=2012-05"),
        (
            "en",
            "A memo dated [August 6] warned of it.",
            "value=2012-08-06",
        ),
        (
            "en",
            "The first public hearing is [Monday].",
            "value=2013-03-25",
        ),
        ("en", "The festival is on [Saturday].", "value=2013-03-23"),
        (
            "en",
            "The president meets [Friday] with lawmakers.",
            "value=2013-03-22",
        ),
        (
            "en",
            "They were planning to march on [Monday].",
            "value=2013-03-25",
        ),
        ("en", "He was due in court on [Friday].", "value=2013-03-22"),
        (
            "en",
            "The match had been due to start [Sunday].",
            "value=2013-03-17",
        ),
        (
            "en",
            "No later than [Friday], both sides must reply.",
            "value=2013-03-22",
        ),
        (
            "en",
            "[Today], ten years after, a plaque remembers it.",
            "value=2013-03-21",
        ),
        ("de", "Seit [Anfang Mai] wird gestreikt.", "value=2012-05"),
        (
            "de",
            "Der Rat stimmt am [Freitag] über das Paket ab.",
            "value=2013-03-22",
        ),
        (
            "de",
            "Der für [Montag] geplante Gipfel wurde verschoben.",
            "value=2013-03-25",
        ),
        (
            "de",
            "[Der 11. September 2001] veränderte alles.",
            "value=2001-09-11",
        ),
        (
            "de",
            "Erst [70 Jahre später] erinnert eine Tafel daran.",
            "value=2013",
        ),
    ] {
        let (text, spans) = brackets(marked);
        let found = tag_in(language, &text, &day);
        let told = found
            .iter()
            .find(|timex| timex.span == spans[0])
            .map(|timex| format!("value={}", timex.value));
        assert_eq!(told.as_deref(), Some(expected), "{marked}");
    }

    check("They fled after [Tuesday]'s earthquake.", &["2016-02-09"]);
    check(
        "Up to ten towns have been hit by [Tuesday]'s floods.",
        &["2016-02-09"],
    );
    check(
        "Four ships had docked by [Thursday evening].",
        &["2016-02-11TEV"],
    );
    check("[Tuesday]'s vote was expected to fail.", &["2016-02-16"]);
    check(
        "With so much about to happen, the mayor on [Thursday] gave way.",
        &["2016-02-11"],
    );
    check(
        "The council announced a rescue plan [Thursday].",
        &["2016-02-11"],
    );
    check("They plan to meet [Tuesday].", &["2016-02-16"]);
    check(
        "It began on [Monday], and by [Wednesday] all were gone.",
        &["2016-02-08", "2016-02-10"],
    );
}

#[test]
fn without_an_anchor() {
    let none = Context {
        mode: Mode::News,
        ..Context::default()
    };
    check_with(&none, "Talks resume on [Feb. 25].", &["XXXX-02-25"]);
    check_with(&none, "It ended on [3 May 1990].", &["1990-05-03"]);
    for text in [
        "It ended on Friday.",
        "It ended last month.",
        "It ended yesterday.",
        "It ended three days ago.",
    ] {
        let found = tag_with(text, &none);
        assert_eq!(found.len(), 1, "{text}");
        assert!(found[0].needs_anchor, "{text}: {found:?}");
        assert_eq!(found[0].edtf, None, "{text}");
    }
}

#[test]
fn doubts_are_told() {
    let alternatives = |text: &str| tag(text)[0].alternatives.len();
    assert_eq!(alternatives("They met on Monday."), 1);
    assert_eq!(alternatives("It opened in August."), 1);
    assert_eq!(alternatives("It began on Sept. 3."), 1);
    assert_eq!(alternatives("It began on Feb. 10."), 0);
    assert_eq!(alternatives("It began on 3 September 2015."), 0);
}

#[test]
fn every_mention_says_how_it_was_read() {
    let text = "Talks fell short Friday after three days; they resume in March 2017, a year later than planned in 1998.";
    for timex in tag(text) {
        assert!(!timex.rule.is_empty());
        assert!(!timex.derivation.in_words().is_empty(), "{timex:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_tagged(text in "\\PC{0,200}") {
        sound(&text);
    }

    #[test]
    fn any_jumble_of_dates_is_tagged(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "May", "30", "31", "February", "Feb.", "2016", "1999", "-", "–", "/", "the", "of", "last", "next",
                "Friday", "a", "year", "ago", "to", "and", "3", "p.m.", "BC", "'", "s", "first", "quarter", "million",
                "hundred", "twenty", "one", ",", ".", "T", ":", "10000", "99999999999", "early", "week", "Easter",
                "days", "later", "since", "from", "every", "night", "half", "\n", "ß", "1980s", "’90s", "q3", "é",
            ]),
            0..40,
        ),
        glue in proptest::sample::select(vec![" ", "", "\u{a0}"]),
    ) {
        sound(&words.join(glue));
    }
}

fn sound(text: &str) {
    for mode in [Mode::News, Mode::Narrative] {
        for published in [PUBLISHED, "none", "0001-01-01", "9999-12-31", "-9999-01-01"] {
            let found = tag_with(
                text,
                &Context {
                    mode,
                    ..context(published)
                },
            );
            let mut end = 0;
            for timex in &found {
                assert!(
                    timex.span.start >= end && timex.span.end > timex.span.start,
                    "{text:?} {found:?}"
                );
                assert!(
                    text.is_char_boundary(timex.span.start as usize)
                        && text.is_char_boundary(timex.span.end as usize)
                );
                end = timex.span.end;
                for edtf in [timex.edtf, timex.interval].into_iter().flatten() {
                    let written = edtf.to_string();
                    assert!(Edtf::parse(&written).is_ok(), "{written} in {text:?}");
                }
                assert!(!timex.value.contains("-02-30") && !timex.value.contains("-02-31"));
            }
        }
    }
}

#[test]
fn odd_texts_take_linear_time() {
    let long = 400_000;
    for text in [
        "1".repeat(long),
        "May ".repeat(long / 4),
        "the ".repeat(long / 4),
        "one thousand ".repeat(long / 13),
        "a.".repeat(long / 2),
        "twenty-".repeat(long / 7),
        "- ".repeat(long / 2),
        "12.".repeat(long / 3),
        "a".repeat(long),
        "\"(".repeat(long / 2),
        "Feb-\n".repeat(long / 5),
    ] {
        let start = std::time::Instant::now();
        let _ = tag(&text);
        assert!(
            start.elapsed().as_secs() < 20,
            "{:?} took {:?}",
            &text[..8],
            start.elapsed()
        );
    }
}

/// German is a folder of data: what a local paper writes, by the same engine.
#[test]
fn german() {
    let cases: &[(&str, &[&str])] = &[
        (
            "Der Rat tagte am [Mittwoch, 9. Jänner], um [19.30 Uhr] im Rathaus.",
            &["value=2013-01-09", "value=2013-01-09T19:30"],
        ),
        (
            "Am [kommenden Donnerstag] beginnt die Messe, am [Sonntag] endet sie.",
            &["value=2013-02-14", "value=2013-02-17"],
        ),
        (
            "In [der Nacht auf Samstag] brannte ein Stadel nieder.",
            &["value=2013-02-09TNI"],
        ),
        (
            "Vor [drei Wochen] war die Straße noch gesperrt.",
            &["value=P3W"],
        ),
        (
            "Seit [Anfang Februar] ist der Pass wieder offen.",
            &["value=2013-02"],
        ),
        ("Der Vertrag läuft [Ende 2015] aus.", &["value=2015"]),
        (
            "Die Burg stammt aus [dem 13. Jahrhundert] und verfiel [Mitte des 18. Jahrhunderts].",
            &["value=12", "value=17"],
        ),
        (
            "In [den 1970er-Jahren] zählte der Ort tausend Gäste, in [den Neunzigern] das Doppelte.",
            &["value=197", "value=199"],
        ),
        (
            "[Heuer] fällt das Fest aus; im [Vorjahr] kamen viele.",
            &["value=2013", "value=2012"],
        ),
        (
            "Die Ausstellung ist vom [3]. bis [28. Mai] [täglich] von [10] bis [18 Uhr] offen.",
            &[
                "value=2013-05-03",
                "value=2013-05-28",
                "value=P1D",
                "value=T10:00",
                "value=T18:00",
            ],
        ),
        (
            "[Jeden zweiten Samstag im Monat] wird getauscht, [montags] ist geschlossen.",
            &["value=P1M", "value=XXXX-WXX-01"],
        ),
        (
            "Die Gespräche dauerten [stundenlang], die [dreitägige] Tagung brachte nichts.",
            &["value=PTXH", "value=P3D"],
        ),
        (
            "Am [ersten Adventssonntag] wird die Kerze entzündet.",
            &["value=2013-12-01"],
        ),
        (
            "Am [Ostermontag 2016] und zu [Mariä Himmelfahrt 2015] war es voll.",
            &["value=2016-03-28", "value=2015-08-15"],
        ),
        (
            "[Derzeit] fehlt das Geld, in [Zukunft] soll der Bund zahlen.",
            &["value=PRESENT_REF", "value=FUTURE_REF"],
        ),
        (
            "Im [dritten Quartal 2012] sank der Umsatz, im [ersten Halbjahr 2013] stieg er.",
            &["value=2012-Q3", "value=2013-H1"],
        ),
        (
            "Er kam [gestern Nachmittag] und geht [morgen früh].",
            &["value=2013-02-11TAF", "value=2013-02-13TMO"],
        ),
        (
            "Am [26. März 2012] stürzte die Brücke ein. Am [Tag darauf] kam der Minister.",
            &["value=2012-03-26", "value=2012-03-27"],
        ),
        (
            "[Ende vergangener Woche] schneite es, [Anfang nächster Woche] taut es.",
            &["value=2013-W06", "value=2013-W08"],
        ),
        (
            "Der Krieg dauerte von [1914] bis [1918].",
            &["value=1914", "value=1918"],
        ),
        ("Die Stadt wurde [44 v. Chr.] gegründet.", &["-0043"]),
        (
            "Im [Winter 2010/11] gab es wenig Schnee.",
            &["value=2010-WI"],
        ),
        (
            "Der Ausschuss tagt am [5]. und [6]. sowie am [12]. und [13. März].",
            &[
                "value=2013-03-05",
                "value=2013-03-06",
                "value=2013-03-12",
                "value=2013-03-13",
            ],
        ),
        (
            "Am [späten Montagabend] brach Feuer aus, in [der Nacht zu Dienstag] war es gelöscht.",
            &["value=2013-02-11TEV", "value=2013-02-12TNI"],
        ),
        (
            "Am [frühen Sonntagmorgen] endete das Fest.",
            &["value=2013-02-10TMO"],
        ),
        (
            "Am [Morgen des 6. Juni 1944] landeten sie.",
            &["value=1944-06-06TMO"],
        ),
        (
            "In [der Nacht zum 1. Mai 2010] brannte es.",
            &["value=2010-05-01TNI"],
        ),
        (
            "In [den frühen Morgenstunden des Sonntags] brannte es.",
            &["value=2013-02-10TMO"],
        ),
        (
            "Um [halb drei] kam der Zug, um [Viertel nach acht] der nächste.",
            &["value=2013-02-12T02:30", "value=2013-02-12T08:15"],
        ),
        (
            "Gegen [drei Uhr] war alles still.",
            &["value=2013-02-12T03:00"],
        ),
        (
            "Der Chor singt am [3]., [4]. und [5. Mai], jeweils um [20 Uhr].",
            &[
                "value=2013-05-03",
                "value=2013-05-04",
                "value=2013-05-05",
                "value=T20:00",
            ],
        ),
        (
            "Geöffnet ist [montags] von [9] bis [17 Uhr].",
            &["value=XXXX-WXX-01", "value=T09:00", "value=T17:00"],
        ),
        (
            "Er zog am [3. Juni 1940] fort; [tags darauf] kam er wieder.",
            &["value=1940-06-03", "value=1940-06-04"],
        ),
        (
            "Er zog am [3. Juni 1940] fort, [tags zuvor] kam der Brief.",
            &["value=1940-06-03", "value=1940-06-02"],
        ),
        (
            "Er zog am [3. Juni 1940] fort. [Rund zwei Monate später] kam er wieder.",
            &["value=1940-06-03", "value=1940-08"],
        ),
        (
            "Am [3. Oktober des Vorjahres] wurde gefeiert.",
            &["value=2012-10-03"],
        ),
        (
            "Das [diesjährige] Treffen ist größer als das [letztjährige].",
            &["value=2013", "value=2012"],
        ),
        ("Im [zurückliegenden Jahr] sank die Zahl.", &["value=2012"]),
        (
            "In [den zurückliegenden Jahren] sank die Zahl, in [den vergangenen zehn Jahren] um die Hälfte.",
            &["value=PXY", "value=P10Y"],
        ),
        (
            "Im [19. Jh.] wuchs die Stadt, um [die Jahrhundertwende] fiel die Mauer.",
            &["value=18", "value=1900"],
        ),
        (
            "In [der Mitte des 17. Jahrhunderts] brannte sie ab.",
            &["value=16"],
        ),
        ("Im [Jahre 800] wurde er gekrönt.", &["value=0800"]),
        (
            "Im [Wintersemester 2010/11] lehrte er, im [Sommersemester 2012] nicht.",
            &["value=2010-WI", "value=2012-SU"],
        ),
        (
            "Die [halbstündige] Rede und die [mehrstündige] Sitzung dauerten [etliche Stunden].",
            &["value=PT30M", "value=PTXH", "value=PTXH"],
        ),
        (
            "Nach [zweieinhalb Wochen] und [anderthalb Tagen] kam er.",
            &["value=P2.5W", "value=P1.5D"],
        ),
        ("Binnen [Jahresfrist] soll gebaut sein.", &["value=P1Y"]),
        (
            "Das Blatt erscheint [zweiwöchentlich], der Bus fährt [stündlich].",
            &["value=P2W", "value=PT1H"],
        ),
        (
            "Es dauerte [Jahre], bis die Straße fertig war.",
            &["value=PXY"],
        ),
        (
            "Zwischen [März] und [Mai 2010] war sie gesperrt.",
            &["value=2010-03", "value=2010-05"],
        ),
        (
            "Die regelrechten Massen werden im [Sommer] erwartet.",
            &["value=2013-SU"],
        ),
        (
            "In [den Nullerjahren] und zu [Beginn des 20. Jahrhunderts] war es so.",
            &["value=200", "value=19"],
        ),
        (
            "[Drei Jahre zuvor], [1998], war er Bürgermeister.",
            &["value=2010", "value=1998"],
        ),
        (
            "Er zog am [3. Juni 1940] fort; im [September desselben Jahres] kam er wieder.",
            &["value=1940-06-03", "value=1940-09"],
        ),
        (
            "Er zog am [3. Juni 1940] fort; am [2. Mai des folgenden Jahres] kam er wieder.",
            &["value=1940-06-03", "value=1941-05-02"],
        ),
        (
            "In [den letzten Tagen des April 1945] fiel die Stadt.",
            &["value=1945-04"],
        ),
        (
            "Das [20-jährige] Bestehen wurde [einen ganzen Tag] gefeiert.",
            &["value=P20Y", "value=P1D"],
        ),
        (
            "In [der Adventszeit] ist [täglich] offen.",
            &["value=XXXX-XX-XX", "value=P1D"],
        ),
    ];
    for (marked, expected) in cases {
        check_in("de", &context("2013-02-12"), marked, expected);
    }
    for text in [
        "Frau Sonntag und Herr Mai kauften um 2000 Euro ein, siehe Seite 1984.",
        "Thomas Winter leitet die Montage der Anlage.",
        "Um 1900 Menschen kamen, das ist die Stunde null.",
        "Der Morgen war kühl, die Nacht war lang.",
        "Ihre dreijährige Tochter lachte.",
    ] {
        check_in("de", &context("2013-02-12"), text, &[]);
    }
}

/// What German papers write, family by family: `tests/corpus/german.txt`.
#[test]
fn german_families() {
    let table = include_str!("corpus/german.txt");
    for line in table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let (mut marked, mut values) = (String::new(), Vec::new());
        let mut rest = line;
        while let Some((head, tail)) = rest.split_once('|') {
            let (value, after) = tail.split_once(']').expect("a value ends with ]");
            marked.push_str(head);
            marked.push(']');
            values.push(format!("value={value}"));
            rest = after;
        }
        marked.push_str(rest);
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        check_in("de", &context("2004-05-13"), &marked, &values);
    }
}
