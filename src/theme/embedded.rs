//! The default theme, compiled into the program.

use include_dir::{Dir, include_dir};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Every file of the default theme: path below the theme's folder, and bytes.
pub(super) fn files() -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    let mut folders = vec![&DEFAULT];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files().map(|file| {
            (file.path().to_string_lossy().replace('\\', "/"), file.contents())
        }));
    }
    files.sort();
    files
}

/// The text of a file of the default theme, by its path in this project's own folder.
pub(super) fn text(path: &str) -> Option<&'static str> {
    let inner = path.strip_prefix("themes/default/")?;
    DEFAULT.get_file(inner)?.contents_utf8()
}
