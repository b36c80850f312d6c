//! Site: events and documents become pages.
//!
//! In: articles, their timeline, the settings, the site's own templates and static files. Out: the list of
//! files, and each file's bytes when it is asked for.

mod dates;
mod texts;
mod theme;
pub mod view;
