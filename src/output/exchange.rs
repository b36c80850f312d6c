//! The one moment in which the new site becomes the site. In: a complete stage. Out: the output
//! folder holding it, the old one in the stage's place.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};

/// One sync of the file system that holds `folder`, so that after a power loss the exchange never
/// comes before the files.
pub(super) fn sync(folder: &Path) -> Result<()> {
    let file = fs::File::open(folder).map_err(|cause| Error::io("sync", folder, &cause))?;
    #[cfg(target_os = "linux")]
    {
        rustix::fs::syncfs(&file).map_err(|cause| Error::io("sync", folder, &cause.into()))
    }
    #[cfg(not(target_os = "linux"))]
    {
        file.sync_all()
            .map_err(|cause| Error::io("sync", folder, &cause))
    }
}

/// Puts `stage` in the place of `output`, atomically where the system can.
///
/// Linux exchanges two folders in one step (`renameat2` with `RENAME_EXCHANGE`). Elsewhere, and on
/// file systems without it, the old folder is renamed aside and the new one into its place: readers
/// may meet no site for the moment between the two renames, and a crash in that moment leaves the old
/// site whole under the stage's name with `-old` added.
pub(super) fn exchange(stage: &Path, output: &Path) -> Result<()> {
    if !output.exists() {
        return fs::rename(stage, output).map_err(|cause| Error::io("publish", output, &cause));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, stage, CWD, output, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            Err(cause) => return Err(Error::io("publish", output, &cause.into())),
        }
    }
    let mut aside = stage.as_os_str().to_owned();
    aside.push("-old");
    let aside = Path::new(&aside);
    let _ = fs::remove_dir_all(aside);
    fs::rename(output, aside).map_err(|cause| Error::io("publish", output, &cause))?;
    if let Err(cause) = fs::rename(stage, output) {
        let _ = fs::rename(aside, output);
        return Err(Error::io("publish", output, &cause));
    }
    let _ = fs::remove_dir_all(aside);
    Ok(())
}
