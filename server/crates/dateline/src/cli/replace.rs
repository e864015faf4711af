//! Files that are replaced as a whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Writes a file, with the folders it lies in. One that is there keeps its permissions, and what a link leads to is
/// replaced, not the link.
pub fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let parent = |file: &Path| file.parent().map_or_else(|| ".".into(), Path::to_path_buf);
    if !file.exists() {
        fs::create_dir_all(parent(file))?;
        return fs::write(file, bytes);
    }
    let file = file.canonicalize()?;
    let mut new = NamedTempFile::new_in(parent(&file))?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    fs::set_permissions(new.path(), fs::metadata(&file)?.permissions())?;
    new.persist(&file).map_err(|error| error.error)?;
    Ok(())
}
