//! `dateline completions`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Cli, report};
use crate::error::Result;

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  dateline completions bash > /etc/bash_completion.d/dateline")]
pub(super) struct Options {
    /// The shell
    shell: Shell,
}

pub(super) fn run(options: &Options) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), "dateline", &mut script);
    report::result(&script)?;
    Ok(0)
}
