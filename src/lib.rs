//! Dateline: drop articles into a folder; get a timeline in which every date is shown with the
//! sentence it rests on.
//!
//! The program is a sentence: **content** is loaded, **text** is split into sentences,
//! **temporal** tags and resolves dates, **events** are assembled, merged and ranked, **site**
//! renders pages, **output** writes files, **serve** shows them. [`pipeline`] is that sentence in
//! code. A module uses what stands to its left in this order, which an ordinary test keeps:
//!
//! `source, diagnostic, error, calendar, fields, config, corrections | content, text, temporal, events,
//! site, output | pipeline, import, serve, desk, cli`.

pub mod calendar;
pub mod cli;
pub mod config;
pub mod content;
pub mod corrections;
pub mod desk;
pub mod diagnostic;
pub mod error;
pub mod events;
pub mod fields;
pub mod import;
pub mod output;
pub mod pipeline;
pub mod serve;
pub mod site;
pub mod source;
pub mod temporal;
pub mod text;

#[cfg(test)]
mod tidy;
