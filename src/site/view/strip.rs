//! Drawings: the overview strip and the promise chart, in SVG user units, so that no style attribute
//! is needed.

use serde::Serialize;

use super::Day;

/// The overview: `viewBox="0 0 1000 {height}"`, x grows with time.
#[derive(Debug, Clone, Serialize)]
pub struct Strip {
    /// Height of the plot in user units (width is 1000).
    pub height: u32,
    /// The first day drawn, ISO; `null` with `last` when there is nothing to draw.
    pub first: Option<String>,
    /// The day after the last one drawn, ISO.
    pub last: Option<String>,
    /// One square for each event; empty when there are too many: then `bins`.
    pub units: Vec<Unit>,
    /// Counts per month or longer, when there are too many events for squares.
    pub bins: Vec<Bin>,
    /// Years (or decades, centuries) below the plot.
    pub years: Vec<YearMark>,
    /// Turning points, by importance, not overlapping.
    pub landmarks: Vec<Landmark>,
    /// Where today is, or `null` when it lies outside.
    pub today: Option<f64>,
    /// Places between which time runs evenly: two, or more where the axis is broken because most events crowd
    /// into a small part of the time.
    pub knots: Vec<Knot>,
}

/// A day and its place on the strip.
#[derive(Debug, Clone, Serialize)]
pub struct Knot {
    /// ISO.
    pub day: String,
    /// In user units.
    pub x: f64,
}

/// One event on the strip.
#[derive(Debug, Clone, Serialize)]
pub struct Unit {
    /// The event's id.
    pub id: String,
    /// Left edge.
    pub x: f64,
    /// Top edge; stacked from the bottom.
    pub y: f64,
    /// Side of the square.
    pub size: f64,
    /// As [`super::EventView::mark`].
    pub mark: &'static str,
    /// Whether sources disagree.
    pub disputed: bool,
}

/// Events of one stretch of time.
#[derive(Debug, Clone, Serialize)]
pub struct Bin {
    /// Left edge.
    pub x: f64,
    /// Width.
    pub width: f64,
    /// Top edge.
    pub y: f64,
    /// Height.
    pub height: f64,
    /// How many events; what is dated coarser counts in parts.
    pub events: usize,
    /// "February 2016: 12 events"; as fine as a day, as coarse as a century.
    pub label: String,
    /// Where they stand: a section of this page or a period page.
    pub path: String,
}

/// A label of the time axis.
#[derive(Debug, Clone, Serialize)]
pub struct YearMark {
    /// Left edge.
    pub x: f64,
    /// `2016`, `1960s`.
    pub name: String,
    /// Where it leads, or `null` when nothing happened then.
    pub path: Option<String>,
    /// Whether its label may be left out on narrow screens.
    pub minor: bool,
}

/// A turning point.
#[derive(Debug, Clone, Serialize)]
pub struct Landmark {
    /// The event's id.
    pub id: String,
    /// Its card.
    pub path: String,
    /// Where, in user units.
    pub x: f64,
    /// `start` or `end`: on which side of `x` the label stands.
    pub anchor: &'static str,
    /// A few words of its headline.
    pub label: String,
    /// As [`super::EventView::mark`].
    pub mark: &'static str,
}

/// A chain of dates for one undertaking: a line from the day a date was given to the date given.
/// `viewBox="0 0 440 {height}"`.
#[derive(Debug, Clone, Serialize)]
pub struct PromiseChart {
    /// The chain's id.
    pub id: String,
    /// What was promised.
    pub name: String,
    /// Height in user units (width is 440).
    pub height: u32,
    /// All steps in words, for those who do not see it.
    pub label: String,
    /// Labels of the time axis.
    pub ticks: Vec<Tick>,
    /// Where today is, or `null`.
    pub today: Option<f64>,
    /// One line for each date given.
    pub lines: Vec<PromiseLine>,
}

/// A labelled position of an axis.
#[derive(Debug, Clone, Serialize)]
pub struct Tick {
    /// Where, in user units.
    pub x: f64,
    /// `2016`, `Mar 2016`.
    pub name: String,
}

/// One date that was given.
#[derive(Debug, Clone, Serialize)]
pub struct PromiseLine {
    /// The event's id.
    pub id: String,
    /// Its card.
    pub path: String,
    /// The day the date was given.
    pub given: Day,
    /// The date that was given: `9 Mar 2016`.
    pub date: String,
    /// `due`, `overdue`, `fulfilled`, `moved`, `cancelled`.
    pub state: &'static str,
    /// Where the line begins.
    pub x1: f64,
    /// Where it ends.
    pub x2: f64,
    /// Its height in the chart.
    pub y: f64,
}
