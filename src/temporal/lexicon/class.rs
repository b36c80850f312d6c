//! What a word may be: classes the program knows by name, and sets of them.

/// What a word may be: one bit of a [`ClassSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::temporal) struct Class(pub(in crate::temporal) u8);

macro_rules! classes {
    ($($name:ident = $number:literal $text:literal,)*) => {
        impl Class {
            $(pub(in crate::temporal) const $name: Self = Self($number);)*
            /// The classes the program knows by name, numbered without gaps; a lexicon may add others.
            pub(in crate::temporal) const KNOWN: &'static [(&'static str, Class)] = &[$(($text, Self($number)),)*];
        }
    };
}

classes! {
    NUMBER = 0 "number",
    DECIMAL = 1 "decimal",
    DAY = 2 "day",
    MONTH_NUMBER = 3 "month-number",
    HOUR = 4 "hour",
    MINUTE = 5 "minute",
    YEAR = 6 "year",
    YEAR_SHORT = 7 "year-short",
    YEAR_ANY = 8 "year-any",
    CLOCK_DIGITS = 9 "clock-digits",
    COMPACT_DATE = 10 "compact-date",
    ORDINAL = 11 "ordinal",
    DAY_ORDINAL = 12 "day-ordinal",
    STOPPED = 13 "stopped",
    DECADE = 14 "decade",
    MONTH = 15 "month",
    WEEKDAY = 16 "weekday",
    UNIT = 17 "unit",
    SEASON = 18 "season",
    PART = 19 "part",
    ONE = 20 "one",
    INDEFINITE = 21 "indefinite",
    DIRECTION = 22 "direction",
    DEICTIC = 23 "deictic",
    EDGE = 24 "edge",
    COMPARE = 25 "compare",
    HOLIDAY = 26 "holiday",
    MERIDIEM = 27 "meridiem",
    ZONE = 28 "zone",
    ERA = 29 "era",
    FUTURE = 30 "future",
    PAST = 31 "past",
    CLAUSE = 32 "clause",
    AHEAD = 33 "ahead",
    DIGIT_WORD = 34 "digit-word",
    TEEN_WORD = 35 "teen-word",
    TENS_WORD = 36 "tens-word",
    HUNDRED = 37 "hundred",
    THOUSAND = 38 "thousand",
    FREQUENCY = 39 "frequency",
    EVERY = 40 "every",
    FRACTION = 41 "fraction",
    CLOCK_WORD = 42 "clock-word",
    SAYING = 43 "saying",
    HALF_OF = 44 "half-of",
    MILLION = 45 "million",
    TENS_ORDINAL = 46 "tens-ordinal",
    DECADE_WORD = 47 "decade-word",
    QUARTER_WORD = 48 "quarter-word",
    HALF_WORD = 49 "half-word",
    CENTURY_WORD = 50 "century-word",
    ZONE_PLACE = 51 "zone-place",
    SHIFT_DAYS = 52 "shift-days",
    TOLD = 53 "told",
    WAS = 54 "was",
    SINCE = 55 "since",
    UNTIL = 56 "until",
    ONWARD = 57 "onward",
    LINK = 58 "link",
    BETWEEN = 59 "between",
    AND = 60 "and",
    THREE_DIGITS = 61 "three-digits",
    BEHIND = 62 "behind",
    IS = 63 "is",
    ON = 64 "on",
    WORD = 65 "word",
    OPENING = 66 "opening",
    CLOSING = 67 "closing",
    OWNING = 68 "owning",
    DECADE_ANY = 69 "decade-any",
    SMALL_NUMBER = 70 "small-number",
    LOOSE = 71 "loose",
    NOW = 72 "now",
    COMMA = 73 "comma",
    DONE = 74 "done",
    OFFSET = 75 "offset",
    NAME = 76 "name",
    PLAIN = 77 "plain",
}

/// A set of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::temporal) struct ClassSet(u128);

impl ClassSet {
    /// Nothing.
    pub(in crate::temporal) const EMPTY: Self = Self(0);

    /// One class.
    pub(in crate::temporal) const fn of(class: Class) -> Self {
        Self(1 << class.0)
    }

    /// Puts a class in.
    pub(in crate::temporal) fn add(&mut self, class: Class) {
        self.0 |= 1 << class.0;
    }

    /// The set with `class` in it.
    pub(in crate::temporal) fn with(mut self, class: Class) -> Self {
        self.add(class);
        self
    }

    /// The set without what `other` has.
    pub(in crate::temporal) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether `class` is in.
    pub(in crate::temporal) fn has(self, class: Class) -> bool {
        self.0 >> class.0 & 1 == 1
    }

    /// What either has.
    pub(in crate::temporal) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both have.
    pub(in crate::temporal) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The classes, in order.
    pub(in crate::temporal) fn iter(self) -> impl Iterator<Item = Class> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let class = rest.trailing_zeros();
            (rest != 0).then(|| {
                rest &= rest - 1;
                Class(class as u8)
            })
        })
    }

    /// Whether the two share a class.
    pub(in crate::temporal) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
