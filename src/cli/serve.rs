//! `dateline serve`.

use clap::Args;

use super::{Global, SiteOptions};
use crate::error::Result;

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    site: SiteOptions,
}

pub(super) fn run(_global: &Global, options: &Options) -> Result<u8> {
    options.site.to_pipeline()?;
    Ok(0)
}
